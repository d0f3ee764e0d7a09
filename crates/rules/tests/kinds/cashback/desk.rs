//! What was paid out, beside what was expected.

use chrono::NaiveDate;
use farthing_rules::cashback::{
    self, Expectation, PaidOut, PayAsYouPay, PayEvent, PayEventKind, ReconcileTerms,
};
use farthing_rules::ids::{EntryId, ReceiptId, RuleId};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::names::Names;
use super::{Outcome, Stop, currency, decimal, money, plain, unknown};

#[derive(Deserialize)]
pub(super) struct Reconcile {
    currency: String,
    as_of: NaiveDate,
    expected: Vec<ExpectedCase>,
    receipts: Vec<ReceiptCase>,
    tolerance: Option<String>,
    early_days: Option<u32>,
    grace_days: Option<u32>,
}

#[derive(Deserialize)]
struct ExpectedCase {
    id: String,
    program: String,
    due: NaiveDate,
    amount: String,
}

#[derive(Deserialize)]
struct ReceiptCase {
    id: String,
    program: String,
    date: NaiveDate,
    amount: String,
}

pub(super) fn reconcile(case: &Reconcile) -> Outcome {
    let mut names = Names::default();
    let currency = currency(&case.currency)?;
    let usual = ReconcileTerms::usual(currency);
    let tolerance = case.tolerance.as_deref();
    let terms = ReconcileTerms {
        tolerance: tolerance.map_or(Ok(usual.tolerance), |text| plain(text, currency))?,
        early_days: case.early_days.unwrap_or(usual.early_days),
        grace_days: case.grace_days.unwrap_or(usual.grace_days),
        ..usual
    };
    let mut expected = Vec::new();
    for case in &case.expected {
        expected.push(Expectation {
            id: RuleId(names.number(&case.id)),
            programme: RuleId(names.number(&case.program)),
            due: case.due,
            amount: money(&case.amount)?,
        });
    }
    let mut receipts = Vec::new();
    for case in &case.receipts {
        receipts.push(PaidOut {
            id: ReceiptId(names.number(&case.id)),
            programme: RuleId(names.number(&case.program)),
            day: case.date,
            amount: money(&case.amount)?,
        });
    }
    let found = cashback::reconcile(&terms, &expected, &receipts, case.as_of)?;
    let expectations = found.expectations.iter().map(|found| {
        let paid = found.state.paid();
        let told = json!({
            "status": found.state.word(),
            "receipt": paid.map(|paid| names.name(paid.receipt.0)),
            "difference": paid.map(|paid| paid.difference.to_string()),
        });
        (names.name(found.id.0).to_owned(), told)
    });
    let unexpected = found.unexpected.iter();
    let unexpected = unexpected.map(|receipt| names.name(receipt.0));
    Ok(json!({
        "expectations": expectations.collect::<Map<_, _>>(),
        "unexpected": unexpected.collect::<Value>(),
        "missing_total": found.missing.to_string(),
    }))
}

#[derive(Deserialize)]
pub(super) struct PayAsYouPayCase {
    currency: String,
    rate_buy: String,
    rate_pay: String,
    events: Vec<PayCase>,
}

#[derive(Deserialize)]
struct PayCase {
    id: String,
    op: String,
    date: NaiveDate,
    amount: String,
    minimum_due: Option<String>,
}

pub(super) fn pay_as_you_pay(case: &PayAsYouPayCase) -> Outcome {
    let mut names = Names::default();
    let currency = currency(&case.currency)?;
    let terms = PayAsYouPay {
        currency,
        rate_buy: decimal(&case.rate_buy)?,
        rate_pay: decimal(&case.rate_pay)?,
    };
    let events = case.events.iter().map(|event| {
        let minimum = event.minimum_due.as_deref();
        let minimum = minimum.map(|text| plain(text, currency)).transpose()?;
        Ok(PayEvent {
            entry: EntryId(names.number(&event.id)),
            day: event.date,
            amount: money(&event.amount)?,
            kind: match event.op.as_str() {
                "purchase" => PayEventKind::Purchase,
                "refund" => PayEventKind::Refund,
                "payment" => PayEventKind::Payment(minimum),
                other => return Err(unknown(other)),
            },
        })
    });
    let events = events.collect::<Result<Vec<_>, Stop>>()?;
    let payback = cashback::pay_as_you_pay(&terms, &events)?;
    let rewards = payback
        .rewards
        .iter()
        .map(|paid| json!({ "id": names.name(paid.entry.0), "reward": paid.reward.to_string() }));
    Ok(json!({
        "rewards": rewards.collect::<Value>(),
        "on_purchases": payback.on_purchases.to_string(),
        "on_payments": payback.on_payments.to_string(),
        "tracker": payback.tracker.to_string(),
    }))
}
