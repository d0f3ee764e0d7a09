//! The want list: things that are thought over before they are bought, and what was decided.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use farthing_money::Money;
use farthing_rules::saving::Decision;
use sqlx::SqliteConnection;

use super::cause::Cause;
use super::checked::{above_zero, check_name};
use super::items::KeptWish;
use super::kept::Laid;
use super::{SavingTerms, WantList, Wish, WishInput, WishState};
use crate::choices::{self, Choice, ChoiceKind};
use crate::error::{LedgerError, Result};
use crate::ids::ChoiceId;
use crate::store::Ledger;
use crate::totals::stored_currency;
use crate::wire::{Amount, amount, named_currency};
use crate::write::{ChangeLabel, Write};

/// What rules have set aside because of each thing.
type Saved = BTreeMap<ChoiceId, Vec<Amount>>;

impl Ledger {
    /// The things that are thought over, and then those that were decided, the newest of each first.
    pub async fn want_list(&self, today: NaiveDate) -> Result<WantList> {
        self.saving_up_to(today).await?;
        let mut db = self.pool.acquire().await?;
        let mut kept = all(&mut db).await?;
        kept.sort_by_key(|wish| {
            let decided = wish.value.decided().map(|(_, day)| day);
            (
                decided.is_some(),
                Reverse((decided, wish.value.added, wish.id)),
            )
        });
        let saved = saved(&mut db).await?;
        let wishes = kept.iter().map(|wish| shown(wish, &saved));
        Ok(WantList {
            wishes: wishes.collect::<Result<_>>()?,
            kept: not_spent(&kept)?,
            rules: rules_that_look(&mut db, today).await?,
        })
    }

    /// Puts a thing on the want list.
    pub async fn add_wish(
        &self,
        input: WishInput,
        today: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<Wish> {
        let kept = checked(&input, today)?;
        let mut write = self.begin(now).await?;
        write.on(today);
        let key = write.new_id()?.to_string();
        let label = format!("Put {} on the want list", kept.name);
        let id = write.choose(ChoiceKind::Wish, &key, 0, &kept).await?;
        write.commit(&label).await?;
        self.wish(id).await
    }

    /// Keeps the decision not to buy a thing, made today unless another day is said.
    pub async fn drop_wish(
        &self,
        id: ChoiceId,
        day: Option<NaiveDate>,
        today: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<Wish> {
        let decided = (Decision::Dropped, day.unwrap_or(today));
        self.decide(id, decided, today, now).await
    }

    /// Keeps the decision to buy a thing, made today unless another day is said.
    pub async fn buy_wish(
        &self,
        id: ChoiceId,
        day: Option<NaiveDate>,
        today: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<Wish> {
        let decided = (Decision::Bought, day.unwrap_or(today));
        self.decide(id, decided, today, now).await
    }

    /// Takes the decision about a thing back. What has moved because of it stays as it was.
    pub async fn reopen_wish(
        &self,
        id: ChoiceId,
        today: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<Wish> {
        let mut write = self.begin(now).await?;
        write.on(today);
        let wish = one(write.connection(), id).await?;
        if wish.value.decided().is_none() {
            return Err(LedgerError::invalid("wish", "nothing was decided about it"));
        }
        let kept = KeptWish {
            dropped: None,
            bought: None,
            ..wish.value.clone()
        };
        write.keep_wish(&wish, &kept, "Think over again:").await?;
        self.wish(id).await
    }

    /// Takes a thing off the want list, with what was set aside because of it and has not moved.
    pub async fn remove_wish(
        &self,
        id: ChoiceId,
        today: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<ChangeLabel> {
        let mut write = self.begin(now).await?;
        write.on(today);
        let wish = one(write.connection(), id).await?;
        write.unchoose(ChoiceKind::Wish, id).await?;
        let label = format!("Take {} off the want list", wish.value.name);
        write.commit(&label).await
    }

    async fn decide(
        &self,
        id: ChoiceId,
        (decision, day): (Decision, NaiveDate),
        today: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<Wish> {
        let mut write = self.begin(now).await?;
        write.on(today);
        let wish = one(write.connection(), id).await?;
        check_decision(&wish.value, day, today)?;
        let mut kept = wish.value.clone();
        let word = match decision {
            Decision::Dropped => {
                kept.dropped = Some(day);
                "Not bought:"
            }
            Decision::Bought => {
                kept.bought = Some(day);
                "Bought:"
            }
        };
        write.keep_wish(&wish, &kept, word).await?;
        self.wish(id).await
    }

    async fn wish(&self, id: ChoiceId) -> Result<Wish> {
        let mut db = self.pool.acquire().await?;
        let saved = saved(&mut db).await?;
        shown(&one(&mut db, id).await?, &saved)
    }
}

impl Write {
    async fn keep_wish(
        mut self,
        wish: &Choice<KeptWish>,
        kept: &KeptWish,
        word: &str,
    ) -> Result<ChangeLabel> {
        self.choose(ChoiceKind::Wish, &wish.key, wish.position, kept)
            .await?;
        self.commit(&format!("{word} {}", kept.name)).await
    }
}

/// What the person wrote, as it is kept.
fn checked(input: &WishInput, today: NaiveDate) -> Result<KeptWish> {
    check_name(&input.name)?;
    let price = above_zero("price", &input.price, named_currency(&input.currency)?)?;
    let added = input.added.unwrap_or(today);
    if added > today {
        return Err(LedgerError::invalid(
            "added",
            "choose today or an earlier day",
        ));
    }
    Ok(KeptWish {
        name: input.name.trim().to_owned(),
        price: price.decimal_text(),
        currency: price.currency().code().to_owned(),
        added: Some(added),
        dropped: None,
        bought: None,
    })
}

fn check_decision(kept: &KeptWish, day: NaiveDate, today: NaiveDate) -> Result<()> {
    let wrong = |field, message: String| Err(LedgerError::invalid(field, message));
    if kept.decided().is_some() {
        let message = "it was decided already; open it again first";
        return wrong("wish", message.to_owned());
    }
    if day > today {
        return wrong("day", "choose today or an earlier day".to_owned());
    }
    match kept.added {
        Some(added) if day < added => {
            let message =
                format!("it is on the list since {added}; choose that day or a later one");
            wrong("day", message)
        }
        _ => Ok(()),
    }
}

async fn all(db: &mut SqliteConnection) -> Result<Vec<Choice<KeptWish>>> {
    choices::all(db, ChoiceKind::Wish).await
}

async fn one(db: &mut SqliteConnection, id: ChoiceId) -> Result<Choice<KeptWish>> {
    let mut wishes = all(db).await?.into_iter();
    let found = wishes.find(|wish| wish.id == id);
    found.ok_or_else(|| LedgerError::invalid("wish", "it is not on the want list"))
}

async fn saved(db: &mut SqliteConnection) -> Result<Saved> {
    // The causes of things lie between two words, where the index finds them in the rows of each rule.
    let rows = sqlx::query!(
        r#"select cause, currency, sum(minor) as "minor!: i64" from accruals
           where rule_id in (select rule_id from worked_out)
             and cause >= 'item:' and cause < 'item;'
           group by cause, currency order by currency"#
    )
    .fetch_all(db)
    .await?;
    let mut saved = Saved::new();
    for row in rows {
        if let Cause::Item(item) = Cause::read(&row.cause)? {
            let sum = amount(row.minor, stored_currency(&row.currency)?)?;
            saved.entry(ChoiceId(item)).or_default().push(sum);
        }
    }
    Ok(saved)
}

fn shown(wish: &Choice<KeptWish>, saved: &Saved) -> Result<Wish> {
    let kept = &wish.value;
    let decided = kept.decided();
    Ok(Wish {
        id: wish.id,
        name: kept.name.clone(),
        price: kept.money()?.into(),
        added: kept.added,
        state: match decided {
            None => WishState::Open,
            Some((Decision::Dropped, _)) => WishState::Dropped,
            Some((Decision::Bought, _)) => WishState::Bought,
        },
        decided: decided.map(|(_, day)| day),
        saved: saved.get(&wish.id).cloned().unwrap_or_default(),
    })
}

/// What the things that were not bought would have cost, by currency.
fn not_spent(wishes: &[Choice<KeptWish>]) -> Result<Vec<Amount>> {
    let mut sums: BTreeMap<String, Money> = BTreeMap::new();
    for kept in wishes.iter().map(|wish| &wish.value) {
        let Some((Decision::Dropped, _)) = kept.decided() else {
            continue;
        };
        let price = kept.money()?;
        let sum = sums
            .entry(kept.currency.clone())
            .or_insert(Money::zero(price.currency()));
        *sum = sum.checked_add(price)?;
    }
    Ok(sums.into_values().map(Into::into).collect())
}

/// The names of the rules that set something aside for what is not bought.
async fn rules_that_look(db: &mut SqliteConnection, today: NaiveDate) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for rule in &Laid::of(db).await?.rules {
        if matches!(rule.value.on(today)?.terms, SavingTerms::CoolingOff { .. }) {
            names.push(rule.value.newest()?.name.clone());
        }
    }
    Ok(names)
}
