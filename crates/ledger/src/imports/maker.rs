//! The maker of entries: one row, or the rows of one event, with all that was found out about them.

use std::collections::HashMap;
use std::mem;

use chrono::Timelike;
use farthing_money::Money;
use farthing_rules::classify::{Outcome, Part as SplitPart};
use farthing_statements::{Row, RowKind, RowStatus};

use super::gather::Known;
use super::joins::{Joins, Other, Place, is_charge, rate, row_at};
use super::plan::{Fate, Plan, Planned};
use super::postings::{Moved, category_name, class_of, closed, kind_of, split};
use super::settle::counter_of;
use super::sorting::Sorted;
use crate::error::Result;
use crate::ids::{AccountId, EntryId, built_in};
use crate::kinds::{Decided, EntryKind, EntryStatus};
use crate::text::joined;
use crate::totals::{Fact, Part};
use crate::write::Write;

/// An entry of an import, ready to be written.
pub(super) struct NewEntry {
    pub id: EntryId,
    pub fact: Fact,
    pub zone: Option<String>,
    pub note: String,
    /// How much it was in another currency.
    pub original: Option<Money>,
    pub transfer_of: Option<EntryId>,
    pub decided: Decided,
    /// The rule that decided, when one did.
    pub rule: Option<i64>,
    pub sources: Vec<Source>,
}

/// A row of the file, as it is kept with its entry.
pub(super) struct Source {
    pub identity: i64,
    pub line: u32,
    pub raw: String,
    pub reference: Option<String>,
    pub counter: Option<String>,
}

impl Source {
    /// Takes the texts of a row.
    fn of(planned: &Planned, row: &mut Row) -> Self {
        Self {
            identity: planned.identity,
            line: row.line,
            counter: counter_of(row).map(str::to_owned),
            raw: mem::take(&mut row.raw),
            reference: row.reference.take(),
        }
    }
}

/// A row that is part of another row's entry.
struct Follower {
    account: AccountId,
    amount: Money,
    fee: Money,
    /// Whether all of it is the fee in the payment.
    is_charge: bool,
    source: Source,
}

/// All that was found out about new rows.
pub(super) struct Maker {
    known: Known,
    joins: Joins,
    sorted: Sorted,
    followers: HashMap<Place, Vec<Follower>>,
    /// The ids of entries that others name.
    ids: HashMap<Place, EntryId>,
}

/// What is written when the new entries are there.
pub(super) struct After {
    /// Entries that were there and become sides of a transfer with a new one.
    sides: Vec<(EntryId, EntryId)>,
    tags: Vec<(EntryId, Vec<String>)>,
}

impl Maker {
    /// A maker of entries whose ids begin at `first`. Rows that follow others give their texts away.
    pub(super) fn new(
        plan: &mut Plan,
        known: Known,
        joins: Joins,
        sorted: Sorted,
        first: EntryId,
    ) -> Self {
        let mut maker = Self {
            known,
            joins,
            sorted,
            followers: HashMap::new(),
            ids: HashMap::new(),
        };
        maker.number(plan, first);
        maker.take_followers(plan);
        maker
    }

    /// Entries take their ids in the order of the file.
    fn number(&mut self, plan: &Plan, first: EntryId) {
        let mut ids = (first.0..).map(EntryId);
        for (index, section) in plan.sections.iter().enumerate() {
            for (place, planned) in section.rows.iter().enumerate() {
                let place = (index, place);
                if planned.fate != Fate::New || self.joins.follows(place) {
                    continue;
                }
                let Some(id) = ids.next() else {
                    return;
                };
                if self.joins.is_side(place) || has_tags(plan, &self.sorted, place) {
                    self.ids.insert(place, id);
                }
                self.note_purchase(plan, place, id);
            }
        }
    }

    /// A purchase is noted where a refund of the file names it.
    fn note_purchase(&mut self, plan: &Plan, place: Place, id: EntryId) {
        if self.known.purchases.is_empty() {
            return;
        }
        if let Some((_, row)) = row_at(plan, place)
            && kind_of(row) == EntryKind::Purchase
            && let Some(reference) = &row.reference
            && let Some(wanted) = self.known.purchases.get_mut(reference)
        {
            *wanted = Some(id);
        }
    }

    fn take_followers(&mut self, plan: &mut Plan) {
        for (index, section) in plan.sections.iter().enumerate() {
            for place in 0..section.rows.len() {
                let lead = (index, place);
                let followers = self.joins.followers_of(lead).to_vec();
                for (section, place) in followers {
                    let of = plan.sections.get(section);
                    let planned = of.and_then(|of| of.rows.get(place));
                    let rows = plan.reading.statements.get_mut(section);
                    let (Some(planned), Some(account), Some(rows)) =
                        (planned, of.and_then(|of| of.account), rows)
                    else {
                        continue;
                    };
                    if let Some(row) = rows.rows.get_mut(planned.index) {
                        self.followers.entry(lead).or_default().push(Follower {
                            account,
                            amount: planned.amount,
                            fee: planned.fee,
                            is_charge: is_charge(row),
                            source: Source::of(planned, row),
                        });
                    }
                }
            }
        }
    }

    /// Whether a row is part of another row's entry.
    pub(super) fn follows(&self, place: Place) -> bool {
        self.joins.follows(place)
    }

    /// What is to be written when the entries are there.
    pub(super) fn take_what_follows(&self, plan: &Plan) -> After {
        let id = |place: Place| self.ids.get(&place).copied();
        let sides = self.joins.entries_linked();
        let sides = sides.filter_map(|(entry, place)| Some((entry, id(place)?)));
        let mut tags: HashMap<EntryId, Vec<String>> = HashMap::new();
        for (place, entry) in &self.ids {
            if let Some((_, row)) = row_at(plan, *place)
                && let Some(details) = &row.details
            {
                tags.entry(*entry).or_default().extend(details.tags.clone());
            }
        }
        for (place, set) in self.sorted.tags() {
            if let Some(entry) = id(place) {
                let named = set.iter().map(|tag| tag.value.clone());
                tags.entry(entry).or_default().extend(named);
            }
        }
        tags.retain(|_, names| !names.is_empty());
        let mut tags: Vec<_> = tags.into_iter().collect();
        tags.sort_by_key(|(entry, _)| *entry);
        After {
            sides: sides.collect(),
            tags,
        }
    }

    /// The entry of a row, and of the rows that are part of it.
    pub(super) fn entry(
        &mut self,
        id: EntryId,
        place: Place,
        account: AccountId,
        planned: &Planned,
        row: &mut Row,
    ) -> Result<NewEntry> {
        let followers = self.followers.remove(&place).unwrap_or_default();
        let outcome = self.sorted.of(place);
        let other = self.joins.other_side(place);
        let kind = kind_with(row, outcome, other.is_some());
        let named = row.related.as_ref().filter(|_| kind == EntryKind::Refund);
        let (charges, legs): (Vec<_>, Vec<_>) = followers.iter().partition(|one| one.is_charge);
        let whole = with_charges(planned, &charges)?;
        let moved = Moved {
            account,
            planned: &whole,
            row,
            kind,
        };
        let facing = self.facing(moved, outcome, other.is_some());
        let parts = if legs.is_empty() {
            let mut parts = self.known.places.of_row(moved, facing)?;
            if let Some(set) = outcome.and_then(|o| o.split.as_ref()) {
                split(&mut parts, facing, &split_parts(&set.value));
            }
            parts
        } else {
            together(moved, &legs, facing)?
        };
        let (decided, rule) = decided_by(row, outcome, kind);
        let payee = outcome.and_then(|o| o.payee.as_ref()).map(|set| &set.value);
        let fact = Fact {
            entry: None,
            day: row.date,
            second: row.time.map(|time| time.num_seconds_from_midnight()),
            kind,
            status: match row.status {
                RowStatus::Pending => EntryStatus::Pending,
                RowStatus::Posted => EntryStatus::Posted,
            },
            payee: self.known.payees.get(payee.unwrap_or(&row.payee)).copied(),
            excluded: outcome.is_some_and(|o| o.excluded.is_some()),
            refund_of: named.and_then(|id| self.known.purchases.get(id).copied().flatten()),
            parts,
        };
        let original = original_of(row, planned, &followers);
        let note = note_of(row, planned, &followers);
        let mut sources = vec![Source::of(planned, row)];
        sources.extend(followers.into_iter().map(|follower| follower.source));
        Ok(NewEntry {
            id,
            fact,
            zone: row.zone.take(),
            note,
            original,
            transfer_of: other.and_then(|other| match other {
                Other::Row(place) => self.ids.get(&place).copied(),
                Other::Entry(entry) => Some(entry),
            }),
            decided,
            rule,
            sources,
        })
    }

    fn facing(&self, moved: Moved<'_>, outcome: Option<&Outcome>, is_side: bool) -> AccountId {
        if is_side {
            return built_in::TRANSFERS;
        }
        let category = outcome.and_then(|o| o.category.as_ref());
        category.map_or_else(
            || self.known.places.facing(moved.row, moved.kind),
            |set| AccountId(set.value.0),
        )
    }
}

impl After {
    /// Writes it.
    pub(super) async fn write(self, write: &mut Write) -> Result<()> {
        for (entry, new) in self.sides {
            write.become_side(entry, new).await?;
        }
        for (entry, tags) in self.tags {
            write.add_tags(entry, &tags).await?;
        }
        Ok(())
    }
}

fn has_tags(plan: &Plan, sorted: &Sorted, place: Place) -> bool {
    let of_rules = sorted.of(place).is_some_and(|o| !o.tags.is_empty());
    let of_file = || {
        let (_, row) = row_at(plan, place)?;
        row.details.as_ref().map(|details| !details.tags.is_empty())
    };
    of_rules || of_file().unwrap_or(false)
}

/// What a row is with the rules' word; a side of a transfer is neither spending nor income.
fn kind_with(row: &Row, outcome: Option<&Outcome>, is_side: bool) -> EntryKind {
    let kind = kind_of(row);
    if let Some(set) = outcome.and_then(|o| o.kind.as_ref()) {
        return set.value.into();
    }
    if is_side && class_of(kind).is_some() {
        return EntryKind::Transfer;
    }
    let sorted = outcome.is_some_and(|o| o.category.is_some() || o.split.is_some());
    match kind {
        // Whoever gives a move to another person a category means spending, or income.
        EntryKind::Transfer if sorted && !is_side && row.amount.is_sign_negative() => {
            EntryKind::Purchase
        }
        EntryKind::Transfer if sorted && !is_side => EntryKind::Income,
        kind => kind,
    }
}

fn decided_by(row: &Row, outcome: Option<&Outcome>, kind: EntryKind) -> (Decided, Option<i64>) {
    let category = outcome
        .and_then(|o| o.category.as_ref())
        .map(|set| set.rule);
    let split = outcome.and_then(|o| o.split.as_ref()).map(|set| set.rule);
    if let Some(rule) = category.or(split) {
        return (Decided::Rule, Some(rule.0));
    }
    let of_file = category_name(row).is_some() && class_of(kind).is_some();
    if of_file || !row.parts().is_empty() {
        (Decided::File, None)
    } else {
        (Decided::Nobody, None)
    }
}

fn split_parts(parts: &[SplitPart]) -> Vec<(AccountId, Money)> {
    let part = |part: &SplitPart| (AccountId(part.category.0), part.amount);
    parts.iter().map(part).collect()
}

/// A payment with what was charged for it in rows of their own: as if the file had one row.
fn with_charges(planned: &Planned, charges: &[&Follower]) -> Result<Planned> {
    let mut whole = *planned;
    for charge in charges {
        whole.amount = whole.amount.checked_add(charge.amount)?;
        whole.fee = whole.fee.checked_add(charge.amount)?;
    }
    Ok(whole)
}

/// The postings of a row with the rows that are part of its event.
fn together(moved: Moved<'_>, legs: &[&Follower], facing: AccountId) -> Result<Vec<Part>> {
    let mut parts = vec![Part::of(moved.account, moved.planned.amount).own()];
    let mut fees = vec![moved.planned.fee];
    for leg in legs {
        parts.push(Part::of(leg.account, leg.amount).own());
        fees.push(leg.fee);
    }
    closed(parts, &fees, facing)
}

/// How much a payment was in another currency than it was charged in: of a payment with its conversion
/// its own amount. An exchange between own accounts says both in its postings.
fn original_of(row: &Row, planned: &Planned, followers: &[Follower]) -> Option<Money> {
    if row.kind == RowKind::Conversion {
        return None;
    }
    let currency = planned.amount.currency();
    let converts = |follower: &Follower| follower.amount.currency() != currency;
    if followers.iter().any(converts) {
        let size = planned.amount.minor().checked_abs()?;
        return Money::from_minor(size, currency).ok();
    }
    stated_original(row)
}

/// What a row says that it was in another currency; one with more decimals than that currency has is
/// only told in the note.
pub(super) fn stated_original(row: &Row) -> Option<Money> {
    let original = row.details.as_ref()?.original?;
    Money::from_decimal(original.amount.abs(), original.currency)
        .ok()
        .filter(|money| !money.is_zero())
}

/// What else the row says; of a payment in another currency, how much that was and at what rate.
fn note_of(row: &mut Row, planned: &Planned, followers: &[Follower]) -> String {
    let converted = followers
        .iter()
        .find(|follower| follower.amount.currency() != planned.amount.currency())
        .and_then(|follower| {
            let (there, here) = (planned.amount, follower.amount);
            let rate = rate(here.to_decimal(), there.to_decimal())?;
            let code = there.currency();
            let amount = there.to_decimal().abs();
            Some(format!("{amount} {code} at {rate} {}", here.currency()))
        });
    let original = row.details.as_ref().and_then(|details| details.original);
    let original = original.and_then(|original| {
        let rate = rate(planned.amount.to_decimal(), original.amount)?;
        let amount = original.amount.abs().normalize();
        let code = planned.amount.currency();
        Some(format!("{amount} {} at {rate} {code}", original.currency))
    });
    joined(mem::take(&mut row.memo), converted.or(original).as_deref())
}
