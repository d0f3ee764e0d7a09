//! Whatever a person does, in whatever order: entries balance, the kept totals are true, and the
//! whole history leads back to the empty ledger and forth again.

use std::fmt::Write as _;

use crate::common::{Fresh, day, fresh, now, purchase};
use farthing_ledger::{
    AccountId, EntryFilter, EntryId, EntryInput, EntryKind, EntryStatus, LedgerError,
};
use proptest::prelude::*;

#[derive(Debug, Clone)]
enum Action {
    Buy {
        account: usize,
        minor: u32,
        payee: u8,
        kind: u8,
        status: u8,
        month: u32,
    },
    Edit {
        entry: usize,
        minor: u32,
        payee: u8,
    },
    Categorise {
        entry: usize,
        category: i64,
    },
    Delete {
        entry: usize,
    },
    Import {
        part: u8,
    },
    Undo,
    UndoOlder {
        back: usize,
    },
    Redo,
}

fn action() -> impl Strategy<Value = Action> {
    prop_oneof![
        4 => (0..2_usize, 1..6_000_u32, any::<u8>(), any::<u8>(), any::<u8>(), 1..=12_u32).prop_map(
            |(account, minor, payee, kind, status, month)| Action::Buy { account, minor, payee, kind, status, month }
        ),
        2 => (any::<usize>(), 1..6_000_u32, any::<u8>())
            .prop_map(|(entry, minor, payee)| Action::Edit { entry, minor, payee }),
        2 => (any::<usize>(), 20..34_i64)
            .prop_map(|(entry, category)| Action::Categorise { entry, category }),
        1 => any::<usize>().prop_map(|entry| Action::Delete { entry }),
        2 => any::<u8>().prop_map(|part| Action::Import { part }),
        3 => Just(Action::Undo),
        1 => (0..6_usize).prop_map(|back| Action::UndoOlder { back }),
        2 => Just(Action::Redo),
    ]
}

/// Refusals that are right answers; anything else is a failure of the ledger.
fn refused_rightly(error: &LedgerError) -> bool {
    matches!(
        error,
        LedgerError::NothingTo(_)
            | LedgerError::StandsOn { .. }
            | LedgerError::Missing(_)
            | LedgerError::Overtaken
            // The account's own making was undone before.
            | LedgerError::Invalid { field: "account", .. }
    )
}

async fn nth_entry(ledger: &Fresh, nth: usize) -> Option<EntryId> {
    let rows = ledger
        .ledger
        .entries(&EntryFilter::default(), 0, 1_000)
        .await
        .unwrap()
        .rows;
    (!rows.is_empty()).then(|| rows[nth % rows.len()].id)
}

fn bought(account: AccountId, minor: u32, payee: u8) -> EntryInput {
    let amount = format!("{}.{:02}", minor / 100, minor % 100);
    purchase(account, &amount, &format!("Payee {}", payee % 7))
}

fn statement(part: u8) -> String {
    let mut text = String::from(
        "Transaction Date,Clearing Date,Description,Merchant,Category,Type,Amount (USD),Purchased By\n",
    );
    for row in 0..=(part % 5) {
        let date = 1 + (part / 16 + row) % 27;
        writeln!(
            text,
            "03/{date:02}/2026,03/28/2026,\"SHOP {row}\",\"Shop {row}\",\"Games\",\"Purchase\",\"{row}.99\",\"Me\""
        )
        .unwrap();
    }
    text
}

async fn perform(ledger: &Fresh, accounts: &[AccountId], action: &Action) {
    const KINDS: [EntryKind; 4] = [
        EntryKind::Purchase,
        EntryKind::Refund,
        EntryKind::Income,
        EntryKind::Fee,
    ];
    const STATUSES: [EntryStatus; 3] = [
        EntryStatus::Posted,
        EntryStatus::Pending,
        EntryStatus::Planned,
    ];
    let result = match *action {
        Action::Buy {
            account,
            minor,
            payee,
            kind,
            status,
            month,
        } => {
            let input = EntryInput {
                kind: KINDS[usize::from(kind) % KINDS.len()],
                status: STATUSES[usize::from(status) % STATUSES.len()],
                date: day(2026, month, 14),
                ..bought(accounts[account], minor, payee)
            };
            ledger.ledger.add_entry(input, now()).await.map(drop)
        }
        Action::Edit {
            entry,
            minor,
            payee,
        } => match nth_entry(ledger, entry).await {
            None => Ok(()),
            Some(id) => ledger
                .ledger
                .edit_entry(id, bought(accounts[0], minor, payee), now())
                .await
                .map(drop),
        },
        Action::Categorise { entry, category } => match nth_entry(ledger, entry).await {
            None => Ok(()),
            Some(id) => ledger
                .ledger
                .categorise(&[id], category.into(), now())
                .await
                .map(drop),
        },
        Action::Delete { entry } => match nth_entry(ledger, entry).await {
            None => Ok(()),
            Some(id) => ledger.ledger.delete_entries(&[id], now()).await.map(drop),
        },
        Action::Import { part } => ledger.import("apple.csv", &statement(part)).await.map(drop),
        Action::Undo => ledger.ledger.undo(None, now()).await.map(drop),
        Action::UndoOlder { back } => {
            let history = ledger.ledger.history(10).await.unwrap();
            match history.get(back) {
                None => Ok(()),
                Some(change) => ledger.ledger.undo(Some(change.id), now()).await.map(drop),
            }
        }
        Action::Redo => ledger.ledger.redo(None, now()).await.map(drop),
    };
    if let Err(error) = result {
        assert!(refused_rightly(&error), "{action:?}: {error:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn any_history_keeps_the_ledger_true_and_leads_back(
        actions in prop::collection::vec(action(), 1..30)
    ) {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        runtime.block_on(async {
            let ledger = fresh().await;
            let empty = ledger.digest().await;
            let accounts = [ledger.wallet("PayPal").await.id, ledger.wallet("Cash").await.id];
            for action in &actions {
                perform(&ledger, &accounts, action).await;
                ledger.digest().await;
            }
            while ledger.ledger.undo(None, now()).await.is_ok() {}
            assert_eq!(ledger.digest().await, empty);
            while ledger.ledger.redo(None, now()).await.is_ok() {
                ledger.digest().await;
            }
        });
    }

    #[test]
    fn undo_of_everything_and_redo_of_everything_meet_where_they_began(
        actions in prop::collection::vec(action(), 1..20)
    ) {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        runtime.block_on(async {
            let ledger = fresh().await;
            let accounts = [ledger.wallet("PayPal").await.id, ledger.wallet("Cash").await.id];
            let forward = |action: &&Action| {
                !matches!(action, Action::Undo | Action::UndoOlder { .. } | Action::Redo)
            };
            for action in actions.iter().filter(forward) {
                perform(&ledger, &accounts, action).await;
            }
            let full = ledger.digest().await;
            while ledger.ledger.undo(None, now()).await.is_ok() {}
            while ledger.ledger.redo(None, now()).await.is_ok() {}
            assert_eq!(ledger.digest().await, full);
        });
    }
}
