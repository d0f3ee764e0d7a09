//! Limits of single categories, and whether they are used up faster than their days go by.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use farthing_money::{Money, Rounding};
use farthing_rules::allowance::pace;
use farthing_rules::calendar::Span;
use sqlx::SqliteConnection;

use super::keep::require_categories;
use super::kept::KeptLimit;
use super::spending::{expense_categories, rows_behind, spending};
use super::{CategoryLimit, CategoryLimitInput, LimitDay, LimitUse, day_words, refused};
use crate::choices::{self, Choice, ChoiceKind};
use crate::error::{LedgerError, Result};
use crate::ids::ChoiceId;
use crate::register::CategoryName;
use crate::store::Ledger;
use crate::totals::stored_currency;
use crate::wire::named_currency;
use crate::write::{ChangeLabel, Write};

impl Ledger {
    /// The limits of categories, and how each is used in the period of today.
    pub async fn limits(&self, today: NaiveDate) -> Result<Vec<CategoryLimit>> {
        let mut db = self.pool.acquire().await?;
        let known = expense_categories(&mut db).await?;
        let mut shown = Vec::new();
        for choice in all(&mut db).await? {
            let category = known.iter().find(|one| one.id == choice.value.category);
            // A category that was undone has no limit to show; it is back when it is.
            let Some(category) = category else { continue };
            shown.push(one_shown(&mut db, &choice, category, today).await?);
        }
        shown.sort_by(|one, other| one.category.name.cmp(&other.category.name));
        Ok(shown)
    }

    /// A limit in the period of today, with what each day used of it.
    pub async fn limit_days(&self, id: ChoiceId, today: NaiveDate) -> Result<LimitUse> {
        let limits = self.limits(today).await?;
        let found = limits.into_iter().find(|limit| limit.id == id);
        let limit = found.ok_or(LedgerError::Missing("limit"))?;
        let currency = named_currency(&limit.input.currency)?;
        let mut db = self.pool.acquire().await?;
        let mut days = Vec::new();
        for part in spending(&mut db, currency, (limit.first, today)).await? {
            if part.category == limit.category.id {
                days.push(LimitDay {
                    day: part.day,
                    spent: Money::from_minor(part.minor, currency)?.into(),
                    count: part.count,
                });
            }
        }
        Ok(LimitUse { limit, days })
    }

    /// Keeps the limit of a category, in place of the one it had in the same currency and period.
    pub async fn save_limit(
        &self,
        input: CategoryLimitInput,
        now: DateTime<Utc>,
    ) -> Result<ChangeLabel> {
        let mut write = self.begin(now).await?;
        let label = write.keep_limit(input).await?;
        write.commit(&label).await
    }

    /// Takes a limit away.
    pub async fn remove_limit(&self, id: ChoiceId, now: DateTime<Utc>) -> Result<ChangeLabel> {
        let mut write = self.begin(now).await?;
        write.unchoose(ChoiceKind::Limit, id).await?;
        write.commit("Take away a limit").await
    }
}

impl Write {
    /// Keeps the limit of a category; answers what the history calls that.
    pub(crate) async fn keep_limit(&mut self, input: CategoryLimitInput) -> Result<String> {
        let currency = named_currency(&input.currency)?;
        let amount = Money::parse(input.amount.trim(), currency)
            .map_err(|error| LedgerError::invalid("amount", error.to_string()))?;
        if amount.minor() <= 0 {
            let message = format!("{amount} is not above zero; write a larger amount");
            return Err(LedgerError::invalid("amount", message));
        }
        let one = BTreeSet::from([input.category]);
        require_categories(self.connection(), &one).await?;
        let known = expense_categories(self.connection()).await?;
        let name = known.iter().find(|category| category.id == input.category);
        let name = name.map_or("", |category| category.name.as_str());
        let label = format!("Limit {name} to {amount} {}", input.period.word());
        let kept = KeptLimit {
            category: input.category,
            minor: amount.minor(),
            currency: input.currency,
            period: input.period,
        };
        let key = format!(
            "{}:{}:{}",
            kept.category.0,
            kept.currency,
            kept.period.word()
        );
        self.choose(ChoiceKind::Limit, &key, 0, &kept).await?;
        Ok(label)
    }
}

async fn all(db: &mut SqliteConnection) -> Result<Vec<Choice<KeptLimit>>> {
    choices::all(db, ChoiceKind::Limit).await
}

async fn one_shown(
    db: &mut SqliteConnection,
    choice: &Choice<KeptLimit>,
    category: &CategoryName,
    today: NaiveDate,
) -> Result<CategoryLimit> {
    let kept = &choice.value;
    let currency = stored_currency(&kept.currency)?;
    let days = kept.period.rule().span_of(today);
    let days = days.unwrap_or(Span::of_day(today));
    let limit = Money::from_minor(kept.minor, currency)?;
    let mut spent = Money::zero(currency);
    for part in spending(db, currency, (days.first, today)).await? {
        if part.category == kept.category {
            spent = spent.checked_add(Money::from_minor(part.minor, currency)?)?;
        }
    }
    let pace = pace(limit, days, today, spent).map_err(refused)?;
    let rows = rows_behind(
        currency,
        (days.first, today),
        &BTreeSet::from([kept.category]),
        &[],
    );
    Ok(CategoryLimit {
        id: choice.id,
        input: CategoryLimitInput {
            category: kept.category,
            amount: limit.decimal_text(),
            currency: kept.currency.clone(),
            period: kept.period,
        },
        category: category.clone(),
        first: days.first,
        last: days.last,
        limit: limit.into(),
        spent: spent.into(),
        expected: pace.expected.into(),
        ahead: pace.ahead.into(),
        left: pace.left.into(),
        spent_percent: percent(spent, limit),
        expected_percent: percent(pace.expected, limit),
        formula: formula(limit, days, (spent, pace.expected), today),
        rows,
    })
}

fn formula(
    limit: Money,
    days: Span,
    (spent, expected): (Money, Money),
    today: NaiveDate,
) -> String {
    let gone = (today - days.first).num_days() + 1;
    format!(
        "{spent} of {limit} from {} to {}. At an even pace it would be {limit} × {gone} ÷ {} days = \
         {expected} by the end of today. Purchases count, pending ones too; refunds are not added back.",
        day_words(days.first),
        day_words(days.last),
        days.days()
    )
}

/// A part of a whole in percent, half-up.
fn percent(part: Money, whole: Money) -> u32 {
    let hundredfold = i128::from(part.minor()) * 100;
    let percent = Rounding::HalfUp.divide(hundredfold, whole.minor().into());
    percent
        .and_then(|percent| u32::try_from(percent).ok())
        .unwrap_or_default()
}
