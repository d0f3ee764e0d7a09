//! Banks that round up by themselves: their transfers beside the purchases behind them.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use farthing_money::{Money, Sums};
use farthing_rules::ids as rule_ids;
use farthing_rules::mirror::{BankRoundUp, Expected, Mirrored, Pace, RoundUpNames, mirror};
use sqlx::SqliteConnection;

use super::checked::{self, Plan, When, plan};
use super::derive::{own_accounts, rule_error};
use super::facts::Facts;
use super::kept::{KeptRule, Laid};
use super::terms::{MirrorInput, MirrorPace, SavingTerms};
use super::{ExamplePurchase, MirrorMissed, MirrorReport, MirrorTransfer};
use crate::choices::Choice;
use crate::day::{day_number, day_of};
use crate::error::{LedgerError, Result};
use crate::ids::{AccountId, ChoiceId, EntryId};
use crate::kinds::EntryKind;
use crate::register::rows_of;
use crate::store::Ledger;
use crate::totals::stored_currency;
use crate::wire::Amount;

impl Ledger {
    /// What the bank's own round-ups of some days come to, beside what a rule expects of its purchases.
    /// Transfers are known by the usual words and the person's own.
    pub async fn mirror(
        &self,
        rule: ChoiceId,
        from: NaiveDate,
        to: NaiveDate,
        words: Vec<String>,
    ) -> Result<MirrorReport> {
        checked::stretch(from, to)?;
        let mut db = self.pool.acquire().await?;
        let laid = Laid::of(&mut db).await?;
        let rule = laid.rule(rule)?;
        let mut how = terms_of(&rule.value)?.cloned().unwrap_or(MirrorInput {
            pace: MirrorPace::Purchase,
            words: Vec::new(),
        });
        how.words.extend(words);
        let mirrored = mirrored(&mut db, &rule.value, &how, (from, to)).await?;
        report(&mut db, &mirrored).await
    }
}

/// How the bank moves the round-ups of a rule by itself; none where it does not.
pub(super) fn terms_of(rule: &KeptRule) -> Result<Option<&MirrorInput>> {
    match &rule.newest()?.terms {
        SavingTerms::RoundUp(terms) => Ok(terms.mirrors.as_ref()),
        _ => Err(LedgerError::invalid(
            "rule",
            "only round-ups can be compared with those of a bank",
        )),
    }
}

/// Whether the bank moves what a rule sets aside.
pub(super) fn is_mirror(rule: &Choice<KeptRule>) -> bool {
    terms_of(&rule.value).is_ok_and(|terms| terms.is_some())
}

/// The bank's transfers of some days with the purchases that explain them.
pub(super) async fn mirrored(
    db: &mut SqliteConnection,
    rule: &KeptRule,
    how: &MirrorInput,
    (from, to): (NaiveDate, NaiveDate),
) -> Result<Mirrored> {
    let first = rule.versions.first();
    let when = When {
        from: first.and_then(|version| version.input.from),
        pauses: rule.rests(&[]),
        left_out: BTreeSet::new(),
    };
    let Plan::RoundUp(mut round_up) = plan(rule.newest()?, &when)? else {
        return Err(LedgerError::Missing("round-up"));
    };
    // The bank asks no guard of ours.
    round_up.guard = None;
    if round_up.accounts.is_empty() {
        let own = own_accounts(db).await?;
        round_up.accounts = own.iter().map(|id| rule_ids::AccountId(id.0)).collect();
    }
    let accounts: BTreeSet<AccountId> =
        round_up.accounts.iter().map(|id| AccountId(id.0)).collect();
    let facts = Facts::between(db, from, to).await?;
    let transfers = transfers(db, &accounts, how, (from, to)).await?;
    let pace = match how.pace {
        MirrorPace::Purchase => Pace::Purchase,
        MirrorPace::Day => Pace::Day,
        MirrorPace::Week => Pace::Week(round_up.week_start),
    };
    mirror(
        &round_up,
        &facts.entries_of(&accounts),
        &transfers,
        pace,
        to,
    )
    .map_err(rule_error)
}

/// What left these accounts under a name of round-ups.
async fn transfers(
    db: &mut SqliteConnection,
    accounts: &BTreeSet<AccountId>,
    how: &MirrorInput,
    (from, to): (NaiveDate, NaiveDate),
) -> Result<Vec<BankRoundUp>> {
    let names = RoundUpNames::with(how.words.iter().map(String::as_str));
    let (from, to) = (day_number(from), day_number(to));
    let accounts = serde_json::to_string(accounts)?;
    let rows = sqlx::query!(
        r#"select e.id as "id!: EntryId", e.day as "day!: i64", e.kind as "kind!: EntryKind",
               -sum(p.minor) as "minor!: i64", p.currency as "currency!: String",
               coalesce((select name from payees where id = e.payee_id), '') || ' ' || e.note
                   || ' ' || coalesce((select group_concat(r.raw, ' ') from statement_rows r
                       where r.entry_id = e.id), '') as "text!: String"
           from postings p join entries e on e.id = p.entry_id
           where p.account_id in (select value from json_each(?)) and p.day between ? and ?
             and e.status = 3 and e.kind <> 1
           group by e.id, p.currency having sum(p.minor) < 0
           order by e.day, coalesce(e.second, 86400), e.id"#,
        accounts,
        from,
        to
    )
    .fetch_all(db)
    .await?;
    let mut transfers = Vec::new();
    for row in rows.iter().filter(|row| names.are_in(&row.text)) {
        transfers.push(BankRoundUp {
            entry: rule_ids::EntryId(row.id.0),
            day: day_of(row.day)?,
            amount: Money::from_minor(row.minor, stored_currency(&row.currency)?)?,
        });
    }
    Ok(transfers)
}

async fn report(db: &mut SqliteConnection, mirrored: &Mirrored) -> Result<MirrorReport> {
    let transfers = mirrored
        .attached
        .iter()
        .map(|attached| attached.transfer.entry);
    let unexplained = mirrored.unexplained.iter().map(|transfer| transfer.entry);
    let of_transfers: Vec<EntryId> = transfers
        .chain(unexplained)
        .map(|entry| EntryId(entry.0))
        .collect();
    let rows: BTreeMap<EntryId, _> = rows_of(db, &of_transfers)
        .await?
        .into_iter()
        .map(|row| (row.id, row))
        .collect();
    let expected = mirrored.attached.iter().map(|attached| &attached.expected);
    let all = expected.chain(&mirrored.missed).chain(&mirrored.waiting);
    let purchases: Vec<EntryId> = all
        .flat_map(|expected| expected.purchases.iter().map(|(entry, _)| EntryId(entry.0)))
        .collect();
    let purchases: BTreeMap<EntryId, _> = rows_of(db, &purchases)
        .await?
        .into_iter()
        .map(|row| (row.id, row))
        .collect();
    let shown = |expected: &Expected| -> Vec<ExamplePurchase> {
        let known = expected.purchases.iter().filter_map(|(entry, saves)| {
            let row = purchases.get(&EntryId(entry.0))?;
            Some(ExamplePurchase {
                day: Some(row.date),
                payee: row.payee.clone(),
                size: row.amount.clone(),
                saves: (*saves).into(),
            })
        });
        known.collect()
    };
    let missing = |expected: &Expected| MirrorMissed {
        day: expected.days.first,
        purchases: shown(expected),
        amount: expected.sum.into(),
    };
    let attached = mirrored.attached.iter().filter_map(|attached| {
        Some(MirrorTransfer {
            transfer: rows.get(&EntryId(attached.transfer.entry.0))?.clone(),
            purchases: shown(&attached.expected),
            difference: attached.difference.into(),
        })
    });
    let (moved, expected) = sums(mirrored)?;
    Ok(MirrorReport {
        attached: attached.collect(),
        missed: mirrored.missed.iter().map(missing).collect(),
        waiting: mirrored.waiting.iter().map(missing).collect(),
        unexplained: mirrored
            .unexplained
            .iter()
            .filter_map(|transfer| rows.get(&EntryId(transfer.entry.0)).cloned())
            .collect(),
        moved,
        expected,
    })
}

/// What the bank has moved, and what it should have moved by now.
fn sums(mirrored: &Mirrored) -> Result<(Vec<Amount>, Vec<Amount>)> {
    let attached = mirrored.attached.iter();
    let transfers = attached.clone().map(|attached| attached.transfer.amount);
    let unexplained = mirrored.unexplained.iter().map(|transfer| transfer.amount);
    let moved = Sums::of(transfers.chain(unexplained))?;
    let explained = attached.map(|attached| attached.expected.sum);
    let expected = Sums::of(explained.chain(mirrored.missed.iter().map(|missed| missed.sum)))?;
    let wire = |sums: Sums| sums.iter().map(Amount::from).collect();
    Ok((wire(moved), wire(expected)))
}
