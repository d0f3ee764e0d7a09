//! Allowances and limits as they are kept.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{NaiveDate, Weekday};
use farthing_money::{Currency, Money};
use farthing_rules::allowance::{
    Allowance, AllowanceDays, AllowanceTerms, Rest, RestChoice, Rollover,
};
use farthing_rules::calendar::{Period, Span};
use serde::{Deserialize, Serialize};

use super::refused;
use super::{
    AllowanceDaysInput, AllowanceInput, AllowancePeriod, AllowanceRest, AllowanceRollover,
    RestAnswer,
};
use crate::error::{LedgerError, Result};
use crate::ids::{AccountId, ChoiceId};
use crate::totals::stored_currency;

/// An allowance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct KeptAllowance {
    pub name: String,
    pub currency: String,
    pub days: KeptDays,
    /// From the oldest to the newest; there is always one.
    pub versions: Vec<KeptTerms>,
    /// What the person said about rests that waited, by the day on which they did.
    pub answers: BTreeMap<NaiveDate, RestAnswer>,
    /// What was pledged to a goal of each period, by its last day.
    pub pledged: BTreeMap<NaiveDate, i64>,
}

/// Its days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(super) enum KeptDays {
    Repeating {
        period: AllowancePeriod,
        start: NaiveDate,
    },
    Once {
        first: NaiveDate,
        last: NaiveDate,
    },
}

/// Its terms from a day on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct KeptTerms {
    /// The first day; none for the first version, which holds from the beginning.
    pub from: Option<NaiveDate>,
    pub minor: i64,
    pub rest: AllowanceRest,
    pub rollover: AllowanceRollover,
    /// None for all.
    pub categories: BTreeSet<AccountId>,
    pub goal: Option<ChoiceId>,
}

/// A limit of a category.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct KeptLimit {
    pub category: AccountId,
    pub minor: i64,
    pub currency: String,
    pub period: AllowancePeriod,
}

impl KeptAllowance {
    pub(super) fn currency(&self) -> Result<Currency> {
        stored_currency(&self.currency)
    }

    /// Its newest terms.
    pub(super) fn newest(&self) -> Result<&KeptTerms> {
        self.versions.last().ok_or_else(without_terms)
    }

    /// The terms of the period that ends on a day.
    pub(super) fn terms_to(&self, last: NaiveDate) -> Result<&KeptTerms> {
        let holds = |terms: &&KeptTerms| terms.from.is_none_or(|from| from <= last);
        let mut newest_first = self.versions.iter().rev();
        newest_first.find(holds).ok_or_else(without_terms)
    }

    /// The first of its days.
    pub(super) fn first_day(&self) -> NaiveDate {
        match self.days {
            KeptDays::Repeating { start, .. } => start,
            KeptDays::Once { first, .. } => first,
        }
    }

    /// The last day of the period that a day is in.
    pub(super) fn last_of_period(&self, day: NaiveDate) -> NaiveDate {
        match self.days {
            KeptDays::Repeating { period, .. } => {
                let span = period.rule().span_of(day);
                span.map_or(day, |span| span.last)
            }
            KeptDays::Once { last, .. } => last,
        }
    }

    /// As the rules understand it.
    pub(super) fn rule(&self) -> Result<Allowance> {
        let currency = self.currency()?;
        let first = self.versions.first().ok_or_else(without_terms)?;
        let days = self.days.rule()?;
        let mut rule = Allowance::new(days, first.rule(currency)?).map_err(refused)?;
        for version in self.versions.iter().skip(1) {
            let from = version.from.ok_or_else(without_terms)?;
            let terms = version.rule(currency)?;
            rule = rule.changed(from, terms).map_err(refused)?;
        }
        Ok(rule)
    }

    pub(super) fn choices(&self) -> BTreeMap<NaiveDate, RestChoice> {
        let answers = self.answers.iter();
        answers.map(|(day, answer)| (*day, answer.rule())).collect()
    }

    /// As the person would write it today.
    pub(super) fn as_typed(&self) -> Result<AllowanceInput> {
        let terms = self.newest()?;
        let amount = Money::from_minor(terms.minor, self.currency()?)?;
        Ok(AllowanceInput {
            name: self.name.clone(),
            amount: amount.decimal_text(),
            currency: self.currency.clone(),
            days: match self.days {
                KeptDays::Repeating { period, start } => AllowanceDaysInput::Repeating {
                    period,
                    start: Some(start),
                },
                KeptDays::Once { first, last } => AllowanceDaysInput::Once { first, last },
            },
            rest: terms.rest,
            rollover: terms.rollover,
            categories: terms.categories.iter().copied().collect(),
            goal: terms.goal,
        })
    }
}

impl KeptDays {
    fn rule(self) -> Result<AllowanceDays> {
        Ok(match self {
            Self::Repeating { period, start } => AllowanceDays::Repeating {
                period: period.rule(),
                start,
            },
            Self::Once { first, last } => AllowanceDays::Once(span(first, last)?),
        })
    }
}

impl KeptTerms {
    fn rule(&self, currency: Currency) -> Result<AllowanceTerms> {
        Ok(AllowanceTerms {
            amount: Money::from_minor(self.minor, currency)?,
            rest: match self.rest {
                AllowanceRest::Spread => Rest::Spread,
                AllowanceRest::Carried => Rest::Carried,
                AllowanceRest::Asked => Rest::Asked,
                AllowanceRest::Swept => Rest::Swept,
            },
            rollover: match self.rollover {
                AllowanceRollover::None => Rollover::None,
                AllowanceRollover::Surplus => Rollover::Surplus,
                AllowanceRollover::Both => Rollover::Both,
            },
        })
    }

    /// Whether another version says the same.
    pub(super) fn says_the_same(&self, other: &Self) -> bool {
        let of = |terms: &Self| Self {
            from: None,
            ..terms.clone()
        };
        of(self) == of(other)
    }
}

impl AllowancePeriod {
    /// As the rules understand it. Weeks begin on Monday.
    pub(crate) fn rule(self) -> Period {
        match self {
            Self::Day => Period::Day,
            Self::Week => Period::Week(Weekday::Mon),
            Self::Month => Period::Month,
        }
    }

    /// How sentences have it.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Day => "a day",
            Self::Week => "a week",
            Self::Month => "a month",
        }
    }
}

impl RestAnswer {
    fn rule(self) -> RestChoice {
        match self {
            Self::Spread => RestChoice::Spread,
            Self::Carry => RestChoice::Carry,
        }
    }
}

/// The days from one to another.
pub(super) fn span(first: NaiveDate, last: NaiveDate) -> Result<Span> {
    let message = "the last day is before the first; choose a later one";
    Span::new(first, last).ok_or_else(|| LedgerError::invalid("last", message))
}

fn without_terms() -> LedgerError {
    LedgerError::Damaged("an allowance has no terms".to_owned())
}
