//! What did a purchase set aside, by which version of which rule, and why not more?

use chrono::NaiveDate;
use farthing_money::{Currency, Money};
use sqlx::SqliteConnection;

use super::cause::Cause;
use super::derive::{RoundUps, Run};
use super::kept::{KeptRule, Laid};
use super::names::names;
use super::words::{self, Names};
use super::{GoalAmount, SavedChange, SavingTerms, WhySaved};
use crate::choices::Choice;
use crate::day::day_of;
use crate::error::{LedgerError, Result};
use crate::ids::{ChoiceId, EntryId};
use crate::store::Ledger;
use crate::totals::stored_currency;
use crate::wire::amount;

/// What a rule has set aside because of an entry.
struct Kept {
    day: i64,
    base_minor: i64,
    currency: String,
    minor: i64,
    reason: String,
    version: i64,
    of: Option<EntryId>,
}

impl Ledger {
    /// What each rule made of an entry, and why not more. Rules that look at days, not at entries,
    /// say nothing here.
    pub async fn why_saved(&self, entry: EntryId, today: NaiveDate) -> Result<Vec<WhySaved>> {
        self.saving_up_to(today).await?;
        let mut db = self.pool.acquire().await?;
        let day = sqlx::query_scalar!("select day from entries where id = ?", entry)
            .fetch_optional(&mut *db)
            .await?
            .ok_or(LedgerError::Missing("entry"))?;
        let day = day_of(day)?;
        let laid = Laid::of(&mut db).await?;
        let names = names(&mut db, &laid).await?;
        let own = super::derive::own_accounts(&mut db).await?;
        let mut answers = Vec::new();
        for rule in &laid.rules {
            let kept = kept(&mut db, rule.id, entry).await?;
            let made = kept.iter().find(|row| row.of.is_none());
            let answer = if let Some(row) = made {
                made_by(rule, row, &names)?
            } else if matches!(rule.value.newest()?.terms, SavingTerms::RoundUp(_)) {
                let run = Run::of(&laid, rule, today);
                let Ok(round_ups) = RoundUps::of(&rule.value, &run.when, &own) else {
                    continue;
                };
                match nothing(&mut db, rule, &round_ups, (entry, day), &names).await? {
                    Some(answer) => answer,
                    None => continue,
                }
            } else {
                continue;
            };
            answers.push(with_details(&mut db, answer, &kept, entry, &names).await?);
        }
        Ok(answers)
    }
}

async fn kept(db: &mut SqliteConnection, rule: ChoiceId, entry: EntryId) -> Result<Vec<Kept>> {
    Ok(sqlx::query_as!(
        Kept,
        r#"select day, base_minor, currency, minor, reason, version, of_entry as "of: EntryId"
           from accruals where rule_id = ?1 and (entry_id = ?2 or of_entry = ?2)
           order by of_entry is not null, day, cause"#,
        rule,
        entry
    )
    .fetch_all(db)
    .await?)
}

fn made_by(rule: &Choice<KeptRule>, row: &Kept, names: &Names) -> Result<WhySaved> {
    let currency = stored_currency(&row.currency)?;
    let version = usize::try_from(row.version).unwrap_or(1);
    let from = rule.value.versions.get(version.saturating_sub(1));
    Ok(WhySaved {
        rule: rule.id,
        rule_name: names.rules.get(&rule.id).cloned().unwrap_or_default(),
        version: u32::try_from(row.version).unwrap_or(1),
        version_from: from.and_then(|version| version.from.or(version.input.from)),
        amount: amount(row.minor, currency)?,
        reason: row.reason.clone(),
        words: said(row, from.map(|version| &version.input.terms), currency)?,
        shares: Vec::new(),
        changes: Vec::new(),
    })
}

/// The reason, and what of the purchase counted where nothing stood in the way.
fn said(row: &Kept, terms: Option<&SavingTerms>, currency: Currency) -> Result<String> {
    if row.reason != "ok" || row.base_minor <= 0 {
        return Ok(words::reason_words(&row.reason));
    }
    let base = Money::from_minor(row.base_minor, currency)?;
    let made = Money::from_minor(row.minor, currency)?;
    if let Some(SavingTerms::SaveDiscount { .. }) = terms {
        let of = "what it cost less than its list price";
        return Ok(format!("{made} was set aside of {of}"));
    }
    Ok(format!("{base} counted, and {made} was set aside of it"))
}

/// Why a round-up set nothing aside: its reasons come from the entry alone, but for caps and the guard,
/// which are asked in the month of the entry.
async fn nothing(
    db: &mut SqliteConnection,
    rule: &Choice<KeptRule>,
    round_ups: &RoundUps,
    (entry, day): (EntryId, NaiveDate),
    names: &Names,
) -> Result<Option<WhySaved>> {
    let accrual = super::derive::accrual_of(db, rule.id.0, round_ups, entry, day).await?;
    let Some(accrual) = accrual else {
        return Ok(None);
    };
    let row = Kept {
        day: 0,
        base_minor: 0,
        currency: accrual.amount.currency().code().to_owned(),
        minor: accrual.amount.minor(),
        reason: accrual.reason.word().to_owned(),
        version: i64::try_from(rule.value.version_on(day)).unwrap_or(1),
        of: None,
    };
    Ok(Some(made_by(rule, &row, names)?))
}

async fn with_details(
    db: &mut SqliteConnection,
    mut answer: WhySaved,
    kept: &[Kept],
    entry: EntryId,
    names: &Names,
) -> Result<WhySaved> {
    for row in kept.iter().filter(|row| row.of == Some(entry)) {
        answer.changes.push(SavedChange {
            day: day_of(row.day)?,
            amount: amount(row.minor, stored_currency(&row.currency)?)?,
            words: words::reason_words(&row.reason),
        });
    }
    let cause = Cause::Entry(entry).to_string();
    let shares = sqlx::query!(
        r#"select goal_id as "goal: ChoiceId", currency, minor from shares
           where rule_id = ? and cause = ? order by goal_id"#,
        answer.rule,
        cause
    )
    .fetch_all(db)
    .await?;
    for share in shares {
        let goal = (share.goal.0 != 0).then_some(share.goal);
        answer.shares.push(GoalAmount {
            name: goal
                .and_then(|goal| names.goals.get(&goal).cloned())
                .unwrap_or_default(),
            goal,
            amount: amount(share.minor, stored_currency(&share.currency)?)?,
        });
    }
    Ok(answer)
}
