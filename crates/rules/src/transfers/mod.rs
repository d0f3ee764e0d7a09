//! Two rows of two own accounts that are one transfer.
//!
//! What left one account and came to another, in equal amounts within four days. A row that names
//! the other account, or an id that both rows have, makes it certain; words such as “top-up” make
//! it likely; equal amounts alone are a suggestion, and so is everything where a row is a purchase
//! or an income with a merchant's name. In two currencies the amounts must be within a tenth of
//! the day's rate, and without a rate there is no pair.

mod evidence;
mod shelves;

use std::collections::HashSet;

use chrono::NaiveDate;
use farthing_money::{Currency, Money};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::ids::{AccountId, RowId};
use crate::kind::Kind;
use crate::matching::{at, best_first, day_number};
use evidence::{Evidence, Verdict};
use shelves::RateMemory;

/// How many days may lie between the two sides, either way.
pub const DAYS: i32 = 4;
/// How far an amount in another currency may be from the day's rate.
pub const MOST_OFF_RATE_PERMILLE: u16 = 100;

/// A row of an own account, or an entry's effect on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row<'a> {
    /// The row.
    pub id: RowId,
    /// The account.
    pub account: AccountId,
    /// The day.
    pub day: NaiveDate,
    /// The effect on the account, fee included.
    pub amount: Money,
    /// The part of the amount that is the provider's fee, where the row says it: negative for a
    /// fee paid, zero for none.
    pub fee_minor: i64,
    /// What the file or the person says it is; none where the sign is all there is to go by.
    pub kind: Option<Kind>,
    /// Who is on the other side.
    pub payee: &'a str,
    /// What else the row says.
    pub memo: &'a str,
    /// The file's name for the own account on the other side.
    pub counter_account: Option<&'a str>,
    /// The IBAN or number of the other side.
    pub counter_number: Option<&'a str>,
    /// The provider's own id.
    pub reference: Option<&'a str>,
}

/// How an own account may be called in the rows of others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OwnAccount<'a> {
    /// The account.
    pub id: AccountId,
    /// Its names: the person's, the file's, the bank's, and the holder's.
    pub names: &'a [&'a str],
    /// Its numbers: IBAN, number, id of the wallet, telephone.
    pub numbers: &'a [&'a str],
}

/// Two rows that are one transfer, with the figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Pair {
    /// The row whose money left.
    pub from: RowId,
    /// The row where it came.
    pub to: RowId,
    /// How sure it is.
    pub certainty: Certainty,
    /// Why.
    pub reason: Reason,
    /// How many days after it left it came.
    pub days: i32,
    /// The fees on the way, in minor units of both sides together and without sign; zero where
    /// the amounts are equal as they stand.
    pub fee_minor: i64,
    /// What one unit of the first currency costs in the second, where there are two.
    pub rate: Option<Decimal>,
    /// How far the amounts are from that rate, either way.
    pub deviation_permille: u16,
}

/// How sure a transfer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Certainty {
    /// The rows themselves say so.
    Certain,
    /// Words or kinds speak for it, and nothing against it.
    Likely,
    /// Only for the person to decide.
    Suggested,
}

/// Why two rows are one transfer, strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// A row has the IBAN or number of the other account.
    NamesNumber,
    /// A row names the other account as its other side.
    NamesAccount,
    /// Both have the same id of one provider.
    SharedReference,
    /// The text holds the other account's name.
    AccountInText,
    /// The text or the kind says that money was moved.
    SaysTransfer,
    /// Only the amounts are equal.
    EqualAmounts,
}

/// Finds the transfers among rows. Each row is in at most one; the best come first: by certainty,
/// equal amounts before other currencies, then the nearest day, then more words for it, then the
/// order of the rows.
///
/// `rejected` are pairs that the person took apart, in either order; they never come again.
/// `rate` says what one unit of the first currency costs in the second on a day.
///
/// Rows of a kind that the file did not say belong in as `None`: a purchase with a merchant's name
/// is never certain, and a sign alone makes no purchase.
pub fn find(
    rows: &[Row],
    accounts: &[OwnAccount],
    rejected: &[(RowId, RowId)],
    rate: impl FnMut(Currency, Currency, NaiveDate) -> Option<Decimal>,
) -> Vec<Pair> {
    let rejected: HashSet<(RowId, RowId)> = rejected.iter().map(|pair| in_order(*pair)).collect();
    let evidence = Evidence::of(rows, accounts);
    let mut rates = RateMemory::new(rate);
    let weigh = |from, to| {
        let (out, into) = (at(rows, from)?, at(rows, to)?);
        let apart = out.account != into.account && !rejected.contains(&in_order((out.id, into.id)));
        let verdict = apart.then(|| evidence.verdict(from, to)).flatten()?;
        Some((Key::of(verdict, out, into), out, into))
    };
    let mut all = shelves::equal_amounts(rows, |from, to| {
        let (key, out, into) = weigh(from, to)?;
        let by_fee = shelves::fee_between(out, into)? != 0;
        Some(Key { by_fee, ..key })
    });
    all.extend(shelves::other_currencies(
        rows,
        &mut rates,
        |from, to, off| {
            let (key, ..) = weigh(from, to)?;
            let off = Key {
                other_currency: true,
                off_permille: off,
                ..key
            };
            // Some amount is always within a tenth of another, so the amounts alone say nothing.
            (key.reason != Reason::EqualAmounts).then_some(off)
        },
    ));
    let best = best_first(all, rows.len(), rows.len());
    let best = best.iter().filter_map(|pair| {
        let (from, to) = (at(rows, pair.left)?, at(rows, pair.right)?);
        Some((pair.key, from, to))
    });
    best.map(|(key, from, to)| Pair {
        from: from.id,
        to: to.id,
        certainty: key.certainty,
        reason: key.reason,
        days: day_number(to.day) - day_number(from.day),
        fee_minor: shelves::fee_between(from, to).unwrap_or(0),
        rate: rate_of(&mut rates, from, to),
        deviation_permille: key.off_permille,
    })
    .collect()
}

/// What makes one pair better than another, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    certainty: Certainty,
    other_currency: bool,
    days_apart: u32,
    came_before_it_left: bool,
    silence: u8,
    by_fee: bool,
    off_permille: u16,
    reason: Reason,
}

impl Key {
    fn of(verdict: Verdict, from: &Row, to: &Row) -> Self {
        let days = day_number(to.day) - day_number(from.day);
        Self {
            certainty: verdict.certainty,
            other_currency: false,
            days_apart: days.unsigned_abs(),
            came_before_it_left: days < 0,
            silence: u8::MAX - verdict.hints,
            by_fee: false,
            off_permille: 0,
            reason: verdict.reason,
        }
    }
}

fn in_order((a, b): (RowId, RowId)) -> (RowId, RowId) {
    (a.min(b), a.max(b))
}

fn rate_of<F>(rates: &mut RateMemory<F>, from: &Row, to: &Row) -> Option<Decimal>
where
    F: FnMut(Currency, Currency, NaiveDate) -> Option<Decimal>,
{
    let (left, came) = (from.amount.currency(), to.amount.currency());
    (left != came).then(|| rates.rate(left, came, from.day))?
}

#[cfg(test)]
mod tests;
