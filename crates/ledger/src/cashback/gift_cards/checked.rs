//! A gift card as the person lays it down, checked field by field.

use chrono::NaiveDate;
use farthing_money::{Currency, Money};
use sqlx::SqliteConnection;

use super::super::inputs::{GiftCardInput, SecretPart};
use super::super::kept::KeptGiftCard;
use super::super::typed::{above_zero, zero_or_more};
use crate::accounts::account_name;
use crate::error::{LedgerError, Result};
use crate::ids::{AccountId, EntryId};
use crate::wire::named_currency;

/// Codes and PINs are shorter.
const LONGEST_CODE: usize = 200;

/// The longest note.
const LONGEST_NOTE: usize = 2_000;

/// So many cards of one name are a slip.
const MOST_OF_A_NAME: u32 = 999;

/// A gift card that can be kept.
pub(super) struct Checked {
    pub name: String,
    pub face: Money,
    pub paid: Money,
    pub from: Option<AccountId>,
    pub day: NaiveDate,
    expires: Option<NaiveDate>,
    code: String,
    pin: String,
    note: String,
}

impl Checked {
    /// As it is kept, with its account and the entry that loaded it.
    pub(super) fn kept(&self, account: AccountId, loaded: EntryId) -> KeptGiftCard {
        KeptGiftCard {
            account,
            bought: Some(loaded),
            day: self.day,
            currency: self.face.currency().code().to_owned(),
            face_minor: self.face.minor(),
            paid_minor: self.paid.minor(),
            expires: self.expires,
            code: self.code.clone(),
            pin: self.pin.clone(),
            note: self.note.clone(),
            archived: None,
        }
    }
}

/// What the person wrote; a code, PIN or day that is neither given nor removed is the one before.
pub(super) async fn checked(
    db: &mut SqliteConnection,
    input: &GiftCardInput,
    before: Option<&KeptGiftCard>,
    today: NaiveDate,
) -> Result<Checked> {
    let name = account_name(&input.name)?;
    let currency = named_currency(&input.currency)?;
    let face = face(input, currency)?;
    let day = (input.day).or(before.map(|before| before.day));
    let day = checked_day(day.unwrap_or(today), input.expires, today)?;
    check_text("note", &input.note, LONGEST_NOTE)?;
    if let Some(from) = input.from {
        if before.is_some_and(|before| before.account == from) {
            return wrong("from", "a card cannot pay for itself");
        }
        check_payer(db, from, currency).await?;
    }
    let stays = |part| before.filter(|_| !input.remove.contains(&part));
    let code_before = stays(SecretPart::Code).map(|before| before.code.as_str());
    let pin_before = stays(SecretPart::Pin).map(|before| before.pin.as_str());
    Ok(Checked {
        name,
        face,
        paid: paid(input, face)?,
        from: input.from,
        day,
        expires: input.expires,
        code: secret(input, SecretPart::Code, code_before)?,
        pin: secret(input, SecretPart::Pin, pin_before)?,
        note: input.note.trim().to_owned(),
    })
}

fn face(input: &GiftCardInput, currency: Currency) -> Result<Money> {
    let face = above_zero("face", &input.face, currency)?;
    face.ok_or_else(|| LedgerError::invalid("face", "write what can be spent with it"))
}

/// A present costs nothing.
fn paid(input: &GiftCardInput, face: Money) -> Result<Money> {
    let nothing = Money::zero(face.currency());
    let paid = zero_or_more("paid", &input.paid, face.currency())?;
    match (input.from, paid) {
        (Some(_), paid) => Ok(paid.unwrap_or(face)),
        (None, Some(paid)) if !paid.is_zero() => wrong(
            "from",
            "choose the account that paid for it; a present costs nothing",
        ),
        (None, _) => Ok(nothing),
    }
}

fn checked_day(day: NaiveDate, expires: Option<NaiveDate>, today: NaiveDate) -> Result<NaiveDate> {
    if day > today {
        return wrong("day", "choose today or an earlier day");
    }
    if expires.is_some_and(|expires| expires < day) {
        return wrong(
            "expires",
            "its last day lies before the day on which it was bought",
        );
    }
    Ok(day)
}

/// A code or PIN, or the one before where none is given.
fn secret(input: &GiftCardInput, part: SecretPart, before: Option<&str>) -> Result<String> {
    let (field, text) = match part {
        SecretPart::Code => ("code", input.code.trim()),
        SecretPart::Pin => ("pin", input.pin.trim()),
    };
    if !text.is_empty() && input.remove.contains(&part) {
        return wrong(field, "write another one or remove it, not both");
    }
    check_text(field, text, LONGEST_CODE)?;
    if text.chars().any(char::is_control) {
        return wrong(field, "it has a line break or a sign that is not seen");
    }
    Ok(if text.is_empty() {
        before.unwrap_or_default().to_owned()
    } else {
        text.to_owned()
    })
}

/// The message never says the text, which may be a code.
fn check_text(field: &'static str, text: &str, most: usize) -> Result<()> {
    if text.chars().count() <= most {
        return Ok(());
    }
    let message = format!("it has more than {most} characters; shorten it");
    Err(LedgerError::invalid(field, message))
}

/// An open own account pays; one that has entries has some in the currency of the card.
async fn check_payer(
    db: &mut SqliteConnection,
    account: AccountId,
    currency: Currency,
) -> Result<()> {
    let code = currency.code();
    let payer = sqlx::query!(
        r#"select name, closed as "closed: bool",
               exists (select 1 from balances where account_id = accounts.id and entries > 0)
                   as "used!: bool",
               exists (select 1 from balances
                       where account_id = accounts.id and entries > 0 and currency = ?) as "fits!: bool"
           from accounts where id = ? and class = 'own'"#,
        code,
        account
    )
    .fetch_optional(db)
    .await?;
    let Some(payer) = payer else {
        return wrong("from", "choose an account of your own");
    };
    if payer.closed {
        let message = format!("{} is closed; choose another account", payer.name);
        return Err(LedgerError::invalid("from", message));
    }
    if payer.used && !payer.fits {
        let message = format!("{} has no {code}; choose another account", payer.name);
        return Err(LedgerError::invalid("from", message));
    }
    Ok(())
}

/// The name, with a number where another account has it.
pub(super) async fn free_name(
    db: &mut SqliteConnection,
    name: &str,
    except: Option<AccountId>,
) -> Result<String> {
    for number in 1..=MOST_OF_A_NAME {
        let candidate = match number {
            1 => name.to_owned(),
            number => account_name(&format!("{name} {number}"))?,
        };
        let taken = sqlx::query_scalar!(
            r#"select id as "id: AccountId" from accounts
               where class = 'own' and name = ? collate nocase"#,
            candidate
        )
        .fetch_optional(&mut *db)
        .await?;
        if taken.is_none() || taken == except {
            return Ok(candidate);
        }
    }
    wrong("name", "there are many cards of this name; choose another")
}

fn wrong<T>(field: &'static str, message: &str) -> Result<T> {
    Err(LedgerError::invalid(field, message))
}
