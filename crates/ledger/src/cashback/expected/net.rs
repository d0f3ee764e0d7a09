//! What a purchase really cost: price + fees + exchange markup + tip − cashback that was paid −
//! discounts − refunds. What is only expected stands apart.

use chrono::NaiveDate;
use farthing_money::{Currency, Money, MoneyError, Rounding};
use sqlx::SqliteConnection;

use super::super::kept::{KeptGiftCard, Laid};
use super::super::purchase::Purchase;
use super::super::read::{ReadProgramme, rules_error};
use super::super::typed::zero_or_more;
use super::super::views::{NetLine, NetPrice};
use super::super::words::{day_words, money_words};
use super::shares::{Share, share};
use crate::choices::{self, ChoiceKind};
use crate::day::{day_number, day_of};
use crate::error::Result;
use crate::ids::{AccountId, EntryId};

/// A net price that is added up line by line.
struct Sum {
    lines: Vec<NetLine>,
    net: Money,
    expected: Money,
    apart: Vec<String>,
}

impl Sum {
    /// Adds a line; zero ones are left out.
    fn add(
        &mut self,
        words: impl Into<String>,
        amount: Money,
        entry: Option<EntryId>,
    ) -> Result<()> {
        if amount.is_zero() {
            return Ok(());
        }
        self.net = self.net.checked_add(amount)?;
        self.lines.push(NetLine {
            words: words.into(),
            amount: amount.into(),
            entry,
        });
        Ok(())
    }
}

/// The net price of a purchase.
pub(super) async fn of(
    db: &mut SqliteConnection,
    (laid, programmes): (&Laid, &[ReadProgramme<'_>]),
    purchase: &Purchase,
    today: NaiveDate,
) -> Result<NetPrice> {
    let zero = Money::zero(purchase.currency());
    let mut sum = Sum {
        lines: Vec::new(),
        net: zero,
        expected: zero,
        apart: Vec::new(),
    };
    let charges = purchase.fees.checked_add(purchase.tips)?;
    let price = purchase.price.checked_add(charges.negated())?;
    let (entry, currency) = (purchase.entry, purchase.currency());
    let detail = laid.details.get(&entry).cloned().unwrap_or_default();
    let markup = zero_or_more("fx_markup", &detail.fx_markup, currency)?.unwrap_or(zero);
    let voucher = zero_or_more("voucher", &detail.voucher, currency)?.unwrap_or(zero);
    sum.add("Price", price, Some(entry))?;
    sum.add("Fees", purchase.fees, Some(entry))?;
    sum.add("Exchange markup", markup, None)?;
    sum.add("Tip", purchase.tips, Some(entry))?;
    for programme in programmes {
        cashback(db, (laid, programme), purchase, &mut sum, today).await?;
    }
    sum.add("Voucher", voucher.negated(), None)?;
    gift_cards(db, purchase, &mut sum).await?;
    refunds(db, purchase, &mut sum).await?;
    let if_paid = sum.net.checked_add(sum.expected.negated())?;
    Ok(NetPrice {
        net: sum.net.into(),
        lines: sum.lines,
        expected: sum.expected.into(),
        net_if_paid: if_paid.into(),
        apart: sum.apart,
    })
}

async fn cashback(
    db: &mut SqliteConnection,
    (laid, programme): (&Laid, &ReadProgramme<'_>),
    purchase: &Purchase,
    sum: &mut Sum,
    today: NaiveDate,
) -> Result<()> {
    if !programme.pays_money() {
        return points(db, programme, purchase, sum).await;
    }
    let Share { paid, expected } = share(db, (laid, programme), purchase.entry, today).await?;
    let name = programme.name();
    if paid.currency() != purchase.currency() {
        for (amount, what) in [(paid, "was paid"), (expected, "is expected")] {
            if !amount.is_zero() {
                let amount = money_words(amount);
                let words = format!("{amount} of {name} {what}, in another currency.");
                sum.apart.push(words);
            }
        }
        return Ok(());
    }
    sum.add(format!("Cashback paid by {name}"), paid.negated(), None)?;
    sum.expected = sum.expected.checked_add(expected)?;
    Ok(())
}

/// Points are no money yet, so they are never taken off.
async fn points(
    db: &mut SqliteConnection,
    programme: &ReadProgramme<'_>,
    purchase: &Purchase,
    sum: &mut Sum,
) -> Result<()> {
    let (id, entry) = (programme.id(), purchase.entry);
    let minor = sqlx::query_scalar!(
        r#"select sum(minor) as "minor: i64" from rewards
           where programme_id = ?1 and (entry_id = ?2 or of_entry = ?2)"#,
        id,
        entry
    )
    .fetch_one(db)
    .await?;
    let Some(minor) = minor.filter(|minor| *minor != 0) else {
        return Ok(());
    };
    let earned = programme.reward(minor)?;
    let worth = programme.programme.value_of(earned).map_err(rules_error)?;
    let (points, name) = (money_words(earned), programme.name());
    sum.apart.push(match worth {
        Some(worth) => format!(
            "{points} of {name}, worth about {}, are points and not taken off.",
            money_words(worth)
        ),
        None => {
            format!("{points} of {name} are not taken off; what a point is worth is not known.")
        }
    });
    Ok(())
}

/// What a gift card that was bought for less takes off, for each that paid.
async fn gift_cards(db: &mut SqliteConnection, purchase: &Purchase, sum: &mut Sum) -> Result<()> {
    for (account, paid) in &purchase.paid_by {
        let key = account.0.to_string();
        let card = choices::find::<KeptGiftCard>(db, ChoiceKind::GiftCard, &key).await?;
        let currency = purchase.currency();
        let card = card.filter(|card| card.currency == currency.code() && paid.minor() > 0);
        let Some(card) = card else {
            continue;
        };
        let before = spent_before(db, *account, currency, purchase).await?;
        let off = discount(&card, before, paid.minor())?;
        let off = Money::from_minor(off, currency)?;
        sum.add("Discount of the gift card", off.negated(), None)?;
    }
    Ok(())
}

/// What an account paid before a purchase.
async fn spent_before(
    db: &mut SqliteConnection,
    account: AccountId,
    currency: Currency,
    purchase: &Purchase,
) -> Result<i64> {
    let (day, entry, code) = (day_number(purchase.day), purchase.entry, currency.code());
    let minor = sqlx::query_scalar!(
        r#"select coalesce(-sum(p.minor), 0) as "minor!: i64"
           from postings p join entries e on e.id = p.entry_id
           where p.account_id = ?1 and p.currency = ?2 and p.minor < 0 and e.kind = 1
             and e.status in (2, 3) and (p.day < ?3 or (p.day = ?3 and p.entry_id < ?4))"#,
        account,
        code,
        day,
        entry
    )
    .fetch_one(db)
    .await?;
    Ok(minor)
}

/// The part of a card's discount that belongs to what is spent of it; the parts of all purchases add up
/// to the whole discount.
fn discount(card: &KeptGiftCard, before: i64, spent: i64) -> Result<i64> {
    let saved = i128::from(card.face_minor) - i128::from(card.paid_minor);
    let face = i128::from(card.face_minor);
    if saved <= 0 || face <= 0 {
        return Ok(0);
    }
    let up_to = |part: i64| {
        let part = i128::from(part).clamp(0, face);
        Rounding::HalfUp.divide(saved.checked_mul(part)?, face)
    };
    let after = before.checked_add(spent).ok_or(MoneyError::Overflow)?;
    let part = up_to(after).zip(up_to(before));
    let part = part.and_then(|(after, before)| i64::try_from(after - before).ok());
    Ok(part.ok_or(MoneyError::Overflow)?)
}

async fn refunds(db: &mut SqliteConnection, purchase: &Purchase, sum: &mut Sum) -> Result<()> {
    let (entry, currency) = (purchase.entry, purchase.currency());
    let rows = sqlx::query!(
        r#"select e.id as "id!: EntryId", e.day as "day!", p.currency as "currency!",
               sum(p.minor) as "minor!: i64"
           from entries e join postings p on p.entry_id = e.id
           join accounts a on a.id = p.account_id and a.class = 'own'
           where e.refund_of = ? and e.status in (2, 3)
           group by e.id, p.currency order by e.day, e.id"#,
        entry
    )
    .fetch_all(db)
    .await?;
    for row in rows {
        let day = day_words(day_of(row.day)?);
        if row.currency != currency.code() {
            let words = format!("A refund of {day} came in {}.", row.currency);
            sum.apart.push(words);
            continue;
        }
        let amount = Money::from_minor(row.minor, currency)?;
        sum.add(format!("Refund of {day}"), amount.negated(), Some(row.id))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_discount_is_shared_by_what_is_spent_to_the_last_cent() {
        let day = NaiveDate::from_ymd_opt(2026, 1, 1).unwrap();
        let card = KeptGiftCard {
            account: AccountId(7),
            bought: None,
            day,
            currency: "EUR".to_owned(),
            face_minor: 1_000,
            paid_minor: 899,
            expires: None,
            code: String::new(),
            pin: String::new(),
            note: String::new(),
            archived: None,
        };
        let parts = [333, 333, 334];
        let mut before = 0;
        let mut sum = 0;
        for part in parts {
            sum += discount(&card, before, part).unwrap();
            before += part;
        }
        assert_eq!(sum, 101);
        assert_eq!(discount(&card, 1_000, 50).unwrap(), 0);
    }
}
