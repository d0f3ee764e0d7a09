//! Whatever is bought, changed and taken back, the lens says what the entries say.

use std::collections::BTreeMap;

use chrono::{Datelike as _, Days, Timelike as _};
use farthing_ledger::lens::EssentialsInput;
use farthing_ledger::{
    AccountId, EntryFilter, EntryInput, EntryKind, EntryRow, EntryStatus, HourFlow, Small,
    SmallQuery,
};
use proptest::prelude::*;

use crate::common::{Always, Fresh, day, fresh, now, purchase};

const ALWAYS: Always = Always {
    sequences: 24,
    seed: 20_261_126,
};

/// What happens to the ledger.
#[derive(Debug, Clone)]
enum Action {
    Add {
        minor: i64,
        on: u64,
        shape: u8,
    },
    Edit {
        nth: usize,
        minor: i64,
        on: u64,
        shape: u8,
    },
    Delete {
        nth: usize,
    },
    Undo,
    Redo,
}

fn action() -> impl Strategy<Value = Action> {
    let minor = || prop_oneof![1..600_i64, 400..=500_i64, 1..9_000_i64];
    prop_oneof![
        6 => (minor(), 0..90_u64, any::<u8>())
            .prop_map(|(minor, on, shape)| Action::Add { minor, on, shape }),
        2 => (any::<usize>(), minor(), 0..90_u64, any::<u8>())
            .prop_map(|(nth, minor, on, shape)| Action::Edit { nth, minor, on, shape }),
        1 => any::<usize>().prop_map(|nth| Action::Delete { nth }),
        1 => Just(Action::Undo),
        1 => Just(Action::Redo),
    ]
}

/// An entry of a day and size; the bits of the shape say what, for whom, when and how final.
fn input(
    account: AccountId,
    categories: &[AccountId],
    (minor, on, shape): (i64, u64, u8),
) -> EntryInput {
    let kind = if shape % 8 == 7 {
        EntryKind::Refund
    } else {
        EntryKind::Purchase
    };
    let status = if shape % 5 == 4 {
        EntryStatus::Pending
    } else {
        EntryStatus::Posted
    };
    let hour = shape % 26;
    EntryInput {
        date: day(2026, 1, 1) + Days::new(on),
        time: (hour < 24).then(|| format!("{hour:02}:{:02}", shape % 60)),
        kind,
        status,
        category: Some(categories[usize::from(shape / 8) % 3]),
        fee: if shape % 9 == 8 {
            "0.30".to_owned()
        } else {
            String::new()
        },
        ..purchase(
            account,
            &format!("{}.{:02}", minor / 100, minor % 100),
            &format!("Payee {}", shape % 4),
        )
    }
}

async fn perform(fresh: &Fresh, account: AccountId, categories: &[AccountId], action: &Action) {
    let ledger = &fresh.ledger;
    let nth_of = async |nth: usize| {
        let rows = ledger.entries(&EntryFilter::default(), 0, 500).await;
        let rows = rows.unwrap().rows;
        rows.get(nth % rows.len().max(1)).map(|row| row.id)
    };
    let accounts = ledger.accounts().await.unwrap();
    let is_undone = accounts.iter().all(|known| known.id != account);
    match *action {
        Action::Add { .. } | Action::Edit { .. } if is_undone => (),
        Action::Add { minor, on, shape } => {
            let input = input(account, categories, (minor, on, shape));
            ledger.add_entry(input, now()).await.unwrap();
        }
        Action::Edit {
            nth,
            minor,
            on,
            shape,
        } => {
            if let Some(id) = nth_of(nth).await {
                let input = input(account, categories, (minor, on, shape));
                ledger.edit_entry(id, input, now()).await.unwrap();
            }
        }
        Action::Delete { nth } => {
            if let Some(id) = nth_of(nth).await {
                ledger.delete_entries(&[id], now()).await.unwrap();
            }
        }
        Action::Undo => drop(ledger.undo(None, now()).await),
        Action::Redo => drop(ledger.redo(None, now()).await),
    }
}

fn minor_of(row: &EntryRow) -> i64 {
    -row.amount.value.replace('.', "").parse::<i64>().unwrap()
}

/// What the rows of the register say, counted one by one.
fn counted(rows: &[EntryRow], limit: i64, without: Option<AccountId>) -> (Sums, Cells) {
    let (mut sums, mut cells) = ([0; 4], Cells::new());
    for row in rows {
        let is_bought = row.kind == EntryKind::Purchase && row.status == EntryStatus::Posted;
        let is_left_out = without.is_some() && row.category.as_ref().map(|c| c.id) == without;
        if !is_bought || is_left_out {
            continue;
        }
        let minor = minor_of(row);
        sums[2] += 1;
        sums[3] += minor;
        if minor <= limit {
            sums[0] += 1;
            sums[1] += minor;
            let weekday = u8::try_from(row.date.weekday().num_days_from_monday()).unwrap();
            let hour = row.time.map(|time| u8::try_from(time.hour()).unwrap());
            let cell = cells.entry((weekday, hour)).or_default();
            cell.0 += 1;
            cell.1 += minor;
        }
    }
    (sums, cells)
}

/// Count and sum of the small ones, then of all.
type Sums = [i64; 4];
type Cells = BTreeMap<(u8, Option<u8>), (i64, i64)>;

fn told(small: &Small) -> Sums {
    let minor = |text: &str| text.replace('.', "").parse::<i64>().unwrap();
    [
        small.count,
        minor(&small.sum.value),
        small.total_count,
        minor(&small.total_spend.value),
    ]
}

fn cells(hours: &[HourFlow]) -> Cells {
    hours
        .iter()
        .map(|flow| ((flow.weekday, flow.hour), (flow.count, flow.minor)))
        .collect()
}

async fn check(fresh: &Fresh, without: Option<AccountId>) {
    let ledger = &fresh.ledger;
    let rows = ledger.entries(&EntryFilter::default(), 0, 500).await;
    let rows = rows.unwrap().rows;
    // A step of the ladder, and an amount that is none.
    for (text, limit) in [("5.00", 500), ("4.44", 444)] {
        let query = SmallQuery {
            currency: "EUR".to_owned(),
            from: day(2026, 1, 1),
            to: day(2026, 4, 30),
            limit: Some(text.to_owned()),
        };
        let small = ledger.small(&query).await.unwrap();
        let hours = ledger.small_hours(&query).await.unwrap();
        let (sums, by_hour) = counted(&rows, limit, without);
        assert_eq!(told(&small), sums, "up to {text} without {without:?}");
        assert_eq!(cells(&hours), by_hour, "up to {text} without {without:?}");
        let merchants: i64 = small.merchants.iter().map(|flow| flow.count).sum();
        let months: i64 = small.months.iter().map(|flow| flow.count).sum();
        let weeks: i64 = small.weeks.iter().map(|flow| flow.count).sum();
        assert_eq!((merchants, months, weeks), (sums[0], sums[0], sums[0]));
    }
    let report = ledger.verify().await.unwrap();
    assert!(report.ok, "{:#?}", report.checks);
}

proptest! {
    #![proptest_config(ALWAYS.or_asked())]

    #[test]
    fn whatever_happened_the_lens_says_what_the_entries_say(
        actions in prop::collection::vec(action(), 1..30)
    ) {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        runtime.block_on(async {
            let fresh = fresh().await;
            let account = fresh.wallet("Cash").await.id;
            let categories = fresh.ledger.categories().await.unwrap();
            let categories: Vec<AccountId> =
                categories.iter().filter(|c| c.id.0 >= 20).take(3).map(|c| c.id).collect();
            for action in &actions {
                perform(&fresh, account, &categories, action).await;
            }
            check(&fresh, None).await;
            let input = EssentialsInput { categories: vec![categories[0]], leave_out: true };
            fresh.ledger.set_essentials(input, now()).await.unwrap();
            check(&fresh, Some(categories[0])).await;
        });
    }
}
