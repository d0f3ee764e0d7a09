//! The round-up lab: what one or two sets of terms would have done on the person's own history.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use farthing_money::Money;
use farthing_rules::calendar::Span;
use farthing_rules::ids as rule_ids;
use farthing_rules::roundup::lab::{Given, Guarded, Saved, summary};
use farthing_rules::roundup::{RoundUp, SettledRoundUps, Settlements, accrue};
use sqlx::SqliteConnection;

use super::checked::{self, Plan, When, check_rule, plan};
use super::derive::{own_accounts, rule_error};
use super::facts::Facts;
use super::kept::Laid;
use super::rules::known;
use super::terms::SavingTerms;
use super::{
    LabCurrency, LabPurchase, LabQuery, LabReason, LabResult, LabStretch, SavingRuleInput, words,
};
use crate::error::{LedgerError, Result};
use crate::ids::{AccountId, EntryId};
use crate::register::{EntryRow, rows_of};
use crate::store::Ledger;

/// How many of the purchases that gave most are shown.
const TOP: usize = 10;
/// How many sets of terms stand side by side.
const SETS: usize = 2;

impl Ledger {
    /// What one or two sets of terms would have done on some days. Writes nothing.
    pub async fn lab(&self, query: LabQuery) -> Result<Vec<LabResult>> {
        let stretch = checked::stretch(query.from, query.to)?;
        if query.rules.is_empty() || query.rules.len() > SETS {
            return Err(LedgerError::invalid(
                "rules",
                "choose one or two sets of terms",
            ));
        }
        let mut db = self.pool.acquire().await?;
        let laid = Laid::of(&mut db).await?;
        let known = known(&mut db, &laid).await?;
        let mut results = Vec::with_capacity(query.rules.len());
        for input in &query.rules {
            if !matches!(input.terms, SavingTerms::RoundUp(_)) {
                return Err(no_round_up());
            }
            check_rule(input, &known, query.to)?;
            results.push(tried(&mut db, input, stretch).await?);
        }
        Ok(results)
    }
}

async fn tried(
    db: &mut SqliteConnection,
    input: &SavingRuleInput,
    stretch: Span,
) -> Result<LabResult> {
    let rule = round_up(db, input, stretch).await?;
    // A guarded account's balance is that of all its entries.
    let first = match rule.guard {
        Some(_) => NaiveDate::MIN,
        None => stretch.first,
    };
    let mut accounts: BTreeSet<AccountId> =
        rule.accounts.iter().map(|id| AccountId(id.0)).collect();
    accounts.extend(rule.guard.map(|guard| AccountId(guard.account.0)));
    let facts = Facts::between(db, first, stretch.last).await?;
    let entries = facts.entries_of(&accounts);
    let outcome = accrue(&rule, &entries, &SettledRoundUps::new()).map_err(rule_error)?;
    let told = summary(
        &rule,
        &entries,
        &outcome,
        &Settlements::default(),
        stretch,
        TOP,
    )
    .map_err(rule_error)?;
    let top = told.currencies.iter().flat_map(|saved| &saved.largest);
    let top: Vec<EntryId> = top.map(|given| EntryId(given.entry.0)).collect();
    let rows: BTreeMap<EntryId, EntryRow> = rows_of(db, &top)
        .await?
        .into_iter()
        .map(|row| (row.id, row))
        .collect();
    let mut currencies: Vec<(i64, LabCurrency)> = told
        .currencies
        .iter()
        .map(|saved| {
            (
                saved.sum.minor(),
                shown(saved, told.guarded.as_ref(), &rows),
            )
        })
        .collect();
    currencies.sort_by_key(|(sum, _)| std::cmp::Reverse(*sum));
    Ok(LabResult {
        name: input.name.clone(),
        currencies: currencies.into_iter().map(|(_, shown)| shown).collect(),
    })
}

async fn round_up(
    db: &mut SqliteConnection,
    input: &SavingRuleInput,
    stretch: Span,
) -> Result<RoundUp> {
    let when = When {
        from: Some(stretch.first),
        pauses: Vec::new(),
        left_out: BTreeSet::new(),
    };
    let Plan::RoundUp(mut rule) = plan(input, &when)? else {
        return Err(no_round_up());
    };
    if rule.accounts.is_empty() {
        let own = own_accounts(db).await?;
        rule.accounts = own.iter().map(|id| rule_ids::AccountId(id.0)).collect();
    }
    Ok(rule)
}

fn no_round_up() -> LedgerError {
    LedgerError::invalid("terms", "the lab tries round-ups; choose one")
}

fn shown(
    saved: &Saved,
    guarded: Option<&Guarded>,
    rows: &BTreeMap<EntryId, EntryRow>,
) -> LabCurrency {
    let currency = saved.sum.currency();
    let guarded = guarded.filter(|guarded| guarded.worst.currency() == currency);
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    let without = saved.without.iter().map(|(reason, number)| LabReason {
        reason: (*reason).to_owned(),
        words: words::reason_words(reason),
        count: count(*number),
    });
    LabCurrency {
        currency: currency.code().to_owned(),
        saved: saved.sum.into(),
        a_month: saved.month_average.into(),
        months: saved.months.iter().map(stretch).collect(),
        weeks: saved.weeks.iter().map(stretch).collect(),
        biggest_week: saved.biggest_week.as_ref().map(stretch),
        held_days: guarded.map_or(0, |guarded| count(guarded.held_back_days)),
        held_back: guarded
            .map_or(Money::zero(currency), |guarded| guarded.held_back)
            .into(),
        worst_balance: guarded.map(|guarded| stretch(&(guarded.worst_day, guarded.worst))),
        taken_back_times: count(saved.refunds),
        taken_back: saved.taken_back.into(),
        took_part: count(saved.purchases),
        left_out: without.collect(),
        top: saved
            .largest
            .iter()
            .map(|given| purchase(given, rows))
            .collect(),
    }
}

fn stretch((from, amount): &(NaiveDate, Money)) -> LabStretch {
    LabStretch {
        from: *from,
        amount: (*amount).into(),
    }
}

fn purchase(given: &Given, rows: &BTreeMap<EntryId, EntryRow>) -> LabPurchase {
    let entry = EntryId(given.entry.0);
    LabPurchase {
        entry,
        day: given.day,
        payee: rows
            .get(&entry)
            .map(|row| row.payee.clone())
            .unwrap_or_default(),
        size: given.size.into(),
        saves: given.roundup.into(),
    }
}
