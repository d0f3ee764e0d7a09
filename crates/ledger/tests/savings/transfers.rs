//! From a purchase to the real transfer: what is set aside, for which goal, and what the bank moved.

use crate::common::{Fresh, day, fresh, now, purchase};
use chrono::NaiveDate;
use farthing_ledger::savings::{
    DepositKind, DestinationInput, GoalInput, GoalMoneyInput, GoalState, LabQuery, PauseUntil,
    RuleState, SavingRuleInput, Sweep, SweepInput, SweepParts, SweepState,
};
use farthing_ledger::{
    AccountId, Amount, ChoiceId, EntryId, EntryInput, EntryKind, LedgerError, PairKind,
};
use serde_json::{Value, json};

/// A bank with purchases, a rule, a goal, and where the money goes.
pub struct Desk {
    pub fresh: Fresh,
    pub bank: AccountId,
    savings: AccountId,
    pub goal: ChoiceId,
    destination: ChoiceId,
    pub today: NaiveDate,
}

fn input<T: serde::de::DeserializeOwned>(value: Value) -> T {
    serde_json::from_value(value).unwrap()
}

fn euros(value: &str) -> Amount {
    Amount {
        value: value.to_owned(),
        currency: "EUR".to_owned(),
    }
}

impl Desk {
    pub async fn new() -> Self {
        let fresh = fresh().await;
        let bank = fresh.wallet("Bank").await.id;
        let savings = fresh.wallet("Savings").await.id;
        let today = day(2026, 3, 20);
        let destination: DestinationInput = input(json!({
            "name": "Savings", "account": savings, "currency": "EUR", "threshold": "1.00",
            "way": {"kind": "sepa", "holder": "Ada Example", "iban": "DE89370400440532013000"},
        }));
        let destination = fresh.ledger.save_destination(None, destination, now());
        let destination = destination.await.unwrap().id;
        let goal: GoalInput = input(json!({
            "name": "Bike", "currency": "EUR", "target": "100.00", "destination": destination,
        }));
        let goal = fresh
            .ledger
            .save_goal(None, goal, today, now())
            .await
            .unwrap()
            .id;
        Self {
            fresh,
            bank,
            savings,
            goal,
            destination,
            today,
        }
    }

    fn rule(&self, refunds: &str) -> SavingRuleInput {
        input(json!({
            "name": "Coffee change",
            "terms": {"kind": "round_up",
                      "steps": [{"currency": "EUR", "mode": {"kind": "multiple"}}]},
            "scope": {"accounts": [self.bank]},
            "from": "2026-03-01",
            "refunds": refunds,
            "goals": {"goals": [{"goal": self.goal}]},
        }))
    }

    async fn turn_on(&self, refunds: &str) -> ChoiceId {
        let rule = self.rule(refunds);
        let rule = self
            .fresh
            .ledger
            .save_saving_rule(None, rule, None, self.today, now());
        rule.await.unwrap().id
    }

    pub async fn buy(&self, on: u32, amount: &str) -> EntryId {
        let input = EntryInput {
            date: day(2026, 3, on),
            ..purchase(self.bank, amount, "Corner Café")
        };
        self.fresh.ledger.add_entry(input, now()).await.unwrap().id
    }

    /// What is promised to the goal, and what of it has really moved.
    async fn two_numbers(&self) -> (Amount, Amount) {
        let goals = self.fresh.ledger.goals(self.today).await.unwrap().goals;
        let goal = goals.into_iter().find(|goal| goal.id == self.goal).unwrap();
        (goal.promised, goal.moved)
    }

    pub async fn confirm(&self) -> Sweep {
        let input = SweepInput {
            destination: self.destination,
            from: self.bank,
            parts: SweepParts::OfAccount,
            leave_out: Vec::new(),
        };
        let sweep = self.fresh.ledger.confirm_sweep(input, self.today, now());
        sweep.await.unwrap()
    }

    /// The bank's own line of a transfer.
    pub async fn transfer(&self, amount: &str, text: &str) {
        let input = EntryInput {
            date: day(2026, 3, 21),
            kind: EntryKind::Transfer,
            note: text.to_owned(),
            ..purchase(self.bank, amount, "Ada Example")
        };
        self.fresh.ledger.add_entry(input, now()).await.unwrap();
    }

    async fn state(&self) -> SweepState {
        let sweeps = self.fresh.ledger.sweeps(self.today).await.unwrap().sweeps;
        sweeps[0].state
    }
}

#[tokio::test]
async fn a_purchase_fills_the_goal_and_the_statement_moves_it() {
    let desk = Desk::new().await;
    desk.turn_on("keep").await;
    desk.buy(10, "2.75").await;
    desk.buy(11, "3.40").await;
    desk.buy(12, "4.00").await;
    assert_eq!(desk.two_numbers().await, (euros("0.85"), euros("0.00")));
    let proposal = desk
        .fresh
        .ledger
        .sweeps(desk.today)
        .await
        .unwrap()
        .proposals
        .remove(0);
    assert_eq!((proposal.pending, proposal.due), (euros("0.85"), false));
    desk.buy(13, "9.10").await;
    let proposal = desk
        .fresh
        .ledger
        .sweeps(desk.today)
        .await
        .unwrap()
        .proposals
        .remove(0);
    assert_eq!((proposal.amount, proposal.due), (euros("1.75"), true));
    assert_eq!(proposal.items.len(), 3);

    let sweep = desk.confirm().await;
    assert_eq!(
        (sweep.amount.clone(), sweep.state),
        (euros("1.75"), SweepState::Open)
    );
    let handoff = desk.fresh.ledger.handoff(sweep.id).await.unwrap();
    assert!(handoff.payload.unwrap().contains("EUR1.75"));
    assert!(
        desk.fresh
            .ledger
            .sweeps(desk.today)
            .await
            .unwrap()
            .proposals
            .is_empty()
    );
    assert_eq!(desk.two_numbers().await.1, euros("0.00"));

    desk.transfer("1.75", &format!("SEPA {}", sweep.reference.to_lowercase()))
        .await;
    assert_eq!(desk.state().await, SweepState::Settled);
    assert_eq!(desk.two_numbers().await, (euros("1.75"), euros("1.75")));
}

#[tokio::test]
async fn what_has_moved_is_frozen_and_undo_of_the_banks_line_takes_the_move_back() {
    let desk = Desk::new().await;
    desk.turn_on("keep").await;
    desk.buy(13, "9.10").await;
    let sweep = desk.confirm().await;
    desk.transfer("0.90", &sweep.reference).await;
    // What has moved is frozen: an edit of the purchase changes it no more.
    let goal = desk
        .fresh
        .ledger
        .goal(desk.goal, desk.today, 10)
        .await
        .unwrap();
    let deposit = &goal.deposits[0];
    assert_eq!(
        (deposit.kind, &deposit.moved),
        (DepositKind::Rule, &euros("0.90"))
    );
    let edited = EntryInput {
        date: day(2026, 3, 13),
        ..purchase(desk.bank, "9.50", "Corner Café")
    };
    let entry = deposit.entry.unwrap();
    desk.fresh
        .ledger
        .edit_entry(entry, edited, now())
        .await
        .unwrap();
    assert_eq!(desk.two_numbers().await, (euros("0.90"), euros("0.90")));
    desk.fresh.digest().await;

    // Undo of the bank's line takes the move back, not the promise.
    desk.fresh.ledger.undo(None, now()).await.unwrap();
    desk.fresh.ledger.undo(None, now()).await.unwrap();
    assert_eq!(desk.two_numbers().await, (euros("0.90"), euros("0.00")));
    assert_eq!(desk.state().await, SweepState::Open);
}

#[tokio::test]
async fn less_than_was_proposed_settles_the_oldest_and_the_rest_waits_again() {
    let desk = Desk::new().await;
    desk.turn_on("keep").await;
    desk.buy(10, "2.75").await;
    desk.buy(11, "3.10").await;
    let sweep = desk.confirm().await;
    desk.transfer("0.65", &sweep.reference).await;
    assert_eq!(desk.state().await, SweepState::Partial);
    assert_eq!(desk.two_numbers().await, (euros("1.15"), euros("0.65")));
    let waiting = desk
        .fresh
        .ledger
        .sweeps(desk.today)
        .await
        .unwrap()
        .proposals
        .remove(0);
    assert_eq!(waiting.pending, euros("0.50"));
}

#[tokio::test]
async fn a_transfer_without_its_reference_is_only_suggested_until_the_person_takes_it() {
    let desk = Desk::new().await;
    desk.turn_on("keep").await;
    desk.buy(10, "2.75").await;
    let sweep = desk.confirm().await;
    let input = EntryInput {
        date: day(2026, 3, 21),
        kind: EntryKind::Transfer,
        ..purchase(desk.bank, "0.25", "Somebody else")
    };
    let entry = desk.fresh.ledger.add_entry(input, now()).await.unwrap().id;
    assert_eq!(desk.state().await, SweepState::Suggested);
    assert_eq!(desk.two_numbers().await.1, euros("0.00"));
    let taken = desk
        .fresh
        .ledger
        .accept_sweep_entry(sweep.id, entry, desk.today, now());
    taken.await.unwrap();
    assert_eq!(desk.state().await, SweepState::Settled);
    assert_eq!(desk.two_numbers().await.1, euros("0.25"));
    let refused = desk.fresh.ledger.cancel_sweep(sweep.id, now()).await;
    assert!(matches!(
        refused,
        Err(LedgerError::Invalid {
            field: "transfer",
            ..
        })
    ));
}

#[tokio::test]
async fn a_refund_takes_back_its_part_and_says_why() {
    let desk = Desk::new().await;
    desk.turn_on("proportional").await;
    let bought = desk.buy(10, "3.50").await;
    let back = EntryInput {
        date: day(2026, 3, 12),
        kind: EntryKind::Refund,
        ..purchase(desk.bank, "1.75", "Corner Café")
    };
    let back = desk.fresh.ledger.add_entry(back, now()).await.unwrap().id;
    desk.fresh
        .ledger
        .link(PairKind::Refund, bought, back, now())
        .await
        .unwrap();
    assert_eq!(desk.two_numbers().await.0, euros("0.25"));
    let why = desk
        .fresh
        .ledger
        .why_saved(bought, desk.today)
        .await
        .unwrap();
    assert_eq!(
        (&why[0].amount, why[0].reason.as_str()),
        (&euros("0.50"), "ok")
    );
    assert_eq!(why[0].changes[0].amount, euros("-0.25"));
    desk.fresh.digest().await;
}

#[tokio::test]
async fn every_purchase_says_why_it_set_nothing_aside() {
    let desk = Desk::new().await;
    let rule = desk.turn_on("keep").await;
    let exact = desk.buy(10, "4.00").await;
    let early = EntryInput {
        date: day(2026, 2, 10),
        ..purchase(desk.bank, "3.30", "Corner Café")
    };
    let early = desk.fresh.ledger.add_entry(early, now()).await.unwrap().id;
    let left = desk.buy(11, "2.20").await;
    desk.fresh
        .ledger
        .leave_out(left, rule, now())
        .await
        .unwrap();
    for (entry, reason) in [
        (exact, "exact"),
        (early, "before_start"),
        (left, "excluded"),
    ] {
        let why = desk
            .fresh
            .ledger
            .why_saved(entry, desk.today)
            .await
            .unwrap();
        assert_eq!(why[0].reason, reason);
        assert!(!why[0].words.is_empty());
        assert_eq!(why[0].amount, euros("0.00"));
    }
    desk.fresh.ledger.take_in(left, rule, now()).await.unwrap();
    assert_eq!(desk.two_numbers().await.0, euros("0.80"));
}

#[tokio::test]
async fn a_pause_keeps_its_days_out_and_new_terms_leave_the_past_alone() {
    let desk = Desk::new().await;
    let rule = desk.turn_on("keep").await;
    desk.buy(10, "2.75").await;
    let until = PauseUntil::Day {
        day: day(2026, 3, 25),
    };
    let ledger = &desk.fresh.ledger;
    ledger
        .pause_saving(Some(rule), until, desk.today, now())
        .await
        .unwrap();
    desk.buy(22, "2.75").await;
    assert_eq!(desk.two_numbers().await.0, euros("0.25"));
    let shown = ledger.saving_rules(desk.today).await.unwrap();
    assert_eq!(shown[0].state, RuleState::Paused);
    ledger
        .resume_saving(Some(rule), desk.today, now())
        .await
        .unwrap();
    assert_eq!(desk.two_numbers().await.0, euros("0.50"));

    let mut twice: Value = serde_json::to_value(desk.rule("keep")).unwrap();
    twice["terms"]["times"] = json!(2);
    let from = Some(day(2026, 3, 21));
    let shown = ledger.save_saving_rule(Some(rule), input(twice), from, desk.today, now());
    assert_eq!(shown.await.unwrap().versions.len(), 2);
    assert_eq!(desk.two_numbers().await.0, euros("0.75"));
    let why = ledger
        .why_saved(desk.buy(23, "1.90").await, desk.today)
        .await
        .unwrap();
    assert_eq!((why[0].version, &why[0].amount), (2, &euros("0.20")));
    desk.fresh.digest().await;
}

#[tokio::test]
async fn terms_of_a_later_day_are_not_shown_before_and_give_way_to_earlier_ones() {
    let desk = Desk::new().await;
    let rule = desk.turn_on("keep").await;
    let ledger = &desk.fresh.ledger;
    let times = |times: u32| {
        let mut terms: Value = serde_json::to_value(desk.rule("keep")).unwrap();
        terms["terms"]["times"] = json!(times);
        input::<SavingRuleInput>(terms)
    };
    let later = Some(day(2030, 1, 1));
    let shown = ledger.save_saving_rule(Some(rule), times(3), later, desk.today, now());
    let shown = shown.await.unwrap();
    assert_eq!((shown.rule, shown.versions.len()), (times(1), 2));
    let shown = ledger.save_saving_rule(Some(rule), times(2), None, desk.today, now());
    let shown = shown.await.unwrap();
    assert_eq!((shown.rule, shown.versions.len()), (times(2), 2));
    desk.fresh.digest().await;
}

#[tokio::test]
async fn only_a_payment_of_the_account_in_its_days_can_be_the_transfer() {
    let desk = Desk::new().await;
    desk.turn_on("keep").await;
    let early = desk.buy(2, "2.75").await;
    let sweep = desk.confirm().await;
    for entry in [early, EntryId(123)] {
        let taken = desk
            .fresh
            .ledger
            .accept_sweep_entry(sweep.id, entry, desk.today, now());
        let refused = taken.await;
        assert!(matches!(
            refused,
            Err(LedgerError::Invalid { field: "entry", .. })
        ));
    }
}

#[tokio::test]
async fn the_lab_says_what_a_rule_would_have_done_and_writes_nothing() {
    let desk = Desk::new().await;
    desk.buy(10, "2.75").await;
    desk.buy(17, "3.10").await;
    let before = desk.fresh.digest().await;
    let query = LabQuery {
        rules: vec![desk.rule("keep")],
        from: day(2026, 2, 1),
        to: day(2026, 3, 31),
    };
    let told = desk.fresh.ledger.lab(query).await.unwrap().remove(0);
    let euro = &told.currencies[0];
    assert_eq!(
        (&euro.saved, &euro.a_month),
        (&euros("1.15"), &euros("0.58"))
    );
    assert_eq!(euro.months.len(), 2);
    assert_eq!(euro.top[0].saves, euros("0.90"));
    assert_eq!(desk.fresh.digest().await, before);
}

#[tokio::test]
async fn what_the_bank_rounds_up_by_itself_is_not_moved_twice() {
    let desk = Desk::new().await;
    let mut rule: Value = serde_json::to_value(desk.rule("keep")).unwrap();
    rule["terms"]["mirrors"] = json!({"pace": "purchase", "words": []});
    let ledger = &desk.fresh.ledger;
    let rule = ledger.save_saving_rule(None, input(rule), None, desk.today, now());
    let rule = rule.await.unwrap().id;
    desk.buy(10, "2.75").await;
    desk.buy(12, "3.40").await;
    let moved = EntryInput {
        date: day(2026, 3, 10),
        kind: EntryKind::Transfer,
        ..purchase(desk.bank, "0.25", "Round-up to pot")
    };
    ledger.add_entry(moved, now()).await.unwrap();
    assert_eq!(desk.two_numbers().await, (euros("0.85"), euros("0.25")));
    assert!(
        ledger
            .sweeps(desk.today)
            .await
            .unwrap()
            .proposals
            .is_empty()
    );
    let report = ledger.mirror(rule, day(2026, 3, 1), day(2026, 3, 31), Vec::new());
    let report = report.await.unwrap();
    assert_eq!((report.attached.len(), report.missed.len()), (1, 1));
    assert_eq!(
        (&report.moved[0], &report.expected[0]),
        (&euros("0.25"), &euros("0.85"))
    );
    desk.fresh.digest().await;
}

#[tokio::test]
async fn money_by_hand_is_part_of_the_goal_and_putting_it_away_sets_it_free() {
    let desk = Desk::new().await;
    let ledger = &desk.fresh.ledger;
    let by_hand = |amount: &str| GoalMoneyInput {
        amount: amount.to_owned(),
        account: Some(desk.bank),
        note: "gift".to_owned(),
    };
    ledger
        .move_goal_money(desk.goal, by_hand("100"), desk.today, now())
        .await
        .unwrap();
    let goal = ledger.goals(desk.today).await.unwrap().goals.remove(0);
    assert_eq!(
        (goal.state, goal.completed_on),
        (GoalState::Completed, Some(desk.today))
    );
    // Nothing is there to cover it: that is shown, never repaired.
    assert_eq!(goal.uncovered, Some(euros("100.00")));
    let too_much = ledger
        .move_goal_money(desk.goal, by_hand("-100.01"), desk.today, now())
        .await;
    assert!(matches!(
        too_much,
        Err(LedgerError::Invalid {
            field: "amount",
            ..
        })
    ));
    ledger
        .move_goal_money(desk.goal, by_hand("-40"), desk.today, now())
        .await
        .unwrap();
    ledger
        .archive_goal(desk.goal, desk.today, now())
        .await
        .unwrap();
    let away = ledger.goals(desk.today).await.unwrap();
    assert_eq!(away.goals[0].state, GoalState::Archived);
    assert_eq!(away.goals[0].promised, euros("0.00"));
    assert!(
        away.accounts
            .iter()
            .all(|account| account.earmarked.value == "0.00")
    );
    let refused = ledger
        .move_goal_money(desk.goal, by_hand("1"), desk.today, now())
        .await;
    assert!(refused.is_err());
    ledger
        .reopen_goal(desk.goal, desk.today, now())
        .await
        .unwrap();
    assert_eq!(
        ledger.goals(desk.today).await.unwrap().goals[0].state,
        GoalState::Active
    );
    desk.fresh.digest().await;
}

#[tokio::test]
async fn what_has_moved_lies_on_the_account_that_received_it() {
    let desk = Desk::new().await;
    desk.turn_on("keep").await;
    desk.buy(10, "2.75").await;
    let sweep = desk.confirm().await;
    desk.transfer("0.25", &sweep.reference).await;
    let accounts = desk.fresh.ledger.goals(desk.today).await.unwrap().accounts;
    let on = |account| {
        accounts
            .iter()
            .find(|cover| cover.account_id == account)
            .unwrap()
    };
    assert_eq!(on(desk.savings).earmarked, euros("0.25"));
    assert_eq!(on(desk.bank).earmarked, euros("0.00"));
}

#[tokio::test]
async fn a_rule_that_cannot_work_is_refused_by_its_field_and_nothing_is_written() {
    let desk = Desk::new().await;
    let before = desk.fresh.ledger.history(50).await.unwrap();
    let good: Value = serde_json::to_value(desk.rule("keep")).unwrap();
    let wrong = [
        ("/terms/steps/0/mode/increment", json!("0"), "increment"),
        ("/terms/steps/0/cap_day", json!("0.10"), "cap_day"),
        ("/terms/times", json!(21), "times"),
        ("/goals/goals/0/weight", json!("0"), "weight"),
        ("/name", json!(" "), "name"),
    ];
    for (place, value, field) in wrong {
        let mut rule = good.clone();
        *rule.pointer_mut(place).unwrap() = value;
        let answer = desk
            .fresh
            .ledger
            .save_saving_rule(None, input(rule), None, desk.today, now());
        let error = answer.await.unwrap_err();
        let LedgerError::Invalid { field: found, .. } = &error else {
            unreachable!("{error:?}");
        };
        assert_eq!(*found, field, "{error}");
    }
    assert_eq!(desk.fresh.ledger.history(50).await.unwrap(), before);
}
