//! Which part of what was paid, or is expected, belongs to one purchase.

use chrono::NaiveDate;
use farthing_money::{Money, MoneyError, Rounding};
use farthing_rules::calendar::{Period, Span};
use farthing_rules::cashback::Exact;
use rust_decimal::Decimal;
use sqlx::SqliteConnection;

use super::super::desk::{self, Owed, Pots, is_unpaid};
use super::super::kept::{Laid, RewardCause};
use super::super::read::ReadProgramme;
use crate::day::{day_number, day_of};
use crate::error::{LedgerError, Result};
use crate::ids::EntryId;

/// What of a purchase's cashback was paid, and what is only expected, after what refunds took back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Share {
    pub paid: Money,
    pub expected: Money,
}

/// So many decimals of an exact reward decide which part of a statement is a purchase's.
const SCALE: u32 = 9;

/// The share of a purchase in what a programme paid and should pay.
pub(super) async fn share(
    db: &mut SqliteConnection,
    (laid, programme): (&Laid, &ReadProgramme<'_>),
    entry: EntryId,
    today: NaiveDate,
) -> Result<Share> {
    let zero = Money::zero(programme.file.unit());
    let mut share = Share {
        paid: zero,
        expected: zero,
    };
    for (entry, day) in entries_of(db, programme, entry).await? {
        let own = of_own(db, (laid, programme), entry, today).await?;
        let part = match own {
            None => of_statement(db, (laid, programme), (entry, day), today).await?,
            own => own,
        };
        if let Some(part) = part {
            share.paid = share.paid.checked_add(part.paid)?;
            share.expected = share.expected.checked_add(part.expected)?;
        }
    }
    Ok(share)
}

/// A purchase and its refunds, as far as they earn or take back.
async fn entries_of(
    db: &mut SqliteConnection,
    programme: &ReadProgramme<'_>,
    entry: EntryId,
) -> Result<Vec<(EntryId, NaiveDate)>> {
    let id = programme.id();
    let rows = sqlx::query!(
        r#"select entry_id as "entry!: EntryId", day as "day!" from rewards
           where programme_id = ?1 and (entry_id = ?2 or of_entry = ?2)
           union select e.id, e.day from entries e
               join receivables r on r.programme_id = ?1 and r.cause = 'entry:' || e.id
               where e.id = ?2 or e.refund_of = ?2
           order by 2, 1"#,
        id,
        entry
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| Ok((row.entry, day_of(row.day)?)))
        .collect()
}

/// What was paid of a reward, and what of it may still come.
fn of_owed(
    (laid, programme): (&Laid, &ReadProgramme<'_>),
    owed: &Owed,
    today: NaiveDate,
) -> Result<Share> {
    let zero = Money::zero(programme.file.unit());
    if owed.minor < 0 {
        let amount = programme.reward(owed.minor)?;
        let is_taken = owed.receipt.is_some();
        let (paid, expected) = if is_taken {
            (amount, zero)
        } else {
            (zero, amount)
        };
        return Ok(Share { paid, expected });
    }
    // What is carried is as much unpaid as what is late.
    let standing = desk::standing(programme, laid, owed, (&Pots::default(), today))?;
    let expected = if is_unpaid(&standing) {
        standing.amount
    } else {
        zero
    };
    Ok(Share {
        paid: standing.paid.unwrap_or(zero),
        expected,
    })
}

async fn of_own(
    db: &mut SqliteConnection,
    (laid, programme): (&Laid, &ReadProgramme<'_>),
    entry: EntryId,
    today: NaiveDate,
) -> Result<Option<Share>> {
    let owed = Owed::find(db, programme.id(), RewardCause::Entry(entry)).await?;
    let share = owed.map(|owed| of_owed((laid, programme), &owed, today));
    share.transpose()
}

/// The part of a statement that is an entry's: by what it earned exactly, so that the parts of all
/// entries add up to what was paid.
async fn of_statement(
    db: &mut SqliteConnection,
    (laid, programme): (&Laid, &ReadProgramme<'_>),
    (entry, day): (EntryId, NaiveDate),
    today: NaiveDate,
) -> Result<Option<Share>> {
    let statement = Period::Statement(programme.programme.terms().statement_day);
    let Some(span) = statement.span_of(day) else {
        return Ok(None);
    };
    let cause = RewardCause::Statement(span.last);
    let Some(owed) = Owed::find(db, programme.id(), cause).await? else {
        return Ok(None);
    };
    let whole = of_owed((laid, programme), &owed, today)?;
    let place = place_in(db, programme, span, entry).await?;
    Ok(Some(Share {
        paid: place.part_of(whole.paid)?,
        expected: place.part_of(whole.expected)?,
    }))
}

/// What the entries of a statement earned before one, with it, and all together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Place {
    before: i128,
    after: i128,
    all: i128,
}

async fn place_in(
    db: &mut SqliteConnection,
    programme: &ReadProgramme<'_>,
    span: Span,
    entry: EntryId,
) -> Result<Place> {
    let (id, first, last) = (
        programme.id(),
        day_number(span.first),
        day_number(span.last),
    );
    let rows = sqlx::query!(
        r#"select entry_id as "entry!: EntryId", minor, exact as "exact!" from rewards
           where programme_id = ? and day between ? and ? order by day, entry_id"#,
        id,
        first,
        last
    )
    .fetch_all(db)
    .await?;
    let mut place = Place::default();
    for row in rows {
        // What is rounded one by one adds up to the statement as it is.
        let exact = match row.minor {
            Some(minor) => minor.into(),
            None => scaled(&row.exact)?,
        };
        if row.entry == entry {
            place.before = place.all;
            place.after = place.all.saturating_add(exact);
        }
        place.all = place.all.saturating_add(exact);
    }
    Ok(place)
}

/// An exact reward as a whole number of billionths.
fn scaled(text: &str) -> Result<i128> {
    let damaged = || LedgerError::Damaged(format!("“{text}” is no exact reward"));
    let exact: Exact = text.parse().map_err(|_| damaged())?;
    let decimal = exact.to_decimal().ok_or_else(damaged)?;
    let grains = decimal.checked_mul(Decimal::from(10_i64.pow(SCALE)));
    let grains = grains.ok_or_else(damaged)?.round();
    grains
        .mantissa()
        .checked_div(10_i128.pow(grains.scale()))
        .ok_or_else(damaged)
}

impl Place {
    /// The share of an amount up to and with the entry, less that up to it.
    fn part_of(self, whole: Money) -> Result<Money> {
        let up_to = |part: i128| {
            let product = i128::from(whole.minor()).checked_mul(part)?;
            Rounding::HalfUp.divide(product, self.all)
        };
        if self.all == 0 {
            return Ok(Money::zero(whole.currency()));
        }
        let part = up_to(self.after).zip(up_to(self.before));
        let part = part.and_then(|(after, before)| i64::try_from(after - before).ok());
        Ok(Money::from_minor(
            part.ok_or(MoneyError::Overflow)?,
            whole.currency(),
        )?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_of_a_statement_add_up_to_it() {
        let whole: Money = "10.00 EUR".parse().unwrap();
        let weights = [3, 3, 3, -1, 5];
        let all = weights.iter().sum();
        let mut before = 0;
        let mut sum = 0;
        for weight in weights {
            let after = before + weight;
            let place = Place { before, after, all };
            sum += place.part_of(whole).unwrap().minor();
            before = after;
        }
        assert_eq!(sum, 1_000);
        assert_eq!(Place::default().part_of(whole).unwrap().minor(), 0);
    }
}
