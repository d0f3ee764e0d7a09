//! List prices: what a purchase would have cost by the list, for rules that set the difference aside.

use chrono::{DateTime, NaiveDate, Utc};
use farthing_money::{Currency, MAX_SUM_MINOR, Money};
use farthing_rules::roundup::Entry;
use farthing_rules::saving::{self, PricedEntry};
use sqlx::SqliteConnection;

use super::checked::{Plan, above_zero, plan};
use super::derive::{Run, rule_error};
use super::facts::Facts;
use super::items::KeptPrice;
use super::kept::{KeptRule, Laid};
use super::{ListPrice, ListPriceInput};
use crate::choices::{self, Choice, ChoiceKind};
use crate::day::day_of;
use crate::error::{LedgerError, Result};
use crate::ids::EntryId;
use crate::kinds::EntryKind;
use crate::store::Ledger;
use crate::totals::stored_currency;
use crate::wire::named_currency;
use crate::write::ChangeLabel;

/// A purchase that a list price can be kept for.
struct Purchase {
    day: NaiveDate,
    payee: String,
    /// What it was paid in; by the account that paid most, where several did.
    currency: Currency,
}

impl Ledger {
    /// What the list said a purchase would cost, and which rules look at that.
    pub async fn list_price(&self, entry: EntryId, today: NaiveDate) -> Result<ListPrice> {
        let mut db = self.pool.acquire().await?;
        let purchase = purchase(&mut db, entry).await?;
        shown(&mut db, entry, &purchase, today).await
    }

    /// Keeps what the list said a purchase would cost, over what was kept before.
    pub async fn set_list_price(
        &self,
        entry: EntryId,
        input: ListPriceInput,
        today: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<ListPrice> {
        let mut write = self.begin(now).await?;
        write.on(today);
        let purchase = purchase(write.connection(), entry).await?;
        let price = purchase.price(&input)?;
        let kept = KeptPrice {
            entry,
            price: price.decimal_text(),
            currency: price.currency().code().to_owned(),
        };
        let key = KeptPrice::key(entry);
        write.choose(ChoiceKind::ListPrice, &key, 0, &kept).await?;
        let label = format!("Keep list price {price} of {}", purchase.named());
        write.commit(&label).await?;
        self.list_price(entry, today).await
    }

    /// Forgets what the list said a purchase would cost.
    pub async fn clear_list_price(
        &self,
        entry: EntryId,
        today: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<ChangeLabel> {
        let mut write = self.begin(now).await?;
        write.on(today);
        let purchase = purchase(write.connection(), entry).await?;
        let all = choices::all::<KeptPrice>(write.connection(), ChoiceKind::ListPrice).await?;
        let mut all = all.iter();
        let Some(kept) = all.find(|choice| choice.value.entry == entry) else {
            return Err(LedgerError::invalid(
                "price",
                "no list price is kept for it",
            ));
        };
        write.unchoose(ChoiceKind::ListPrice, kept.id).await?;
        let label = format!("Forget list price of {}", purchase.named());
        write.commit(&label).await
    }
}

impl Purchase {
    /// A list price that is in the currency of the purchase and above zero.
    fn price(&self, input: &ListPriceInput) -> Result<Money> {
        let asked = input.currency.as_deref().map(named_currency).transpose()?;
        if asked.is_some_and(|currency| currency != self.currency) {
            let paid_in = self.currency;
            let message =
                format!("the purchase was paid in {paid_in}; write its list price in {paid_in}");
            return Err(LedgerError::invalid("currency", message));
        }
        above_zero("price", &input.price, self.currency)
    }

    fn named(&self) -> &str {
        match self.payee.as_str() {
            "" => "a purchase",
            payee => payee,
        }
    }
}

/// An entry, if it is a purchase that counts.
async fn purchase(db: &mut SqliteConnection, entry: EntryId) -> Result<Purchase> {
    let row = sqlx::query!(
        r#"select e.day, e.kind as "kind: EntryKind", coalesce(p.name, '') as "payee!: String",
               (select q.currency from postings q
                   join accounts a on a.id = q.account_id and a.class = 'own'
                   where q.entry_id = e.id group by q.account_id, q.currency
                   order by sum(q.minor), min(q.position) limit 1) as "currency: String"
           from entries e left join payees p on p.id = e.payee_id
           where e.id = ? and e.status <> 4"#,
        entry
    )
    .fetch_optional(db)
    .await?
    .ok_or_else(|| LedgerError::invalid("entry", "there is no such entry"))?;
    match row.currency {
        Some(code) if row.kind == EntryKind::Purchase => Ok(Purchase {
            day: day_of(row.day)?,
            payee: row.payee,
            currency: stored_currency(&code)?,
        }),
        _ => Err(LedgerError::invalid(
            "entry",
            "it is not a purchase; only those have a list price",
        )),
    }
}

async fn shown(
    db: &mut SqliteConnection,
    entry: EntryId,
    purchase: &Purchase,
    today: NaiveDate,
) -> Result<ListPrice> {
    let key = KeptPrice::key(entry);
    let kept = choices::find::<KeptPrice>(db, ChoiceKind::ListPrice, &key).await?;
    let code = purchase.currency.code();
    // The price of a purchase whose currency was changed since says nothing.
    let kept = kept.filter(|kept| kept.currency == code);
    Ok(ListPrice {
        entry,
        price: kept.map(|kept| kept.money()).transpose()?.map(Into::into),
        currency: code.to_owned(),
        rules: rules_that_look(db, entry, purchase.day, today).await?,
    })
}

/// The names of the rules that set something aside for a purchase that cost less than its list price.
async fn rules_that_look(
    db: &mut SqliteConnection,
    entry: EntryId,
    day: NaiveDate,
    today: NaiveDate,
) -> Result<Vec<String>> {
    let laid = Laid::of(db).await?;
    let facts = Facts::between(db, day, day).await?;
    let mut entries = facts.entries();
    entries.retain(|part| part.id.0 == entry.0);
    let mut names = Vec::new();
    for rule in &laid.rules {
        if looks(&laid, rule, &entries, day, today)? {
            names.push(rule.value.newest()?.name.clone());
        }
    }
    Ok(names)
}

/// Asks the rule itself, with the highest price there can be.
fn looks(
    laid: &Laid,
    rule: &Choice<KeptRule>,
    entries: &[Entry<'_>],
    day: NaiveDate,
    today: NaiveDate,
) -> Result<bool> {
    let run = Run::of(laid, rule, today);
    // A rule that cannot be worked out any more sets nothing aside.
    let Ok(Plan::SaveDiscount(discount)) = plan(rule.value.on(day)?, &run.when) else {
        return Ok(false);
    };
    let highest = Money::from_minor(MAX_SUM_MINOR, discount.terms.currency)?;
    let priced: Vec<PricedEntry<'_>> = entries
        .iter()
        .map(|entry| PricedEntry {
            entry: *entry,
            list_price: Some(highest),
        })
        .collect();
    let deposits = saving::save_discount(&discount, &priced).map_err(rule_error)?;
    Ok(!deposits.is_empty())
}
