//! The sample ledger in a real file: the same every time, whole, plausible, and gone with one undo.
use std::collections::HashMap;

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, Utc};
use farthing_ledger::cashback::ReceivableState;
use farthing_ledger::{
    EntryFilter, EntryInput, EntryKind, EntryRow, EntryStatus, Ledger, LedgerError, Small,
    SmallQuery,
};
use tempfile::TempDir;

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 22).unwrap()
}

fn now() -> DateTime<Utc> {
    "2026-11-22T10:15:00Z".parse().unwrap()
}

async fn empty(machine: &str) -> (TempDir, Ledger) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sample.farthing");
    let ledger = Ledger::open(&path, machine).await.unwrap();
    (folder, ledger)
}

async fn sample() -> (TempDir, Ledger) {
    let (folder, ledger) = empty("machine-one").await;
    ledger.load_demo(today(), now()).await.unwrap();
    (folder, ledger)
}

async fn rows(ledger: &Ledger) -> Vec<EntryRow> {
    let page = ledger.entries(&EntryFilter::default(), 0, 100_000).await;
    page.unwrap().rows
}

async fn small(ledger: &Ledger, code: &str, months: u32) -> Small {
    let query = SmallQuery {
        currency: code.to_owned(),
        from: today() - Months::new(months),
        to: today(),
        limit: None,
    };
    ledger.small(&query).await.unwrap()
}

fn counted<K: std::hash::Hash + Eq>(keys: impl Iterator<Item = K>) -> HashMap<K, usize> {
    let mut counts = HashMap::new();
    for key in keys {
        *counts.entry(key).or_insert(0) += 1;
    }
    counts
}

#[tokio::test]
async fn the_same_day_gives_the_same_ledger_on_every_machine() {
    let (_one, first) = sample().await;
    let (_two, second) = empty("machine-two").await;
    second.load_demo(today(), now()).await.unwrap();
    let (first, second) = (
        first.verify().await.unwrap(),
        second.verify().await.unwrap(),
    );
    assert!(first.ok, "{:?}", first.checks);
    assert_eq!(first.digest, second.digest);
    assert_eq!(first.entries, second.entries);
}

#[tokio::test]
async fn what_the_person_laid_down_has_payments_to_show() {
    let (_folder, ledger) = sample().await;
    let recurring = ledger.recurring("EUR", today()).await.unwrap();
    assert_eq!(recurring.series.len(), 5);
    let dearer = |name: &str| {
        let found = recurring.series.iter().find(|one| one.name == name);
        !found.unwrap().steps.is_empty()
    };
    assert!(dearer("Nachtkino Stream") && dearer("Tonspur Musik"));
    assert_eq!(recurring.dismissed.len(), 1);
    assert!(recurring.candidates.len() >= 5);
    let left = ledger.left_today(today()).await.unwrap();
    assert_ne!(left[0].left.as_ref().unwrap().spent.value, "0.00");
    let limits = ledger.limits(today()).await.unwrap();
    assert_eq!(limits.len(), 2);
    assert!(limits.iter().any(|limit| limit.spent.value != "0.00"));
    let habits = ledger.habits(today()).await.unwrap();
    assert!(habits.habits.len() == 2 && habits.habits.iter().all(|habit| habit.score.is_some()));
    let games = ledger.games(today()).await.unwrap();
    assert!(games.titles[0].units_bought > 0);
}

#[tokio::test]
async fn one_undo_takes_it_away_and_one_redo_brings_it_back() {
    let (_folder, ledger) = sample().await;
    let loaded = ledger.verify().await.unwrap();
    assert_eq!(
        ledger.undo(None, now()).await.unwrap().label,
        "Sample ledger"
    );
    let undone = ledger.verify().await.unwrap();
    assert!(undone.ok, "{:?}", undone.checks);
    assert_eq!(undone.entries, 0);
    assert!(ledger.accounts().await.unwrap().is_empty());
    ledger.redo(None, now()).await.unwrap();
    let redone = ledger.verify().await.unwrap();
    assert!(redone.ok, "{:?}", redone.checks);
    assert_eq!(redone.digest, loaded.digest);
}

#[tokio::test]
async fn after_an_undo_it_can_be_loaded_anew() {
    let (_folder, ledger) = sample().await;
    let loaded = ledger.verify().await.unwrap();
    ledger.undo(None, now()).await.unwrap();
    ledger.load_demo(today(), now()).await.unwrap();
    let again = ledger.verify().await.unwrap();
    assert!(again.ok, "{:?}", again.checks);
    assert_eq!(again.digest, loaded.digest);
}

#[tokio::test]
async fn a_ledger_in_use_is_refused_and_stays_as_it_is() {
    let (_folder, ledger) = sample().await;
    let before = ledger.verify().await.unwrap();
    let refused = ledger.load_demo(today(), now()).await.unwrap_err();
    assert!(matches!(
        refused,
        LedgerError::Invalid {
            field: "ledger",
            ..
        }
    ));
    assert_eq!(ledger.verify().await.unwrap(), before);
    assert_eq!(ledger.history(10).await.unwrap().len(), 1);
}

#[tokio::test]
async fn every_account_holds_what_a_person_could_hold() {
    let (_folder, ledger) = sample().await;
    let accounts = ledger.accounts().await.unwrap();
    assert_eq!(accounts.len(), 10);
    for account in accounts {
        assert!(account.entries > 5, "{account:?}");
        for balance in &account.balances {
            let minor: i64 = balance.value.replace('.', "").parse().unwrap();
            let bounds = match (account.name.as_str(), balance.currency.as_str()) {
                ("Current account", _) => 0..=900_000,
                ("Rainy days", _) => 200_000..=1_200_000,
                ("Credit card" | "On the phone bill", _) => -120_000..=0,
                (_, "EUR" | "USD") => 0..=60_000,
                (_, "CNY") => 0..=100_000,
                (_, _) => 0..=3_000_000,
            };
            assert!(bounds.contains(&minor), "{}: {balance:?}", account.name);
        }
    }
}

#[tokio::test]
async fn all_kinds_and_currencies_are_there_and_nothing_is_after_today() {
    let (_folder, ledger) = sample().await;
    let rows = rows(&ledger).await;
    assert!((2_500..=3_500).contains(&rows.len()), "{}", rows.len());
    let kinds = counted(rows.iter().map(|row| row.kind));
    for (kind, at_least) in [
        (EntryKind::Purchase, 2_000),
        (EntryKind::Refund, 20),
        (EntryKind::Transfer, 60),
        (EntryKind::CashWithdrawal, 50),
        (EntryKind::Fee, 20),
        (EntryKind::Interest, 7),
        (EntryKind::Income, 40),
        (EntryKind::CardPayment, 20),
        (EntryKind::TopUp, 60),
        (EntryKind::GiftCard, 5),
        (EntryKind::CashAdvance, 1),
        (EntryKind::Adjustment, 5),
        (EntryKind::Cashback, 15),
    ] {
        let count = kinds.get(&kind).copied().unwrap_or(0);
        assert!(count >= at_least, "{count} of {kind:?}");
    }
    let currencies = counted(rows.iter().map(|row| row.amount.currency.as_str()));
    for (code, at_least) in [
        ("EUR", 1_800),
        ("USD", 60),
        ("KES", 250),
        ("CNY", 80),
        ("PKR", 20),
    ] {
        let count = currencies.get(code).copied().unwrap_or(0);
        assert!(count >= at_least, "{count} in {code}");
    }
    assert!(rows.iter().all(|row| row.date <= today()));
    assert!(rows.iter().any(|row| row.date == today() - Days::new(1)));
    let pending: Vec<_> = rows
        .iter()
        .filter(|row| row.status == EntryStatus::Pending)
        .collect();
    assert_eq!(pending.len(), 1);
}

#[tokio::test]
async fn most_of_it_is_small_money() {
    let (_folder, ledger) = sample().await;
    let year = small(&ledger, "EUR", 12).await;
    assert!(year.count > 300, "{}", year.count);
    assert!(year.months.len() >= 12);
    assert!(
        year.months.iter().all(|month| month.count >= 10),
        "{:?}",
        year.months
    );
    let mut count = 0;
    for code in ["EUR", "USD", "KES", "CNY", "PKR"] {
        count += small(&ledger, code, 25).await.count;
    }
    let entries = ledger.verify().await.unwrap().entries;
    assert!(count * 10 >= entries * 6, "{count} of {entries}");
}

#[tokio::test]
async fn refunds_tags_notes_and_splits_can_be_found() {
    let (_folder, ledger) = sample().await;
    let rows = rows(&ledger).await;
    let tags = counted(
        rows.iter()
            .flat_map(|row| row.tags.iter().map(String::as_str)),
    );
    for (tag, at_least) in [("holiday", 60), ("Kenya", 150), ("work", 100)] {
        let count = tags.get(tag).copied().unwrap_or(0);
        assert!(count >= at_least, "{count} with {tag}");
    }
    assert!(rows.iter().filter(|row| row.split).count() >= 20);
    assert!(rows.iter().filter(|row| !row.note.is_empty()).count() >= 150);
    let refund = rows
        .iter()
        .find(|row| row.kind == EntryKind::Refund)
        .unwrap();
    let purchase = ledger.entry(refund.id).await.unwrap().refund_of.unwrap();
    let purchase = ledger.entry(purchase).await.unwrap();
    assert_eq!(purchase.entry.kind, EntryKind::Purchase);
    assert_eq!(purchase.entry.payee, refund.payee);
}

#[tokio::test]
async fn an_entry_of_the_sample_can_be_changed_and_that_keeps_the_sample_from_being_undone() {
    let (_folder, ledger) = sample().await;
    let first = rows(&ledger).await.into_iter().next().unwrap();
    let account = ledger.accounts().await.unwrap().into_iter().next().unwrap();
    let input = EntryInput {
        date: first.date,
        time: None,
        account: account.id,
        kind: EntryKind::Purchase,
        status: EntryStatus::Posted,
        amount: "2.50".to_owned(),
        currency: "EUR".to_owned(),
        payee: "Café Lumen".to_owned(),
        note: String::new(),
        category: None,
        fee: String::new(),
        tip: String::new(),
        to_account: None,
        tags: Vec::new(),
    };
    let loaded = ledger.next_changes().await.unwrap().undo.unwrap();
    ledger.edit_entry(first.id, input, now()).await.unwrap();
    let refused = ledger.undo(Some(loaded.id), now()).await.unwrap_err();
    assert!(matches!(refused, LedgerError::StandsOn { .. }));
    ledger.undo(None, now()).await.unwrap();
    ledger.undo(None, now()).await.unwrap();
    assert_eq!(ledger.verify().await.unwrap().entries, 0);
}

/// Prints what the sample looks like, for whoever changes its tables: `--nocapture` shows it.
#[tokio::test]
async fn it_loads_while_one_waits() {
    let (_folder, ledger) = empty("machine-one").await;
    let begun = std::time::Instant::now();
    ledger.load_demo(today(), now()).await.unwrap();
    let took = begun.elapsed();
    let rows = rows(&ledger).await;
    println!("{} entries in {took:?}", rows.len());
    let kinds = counted(rows.iter().map(|row| format!("{:?}", row.kind)));
    println!("kinds {:?}", sorted(kinds));
    println!(
        "currencies {:?}",
        sorted(counted(rows.iter().map(|row| row.amount.currency.clone())))
    );
    for account in ledger.accounts().await.unwrap() {
        let balances: Vec<String> = account
            .balances
            .iter()
            .map(|b| format!("{} {}", b.value, b.currency))
            .collect();
        println!(
            "{:20} {:5} {}",
            account.name,
            account.entries,
            balances.join(", ")
        );
    }
    for code in ["EUR", "USD", "KES", "CNY", "PKR"] {
        let small = small(&ledger, code, 25).await;
        println!(
            "{code} limit {} small {} of {} sum {}",
            small.limit.value, small.count, small.total_count, small.sum.value
        );
        let months: Vec<String> = small
            .months
            .iter()
            .map(|m| format!("{} {}×{}", m.month, m.count, m.sum.value))
            .collect();
        println!("  {}", months.join("  "));
    }
    let hours = counted(
        rows.iter()
            .filter_map(|row| row.time)
            .map(|time| chrono::Timelike::hour(&time)),
    );
    println!("hours {:?}", sorted(hours));
    let days = counted(rows.iter().map(|row| (row.date.year(), row.date.month())));
    println!("entries {:?}", sorted(days));
    assert!(took.as_secs() < 20, "{took:?}");
}

fn sorted<K: Ord>(counts: HashMap<K, usize>) -> Vec<(K, usize)> {
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort();
    counts
}

#[tokio::test]
async fn both_goals_hold_something_and_one_transfer_waits() {
    let (_folder, ledger) = sample().await;
    let goals = ledger.goals(today()).await.unwrap().goals;
    let promised: Vec<_> = goals.iter().map(|goal| &goal.promised.value).collect();
    assert_eq!(promised.len(), 2);
    assert!(promised.iter().all(|value| *value != "0.00"));
    let proposals = ledger.sweeps(today()).await.unwrap().proposals;
    let [proposal] = proposals.as_slice() else {
        panic!("{proposals:?}")
    };
    assert_eq!(proposal.from_name, "Current account");
    assert!(proposal.due, "{}", proposal.words);
}

#[tokio::test]
async fn the_card_paid_its_cashback_but_for_one_month_and_points_lie_in_two_wallets() {
    let (_folder, ledger) = sample().await;
    let desk = ledger.cashback_desk(today()).await.unwrap();
    assert!(desk.unexpected.is_empty() && desk.offered.is_empty());
    let states = counted(desk.items.iter().map(|item| item.state));
    assert_eq!(states.get(&ReceivableState::Missing), Some(&1));
    assert_eq!(states.get(&ReceivableState::Expected), Some(&1));
    let paid = desk.items.iter().filter(|item| item.paid.is_some());
    let as_expected = paid.filter(|item| item.paid.as_ref() == Some(&item.amount));
    assert_eq!(as_expected.count() + 2, desk.items.len());
    let purses = ledger.points(today()).await.unwrap();
    let filled = purses.iter().filter(|purse| purse.balance.value != "0");
    assert_eq!(filled.count(), 2);
}
