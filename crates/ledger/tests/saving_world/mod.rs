//! A ledger with accounts, goals and a destination, in which anything may happen.

pub mod rules;

use std::fmt::Write as _;

use chrono::{Days, NaiveDate};
use farthing_ledger::savings::{
    DestinationInput, GoalInput, GoalSummary, ListPriceInput, SavingRuleInput, WishInput,
};
use farthing_ledger::{
    AccountId, AccountKind, ChoiceId, EntryFilter, EntryId, EntryInput, NewAccount, Result,
};
use serde_json::{Value, json};

use crate::common::{Fresh, day, fresh, now, purchase};

/// A ledger with accounts, goals and a destination, and the day it is.
pub struct World {
    pub fresh: Fresh,
    pub accounts: [AccountId; 3],
    pub today: NaiveDate,
}

impl World {
    pub async fn new() -> Self {
        let fresh = fresh().await;
        let accounts = [
            bank(&fresh).await,
            fresh.wallet("Cash").await.id,
            fresh.wallet("Savings").await.id,
        ];
        let today = day(2026, 3, 1);
        let destination: DestinationInput = serde_json::from_value(json!({
            "name": "Savings", "account": accounts[2], "currency": "EUR", "threshold": "0.50",
            "way": {"kind": "sepa", "holder": "Ada Example", "iban": "DE89370400440532013000"}
        }))
        .unwrap();
        let destination = fresh.ledger.save_destination(None, destination, now());
        let destination = destination.await.unwrap().id;
        let world = Self {
            fresh,
            accounts,
            today,
        };
        for (name, target, by) in [("Bike", Some("12.00"), "spill"), ("Trip", None, "keep")] {
            let goal: GoalInput = serde_json::from_value(json!({
                "name": name, "currency": "EUR", "target": target, "overfund": by,
                "destination": destination
            }))
            .unwrap();
            world
                .fresh
                .ledger
                .save_goal(None, goal, today, now())
                .await
                .unwrap();
        }
        world
    }

    pub async fn nth_entry(&self, nth: usize) -> Option<EntryId> {
        let filter = EntryFilter::default();
        let rows = self
            .fresh
            .ledger
            .entries(&filter, 0, 500)
            .await
            .unwrap()
            .rows;
        (!rows.is_empty()).then(|| rows[nth % rows.len()].id)
    }

    pub async fn nth_rule(&self, nth: usize) -> Option<ChoiceId> {
        let rules = self.fresh.ledger.saving_rules(self.today).await.unwrap();
        (!rules.is_empty()).then(|| rules[nth % rules.len()].id)
    }

    pub async fn nth_goal(&self, nth: usize) -> Option<GoalSummary> {
        let mut goals = self.fresh.ledger.goals(self.today).await.unwrap().goals;
        (!goals.is_empty()).then(|| goals.remove(nth % goals.len()))
    }

    pub async fn rule(&self, kind: u8, terms: u8) -> SavingRuleInput {
        let pick = |words: &[&str]| words[usize::from(terms) % words.len()].to_owned();
        let goals = self.goals().await;
        let rules = self.fresh.ledger.saving_rules(self.today).await.unwrap();
        let rules: Vec<ChoiceId> = rules.iter().map(|rule| rule.id).take(2).collect();
        let guard = json!({"floor": pick(&["0", "40"]), "currency": "EUR",
                           "mode": pick(&["skip", "partial", "cancel_day"])});
        let is_guarded = kind.is_multiple_of(4);
        let is_watching = terms.is_multiple_of(2);
        serde_json::from_value(json!({
            "name": format!("Rule {kind} {terms}"),
            "terms": rules::terms(kind, terms, self.accounts[0], &goals, &rules),
            "scope": {"accounts": if is_watching { vec![self.accounts[0]] } else { vec![] }},
            "from": "2026-01-10",
            "pays_from": (is_guarded || terms.is_multiple_of(3)).then_some(self.accounts[0]),
            "guard": is_guarded.then_some(guard),
            "refunds": pick(&["keep", "on_full", "proportional"]),
            "changes": if rules::is_round_up(kind) { pick(&["freeze", "adjust"]) } else { "freeze".to_owned() },
            "goals": {
                "by": pick(&["weights", "priority"]),
                "goals": goals.iter().map(|goal| json!({"goal": goal, "weight": "1"}))
                    .collect::<Vec<Value>>(),
            },
        }))
        .unwrap()
    }

    /// Says or forgets what the list said an entry would cost.
    pub async fn price(&self, entry: usize, minor: u32) -> Result<()> {
        let (ledger, today) = (&self.fresh.ledger, self.today);
        let Some(entry) = self.nth_entry(entry).await else {
            return Ok(());
        };
        if minor.is_multiple_of(5) {
            return ledger.clear_list_price(entry, today, now()).await.map(drop);
        }
        let input = ListPriceInput {
            price: text(minor),
            currency: None,
        };
        let kept = ledger.set_list_price(entry, input, today, now());
        kept.await.map(drop)
    }

    /// Puts a thing on the want list, some days ago.
    pub async fn want(&self, minor: u32, back: u32) -> Result<()> {
        let input = WishInput {
            name: format!("Thing {minor}"),
            price: text(minor),
            currency: "EUR".to_owned(),
            added: Some(self.today - Days::new(u64::from(back))),
        };
        let kept = self.fresh.ledger.add_wish(input, self.today, now());
        kept.await.map(drop)
    }

    /// Decides about a thing some days ago, opens it again or takes it off the list.
    pub async fn decide(&self, wish: usize, deed: u8, back: u32) -> Result<()> {
        let (ledger, today) = (&self.fresh.ledger, self.today);
        let wishes = ledger.want_list(today).await.unwrap().wishes;
        let Some(id) = wishes.get(wish % wishes.len().max(1)).map(|wish| wish.id) else {
            return Ok(());
        };
        let day = Some(today - Days::new(u64::from(back)));
        match deed % 6 {
            0..=2 => ledger.drop_wish(id, day, today, now()).await.map(drop),
            3 => ledger.buy_wish(id, day, today, now()).await.map(drop),
            4 => ledger.reopen_wish(id, today, now()).await.map(drop),
            _ => ledger.remove_wish(id, today, now()).await.map(drop),
        }
    }

    pub async fn goals(&self) -> Vec<ChoiceId> {
        let goals = self.fresh.ledger.goals(self.today).await.unwrap().goals;
        goals.iter().map(|goal| goal.id).collect()
    }
}

/// An account with something in it, so that a guard has something to guard.
pub async fn bank(fresh: &Fresh) -> AccountId {
    let input = NewAccount {
        name: "Bank".to_owned(),
        kind: AccountKind::Bank,
        currency: "EUR".to_owned(),
        opening_balance: "60.00".to_owned(),
    };
    let account = fresh.ledger.add_account(input, day(2026, 1, 1), now());
    account.await.unwrap().id
}

pub fn entry_of(account: AccountId, minor: u32, on: u32) -> EntryInput {
    EntryInput {
        date: day(2026, 1, 1) + Days::new(u64::from(on)),
        ..purchase(account, &text(minor), &format!("Payee {}", minor % 5))
    }
}

pub fn statement(part: u8) -> String {
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

pub fn text(minor: u32) -> String {
    format!("{}.{:02}", minor / 100, minor % 100)
}
