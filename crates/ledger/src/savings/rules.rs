//! Saving rules: kept with their versions, paused, gone on with, forgotten.

use std::collections::{BTreeMap, HashSet};

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::SqliteConnection;

use super::kept::{ALL, KeptRule, KeptVersion, Laid, LeftOut, Pause};
use super::names::names;
use super::words::{self, Names};
use super::{
    PauseUntil, RuleState, RuleVersion, SavingRule, SavingRuleInput, SavingTerms, checked,
};
use crate::choices::{self, Choice, ChoiceKind};
use crate::day::{day_number, day_of};
use crate::error::{LedgerError, Result};
use crate::ids::{AccountId, ChoiceId, EntryId, PayeeId};
use crate::store::Ledger;
use crate::totals::stored_currency;
use crate::wire::{Amount, amount};
use crate::write::{ChangeLabel, Write};

/// What a rule has set aside in a currency.
#[derive(Debug, Default)]
struct Sums {
    saved: BTreeMap<String, i64>,
    pending: BTreeMap<String, i64>,
    times: u32,
}

impl Ledger {
    /// The saving rules, in their order.
    pub async fn saving_rules(&self, today: NaiveDate) -> Result<Vec<SavingRule>> {
        self.saving_up_to(today).await?;
        let mut db = self.pool.acquire().await?;
        let laid = Laid::of(&mut db).await?;
        let names = names(&mut db, &laid).await?;
        let mut rules = Vec::with_capacity(laid.rules.len());
        for rule in &laid.rules {
            rules.push(shown(&mut db, &laid, rule, &names, today).await?);
        }
        Ok(rules)
    }

    /// Keeps a saving rule. A changed one gets a new version from a day on, today unless it is said:
    /// what was set aside before stays. What only names it, shares it or pays it changes at once.
    pub async fn save_saving_rule(
        &self,
        id: Option<ChoiceId>,
        input: SavingRuleInput,
        from: Option<NaiveDate>,
        today: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<SavingRule> {
        let mut write = self.begin(now).await?;
        write.on(today);
        let label = format!("Keep saving rule {}", input.name);
        let id = write.keep_saving_rule(id, input, from, today).await?;
        write.commit(&label).await?;
        self.saving_rule(id, today).await
    }

    /// Forgets a saving rule and what of it has not moved.
    pub async fn delete_saving_rule(
        &self,
        id: ChoiceId,
        now: DateTime<Utc>,
    ) -> Result<ChangeLabel> {
        let mut write = self.begin(now).await?;
        let laid = Laid::of(write.connection()).await?;
        let name = laid.rule(id)?.value.newest()?.name.clone();
        write.unchoose(ChoiceKind::SavingRule, id).await?;
        for left in laid.left_out.iter().filter(|(rule, _)| *rule == id) {
            write
                .forget_left_out(LeftOut {
                    rule: id,
                    entry: left.1,
                })
                .await?;
        }
        write.commit(&format!("Delete saving rule {name}")).await
    }

    /// Lets one rule rest, or all of them, from today on.
    pub async fn pause_saving(
        &self,
        rule: Option<ChoiceId>,
        until: PauseUntil,
        today: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<ChangeLabel> {
        let mut write = self.begin(now).await?;
        write.on(today);
        let to = match until {
            PauseUntil::Open => None,
            PauseUntil::Day { day } if day <= today => {
                return Err(LedgerError::invalid(
                    "day",
                    "a pause ends after today; choose a later day",
                ));
            }
            PauseUntil::Day { day } => Some(day),
            PauseUntil::Payday => Some(next_payday(write.connection(), today).await?),
        };
        let pause = Pause { from: today, to };
        let name = write
            .change_pauses(rule, |pauses| {
                pauses.retain(|known| !rests_on(*known, today));
                pauses.push(pause);
            })
            .await?;
        write.commit(&format!("Pause {name}")).await
    }

    /// Goes on with one rule, or all of them, from today on.
    pub async fn resume_saving(
        &self,
        rule: Option<ChoiceId>,
        today: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<ChangeLabel> {
        let mut write = self.begin(now).await?;
        write.on(today);
        let mut ended = false;
        let name = write
            .change_pauses(rule, |pauses| {
                for pause in pauses.iter_mut().filter(|pause| rests_on(**pause, today)) {
                    (pause.to, ended) = (Some(today), true);
                }
                pauses.retain(|pause| pause.to.is_none_or(|to| pause.from < to));
            })
            .await?;
        if !ended {
            return Err(LedgerError::invalid("rule", "it is not paused"));
        }
        write.commit(&format!("Go on with {name}")).await
    }

    /// Leaves a purchase out of a rule for good.
    pub async fn leave_out(
        &self,
        entry: EntryId,
        rule: ChoiceId,
        now: DateTime<Utc>,
    ) -> Result<ChangeLabel> {
        let mut write = self.begin(now).await?;
        write.require_entry(entry).await?;
        let laid = Laid::of(write.connection()).await?;
        let name = laid.rule(rule)?.value.newest()?.name.clone();
        let left = LeftOut { rule, entry };
        write
            .choose(ChoiceKind::LeftOut, &left.key(), 0, &left)
            .await?;
        write
            .commit(&format!("Leave a purchase out of {name}"))
            .await
    }

    /// Takes a purchase in again.
    pub async fn take_in(
        &self,
        entry: EntryId,
        rule: ChoiceId,
        now: DateTime<Utc>,
    ) -> Result<ChangeLabel> {
        let mut write = self.begin(now).await?;
        let laid = Laid::of(write.connection()).await?;
        let name = laid.rule(rule)?.value.newest()?.name.clone();
        write.forget_left_out(LeftOut { rule, entry }).await?;
        write.commit(&format!("Take a purchase into {name}")).await
    }

    async fn saving_rule(&self, id: ChoiceId, today: NaiveDate) -> Result<SavingRule> {
        let mut db = self.pool.acquire().await?;
        let laid = Laid::of(&mut db).await?;
        let names = names(&mut db, &laid).await?;
        shown(&mut db, &laid, laid.rule(id)?, &names, today).await
    }
}

impl Write {
    /// Keeps a saving rule, a new one or what one does from a day on; none for today.
    pub(crate) async fn keep_saving_rule(
        &mut self,
        id: Option<ChoiceId>,
        input: SavingRuleInput,
        from: Option<NaiveDate>,
        today: NaiveDate,
    ) -> Result<ChoiceId> {
        let laid = Laid::of(self.connection()).await?;
        let mut known = known(self.connection(), &laid).await?;
        // A rule matches neither itself nor another match, or they would feed each other.
        known.rules.retain(|rule| {
            Some(*rule) != id && !matches!(laid.terms(*rule), Some(SavingTerms::Matching { .. }))
        });
        checked::check_rule(&input, &known, today)?;
        let (key, position, kept) = if let Some(id) = id {
            let rule = laid.rule(id)?;
            let from = from.unwrap_or(today);
            let kept = changed(rule.value.clone(), input, from, today)?;
            (rule.key.clone(), rule.position, kept)
        } else {
            let below = laid.rules.iter().map(|rule| rule.position + 1).max();
            let kept = KeptRule {
                created: today,
                versions: vec![KeptVersion { from: None, input }],
                pauses: Vec::new(),
            };
            (self.new_id()?.to_string(), below.unwrap_or(0), kept)
        };
        self.choose(ChoiceKind::SavingRule, &key, position, &kept)
            .await
    }

    /// Changes the pauses of a rule, or of all; gives its name.
    async fn change_pauses(
        &mut self,
        rule: Option<ChoiceId>,
        change: impl FnOnce(&mut Vec<Pause>),
    ) -> Result<String> {
        let laid = Laid::of(self.connection()).await?;
        let Some(id) = rule else {
            let mut pauses = laid.pauses;
            change(&mut pauses);
            self.choose(ChoiceKind::SavingPause, ALL, 0, &pauses)
                .await?;
            return Ok("all saving".to_owned());
        };
        let rule = laid.rule(id)?;
        let mut kept = rule.value.clone();
        change(&mut kept.pauses);
        self.choose(ChoiceKind::SavingRule, &rule.key, rule.position, &kept)
            .await?;
        Ok(kept.newest()?.name.clone())
    }

    async fn forget_left_out(&mut self, left: LeftOut) -> Result<()> {
        let all = choices::all::<LeftOut>(self.connection(), ChoiceKind::LeftOut).await?;
        let known = all.into_iter().find(|choice| choice.value == left);
        let known = known.ok_or(LedgerError::Missing("exception"))?;
        self.unchoose(ChoiceKind::LeftOut, known.id).await
    }
}

/// A rule with new terms from a day on. A version that has not begun gives way to one that begins before.
fn changed(
    mut kept: KeptRule,
    mut input: SavingRuleInput,
    from: NaiveDate,
    today: NaiveDate,
) -> Result<KeptRule> {
    let gives_way = |begins: NaiveDate| begins > today && begins >= from;
    kept.versions
        .retain(|version| !version.from.is_some_and(gives_way));
    let newest = kept.newest()?.clone();
    if is_round_up(&newest) != is_round_up(&input) {
        return Err(LedgerError::invalid(
            "terms",
            "a rule stays what it is; make a new one for something else",
        ));
    }
    // The first day belongs to the rule, not to a version of it.
    if let Some(first) = kept.versions.first_mut() {
        first.input.from = input.from;
    }
    let same_terms = SavingRuleInput {
        name: input.name.clone(),
        from: input.from,
        ..newest.clone()
    };
    let begun = kept
        .versions
        .iter()
        .skip(1)
        .filter_map(|version| version.from);
    if input == same_terms {
        if let Some(version) = kept.versions.last_mut() {
            version.input.name = input.name;
        }
        return Ok(kept);
    }
    if begun.max().is_some_and(|last| from < last) {
        return Err(LedgerError::invalid(
            "from",
            "the terms of a rule change after its last change; choose a later day",
        ));
    }
    input.from = None;
    match kept.versions.last_mut() {
        Some(version) if version.from == Some(from) => version.input = input,
        _ => kept.versions.push(KeptVersion {
            from: Some(from),
            input,
        }),
    }
    Ok(kept)
}

fn is_round_up(input: &SavingRuleInput) -> bool {
    matches!(input.terms, SavingTerms::RoundUp(_))
}

fn rests_on(pause: Pause, day: NaiveDate) -> bool {
    pause.from <= day && pause.to.is_none_or(|to| day < to)
}

async fn shown(
    db: &mut SqliteConnection,
    laid: &Laid,
    rule: &Choice<KeptRule>,
    names: &Names,
    today: NaiveDate,
) -> Result<SavingRule> {
    let kept = &rule.value;
    let mut input = kept.on(today)?.clone();
    let first = kept.versions.first();
    input.from = first.and_then(|version| version.input.from);
    let versions = (1..)
        .zip(&kept.versions)
        .map(|(number, version)| RuleVersion {
            number,
            from: version.from.or(version.input.from),
            words: words::rule_words(&version.input, names),
        });
    let mut versions: Vec<_> = versions.collect();
    versions.reverse();
    let mut pauses = kept.pauses.iter().chain(&laid.pauses);
    let pause = pauses.find(|pause| rests_on(**pause, today));
    let state = match (pause, input.from) {
        (Some(_), _) => RuleState::Paused,
        (None, Some(from)) if from > today => RuleState::Waiting,
        _ => RuleState::Active,
    };
    let last = pause.and_then(|pause| pause.to);
    let sums = sums(db, laid, rule.id).await?;
    Ok(SavingRule {
        id: rule.id,
        words: words::rule_words(&input, names),
        usual: words::usual_words(&input),
        rule: input,
        versions,
        state,
        paused_until: last.and_then(|to| to.pred_opt()),
        saved: amounts(&sums.saved)?,
        pending: amounts(&sums.pending)?,
        times: sums.times,
    })
}

fn amounts(sums: &BTreeMap<String, i64>) -> Result<Vec<Amount>> {
    let some = sums.iter().filter(|(_, minor)| **minor != 0);
    some.map(|(code, minor)| amount(*minor, stored_currency(code)?))
        .collect()
}

async fn sums(db: &mut SqliteConnection, laid: &Laid, rule: ChoiceId) -> Result<Sums> {
    let mut sums = Sums::default();
    let rows = sqlx::query!(
        r#"select currency, sum(minor) as "minor!: i64",
               sum(minor > 0 and of_entry is null) as "times!: i64"
           from accruals where rule_id = ? group by currency"#,
        rule
    )
    .fetch_all(&mut *db)
    .await?;
    for row in rows {
        sums.times += u32::try_from(row.times).unwrap_or(u32::MAX);
        *sums.pending.entry(row.currency.clone()).or_default() += row.minor;
        sums.saved.insert(row.currency, row.minor);
    }
    let moves = sqlx::query!(
        r#"select currency, sum(minor) as "minor!: i64" from moves where rule_id = ?
           group by currency"#,
        rule
    )
    .fetch_all(&mut *db)
    .await?;
    for row in moves {
        *sums.pending.entry(row.currency).or_default() -= row.minor;
    }
    for (currency, minor) in released(db, laid, rule).await? {
        *sums.pending.entry(currency).or_default() -= minor;
    }
    Ok(sums)
}

/// What a rule set aside for goals that were put away before it moved: it is free, and waits for nothing.
async fn released(
    db: &mut SqliteConnection,
    laid: &Laid,
    rule: ChoiceId,
) -> Result<Vec<(String, i64)>> {
    let goals = laid.goals.iter();
    let away = goals.filter(|goal| !goal.value.archived.is_empty());
    let ids: Vec<ChoiceId> = away.map(|goal| goal.id).collect();
    let ids = serde_json::to_string(&ids)?;
    let rows = sqlx::query!(
        r#"select goal_id as "goal!: ChoiceId", day as "day!: i64", currency as "currency!",
               sum(minor) as "minor!: i64"
           from (select goal_id, day, currency, minor from shares where rule_id = ?1
                 union all
                 select goal_id, cause_day, currency, -minor from moves where rule_id = ?1)
           where goal_id in (select value from json_each(?2)) group by 1, 2, 3"#,
        rule,
        ids
    )
    .fetch_all(db)
    .await?;
    let mut free = Vec::new();
    for row in rows {
        if laid.goal(row.goal)?.value.is_released(day_of(row.day)?) {
            free.push((row.currency, row.minor));
        }
    }
    Ok(free)
}

/// What the ledger knows, for checks of ids.
pub(super) async fn known(db: &mut SqliteConnection, laid: &Laid) -> Result<checked::Known> {
    let accounts = sqlx::query!(r#"select id as "id: AccountId", class from accounts"#)
        .fetch_all(&mut *db)
        .await?;
    let of_class = |classes: &[&str]| -> HashSet<AccountId> {
        let fitting = accounts
            .iter()
            .filter(|row| classes.contains(&row.class.as_str()));
        fitting.map(|row| row.id).collect()
    };
    let payees = sqlx::query_scalar!(r#"select id as "id: PayeeId" from payees"#)
        .fetch_all(db)
        .await?;
    let goals = laid.goals.iter().filter_map(|goal| {
        let currency = stored_currency(&goal.value.input.currency).ok()?;
        Some((goal.id, currency))
    });
    Ok(checked::Known {
        own_accounts: of_class(&["own"]),
        categories: of_class(&["income", "expense"]),
        payees: payees.into_iter().collect(),
        goals: goals.collect(),
        rules: laid.rules.iter().map(|rule| rule.id).collect(),
        destinations: laid.destinations.iter().map(|choice| choice.id).collect(),
    })
}

/// The day after which the next pay is expected: the last large income, and again after as many days as
/// lay between it and the one before it; a month after it where there is only one.
pub(super) async fn next_payday(db: &mut SqliteConnection, today: NaiveDate) -> Result<NaiveDate> {
    let today_number = day_number(today);
    let from = today_number - 200;
    let days = sqlx::query_scalar!(
        r#"select e.day as "day!: i64" from entries e join postings p on p.entry_id = e.id
           join accounts a on a.id = p.account_id and a.class = 'own'
           where e.kind = 7 and e.status = 3 and e.day between ? and ?
           group by e.payee_id, e.day
           order by sum(p.minor) >= (select max(q.minor) / 2 from postings q
               join entries f on f.id = q.entry_id
               join accounts b on b.id = q.account_id and b.class = 'own'
               where f.kind = 7 and f.status = 3 and f.day between ?1 and ?2) desc, e.day desc
           limit 2"#,
        from,
        today_number
    )
    .fetch_all(db)
    .await?;
    let (last, every) = match days.as_slice() {
        [] => {
            return Err(LedgerError::invalid(
                "until",
                "there is no pay in the last months to expect the next one from; choose a day",
            ));
        }
        [last] => (*last, 30),
        [last, before, ..] => (*last, (last - before).clamp(7, 35)),
    };
    let mut next = last;
    while next <= today_number {
        next += every;
    }
    day_of(next)
}
