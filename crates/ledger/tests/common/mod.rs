//! What the tests of the ledger share: a fresh file, a fixed moment, and short ways to say things.

#![allow(dead_code, reason = "each test file uses its own part of these")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use chrono::{DateTime, NaiveDate, TimeZone, Utc};
use farthing_ledger::{
    AccountId, AccountKind, AccountSummary, EntryFilter, EntryInput, EntryKind, EntryRow,
    EntryStatus, ImportOptions, ImportResult, Ledger, NewAccount, Result, StatementFile,
};
use proptest::prelude::ProptestConfig;
use proptest::test_runner::RngSeed;
use tempfile::TempDir;

/// A ledger in a folder that goes with it.
pub struct Fresh {
    pub ledger: Ledger,
    pub folder: TempDir,
}

pub async fn fresh() -> Fresh {
    let folder = tempfile::tempdir().unwrap();
    let ledger = Ledger::open(&folder.path().join("test.farthing"), "test-machine")
        .await
        .unwrap();
    Fresh { ledger, folder }
}

pub fn now() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 22, 12, 0, 0).unwrap()
}

pub fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

impl Fresh {
    pub async fn wallet(&self, name: &str) -> AccountSummary {
        let input = NewAccount {
            name: name.to_owned(),
            kind: AccountKind::Wallet,
            currency: "EUR".to_owned(),
            opening_balance: String::new(),
        };
        self.ledger
            .add_account(input, day(2026, 1, 1), now())
            .await
            .unwrap()
    }

    pub async fn buy(&self, account: AccountId, amount: &str, payee: &str) -> EntryRow {
        self.ledger
            .add_entry(purchase(account, amount, payee), now())
            .await
            .unwrap()
    }

    pub async fn import(&self, name: &str, text: &str) -> Result<ImportResult> {
        self.import_with(name, text, ImportOptions::default()).await
    }

    pub async fn import_with(
        &self,
        name: &str,
        text: &str,
        options: ImportOptions,
    ) -> Result<ImportResult> {
        self.ledger
            .import(&file(name, text), &options, now(), &mut |_| {
                std::ops::ControlFlow::Continue(())
            })
            .await
    }

    pub async fn count(&self) -> i64 {
        self.ledger
            .entries(&EntryFilter::default(), 0, 1)
            .await
            .unwrap()
            .total
    }

    pub async fn digest(&self) -> String {
        let report = self.ledger.verify().await.unwrap();
        assert!(report.ok, "{:#?}", report.checks);
        report.digest
    }
}

pub fn file(name: &str, text: &str) -> StatementFile {
    StatementFile {
        name: name.to_owned(),
        bytes: text.as_bytes().to_vec(),
    }
}

pub fn purchase(account: AccountId, amount: &str, payee: &str) -> EntryInput {
    EntryInput {
        date: day(2026, 3, 14),
        time: Some("08:15".to_owned()),
        account,
        kind: EntryKind::Purchase,
        status: EntryStatus::Posted,
        amount: amount.to_owned(),
        currency: "EUR".to_owned(),
        payee: payee.to_owned(),
        note: String::new(),
        category: None,
        fee: String::new(),
        tip: String::new(),
        to_account: None,
        tags: Vec::new(),
    }
}

/// The sequences of a property that are always the same, so that a build says the same twice.
pub struct Always {
    pub sequences: u32,
    pub seed: u64,
}

impl Always {
    /// These, or as many new ones as `FARTHING_SEQUENCES` asks for.
    pub fn or_asked(&self) -> ProptestConfig {
        let asked = asked_sequences();
        let rng_seed = asked.map_or(RngSeed::Fixed(self.seed), |_| RngSeed::Random);
        ProptestConfig {
            cases: asked.unwrap_or(self.sequences),
            max_shrink_iters: 200,
            rng_seed,
            ..ProptestConfig::default()
        }
    }

    /// Whether fewer than these are asked for.
    pub fn are_fewer_asked(&self) -> bool {
        asked_sequences().is_some_and(|asked| asked < self.sequences)
    }
}

fn asked_sequences() -> Option<u32> {
    let asked = std::env::var("FARTHING_SEQUENCES").ok();
    asked.and_then(|text| text.parse().ok())
}
