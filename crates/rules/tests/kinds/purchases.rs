//! The purchases of a case, for kinds that look at nothing else: what is posted, no other kind of
//! entry, and above zero. Of a split purchase the lines that are purchases count (spec A).

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveTime};
use farthing_money::{Currency, Money};
use farthing_rules::kind::Kind;
use serde::Deserialize;

use super::zone;

#[derive(Deserialize)]
pub struct Txn {
    date: Option<NaiveDate>,
    time: Option<String>,
    ts: Option<String>,
    amount: String,
    kind: Option<String>,
    status: Option<String>,
    #[serde(default)]
    merchant: String,
    #[serde(default)]
    splits: Vec<Split>,
}

#[derive(Deserialize)]
struct Split {
    amount: String,
    kind: Option<String>,
}

pub struct Bought {
    pub merchant: String,
    pub day: NaiveDate,
    pub time: Option<NaiveTime>,
    pub size: Money,
}

/// In the order of day and time, and of the case.
pub fn purchases(txns: &[Txn], tz: Option<&str>) -> Result<Vec<Bought>, String> {
    let mut found = Vec::new();
    for txn in txns {
        let size = size(txn)?;
        if is_posted(txn)? && is_purchase(txn.kind.as_deref())? && size.minor() > 0 {
            let (day, time) = when(txn, tz.unwrap_or("UTC"))?;
            found.push(Bought {
                merchant: txn.merchant.clone(),
                day,
                time,
                size,
            });
        }
    }
    found.sort_by_key(|bought| (bought.day, bought.time));
    Ok(found)
}

/// By merchant, and then by currency.
pub fn by_merchant(found: &[Bought]) -> BTreeMap<(&str, Currency), Vec<&Bought>> {
    let mut groups: BTreeMap<(&str, Currency), Vec<&Bought>> = BTreeMap::new();
    for bought in found {
        let key = (bought.merchant.as_str(), bought.size.currency());
        groups.entry(key).or_default().push(bought);
    }
    groups
}

fn is_posted(txn: &Txn) -> Result<bool, String> {
    match txn.status.as_deref() {
        None | Some("posted") => Ok(true),
        Some("pending" | "void") => Ok(false),
        Some(word) => Err(format!("unknown status {word}")),
    }
}

fn is_purchase(word: Option<&str>) -> Result<bool, String> {
    match word.unwrap_or("purchase") {
        "balance_transfer" | "payment" => Ok(false),
        word => match Kind::named(word) {
            Some(kind) => Ok(kind == Kind::Purchase),
            None => Err(format!("unknown kind {word}")),
        },
    }
}

fn size(txn: &Txn) -> Result<Money, String> {
    let whole: Money = told(txn.amount.parse())?;
    if txn.splits.is_empty() {
        return Ok(whole.negated());
    }
    let mut sum = Money::zero(whole.currency());
    for split in &txn.splits {
        if is_purchase(split.kind.as_deref())? {
            sum = told(sum.checked_add(amount(&split.amount, whole.currency())?))?;
        }
    }
    Ok(sum.negated())
}

/// An amount with its currency, or a plain one in the currency that is known.
pub fn amount(text: &str, currency: Currency) -> Result<Money, String> {
    if text.contains(' ') {
        return told(text.parse());
    }
    told(Money::parse(text, currency))
}

/// The local day of a transaction, and its time where that is known.
fn when(txn: &Txn, zone: &str) -> Result<(NaiveDate, Option<NaiveTime>), String> {
    if let Some(ts) = &txn.ts {
        let local = zone::local(ts, zone)?;
        return Ok((local.date(), Some(local.time())));
    }
    let date = txn.date.ok_or("a transaction without a date")?;
    let time = txn.time.as_deref();
    let time = time.map(|time| NaiveTime::parse_from_str(time, "%H:%M"));
    Ok((date, told(time.transpose())?))
}

fn told<T, E: std::fmt::Display>(result: Result<T, E>) -> Result<T, String> {
    result.map_err(|error| error.to_string())
}
