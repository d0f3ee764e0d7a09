//! Prices that are known beside what was paid: what the list said a purchase would cost, and things that
//! are thought over before they are bought. Two kinds of rules look at them.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use farthing_money::{Currency, Money};
use farthing_rules::ids as rule_ids;
use farthing_rules::saving::{Decision, Item};
use serde::{Deserialize, Serialize};
use sqlx::SqliteConnection;

use super::kept::KeptRule;
use super::terms::SavingTerms;
use crate::choices::{self, Choice, ChoiceKind};
use crate::error::Result;
use crate::ids::EntryId;
use crate::wire::named_currency;

/// What the list said a purchase would cost.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct KeptPrice {
    pub entry: EntryId,
    pub price: String,
    pub currency: String,
}

/// A thing that is thought over before it is bought.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct KeptWish {
    pub name: String,
    pub price: String,
    pub currency: String,
    /// Not known of wishes of the first Farthing.
    #[serde(default)]
    pub added: Option<NaiveDate>,
    /// The day of the decision not to buy it. No wish has both decisions.
    pub dropped: Option<NaiveDate>,
    /// The day of the decision to buy it.
    #[serde(default)]
    pub bought: Option<NaiveDate>,
}

impl KeptPrice {
    /// The key of its choice.
    pub(super) fn key(entry: EntryId) -> String {
        entry.0.to_string()
    }

    /// The price as an amount.
    pub(super) fn money(&self) -> Result<Money> {
        money(&self.price, &self.currency)
    }
}

impl KeptWish {
    /// The price as an amount.
    pub(super) fn money(&self) -> Result<Money> {
        money(&self.price, &self.currency)
    }

    /// What was decided, and when.
    pub(super) fn decided(&self) -> Option<(Decision, NaiveDate)> {
        let dropped = self.dropped.map(|day| (Decision::Dropped, day));
        dropped.or(self.bought.map(|day| (Decision::Bought, day)))
    }
}

/// All of it that a rule looks at, as a text that differs when any of it does. Empty for most rules.
pub(super) async fn looked_at(db: &mut SqliteConnection, rule: &KeptRule) -> Result<String> {
    let mut text = String::new();
    for kind in [ChoiceKind::ListPrice, ChoiceKind::Wish] {
        let mut versions = rule.versions.iter();
        if !versions.any(|version| kind_of(&version.input.terms) == Some(kind)) {
            continue;
        }
        let all = sqlx::query_scalar!(
            r#"select json_group_array(json_array(id, value)) as "all!: String"
               from (select id, value from choices where kind = ? order by id)"#,
            kind
        )
        .fetch_one(&mut *db)
        .await?;
        text.push_str(&all);
    }
    Ok(text)
}

/// The list prices in a currency. One in another is of a purchase that was changed since.
pub(super) async fn list_prices(
    db: &mut SqliteConnection,
    currency: Currency,
) -> Result<BTreeMap<rule_ids::EntryId, Money>> {
    let prices = choices::all::<KeptPrice>(db, ChoiceKind::ListPrice).await?;
    let values = prices.into_iter().map(|choice| choice.value);
    values
        .filter(|kept| kept.currency == currency.code())
        .map(|kept| Ok((rule_ids::EntryId(kept.entry.0), kept.money()?)))
        .collect()
}

/// The things in a currency that are or were thought over.
pub(super) async fn things(db: &mut SqliteConnection, currency: Currency) -> Result<Vec<Item>> {
    let wishes = choices::all::<KeptWish>(db, ChoiceKind::Wish).await?;
    wishes
        .iter()
        .filter(|choice| choice.value.currency == currency.code())
        .map(thing)
        .collect()
}

fn thing(wish: &Choice<KeptWish>) -> Result<Item> {
    Ok(Item {
        id: rule_ids::ItemId(wish.id.0),
        price: wish.value.money()?,
        decided: wish.value.decided(),
    })
}

fn kind_of(terms: &SavingTerms) -> Option<ChoiceKind> {
    match terms {
        SavingTerms::SaveDiscount { .. } => Some(ChoiceKind::ListPrice),
        SavingTerms::CoolingOff { .. } => Some(ChoiceKind::Wish),
        _ => None,
    }
}

fn money(text: &str, currency: &str) -> Result<Money> {
    Ok(Money::parse(text, named_currency(currency)?)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wishes_of_the_first_farthing_are_still_read() {
        let old =
            r#"{"name": "Tent", "price": "80.00", "currency": "EUR", "dropped": "2026-03-02"}"#;
        let kept: KeptWish = serde_json::from_str(old).unwrap();
        let day = NaiveDate::from_ymd_opt(2026, 3, 2).unwrap();
        assert_eq!(kept.decided(), Some((Decision::Dropped, day)));
        assert_eq!(kept.added, None);
    }
}
