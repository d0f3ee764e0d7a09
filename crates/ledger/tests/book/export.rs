//! Taking everything elsewhere: every entry once, with where it came from.

use std::collections::HashSet;
use std::fmt::Write as _;
use std::ops::ControlFlow;

use crate::common::{fresh, now};
use farthing_ledger::{EntryDetail, EntryStatus, Ledger};

async fn everything(ledger: &Ledger) -> Vec<EntryDetail> {
    let mut taken = Vec::new();
    let mut take = |detail| {
        taken.push(detail);
        ControlFlow::Continue(())
    };
    ledger.every_entry(&mut take).await.unwrap();
    taken
}

fn statement(rows: u32) -> String {
    let mut text = "Date,Description,Amount,Currency\n".to_owned();
    for row in 0..rows {
        writeln!(
            text,
            "2026-{:02}-15,Stall {row},-1.{:02},EUR",
            1 + row % 12,
            row % 100
        )
        .unwrap();
    }
    text
}

#[tokio::test]
async fn every_entry_is_handed_out_once_oldest_first() {
    let fresh = fresh().await;
    fresh.import("stalls.csv", &statement(2_345)).await.unwrap();
    let taken = everything(&fresh.ledger).await;
    assert_eq!(taken.len(), 2_345);
    let ids: HashSet<_> = taken.iter().map(|detail| detail.entry.id).collect();
    assert_eq!(ids.len(), 2_345);
    assert!(taken.is_sorted_by_key(|detail| detail.entry.date));
}

#[tokio::test]
async fn an_exported_entry_is_the_one_that_is_shown() {
    let fresh = fresh().await;
    fresh.import("stalls.csv", &statement(40)).await.unwrap();
    let account = fresh.wallet("Purse").await;
    fresh.buy(account.id, "2.30", "Kiosk").await;
    for detail in everything(&fresh.ledger).await {
        let shown = fresh.ledger.entry(detail.entry.id).await.unwrap();
        assert_eq!(shown.entry, detail.entry);
        assert_eq!(shown.postings, detail.postings);
        assert_eq!(shown.sources, detail.sources);
    }
}

#[tokio::test]
async fn an_entry_that_was_taken_out_is_exported_as_void() {
    let fresh = fresh().await;
    fresh.import("stalls.csv", &statement(3)).await.unwrap();
    let id = everything(&fresh.ledger).await[1].entry.id;
    fresh.ledger.delete_entries(&[id], now()).await.unwrap();
    let taken = everything(&fresh.ledger).await;
    let void = taken
        .iter()
        .filter(|detail| detail.entry.status == EntryStatus::Void);
    assert_eq!(void.map(|detail| detail.entry.id).collect::<Vec<_>>(), [id]);
    assert_eq!(taken.len(), 3);
}

#[tokio::test]
async fn handing_out_stops_when_it_is_told_to() {
    let fresh = fresh().await;
    fresh.import("stalls.csv", &statement(10)).await.unwrap();
    let mut left = 3;
    let mut take = |_| {
        left -= 1;
        if left == 0 {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    };
    fresh.ledger.every_entry(&mut take).await.unwrap();
    assert_eq!(left, 0);
}
