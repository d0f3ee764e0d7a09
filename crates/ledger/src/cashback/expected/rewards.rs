//! What a purchase earns in each programme that looks at it.

use chrono::NaiveDate;
use farthing_money::{Currency, Money};
use farthing_rules::calendar::Period;
use farthing_rules::cashback::{CapBasis, Part, Reward, Spend, why_not};
use farthing_rules::ids::RuleId;
use sqlx::SqliteConnection;

use super::super::desk::{self, Owed, Pots};
use super::super::facts::ProgrammeFacts;
use super::super::kept::{Laid, RewardCause};
use super::super::programme_list::{block_of, main_units};
use super::super::purchase::Purchase;
use super::super::read::{ReadProgramme, rules_error};
use super::super::views::{CapTaken, ExpectedReward, TakenBack};
use super::super::words::{self, day_words, list_words, money_words, rate_words};
use super::why_not_words;
use crate::day::{day_number, day_of};
use crate::error::Result;
use crate::ids::EntryId;

/// One for each programme that looks at a purchase.
pub(super) async fn of(
    db: &mut SqliteConnection,
    (laid, programmes): (&Laid, &[ReadProgramme<'_>]),
    purchase: &Purchase,
    today: NaiveDate,
) -> Result<Vec<ExpectedReward>> {
    let mut rewards = Vec::new();
    for programme in programmes {
        let reward = if programme.is_portal() {
            visited(db, (laid, programme), purchase, today).await?
        } else if looks(laid, programme, purchase) {
            earned(db, (laid, programme), purchase, today).await?
        } else {
            None
        };
        rewards.extend(reward);
    }
    Ok(rewards)
}

fn looks(laid: &Laid, programme: &ReadProgramme<'_>, purchase: &Purchase) -> bool {
    let input = &programme.choice.value;
    let detail = laid.details.get(&purchase.entry);
    let is_left_out = detail.is_some_and(|detail| detail.left_out.contains(&programme.id()));
    let mut accounts = purchase.paid_by.iter().map(|(account, _)| account);
    !is_left_out
        && accounts.any(|account| input.accounts.contains(account))
        && input.from.is_none_or(|from| purchase.day >= from)
        && input.until.is_none_or(|until| purchase.day <= until)
}

async fn earned(
    db: &mut SqliteConnection,
    (laid, programme): (&Laid, &ReadProgramme<'_>),
    purchase: &Purchase,
    today: NaiveDate,
) -> Result<Option<ExpectedReward>> {
    let Some((first, block)) = block_before(db, programme, purchase.day).await? else {
        return Ok(None);
    };
    let facts = ProgrammeFacts::between(db, first, purchase.day).await?;
    let spends = facts.spends(&programme.scope(&laid.details));
    let place = spends
        .iter()
        .position(|spend| spend.entry.id.0 == purchase.entry.0);
    let Some(place) = place else {
        return Ok(None);
    };
    let up_to = spends.get(..=place).unwrap_or_default();
    let id = farthing_rules::ids::EntryId(purchase.entry.0);
    let reward = block
        .explain(&programme.programme, up_to, id)
        .map_err(rules_error)?;
    let (Some(reward), Some(spend)) = (reward, spends.get(place)) else {
        return Ok(None);
    };
    let owed = owed_for(db, programme, purchase).await?;
    let told = told(programme, &reward, spend)?;
    let told = with_state((laid, programme), owed, told, today)?;
    Ok(Some(ExpectedReward {
        taken_back: taken_back(db, programme, purchase.entry).await?,
        ..told
    }))
}

async fn block_before(
    db: &mut SqliteConnection,
    programme: &ReadProgramme<'_>,
    day: NaiveDate,
) -> Result<Option<(NaiveDate, farthing_rules::cashback::Block)>> {
    let (id, day) = (programme.id(), day_number(day));
    let row = sqlx::query!(
        "select day, block from reward_blocks where programme_id = ? and day <= ?
         order by day desc limit 1",
        id,
        day
    )
    .fetch_optional(db)
    .await?;
    row.map(|row| Ok((day_of(row.day)?, block_of(&row.block)?)))
        .transpose()
}

/// What should be paid for a purchase: of its own, or of its statement.
async fn owed_for(
    db: &mut SqliteConnection,
    programme: &ReadProgramme<'_>,
    purchase: &Purchase,
) -> Result<Option<Owed>> {
    let own = RewardCause::Entry(purchase.entry);
    if let Some(owed) = Owed::find(db, programme.id(), own).await? {
        return Ok(Some(owed));
    }
    let day = programme.programme.terms().statement_day;
    let Some(closes) = Period::Statement(day).span_of(purchase.day) else {
        return Ok(None);
    };
    let statement = RewardCause::Statement(closes.last);
    Owed::find(db, programme.id(), statement).await
}

fn told(
    programme: &ReadProgramme<'_>,
    reward: &Reward,
    spend: &Spend<'_>,
) -> Result<ExpectedReward> {
    let not = why_not(&programme.programme, spend).map_err(rules_error)?;
    let rates = reward.parts.iter().map(|part| part_rate(programme, part));
    let names = reward.winner().into_iter().chain(reward.on_top());
    let caps = reward.parts.iter();
    let caps = caps.filter_map(|part| cap_taken(programme, part).transpose());
    Ok(ExpectedReward {
        programme: programme.id(),
        programme_name: programme.name().to_owned(),
        reward: reward.reward.map(Into::into),
        exact: exact_text(reward, programme.file.unit()),
        unit: programme.file.unit().code().to_owned(),
        base: reward.base.into(),
        rate: rates.collect::<Vec<_>>().join(" + "),
        rules: names.map(|rule| rule_name_of(programme, rule)).collect(),
        caps: caps.collect::<Result<_>>()?,
        due: None,
        state: None,
        taken_back: Vec::new(),
        words: earned_words(programme, reward)?,
        why_not: why_not_words(programme, &not),
    })
}

/// With at least the decimals of the unit, so that it reads like the amounts around it.
fn exact_text(reward: &Reward, unit: Currency) -> String {
    let Some(mut exact) = reward.exact.to_decimal().map(|exact| exact.normalize()) else {
        return reward.exact.to_string();
    };
    exact.rescale(exact.scale().max(unit.decimals()));
    exact.to_string()
}

/// The name of a rule of a programme.
pub(in crate::cashback) fn rule_name_of(programme: &ReadProgramme<'_>, id: RuleId) -> String {
    let mut rules = programme.file.written().rules.iter();
    let found = rules.find(|rule| rule.id == id.0);
    found.map_or_else(|| "a rule that is gone".to_owned(), words::rule_name)
}

fn part_rate(programme: &ReadProgramme<'_>, part: &Part) -> String {
    rate_words(part.rate.to_decimal(), programme.units())
}

fn cap_taken(programme: &ReadProgramme<'_>, part: &Part) -> Result<Option<CapTaken>> {
    let (Some(rule), Some((before, after))) = (part.rule, left(programme, part)?) else {
        return Ok(None);
    };
    Ok(Some(CapTaken {
        rule: rule_name_of(programme, rule),
        left_before: before.into(),
        left_after: after.into(),
    }))
}

/// What was left of the cap of a part before and after.
fn left(programme: &ReadProgramme<'_>, part: &Part) -> Result<Option<(Money, Money)>> {
    let Some(taken) = part.cap else {
        return Ok(None);
    };
    let counts: Currency = match taken.basis {
        CapBasis::Spend => programme.file.currency(),
        CapBasis::Reward => programme.file.unit(),
    };
    let before = main_units(taken.left_before, counts)?;
    Ok(Some((before, main_units(taken.left_after, counts)?)))
}

/// How a reward came about, in a sentence: base, rate, rule, cap and rounding.
pub(super) fn earned_words(programme: &ReadProgramme<'_>, reward: &Reward) -> Result<String> {
    if reward.parts.is_empty() {
        let why = words::reason_words(reward.reason);
        return Ok(format!("It earns nothing: {why}."));
    }
    let parts = reward.parts.iter().filter(|part| !part.reward.is_zero());
    let parts: Vec<String> = parts.map(|part| part_words(programme, part)).collect();
    let base = money_words(reward.base);
    let rounding = words::rounding_words(programme.programme.terms());
    let made = if let Some(made) = reward.reward {
        format!("{}, {rounding}", money_words(made))
    } else {
        let unit = programme.file.unit();
        format!(
            "{} {unit} of its statement; {rounding}",
            exact_text(reward, unit)
        )
    };
    let mut sentences = if parts.is_empty() {
        let why = words::reason_words(reward.reason);
        vec![format!("{base} counts, and it earns nothing: {why}.")]
    } else {
        vec![format!(
            "{base} counts; {} makes {made}.",
            list_words(&parts)
        )]
    };
    for part in &reward.parts {
        if let (Some(rule), Some((before, after))) = (part.rule, left(programme, part)?) {
            sentences.push(words::left_words(
                &rule_name_of(programme, rule),
                before,
                after,
            ));
        }
    }
    Ok(sentences.join(" "))
}

fn part_words(programme: &ReadProgramme<'_>, part: &Part) -> String {
    let rate = part_rate(programme, part);
    match part.rule {
        Some(rule) => format!("{rate} by {}", rule_name_of(programme, rule)),
        None => format!("{rate} by the rate for all purchases"),
    }
}

fn with_state(
    (laid, programme): (&Laid, &ReadProgramme<'_>),
    owed: Option<Owed>,
    told: ExpectedReward,
    today: NaiveDate,
) -> Result<ExpectedReward> {
    let Some(owed) = owed.filter(|_| programme.pays_money()) else {
        return Ok(told);
    };
    // What a portal holds back is told by its visits.
    let standing = desk::standing(programme, laid, &owed, (&Pots::default(), today))?;
    let is_of_statement = matches!(owed.cause, RewardCause::Statement(_));
    let due = match (owed.due, is_of_statement) {
        (Some(due), true) => format!(
            " It is paid with the statement that closes on {}, by {}.",
            day_words(owed.day),
            day_words(due)
        ),
        (Some(due), false) => format!(" It is expected by {}.", day_words(due)),
        (None, _) => String::new(),
    };
    Ok(ExpectedReward {
        due: owed.due,
        state: Some(standing.state),
        words: format!("{}{due}", told.words),
        ..told
    })
}

async fn taken_back(
    db: &mut SqliteConnection,
    programme: &ReadProgramme<'_>,
    entry: EntryId,
) -> Result<Vec<TakenBack>> {
    let id = programme.id();
    let rows = sqlx::query!(
        r#"select entry_id as "entry!: EntryId", day as "day!", minor from rewards
           where of_entry = ? and programme_id = ? order by day, entry_id"#,
        entry,
        id
    )
    .fetch_all(db)
    .await?;
    let rows = rows.into_iter().map(|row| {
        let amount = row.minor.map(|minor| programme.reward(minor)).transpose()?;
        Ok(TakenBack {
            entry: row.entry,
            day: day_of(row.day)?,
            amount: amount.map(Into::into),
        })
    });
    rows.collect()
}

/// What a purchase brings through a portal; none where it was not made through it.
async fn visited(
    db: &mut SqliteConnection,
    (laid, programme): (&Laid, &ReadProgramme<'_>),
    purchase: &Purchase,
    today: NaiveDate,
) -> Result<Option<ExpectedReward>> {
    let cause = RewardCause::Entry(purchase.entry);
    let kept = laid.receivable(programme.id(), cause);
    let Some(visit) = kept.and_then(|kept| kept.visit) else {
        return Ok(None);
    };
    let Some(owed) = Owed::find(db, programme.id(), cause).await? else {
        return Ok(None);
    };
    let pots = Pots::of_one(db, laid, programme, today).await?;
    let standing = desk::standing(programme, laid, &owed, (&pots, today))?;
    let expected = programme.reward(visit.minor)?;
    Ok(Some(ExpectedReward {
        programme: programme.id(),
        programme_name: programme.name().to_owned(),
        reward: Some(expected.into()),
        exact: expected.decimal_text(),
        unit: programme.file.unit().code().to_owned(),
        base: purchase.price.into(),
        rate: String::new(),
        rules: Vec::new(),
        caps: Vec::new(),
        due: standing.due,
        state: Some(standing.state),
        taken_back: taken_back(db, programme, purchase.entry).await?,
        words: words::receivable_words(&standing),
        why_not: Vec::new(),
    }))
}
