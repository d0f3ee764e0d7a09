//! What a person lays down about a programme is checked here, once.

use rust_decimal::Decimal;
use sqlx::SqliteConnection;

use super::super::inputs::ProgrammeInput;
use super::super::kept::{KeptProgramme, read_programme};
use super::super::programmes::ProgrammeKind;
use super::super::read::rules_error;
use super::super::typed::typed_rate;
use crate::choices::Choice;
use crate::error::{LedgerError, Result};
use crate::ids::{AccountId, ChoiceId};

/// What paying abroad may cost at most: a quarter, in hundredths.
const MOST_FX_FEE: (i64, u32) = (25, 2);

/// A programme as it is kept: everything it names is there, and it can be worked out.
pub(super) async fn input(
    db: &mut SqliteConnection,
    mut input: ProgrammeInput,
) -> Result<ProgrammeInput> {
    let (file, words) = read_programme(&input)?;
    file.programme(&words).map_err(rules_error)?;
    dates(&input)?;
    let most = Decimal::new(MOST_FX_FEE.0, MOST_FX_FEE.1);
    let fee = typed_rate("fx_fee", &input.fx_fee, most)?;
    input.fx_fee = fee.map_or_else(String::new, |fee| fee.normalize().to_string());
    input.method = input.method.trim().to_owned();
    input.accounts.sort_unstable();
    input.accounts.dedup();
    accounts(db, &input).await?;
    for word in &mut input.categories {
        word.categories.sort_unstable();
        word.categories.dedup();
        categories(db, &word.categories).await?;
    }
    input.categories.retain(|word| !word.categories.is_empty());
    Ok(input)
}

/// The programme that is changed; none for a new one, whose id no other has.
pub(super) fn place<'c>(
    all: &'c [Choice<KeptProgramme>],
    id: Option<ChoiceId>,
    key: &str,
) -> Result<Option<&'c Choice<KeptProgramme>>> {
    let same = all.iter().find(|choice| choice.key == key);
    let Some(id) = id else {
        return match same {
            Some(other) => Err(taken(other)),
            None => Ok(None),
        };
    };
    let known = super::found(all, id)?;
    match same {
        Some(other) if other.id != id => Err(taken(other)),
        Some(_) => Ok(Some(known)),
        None => {
            let message = format!("the id of a programme stays; this one is “{}”", known.key);
            Err(LedgerError::invalid("id", message))
        }
    }
}

fn taken(other: &Choice<KeptProgramme>) -> LedgerError {
    let name = &other.value.programme.name;
    let message = format!("“{name}” has this id already; choose another one");
    LedgerError::invalid("id", message)
}

fn dates(input: &ProgrammeInput) -> Result<()> {
    match (input.from, input.until) {
        (Some(from), Some(until)) if until < from => Err(LedgerError::invalid(
            "until",
            "the last day is before the first; write a later one",
        )),
        _ => Ok(()),
    }
}

async fn accounts(db: &mut SqliteConnection, input: &ProgrammeInput) -> Result<()> {
    let is_portal = input.programme.kind == ProgrammeKind::Portal;
    let refuse = |message| Err(LedgerError::invalid("accounts", message));
    match (is_portal, input.accounts.is_empty()) {
        (true, false) => {
            return refuse("a portal has no accounts; its purchases are named one by one");
        }
        (false, true) => return refuse("choose at least one account that pays with it"),
        _ => {}
    }
    if own_accounts(db, &input.accounts).await? == input.accounts.len() {
        return Ok(());
    }
    refuse("choose accounts of your own")
}

async fn own_accounts(db: &mut SqliteConnection, ids: &[AccountId]) -> Result<usize> {
    let ids = serde_json::to_string(ids)?;
    let count = sqlx::query_scalar!(
        r#"select count(*) as "count!: i64" from accounts
           where class = 'own' and id in (select value from json_each(?))"#,
        ids
    )
    .fetch_one(db)
    .await?;
    Ok(usize::try_from(count).unwrap_or(0))
}

async fn categories(db: &mut SqliteConnection, ids: &[AccountId]) -> Result<()> {
    let list = serde_json::to_string(ids)?;
    let count = sqlx::query_scalar!(
        r#"select count(*) as "count!: i64" from accounts
           where class in ('expense', 'income') and id in (select value from json_each(?))"#,
        list
    )
    .fetch_one(db)
    .await?;
    if usize::try_from(count) == Ok(ids.len()) {
        return Ok(());
    }
    Err(LedgerError::invalid(
        "categories",
        "one of these is no category any more; choose another one",
    ))
}
