//! Who pays a transfer, and what becomes of what had moved when a goal is put away.

use crate::common::{Fresh, day, fresh, now, purchase};
use chrono::NaiveDate;
use farthing_ledger::savings::{Sweep, SweepInput, SweepParts, SweepProposal};
use farthing_ledger::{
    AccountId, AccountKind, ChoiceId, EntryInput, EntryKind, LedgerError, NewAccount, Result,
};
use serde_json::{Value, json};

/// A bank and a credit card, a rule that looks at both, and a goal with a destination.
struct Desk {
    fresh: Fresh,
    bank: AccountId,
    card: AccountId,
    rule: ChoiceId,
    goal: ChoiceId,
    destination: ChoiceId,
    today: NaiveDate,
}

fn input<T: serde::de::DeserializeOwned>(value: Value) -> T {
    serde_json::from_value(value).unwrap()
}

async fn account(fresh: &Fresh, name: &str, kind: AccountKind) -> AccountId {
    let input = NewAccount {
        name: name.to_owned(),
        kind,
        currency: "EUR".to_owned(),
        opening_balance: String::new(),
    };
    let added = fresh.ledger.add_account(input, day(2026, 1, 1), now());
    added.await.unwrap().id
}

impl Desk {
    async fn new() -> Self {
        let fresh = fresh().await;
        let today = day(2026, 3, 20);
        let bank = account(&fresh, "Giro", AccountKind::Bank).await;
        let card = account(&fresh, "Visa", AccountKind::Card).await;
        let way = json!({"kind": "paypal_me", "handle": "TeaJar"});
        let to = json!({"name": "Jar", "currency": "EUR", "way": way, "threshold": "0.10"});
        let to = fresh.ledger.save_destination(None, input(to), now());
        let destination = to.await.unwrap().id;
        let goal = json!({"name": "Bike", "currency": "EUR", "destination": destination});
        let goal = fresh.ledger.save_goal(None, input(goal), today, now());
        let goal = goal.await.unwrap().id;
        let rule = json!({
            "name": "Change", "from": "2026-03-01", "goals": {"goals": [{"goal": goal}]},
            "terms": {"kind": "round_up",
                      "steps": [{"currency": "EUR", "mode": {"kind": "multiple"}}]},
        });
        let rule = fresh
            .ledger
            .save_saving_rule(None, input(rule), None, today, now());
        let rule = rule.await.unwrap().id;
        Self {
            fresh,
            bank,
            card,
            rule,
            goal,
            destination,
            today,
        }
    }

    async fn buy(&self, account: AccountId, amount: &str) {
        let input = EntryInput {
            date: day(2026, 3, 10),
            ..purchase(account, amount, "Corner Café")
        };
        self.fresh.ledger.add_entry(input, now()).await.unwrap();
    }

    async fn proposals(&self) -> Vec<SweepProposal> {
        let sweeps = self.fresh.ledger.sweeps(self.today).await;
        sweeps.unwrap().proposals
    }

    async fn confirm(&self, from: AccountId, parts: SweepParts) -> Result<Sweep> {
        let input = SweepInput {
            destination: self.destination,
            from,
            parts,
            leave_out: Vec::new(),
        };
        let ledger = &self.fresh.ledger;
        ledger.confirm_sweep(input, self.today, now()).await
    }
}

fn field(answer: Result<Sweep>) -> &'static str {
    match answer {
        Err(LedgerError::Invalid { field, .. }) => field,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn what_a_credit_card_set_aside_counts_and_is_paid_from_an_account_that_can() {
    let desk = Desk::new().await;
    desk.buy(desk.card, "2.50").await;
    desk.buy(desk.bank, "3.40").await;
    let goals = desk.fresh.ledger.goals(desk.today).await.unwrap().goals;
    assert_eq!(goals[0].promised.value, "1.10");

    let proposals = desk.proposals().await;
    // What an account can pay comes first.
    let [of_bank, of_card] = proposals.as_slice() else {
        panic!("{proposals:?}");
    };
    assert_eq!((of_card.from, of_card.due), (None, false));
    assert_eq!(of_card.pending.value, "0.50");
    assert!(of_card.words.contains("it needs a paying account"));
    let payers: Vec<_> = of_card.payers.iter().map(|payer| payer.account).collect();
    assert_eq!(payers, [desk.bank]);
    assert_eq!((of_bank.from, of_bank.due), (Some(desk.bank), true));
    assert!(of_bank.payers.is_empty());

    let by_card = desk.confirm(desk.card, SweepParts::OfAccount);
    assert_eq!(field(by_card.await), "leave_out");
    let by_card = desk.confirm(desk.card, SweepParts::WithoutPayer);
    assert_eq!(field(by_card.await), "from");
    let sweep = desk.confirm(desk.bank, SweepParts::WithoutPayer);
    let sweep = sweep.await.unwrap();
    assert_eq!(
        (sweep.amount.value.as_str(), sweep.from),
        ("0.50", desk.bank)
    );
    let left = desk.proposals().await;
    assert_eq!(left.len(), 1);
    assert_eq!(left[0].pending.value, "0.60");
    desk.fresh.digest().await;
}

#[tokio::test]
async fn a_goal_that_is_put_away_says_what_had_moved_and_leaves_nothing_waiting() {
    let desk = Desk::new().await;
    desk.buy(desk.bank, "2.75").await;
    let sweep = desk.confirm(desk.bank, SweepParts::OfAccount);
    let reference = sweep.await.unwrap().reference;
    let transfer = EntryInput {
        date: day(2026, 3, 20),
        kind: EntryKind::Transfer,
        note: reference,
        ..purchase(desk.bank, "0.25", "TeaJar")
    };
    let ledger = &desk.fresh.ledger;
    ledger.add_entry(transfer, now()).await.unwrap();
    desk.buy(desk.bank, "3.40").await;
    let pending = async || {
        let rules = ledger.saving_rules(desk.today).await.unwrap();
        let rule = rules.into_iter().find(|rule| rule.id == desk.rule);
        rule.unwrap().pending
    };
    assert_eq!(pending().await[0].value, "0.60");

    let away = ledger.archive_goal(desk.goal, desk.today, now());
    away.await.unwrap();
    assert_eq!(pending().await, []);
    let told = ledger.goal(desk.goal, desk.today, 9).await.unwrap();
    let goal = &told.summary;
    assert_eq!(
        (goal.promised.value.as_str(), goal.moved.value.as_str()),
        ("0.00", "0.00")
    );
    assert_eq!(goal.moved_before.as_ref().unwrap().value, "0.25");
    let last = told.points.last().unwrap();
    assert_eq!(
        (last.promised.value.as_str(), last.moved.value.as_str()),
        ("0.00", "0.00")
    );

    ledger.undo(None, now()).await.unwrap();
    assert_eq!(pending().await[0].value, "0.60");
    let told = ledger.goal(desk.goal, desk.today, 9).await.unwrap();
    assert_eq!(
        (told.summary.moved.value.as_str(), told.summary.moved_before),
        ("0.25", None)
    );
}
