//! Which purchase a refund is linked to, and how much may come back.

use proptest::prelude::*;

use super::*;

fn day(day: i32) -> NaiveDate {
    let first = NaiveDate::from_ymd_opt(2026, 1, 1).unwrap();
    first + chrono::Duration::days(day.into())
}

fn euros(minor: i64) -> Money {
    Money::from_minor(minor, Currency::iso("EUR").unwrap()).unwrap()
}

fn paid(id: i64, on: i32, minor: i64, payee: &str) -> Purchase<'_> {
    Purchase {
        id: EntryId(id),
        account: AccountId(1),
        day: day(on),
        amount: euros(-minor),
        refunded_minor: 0,
        payee,
        provider_id: None,
    }
}

fn back(id: i64, on: i32, minor: i64, payee: &str) -> Refund<'_> {
    Refund {
        id: RowId(id),
        account: AccountId(1),
        day: day(on),
        amount: euros(minor),
        payee,
        related: None,
    }
}

fn told(links: &[Link]) -> Vec<(i64, i64, Reason, i64)> {
    let told = links.iter();
    told.map(|link| {
        (
            link.refund.0,
            link.purchase.0,
            link.reason,
            link.left_after_minor,
        )
    })
    .collect()
}

#[test]
fn the_exact_amount_comes_before_a_later_larger_purchase() {
    let purchases = [
        paid(1, 0, 1_999, "Shoe Barn"),
        paid(2, 10, 5_000, "Shoe Barn"),
    ];
    let found = find(&purchases, &[back(9, 20, 1_999, "SHOE BARN")]);
    assert_eq!(told(&found), [(9, 1, Reason::WholeAmount, 0)]);
    assert_eq!((found[0].days, found[0].is_certain()), (20, false));
}

#[test]
fn parts_come_off_until_the_rest_is_exact() {
    let purchases = [paid(1, 0, 10_000, "Shoe Barn")];
    let refunds = [
        back(7, 5, 4_000, "Shoe Barn"),
        back(8, 6, 6_000, "Shoe Barn"),
        back(9, 7, 1, "Shoe Barn"),
    ];
    let found = find(&purchases, &refunds);
    let expected = [
        (7, 1, Reason::PartOfAmount, 6_000),
        (8, 1, Reason::RestOfAmount, 0),
    ];
    assert_eq!(told(&found), expected);
}

#[test]
fn what_came_back_earlier_counts() {
    let mut purchase = paid(1, 0, 10_000, "Shoe Barn");
    purchase.refunded_minor = 9_000;
    let found = find(&[purchase], &[back(9, 5, 1_000, "Shoe Barn")]);
    assert_eq!(told(&found), [(9, 1, Reason::RestOfAmount, 0)]);
    assert_eq!(find(&[purchase], &[back(9, 5, 1_001, "Shoe Barn")]), []);
}

#[test]
fn a_refund_is_never_before_its_purchase_nor_half_a_year_after() {
    for (on, found) in [(-1, 0), (0, 1), (180, 1), (181, 0)] {
        let links = find(
            &[paid(1, 0, 500, "Shoe Barn")],
            &[back(9, on, 500, "Shoe Barn")],
        );
        assert_eq!(links.len(), found, "{on}");
        let links = find(
            &[paid(1, 0, 500, "Shoe Barn")],
            &[back(9, on, 300, "Shoe Barn")],
        );
        assert_eq!(links.len(), found, "{on}");
    }
}

#[test]
fn another_payee_or_currency_is_no_purchase_of_it() {
    let mut yen = back(8, 1, 500, "Shoe Barn");
    yen.amount = Money::from_minor(500, Currency::iso("JPY").unwrap()).unwrap();
    let refunds = [yen, back(9, 1, 500, "Shoe"), back(10, 1, 500, "")];
    let purchases = [paid(1, 0, 500, "Shoe Barn"), paid(2, 0, 500, "")];
    assert_eq!(find(&purchases, &refunds), []);
}

#[test]
fn the_same_account_comes_first_and_another_will_do() {
    let mut elsewhere = paid(2, 3, 500, "Shoe Barn");
    elsewhere.account = AccountId(2);
    let purchases = [paid(1, 0, 500, "Shoe Barn"), elsewhere];
    let refunds = [back(8, 5, 500, "Shoe Barn"), back(9, 5, 500, "Shoe Barn")];
    let found = find(&purchases, &refunds);
    let expected = [
        (8, 1, Reason::WholeAmount, 0),
        (9, 2, Reason::WholeAmount, 0),
    ];
    assert_eq!(told(&found), expected);
}

#[test]
fn the_link_of_the_provider_is_certain_unless_it_is_too_much() {
    let mut purchase = paid(1, 0, 500, "Shoe Barn");
    purchase.provider_id = Some("P-1");
    let mut refund = back(9, 300, 500, "Anything");
    refund.related = Some("P-1");
    let found = find(&[purchase], &[refund]);
    assert_eq!(told(&found), [(9, 1, Reason::ProviderLink, 0)]);
    assert!(found[0].is_certain());
    refund.amount = euros(510);
    let found = find(&[purchase], &[refund]);
    assert_eq!(told(&found), [(9, 1, Reason::ProviderLinkTooMuch, -10)]);
    assert!(!found[0].is_certain());
    // An id that stands on every purchase links to none of them.
    refund.amount = euros(500);
    let again = Purchase {
        id: EntryId(2),
        ..purchase
    };
    assert_eq!(find(&[purchase, again], &[refund]), []);
}

#[test]
fn income_is_no_purchase() {
    let mut income = paid(1, 0, 500, "Shoe Barn");
    income.amount = euros(500);
    assert_eq!(find(&[income], &[back(9, 1, 500, "Shoe Barn")]), []);
}

proptest! {
    #[test]
    fn no_more_comes_back_than_was_paid(
        purchases in proptest::collection::vec((0_i32..300, 1_i64..30, 0_usize..2), 0..30),
        refunds in proptest::collection::vec((0_i32..400, -3_i64..30, 0_usize..2), 0..30),
    ) {
        let payees = ["Shoe Barn", "Kiosk"];
        let purchases: Vec<Purchase> = (0..).zip(&purchases)
            .map(|(id, (on, minor, payee))| paid(id, *on, *minor, payees[*payee])).collect();
        let refunds: Vec<Refund> = (0..).zip(&refunds)
            .map(|(id, (on, minor, payee))| back(id, *on, *minor, payees[*payee])).collect();
        let found = find(&purchases, &refunds);
        prop_assert!(found.is_sorted_by(|a, b| a.refund < b.refund));
        for purchase in &purchases {
            let links = found.iter().filter(|link| link.purchase == purchase.id);
            let back: i64 = links.map(|link| link.left_before_minor - link.left_after_minor).sum();
            prop_assert!(back <= -purchase.amount.minor());
        }
        for link in &found {
            let refund = refunds.iter().find(|refund| refund.id == link.refund).unwrap();
            let purchase = purchases.iter().find(|paid| paid.id == link.purchase).unwrap();
            prop_assert_eq!(refund.payee, purchase.payee);
            prop_assert!((0..=DAYS).contains(&link.days) && link.left_after_minor >= 0);
        }
        // Whoever has no purchase fits none of those that are left.
        let linked = |id: RowId| found.iter().any(|link| link.refund == id);
        for refund in refunds.iter().filter(|r| r.amount.minor() > 0 && !linked(r.id)) {
            for purchase in purchases.iter().filter(|p| p.payee == refund.payee) {
                let days = (refund.day - purchase.day).num_days();
                let links = found.iter().filter(|link| link.purchase == purchase.id);
                let left = links.map(|l| l.left_after_minor).min().unwrap_or(-purchase.amount.minor());
                prop_assert!(!(0..=180).contains(&days) || left < refund.amount.minor());
            }
        }
    }
}
