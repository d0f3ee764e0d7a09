//! Entries as the saving rules look at them: one for each own account and currency that they touch.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use chrono::NaiveDate;
use farthing_money::{Currency, Money};
use farthing_rules::ids as rule_ids;
use farthing_rules::kind::Kind;
use farthing_rules::roundup::{Entry, Line, Status};
use sqlx::SqliteConnection;

use crate::day::{day_number, day_of};
use crate::error::Result;
use crate::ids::{AccountId, EntryId, PayeeId, built_in};
use crate::kinds::{EntryKind, EntryStatus};
use crate::totals::stored_currency;

/// Entries of a stretch of days, in the order of day, time and import.
#[derive(Debug, Default)]
pub(crate) struct Facts {
    rows: Vec<Fact>,
    lines: Vec<Line>,
}

#[derive(Debug)]
struct Fact {
    id: EntryId,
    day: NaiveDate,
    kind: Kind,
    status: Status,
    payee: String,
    refund_of: Option<EntryId>,
    account: AccountId,
    amount: Money,
    category: Option<rule_ids::CategoryId>,
    lines: std::ops::Range<usize>,
}

/// The entries of stretches of days that several rules look at for one change.
#[derive(Debug, Default)]
pub(super) struct Shelf(Vec<((NaiveDate, NaiveDate), Arc<Facts>)>);

/// How many stretches a shelf holds: rules look at the same few, one after the other.
const SHELF: usize = 4;

impl Shelf {
    /// The entries from a day to another, both inclusive, fetched once.
    pub(super) async fn between(
        &mut self,
        db: &mut SqliteConnection,
        first: NaiveDate,
        last: NaiveDate,
    ) -> Result<Arc<Facts>> {
        let known = self.0.iter().find(|(days, _)| *days == (first, last));
        if let Some((_, facts)) = known {
            return Ok(Arc::clone(facts));
        }
        let facts = Arc::new(Facts::between(db, first, last).await?);
        if self.0.len() == SHELF {
            self.0.remove(0);
        }
        self.0.push(((first, last), Arc::clone(&facts)));
        Ok(facts)
    }
}

/// A posting of an entry, as the database gives it.
struct Part {
    account: AccountId,
    own: bool,
    minor: i64,
    currency: Currency,
}

/// A posting with the words of its entry, as the database gives it.
struct Stored {
    id: EntryId,
    day: i64,
    kind: EntryKind,
    status: EntryStatus,
    payee: Option<PayeeId>,
    refund_of: Option<EntryId>,
    account: AccountId,
    own: bool,
    minor: i64,
    currency: String,
}

/// Planned entries are left out. What moved savings is a transfer, and what a programme paid is cashback,
/// whatever the bank's file made of it.
impl Facts {
    /// The entries from a day to another, both inclusive.
    pub(crate) async fn between(
        db: &mut SqliteConnection,
        first: NaiveDate,
        last: NaiveDate,
    ) -> Result<Self> {
        let (first, last) = (day_number(first), day_number(last));
        let rows = sqlx::query_as!(
            Stored,
            r#"select e.id as "id!: EntryId", e.day as "day!",
                   case when e.id in (select leg.value from settlements, json_each(legs) leg) then 3
                       when exists (select 1 from receipts r where r.entry_id = e.id) then 13
                       else e.kind end as "kind!: EntryKind",
                   e.status as "status!: EntryStatus", e.payee_id as "payee: PayeeId",
                   e.refund_of as "refund_of: EntryId", p.account_id as "account!: AccountId",
                   a.class = 'own' as "own!: bool", p.minor as "minor!", p.currency as "currency!"
               from entries e
               join postings p on p.entry_id = e.id
               join accounts a on a.id = p.account_id
               where e.day between ? and ? and e.status <> 1
               order by e.day, coalesce(e.second, 86400), e.id, p.position"#,
            first,
            last
        )
        .fetch_all(db)
        .await?;
        Self::of_rows(&rows)
    }

    /// All incomes up to a day.
    pub(super) async fn incomes(db: &mut SqliteConnection, last: NaiveDate) -> Result<Self> {
        let ids = sqlx::query_scalar!(r#"select id as "id!: EntryId" from entries where kind = 7"#)
            .fetch_all(&mut *db)
            .await?;
        Self::of_entries(db, &ids.into_iter().collect(), last).await
    }

    /// These entries, up to a day.
    pub(crate) async fn of_entries(
        db: &mut SqliteConnection,
        entries: &BTreeSet<EntryId>,
        last: NaiveDate,
    ) -> Result<Self> {
        if entries.is_empty() {
            return Ok(Self::default());
        }
        let last = day_number(last);
        let entries = serde_json::to_string(entries)?;
        let rows = sqlx::query_as!(
            Stored,
            r#"select e.id as "id!: EntryId", e.day as "day!",
                   case when e.id in (select leg.value from settlements, json_each(legs) leg) then 3
                       when exists (select 1 from receipts r where r.entry_id = e.id) then 13
                       else e.kind end as "kind!: EntryKind",
                   e.status as "status!: EntryStatus", e.payee_id as "payee: PayeeId",
                   e.refund_of as "refund_of: EntryId", p.account_id as "account!: AccountId",
                   a.class = 'own' as "own!: bool", p.minor as "minor!", p.currency as "currency!"
               from json_each(?) asked
               cross join entries e on e.id = asked.value
               join postings p on p.entry_id = e.id
               join accounts a on a.id = p.account_id
               where e.day <= ? and e.status <> 1
               order by e.day, coalesce(e.second, 86400), e.id, p.position"#,
            entries,
            last
        )
        .fetch_all(db)
        .await?;
        Self::of_rows(&rows)
    }

    fn of_rows(rows: &[Stored]) -> Result<Self> {
        let mut facts = Self::default();
        let mut currencies: HashMap<String, Currency> = HashMap::new();
        let mut parts: Vec<Part> = Vec::new();
        for postings in rows.chunk_by(|a, b| a.id == b.id) {
            let Some(head) = postings.first() else {
                continue;
            };
            parts.clear();
            for row in postings {
                let currency = match currencies.get(&row.currency) {
                    Some(currency) => *currency,
                    None => *currencies
                        .entry(row.currency.clone())
                        .or_insert(stored_currency(&row.currency)?),
                };
                parts.push(Part {
                    account: row.account,
                    own: row.own,
                    minor: row.minor,
                    currency,
                });
            }
            facts.take(head, &parts)?;
        }
        Ok(facts)
    }

    /// The entries as the rules take them.
    pub(crate) fn entries(&self) -> Vec<Entry<'_>> {
        self.rows.iter().map(|row| row.entry(&self.lines)).collect()
    }

    /// Those of these own accounts, or all where none is named.
    pub(crate) fn entries_of(&self, accounts: &BTreeSet<AccountId>) -> Vec<Entry<'_>> {
        let rows = self.rows.iter();
        let wanted = rows.filter(|row| accounts.is_empty() || accounts.contains(&row.account));
        wanted.map(|row| row.entry(&self.lines)).collect()
    }

    /// An entry for each own account and currency that it touches.
    fn take(&mut self, head: &Stored, parts: &[Part]) -> Result<()> {
        let day = day_of(head.day)?;
        let mut effects: Vec<(AccountId, Currency, i64)> = Vec::new();
        for part in parts.iter().filter(|part| part.own) {
            let mut known = effects.iter_mut();
            match known.find(|(account, currency, _)| {
                (*account, *currency) == (part.account, part.currency)
            }) {
                Some((_, _, minor)) => *minor += part.minor,
                None => effects.push((part.account, part.currency, part.minor)),
            }
        }
        let paid_most = effects.iter().min_by_key(|(.., minor)| *minor).copied();
        for (account, currency, minor) in effects {
            let amount = Money::from_minor(minor, currency)?;
            let (category, lines) = self.lines_of(head, parts, amount)?;
            // A purchase that two accounts paid is one purchase, of the account that paid most.
            let is_main = paid_most.is_some_and(|most| (most.0, most.1) == (account, currency));
            self.rows.push(Fact {
                id: head.id,
                day,
                kind: if is_main {
                    head.kind.into()
                } else {
                    Kind::Transfer
                },
                status: head.status.into(),
                payee: head
                    .payee
                    .map_or_else(String::new, |payee| payee.0.to_string()),
                refund_of: head.refund_of,
                account,
                amount,
                category,
                lines,
            });
        }
        Ok(())
    }

    /// The category of an entry, or its lines where it is split: several categories, or a part that
    /// went to another account of one's own, such as cash back at a till.
    fn lines_of(
        &mut self,
        head: &Stored,
        parts: &[Part],
        amount: Money,
    ) -> Result<(Option<rule_ids::CategoryId>, std::ops::Range<usize>)> {
        let is_charge = |part: &&Part| [built_in::FEES, built_in::TIPS].contains(&part.account);
        let faced = |part: &&Part| !part.own && part.currency == amount.currency();
        let main: Vec<&Part> = parts
            .iter()
            .filter(|part| faced(part) && !is_charge(part))
            .collect();
        let all: i64 = parts.iter().filter(faced).map(|part| -part.minor).sum();
        let start = self.lines.len();
        let category = |part: &Part| rule_ids::CategoryId(part.account.0);
        if main.len() < 2 && all == amount.minor() || main.is_empty() {
            return Ok((main.first().map(|part| category(part)), start..start));
        }
        for part in parts.iter().filter(faced) {
            let is_fee = part.account == built_in::FEES;
            self.lines.push(Line {
                amount: Money::from_minor(-part.minor, part.currency)?,
                kind: if is_fee { Kind::Fee } else { head.kind.into() },
                category: Some(category(part)),
            });
        }
        if all != amount.minor() {
            self.lines.push(Line {
                amount: Money::from_minor(amount.minor() - all, amount.currency())?,
                kind: Kind::Transfer,
                category: None,
            });
        }
        Ok((None, start..self.lines.len()))
    }
}

impl Fact {
    fn entry<'f>(&'f self, lines: &'f [Line]) -> Entry<'f> {
        Entry {
            id: rule_ids::EntryId(self.id.0),
            day: self.day,
            account: rule_ids::AccountId(self.account.0),
            amount: self.amount,
            authorised: None,
            kind: self.kind,
            status: self.status,
            payee: &self.payee,
            category: self.category,
            lines: lines.get(self.lines.clone()).unwrap_or_default(),
            refund_of: self.refund_of.map(|of| rule_ids::EntryId(of.0)),
        }
    }
}

impl From<EntryStatus> for Status {
    fn from(status: EntryStatus) -> Self {
        match status {
            EntryStatus::Planned | EntryStatus::Pending => Self::Pending,
            EntryStatus::Posted => Self::Posted,
            EntryStatus::Void => Self::Void,
        }
    }
}
