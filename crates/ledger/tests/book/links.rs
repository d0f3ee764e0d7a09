//! Transfers between own accounts and refunds of purchases are found, linked with a say, and taken apart.

use crate::common::{Fresh, day, fresh, now, purchase};
use farthing_ledger::{AccountId, EntryInput, EntryKind, EntryRow, PairKind, Review};

async fn add(home: &Fresh, input: EntryInput) -> EntryRow {
    home.ledger.add_entry(input, now()).await.unwrap()
}

fn came(account: AccountId, amount: &str, payee: &str, on: u32) -> EntryInput {
    EntryInput {
        kind: EntryKind::Income,
        date: day(2026, 3, on),
        ..purchase(account, amount, payee)
    }
}

async fn review(home: &Fresh) -> Review {
    home.ledger.review(day(2026, 1, 1), 50).await.unwrap()
}

#[tokio::test]
async fn the_two_sides_of_a_transfer_are_found_linked_and_no_spending_any_more() {
    let home = fresh().await;
    let bank = home.wallet("Everyday").await.id;
    let wallet = home.wallet("Wallet").await.id;
    let left = add(&home, purchase(bank, "50.00", "Transfer to Wallet")).await;
    let arrived = add(&home, came(wallet, "50.00", "Top-up", 15)).await;
    add(&home, purchase(bank, "7.00", "Kiosk")).await;
    let found = review(&home).await;
    let [pair] = found.transfers.as_slice() else {
        panic!("{found:?}");
    };
    assert_eq!((pair.first.id, pair.second.id), (left.id, arrived.id));
    assert!(pair.reason.ends_with("a day later"), "{}", pair.reason);
    home.ledger
        .link(PairKind::Transfer, left.id, arrived.id, now())
        .await
        .unwrap();
    assert!(review(&home).await.transfers.is_empty());
    for id in [left.id, arrived.id] {
        let detail = home.ledger.entry(id).await.unwrap();
        assert_eq!(detail.entry.kind, EntryKind::Transfer);
        assert!(detail.postings.iter().any(|p| p.account == "Transfers"));
    }
    home.digest().await;
    home.ledger.undo(None, now()).await.unwrap();
    assert_eq!(review(&home).await.transfers.len(), 1);
}

#[tokio::test]
async fn a_pair_that_was_taken_apart_never_comes_again() {
    let home = fresh().await;
    let bank = home.wallet("Everyday").await.id;
    let wallet = home.wallet("Wallet").await.id;
    let left = add(&home, purchase(bank, "50.00", "Transfer to Wallet")).await;
    let arrived = add(&home, came(wallet, "50.00", "Top-up", 14)).await;
    home.ledger
        .link(PairKind::Transfer, left.id, arrived.id, now())
        .await
        .unwrap();
    home.ledger
        .take_apart(PairKind::Transfer, arrived.id, left.id, now())
        .await
        .unwrap();
    assert!(review(&home).await.transfers.is_empty());
    home.digest().await;
}

#[tokio::test]
async fn two_entries_of_one_account_are_no_transfer() {
    let home = fresh().await;
    let bank = home.wallet("Everyday").await.id;
    let left = add(&home, purchase(bank, "50.00", "Kiosk")).await;
    let returned = add(&home, came(bank, "50.00", "Kiosk", 15)).await;
    let refusal = home
        .ledger
        .link(PairKind::Transfer, left.id, returned.id, now())
        .await
        .unwrap_err();
    assert!(refusal.to_string().starts_with("second: a transfer leaves"));
}

#[tokio::test]
async fn a_refund_finds_its_purchase_and_goes_back_to_its_category() {
    let home = fresh().await;
    let bank = home.wallet("Everyday").await.id;
    let category = home.ledger.categories().await.unwrap();
    let category = category.iter().find(|c| c.name == "Games").unwrap().id;
    let bought = add(
        &home,
        EntryInput {
            category: Some(category),
            ..purchase(bank, "9.99", "Pocket Realms")
        },
    )
    .await;
    let returned = add(&home, came(bank, "9.99", "Pocket Realms", 20)).await;
    let found = review(&home).await;
    assert_eq!(found.refunds.len(), 1, "{found:?}");
    assert_eq!(
        (found.refunds[0].first.id, found.refunds[0].second.id),
        (bought.id, returned.id)
    );
    home.ledger
        .link(PairKind::Refund, bought.id, returned.id, now())
        .await
        .unwrap();
    let detail = home.ledger.entry(returned.id).await.unwrap();
    assert_eq!(detail.refund_of, Some(bought.id));
    assert_eq!(detail.entry.kind, EntryKind::Refund);
    assert_eq!(detail.entry.category.unwrap().name, "Games");
    assert!(review(&home).await.refunds.is_empty());
    home.ledger
        .take_apart(PairKind::Refund, bought.id, returned.id, now())
        .await
        .unwrap();
    assert!(review(&home).await.refunds.is_empty(), "remembered");
    home.digest().await;
}
