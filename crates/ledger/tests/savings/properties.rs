//! What is set aside follows from what is there, in whatever order it came to be so: after any sequence
//! of imports, edits, deletions, rules, pauses, transfers, undo and redo it equals a rebuild from nothing.
//!
//! `FARTHING_SEQUENCES` says how many sequences are tried; a night has more time than a build.

use crate::common::{Always, now, purchase};
use crate::saving_world::{World, entry_of, statement, text};
use farthing_ledger::savings::{GoalMoneyInput, PauseUntil, SweepInput, SweepParts};
use farthing_ledger::{EntryInput, EntryKind, EntryStatus, LedgerError, PairKind};
use proptest::prelude::*;
use serde_json::json;

/// What a person and the passing of days do.
#[derive(Debug, Clone)]
enum Action {
    Buy {
        account: usize,
        minor: u32,
        on: u32,
        kind: u8,
        status: u8,
    },
    Edit {
        entry: usize,
        minor: u32,
        on: u32,
    },
    Delete {
        entry: usize,
    },
    Link {
        refund: usize,
        purchase: usize,
    },
    Import {
        part: u8,
    },
    Rule {
        kind: u8,
        terms: u8,
    },
    ChangeRule {
        rule: usize,
        terms: u8,
        back: u32,
    },
    DeleteRule {
        rule: usize,
    },
    Pause {
        rule: usize,
        days: u32,
    },
    Resume {
        rule: usize,
    },
    LeaveOut {
        rule: usize,
        entry: usize,
    },
    ByHand {
        goal: usize,
        minor: i32,
    },
    Archive {
        goal: usize,
    },
    Reopen {
        goal: usize,
    },
    ChangeGoal {
        goal: usize,
        target: u32,
        spills: bool,
    },
    Sweep {
        pick: usize,
        leave: usize,
    },
    Pay {
        sweep: usize,
        minor: i32,
        names: bool,
    },
    Cancel {
        sweep: usize,
    },
    Price {
        entry: usize,
        minor: u32,
    },
    Want {
        minor: u32,
        back: u32,
    },
    Decide {
        wish: usize,
        deed: u8,
        back: u32,
    },
    Days {
        pass: u32,
    },
    Undo,
    UndoOlder {
        back: usize,
    },
    Redo,
}

fn action() -> impl Strategy<Value = Action> {
    let place = any::<usize>;
    prop_oneof![
        8 => (0..2_usize, 1..3_000_u32, 0..120_u32, any::<u8>(), any::<u8>()).prop_map(
            |(account, minor, on, kind, status)| Action::Buy { account, minor, on, kind, status }
        ),
        3 => (place(), 1..3_000_u32, 0..120_u32)
            .prop_map(|(entry, minor, on)| Action::Edit { entry, minor, on }),
        2 => place().prop_map(|entry| Action::Delete { entry }),
        2 => (place(), place()).prop_map(|(refund, purchase)| Action::Link { refund, purchase }),
        1 => any::<u8>().prop_map(|part| Action::Import { part }),
        3 => (any::<u8>(), any::<u8>()).prop_map(|(kind, terms)| Action::Rule { kind, terms }),
        2 => (place(), any::<u8>(), 0..60_u32)
            .prop_map(|(rule, terms, back)| Action::ChangeRule { rule, terms, back }),
        1 => place().prop_map(|rule| Action::DeleteRule { rule }),
        1 => (place(), 0..40_u32).prop_map(|(rule, days)| Action::Pause { rule, days }),
        1 => place().prop_map(|rule| Action::Resume { rule }),
        1 => (place(), place()).prop_map(|(rule, entry)| Action::LeaveOut { rule, entry }),
        1 => (place(), -900..900_i32).prop_map(|(goal, minor)| Action::ByHand { goal, minor }),
        1 => place().prop_map(|goal| Action::Archive { goal }),
        1 => place().prop_map(|goal| Action::Reopen { goal }),
        1 => (place(), 1..4_000_u32, any::<bool>())
            .prop_map(|(goal, target, spills)| Action::ChangeGoal { goal, target, spills }),
        2 => (place(), place()).prop_map(|(pick, leave)| Action::Sweep { pick, leave }),
        2 => (place(), -60..60_i32, any::<bool>())
            .prop_map(|(sweep, minor, names)| Action::Pay { sweep, minor, names }),
        1 => place().prop_map(|sweep| Action::Cancel { sweep }),
        3 => (place(), 1..4_000_u32).prop_map(|(entry, minor)| Action::Price { entry, minor }),
        2 => (1..4_000_u32, 0..40_u32).prop_map(|(minor, back)| Action::Want { minor, back }),
        3 => (place(), any::<u8>(), 0..20_u32)
            .prop_map(|(wish, deed, back)| Action::Decide { wish, deed, back }),
        2 => (0..40_u32).prop_map(|pass| Action::Days { pass }),
        3 => Just(Action::Undo),
        1 => (0..6_usize).prop_map(|back| Action::UndoOlder { back }),
        2 => Just(Action::Redo),
    ]
}

/// Refusals that are right answers; anything else is a failure.
fn refused_rightly(error: &LedgerError) -> bool {
    matches!(
        error,
        LedgerError::NothingTo(_)
            | LedgerError::StandsOn { .. }
            | LedgerError::Missing(_)
            | LedgerError::Overtaken
            | LedgerError::Groundless
            | LedgerError::Invalid { .. }
    )
}

/// Carries an action out; refusals that are right answers are none.
async fn perform(world: &mut World, action: &Action) {
    let result = match action {
        Action::Days { .. } | Action::Undo | Action::UndoOlder { .. } | Action::Redo => {
            pass_time(world, action).await
        }
        Action::Sweep { .. } | Action::Pay { .. } | Action::Cancel { .. } => {
            change_sweeps(world, action).await
        }
        Action::ByHand { .. }
        | Action::Archive { .. }
        | Action::Reopen { .. }
        | Action::ChangeGoal { .. } => change_goals(world, action).await,
        Action::Price { entry, minor } => world.price(*entry, *minor).await,
        Action::Want { minor, back } => world.want(*minor, *back).await,
        Action::Decide { wish, deed, back } => world.decide(*wish, *deed, *back).await,
        Action::Buy { .. }
        | Action::Edit { .. }
        | Action::Delete { .. }
        | Action::Link { .. }
        | Action::Import { .. } => change_entries(world, action).await,
        _ => change_rules(world, action).await,
    };
    if let Err(error) = result {
        assert!(refused_rightly(&error), "{action:?}: {error:?}");
    }
}

async fn change_entries(world: &World, action: &Action) -> Result<(), LedgerError> {
    let ledger = &world.fresh.ledger;
    match *action {
        Action::Buy {
            account,
            minor,
            on,
            kind,
            status,
        } => {
            let kinds = [
                EntryKind::Purchase,
                EntryKind::Purchase,
                EntryKind::Purchase,
                EntryKind::Refund,
                EntryKind::Income,
                EntryKind::Fee,
                EntryKind::Cashback,
            ];
            let statuses = [
                EntryStatus::Posted,
                EntryStatus::Posted,
                EntryStatus::Posted,
                EntryStatus::Pending,
            ];
            let input = EntryInput {
                kind: kinds[usize::from(kind) % kinds.len()],
                status: statuses[usize::from(status) % statuses.len()],
                ..entry_of(world.accounts[account], minor, on)
            };
            ledger.add_entry(input, now()).await.map(drop)
        }
        Action::Edit { entry, minor, on } => match world.nth_entry(entry).await {
            None => Ok(()),
            Some(id) => {
                let input = entry_of(world.accounts[0], minor, on);
                ledger.edit_entry(id, input, now()).await.map(drop)
            }
        },
        Action::Delete { entry } => match world.nth_entry(entry).await {
            None => Ok(()),
            Some(id) => ledger.delete_entries(&[id], now()).await.map(drop),
        },
        Action::Link { refund, purchase } => {
            let pair = (
                world.nth_entry(refund).await,
                world.nth_entry(purchase).await,
            );
            match pair {
                (Some(refund), Some(purchase)) => ledger
                    .link(PairKind::Refund, purchase, refund, now())
                    .await
                    .map(drop),
                _ => Ok(()),
            }
        }
        Action::Import { part } => {
            let file = statement(part);
            world.fresh.import("apple.csv", &file).await.map(drop)
        }
        _ => Ok(()),
    }
}

async fn change_rules(world: &World, action: &Action) -> Result<(), LedgerError> {
    let ledger = &world.fresh.ledger;
    let today = world.today;
    match *action {
        Action::Rule { kind, terms } => {
            let rule = world.rule(kind, terms).await;
            ledger
                .save_saving_rule(None, rule, None, today, now())
                .await
                .map(drop)
        }
        Action::ChangeRule { rule, terms, back } => match world.nth_rule(rule).await {
            None => Ok(()),
            Some(id) => {
                let input = world.rule(terms, terms).await;
                let from = today - chrono::Days::new(u64::from(back));
                ledger
                    .save_saving_rule(Some(id), input, Some(from), today, now())
                    .await
                    .map(drop)
            }
        },
        Action::DeleteRule { rule } => match world.nth_rule(rule).await {
            None => Ok(()),
            Some(id) => ledger.delete_saving_rule(id, now()).await.map(drop),
        },
        Action::Pause { rule, days } => {
            let until = match days {
                0 => PauseUntil::Open,
                _ => PauseUntil::Day {
                    day: today + chrono::Days::new(u64::from(days)),
                },
            };
            let one = if days.is_multiple_of(3) {
                None
            } else {
                world.nth_rule(rule).await
            };
            ledger
                .pause_saving(one, until, today, now())
                .await
                .map(drop)
        }
        Action::Resume { rule } => {
            let one = if rule.is_multiple_of(3) {
                None
            } else {
                world.nth_rule(rule).await
            };
            ledger.resume_saving(one, today, now()).await.map(drop)
        }
        Action::LeaveOut { rule, entry } => {
            match (world.nth_rule(rule).await, world.nth_entry(entry).await) {
                (Some(rule), Some(entry)) => ledger.leave_out(entry, rule, now()).await.map(drop),
                _ => Ok(()),
            }
        }
        _ => Ok(()),
    }
}

async fn change_goals(world: &World, action: &Action) -> Result<(), LedgerError> {
    let ledger = &world.fresh.ledger;
    let today = world.today;
    match *action {
        Action::ByHand { goal, minor } => match world.nth_goal(goal).await {
            None => Ok(()),
            Some(goal) => {
                let sign = if minor < 0 { "-" } else { "" };
                let input = GoalMoneyInput {
                    amount: format!("{sign}{}", text(minor.unsigned_abs())),
                    account: Some(world.accounts[0]),
                    note: String::new(),
                };
                ledger
                    .move_goal_money(goal.id, input, today, now())
                    .await
                    .map(drop)
            }
        },
        Action::Archive { goal } => match world.nth_goal(goal).await {
            None => Ok(()),
            Some(goal) => ledger.archive_goal(goal.id, today, now()).await.map(drop),
        },
        Action::Reopen { goal } => match world.nth_goal(goal).await {
            None => Ok(()),
            Some(goal) => ledger.reopen_goal(goal.id, today, now()).await.map(drop),
        },
        Action::ChangeGoal {
            goal,
            target,
            spills,
        } => match world.nth_goal(goal).await {
            None => Ok(()),
            Some(goal) => {
                let mut input = serde_json::to_value(&goal.goal).unwrap();
                input["target"] = json!(text(target));
                input["overfund"] = json!(if spills { "spill" } else { "keep" });
                let input = serde_json::from_value(input).unwrap();
                ledger
                    .save_goal(Some(goal.id), input, today, now())
                    .await
                    .map(drop)
            }
        },
        _ => Ok(()),
    }
}

async fn change_sweeps(world: &World, action: &Action) -> Result<(), LedgerError> {
    let ledger = &world.fresh.ledger;
    let today = world.today;
    match *action {
        Action::Sweep { pick, leave } => {
            let proposals = ledger.sweeps(today).await.unwrap().proposals;
            let ready: Vec<_> = proposals
                .iter()
                .filter_map(|one| Some((one.destination?, one.from?, &one.items)))
                .collect();
            if ready.is_empty() {
                Ok(())
            } else {
                let (destination, from, items) = &ready[pick % ready.len()];
                let left = items.iter().skip(1).take(leave % 3).map(|item| {
                    serde_json::from_value(json!({
                        "goal": item.goal, "rule": item.rule, "cause": item.cause
                    }))
                    .unwrap()
                });
                let input = SweepInput {
                    destination: *destination,
                    from: *from,
                    parts: SweepParts::OfAccount,
                    leave_out: left.collect(),
                };
                ledger.confirm_sweep(input, today, now()).await.map(drop)
            }
        }
        Action::Pay {
            sweep,
            minor,
            names,
        } => {
            let sweeps = ledger.sweeps(today).await.unwrap().sweeps;
            if sweeps.is_empty() {
                Ok(())
            } else {
                let sweep = &sweeps[sweep % sweeps.len()];
                let (main, cents) = sweep.amount.value.split_once('.').unwrap();
                let whole: i32 = format!("{main}{cents}").parse().unwrap();
                let paid = (whole + minor).max(1).unsigned_abs();
                let input = EntryInput {
                    date: today,
                    kind: EntryKind::Transfer,
                    note: if names {
                        sweep.reference.clone()
                    } else {
                        String::new()
                    },
                    ..purchase(sweep.from, &text(paid), "Ada Example")
                };
                ledger.add_entry(input, now()).await.map(drop)
            }
        }
        Action::Cancel { sweep } => {
            let sweeps = ledger.sweeps(today).await.unwrap().sweeps;
            match sweeps.get(sweep % sweeps.len().max(1)) {
                None => Ok(()),
                Some(sweep) => ledger.cancel_sweep(sweep.id, now()).await.map(drop),
            }
        }
        _ => Ok(()),
    }
}

async fn pass_time(world: &mut World, action: &Action) -> Result<(), LedgerError> {
    let ledger = &world.fresh.ledger;
    let today = world.today;
    match *action {
        Action::Days { pass } => {
            world.today = today + chrono::Days::new(u64::from(pass));
            world.fresh.ledger.goals(world.today).await.map(drop)
        }
        Action::Undo => ledger.undo(None, now()).await.map(drop),
        Action::UndoOlder { back } => {
            let history = ledger.history(10).await.unwrap();
            match history.get(back) {
                None => Ok(()),
                Some(change) => ledger.undo(Some(change.id), now()).await.map(drop),
            }
        }
        Action::Redo => ledger.redo(None, now()).await.map(drop),
        _ => Ok(()),
    }
}

/// A hundred sequences that are always the same; a night tries as many new ones as it is asked for.
const ALWAYS: Always = Always {
    sequences: 100,
    seed: 20_261_126,
};

proptest! {
    #![proptest_config(ALWAYS.or_asked())]

    #[test]
    fn whatever_happened_what_is_set_aside_equals_a_rebuild(
        actions in prop::collection::vec(action(), 1..40)
    ) {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        runtime.block_on(async {
            let mut world = World::new().await;
            for action in &actions {
                perform(&mut world, action).await;
                let report = world.fresh.ledger.verify().await.unwrap();
                assert!(report.ok, "after {action:?}: {:#?}", report.checks);
            }
        });
    }
}
