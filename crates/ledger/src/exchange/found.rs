//! The entries with two currencies: exchanges between accounts or within a payment, and payments whose
//! statement says how much they were in another currency.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use farthing_money::{Currency, Money, MoneyError};
use sqlx::SqliteConnection;

use crate::day::{day_number, day_of};
use crate::error::Result;
use crate::fees::FeeSide;
use crate::ids::{AccountId, EntryId, PayeeId, built_in};
use crate::totals::{add, stored_currency};

/// An exchange as its entry says it.
pub(super) struct Exchange {
    pub entry: EntryId,
    pub day: NaiveDate,
    pub payee: String,
    pub payee_id: Option<PayeeId>,
    pub account: AccountId,
    pub account_name: String,
    pub side: FeeSide,
    /// What was charged or came in, without the fees beside it.
    pub charged: Money,
    /// What it was in the other currency.
    pub amount: Money,
    pub fees: Vec<Money>,
}

/// What was found in a stretch of days.
#[derive(Default)]
pub(super) struct Found {
    /// The newest first.
    pub exchanges: Vec<Exchange>,
    /// Entries of the currency with an exchange whose other side is not in them.
    pub unclear: u32,
}

/// An entry with what it was in another currency.
struct Line {
    id: EntryId,
    day: i64,
    payee: Option<String>,
    payee_id: Option<PayeeId>,
    minor: Option<i64>,
    code: Option<String>,
}

/// A posting of such an entry.
struct Posting {
    entry: EntryId,
    account: AccountId,
    name: String,
    own: bool,
    minor: i64,
    currency: String,
}

/// The exchanges of a stretch of days that a currency paid for or came out of.
pub(super) async fn found(
    db: &mut SqliteConnection,
    currency: Currency,
    (from, to): (NaiveDate, NaiveDate),
) -> Result<Found> {
    let days = (day_number(from), day_number(to));
    let lines = lines(db, days).await?;
    let postings = postings(db, days).await?;
    let mut found = Found::default();
    for line in lines {
        let Some(postings) = postings.get(&line.id) else {
            continue;
        };
        match Sides::of(&line, postings)?.told()? {
            Some(told) if told.charged.currency() == currency => {
                found.exchanges.push(told.exchange(line, postings)?);
            }
            Some(_) => {}
            None => {
                let is_meant = |posting: &Posting| posting.currency == currency.code();
                found.unclear += u32::from(postings.iter().any(is_meant));
            }
        }
    }
    Ok(found)
}

async fn lines(db: &mut SqliteConnection, (from, to): (i64, i64)) -> Result<Vec<Line>> {
    Ok(sqlx::query_as!(
        Line,
        r#"select e.id as "id!: EntryId", e.day, p.name as "payee?: String",
               e.payee_id as "payee_id: PayeeId", o.minor as "minor?: i64",
               o.currency as "code?: String"
           from (select entry_id from postings where account_id = 8 and day between ?1 and ?2
                 union select entry_id from originals) as either
           join entries e on e.id = either.entry_id
           left join originals o on o.entry_id = e.id
           left join payees p on p.id = e.payee_id
           where e.day between ?1 and ?2 and e.status in (2, 3)
           order by e.day desc, e.id desc"#,
        from,
        to
    )
    .fetch_all(db)
    .await?)
}

async fn postings(
    db: &mut SqliteConnection,
    (from, to): (i64, i64),
) -> Result<BTreeMap<EntryId, Vec<Posting>>> {
    let rows = sqlx::query_as!(
        Posting,
        r#"select p.entry_id as "entry!: EntryId", p.account_id as "account!: AccountId", a.name,
               a.class = 'own' as "own!: bool", p.minor, p.currency
           from (select entry_id from postings where account_id = 8 and day between ?1 and ?2
                 union select entry_id from originals) as either
           join postings p on p.entry_id = either.entry_id and p.day between ?1 and ?2
           join accounts a on a.id = p.account_id
           order by p.entry_id, p.position"#,
        from,
        to
    )
    .fetch_all(db)
    .await?;
    let mut by_entry: BTreeMap<EntryId, Vec<Posting>> = BTreeMap::new();
    for row in rows {
        by_entry.entry(row.entry).or_default().push(row);
    }
    Ok(by_entry)
}

type Sums = BTreeMap<Currency, i64>;

/// The sums of an entry that say which way its exchange went; none of them is zero.
struct Sides {
    own: Sums,
    exchanged: Sums,
    fees: Sums,
    original: Option<Money>,
}

/// Which way an exchange went, and how much it was on both sides.
struct Told {
    side: FeeSide,
    charged: Money,
    amount: Money,
    fees: Vec<Money>,
}

impl Sides {
    fn of(line: &Line, postings: &[Posting]) -> Result<Self> {
        let original = match (line.minor, &line.code) {
            (Some(minor), Some(code)) => Some(Money::from_minor(minor, stored_currency(code)?)?),
            _ => None,
        };
        Ok(Self {
            own: sums(postings, |posting| posting.own)?,
            exchanged: sums(postings, |posting| posting.account == built_in::EXCHANGE)?,
            fees: sums(postings, |posting| posting.account == built_in::FEES)?,
            original,
        })
    }

    fn told(&self) -> Result<Option<Told>> {
        let told = if self.exchanged.is_empty() {
            self.by_original()?
        } else {
            self.by_exchange()?
        };
        let fees = self.fees.iter();
        let fees = fees.map(|(currency, minor)| Money::from_minor(*minor, *currency));
        let fees: Vec<Money> = fees.collect::<Result<_, MoneyError>>()?;
        Ok(told.map(|(side, charged, amount)| Told {
            side,
            charged,
            amount,
            fees,
        }))
    }

    /// What was given for what: the side on which an own account stands is the person's.
    fn by_exchange(&self) -> Result<Option<(FeeSide, Money, Money)>> {
        let sides: Vec<_> = self
            .exchanged
            .iter()
            .map(|(c, minor)| (*c, *minor))
            .collect();
        let (given, taken) = match sides.as_slice() {
            [a, b] if a.1 > 0 && b.1 < 0 => (*a, *b),
            [a, b] if a.1 < 0 && b.1 > 0 => (*b, *a),
            _ => return Ok(None),
        };
        let own = |currency| self.own.get(&currency).copied().unwrap_or(0);
        let paid = Money::from_minor(given.1, given.0)?;
        let got = Money::from_minor(taken.1, taken.0)?.negated();
        Ok(if own(given.0) < 0 {
            Some((FeeSide::Paid, paid, got))
        } else if own(taken.0) > 0 {
            Some((FeeSide::Received, got, paid))
        } else {
            None
        })
    }

    /// What own accounts saw in the one currency that is not the original's, without the fees in it.
    fn by_original(&self) -> Result<Option<(FeeSide, Money, Money)>> {
        let Some(original) = self.original else {
            return Ok(None);
        };
        let mut others = self.own.iter().filter(|(c, _)| **c != original.currency());
        let (Some((currency, own)), None) = (others.next(), others.next()) else {
            return Ok(None);
        };
        let mut minor = *own;
        add(&mut minor, self.fees.get(currency).copied().unwrap_or(0))?;
        let moved = Money::from_minor(minor, *currency)?;
        Ok(match minor.signum() {
            -1 => Some((FeeSide::Paid, moved.negated(), original)),
            1 => Some((FeeSide::Received, moved, original)),
            _ => None,
        })
    }
}

impl Told {
    fn exchange(self, line: Line, postings: &[Posting]) -> Result<Exchange> {
        let code = self.charged.currency();
        let own = postings
            .iter()
            .filter(|posting| posting.own && posting.currency == code.code());
        let account = match self.side {
            FeeSide::Paid => own.min_by_key(|posting| posting.minor),
            FeeSide::Received => own.max_by_key(|posting| posting.minor),
        };
        Ok(Exchange {
            entry: line.id,
            day: day_of(line.day)?,
            payee: line.payee.unwrap_or_default(),
            payee_id: line.payee_id,
            account: account.map_or(built_in::EXCHANGE, |posting| posting.account),
            account_name: account.map_or_else(String::new, |posting| posting.name.clone()),
            side: self.side,
            charged: self.charged,
            amount: self.amount,
            fees: self.fees,
        })
    }
}

/// The sums of some postings by currency, without those that come to nothing.
fn sums(postings: &[Posting], are: impl Fn(&Posting) -> bool) -> Result<Sums> {
    let mut sums = Sums::new();
    for posting in postings.iter().filter(|posting| are(posting)) {
        let sum = sums.entry(stored_currency(&posting.currency)?).or_default();
        add(sum, posting.minor)?;
    }
    sums.retain(|_, minor| *minor != 0);
    Ok(sums)
}
