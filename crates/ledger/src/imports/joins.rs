//! New rows that hang together: the legs of one payment with its conversion, a payment with what was
//! charged for it in a row of its own, and the two sides of a transfer between own accounts.

use std::collections::{HashMap, HashSet};

use chrono::{Days, NaiveDate};
use farthing_money::Money;
use farthing_rules::ids as rule_ids;
use farthing_rules::transfers::{self, Certainty, OwnAccount, Row as Side};
use farthing_statements::{Row, RowKind};
use rust_decimal::Decimal;
use sqlx::SqliteConnection;

use super::plan::{Fate, Plan, Planned};
use super::postings::kind_of;
use crate::error::Result;
use crate::ids::EntryId;
use crate::links::{Accounts, Loose, loose_entries, rejected_pairs};

/// A row by its section and its place there.
pub(super) type Place = (usize, usize);

/// What hangs together among new rows.
#[derive(Debug, Default)]
pub(super) struct Joins {
    /// Rows that are part of another row's entry.
    followers: HashMap<Place, Vec<Place>>,
    following: HashSet<Place>,
    /// Rows that are one side of a transfer, with the other.
    sides: HashMap<Place, Other>,
}

/// The other side of a transfer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Other {
    /// Another new row.
    Row(Place),
    /// An entry that was there.
    Entry(EntryId),
}

impl Joins {
    /// The rows of one payment among the new rows of a plan.
    pub(super) fn of(plan: &Plan) -> Self {
        let mut joins = Self::default();
        let conversions = places(plan, |row| row.kind == RowKind::Conversion);
        if !conversions.is_empty() {
            joins.join_conversions(plan, &conversions);
        }
        let charges = places(plan, is_charge);
        if !charges.is_empty() {
            joins.join_charges(plan, &charges);
        }
        joins
    }

    /// Whether a row is part of another row's entry.
    pub(super) fn follows(&self, place: Place) -> bool {
        self.following.contains(&place)
    }

    /// The rows that are part of this row's entry, too.
    pub(super) fn followers_of(&self, place: Place) -> &[Place] {
        self.followers.get(&place).map_or(&[], Vec::as_slice)
    }

    /// How many rows make no entry of their own.
    pub(super) fn count_following(&self) -> usize {
        self.following.len()
    }

    /// The other side of the transfer that a row is one side of.
    pub(super) fn other_side(&self, place: Place) -> Option<Other> {
        self.sides.get(&place).copied()
    }

    /// Rows whose entries other rows name.
    pub(super) fn is_side(&self, place: Place) -> bool {
        self.sides.contains_key(&place)
    }

    /// The entries that were there and become sides of a transfer, with the row on the other side.
    pub(super) fn entries_linked(&self) -> impl Iterator<Item = (EntryId, Place)> {
        self.sides.iter().filter_map(|(place, other)| match other {
            Other::Entry(entry) => Some((*entry, *place)),
            Other::Row(_) => None,
        })
    }

    /// How many transfers were found.
    pub(super) fn count_transfers(&self) -> usize {
        let of_rows = self.sides.values().filter(|o| matches!(o, Other::Row(_)));
        self.sides.len() - of_rows.count() / 2
    }

    /// A payment in one currency and its conversion from another are one event. The provider names
    /// the payment on the conversion's rows; together they leave nothing of the payment's currency.
    fn join_conversions(&mut self, plan: &Plan, conversions: &[Place]) {
        let payments: HashMap<&str, Place> = places(plan, |r| r.kind != RowKind::Conversion)
            .into_iter()
            .filter_map(|place| Some((row_at(plan, place)?.1.reference.as_deref()?, place)))
            .collect();
        let mut groups: HashMap<Place, Vec<Place>> = HashMap::new();
        for place in conversions {
            let related = row_at(plan, *place).and_then(|(_, row)| row.related.as_deref());
            if let Some(payment) = related.and_then(|id| payments.get(id)) {
                groups.entry(*payment).or_default().push(*place);
            }
        }
        for (payment, legs) in groups {
            if leaves_nothing(plan, payment, &legs) {
                self.join(payment, legs);
            }
        }
        self.join_exchanges(plan, conversions);
    }

    /// Two conversion rows of one moment, one giving and one taking, are one exchange.
    fn join_exchanges(&mut self, plan: &Plan, conversions: &[Place]) {
        let mut moments: HashMap<_, Vec<Place>> = HashMap::new();
        for place in conversions.iter().filter(|place| !self.follows(**place)) {
            if let Some((_, row)) = row_at(plan, *place)
                && (row.time.is_some() || row.related.is_some())
            {
                let moment = (row.date, row.time, row.related.as_deref());
                moments.entry(moment).or_default().push(*place);
            }
        }
        let pairs: Vec<(Place, Place)> = moments
            .values()
            .filter_map(|places| match places.as_slice() {
                [a, b] => giving_and_taking(plan, *a, *b),
                _ => None,
            })
            .collect();
        for (given, taken) in pairs {
            self.join(given, vec![taken]);
        }
    }

    /// What was charged for a payment is the fee in it. The provider names the payment on the charge's
    /// row; where it names two, or the payment came earlier, the charge stays an entry of its own.
    fn join_charges(&mut self, plan: &Plan, charges: &[Place]) {
        let named: HashSet<(usize, &str)> = charges
            .iter()
            .filter_map(|place| Some((place.0, row_at(plan, *place)?.1.related.as_deref()?)))
            .collect();
        let mut payments: HashMap<(usize, &str), Option<Place>> = HashMap::new();
        for place in places(plan, |row| {
            !row.neutral && row.kind != RowKind::Fee && row.parts().is_empty()
        }) {
            let reference = row_at(plan, place).and_then(|(_, row)| row.reference.as_deref());
            let key = reference.map(|reference| (place.0, reference));
            if let Some(key) = key.filter(|key| named.contains(key) && !self.follows(place)) {
                let only = payments.entry(key).and_modify(|other| *other = None);
                only.or_insert(Some(place));
            }
        }
        for charge in charges {
            let related = row_at(plan, *charge).and_then(|(_, row)| row.related.as_deref());
            let payment = related.and_then(|id| payments.get(&(charge.0, id)).copied().flatten());
            if let Some(payment) = payment.filter(|payment| can_hold(plan, *payment, *charge)) {
                self.join(payment, vec![*charge]);
            }
        }
    }

    fn join(&mut self, lead: Place, legs: Vec<Place>) {
        self.following.extend(&legs);
        self.followers.entry(lead).or_default().extend(legs);
    }

    /// Finds transfers between own accounts: among the new rows, and between them and entries that
    /// were there. What is only a guess is left for the person.
    pub(super) async fn find_transfers(
        &mut self,
        db: &mut SqliteConnection,
        plan: &Plan,
    ) -> Result<()> {
        let Some(days) = plan.days_of_new() else {
            return Ok(());
        };
        let accounts = Accounts::all(db).await?;
        if accounts.count() < 2 {
            return Ok(());
        }
        let reach = Days::new(u64::from(transfers::DAYS.unsigned_abs()));
        let first = days.start().checked_sub_days(reach);
        let last = days.end().checked_add_days(reach);
        let around = first.unwrap_or(NaiveDate::MIN)..=last.unwrap_or(NaiveDate::MAX);
        let entries = loose_entries(db, around).await?;
        let rejected: Vec<_> = rejected_pairs(db)
            .await?
            .iter()
            .map(|(a, b)| (rule_ids::RowId(a.0), rule_ids::RowId(b.0)))
            .collect();
        let candidates = self.candidates(plan);
        let rows: Vec<Side> = candidates
            .iter()
            .map(|(number, _, side)| Side {
                id: rule_ids::RowId(*number),
                ..*side
            })
            .chain(entries.iter().map(Loose::as_row))
            .collect();
        let find = |own: &[OwnAccount]| transfers::find(&rows, own, &rejected, |_, _, _| None);
        let places: HashMap<i64, Place> = candidates.iter().map(|(n, p, _)| (*n, *p)).collect();
        for pair in accounts.with(find) {
            if pair.certainty == Certainty::Suggested {
                continue;
            }
            let from = places.get(&pair.from.0).copied();
            let to = places.get(&pair.to.0).copied();
            match (from, to) {
                (Some(from), Some(to)) => {
                    self.sides.insert(from, Other::Row(to));
                    self.sides.insert(to, Other::Row(from));
                }
                (Some(row), None) => self.meet(row, pair.to),
                (None, Some(row)) => self.meet(row, pair.from),
                (None, None) => {}
            }
        }
        Ok(())
    }

    fn meet(&mut self, row: Place, entry: rule_ids::RowId) {
        self.sides.insert(row, Other::Entry(EntryId(entry.0)));
    }

    /// New rows that may be one side of a transfer, numbered below zero, apart from entries' ids.
    fn candidates<'p>(&self, plan: &'p Plan) -> Vec<(i64, Place, Side<'p>)> {
        let places = places(plan, |row| !row.neutral && row.parts().is_empty());
        let places = places.into_iter().filter(|place| {
            let mut followers = self.followers_of(*place).iter();
            let is_charge =
                |place: &Place| row_at(plan, *place).is_some_and(|(_, row)| is_charge(row));
            !self.follows(*place) && followers.all(is_charge)
        });
        (1..)
            .zip(places)
            .filter_map(|(number, place)| {
                let (planned, row) = row_at(plan, place)?;
                let account = plan.sections.get(place.0)?.account?;
                let details = row.details.as_deref();
                let charged = self.charged(plan, place)?;
                let side = Side {
                    id: rule_ids::RowId(0),
                    account: rule_ids::AccountId(account.0),
                    day: row.date,
                    amount: planned.amount.checked_add(charged).ok()?,
                    fee_minor: planned.fee.checked_add(charged).ok()?.minor(),
                    kind: (row.kind != RowKind::Unknown).then(|| kind_of(row).into()),
                    payee: &row.payee,
                    memo: &row.memo,
                    counter_account: details.and_then(|d| d.counter_account.as_deref()),
                    counter_number: details.and_then(|d| d.counter_number.as_deref()),
                    reference: row.reference.as_deref(),
                };
                Some((-number, place, side))
            })
            .collect()
    }

    /// What was charged for a row in rows of their own, as its account sees it.
    fn charged(&self, plan: &Plan, place: Place) -> Option<Money> {
        let zero = Money::zero(row_at(plan, place)?.0.amount.currency());
        self.followers_of(place)
            .iter()
            .try_fold(zero, |sum, place| {
                let (planned, _) = row_at(plan, *place)?;
                sum.checked_add(planned.amount).ok()
            })
    }
}

/// A row that says for which other row it was charged.
pub(super) fn is_charge(row: &Row) -> bool {
    row.kind == RowKind::Fee && row.related.is_some()
}

/// Whether a charge can be the fee in a payment: taken from the same money, and as certain.
fn can_hold(plan: &Plan, payment: Place, charge: Place) -> bool {
    let (Some((paid, of_payment)), Some((charged, of_charge))) =
        (row_at(plan, payment), row_at(plan, charge))
    else {
        return false;
    };
    charged.amount.minor() < 0
        && paid.amount.currency() == charged.amount.currency()
        && of_payment.status == of_charge.status
}

/// The places of the new rows that pass a test, in the order of the file.
fn places(plan: &Plan, passes: impl Fn(&Row) -> bool) -> Vec<Place> {
    let mut found = Vec::new();
    let sections = plan.sections.iter().zip(&plan.reading.statements);
    for (index, (section, statement)) in sections.enumerate() {
        for (place, planned) in section.rows.iter().enumerate() {
            let row = statement.rows.get(planned.index);
            if planned.fate == Fate::New && row.is_some_and(&passes) {
                found.push((index, place));
            }
        }
    }
    found
}

/// The row at a place, as it was planned and as the file has it.
pub(super) fn row_at(plan: &Plan, (section, place): Place) -> Option<(&Planned, &Row)> {
    let planned = plan.sections.get(section)?.rows.get(place)?;
    let row = plan
        .reading
        .statements
        .get(section)?
        .rows
        .get(planned.index)?;
    Some((planned, row))
}

/// Whether a payment and its conversion leave nothing of the payment's currency.
fn leaves_nothing(plan: &Plan, payment: Place, legs: &[Place]) -> bool {
    let amount = |place: &Place| row_at(plan, *place).map(|(planned, _)| planned.amount);
    let Some(paid) = amount(&payment) else {
        return false;
    };
    let same = legs.iter().filter_map(amount);
    let same = same.filter(|leg| leg.currency() == paid.currency());
    let left: i128 = same.map(|leg| i128::from(leg.minor())).sum::<i128>();
    left + i128::from(paid.minor()) == 0
}

/// Two rows in different currencies, the one that gives first; nothing where both give or take.
fn giving_and_taking(plan: &Plan, a: Place, b: Place) -> Option<(Place, Place)> {
    let (first, second) = (row_at(plan, a)?.0.amount, row_at(plan, b)?.0.amount);
    if first.currency() == second.currency() {
        return None;
    }
    match (first.minor().signum(), second.minor().signum()) {
        (-1, 1) => Some((a, b)),
        (1, -1) => Some((b, a)),
        _ => None,
    }
}

/// What one unit of the second amount costs in the first, to six significant digits.
pub(super) fn rate(given: Decimal, taken: Decimal) -> Option<Decimal> {
    given
        .abs()
        .checked_div(taken.abs())?
        .round_sf(6)
        .map(|rate| rate.normalize())
}
