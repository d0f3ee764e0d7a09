//! Which rows of a file the ledger has: by their identity, as a twin under another one, or still pending.
//!
//! What is certain is settled here. What is only likely is shown beside the entry it may be, with
//! the reason, and the person's word for the row counts.

mod lists;
mod lookup;
mod twins;

use std::collections::{HashMap, HashSet};

use farthing_money::Money;
use farthing_rules::ids as rule_ids;
use farthing_statements::{Row, RowStatus};
use sqlx::SqliteConnection;

use super::identity::Identities;
use super::plan::{Fate, Plan, Section};
use super::{MatchCertainty, MatchRelation, RowAnswer};
use crate::error::Result;
use crate::ids::{AccountId, EntryId};
use lists::known_among;
pub(crate) use lists::{contradictions, keep, keep_again};
use lookup::{Moment, candidates_in, moments_in, pending_identities};
use twins::{posted_among, twins_among};

/// A row and the entry that it is, or may be.
#[derive(Debug, Clone)]
pub(crate) struct Match {
    /// The section, and the row's place in it.
    pub section: usize,
    pub place: usize,
    pub entry: EntryId,
    pub relation: MatchRelation,
    pub certainty: MatchCertainty,
    pub reason: String,
    /// Whether the row is taken for the entry: as the person said, else as it seems best.
    pub same: bool,
}

impl Plan {
    /// Settles which rows the ledger has. `answers` are the person's words for single rows.
    pub(crate) async fn find_known(
        &mut self,
        db: &mut SqliteConnection,
        answers: &[RowAnswer],
    ) -> Result<()> {
        self.mark_known(db).await?;
        let format = self.reading.format;
        let mut found = Vec::new();
        for (index, (section, statement)) in self
            .sections
            .iter_mut()
            .zip(&self.reading.statements)
            .enumerate()
        {
            let Some(account) = section.account else {
                continue;
            };
            section.look_closer(db, account, &statement.rows).await?;
            let matches = section
                .find_twins(db, account, &statement.rows, format)
                .await?;
            found.extend(matches.into_iter().map(|m| Match {
                section: index,
                ..m
            }));
        }
        self.matches = found;
        self.take_answers(answers);
        Ok(())
    }

    /// Gives rows their identities, and marks those that an earlier import has brought.
    async fn mark_known(&mut self, db: &mut SqliteConnection) -> Result<()> {
        for (section, statement) in self.sections.iter_mut().zip(&self.reading.statements) {
            if let Some(account) = section.account {
                section.identify(account, &statement.rows);
            }
        }
        let wanted = self.mark_repeats();
        let Some(days) = self.days_of_new() else {
            return Ok(());
        };
        let known = known_among(db, &wanted, &days).await?;
        if known.is_empty() {
            return Ok(());
        }
        for row in self.sections.iter_mut().flat_map(|s| &mut s.rows) {
            if known.contains(&row.identity) {
                row.fate = Fate::Known;
            }
        }
        Ok(())
    }

    /// The person's word for a row counts; the rest stays as it seems best.
    fn take_answers(&mut self, answers: &[RowAnswer]) {
        let answers: HashMap<u32, bool> = answers.iter().map(|a| (a.line, a.same)).collect();
        for found in &mut self.matches {
            let (Some(section), Some(statement)) = (
                self.sections.get_mut(found.section),
                self.reading.statements.get(found.section),
            ) else {
                continue;
            };
            let Some(planned) = section.rows.get_mut(found.place) else {
                continue;
            };
            let line = statement.rows.get(planned.index).map_or(0, |row| row.line);
            if let Some(same) = answers.get(&line) {
                found.same = *same;
            }
            planned.fate = match (found.same, found.relation) {
                (false, _) => Fate::New,
                (true, MatchRelation::Duplicate) => Fate::Twin(found.entry),
                (true, MatchRelation::Posted) => Fate::Claim(found.entry),
            };
        }
    }
}

impl Section {
    /// Gives each row its identity in this account.
    pub(crate) fn identify(&mut self, account: AccountId, rows: &[Row]) {
        let mut identities = Identities::of(account);
        for planned in &mut self.rows {
            if let Some(row) = rows.get(planned.index) {
                planned.identity = identities.next(row, planned.amount);
            }
        }
    }

    /// What an equal identity alone does not tell: rows at another time, and pending ones.
    async fn look_closer(
        &mut self,
        db: &mut SqliteConnection,
        account: AccountId,
        rows: &[Row],
    ) -> Result<()> {
        let known = self.rows.iter().filter(|p| p.fate == Fate::Known);
        let known_rows = || known.clone().filter_map(|p| rows.get(p.index));
        let days = known_rows().map(|row| row.date);
        let Some((first, last)) = days.clone().min().zip(days.max()) else {
            return Ok(());
        };
        if known_rows().any(|row| row.time.is_some()) {
            let moments = moments_in(db, account, first..=last).await?;
            self.tell_apart_by_time(account, rows, &moments);
        }
        self.claim_by_identity(db, rows).await
    }

    /// Two equal rows at different times of a day are two, although the file has only the later.
    fn tell_apart_by_time(
        &mut self,
        account: AccountId,
        rows: &[Row],
        moments: &HashMap<i64, Moment>,
    ) {
        let is_other = |identity: &i64, row: &Row| {
            let second = row.time.map(second_of);
            let known = moments.get(identity).and_then(|m| m.second_on(row.date));
            second.zip(known).is_some_and(|(a, b)| a != b)
        };
        let mut groups: HashMap<i64, Vec<usize>> = HashMap::new();
        let mut odd = HashSet::new();
        let mut identities = Identities::of(account);
        for (place, planned) in self.rows.iter().enumerate() {
            let Some(row) = rows.get(planned.index).filter(|row| row.time.is_some()) else {
                continue;
            };
            let base = identities.base(row, planned.amount);
            groups.entry(base).or_default().push(place);
            if planned.fate == Fate::Known && is_other(&planned.identity, row) {
                odd.insert(base);
            }
        }
        for base in odd {
            let places = groups.remove(&base).unwrap_or_default();
            self.match_times(&mut identities, rows, &places, moments);
        }
    }

    /// Equal rows of a day find their like among those of the ledger by the time of day.
    fn match_times(
        &mut self,
        identities: &mut Identities,
        rows: &[Row],
        places: &[usize],
        moments: &HashMap<i64, Moment>,
    ) {
        let first = places.first().and_then(|place| self.rows.get(*place));
        let Some((row, amount)) = first.and_then(|p| Some((rows.get(p.index)?, p.amount))) else {
            return;
        };
        let mut there: Vec<(i64, Option<u32>)> = Vec::new();
        let mut next = 0;
        loop {
            let identity = identities.numbered(row, amount, next);
            let Some(moment) = moments.get(&identity) else {
                break;
            };
            there.push((identity, moment.second_on(row.date)));
            next += 1;
        }
        for place in places {
            let Some(planned) = self.rows.get_mut(*place) else {
                continue;
            };
            let second = rows.get(planned.index).and_then(|r| r.time).map(second_of);
            let like = there
                .iter()
                .position(|(_, known)| known.is_none() || *known == second);
            if let Some(like) = like {
                (planned.identity, planned.fate) = (there.swap_remove(like).0, Fate::Known);
            } else {
                planned.identity = identities.numbered(row, amount, next);
                planned.fate = Fate::New;
                next += 1;
            }
        }
    }

    /// A row that was pending when it came first is final now.
    async fn claim_by_identity(&mut self, db: &mut SqliteConnection, rows: &[Row]) -> Result<()> {
        let waiting = pending_identities(db).await?;
        if waiting.is_empty() {
            return Ok(());
        }
        for planned in &mut self.rows {
            let row = rows.get(planned.index);
            let is_final = row.is_some_and(|row| row.status == RowStatus::Posted);
            if let Some(entry) = waiting.get(&planned.identity)
                && planned.fate == Fate::Known
                && is_final
            {
                planned.fate = Fate::Final(*entry);
            }
        }
        Ok(())
    }

    /// New rows that the ledger may have under another identity, or as a pending entry.
    async fn find_twins(
        &self,
        db: &mut SqliteConnection,
        account: AccountId,
        rows: &[Row],
        format: &str,
    ) -> Result<Vec<Match>> {
        let fresh: Vec<(usize, &Row, Money)> = self
            .rows
            .iter()
            .enumerate()
            .filter(|(_, planned)| planned.fate == Fate::New)
            .filter_map(|(place, p)| Some((place, rows.get(p.index)?, p.amount)))
            .collect();
        let days = || fresh.iter().map(|(_, row, _)| row.date);
        let (Some(from), Some(to), Some(currency)) = (days().min(), days().max(), self.currency)
        else {
            return Ok(Vec::new());
        };
        let mine: HashSet<i64> = self.rows.iter().map(|p| p.identity).collect();
        let candidates = candidates_in(db, (account, currency), (from, to), &mine).await?;
        if candidates.is_empty() {
            return Ok(Vec::new());
        }
        let account = rule_ids::AccountId(account.0);
        let mut found = posted_among(account, &candidates, &fresh);
        let gone: HashSet<usize> = found.iter().map(|m| m.place).collect();
        let left: Vec<_> = fresh
            .into_iter()
            .filter(|(place, ..)| !gone.contains(place))
            .collect();
        found.extend(twins_among(account, &candidates, &left, format));
        found.sort_by_key(|found| found.place);
        Ok(found)
    }
}

fn second_of(time: chrono::NaiveTime) -> u32 {
    chrono::Timelike::num_seconds_from_midnight(&time)
}
