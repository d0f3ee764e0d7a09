//! A programme of the person as it is told: what it pays, what is used, and what it has brought.

use std::collections::HashMap;

use chrono::NaiveDate;
use farthing_money::Currency;
use farthing_rules::calendar::Span;
use farthing_rules::cashback::{BonusProgress, bonuses};
use farthing_rules::ids::RuleId;
use sqlx::SqliteConnection;

use super::super::facts::ProgrammeFacts;
use super::super::kept::{KeptProgramme, Laid};
use super::super::programmes::{WrittenBonus, WrittenRule};
use super::super::read::{ReadProgramme, rules_error};
use super::super::views::{ActivationState, BonusRow, CapRow, ProgrammeRow, ProgrammeRule};
use super::super::words;
use super::{Totals, caps};
use crate::choices::Choice;
use crate::error::{LedgerError, Result};
use crate::ids::{AccountId, ChoiceId};
use crate::wire::Amount;

/// All programmes, in their order.
pub(super) async fn all(db: &mut SqliteConnection, today: NaiveDate) -> Result<Vec<ProgrammeRow>> {
    let laid = Laid::of(db).await?;
    let names = account_names(db).await?;
    let mut rows = Vec::new();
    for choice in &laid.programmes {
        rows.push(row(db, (&laid, choice), &names, today).await?);
    }
    Ok(rows)
}

/// One programme.
pub(super) async fn one(
    db: &mut SqliteConnection,
    id: ChoiceId,
    today: NaiveDate,
) -> Result<ProgrammeRow> {
    let laid = Laid::of(db).await?;
    let names = account_names(db).await?;
    row(db, (&laid, laid.programme(id)?), &names, today).await
}

type AccountNames = HashMap<AccountId, String>;

async fn account_names(db: &mut SqliteConnection) -> Result<AccountNames> {
    let rows =
        sqlx::query!(r#"select id as "id: AccountId", name from accounts where class = 'own'"#)
            .fetch_all(db)
            .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.name)).collect())
}

async fn row(
    db: &mut SqliteConnection,
    (laid, choice): (&Laid, &Choice<KeptProgramme>),
    names: &AccountNames,
    today: NaiveDate,
) -> Result<ProgrammeRow> {
    let told = match ReadProgramme::of(choice) {
        Ok(programme) => told(db, laid, &programme, today).await,
        Err(problem) => Err(problem),
    };
    match told {
        Ok(told) => Ok(with_head(choice, names, told)),
        Err(problem) if is_of_programme(&problem) => {
            Ok(with_head(choice, names, Told::problem(choice, &problem)))
        }
        Err(other) => Err(other),
    }
}

/// Whether the programme is to blame, not the file.
fn is_of_programme(error: &LedgerError) -> bool {
    matches!(
        error,
        LedgerError::Programme(_) | LedgerError::Invalid { .. } | LedgerError::Money(_)
    )
}

/// What is told of a programme beside what the person laid down.
struct Told {
    words: String,
    rules: Vec<ProgrammeRule>,
    bonuses: Vec<BonusRow>,
    unmapped: Vec<String>,
    earned: Amount,
    paid: Option<Amount>,
    spend: Amount,
    effective_percent: Option<String>,
    problem: Option<String>,
}

impl Told {
    fn problem(choice: &Choice<KeptProgramme>, problem: &LedgerError) -> Self {
        let code = choice.value.programme.currency.clone();
        let decimals = Currency::iso(&code).map_or(0, |currency| currency.decimals());
        let zero = rust_decimal::Decimal::new(0, decimals);
        let nothing = Amount {
            value: zero.to_string(),
            currency: code,
        };
        Self {
            words: String::new(),
            rules: Vec::new(),
            bonuses: Vec::new(),
            unmapped: Vec::new(),
            earned: nothing.clone(),
            paid: None,
            spend: nothing,
            effective_percent: None,
            problem: Some(problem.to_string()),
        }
    }
}

async fn told(
    db: &mut SqliteConnection,
    laid: &Laid,
    programme: &ReadProgramme<'_>,
    today: NaiveDate,
) -> Result<Told> {
    let caps = caps(db, programme, today).await?;
    let progress = bonus_progress(db, laid, programme, today).await?;
    let totals = Totals::of(db, laid, programme, &progress, today).await?;
    Ok(Told {
        words: words::programme_words(&programme.file, today),
        rules: rules(programme, caps, today),
        bonuses: bonus_rows(programme, &progress)?,
        unmapped: programme.unmapped.clone(),
        earned: totals.earned.into(),
        paid: totals.paid.map(Into::into),
        spend: totals.spend.into(),
        effective_percent: totals.percent,
        problem: None,
    })
}

fn with_head(choice: &Choice<KeptProgramme>, names: &AccountNames, told: Told) -> ProgrammeRow {
    let input = choice.value.clone();
    let written = &input.programme;
    let name_of = |id: &AccountId| {
        let name = names.get(id).cloned();
        name.unwrap_or_else(|| "an account that is gone".to_owned())
    };
    ProgrammeRow {
        id: choice.id,
        name: written.name.clone(),
        kind: written.kind,
        account_names: input.accounts.iter().map(name_of).collect(),
        as_of: written.as_of,
        source: written.source.clone(),
        words: told.words,
        rules: told.rules,
        bonuses: told.bonuses,
        unmapped: told.unmapped,
        earned: told.earned,
        paid: told.paid,
        spend: told.spend,
        effective_percent: told.effective_percent,
        problem: told.problem,
        input,
    }
}

fn rules(
    programme: &ReadProgramme<'_>,
    mut caps: Vec<(RuleId, CapRow)>,
    today: NaiveDate,
) -> Vec<ProgrammeRule> {
    let written = programme.file.written();
    let (live, over) = words::rules_on(&written.rules, today);
    let there = live.len();
    let rules = live.into_iter().chain(over).enumerate();
    let rules = rules.map(|(at, rule)| {
        let place = caps.iter().position(|(id, _)| id.0 == rule.id);
        let words = words::rule_words(rule, written, programme.units());
        ProgrammeRule {
            id: i32::try_from(rule.id).unwrap_or(i32::MAX),
            name: words::rule_name(rule),
            words: format!("{words}."),
            is_over: at >= there,
            activation: activation(rule, today),
            deadline: rule.activation.and_then(|activation| activation.deadline),
            cap: place.map(|place| caps.swap_remove(place).1),
        }
    });
    rules.collect()
}

fn activation(rule: &WrittenRule, today: NaiveDate) -> ActivationState {
    let Some(activation) = rule.activation else {
        return ActivationState::NotNeeded;
    };
    let day = activation.on.unwrap_or(today);
    let is_late = activation.deadline.is_some_and(|deadline| day > deadline);
    let is_over = rule.valid.is_some_and(|valid| day > valid.until);
    match activation.on {
        _ if is_late || is_over => ActivationState::Late,
        Some(_) => ActivationState::Done,
        None => ActivationState::Open,
    }
}

/// How far the bonuses of a programme are.
pub(in crate::cashback) async fn bonus_progress(
    db: &mut SqliteConnection,
    laid: &Laid,
    programme: &ReadProgramme<'_>,
    today: NaiveDate,
) -> Result<Vec<BonusProgress>> {
    let Some(days) = bonus_days(programme, today)? else {
        return Ok(Vec::new());
    };
    let facts = ProgrammeFacts::between(db, days.first, days.last).await?;
    let spends = facts.spends(&programme.scope(&laid.details));
    bonuses(&programme.programme, &spends, today).map_err(rules_error)
}

/// The days up to one that the bonuses of a programme count: all where purchases are counted; none without
/// bonuses.
fn bonus_days(programme: &ReadProgramme<'_>, today: NaiveDate) -> Result<Option<Span>> {
    let mut first: Option<NaiveDate> = None;
    for bonus in &programme.programme.terms().bonuses {
        let window = bonus.goal.window().map_err(rules_error)?;
        let from = window.map_or(NaiveDate::MIN, |window| window.first);
        first = Some(first.map_or(from, |first| first.min(from)));
    }
    // One that begins later has nothing yet.
    Ok(first.map(|first| Span {
        first: first.min(today),
        last: today,
    }))
}

fn bonus_rows(programme: &ReadProgramme<'_>, progress: &[BonusProgress]) -> Result<Vec<BonusRow>> {
    let written = programme.file.written().bonuses.iter();
    let mut rows = Vec::new();
    for bonus in written {
        // One whose words all stand for no category cannot be earned yet.
        let Some(found) = progress.iter().find(|progress| progress.id.0 == bonus.id) else {
            continue;
        };
        rows.push(bonus_row(programme, bonus, found)?);
    }
    Ok(rows)
}

fn bonus_row(
    programme: &ReadProgramme<'_>,
    bonus: &WrittenBonus,
    progress: &BonusProgress,
) -> Result<BonusRow> {
    use farthing_rules::cashback::{BonusStatus, Towards};
    let unit = programme.file.unit();
    let reward = farthing_money::Money::parse(bonus.reward.text(), unit)?;
    Ok(BonusRow {
        id: i32::try_from(bonus.id).unwrap_or(i32::MAX),
        name: bonus_name(bonus),
        reward: reward.into(),
        words: words::bonus_words(progress, reward),
        until: match progress.towards {
            Towards::Spend { deadline, .. } => Some(deadline),
            Towards::Count { .. } => None,
        },
        earned: progress.status == BonusStatus::Earned,
    })
}

/// What a bonus is called.
pub(in crate::cashback) fn bonus_name(bonus: &WrittenBonus) -> String {
    let name = bonus.name.as_deref().map(str::trim).unwrap_or_default();
    match (name, &bonus.spend) {
        ("", Some(_)) => "Bonus for spend".to_owned(),
        ("", None) => "Bonus for purchases".to_owned(),
        (name, _) => name.to_owned(),
    }
}
