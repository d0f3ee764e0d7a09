//! What the rows of a table leave to be settled before the first is read, each with its evidence.

use std::cell::OnceCell;

use farthing_money::Currency;

use super::Outcome;
use super::sign::{self, Settled as SettledSign};
use super::survey::Survey;
use crate::columns::chain::Chain;
use crate::columns::currency::{currency_of_code, currency_of_iban};
use crate::columns::decide::DateContext;
use crate::model::{DateOrder, DecimalMark, Decision, Hints};
use crate::plan::Plan;
use crate::table::Table;

/// How amounts, dates and sides are read.
pub(super) struct Settled {
    pub(super) mark: DecimalMark,
    pub(super) order: DateOrder,
    pub(super) sign: SettledSign,
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
        order,
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
        numbers.decide(hints.decimal_mark, plan.layout.decimal_mark.or(of_currency))
    };
    outcome.decisions.extend(decision);
    outcome.questions.extend(question);
    mark
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
