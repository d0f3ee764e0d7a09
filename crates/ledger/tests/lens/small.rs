//! What is small, what is left out, and that every figure opens to its rows.

use farthing_ledger::lens::{EssentialsInput, LimitInput, LimitSource, MerchantLens, WorkInput};
use farthing_ledger::savings::GoalInput;
use farthing_ledger::{
    AccountId, EntryFilter, EntryInput, Ledger, LedgerError, PayeeId, Small, SmallQuery,
};
use serde_json::json;

use crate::common::{Fresh, day, fresh, now, purchase};

fn march() -> SmallQuery {
    SmallQuery {
        currency: "EUR".to_owned(),
        from: day(2026, 3, 1),
        to: day(2026, 3, 31),
        limit: None,
    }
}

async fn buy(fresh: &Fresh, on: (u32, u32), amount: &str, payee: &str) -> PayeeId {
    let account = fresh.ledger.accounts().await.unwrap()[0].id;
    let input = EntryInput {
        date: day(2026, on.0, on.1),
        ..purchase(account, amount, payee)
    };
    let row = fresh.ledger.add_entry(input, now()).await.unwrap();
    row.payee_id.unwrap()
}

async fn category(ledger: &Ledger, name: &str) -> AccountId {
    let categories = ledger.categories().await.unwrap();
    let found = categories.iter().find(|category| category.name == name);
    found.unwrap().id
}

async fn essential(ledger: &Ledger, name: &str) -> AccountId {
    let category = category(ledger, name).await;
    let input = EssentialsInput {
        categories: vec![category],
        leave_out: true,
    };
    ledger.set_essentials(input, now()).await.unwrap();
    category
}

fn figures(small: &Small) -> (i64, &str, i64, &str) {
    (
        small.count,
        &small.sum.value,
        small.total_count,
        &small.total_spend.value,
    )
}

#[tokio::test]
async fn any_amount_can_be_the_limit() {
    let fresh = fresh().await;
    fresh.wallet("Cash").await;
    for amount in ["4.44", "4.45", "9.00"] {
        buy(&fresh, (3, 2), amount, "Kiosk").await;
    }
    let ledger = &fresh.ledger;
    let small = ledger.small(&march()).await.unwrap();
    assert_eq!(small.limit_source, LimitSource::Usual);
    assert_eq!(figures(&small), (2, "8.89", 3, "17.89"));

    let limit = LimitInput::Fixed {
        amount: "4.44".to_owned(),
    };
    ledger.set_small_limit("EUR", limit, now()).await.unwrap();
    let small = ledger.small(&march()).await.unwrap();
    assert_eq!(small.limit_source, LimitSource::Fixed);
    assert_eq!(figures(&small), (1, "4.44", 3, "17.89"));
    assert!(small.limits.iter().any(|step| step.value == "4.44"));
    assert_eq!(small.limits.len(), 11);

    ledger.undo(None, now()).await.unwrap();
    let small = ledger.small(&march()).await.unwrap();
    assert_eq!((small.count, small.limits.len()), (2, 10));
}

#[tokio::test]
async fn a_limit_that_is_no_amount_above_zero_is_refused_and_nothing_changes() {
    let fresh = fresh().await;
    for text in ["0.00", "-1.00", "three", "1.999"] {
        let limit = LimitInput::Fixed {
            amount: text.to_owned(),
        };
        let refused = fresh.ledger.set_small_limit("EUR", limit, now()).await;
        let error = refused.unwrap_err();
        assert!(
            matches!(error, LedgerError::Invalid { field: "limit", .. }),
            "{text}: {error}"
        );
    }
    let settings = fresh.ledger.lens_settings("EUR", day(2026, 3, 31)).await;
    assert_eq!(settings.unwrap().limit_source, LimitSource::Usual);
}

#[tokio::test]
async fn a_learnt_limit_needs_twenty_purchases_and_says_so_until_then() {
    let fresh = fresh().await;
    fresh.wallet("Cash").await;
    let ledger = &fresh.ledger;
    let change = ledger.set_small_limit("EUR", LimitInput::Learnt, now());
    change.await.unwrap();
    for cents in 1..20 {
        buy(&fresh, (3, cents), &format!("{cents}.00"), "Kiosk").await;
    }
    let small = ledger.small(&march()).await.unwrap();
    assert_eq!(small.limit_source, LimitSource::Usual);
    buy(&fresh, (3, 20), "20.00", "Kiosk").await;
    let small = ledger.small(&march()).await.unwrap();
    assert_eq!(
        (small.limit_source, small.limit.value.as_str()),
        (LimitSource::Learnt, "8.00")
    );
    assert!(small.formula.contains("two in five"), "{}", small.formula);
    let settings = ledger.lens_settings("EUR", day(2026, 3, 31)).await.unwrap();
    assert_eq!(settings.learnt_limit.unwrap().value, "8.00");
}

#[tokio::test]
async fn what_is_essential_is_left_out_of_figures_and_rows_alike() {
    let fresh = fresh().await;
    fresh.wallet("Cash").await;
    let ledger = &fresh.ledger;
    let bills = essential(ledger, "Bills").await;
    buy(&fresh, (3, 2), "3.00", "Kiosk").await;
    let account = ledger.accounts().await.unwrap()[0].id;
    for (amount, name) in [
        ("2.00", "Bills"),
        ("900.00", "Bills"),
        ("1.00", "Coffee and snacks"),
    ] {
        let input = EntryInput {
            category: Some(category(ledger, name).await),
            ..purchase(account, amount, "Landlord")
        };
        ledger.add_entry(input, now()).await.unwrap();
    }
    let small = ledger.small(&march()).await.unwrap();
    assert_eq!(figures(&small), (2, "4.00", 2, "4.00"));
    assert_eq!(small.left_out[0].name, "Bills");
    let filter = EntryFilter {
        currency: Some("EUR".to_owned()),
        small_limit: Some(small.limit.value.clone()),
        without: vec![bills],
        ..EntryFilter::default()
    };
    assert_eq!(ledger.entries(&filter, 0, 9).await.unwrap().total, 2);

    let counted = EssentialsInput {
        categories: vec![bills],
        leave_out: false,
    };
    ledger.set_essentials(counted, now()).await.unwrap();
    let small = ledger.small(&march()).await.unwrap();
    assert_eq!(figures(&small), (3, "6.00", 4, "906.00"));
}

#[tokio::test]
async fn only_a_category_of_spending_can_be_essential() {
    let fresh = fresh().await;
    let wallet = fresh.wallet("Cash").await.id;
    let input = EssentialsInput {
        categories: vec![wallet],
        leave_out: true,
    };
    let error = fresh.ledger.set_essentials(input, now()).await.unwrap_err();
    assert!(error.to_string().contains("no category"), "{error}");
}

#[tokio::test]
async fn an_hour_opens_to_its_rows_and_no_time_is_an_hour_of_its_own() {
    let fresh = fresh().await;
    let account = fresh.wallet("Cash").await.id;
    let ledger = &fresh.ledger;
    let at = |time: Option<&str>, on: u32| EntryInput {
        date: day(2026, 3, on),
        time: time.map(str::to_owned),
        ..purchase(account, "2.00", "Kiosk")
    };
    // The second of March 2026 is a Monday.
    for input in [
        at(Some("08:59"), 2),
        at(Some("08:00"), 9),
        at(Some("09:00"), 2),
        at(None, 2),
        at(Some("08:30"), 3),
    ] {
        ledger.add_entry(input, now()).await.unwrap();
    }
    let hours = ledger.small_hours(&march()).await.unwrap();
    let told: Vec<_> = hours
        .iter()
        .map(|flow| (flow.weekday, flow.hour, flow.count, flow.minor))
        .collect();
    assert_eq!(
        told,
        [
            (0, Some(8), 2, 400),
            (0, Some(9), 1, 200),
            (0, None, 1, 200),
            (1, Some(8), 1, 200),
        ]
    );
    for (weekday, hour, count, _) in told {
        let filter = EntryFilter {
            currency: Some("EUR".to_owned()),
            small_limit: Some("5.00".to_owned()),
            weekday: Some(weekday),
            hour: Some(hour.unwrap_or(24)),
            ..EntryFilter::default()
        };
        let page = ledger.entries(&filter, 0, 9).await.unwrap();
        assert_eq!(page.total, count, "{weekday} {hour:?}");
    }
}

#[tokio::test]
async fn a_month_so_far_stands_beside_ones_own_median() {
    let fresh = fresh().await;
    fresh.wallet("Cash").await;
    for (month, amount) in [(1, "1.00"), (2, "3.00"), (3, "4.00")] {
        buy(&fresh, (month, 1), amount, "Kiosk").await;
    }
    buy(&fresh, (2, 20), "5.00", "Kiosk").await;
    let query = SmallQuery {
        to: day(2026, 3, 10),
        ..march()
    };
    let usual = fresh.ledger.small(&query).await.unwrap().usual.unwrap();
    // January 1.00 and the first ten days of February 3.00.
    assert_eq!((usual.periods, usual.since), (2, day(2026, 1, 1)));
    assert_eq!(
        (
            usual.sum.value.as_str(),
            usual.sum_difference.value.as_str()
        ),
        ("2.00", "2.00")
    );
    assert_eq!(usual.count, 1);
}

async fn look(fresh: &Fresh, payee: PayeeId) -> MerchantLens {
    let query = SmallQuery {
        from: day(2026, 1, 1),
        ..march()
    };
    fresh.ledger.merchant_lens(payee, &query).await.unwrap()
}

#[tokio::test]
async fn a_merchant_tells_its_habit_its_year_and_what_that_is_elsewhere() {
    let fresh = fresh().await;
    fresh.wallet("Cash").await;
    let ledger = &fresh.ledger;
    let goal: GoalInput = serde_json::from_value(json!({
        "name": "Bike", "currency": "EUR", "target": "500.00", "overfund": "keep"
    }))
    .unwrap();
    let made = ledger.save_goal(None, goal, day(2026, 3, 31), now());
    made.await.unwrap();
    let work = WorkInput {
        hourly: "20.00".to_owned(),
        currency: "EUR".to_owned(),
    };
    ledger.set_hourly(work, now()).await.unwrap();
    let mut payee = None;
    for (month, on) in [(1, 5), (1, 12), (2, 2), (2, 9), (3, 2), (3, 31)] {
        payee = Some(buy(&fresh, (month, on), "3.50", "Kiosk").await);
    }
    let merchant = look(&fresh, payee.unwrap()).await;
    assert_eq!((merchant.count, merchant.sum.value.as_str()), (6, "21.00"));
    // 0.45 × 6/13 + 0.35 × 6/39 + 0.20 × 1 = 0.4615
    assert_eq!(merchant.habit, Some(46));
    // Four of thirteen blocks had 3.50 to 7.00: three quarters of them had nothing or less than 7.00.
    let (low, high) = (merchant.yearly_low.unwrap(), merchant.yearly_high.unwrap());
    assert_eq!((low.value.as_str(), high.value.as_str()), ("0.00", "45.63"));
    assert_eq!(merchant.goals[0].share, "0.0913");
    assert_eq!(merchant.minutes, Some(137));
    assert!(!merchant.is_fine);

    ledger.accept_merchant(merchant.payee, now()).await.unwrap();
    assert!(look(&fresh, merchant.payee).await.is_fine);
    let asked = ledger.question_merchant(merchant.payee, now());
    asked.await.unwrap();
    assert!(!look(&fresh, merchant.payee).await.is_fine);
}

#[tokio::test]
async fn a_young_habit_has_no_range_of_a_year() {
    let fresh = fresh().await;
    fresh.wallet("Cash").await;
    let payee = buy(&fresh, (3, 30), "3.50", "Kiosk").await;
    let merchant = look(&fresh, payee).await;
    assert_eq!((merchant.habit, merchant.yearly_high), (None, None));
    assert!(merchant.goals.is_empty());
    assert!(
        merchant.yearly_formula.contains("needs three"),
        "{}",
        merchant.yearly_formula
    );
}
