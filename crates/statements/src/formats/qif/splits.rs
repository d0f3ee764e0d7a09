//! The parts of a split transaction: what each category had of it.

use rust_decimal::Decimal;

use super::record::{Lists, Record, Split};
use crate::columns::number::{self, negated};
use crate::model::{DecimalMark, Part, PartPlace, Row};

/// Adds the parts of a record to its row; says what is wrong with them, and then adds none.
pub(super) fn add(
    row: &mut Row,
    record: &Record<'_>,
    lists: &Lists<'_>,
    mark: DecimalMark,
) -> Result<(), String> {
    if record.splits.is_empty() || record.is_investment {
        return Ok(());
    }
    let mut accounts = record
        .splits
        .iter()
        .filter_map(|split| lists.account_in(split.category));
    if let Some(account) = accounts.next() {
        // The other account's own row stands in its own section, if it was exported at all: the
        // parts are left to the person, who then sees them in the row.
        let details = row.details_mut();
        details
            .counter_account
            .get_or_insert_with(|| account.to_owned());
        return Ok(());
    }
    let parts: Result<Vec<Part>, String> = record
        .splits
        .iter()
        .map(|split| part(split, lists, mark))
        .collect();
    let parts = parts?;
    let sum = parts
        .iter()
        .try_fold(row.amount, |sum, part| sum.checked_add(part.value));
    if sum != Some(Decimal::ZERO) {
        let amount = record.amount;
        return Err(format!(
            "its parts do not add up to “{amount}”; it was taken as a whole"
        ));
    }
    row.details_mut().parts = parts;
    Ok(())
}

fn part(split: &Split<'_>, lists: &Lists<'_>, mark: DecimalMark) -> Result<Part, String> {
    let amount = number::scan(split.amount).and_then(|scanned| scanned.value(mark));
    let amount = amount.ok_or_else(|| {
        format!(
            "“{}” is not the amount of a part; it was taken as a whole",
            split.amount
        )
    })?;
    // The class of a category stands behind a slash.
    let name = split.category.split('/').next().unwrap_or_default();
    let is_income = lists
        .categories
        .get(name)
        .copied()
        .unwrap_or(amount.is_sign_positive());
    let place = if is_income {
        PartPlace::Income(name.to_owned())
    } else {
        PartPlace::Expense(name.to_owned())
    };
    Ok(Part {
        place,
        amount: negated(amount),
        value: negated(amount),
        memo: split.memo.to_owned(),
    })
}
