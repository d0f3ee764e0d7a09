//! What was loaded onto a gift card and spent of it, by the entries of its account.

use chrono::NaiveDate;
use farthing_money::{Currency, Money, MoneyError, Rounding};
use farthing_rules::cashback::{CardEvent, CardMove};
use sqlx::SqliteConnection;

use super::super::kept::KeptGiftCard;
use super::checked::Checked;
use crate::day::day_of;
use crate::error::{LedgerError, Result};
use crate::ids::{AccountId, EntryId};
use crate::kinds::EntryKind;
use crate::totals::stored_currency;

/// What happened on a card up to a day.
pub(super) struct Tally {
    pub currency: Currency,
    /// What loaded it first; none where that entry was deleted.
    pub loaded: Option<Load>,
    pub events: Vec<CardEvent>,
    /// What was loaded in all, without what came back of purchases.
    pub face: Money,
    /// What was paid for that.
    pub paid: Money,
    /// What came back of purchases.
    pub refunded: Money,
    pub last_used: Option<NaiveDate>,
    /// The newest first, those after the day as well.
    pub entries: Vec<EntryId>,
}

/// What an entry loads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Load {
    pub day: NaiveDate,
    pub face: Money,
    pub paid: Money,
    /// The account that paid; none for a present.
    pub from: Option<AccountId>,
}

/// An entry of a card as the database gives it.
struct Row {
    id: EntryId,
    day: i64,
    kind: EntryKind,
    /// What it adds to the card.
    minor: i64,
    /// What others gave for it, without incomes.
    paid: i64,
    from: Option<AccountId>,
}

impl Load {
    /// Whether it says the same as what the person laid down.
    pub(super) fn is_as(&self, card: &Checked) -> bool {
        let (day, face, paid) = (card.day, card.face, card.paid);
        (self.day, self.face, self.paid) == (day, face, paid)
            && (self.from == card.from || paid.is_zero())
    }
}

impl Tally {
    /// What happened on a card up to a day.
    pub(super) async fn of(
        db: &mut SqliteConnection,
        kept: &KeptGiftCard,
        today: NaiveDate,
    ) -> Result<Self> {
        let currency = stored_currency(&kept.currency)?;
        let mut tally = Self {
            currency,
            loaded: None,
            events: Vec::new(),
            face: Money::zero(currency),
            paid: Money::zero(currency),
            refunded: Money::zero(currency),
            last_used: None,
            entries: Vec::new(),
        };
        for row in rows(db, kept).await? {
            tally.entries.insert(0, row.id);
            let day = day_of(row.day)?;
            if kept.bought == Some(row.id) {
                tally.loaded = Some(row.load(day, currency)?);
            }
            if day <= today && row.minor != 0 {
                tally.take(&row, day, kept.expires)?;
            }
        }
        Ok(tally)
    }

    fn take(&mut self, row: &Row, day: NaiveDate, expires: Option<NaiveDate>) -> Result<()> {
        let action = if row.minor < 0 {
            self.last_used = Some(day);
            CardMove::Use(Money::from_minor(row.minor, self.currency)?.negated())
        } else {
            let (face, paid) = self.loads(row, day)?;
            CardMove::Load {
                face,
                paid,
                expires,
            }
        };
        self.events.push(CardEvent { day, action });
        Ok(())
    }

    /// A refund comes back at the cost of what was loaded before, in the same share.
    fn loads(&mut self, row: &Row, day: NaiveDate) -> Result<(Money, Money)> {
        let load = row.load(day, self.currency)?;
        if row.kind == EntryKind::Refund {
            self.refunded = self.refunded.checked_add(load.face)?;
            return Ok((load.face, self.cost_of(load.face)?));
        }
        self.face = self.face.checked_add(load.face)?;
        self.paid = self.paid.checked_add(load.paid)?;
        Ok((load.face, load.paid))
    }

    fn cost_of(&self, amount: Money) -> Result<Money> {
        if self.face.is_zero() {
            return Ok(amount);
        }
        let paid = i128::from(self.paid.minor()) * i128::from(amount.minor());
        let cost = Rounding::HalfUp.divide(paid, self.face.minor().into());
        let cost = cost.and_then(|cost| i64::try_from(cost).ok());
        let cost = cost.ok_or(LedgerError::Money(MoneyError::Overflow))?;
        Ok(Money::from_minor(cost, self.currency)?)
    }
}

impl Row {
    fn load(&self, day: NaiveDate, currency: Currency) -> Result<Load> {
        Ok(Load {
            day,
            face: Money::from_minor(self.minor, currency)?,
            paid: Money::from_minor(self.paid.max(0), currency)?,
            from: self.from,
        })
    }
}

/// What is planned or void is in no balance, and not here either.
async fn rows(db: &mut SqliteConnection, kept: &KeptGiftCard) -> Result<Vec<Row>> {
    let (account, currency) = (kept.account, &kept.currency);
    Ok(sqlx::query_as!(
        Row,
        r#"select e.id as "id!: EntryId", e.day as "day!", e.kind as "kind!: EntryKind",
               sum(iif(p.account_id = ?1, p.minor, 0)) as "minor!: i64",
               sum(iif(p.account_id <> ?1 and a.class in ('own', 'equity'), -p.minor, 0))
                   as "paid!: i64",
               min(iif(p.account_id <> ?1 and a.class = 'own' and p.minor < 0, p.account_id, null))
                   as "from: AccountId"
           from entries e
           join postings p on p.entry_id = e.id and p.currency = ?2
           join accounts a on a.id = p.account_id
           where e.status in (2, 3)
             and e.id in (select entry_id from postings where account_id = ?1 and currency = ?2)
           group by e.id order by e.day, coalesce(e.second, 86400), e.id"#,
        account,
        currency
    )
    .fetch_all(db)
    .await?)
}
