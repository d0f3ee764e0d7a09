//! What makes two rows one transfer, and what does not.

use std::collections::HashSet;

use proptest::prelude::*;

use super::*;

const BANK: AccountId = AccountId(1);
const SAVINGS: AccountId = AccountId(2);
const WALLET: AccountId = AccountId(3);

const ACCOUNTS: [OwnAccount; 3] = [
    OwnAccount {
        id: BANK,
        names: &["Nordbank Giro", "Ada Example"],
        numbers: &["DE02 1203 0000 0000 2020 51"],
    },
    OwnAccount {
        id: SAVINGS,
        names: &["Rainy Days", "Ada Example"],
        numbers: &["DE02 5001 0517 0137 0750 30"],
    },
    OwnAccount {
        id: WALLET,
        names: &["PayMoon"],
        numbers: &["4471"],
    },
];

fn day(day: i32) -> NaiveDate {
    let first = NaiveDate::from_ymd_opt(2026, 3, 10).unwrap();
    first + chrono::Duration::days(day.into())
}

fn row(id: i64, account: AccountId, on: i32, amount: &str) -> Row<'_> {
    Row {
        id: RowId(id),
        account,
        day: day(on),
        amount: amount.parse().unwrap(),
        fee_minor: 0,
        kind: None,
        payee: "",
        memo: "",
        counter_account: None,
        counter_number: None,
        reference: None,
    }
}

fn find_in(rows: &[Row]) -> Vec<Pair> {
    find(rows, &ACCOUNTS, &[], |_, _, _| None)
}

fn told(pairs: &[Pair]) -> Vec<(i64, i64, Certainty, Reason)> {
    let told = pairs.iter();
    told.map(|pair| (pair.from.0, pair.to.0, pair.certainty, pair.reason))
        .collect()
}

/// Two equal amounts, the first row changed by the test.
fn with_out(change: impl FnOnce(&mut Row)) -> [Row<'static>; 2] {
    let mut out = row(1, BANK, 0, "-50.00 EUR");
    change(&mut out);
    [out, row(2, SAVINGS, 1, "50.00 EUR")]
}

#[test]
fn a_row_that_names_the_other_side_is_certain() {
    let by_number = with_out(|row| row.counter_number = Some("DE02500105170137075030"));
    let in_text = with_out(|row| row.memo = "to DE02 5001 0517 0137 0750 30 monthly");
    let by_name = with_out(|row| row.counter_account = Some("rainy days"));
    let expected = |reason| vec![(1, 2, Certainty::Certain, reason)];
    assert_eq!(told(&find_in(&by_number)), expected(Reason::NamesNumber));
    assert_eq!(told(&find_in(&in_text)), expected(Reason::NamesNumber));
    assert_eq!(told(&find_in(&by_name)), expected(Reason::NamesAccount));
}

#[test]
fn an_id_that_both_rows_have_is_certain_if_it_is_one() {
    let mut rows = with_out(|row| row.reference = Some("MOON-8812"));
    rows[1].reference = Some("MOON-8812");
    let expected = [(1, 2, Certainty::Certain, Reason::SharedReference)];
    assert_eq!(told(&find_in(&rows)), expected);
    for row in &mut rows {
        row.reference = Some("NOTPROVIDED");
    }
    let expected = [(1, 2, Certainty::Suggested, Reason::EqualAmounts)];
    assert_eq!(told(&find_in(&rows)), expected);
}

#[test]
fn words_and_kinds_make_it_likely() {
    let likely = |reason| vec![(1, 2, Certainty::Likely, reason)];
    let word = with_out(|row| row.payee = "Top-up PayThing");
    assert_eq!(told(&find_in(&word)), likely(Reason::SaysTransfer));
    let kind = with_out(|row| row.kind = Some(Kind::Transfer));
    assert_eq!(told(&find_in(&kind)), likely(Reason::SaysTransfer));
    let name = with_out(|row| row.payee = "RAINY DAYS ACCT");
    assert_eq!(told(&find_in(&name)), likely(Reason::AccountInText));
    let holder = with_out(|row| row.payee = "EXAMPLE, ADA / ADA EXAMPLE");
    assert_eq!(told(&find_in(&holder)), likely(Reason::AccountInText));
}

#[test]
fn a_purchase_with_a_merchants_name_is_never_more_than_suggested() {
    let rows = with_out(|row| {
        row.kind = Some(Kind::Purchase);
        row.payee = "Kiosk Nord";
        row.counter_number = Some("DE02500105170137075030");
    });
    let expected = [(1, 2, Certainty::Suggested, Reason::NamesNumber)];
    assert_eq!(told(&find_in(&rows)), expected);
    let mut rows = with_out(|row| row.kind = Some(Kind::Transfer));
    rows[1].kind = Some(Kind::Income);
    rows[1].payee = "Acme Payroll";
    assert_eq!(find_in(&rows)[0].certainty, Certainty::Suggested);
}

#[test]
fn a_row_that_names_a_third_account_is_not_paired() {
    let rows = with_out(|row| row.counter_account = Some("PayMoon"));
    assert_eq!(find_in(&rows), []);
    // Its own number is what some banks give; it says nothing.
    let rows = with_out(|row| row.counter_number = Some("DE02120300000000202051"));
    assert_eq!(find_in(&rows).len(), 1);
}

#[test]
fn days_accounts_and_amounts_must_fit() {
    for (on, pairs) in [(4, 1), (-4, 1), (5, 0), (-5, 0)] {
        let rows = [
            row(1, BANK, 0, "-50.00 EUR"),
            row(2, SAVINGS, on, "50.00 EUR"),
        ];
        assert_eq!(find_in(&rows).len(), pairs, "{on}");
    }
    let same_account = [row(1, BANK, 0, "-50.00 EUR"), row(2, BANK, 0, "50.00 EUR")];
    assert_eq!(find_in(&same_account), []);
    let other_amount = [
        row(1, BANK, 0, "-50.00 EUR"),
        row(2, SAVINGS, 0, "50.01 EUR"),
    ];
    assert_eq!(find_in(&other_amount), []);
    let nothing = [row(1, BANK, 0, "0.00 EUR"), row(2, SAVINGS, 0, "0.00 EUR")];
    assert_eq!(find_in(&nothing), []);
}

#[test]
fn the_certain_pair_comes_before_the_nearer_one() {
    let mut far = row(3, WALLET, 3, "50.00 EUR");
    far.reference = Some("MOON-8812");
    let mut rows = with_out(|row| row.reference = Some("MOON-8812")).to_vec();
    rows.push(far);
    let expected = [(1, 3, Certainty::Certain, Reason::SharedReference)];
    assert_eq!(told(&find_in(&rows)), expected);
}

#[test]
fn a_rejected_pair_never_comes_again() {
    let rows = with_out(|row| row.kind = Some(Kind::Transfer));
    let never = |_, _, _| None;
    assert_eq!(find(&rows, &ACCOUNTS, &[(RowId(2), RowId(1))], never), []);
    assert_eq!(
        find(&rows, &ACCOUNTS, &[(RowId(2), RowId(3))], never).len(),
        1
    );
}

#[test]
fn a_fee_is_allowed_for_only_where_the_row_says_it() {
    let mut rows = [
        row(1, BANK, 0, "-102.00 EUR"),
        row(2, WALLET, 0, "100.00 EUR"),
    ];
    rows[0].counter_account = Some("PayMoon");
    assert_eq!(find_in(&rows), []);
    rows[0].fee_minor = -200;
    let pair = find_in(&rows)[0];
    assert_eq!((pair.certainty, pair.fee_minor), (Certainty::Certain, 200));
    let mut rows = [
        row(1, BANK, 0, "-100.00 EUR"),
        row(2, WALLET, 0, "98.50 EUR"),
    ];
    rows[1].fee_minor = -150;
    rows[1].kind = Some(Kind::TopUp);
    let pair = find_in(&rows)[0];
    assert_eq!((pair.certainty, pair.fee_minor), (Certainty::Likely, 150));
}

#[test]
fn another_currency_needs_a_rate_and_a_word_for_it() {
    let rate = |from: Currency, to: Currency, _| {
        let known = from.code() == "EUR" && to.code() == "JPY";
        known.then(|| Decimal::from(160))
    };
    let mut rows = [
        row(1, BANK, 0, "-100.00 EUR"),
        row(2, WALLET, 1, "15500 JPY"),
    ];
    assert_eq!(find(&rows, &ACCOUNTS, &[], rate), []);
    rows[0].kind = Some(Kind::Transfer);
    assert_eq!(find_in(&rows), []);
    let found = find(&rows, &ACCOUNTS, &[], rate);
    let expected = Pair {
        from: RowId(1),
        to: RowId(2),
        certainty: Certainty::Likely,
        reason: Reason::SaysTransfer,
        days: 1,
        fee_minor: 0,
        rate: Some(Decimal::from(160)),
        deviation_permille: 32,
    };
    assert_eq!(found, [expected]);
    for (came, pairs) in [
        ("14400 JPY", 1),
        ("14399 JPY", 0),
        ("17600 JPY", 1),
        ("17601 JPY", 0),
    ] {
        rows[1].amount = came.parse().unwrap();
        assert_eq!(find(&rows, &ACCOUNTS, &[], rate).len(), pairs, "{came}");
    }
}

#[test]
fn five_thousand_equal_rows_pair_off_in_order() {
    let outs = (0..5_000).map(|id| row(id, BANK, 0, "-1.00 EUR"));
    let intos = (0..5_000).map(|id| row(10_000 + id, SAVINGS, 0, "1.00 EUR"));
    let rows: Vec<Row> = outs.chain(intos).collect();
    let found = find_in(&rows);
    assert_eq!(found.len(), 5_000);
    assert!(found.iter().all(|pair| pair.to.0 == pair.from.0 + 10_000));
}

proptest! {
    #[test]
    fn every_pair_is_two_accounts_and_every_row_is_in_one(
        parts in proptest::collection::vec(
            (1_i64..4, 0_i32..12, -3_i64..4, 0_usize..4, 0_usize..3),
            0..60,
        ),
    ) {
        let payees = ["", "Transfer", "Kiosk Nord", "PayMoon"];
        let kinds = [None, Some(Kind::Transfer), Some(Kind::Purchase)];
        let rows: Vec<Row> = (0..).zip(&parts).map(|(id, part)| Row {
            amount: Money::from_minor(part.2 * 100, Currency::iso("EUR").unwrap()).unwrap(),
            payee: payees[part.3],
            kind: kinds[part.4],
            ..row(id, AccountId(part.0), part.1, "0.00 EUR")
        }).collect();
        let found = find_in(&rows);
        let used: HashSet<RowId> = found.iter().flat_map(|pair| [pair.from, pair.to]).collect();
        prop_assert_eq!(used.len(), found.len() * 2);
        let by_id = |id: RowId| rows.iter().find(|row| row.id == id).unwrap();
        for pair in &found {
            let (from, to) = (by_id(pair.from), by_id(pair.to));
            prop_assert_ne!(from.account, to.account);
            prop_assert_eq!(from.amount, to.amount.negated());
            prop_assert!(from.amount.minor() < 0 && pair.days.abs() <= DAYS);
            let merchant = |row: &Row| row.kind == Some(Kind::Purchase) && row.payee == "Kiosk Nord";
            prop_assert!(pair.certainty == Certainty::Suggested || !(merchant(from) || merchant(to)));
        }
        let taken_apart: Vec<(RowId, RowId)> = found.iter().map(|p| (p.to, p.from)).collect();
        let again = find(&rows, &ACCOUNTS, &taken_apart, |_, _, _| None);
        prop_assert!(again.iter().all(|pair| !taken_apart.contains(&(pair.to, pair.from))));
        prop_assert_eq!(find_in(&rows), found);
    }
}
