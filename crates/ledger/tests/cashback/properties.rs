//! What programmes owe follows from what is there, in whatever order it came to be so: after any sequence
//! of imports, edits, deletions, refunds, programmes, visits, decisions, undo and redo it equals a rebuild
//! from nothing.
//!
//! `FARTHING_SEQUENCES` says how many sequences are tried; a night has more time than a build.

use std::collections::BTreeMap;
use std::sync::Mutex;

use crate::common::{Always, day, now, purchase};
use crate::forms::actions::{Action, action};
use crate::forms::{detail, programme};
use crate::saving_world::rules::SWEEP_CASHBACK;
use crate::saving_world::{World, entry_of, statement, text};
use chrono::{Days, NaiveDate};
use farthing_ledger::cashback::{Receivable, ReceivableEventInput, ReceivableState, VisitInput};
use farthing_ledger::{
    AccountId, ChoiceId, EntryFilter, EntryId, EntryInput, EntryKind, EntryStatus, Ledger,
    LedgerError, PairKind,
};
use proptest::prelude::*;

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
            | LedgerError::Programme(_)
    )
}

/// Whether there was anything to carry an action out on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Did {
    It,
    Nothing,
}

fn did<T>(_: T) -> Did {
    Did::It
}

/// How often each kind of action was carried out, in all sequences together.
static DONE: Mutex<BTreeMap<String, u32>> = Mutex::new(BTreeMap::new());

/// Carries an action out; refusals that are right answers are none.
async fn perform(world: &World, action: &Action) {
    let done = match carry_out(world, action).await {
        Ok(done) => done,
        Err(error) => {
            assert!(refused_rightly(&error), "{action:?}: {error:?}");
            Did::Nothing
        }
    };
    let mut known = DONE.lock().unwrap();
    *known.entry(action.name()).or_default() += u32::from(done == Did::It);
}

async fn carry_out(world: &World, action: &Action) -> Result<Did, LedgerError> {
    match action {
        Action::Add { .. }
        | Action::Edit { .. }
        | Action::Delete { .. }
        | Action::Link { .. }
        | Action::Return { .. }
        | Action::Unlink { .. }
        | Action::Import { .. }
        | Action::Know { .. } => change_entries(world, action).await,
        Action::Save { .. }
        | Action::Change { .. }
        | Action::Forget { .. }
        | Action::Activate { .. } => change_programmes(world, action).await,
        Action::Visit { .. }
        | Action::Leave { .. }
        | Action::Tell { .. }
        | Action::Untell { .. } => say(world, action).await,
        Action::Take { .. } | Action::Refuse { .. } | Action::Withdraw { .. } => {
            decide(world, action).await
        }
        Action::SavingRule { kind, terms } => save_money(world, *kind, *terms).await,
        Action::Sweep { pick } => sweep(world, *pick).await,
        Action::SaveCashback { terms } => save_money(world, SWEEP_CASHBACK, *terms).await,
        Action::Undo | Action::UndoOlder { .. } | Action::Redo => go_back(world, action).await,
    }
}

fn input(world: &World, (account, minor, on, kind): (usize, u32, u32, u8)) -> EntryInput {
    let kinds = [
        EntryKind::Purchase,
        EntryKind::Purchase,
        EntryKind::Purchase,
        EntryKind::Purchase,
        EntryKind::Refund,
        EntryKind::Refund,
        EntryKind::Income,
        EntryKind::Cashback,
        EntryKind::Fee,
    ];
    EntryInput {
        kind: kinds[usize::from(kind) % kinds.len()],
        note: if minor.is_multiple_of(7) {
            "Bonus credit"
        } else {
            ""
        }
        .to_owned(),
        ..entry_of(world.accounts[account], minor, on)
    }
}

async fn change_entries(world: &World, action: &Action) -> Result<Did, LedgerError> {
    let ledger = &world.fresh.ledger;
    match *action {
        Action::Add {
            account,
            minor,
            on,
            kind,
            status,
        } => {
            let status = match status % 8 {
                0 => EntryStatus::Pending,
                1 => EntryStatus::Planned,
                _ => EntryStatus::Posted,
            };
            let input = EntryInput {
                status,
                ..input(world, (account, minor, on, kind))
            };
            ledger.add_entry(input, now()).await.map(did)
        }
        Action::Edit {
            entry,
            account,
            minor,
            on,
            kind,
        } => match world.nth_entry(entry).await {
            None => Ok(Did::Nothing),
            Some(id) => {
                let input = input(world, (account, minor, on, kind));
                ledger.edit_entry(id, input, now()).await.map(did)
            }
        },
        Action::Delete { entry } => match world.nth_entry(entry).await {
            None => Ok(Did::Nothing),
            Some(id) => ledger.delete_entries(&[id], now()).await.map(did),
        },
        Action::Import { part } => {
            let file = statement(part);
            world.fresh.import("apple.csv", &file).await.map(did)
        }
        Action::Know { entry, form } => match nth_bought(world, entry).await {
            None => Ok(Did::Nothing),
            Some(id) => {
                let known = detail(form, nth_programme(world, usize::from(form)).await);
                ledger
                    .set_purchase_detail(id, known, world.today, now())
                    .await
                    .map(did)
            }
        },
        _ => change_links(world, action).await,
    }
}

async fn change_links(world: &World, action: &Action) -> Result<Did, LedgerError> {
    let ledger = &world.fresh.ledger;
    match *action {
        Action::Link { refund, purchase } => {
            let refund = nth_of(world, refund, |kind| kind == EntryKind::Refund).await;
            let purchase = nth_bought(world, purchase).await;
            match (refund, purchase) {
                (Some(refund), Some(purchase)) => ledger
                    .link(PairKind::Refund, purchase, refund, now())
                    .await
                    .map(did),
                _ => Ok(Did::Nothing),
            }
        }
        Action::Return {
            purchase,
            share,
            after,
        } => give_back(world, purchase, share, after).await,
        Action::Unlink { entry } => {
            match nth_of(world, entry, |kind| kind == EntryKind::Refund).await {
                None => Ok(Did::Nothing),
                Some(id) => {
                    let other = world.nth_entry(entry).await.unwrap();
                    let apart = ledger.take_apart(PairKind::Refund, other, id, now());
                    apart.await.map(did)
                }
            }
        }
        _ => Ok(Did::Nothing),
    }
}

/// A part of a purchase comes back to where it was spent from.
async fn give_back(
    world: &World,
    purchase: usize,
    share: u32,
    after: u32,
) -> Result<Did, LedgerError> {
    let ledger = &world.fresh.ledger;
    let Some(id) = nth_bought(world, purchase).await else {
        return Ok(Did::Nothing);
    };
    let bought = ledger.entry(id).await?.entry;
    let known = ledger.accounts().await?;
    let paid = known
        .iter()
        .find(|known| bought.accounts.contains(&known.name));
    let account = paid.unwrap().id;
    let size: u32 = bought.amount.value.replace(['-', '.'], "").parse().unwrap();
    let back = EntryInput {
        kind: EntryKind::Refund,
        date: bought.date + Days::new(u64::from(after)),
        amount: text((size / share).max(1)),
        currency: bought.amount.currency,
        ..entry_of(account, 100, 0)
    };
    let back = ledger.add_entry(back, now()).await?;
    let linked = ledger.link(PairKind::Refund, id, back.id, now());
    linked.await.map(did)
}

async fn change_programmes(world: &World, action: &Action) -> Result<Did, LedgerError> {
    let (ledger, today) = (&world.fresh.ledger, world.today);
    match *action {
        Action::Save { form, days } => {
            let input = programme(form, days, &accounts(ledger).await);
            let saved = ledger.save_programme(None, input, today, now());
            saved.await.map(did)
        }
        Action::Change {
            programme: nth,
            form,
            days,
        } => {
            let rows = ledger.programmes(today).await.unwrap();
            let Some(row) = rows.get(nth % rows.len().max(1)) else {
                return Ok(Did::Nothing);
            };
            let mut input = programme(form, days, &accounts(ledger).await);
            input.programme.id.clone_from(&row.input.programme.id);
            let saved = ledger.save_programme(Some(row.id), input, today, now());
            saved.await.map(did)
        }
        Action::Forget { programme } => match nth_programme(world, programme).await {
            None => Ok(Did::Nothing),
            Some(id) => ledger.delete_programme(id, now()).await.map(did),
        },
        Action::Activate { programme, on } => match nth_activated(world, programme).await {
            None => Ok(Did::Nothing),
            Some(id) => {
                let on = (!on.is_multiple_of(5)).then(|| date(on));
                let done = ledger.activate_rule(id, 1, on, today, now());
                done.await.map(did)
            }
        },
        _ => Ok(Did::Nothing),
    }
}

async fn say(world: &World, action: &Action) -> Result<Did, LedgerError> {
    let (ledger, today) = (&world.fresh.ledger, world.today);
    match *action {
        Action::Visit { entry, minor } => {
            let entry = nth_bought(world, entry).await;
            let (Some(portal), Some(entry)) = (portal(world).await, entry) else {
                return Ok(Did::Nothing);
            };
            let visit = VisitInput {
                expected: text(minor),
                rate: String::new(),
                base: String::new(),
                order: String::new(),
            };
            let visited = ledger.visit_portal(portal, entry, visit, today, now());
            visited.await.map(did)
        }
        Action::Leave { entry } => {
            let portal = portal(world).await;
            let visited = nth_reward_of(world, entry, |item| Some(item.programme) == portal).await;
            match (portal, visited.and_then(|item| item.entry)) {
                (Some(portal), Some(entry)) => {
                    ledger.forget_visit(portal, entry, now()).await.map(did)
                }
                _ => Ok(Did::Nothing),
            }
        }
        Action::Tell {
            reward,
            state,
            minor,
        } => {
            let states = [
                ReceivableState::Tracked,
                ReceivableState::Confirmed,
                ReceivableState::Declined,
                ReceivableState::Paid,
            ];
            let Some(reward) = nth_reward(world, reward).await else {
                return Ok(Did::Nothing);
            };
            let event = ReceivableEventInput {
                state: states[usize::from(state) % states.len()],
                day: Some(today - Days::new(u64::from(minor % 9))),
                amount: if minor.is_multiple_of(2) {
                    text(minor)
                } else {
                    String::new()
                },
            };
            let told = ledger.tell_receivable(&reward.key, event, today, now());
            told.await.map(did)
        }
        Action::Untell { reward } => {
            let told = nth_reward_of(world, reward, |item| !item.events.is_empty()).await;
            match told {
                None => Ok(Did::Nothing),
                Some(reward) => {
                    let untold = ledger.untell_receivable(&reward.key, 0, today, now());
                    untold.await.map(did)
                }
            }
        }
        _ => Ok(Did::Nothing),
    }
}

async fn decide(world: &World, action: &Action) -> Result<Did, LedgerError> {
    let (ledger, today) = (&world.fresh.ledger, world.today);
    let credit = |nth| {
        nth_of(world, nth, |kind| {
            matches!(
                kind,
                EntryKind::Income | EntryKind::Cashback | EntryKind::Refund
            )
        })
    };
    match *action {
        Action::Take {
            entry,
            reward,
            count,
        } => {
            let taken = (credit(entry).await, nth_reward(world, reward).await);
            let (Some(entry), Some(first)) = taken else {
                return Ok(Did::Nothing);
            };
            let id = first.programme;
            let items = ledger.cashback_desk(today).await.unwrap().items;
            let of_it = items.iter().filter(|item| item.programme == id);
            let keys = of_it.skip_while(|item| item.key != first.key).take(count);
            let keys: Vec<String> = keys.map(|item| item.key.clone()).collect();
            let taken = ledger.take_receipt(entry, id, &keys, today, now());
            taken.await.map(did)
        }
        Action::Refuse { entry } => match credit(entry).await {
            None => Ok(Did::Nothing),
            Some(entry) => ledger.refuse_receipt(entry, today, now()).await.map(did),
        },
        Action::Withdraw { entry } => {
            let paid = nth_reward_of(world, entry, |item| item.receipt.is_some()).await;
            let of_reward = paid.and_then(|item| item.receipt);
            // What paid a reward may be known by its text, and what was refused pays none.
            let entry = match of_reward.filter(|_| !entry.is_multiple_of(3)) {
                Some(entry) => Some(entry),
                None => credit(entry).await,
            };
            match entry {
                None => Ok(Did::Nothing),
                Some(entry) => ledger.forget_receipt(entry, today, now()).await.map(did),
            }
        }
        _ => Ok(Did::Nothing),
    }
}

async fn save_money(world: &World, kind: u8, terms: u8) -> Result<Did, LedgerError> {
    let rule = world.rule(kind, terms).await;
    let ledger = &world.fresh.ledger;
    let saved = ledger.save_saving_rule(None, rule, None, world.today, now());
    saved.await.map(did)
}

/// Confirms a transfer of savings and pays it, with an entry that a bank would call a purchase.
async fn sweep(world: &World, pick: usize) -> Result<Did, LedgerError> {
    let (ledger, today) = (&world.fresh.ledger, world.today);
    let proposals = ledger.sweeps(today).await.unwrap().proposals;
    let ready: Vec<_> = proposals
        .iter()
        .filter_map(|one| Some((one.destination?, one.from?)))
        .collect();
    let Some((destination, from)) = ready.get(pick % ready.len().max(1)) else {
        return Ok(Did::Nothing);
    };
    let input = serde_json::from_value(serde_json::json!({
        "destination": destination, "from": from, "parts": "of_account", "leave_out": []
    }));
    ledger.confirm_sweep(input.unwrap(), today, now()).await?;
    let sweeps = ledger.sweeps(today).await.unwrap().sweeps;
    let Some(sweep) = sweeps.first() else {
        return Ok(Did::Nothing);
    };
    let paid = EntryInput {
        date: today,
        note: sweep.reference.clone(),
        ..purchase(sweep.from, &sweep.amount.value, "Ada Example")
    };
    ledger.add_entry(paid, now()).await.map(did)
}

async fn go_back(world: &World, action: &Action) -> Result<Did, LedgerError> {
    let ledger = &world.fresh.ledger;
    match *action {
        Action::Undo => ledger.undo(None, now()).await.map(did),
        Action::UndoOlder { back } => {
            let history = ledger.history(10).await.unwrap();
            match history.get(back) {
                None => Ok(Did::Nothing),
                Some(change) => ledger.undo(Some(change.id), now()).await.map(did),
            }
        }
        _ => match ledger.redo(None, now()).await {
            // Where nothing was undone, the last change goes back and forth.
            Err(LedgerError::NothingTo(_)) => {
                ledger.undo(None, now()).await?;
                ledger.redo(None, now()).await.map(did)
            }
            done => done.map(did),
        },
    }
}

fn date(on: u32) -> NaiveDate {
    day(2026, 1, 1) + Days::new(u64::from(on))
}

/// The accounts, and those of imports.
async fn accounts(ledger: &Ledger) -> Vec<AccountId> {
    let accounts = ledger.accounts().await.unwrap();
    accounts.iter().map(|account| account.id).collect()
}

async fn nth_programme(world: &World, nth: usize) -> Option<ChoiceId> {
    let rows = world.fresh.ledger.programmes(world.today).await.unwrap();
    rows.get(nth % rows.len().max(1)).map(|row| row.id)
}

/// A programme whose first rule the person switches on.
async fn nth_activated(world: &World, nth: usize) -> Option<ChoiceId> {
    let mut rows = world.fresh.ledger.programmes(world.today).await.unwrap();
    rows.retain(|row| {
        let mut rules = row.input.programme.rules.iter();
        rules.any(|rule| rule.id == 1 && rule.activation.is_some())
    });
    rows.get(nth % rows.len().max(1)).map(|row| row.id)
}

async fn portal(world: &World) -> Option<ChoiceId> {
    let rows = world.fresh.ledger.programmes(world.today).await.unwrap();
    let portal = rows.iter().find(|row| row.input.programme.portal.is_some());
    portal.map(|row| row.id)
}

async fn nth_reward(world: &World, nth: usize) -> Option<Receivable> {
    nth_reward_of(world, nth, |_| true).await
}

async fn nth_reward_of(
    world: &World,
    nth: usize,
    is_wanted: impl Fn(&Receivable) -> bool,
) -> Option<Receivable> {
    let desk = world.fresh.ledger.cashback_desk(world.today).await;
    let mut items = desk.unwrap().items;
    items.retain(is_wanted);
    (!items.is_empty()).then(|| items.swap_remove(nth % items.len()))
}

async fn nth_of(world: &World, nth: usize, is_wanted: fn(EntryKind) -> bool) -> Option<EntryId> {
    let filter = EntryFilter::default();
    let page = world.fresh.ledger.entries(&filter, 0, 500).await.unwrap();
    let mut rows = page.rows;
    rows.retain(|row| is_wanted(row.kind));
    rows.get(nth % rows.len().max(1)).map(|row| row.id)
}

async fn nth_bought(world: &World, nth: usize) -> Option<EntryId> {
    nth_of(world, nth, |kind| kind == EntryKind::Purchase).await
}

/// What is there already when a sequence begins: purchases of four months, credits, and programmes.
async fn begin(world: &World) {
    for nth in 0..12_u32 {
        let kind = u8::try_from(nth % 7).unwrap();
        let minor = 400 + nth * 277;
        let input = input(world, (0, minor, nth * 11, kind));
        world.fresh.ledger.add_entry(input, now()).await.unwrap();
    }
    for form in [0, 1, 3, 4] {
        let (form, days) = (form, 1);
        let saved = carry_out(world, &Action::Save { form, days }).await;
        assert_eq!(saved.unwrap(), Did::It);
    }
    let saved = save_money(world, SWEEP_CASHBACK, 0).await;
    assert_eq!(saved.unwrap(), Did::It);
}

/// Sixty sequences that are always the same, so that a build says the same twice; a night tries as many
/// new ones as it is asked for.
const ALWAYS: Always = Always {
    sequences: 60,
    seed: 20_261_127,
};

proptest! {
    #![proptest_config(ALWAYS.or_asked())]

    fn all_sequences(actions in prop::collection::vec(action(), 1..25)) {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        runtime.block_on(async {
            let mut world = World::new().await;
            world.today = day(2026, 6, 1);
            begin(&world).await;
            for action in &actions {
                perform(&world, action).await;
                let report = world.fresh.ledger.verify().await.unwrap();
                assert!(report.ok, "after {action:?}: {:#?}", report.checks);
            }
        });
    }
}

#[test]
fn whatever_happened_what_programmes_owe_equals_a_rebuild() {
    all_sequences();
    let done = DONE.lock().unwrap();
    println!("carried out: {done:?}");
    // Fewer sequences than always may leave one out, as a night that is cut short does.
    if !ALWAYS.are_fewer_asked() {
        let never: Vec<_> = Action::NAMES
            .iter()
            .filter(|name| done.get(**name).is_none_or(|times| *times == 0))
            .collect();
        assert!(never.is_empty(), "never carried out: {never:?}");
    }
}
