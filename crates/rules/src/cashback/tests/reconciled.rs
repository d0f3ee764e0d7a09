//! What was paid finds what it is for as the rules say it in words.

use proptest::prelude::*;

use super::*;
use crate::ids::ReceiptId;

fn expectation(number: usize, programme: i64, due: u64, minor: i64) -> Expectation {
    Expectation {
        id: RuleId(i64::try_from(number).unwrap()),
        programme: RuleId(programme),
        due: day(due),
        amount: cents(minor),
    }
}

fn receipt(number: usize, programme: i64, on: u64, minor: i64) -> PaidOut {
    PaidOut {
        id: ReceiptId(i64::try_from(number).unwrap()),
        programme: RuleId(programme),
        day: day(on),
        amount: cents(minor),
    }
}

/// The rules word by word: every payment looks at every expectation.
fn word_by_word(
    terms: &ReconcileTerms,
    expected: &[Expectation],
    receipts: &[PaidOut],
    today: NaiveDate,
) -> Reconciliation {
    let mut states = vec![None; expected.len()];
    let mut unexpected = Vec::new();
    let mut receipts = receipts.to_vec();
    receipts.sort_by_key(|receipt| receipt.day);
    for receipt in receipts {
        let until = receipt.day + Days::new(terms.early_days.into());
        let mut open: Vec<usize> = (0..expected.len())
            .filter(|place| states[*place].is_none())
            .filter(|place| expected[*place].programme == receipt.programme)
            .filter(|place| expected[*place].due <= until)
            .collect();
        open.sort_by_key(|place| expected[*place].due);
        let settled = covered(terms, expected, &open, &receipt);
        let sum: i64 = settled
            .iter()
            .map(|place| expected[*place].amount.minor())
            .sum();
        let difference = receipt.amount.minor() - sum;
        for place in &settled {
            let is_last = settled.last() == Some(place);
            let paid = Paid {
                receipt: receipt.id,
                difference: cents(if is_last { difference } else { 0 }),
            };
            states[*place] = Some(if difference.abs() <= terms.tolerance.minor() {
                ReconciledState::Matched(paid)
            } else if difference < 0 {
                ReconciledState::Short(paid)
            } else {
                ReconciledState::Over(paid)
            });
        }
        if settled.is_empty() {
            unexpected.push(receipt.id);
        }
    }
    let grace = Days::new(terms.grace_days.into());
    let of = |(expected, state): (&Expectation, Option<ReconciledState>)| Reconciled {
        id: expected.id,
        state: state.unwrap_or(if today > expected.due + grace {
            ReconciledState::Missing
        } else {
            ReconciledState::Waiting
        }),
    };
    let expectations: Vec<_> = expected.iter().zip(states).map(of).collect();
    let missing = expectations.iter().zip(expected);
    let missing = missing.filter(|(found, _)| found.state == ReconciledState::Missing);
    let missing: i64 = missing.map(|(_, expected)| expected.amount.minor()).sum();
    Reconciliation {
        expectations,
        unexpected,
        missing: cents(missing),
    }
}

/// Which of the open expectations a payment is for.
fn covered(
    terms: &ReconcileTerms,
    expected: &[Expectation],
    open: &[usize],
    receipt: &PaidOut,
) -> Vec<usize> {
    let paid = receipt.amount.minor();
    let minor = |place: &usize| expected[*place].amount.minor();
    let fits = |sum: i64| (paid - sum).abs() <= terms.tolerance.minor();
    let days = |place: &&usize| (expected[**place].due - receipt.day).num_days().abs();
    if let Some(one) = open
        .iter()
        .filter(|place| fits(minor(place)))
        .min_by_key(days)
    {
        return vec![*one];
    }
    for count in 2..=open.len() {
        if fits(open[..count].iter().map(minor).sum()) {
            return open[..count].to_vec();
        }
    }
    match open {
        [only] if paid * 2 >= minor(only) => vec![*only],
        _ => Vec::new(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn payments_find_what_the_rules_say_word_by_word(
        // Few days and amounts, so that many are alike and sums come up.
        due in prop::collection::vec((0..3_i64, 0..40_u64, 1..25_i64), 0..30),
        paid in prop::collection::vec((0..3_i64, 0..60_u64, -2..60_i64), 0..30),
        tolerance in 0..4_i32,
        early_days in 0..9_u32,
    ) {
        let expected: Vec<_> = due.iter().enumerate().map(|(number, (programme, on, minor))| {
            expectation(number, *programme, *on, *minor)
        }).collect();
        let receipts: Vec<_> = paid.iter().enumerate().map(|(number, (programme, on, minor))| {
            receipt(number, *programme, *on, *minor)
        }).collect();
        let terms = ReconcileTerms {
            tolerance: Money::small(tolerance, euro()),
            early_days,
            ..ReconcileTerms::usual(euro())
        };
        let found = reconcile(&terms, &expected, &receipts, day(45)).unwrap();
        prop_assert_eq!(found, word_by_word(&terms, &expected, &receipts, day(45)));
    }
}

#[test]
fn a_long_history_of_prompt_payments_is_settled_one_by_one() {
    const COUNT: usize = 100_000;
    let minor = |number: usize| i64::try_from(number * 7_919 % 2_000).unwrap() + 1;
    let on = |number: usize| u64::try_from(number / 40).unwrap();
    let expected: Vec<_> = (0..COUNT)
        .map(|number| expectation(number, 0, on(number), minor(number)))
        .collect();
    let receipts: Vec<_> = (0..COUNT)
        .map(|number| receipt(number, 0, on(number), minor(number)))
        .collect();
    let terms = ReconcileTerms {
        tolerance: cents(0),
        ..ReconcileTerms::usual(euro())
    };
    let found = reconcile(&terms, &expected, &receipts, day(9_000)).unwrap();
    assert_eq!((found.unexpected.len(), found.missing), (0, cents(0)));
    for (number, found) in found.expectations.iter().enumerate() {
        let paid = found.state.paid().unwrap();
        assert_eq!(paid.receipt, ReceiptId(i64::try_from(number).unwrap()));
    }
}
