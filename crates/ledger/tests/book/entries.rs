//! Entries typed in by a person: balanced, counted, and undone as they came.

use crate::common::{day, fresh, now, purchase};
use farthing_ledger::{
    AccountEdit, AccountId, AccountKind, EntryFilter, EntryInput, EntryKind, EntryStatus,
    LedgerError, NewAccount, SmallQuery,
};

#[tokio::test]
async fn a_purchase_with_fee_and_tip_is_one_entry_of_four_postings() {
    let ledger = fresh().await;
    let wallet = ledger.wallet("PayPal").await;
    let input = EntryInput {
        fee: "0.35".to_owned(),
        tip: "1,50".to_owned(),
        ..purchase(wallet.id, "10.00", "Café Lumen")
    };
    let row = ledger.ledger.add_entry(input, now()).await.unwrap();
    assert_eq!(row.amount.value, "-11.85");
    assert_eq!(row.fee.as_ref().unwrap().value, "0.35");
    let detail = ledger.ledger.entry(row.id).await.unwrap();
    let parts: Vec<(&str, &str)> = detail
        .postings
        .iter()
        .map(|p| (p.account.as_str(), p.amount.value.as_str()))
        .collect();
    assert_eq!(
        parts,
        [
            ("PayPal", "-11.85"),
            ("Uncategorised", "10.00"),
            ("Fees", "0.35"),
            ("Tips", "1.50")
        ]
    );
    ledger.digest().await;
}

#[tokio::test]
async fn a_transfer_moves_money_and_spends_none() {
    let ledger = fresh().await;
    let (from, to) = (ledger.wallet("Bank").await, ledger.wallet("PayPal").await);
    let input = EntryInput {
        kind: EntryKind::TopUp,
        to_account: Some(to.id),
        ..purchase(from.id, "50.00", "")
    };
    ledger.ledger.add_entry(input, now()).await.unwrap();
    let accounts = ledger.ledger.accounts().await.unwrap();
    let held: Vec<&str> = accounts
        .iter()
        .map(|a| a.balances[0].value.as_str())
        .collect();
    assert_eq!(held, ["-50.00", "50.00"]);
    let today = ledger.ledger.today(None, day(2026, 3, 31)).await.unwrap();
    assert_eq!(today.spent.value, "0.00");
}

/// Each with the field that is wrong in it.
fn bad_inputs(wallet: AccountId) -> Vec<(&'static str, EntryInput)> {
    let good = || purchase(wallet, "1.00", "Kiosk");
    vec![
        (
            "amount",
            EntryInput {
                amount: "abc".into(),
                ..good()
            },
        ),
        (
            "amount",
            EntryInput {
                amount: "1.005".into(),
                ..good()
            },
        ),
        (
            "amount",
            EntryInput {
                amount: "-1".into(),
                ..good()
            },
        ),
        (
            "fee",
            EntryInput {
                fee: "-1".into(),
                ..good()
            },
        ),
        (
            "time",
            EntryInput {
                time: Some("25:00".into()),
                ..good()
            },
        ),
        (
            "currency",
            EntryInput {
                currency: "EURO".into(),
                ..good()
            },
        ),
        (
            "account",
            EntryInput {
                account: 1.into(),
                ..good()
            },
        ),
        (
            "category",
            EntryInput {
                category: Some(wallet),
                ..good()
            },
        ),
        (
            "to_account",
            EntryInput {
                to_account: Some(1.into()),
                ..good()
            },
        ),
    ]
}

#[tokio::test]
async fn bad_input_names_its_field_and_writes_nothing() {
    let ledger = fresh().await;
    let wallet = ledger.wallet("PayPal").await;
    let before = ledger.digest().await;
    for (expected, input) in bad_inputs(wallet.id) {
        match ledger.ledger.add_entry(input, now()).await {
            Err(LedgerError::Invalid { field, .. }) => assert_eq!(field, expected),
            other => panic!("{expected}: {other:?}"),
        }
    }
    assert_eq!(ledger.digest().await, before);
    assert_eq!(ledger.ledger.history(10).await.unwrap().len(), 1);
}

#[tokio::test]
async fn undo_and_redo_walk_the_whole_history_and_survive_a_restart() {
    let fresh = fresh().await;
    let wallet = fresh.wallet("PayPal").await;
    let mut digests = vec![fresh.digest().await];
    let coffee = fresh.buy(wallet.id, "3.20", "Café Lumen").await;
    digests.push(fresh.digest().await);
    fresh
        .ledger
        .edit_entry(coffee.id, purchase(wallet.id, "3.40", "Café Lumen"), now())
        .await
        .unwrap();
    digests.push(fresh.digest().await);
    fresh
        .ledger
        .categorise(&[coffee.id], 21.into(), now())
        .await
        .unwrap();
    digests.push(fresh.digest().await);
    fresh
        .ledger
        .delete_entries(&[coffee.id], now())
        .await
        .unwrap();
    assert_eq!(fresh.count().await, 0);
    let last = fresh.digest().await;

    let path = fresh.ledger.path().to_owned();
    fresh.ledger.close().await;
    let ledger = farthing_ledger::Ledger::open(&path, "test-machine")
        .await
        .unwrap();
    for expected in digests.iter().rev() {
        ledger.undo(None, now()).await.unwrap();
        let report = ledger.verify().await.unwrap();
        assert!(report.ok, "{:#?}", report.checks);
        assert_eq!(&report.digest, expected);
    }
    ledger.undo(None, now()).await.unwrap();
    assert!(ledger.accounts().await.unwrap().is_empty());
    assert!(matches!(
        ledger.undo(None, now()).await,
        Err(LedgerError::NothingTo("undo"))
    ));
    while ledger.redo(None, now()).await.is_ok() {}
    assert_eq!(ledger.verify().await.unwrap().digest, last);
}

#[tokio::test]
async fn an_older_change_can_be_undone_alone_unless_another_stands_on_it() {
    let ledger = fresh().await;
    let wallet = ledger.wallet("PayPal").await;
    ledger.buy(wallet.id, "1.00", "Kiosk").await;
    let kiosk = ledger.ledger.next_changes().await.unwrap().undo.unwrap();
    let bakery_row = ledger.buy(wallet.id, "2.00", "Bakery").await;
    let bakery = ledger.ledger.next_changes().await.unwrap().undo.unwrap();
    ledger
        .ledger
        .categorise(&[bakery_row.id], 21.into(), now())
        .await
        .unwrap();

    ledger.ledger.undo(Some(kiosk.id), now()).await.unwrap();
    assert_eq!(ledger.count().await, 1);
    let refused = ledger.ledger.undo(Some(bakery.id), now()).await;
    assert!(
        matches!(refused, Err(LedgerError::StandsOn { .. })),
        "{refused:?}"
    );
    assert!(ledger.ledger.next_changes().await.unwrap().redo.is_none());
    ledger.ledger.redo(Some(kiosk.id), now()).await.unwrap();
    assert_eq!(ledger.count().await, 2);
    ledger.digest().await;
}

#[tokio::test]
async fn small_payments_are_counted_up_to_the_limit_and_follow_every_change() {
    let ledger = fresh().await;
    let wallet = ledger.wallet("PayPal").await;
    for amount in ["0.80", "5.00", "5.01", "49.99"] {
        ledger.buy(wallet.id, amount, "Kiosk").await;
    }
    let query = |limit: Option<&str>| SmallQuery {
        currency: "EUR".to_owned(),
        from: day(2026, 3, 1),
        to: day(2026, 3, 31),
        limit: limit.map(str::to_owned),
    };
    let small = ledger.ledger.small(&query(None)).await.unwrap();
    assert_eq!((small.count, small.sum.value.as_str()), (2, "5.80"));
    assert_eq!(small.share_of_count, "0.5000");
    assert_eq!(small.merchants[0].count, 2);
    let wider = ledger.ledger.small(&query(Some("50.00"))).await.unwrap();
    assert_eq!((wider.count, wider.sum.value.as_str()), (4, "60.80"));
    assert!(ledger.ledger.small(&query(Some("0.00"))).await.is_err());

    let filter = EntryFilter {
        currency: Some("EUR".to_owned()),
        small_limit: Some("5.00".to_owned()),
        ..EntryFilter::default()
    };
    assert_eq!(
        ledger.ledger.entries(&filter, 0, 10).await.unwrap().total,
        2
    );
    ledger.ledger.undo(None, now()).await.unwrap();
    let after = ledger.ledger.small(&query(Some("50.00"))).await.unwrap();
    assert_eq!(after.sum.value, "10.81");
}

#[tokio::test]
async fn a_span_that_cuts_a_month_has_the_same_merchants_as_its_days() {
    let ledger = fresh().await;
    let wallet = ledger.wallet("PayPal").await;
    for (date, amount) in [(day(2026, 3, 2), "1.00"), (day(2026, 3, 20), "2.00")] {
        let input = EntryInput {
            date,
            ..purchase(wallet.id, amount, "Kiosk")
        };
        ledger.ledger.add_entry(input, now()).await.unwrap();
    }
    let small = |to| SmallQuery {
        currency: "EUR".to_owned(),
        from: day(2026, 3, 1),
        to,
        limit: None,
    };
    let cut = ledger.ledger.small(&small(day(2026, 3, 10))).await.unwrap();
    assert_eq!(cut.merchants[0].sum.value, "1.00");
    let whole = ledger.ledger.small(&small(day(2026, 3, 25))).await.unwrap();
    assert_eq!(whole.merchants[0].sum.value, "3.00");
}

#[tokio::test]
async fn a_pending_purchase_is_in_the_balance_but_not_in_small_money() {
    let ledger = fresh().await;
    let wallet = ledger.wallet("PayPal").await;
    for status in [EntryStatus::Pending, EntryStatus::Planned] {
        let input = EntryInput {
            status,
            ..purchase(wallet.id, "2.00", "Kiosk")
        };
        ledger.ledger.add_entry(input, now()).await.unwrap();
    }
    assert_eq!(
        ledger.ledger.account(wallet.id).await.unwrap().balances[0].value,
        "-2.00"
    );
    let today = ledger
        .ledger
        .today(Some("EUR"), day(2026, 3, 31))
        .await
        .unwrap();
    assert_eq!(today.small.count, 0);
    assert_eq!(ledger.count().await, 2);
}

#[tokio::test]
async fn an_account_keeps_its_name_to_itself() {
    let ledger = fresh().await;
    let wallet = ledger.wallet("PayPal").await;
    let again = NewAccount {
        name: " paypal ".to_owned(),
        kind: AccountKind::Bank,
        currency: "EUR".to_owned(),
        opening_balance: "12.5".to_owned(),
    };
    let refused = ledger
        .ledger
        .add_account(again.clone(), day(2026, 1, 1), now())
        .await;
    assert!(matches!(
        refused,
        Err(LedgerError::Invalid { field: "name", .. })
    ));
    let other = NewAccount {
        name: "Bank".to_owned(),
        ..again
    };
    let bank = ledger
        .ledger
        .add_account(other, day(2026, 1, 1), now())
        .await
        .unwrap();
    assert_eq!(bank.balances[0].value, "12.50");
    let edit = AccountEdit {
        name: "Wallet".to_owned(),
        kind: AccountKind::Card,
        closed: true,
    };
    let edited = ledger
        .ledger
        .edit_account(wallet.id, edit, now())
        .await
        .unwrap();
    assert_eq!((edited.name.as_str(), edited.closed), ("Wallet", true));
}

#[tokio::test]
async fn a_search_finds_part_of_a_name_and_nothing_special_in_it() {
    let ledger = fresh().await;
    let wallet = ledger.wallet("PayPal").await;
    ledger.buy(wallet.id, "1.00", "Café 100% Arabica").await;
    ledger.buy(wallet.id, "1.00", "Kiosk").await;
    for (text, found) in [
        ("arabica", 1),
        ("100%", 1),
        ("%", 1),
        ("_", 0),
        ("' or 1=1 --", 0),
    ] {
        let filter = EntryFilter {
            text: Some(text.to_owned()),
            ..EntryFilter::default()
        };
        assert_eq!(
            ledger.ledger.entries(&filter, 0, 10).await.unwrap().total,
            found,
            "{text}"
        );
    }
}

#[tokio::test]
async fn an_account_that_holds_entries_is_not_undone_from_under_them() {
    let ledger = fresh().await;
    let wallet = ledger.wallet("PayPal").await;
    let made = ledger.ledger.next_changes().await.unwrap().undo.unwrap();
    ledger.buy(wallet.id, "1.00", "Kiosk").await;
    let refused = ledger.ledger.undo(Some(made.id), now()).await;
    assert!(
        matches!(refused, Err(LedgerError::StandsOn { .. })),
        "{refused:?}"
    );
    assert_eq!(ledger.ledger.accounts().await.unwrap().len(), 1);
    ledger.ledger.undo(None, now()).await.unwrap();
    ledger.ledger.undo(Some(made.id), now()).await.unwrap();
    assert!(ledger.ledger.accounts().await.unwrap().is_empty());
}

#[tokio::test]
async fn an_entry_is_typed_again_as_it_stands_and_editing_it_so_changes_nothing() {
    let ledger = fresh().await;
    let (bank, wallet) = (ledger.wallet("Bank").await, ledger.wallet("PayPal").await);
    let plain = || purchase(bank.id, "10.00", "Café Lumen");
    let ways = [
        EntryInput {
            fee: "0.35".into(),
            tip: "1.50".into(),
            category: Some(22.into()),
            ..plain()
        },
        EntryInput {
            kind: EntryKind::Refund,
            fee: "0.10".into(),
            ..plain()
        },
        EntryInput {
            kind: EntryKind::Income,
            ..plain()
        },
        EntryInput {
            kind: EntryKind::Fee,
            ..plain()
        },
        EntryInput {
            kind: EntryKind::TopUp,
            to_account: Some(wallet.id),
            fee: "0.20".into(),
            ..plain()
        },
        EntryInput {
            kind: EntryKind::Transfer,
            amount: "-50.00".into(),
            ..plain()
        },
        EntryInput {
            kind: EntryKind::Adjustment,
            amount: "-3.00".into(),
            ..plain()
        },
        EntryInput {
            kind: EntryKind::Cashback,
            ..plain()
        },
    ];
    for input in ways {
        let row = ledger.ledger.add_entry(input.clone(), now()).await.unwrap();
        let digest = ledger.digest().await;
        let typed = ledger
            .ledger
            .entry(row.id)
            .await
            .unwrap()
            .as_typed
            .expect("can be typed");
        assert_eq!(
            (&typed.amount, &typed.fee, &typed.tip),
            (&input.amount, &input.fee, &input.tip)
        );
        ledger
            .ledger
            .edit_entry(row.id, typed, now())
            .await
            .unwrap();
        assert_eq!(ledger.digest().await, digest, "{input:?}");
    }
}

#[tokio::test]
async fn an_account_that_a_later_change_would_need_again_is_not_undone() {
    let ledger = fresh().await;
    let (cash, wallet) = (ledger.wallet("Cash").await, ledger.wallet("PayPal").await);
    let made = ledger.ledger.history(2).await.unwrap().remove(1);
    let coffee = ledger.buy(cash.id, "3.20", "Kiosk").await;
    let moved = purchase(wallet.id, "3.20", "Kiosk");
    ledger
        .ledger
        .edit_entry(coffee.id, moved, now())
        .await
        .unwrap();
    let refused = ledger.ledger.undo(Some(made.id), now()).await;
    assert!(
        matches!(refused, Err(LedgerError::StandsOn { .. })),
        "{refused:?}"
    );
    while ledger.ledger.undo(None, now()).await.is_ok() {}
    assert!(ledger.ledger.accounts().await.unwrap().is_empty());
}

#[tokio::test]
async fn payees_come_with_the_most_used_first_and_what_is_void_counts_for_none() {
    let fresh = fresh().await;
    let purse = fresh.wallet("Purse").await.id;
    for payee in ["Rare", "Often", "OFTEN ", "Often", "Gone"] {
        fresh.buy(purse, "1.00", payee).await;
    }
    let gone = fresh.buy(purse, "1.00", "Gone").await;
    fresh
        .ledger
        .delete_entries(&[gone.id], now())
        .await
        .unwrap();
    let payees = fresh.ledger.payees().await.unwrap();
    let told: Vec<_> = payees
        .iter()
        .map(|p| (p.name.as_str(), p.entries))
        .collect();
    assert_eq!(told, [("Often", 3), ("Gone", 1), ("Rare", 1)]);
}
