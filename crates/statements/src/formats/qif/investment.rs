//! What an investment's record moved of the money in its account.
//!
//! Actions as Quicken's own description of the format lists them. Those that end in X pay from or to
//! another account, and those that move only shares move no money: their rows are zero.

use rust_decimal::Decimal;

use super::record::{Lists, Record};
use crate::columns::number::{self, negated};
use crate::model::{DateOrder, DecimalMark, Row, RowKind};
use crate::text::join_text;

/// Which way an action's total goes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Effect {
    /// Money that left for shares.
    Out,
    /// Money that came for shares or from them.
    In,
    /// As the total is written.
    Written,
    /// None: the total is a value.
    Nothing,
}

/// The row of an investment's record.
pub(super) fn row(
    record: &Record<'_>,
    lists: &Lists<'_>,
    order: DateOrder,
    mark: DecimalMark,
) -> Result<Row, String> {
    let date = record.day(order)?;
    let (effect, kind) = effect_of(record.number).ok_or_else(|| {
        format!(
            "“{}” is no action of an investment, such as Buy or Div",
            record.number
        )
    })?;
    let total = match (record.amount, effect) {
        ("", Effect::Nothing) => Decimal::ZERO,
        (amount, _) => number::scan(amount)
            .and_then(|scanned| scanned.value(mark))
            .ok_or_else(|| format!("“{amount}” is not an amount as the others of this file are"))?,
    };
    let amount = match effect {
        Effect::Out => negated(total.abs()),
        Effect::In => total.abs(),
        Effect::Written => total,
        Effect::Nothing => Decimal::ZERO,
    };
    let security = record.shares.as_ref().map_or("", |shares| shares.security);
    let payee = [record.payee, security, record.number]
        .into_iter()
        .find(|text| !text.is_empty());
    let mut row = Row {
        payee: payee.unwrap_or_default().to_owned(),
        memo: memo(record),
        kind,
        ..Row::plain(record.line, record.raw.to_owned(), date, amount)
    };
    let account = lists.account_in(record.category);
    if let Some(account) = account.filter(|_| kind == RowKind::Transfer || amount.is_zero()) {
        row.details_mut().counter_account = Some(account.to_owned());
    }
    Ok(row)
}

fn memo(record: &Record<'_>) -> String {
    let mut memo = String::new();
    let shares = record.shares.as_deref();
    let shares = match shares.map_or(("", ""), |s| (s.quantity, s.price)) {
        ("", _) => String::new(),
        (quantity, "") => quantity.to_owned(),
        (quantity, price) => format!("{quantity} at {price}"),
    };
    for text in [record.number, &shares, record.memo] {
        if !text.is_empty() {
            join_text(&mut memo, text);
        }
    }
    memo
}

fn effect_of(action: &str) -> Option<(Effect, RowKind)> {
    const SHARES_ONLY: [&str; 16] = [
        "shrsin", "shrsout", "stksplit", "reinvdiv", "reinvint", "reinvlg", "reinvsh", "reinvmd",
        "reinvst", "reminder", "grant", "vest", "exercise", "expire", "exercisx", "stockspl",
    ];
    let action = action.to_ascii_lowercase();
    if SHARES_ONLY.contains(&action.as_str()) {
        return Some((Effect::Nothing, RowKind::Transfer));
    }
    Some(match action.as_str() {
        "margint" | "miscexp" => (Effect::Out, RowKind::Fee),
        "buy" | "cvrshrt" | "xout" | "withdrwx" => (Effect::Out, RowKind::Transfer),
        "sell" | "shtsell" | "rtrncap" | "xin" | "contribx" => (Effect::In, RowKind::Transfer),
        "div" | "cglong" | "cgshort" | "cgmid" | "miscinc" => (Effect::In, RowKind::Income),
        "intinc" => (Effect::In, RowKind::Interest),
        "cash" | "" => (Effect::Written, RowKind::Unknown),
        // Paid from another account, or paid out to one.
        action if action.ends_with('x') && action.len() > 3 => (Effect::Nothing, RowKind::Transfer),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::columns::number::negated;

    fn amount(action: &str) -> Option<Decimal> {
        let record = Record {
            date: "3/14/26",
            amount: "100.00",
            number: action,
            raw: "x",
            ..Record::default()
        };
        let row = row(
            &record,
            &Lists::default(),
            DateOrder::MonthDayYear,
            DecimalMark::Point,
        )
        .ok()?;
        Some(row.amount)
    }

    #[test]
    fn only_money_of_the_account_itself_counts() {
        let hundred = Decimal::ONE_HUNDRED;
        for (action, expected) in [
            ("Buy", negated(hundred)),
            ("BuyX", Decimal::ZERO),
            ("Sell", hundred),
            ("Div", hundred),
            ("DivX", Decimal::ZERO),
            ("ReinvDiv", Decimal::ZERO),
            ("ShrsIn", Decimal::ZERO),
            ("MiscExp", negated(hundred)),
            ("XOut", negated(hundred)),
            ("Cash", hundred),
        ] {
            assert_eq!(amount(action), Some(expected), "{action}");
        }
        assert_eq!(amount("Frobnicate"), None);
    }
}
