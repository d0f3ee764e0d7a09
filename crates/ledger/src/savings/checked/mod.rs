//! What a person has written about saving, read and checked once: rules that can be worked out, goals
//! and destinations. The form, the command and the derivation all come through here.

mod amounts;
mod days;
mod destination;
mod goal;
mod income;
mod known;
mod own;
mod purchases;
mod round_up;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use chrono::{NaiveDate, Weekday};
use farthing_money::{Currency, Money};
use farthing_rules::RulesError;
use farthing_rules::calendar::{Period, Span};
use farthing_rules::ids as rule_ids;
use farthing_rules::roundup::{Filter, RoundUp};
use farthing_rules::saving::{
    Challenge, CoolingOff, FixedPerMatch, Freelancer, Matching, NoSpendReward, Payday,
    PercentOfPurchase, RoundDownBalance, SaveDiscount, SetAndForget, SpendLess, StreakBonus,
    SweepCashback, Terms,
};
use rust_decimal::Decimal;

use super::terms::{DayOfWeek, PeriodChoice, SavingRuleInput, SavingTerms, Scope};
use crate::error::{LedgerError, Result};
use crate::ids::{AccountId, ChoiceId};
use crate::wire::named_currency;

pub(super) use amounts::{above_zero, typed_amount, typed_percent};
pub(super) use destination::{check_destination, threshold};
pub(super) use goal::{GoalTermsChecked, check_goal, check_goes_to, goal};
pub(super) use known::{Known, check_rule, weights};
pub(super) use round_up::{guard, step};

/// The longest name of anything, in characters.
const LONGEST_NAME: usize = 200;

/// What a rule is run with beside its terms.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct When {
    /// The first day that counts, and the anchor of what is due again and again; none for all there is.
    pub from: Option<NaiveDate>,
    /// Days without deposits: from the first, to the day before the second.
    pub pauses: Vec<(NaiveDate, NaiveDate)>,
    /// Entries that the person leaves out.
    pub left_out: BTreeSet<rule_ids::EntryId>,
}

/// A rule that can be worked out.
///
/// [`Matching`], [`SweepCashback`], [`RoundDownBalance`] and [`CoolingOff`] know no pauses, and the
/// last three no first day: what they are given is kept to the days of [`When::is_open_on`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(
    clippy::large_enum_variant,
    reason = "one for each rule of a person, never many at once"
)]
pub(super) enum Plan {
    /// Without accounts where the rule names none: then it looks at all of them, which only the
    /// caller knows.
    RoundUp(RoundUp),
    PercentOfPurchase(PercentOfPurchase),
    FixedPerMatch(FixedPerMatch),
    SpendLess(SpendLess),
    SetAndForget(SetAndForget),
    Challenge(Challenge),
    Payday(Payday),
    Freelancer(Freelancer),
    NoSpendReward(NoSpendReward),
    StreakBonus {
        /// Its deposits are the good days that feed the streak; their amounts mean nothing.
        no_spend: NoSpendReward,
        bonus: StreakBonus,
    },
    Matching {
        /// The rules whose deposits are matched.
        rules: Vec<ChoiceId>,
        matching: Matching,
        currency: Currency,
    },
    SweepCashback(SweepCashback),
    SaveDiscount(SaveDiscount),
    RoundDownBalance {
        account: AccountId,
        rule: RoundDownBalance,
    },
    CoolingOff(CoolingOff),
}

/// The rule of these terms, or an error that names the field of the input. The rule begins with
/// `when.from`; the day that the input itself names is only looked at where a rule without a first day
/// could not begin.
pub(super) fn plan(input: &SavingRuleInput, when: &When) -> Result<Plan> {
    let terms = &input.terms;
    let frame = |code: &str| Frame::of(input, when, code);
    match terms {
        SavingTerms::RoundUp(terms) => round_up::plan(input, terms, when).map(Plan::RoundUp),
        SavingTerms::PercentOfPurchase { currency, .. }
        | SavingTerms::FixedPerMatch { currency, .. }
        | SavingTerms::SaveDiscount { currency, .. } => purchases::plan(terms, &frame(currency)?),
        SavingTerms::Payday { currency, .. } | SavingTerms::Freelancer { currency, .. } => {
            income::plan(terms, &frame(currency)?)
        }
        SavingTerms::SpendLess { currency, .. }
        | SavingTerms::SetAndForget { currency, .. }
        | SavingTerms::Challenge { currency, .. }
        | SavingTerms::NoSpendReward { currency, .. }
        | SavingTerms::StreakBonus { currency, .. } => days::plan(terms, &frame(currency)?),
        SavingTerms::Matching { currency, .. }
        | SavingTerms::SweepCashback { currency, .. }
        | SavingTerms::RoundDownBalance { currency, .. }
        | SavingTerms::CoolingOff { currency, .. } => own::plan(terms, &frame(currency)?),
    }
}

/// The currencies in which a rule sets something aside, in the order in which it names them.
pub(super) fn currencies(terms: &SavingTerms) -> Result<Vec<Currency>> {
    match terms {
        SavingTerms::RoundUp(terms) => {
            let codes = terms.steps.iter().map(|step| step.currency.as_str());
            codes.map(named_currency).collect()
        }
        SavingTerms::PercentOfPurchase { currency, .. }
        | SavingTerms::FixedPerMatch { currency, .. }
        | SavingTerms::SpendLess { currency, .. }
        | SavingTerms::SetAndForget { currency, .. }
        | SavingTerms::Challenge { currency, .. }
        | SavingTerms::Payday { currency, .. }
        | SavingTerms::Freelancer { currency, .. }
        | SavingTerms::NoSpendReward { currency, .. }
        | SavingTerms::StreakBonus { currency, .. }
        | SavingTerms::Matching { currency, .. }
        | SavingTerms::SweepCashback { currency, .. }
        | SavingTerms::SaveDiscount { currency, .. }
        | SavingTerms::RoundDownBalance { currency, .. }
        | SavingTerms::CoolingOff { currency, .. } => Ok(vec![named_currency(currency)?]),
    }
}

impl When {
    /// Whether something that happens on a day counts.
    pub(super) fn is_open_on(&self, day: NaiveDate) -> bool {
        let rests = |(from, to): &(NaiveDate, NaiveDate)| (*from..*to).contains(&day);
        self.from.is_none_or(|from| from <= day) && !self.pauses.iter().any(rests)
    }

    /// The pauses that have a day.
    fn pauses(&self) -> Vec<(NaiveDate, NaiveDate)> {
        let pauses = self.pauses.iter().copied();
        pauses.filter(|(from, to)| from < to).collect()
    }
}

/// What all rules of one currency are read with.
struct Frame<'i> {
    input: &'i SavingRuleInput,
    when: &'i When,
    currency: Currency,
}

impl<'i> Frame<'i> {
    fn of(input: &'i SavingRuleInput, when: &'i When, code: &str) -> Result<Self> {
        Ok(Self {
            input,
            when,
            currency: named_currency(code)?,
        })
    }

    fn above_zero(&self, field: &'static str, text: &str) -> Result<Money> {
        above_zero(field, text, self.currency)
    }

    fn cap(&self, field: &'static str, text: Option<&str>) -> Result<Option<Money>> {
        amounts::optional(field, text, self.currency, above_zero)
    }

    fn zero_or_more(&self, field: &'static str, text: Option<&str>) -> Result<Option<Money>> {
        amounts::optional(field, text, self.currency, amounts::zero_or_more)
    }

    /// Which entries take part.
    fn terms(&self) -> Result<Terms> {
        let scope = &self.input.scope;
        let accounts = account_ids(scope);
        Ok(Terms {
            currency: self.currency,
            accounts: (!accounts.is_empty()).then_some(accounts),
            filter: filter(scope),
            excluded: self.when.left_out.clone(),
            from: self.when.from,
            pauses: self.when.pauses(),
            smallest: self.zero_or_more("smallest", scope.smallest.as_deref())?,
        })
    }

    /// The first day of a rule that makes deposits by itself: without one it would never begin.
    fn start(&self) -> Result<NaiveDate> {
        self.when.from.or(self.input.from).ok_or_else(|| {
            LedgerError::invalid(
                "from",
                "choose the day on which it begins; its days are counted from there",
            )
        })
    }

    /// The last day of a rule, not before its first.
    fn until(&self, until: Option<NaiveDate>) -> Result<Option<NaiveDate>> {
        let from = self.when.from;
        if from.is_some_and(|from| until.is_some_and(|until| until < from)) {
            return Err(LedgerError::invalid(
                "until",
                "the last day lies before the first; choose a later one, or none",
            ));
        }
        Ok(until)
    }
}

/// A part of something, never more than the whole, as a fraction.
fn part(text: &str) -> Result<Decimal> {
    amounts::part("percent", text, 100)
}

fn account_ids(scope: &Scope) -> BTreeSet<rule_ids::AccountId> {
    let accounts = scope.accounts.iter();
    accounts.map(|id| rule_ids::AccountId(id.0)).collect()
}

/// Payees are known by their ids, so that a new name changes nothing.
fn filter(scope: &Scope) -> Filter {
    let categories = |ids: &[AccountId]| -> BTreeSet<rule_ids::CategoryId> {
        ids.iter().map(|id| rule_ids::CategoryId(id.0)).collect()
    };
    let payees: BTreeSet<String> = scope.payees.iter().map(|id| id.0.to_string()).collect();
    let wanted = categories(&scope.categories);
    Filter {
        payees: (!payees.is_empty()).then_some(payees),
        categories: (!wanted.is_empty()).then_some(wanted),
        except: categories(&scope.except),
    }
}

fn period(choice: PeriodChoice) -> Period {
    match choice {
        PeriodChoice::Week => Period::Week(Weekday::Mon),
        PeriodChoice::Month => Period::Month,
        PeriodChoice::Quarter => Period::Quarter,
        PeriodChoice::Year => Period::Year,
        PeriodChoice::Lifetime => Period::Lifetime,
    }
}

fn weekday(day: DayOfWeek) -> Weekday {
    match day {
        DayOfWeek::Monday => Weekday::Mon,
        DayOfWeek::Tuesday => Weekday::Tue,
        DayOfWeek::Wednesday => Weekday::Wed,
        DayOfWeek::Thursday => Weekday::Thu,
        DayOfWeek::Friday => Weekday::Fri,
        DayOfWeek::Saturday => Weekday::Sat,
        DayOfWeek::Sunday => Weekday::Sun,
    }
}

/// The days from the first to the last, which does not lie before it.
pub(super) fn stretch(from: NaiveDate, to: NaiveDate) -> Result<Span> {
    Span::new(from, to)
        .ok_or_else(|| LedgerError::invalid("to", "the last day lies before the first; swap them"))
}

/// A count within bounds, which the message names.
fn counted(
    field: &'static str,
    count: u32,
    bounds: std::ops::RangeInclusive<u32>,
    message: &'static str,
) -> Result<u32> {
    if bounds.contains(&count) {
        return Ok(count);
    }
    Err(LedgerError::invalid(field, message))
}

/// A name that can be read in a list.
pub(crate) fn check_name(name: &str) -> Result<()> {
    if name.trim().is_empty() {
        return Err(LedgerError::invalid("name", "write a name"));
    }
    check_text("name", name, LONGEST_NAME)
}

/// A text of one line.
fn check_text(field: &'static str, text: &str, most: usize) -> Result<()> {
    if text.chars().count() > most {
        return Err(LedgerError::invalid(
            field,
            format!("it has more than {most} characters; shorten it"),
        ));
    }
    if text.chars().any(char::is_control) {
        return Err(LedgerError::invalid(
            field,
            "it has a line break or a sign that is not seen; take it out",
        ));
    }
    Ok(())
}

/// What the rules themselves refuse, under the name that they give the field.
fn refused(error: RulesError) -> LedgerError {
    match error {
        RulesError::Money(error) => error.into(),
        RulesError::Field { field, message } => LedgerError::invalid(field, message),
        RulesError::NoSuchBand(_) | RulesError::EmptyWindow => {
            LedgerError::invalid("terms", error.to_string())
        }
    }
}

/// Terms of another kind than the reader's, which no caller gives it.
fn of_another_kind() -> LedgerError {
    LedgerError::invalid("terms", "this is another kind of rule")
}
