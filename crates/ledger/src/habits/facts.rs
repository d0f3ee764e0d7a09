//! What the ledger knows of the days: what was bought, how far the imports reach, what was transferred.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use farthing_money::{Currency, Money};
use sqlx::SqliteConnection;

use super::kept::Stretch;
use super::{HabitInput, HabitTerms};
use crate::allowance::spending::spending;
use crate::day::{day_number, day_of};
use crate::error::Result;
use crate::ids::AccountId;
use crate::lens::flows::each;
use crate::lens::settings::essentials;
use crate::savings::sweep_days;
use crate::totals::stored_currency;

/// How many days after it purchases of a day may still come in where statements are imported.
const SETTLE_LAG_DAYS: u32 = 2;

/// The purchases of a day that count.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Bought {
    pub count: i64,
    pub minor: i64,
}

/// How far the imports reach.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Known {
    /// The last day; none where everything is known.
    pub until: Option<NaiveDate>,
    /// The account that reaches least far.
    pub account: Option<String>,
}

/// What is known beside the habits themselves.
#[derive(Debug, Default)]
pub(super) struct Facts {
    pub vacation: Vec<Stretch>,
    pub sweeps: Vec<NaiveDate>,
    pub essentials: BTreeSet<AccountId>,
    known: BTreeMap<Currency, Known>,
}

impl Facts {
    pub(super) async fn of(db: &mut SqliteConnection, vacation: &[Stretch]) -> Result<Self> {
        Ok(Self {
            vacation: vacation.to_vec(),
            sweeps: sweep_days(db).await?,
            essentials: essentials(db).await?.categories,
            known: BTreeMap::new(),
        })
    }

    /// How far the imports reach on the accounts that are normally spent from in a currency.
    pub(super) async fn known(
        &mut self,
        db: &mut SqliteConnection,
        currency: Currency,
    ) -> Result<Known> {
        if let Some(known) = self.known.get(&currency) {
            return Ok(known.clone());
        }
        let known = known(db, currency).await?;
        self.known.insert(currency, known.clone());
        Ok(known)
    }

    pub(super) fn is_vacation(&self, day: NaiveDate) -> bool {
        self.vacation.iter().any(|stretch| stretch.contains(day))
    }
}

impl Known {
    /// Where statements are imported, some purchases of a day come days later.
    pub(super) fn settle_lag_days(&self) -> u32 {
        self.until.map_or(0, |_| SETTLE_LAG_DAYS)
    }
}

/// An account is normally spent from if it has purchases in four of the eight weeks up to its last
/// imported day. Those weeks end there and not today, because an account whose statements are late has
/// no purchases since, and is just the one that is waited for.
async fn known(db: &mut SqliteConnection, currency: Currency) -> Result<Known> {
    let code = currency.code();
    let row = sqlx::query!(
        r#"select a.name, reached.until as "until!: i64"
           from (select ia.account_id,
                     max(coalesce(max(ia.closing_day, ia.last_day), ia.closing_day, ia.last_day, i.last_day))
                         as until
                 from import_accounts ia join imports i on i.id = ia.import_id
                 group by ia.account_id) reached
           join accounts a on a.id = reached.account_id and a.class = 'own' and a.closed = 0
           where reached.until is not null
             and (select count(distinct (reached.until - t.day) / 7) from day_totals t
                  where t.currency = ? and t.account_id = reached.account_id and t.purchases > 0
                    and t.day between reached.until - 55 and reached.until) >= 4
           order by reached.until, a.name limit 1"#,
        code
    )
    .fetch_optional(db)
    .await?;
    let Some(row) = row else {
        return Ok(Known::default());
    };
    Ok(Known {
        until: Some(day_of(row.until)?),
        account: Some(row.name),
    })
}

/// What was bought by day that counts for a habit. Amounts are of posted and pending purchases by
/// category; numbers of purchases and those of one payee are of posted ones.
pub(super) async fn bought(
    db: &mut SqliteConnection,
    habit: &HabitInput,
    essentials: &BTreeSet<AccountId>,
    (from, to): (NaiveDate, NaiveDate),
) -> Result<BTreeMap<NaiveDate, Bought>> {
    let currency = stored_currency(&habit.currency)?;
    let counts = |category: AccountId| match habit.categories.as_slice() {
        [] => !essentials.contains(&category),
        chosen => chosen.contains(&category),
    };
    let is_by_number = matches!(habit.terms, HabitTerms::AtMostTimes { .. });
    let mut days: BTreeMap<NaiveDate, Bought> = BTreeMap::new();
    if habit.payee.is_none() && !is_by_number {
        for part in spending(db, currency, (from, to)).await? {
            if counts(part.category) {
                days.entry(part.day)
                    .or_default()
                    .add(part.count, part.minor);
            }
        }
        return Ok(days);
    }
    let mut found = Vec::new();
    each(
        db,
        currency,
        (day_number(from), day_number(to)),
        |day, purchase| {
            let is_payee = habit.payee.is_none_or(|payee| payee.0 == purchase.payee);
            if is_payee && counts(AccountId(purchase.category)) {
                found.push((day, purchase.minor));
            }
        },
    )
    .await?;
    for (day, minor) in found {
        days.entry(day_of(day)?).or_default().add(1, minor);
    }
    Ok(days)
}

impl Bought {
    fn add(&mut self, count: i64, minor: i64) {
        self.count += count;
        self.minor = self.minor.saturating_add(minor);
    }

    pub(super) fn money(self, currency: Currency) -> Result<Money> {
        Ok(Money::from_minor(self.minor, currency)?)
    }
}
