//! Every way of rounding up, tried on the person's own last purchases.

use chrono::NaiveDate;
use farthing_money::{Currency, Money};
use farthing_rules::increment::default_increment;
use farthing_rules::roundup::{Step, roundup_of};
use sqlx::SqliteConnection;

use super::checked;
use super::{ExactInput, ExamplePurchase, ModeInput, RoundingExample, RungInput, StepInput};
use crate::day::day_of;
use crate::error::Result;
use crate::store::Ledger;
use crate::totals::stored_currency;
use crate::wire::named_currency;

/// How many purchases an example shows.
const PURCHASES: u32 = 4;

/// A purchase that is tried.
struct Tried {
    day: Option<NaiveDate>,
    payee: String,
    size: Money,
}

/// A way by its name and what it does.
struct Way {
    name: &'static str,
    words: String,
    mode: ModeInput,
    extra: Option<String>,
}

impl Ledger {
    /// Every way of rounding up, on the person's own last purchases in a currency, or in the one with
    /// most entries. Where there are none yet, invented ones stand for them, without a day.
    pub async fn rounding_examples(
        &self,
        currency: Option<String>,
    ) -> Result<Vec<RoundingExample>> {
        let code = if let Some(code) = currency {
            code
        } else {
            let used = self.overview().await?.currencies;
            used.first().cloned().unwrap_or_else(|| "EUR".to_owned())
        };
        let currency = named_currency(&code)?;
        let mut db = self.pool.acquire().await?;
        let mut tried = last_purchases(&mut db, currency).await?;
        if tried.is_empty() {
            tried = invented(currency)?;
        }
        let ways = ways(currency)?;
        ways.into_iter()
            .map(|way| example(way, currency, &tried))
            .collect()
    }
}

fn example(way: Way, currency: Currency, tried: &[Tried]) -> Result<RoundingExample> {
    let step = step(&way, currency)?;
    let mut sum = Money::zero(currency);
    let mut purchases = Vec::with_capacity(tried.len());
    for purchase in tried {
        let saves = roundup_of(purchase.size, &step, 1)?;
        sum = sum.checked_add(saves)?;
        purchases.push(ExamplePurchase {
            day: purchase.day,
            payee: purchase.payee.clone(),
            size: purchase.size.into(),
            saves: saves.into(),
        });
    }
    Ok(RoundingExample {
        name: way.name.to_owned(),
        words: way.words,
        mode: way.mode,
        extra: way.extra,
        purchases,
        sum: sum.into(),
    })
}

fn step(way: &Way, currency: Currency) -> Result<Step> {
    checked::step(&StepInput {
        currency: currency.code().to_owned(),
        mode: way.mode.clone(),
        extra: way.extra.clone(),
        min_purchase: None,
        cap_purchase: None,
        cap_day: None,
        cap_week: None,
        cap_month: None,
    })
}

/// The ways in the order in which they are offered. The amounts follow the usual step of the currency.
fn ways(currency: Currency) -> Result<Vec<Way>> {
    let unit = default_increment(currency);
    let times = |factor: i64| Money::from_minor(unit.minor() * factor, currency);
    let text = |money: Money| money.decimal_text();
    let multiple = || ModeInput::Multiple {
        increment: None,
        exact: ExactInput::Nothing,
    };
    let (five, ten, fifty) = (times(5)?, times(10)?, times(50)?);
    Ok(vec![
        Way {
            name: "Next multiple",
            words: format!("Up to the next {unit}. An exact amount sets nothing aside."),
            mode: multiple(),
            extra: None,
        },
        Way {
            name: "Next unit plus",
            words: format!("Up to the next {unit}, and {unit} more each time."),
            mode: multiple(),
            extra: Some(text(unit)),
        },
        Way {
            name: "Next bank note",
            words: "Up to the next bank note that would pay it.".to_owned(),
            mode: ModeInput::Note,
            extra: None,
        },
        Way {
            name: "Flat",
            words: format!("{unit} with every purchase, whatever it cost."),
            mode: ModeInput::Flat { amount: text(unit) },
            extra: None,
        },
        Way {
            name: "Percent",
            words: "5 % of every purchase.".to_owned(),
            mode: ModeInput::Percent {
                percent: "5".to_owned(),
            },
            extra: None,
        },
        Way {
            name: "Amount ladder",
            words: format!(
                "{unit} up to {ten}, {five} up to {fifty}, {ten} beyond. \
                 Small payments give little, large ones more."
            ),
            mode: ModeInput::Ladder {
                rungs: vec![
                    RungInput {
                        up_to: text(ten),
                        amount: text(unit),
                    },
                    RungInput {
                        up_to: text(fifty),
                        amount: text(five),
                    },
                ],
                beyond: text(ten),
            },
            extra: None,
        },
    ])
}

async fn last_purchases(db: &mut SqliteConnection, currency: Currency) -> Result<Vec<Tried>> {
    let code = currency.code();
    let rows = sqlx::query!(
        r#"select e.day as "day!: i64",
               coalesce((select name from payees where id = e.payee_id), '') as "payee!: String",
               -sum(p.minor) as "size!: i64", p.currency as "currency!: String"
           from entries e join postings p on p.entry_id = e.id
           join accounts a on a.id = p.account_id and a.class = 'own'
           where e.kind = 1 and e.status = 3 and p.currency = ?
           group by e.id having sum(p.minor) < 0
           order by e.day desc, e.id desc limit ?"#,
        code,
        PURCHASES
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Tried {
                day: Some(day_of(row.day)?),
                payee: row.payee,
                size: Money::from_minor(row.size, stored_currency(&row.currency)?)?,
            })
        })
        .collect()
}

/// Purchases of three, four and a bit and twelve usual steps.
fn invented(currency: Currency) -> Result<Vec<Tried>> {
    let unit = default_increment(currency).minor();
    let sizes = [
        ("Coffee", unit * 7 / 2),
        ("Lunch", unit * 62 / 5),
        ("Ticket", unit * 4),
    ];
    sizes
        .into_iter()
        .map(|(payee, minor)| {
            Ok(Tried {
                day: None,
                payee: payee.to_owned(),
                size: Money::from_minor(minor, currency)?,
            })
        })
        .collect()
}
