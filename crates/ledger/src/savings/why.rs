//! What did a purchase set aside, by which version of which rule, and why not more?

use chrono::NaiveDate;
use farthing_money::{Currency, Money};
use farthing_rules::calendar::{Period, Span};
use farthing_rules::ids as rule_ids;
use farthing_rules::kind::Kind;
use farthing_rules::roundup::{Entry, Reason};
use farthing_rules::saving::{Terms, fixed_reason, percent_reason};
use sqlx::SqliteConnection;

use super::cause::Cause;
use super::checked::{Plan, plan};
use super::derive::{RoundUps, Run, rule_error};
use super::facts::Facts;
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
    /// say nothing here, and neither do rules for incomes about a purchase.
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
                match not_by_other(&mut db, (&laid, rule), (entry, day), today, &names).await? {
                    Some(answer) => answer,
                    None => continue,
                }
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

/// Why a rule that looks at each purchase, or at each income, set nothing aside of one. None for a rule
/// that looks at something else.
async fn not_by_other(
    db: &mut SqliteConnection,
    (laid, rule): (&Laid, &Choice<KeptRule>),
    (entry, day): (EntryId, NaiveDate),
    today: NaiveDate,
    names: &Names,
) -> Result<Option<WhySaved>> {
    let run = Run::of(laid, rule, today);
    let input = rule.value.on(day)?;
    let Ok(plan) = plan(input, &run.when) else {
        return Ok(None);
    };
    let month = Period::Month.span_of(day).unwrap_or(Span::of_day(day));
    let last = month.last.min(today);
    let facts = Facts::between(db, month.first, last).await?;
    let entries = facts.entries();
    let Some(reason) = reason_of(&plan, &entries, rule_ids::EntryId(entry.0))? else {
        return Ok(None);
    };
    // What nothing else stood in the way of, the floor held back.
    let is_guarded = input.guard.is_some();
    let reason = match reason {
        Reason::Ok if is_guarded => Reason::Guard,
        Reason::Ok => return Ok(None),
        reason => reason,
    };
    let mut found = entries.iter();
    let currency = found.find(|found| found.id.0 == entry.0);
    let Some(currency) = currency.map(|found| found.amount.currency()) else {
        return Ok(None);
    };
    let row = Kept {
        day: 0,
        base_minor: 0,
        currency: currency.code().to_owned(),
        minor: 0,
        reason: reason.word().to_owned(),
        version: i64::try_from(rule.value.version_on(day)).unwrap_or(1),
        of: None,
    };
    Ok(Some(made_by(rule, &row, names)?))
}

/// The reason by such a rule; none where it does not look at entries of this kind.
fn reason_of(plan: &Plan, entries: &[Entry<'_>], id: rule_ids::EntryId) -> Result<Option<Reason>> {
    let income = |terms: &Terms| {
        let mut of_entry = entries.iter().filter(|entry| entry.id == id);
        let income = of_entry.find(|entry| entry.kind == Kind::Income);
        Ok(income.map(|entry| terms.why_not(entry, Kind::Income)))
    };
    let reason = match plan {
        Plan::PercentOfPurchase(rule) => percent_reason(rule, entries, id),
        Plan::FixedPerMatch(rule) => fixed_reason(rule, entries, id),
        Plan::Payday(rule) => income(&rule.terms),
        Plan::Freelancer(rule) => income(&rule.terms),
        _ => Ok(None),
    };
    reason.map_err(rule_error)
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
