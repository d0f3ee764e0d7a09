//! What the rows of a table leave to be settled before the first is read, each with its evidence.

use std::cell::OnceCell;

use farthing_money::Currency;

use super::Outcome;
use super::sign::{self, Settled as SettledSign};
use super::survey::Survey;
use crate::columns::chain::{Chain, Fees};
use crate::columns::currency::{currency_of_code, currency_of_iban};
use crate::columns::decide::DateContext;
use crate::columns::role::Role;
use crate::model::{DateOrder, DecimalMark, Decision, Hints};
use crate::plan::{FeeRule, Plan};
use crate::table::Table;

/// How amounts, dates and sides are read.
pub(super) struct Settled {
    pub(super) mark: DecimalMark,
    /// Balances may have their own.
    pub(super) balance_mark: DecimalMark,
    pub(super) order: DateOrder,
    pub(super) sign: SettledSign,
    pub(super) fee: FeeRule,
    /// The currency of rows that name none.
    pub(super) currency: Option<Currency>,
}

/// Settles everything; decisions and questions go into the outcome.
pub(super) fn settle(
    table: &Table<'_>,
    plan: &Plan,
    hints: &Hints,
    outcome: &mut Outcome,
) -> Settled {
    let survey = Survey::of(table, plan);
    let currency = currency(plan, &survey, hints, outcome);
    let chain = LazyChain::new(table, plan);
    let mark = mark(plan, &survey, currency, hints, &chain, outcome);
    let balance_mark = balance_mark(&survey, mark, outcome);
    let order = order(plan, &survey, currency, mark, hints, outcome);
    let sign = sign::settle(
        &sign::Case {
            table,
            plan,
            survey: &survey,
            mark,
            order,
            hint: hints.sign,
        },
        &chain,
        outcome,
    );
    Settled {
        mark,
        balance_mark,
        order,
        fee: fee(plan, mark, order, &chain, outcome),
        sign,
        currency,
    }
}

/// The running balances, gone through only where something is left open.
pub(super) struct LazyChain<'c, 't> {
    table: &'c Table<'t>,
    plan: &'c Plan,
    chain: OnceCell<Option<Chain>>,
}

impl<'c, 't> LazyChain<'c, 't> {
    fn new(table: &'c Table<'t>, plan: &'c Plan) -> Self {
        Self {
            table,
            plan,
            chain: OnceCell::new(),
        }
    }

    pub(super) fn get(&self) -> Option<&Chain> {
        let of_table = || Chain::of(self.table, &self.plan.roles, self.plan.first_record);
        self.chain.get_or_init(of_table).as_ref()
    }
}

/// The file's own word first, then the layout's, the person's, and at last what only hints at it.
fn currency(
    plan: &Plan,
    survey: &Survey,
    hints: &Hints,
    outcome: &mut Outcome,
) -> Option<Currency> {
    if plan.currency.is_some() {
        return plan.currency;
    }
    let (currency, evidence) = if let Some(code) = plan.layout.currency {
        let bank = plan.provider.map_or("this bank", |p| p.account);
        let why = format!("{bank} writes this layout for accounts in it");
        (currency_of_code(code)?, why)
    } else if hints.currency.is_some() {
        return hints.currency;
    } else if let Some(iban) = plan.account_number.as_deref()
        && let Some(currency) = currency_of_iban(iban)
    {
        let decision = currency_of_iban_in_words(iban, currency);
        outcome.decisions.push(decision);
        return Some(currency);
    } else if let Some(currency) = survey.likely_currency {
        let why = "the sign beside the amounts is used for it most, and nothing else is named";
        (currency, why.to_owned())
    } else {
        return None;
    };
    outcome.decisions.push(Decision {
        field: "currency".to_owned(),
        reading: currency.code().to_owned(),
        evidence,
    });
    Some(currency)
}

/// That an account's currency is the one of the place where its number was given.
pub(super) fn currency_of_iban_in_words(iban: &str, currency: Currency) -> Decision {
    let place = iban.get(..2).unwrap_or_default();
    Decision {
        field: "currency".to_owned(),
        reading: currency.code().to_owned(),
        evidence: format!("the account's number begins with {place}, where it is the currency"),
    }
}

fn mark(
    plan: &Plan,
    survey: &Survey,
    currency: Option<Currency>,
    hints: &Hints,
    chain: &LazyChain<'_, '_>,
    outcome: &mut Outcome,
) -> DecimalMark {
    let numbers = &survey.numbers;
    let by_balances = numbers
        .is_open()
        .then(|| chain.get()?.proved_mark())
        .flatten();
    let (mark, decision, question) = if let Some(mark) = by_balances {
        numbers.decide_by_balances(mark)
    } else {
        // A currency without cents has no decimals to ask about.
        let without_cents = currency.filter(|currency| currency.decimals() == 0);
        let of_currency = without_cents.and_then(|_| numbers.thousands_reading());
        let of_language = || {
            let is_point = |mark: &DecimalMark| *mark == DecimalMark::Point && writes_points(plan);
            numbers.thousands_reading().filter(is_point)
        };
        let known = plan
            .layout
            .decimal_mark
            .or(of_currency)
            .or_else(of_language);
        numbers.decide(hints.decimal_mark, known)
    };
    outcome.decisions.extend(decision);
    outcome.questions.extend(question);
    mark
}

/// Chinese, Japanese and Korean have a point before decimals and commas between thousands.
fn writes_points(plan: &Plan) -> bool {
    let is_east_asian = |c| matches!(c, '\u{3040}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}');
    plan.shape
        .as_deref()
        .is_some_and(|header| header.contains(is_east_asian))
}

/// A column of fees counts where the running balances say how.
fn fee(
    plan: &Plan,
    mark: DecimalMark,
    order: DateOrder,
    chain: &LazyChain<'_, '_>,
    outcome: &mut Outcome,
) -> FeeRule {
    if plan.provider.is_some() || plan.roles.get(Role::Fee).is_none() {
        return plan.layout.fee;
    }
    let (rule, reading) = match chain.get().and_then(|chain| chain.proved_fees(mark, order)) {
        None => return plan.layout.fee,
        Some(Fees::Within) => (FeeRule::IncludedUnsigned, "already in the amount"),
        Some(Fees::Besides) => (FeeRule::Besides, "besides the amount"),
    };
    outcome.decisions.push(Decision {
        field: "fee".to_owned(),
        reading: reading.to_owned(),
        evidence: "only so does each balance follow from the one before".to_owned(),
    });
    rule
}

/// Balances that can only be read with the other mark are read with it.
fn balance_mark(survey: &Survey, mark: DecimalMark, outcome: &mut Outcome) -> DecimalMark {
    let Some(own) = survey.balances.proved().filter(|own| *own != mark) else {
        return mark;
    };
    let (_, decision, _) = survey.balances.decide(None, None);
    outcome.decisions.extend(decision);
    own
}

fn order(
    plan: &Plan,
    survey: &Survey,
    currency: Option<Currency>,
    mark: DecimalMark,
    hints: &Hints,
    outcome: &mut Outcome,
) -> DateOrder {
    let context = DateContext {
        hint: hints.date_order,
        layout: plan.layout.date_order,
        day_first_place: plan.day_first_place
            || (mark == DecimalMark::Comma && survey.numbers.has_proofs()),
        likely: currency
            .filter(|c| c.code() == "USD")
            .map(|_| DateOrder::MonthDayYear),
    };
    let (order, decision, question) = survey.dates.decide(context);
    outcome.decisions.extend(decision);
    outcome.questions.extend(question);
    order
}
