//! What a programme would have earned on the last purchases. It is asked while the person types, so it
//! goes back no further than the caps of those purchases do.

use chrono::{Months, NaiveDate};
use farthing_money::Money;
use farthing_rules::calendar::Period;
use farthing_rules::cashback::{Earns, Programme, Reward, Spend, earn, why_not};
use sqlx::SqliteConnection;

use super::super::expected::{earned_words, why_not_words};
use super::super::facts::ProgrammeFacts;
use super::super::inputs::ProgrammeInput;
use super::super::kept::Laid;
use super::super::read::{ReadProgramme, rules_error};
use super::super::views::{ProgrammeTrial, TriedPurchase};
use super::super::words::money_words;
use crate::choices::Choice;
use crate::day::{day_number, day_of};
use crate::error::Result;
use crate::ids::{AccountId, ChoiceId, EntryId};

/// So many purchases are tried.
const TRIED: usize = 10;
/// So far a trial goes back at most.
const MOST_MONTHS: Months = Months::new(24);

/// What a programme would have earned; nothing is written.
pub(super) async fn trial(
    db: &mut SqliteConnection,
    mut input: ProgrammeInput,
    today: NaiveDate,
) -> Result<ProgrammeTrial> {
    // The trial asks what would have been, so the days that the person has it do not count.
    (input.from, input.until) = (None, None);
    if input.accounts.is_empty() {
        input.accounts = own_accounts(db).await?;
    }
    let choice = Choice {
        id: ChoiceId(0),
        key: String::new(),
        position: 0,
        value: input,
    };
    let programme = ReadProgramme::of(&choice)?;
    let last = last_purchases(db, &choice.value.accounts, today).await?;
    let Some(first) = last.iter().map(|(_, day)| *day).min() else {
        return told(&programme, Vec::new(), Vec::new());
    };
    let first = history_start(&programme.programme, first, today);
    let facts = ProgrammeFacts::between(db, first, today).await?;
    let details = Laid::of(db).await?.details;
    let spends = facts.spends(&programme.scope(&details));
    let (rewards, _) = earn(&programme.programme, &spends).map_err(rules_error)?;
    let wanted = |entry: &Reward| last.iter().any(|(id, _)| id.0 == entry.entry.0);
    let both = spends.iter().zip(&rewards);
    let tried: Vec<(&Spend<'_>, &Reward)> = both.filter(|(_, reward)| wanted(reward)).collect();
    let purchases = tried
        .iter()
        .rev()
        .map(|(spend, reward)| purchase(&programme, spend, reward));
    let purchases = purchases.collect::<Result<Vec<_>>>()?;
    told(
        &programme,
        purchases,
        tried.iter().map(|(_, reward)| reward.reward).collect(),
    )
}

fn told(
    programme: &ReadProgramme<'_>,
    purchases: Vec<TriedPurchase>,
    rewards: Vec<Option<Money>>,
) -> Result<ProgrammeTrial> {
    let rewards: Option<Vec<Money>> = rewards.into_iter().collect();
    let sum = rewards.map(|rewards| {
        let zero = Money::zero(programme.file.unit());
        rewards.into_iter().try_fold(zero, Money::checked_add)
    });
    Ok(ProgrammeTrial {
        purchases,
        sum: sum.transpose()?.map(Into::into),
        unmapped: programme.unmapped.clone(),
    })
}

fn purchase(
    programme: &ReadProgramme<'_>,
    spend: &Spend<'_>,
    reward: &Reward,
) -> Result<TriedPurchase> {
    let not = why_not(&programme.programme, spend).map_err(rules_error)?;
    let mut words = vec![earned_words(programme, reward)?];
    words.extend(why_not_words(programme, &not));
    let entry = &spend.entry;
    Ok(TriedPurchase {
        entry: EntryId(entry.id.0),
        day: entry.day,
        payee: entry.payee.to_owned(),
        amount: entry.amount.negated().into(),
        reward: match (reward.reward, reward.exact.to_decimal()) {
            (Some(reward), _) => money_words(reward),
            (None, Some(exact)) => format!("{exact} {}", programme.file.unit()),
            (None, None) => String::new(),
        },
        words: words.join(" "),
    })
}

/// The last purchases on some accounts, with their days.
async fn last_purchases(
    db: &mut SqliteConnection,
    accounts: &[AccountId],
    today: NaiveDate,
) -> Result<Vec<(EntryId, NaiveDate)>> {
    let mut found = Vec::new();
    for account in accounts {
        found.extend(last_of(db, *account, today).await?);
    }
    found.sort_unstable_by_key(|(id, day)| std::cmp::Reverse((*day, *id)));
    found.dedup();
    found.truncate(TRIED);
    Ok(found)
}

/// All accounts of one's own.
async fn own_accounts(db: &mut SqliteConnection) -> Result<Vec<AccountId>> {
    let ids = sqlx::query_scalar!(
        r#"select id as "id!: AccountId" from accounts where class = 'own' order by id"#
    );
    Ok(ids.fetch_all(db).await?)
}

async fn last_of(
    db: &mut SqliteConnection,
    account: AccountId,
    today: NaiveDate,
) -> Result<Vec<(EntryId, NaiveDate)>> {
    let today = day_number(today);
    let rows = sqlx::query!(
        r#"select p.entry_id as "id: EntryId", p.day
           from postings p join entries e on e.id = p.entry_id
           where p.account_id = ? and p.day <= ? and p.minor < 0 and e.kind = 1
             and e.status in (2, 3)
           order by p.day desc, p.entry_id desc limit 10"#,
        account,
        today
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| Ok((row.id, day_of(row.day)?)))
        .collect()
}

/// The first day that matters for what a purchase of a day earns: where the stretches of time of all
/// caps and tiers begin that it is in.
fn history_start(programme: &Programme, day: NaiveDate, today: NaiveDate) -> NaiveDate {
    let rules = programme.terms().rules.iter();
    let periods = rules.flat_map(|rule| {
        let tiers = match &rule.earns {
            Earns::Tiers { period, .. } => Some(*period),
            Earns::Rate(_) => None,
        };
        [rule.cap.map(|cap| cap.period), tiers]
    });
    let periods = periods.flatten().chain([Period::Day]);
    let starts = periods.filter_map(|period| Some(period.span_of(day)?.first));
    let least = today.checked_sub_months(MOST_MONTHS).unwrap_or(day);
    starts.min().unwrap_or(day).max(least.min(day))
}
