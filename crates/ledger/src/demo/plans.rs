//! What the person of the sample saves for, and the programmes that reward their payments.

use std::collections::HashMap;

use chrono::{Datelike, Months, NaiveDate};
use serde_json::{Value, json};

use super::draft::Own;
use super::habits::GAMES;
use crate::cashback::{ProgrammeFile, ProgrammeInput, WrittenProgramme, shipped_programmes};
use crate::error::{LedgerError, Result};
use crate::ids::{AccountId, ChoiceId};
use crate::savings::SplitChoice;
use crate::write::Write;

/// The card's programme is invented, as its bank is.
const CARD_PROGRAMME: (&str, &str) = ("nordufer_card.toml", include_str!("nordufer_card.toml"));

/// The IBAN that textbooks print; nobody's.
const IBAN: &str = "DE89370400440532013000";

/// For how many months the rules have been there.
const MONTHS: u32 = 8;

/// Shipped programmes that fit wallets of the sample.
const SHIPPED: [(&str, Own); 2] = [("bonga_points", Own::MPesa), ("alipay_points", Own::Alipay)];

/// Lays it all down, as part of the write that makes the sample.
pub(super) async fn lay_down(
    write: &mut Write,
    accounts: &HashMap<Own, AccountId>,
    today: NaiveDate,
) -> Result<()> {
    let id = |own: Own| accounts.get(&own).copied();
    let goals = goals(write, id(Own::Savings), today).await?;
    for mut rule in rules(&goals, today)? {
        rule["pays_from"] = json!(id(Own::Bank));
        let rule = parsed(rule)?;
        write.keep_saving_rule(None, rule, None, today).await?;
    }
    for (programme, own) in programmes()? {
        let input = ProgrammeInput {
            programme,
            accounts: id(own).into_iter().collect(),
            categories: Vec::new(),
            from: None,
            until: None,
            fx_fee: String::new(),
            method: String::new(),
        };
        write.keep_programme(None, input).await?;
    }
    Ok(())
}

/// Two goals on one account: one with a day, one without.
async fn goals(
    write: &mut Write,
    savings: Option<AccountId>,
    today: NaiveDate,
) -> Result<Vec<ChoiceId>> {
    let destination = parsed(json!({
        "name": "Rainy days", "account": savings, "currency": "EUR", "threshold": "25.00",
        "way": {"kind": "sepa", "holder": "Robin Beispiel", "iban": IBAN},
    }))?;
    let destination = write.keep_destination(None, &destination).await?;
    let by = today.checked_add_months(Months::new(5));
    let goals = [
        json!({
            "name": "A bicycle for the hills", "currency": "EUR", "target": "420.00", "by": by,
            "priority": 1, "destination": destination, "icon": "bike",
        }),
        json!({
            "name": "Back to Mombasa", "currency": "EUR", "target": "1600.00", "priority": 2,
            "destination": destination, "icon": "plane",
        }),
    ];
    let mut ids = Vec::with_capacity(goals.len());
    for goal in goals {
        ids.push(write.keep_goal(None, parsed(goal)?, today).await?);
    }
    Ok(ids)
}

/// Round-ups that fill the goals one after the other, a tenth of what games cost, and the card's cashback.
fn rules(goals: &[ChoiceId], today: NaiveDate) -> Result<[Value; 3]> {
    let from = today
        .checked_sub_months(Months::new(MONTHS))
        .and_then(|day| day.with_day(1))
        .ok_or_else(|| LedgerError::invalid("today", "the calendar begins later than that"))?;
    let split = |by: SplitChoice| {
        let goals = goals.iter().map(|&goal| json!({"goal": goal}));
        json!({"by": by, "goals": goals.collect::<Vec<Value>>()})
    };
    let step = json!({"currency": "EUR", "mode": {"kind": "multiple"}, "cap_month": "30.00"});
    Ok([
        json!({
            "name": "Up to the next euro", "from": from, "goals": split(SplitChoice::Priority),
            "terms": {"kind": "round_up", "steps": [step]},
        }),
        json!({
            "name": "A tenth of games", "from": from, "goals": split(SplitChoice::Weights),
            "terms": {"kind": "percent_of_purchase", "currency": "EUR", "percent": "10"},
            "scope": {
                "accounts": [], "payees": [], "categories": [GAMES], "except": [], "smallest": null
            },
        }),
        json!({
            "name": "Cashback that came", "from": from, "goals": split(SplitChoice::Priority),
            "terms": {"kind": "sweep_cashback", "currency": "EUR", "percent": "100"},
        }),
    ])
}

fn programmes() -> Result<Vec<(WrittenProgramme, Own)>> {
    let (file, text) = CARD_PROGRAMME;
    let card = ProgrammeFile::read(file, text)?;
    let mut programmes = vec![(card.written().clone(), Own::Card)];
    for shipped in shipped_programmes()? {
        let written = shipped.written();
        let whose = SHIPPED.iter().find(|(id, _)| *id == written.id);
        programmes.extend(whose.map(|&(_, own)| (written.clone(), own)));
    }
    Ok(programmes)
}

/// An input as the page would send it.
pub(super) fn parsed<T: serde::de::DeserializeOwned>(input: Value) -> Result<T> {
    serde_json::from_value(input)
        .map_err(|error| LedgerError::Damaged(format!("the sample's plans: {error}")))
}
