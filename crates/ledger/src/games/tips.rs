//! Tips by payee and year: what was paid, the fees in it, and what reaches whom it is for.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use chrono::Datelike;
use farthing_money::{Currency, Money};
use farthing_rules::fees::Tariff;
use farthing_rules::lens::share;
use sqlx::SqliteConnection;

use super::TipYear;
use super::kept::Said;
use crate::day::day_of;
use crate::error::Result;
use crate::fees::known_tariff;
use crate::ids::PayeeId;
use crate::totals::{add, stored_currency};
use crate::wire::amount;

/// An entry with a tip in it.
struct Row {
    day: i64,
    payee: Option<PayeeId>,
    name: String,
    currency: String,
    /// What own accounts paid, with everything.
    paid: i64,
    fee: i64,
    /// What was posted to tips.
    tip: i64,
}

/// The tips of one payee in a year.
#[derive(Default)]
struct Sums {
    name: String,
    count: i64,
    paid: i64,
    fees: i64,
    given: i64,
    reaches: i64,
}

/// How the figures were made.
pub(super) fn formula() -> String {
    "Posted tips, and every posted purchase of a payee that you marked. What was paid is what left your \
     accounts; without the fees in it, it was given. Where the payee's tariff is said, what it takes of each \
     tip is taken off too, and the rest reaches the payee. A fee on a purchase that holds a tip beside other \
     things is not counted."
        .to_owned()
}

/// All tips, the newest year first and then the largest.
pub(super) async fn tips(db: &mut SqliteConnection, said: &Said) -> Result<Vec<TipYear>> {
    let mut tariffs: BTreeMap<&str, Option<Tariff>> = BTreeMap::new();
    for (payee, tariff) in &said.creators {
        let known = match tariff {
            Some(key) => known_tariff(db, key).await?,
            None => None,
        };
        tariffs.insert(payee, known);
    }
    let mut years: BTreeMap<(i32, Option<PayeeId>, Currency), Sums> = BTreeMap::new();
    for row in rows(db, &tariffs.keys().copied().collect::<Vec<_>>()).await? {
        let is_creator = tariffs.contains_key(row.name.as_str());
        let currency = stored_currency(&row.currency)?;
        let (given, fee) = given(&row, is_creator);
        if given <= 0 {
            continue;
        }
        let tariff = tariffs.get(row.name.as_str()).and_then(Option::as_ref);
        let year = day_of(row.day)?.year();
        let sums = years.entry((year, row.payee, currency)).or_default();
        sums.name = row.name;
        sums.count += 1;
        add(&mut sums.paid, given + fee)?;
        add(&mut sums.fees, fee)?;
        add(&mut sums.given, given)?;
        add(&mut sums.reaches, left_by(tariff, given, currency)?)?;
    }
    let mut told: Vec<(i64, TipYear)> = Vec::with_capacity(years.len());
    for ((year, payee, currency), sums) in years {
        let tariff = tariffs.get(sums.name.as_str());
        let paid = sums.paid;
        told.push((paid, sums.told((year, payee, currency), tariff)?));
    }
    told.sort_by_key(|(paid, year)| (Reverse(year.year), Reverse(*paid), year.payee));
    Ok(told.into_iter().map(|(_, year)| year).collect())
}

impl Sums {
    fn told(
        self,
        (year, payee, currency): (i32, Option<PayeeId>, Currency),
        tariff: Option<&Option<Tariff>>,
    ) -> Result<TipYear> {
        Ok(TipYear {
            year,
            payee,
            name: self.name,
            count: self.count,
            paid: amount(self.paid, currency)?,
            fees: amount(self.fees, currency)?,
            given: amount(self.given, currency)?,
            reaches: amount(self.reaches, currency)?,
            share: share(self.reaches, self.paid).map_or_else(String::new, |s| s.to_string()),
            is_after_tariff: tariff.is_some_and(|tariff| {
                tariff
                    .as_ref()
                    .is_some_and(|tariff| tariff.currency() == currency)
            }),
            is_creator: tariff.is_some(),
        })
    }
}

/// What was given, and the fee on it. The fee of a purchase with more in it than a tip is the purchase's.
fn given(row: &Row, is_creator: bool) -> (i64, i64) {
    let all = row.paid - row.fee;
    if is_creator || row.tip == all {
        (all, row.fee)
    } else {
        (row.tip, 0)
    }
}

/// What a tariff leaves of a tip; all of it where the tariff is not known or has no fee for it.
fn left_by(tariff: Option<&Tariff>, given: i64, currency: Currency) -> Result<i64> {
    let tariff = tariff.filter(|tariff| tariff.currency() == currency);
    let fee = match tariff {
        Some(tariff) => tariff.fee(Money::from_minor(given, currency)?).ok(),
        None => None,
    };
    Ok(fee.map_or(given, |fee| (given - fee.minor()).max(0)))
}

/// The entries of tips and of creators, found by account and payee.
async fn rows(db: &mut SqliteConnection, creators: &[&str]) -> Result<Vec<Row>> {
    let creators = serde_json::to_string(creators)?;
    Ok(sqlx::query_as!(
        Row,
        r#"select e.day, e.payee_id as "payee: PayeeId", coalesce(n.name, '') as "name!: String", p.currency,
               sum(iif(a.class = 'own', -p.minor, 0)) as "paid!: i64",
               sum(iif(p.account_id = 3, p.minor, 0)) as "fee!: i64",
               sum(iif(p.account_id = 4, p.minor, 0)) as "tip!: i64"
           from (select entry_id as id from postings where account_id = 4
                 union
                 select c.id from payees m join entries c on c.payee_id = m.id
                 where m.name in (select value from json_each(?)) and c.kind = 1) t
           cross join entries e on e.id = t.id
           join postings p on p.entry_id = e.id
           join accounts a on a.id = p.account_id
           left join payees n on n.id = e.payee_id
           where e.status = 3 and e.kind = 1
           group by e.id, p.currency"#,
        creators
    )
    .fetch_all(db)
    .await?)
}
