//! Which card or wallet a purchase costs least with.

mod accounts;
mod asked;
mod bonuses;
mod standing;
mod words;

use std::cmp::Reverse;
use std::collections::BTreeSet;

use chrono::NaiveDate;
use farthing_money::{Money, MoneyError, Rounding};
use farthing_rules::RulesError;
use farthing_rules::cashback::{Advice, Bonuses, Instrument, Place, Welcome, advise};
use farthing_rules::ids as rule_ids;
use rust_decimal::Decimal;
use sqlx::SqliteConnection;

use super::inputs::{AdviceBonuses, AdviceQuery};
use super::kept::Laid;
use super::read::{ReadProgramme, rules_error};
use super::typed::typed_rate;
use super::views::{AdviceRow, Advised};
use super::words::day_words;
use crate::error::{LedgerError, Result};
use crate::ids::AccountId;
use crate::kinds::AccountKind;
use crate::store::Ledger;

use accounts::{OpenAccount, open_accounts};
use asked::Asked;
use bonuses::OpenBonus;
use words::{plain_words, reward_words};

impl Ledger {
    /// What a purchase comes to with each card and wallet, with what is left of caps today.
    pub async fn advise(&self, query: AdviceQuery, today: NaiveDate) -> Result<Advised> {
        let mut db = self.pool.acquire().await?;
        let asked = Asked::of(&mut db, &query).await?;
        let laid = Laid::of(&mut db).await?;
        let accounts = open_accounts(&mut db, asked.amount.currency()).await?;
        let mut table = Comparison {
            asked,
            today,
            accounts,
            looked_at: BTreeSet::new(),
            rows: Vec::new(),
            left_out: Vec::new(),
        };
        for read in ReadProgramme::all(&laid) {
            if !read.is_portal() {
                table.compare(&mut db, &laid, &read).await?;
            }
        }
        table.add_plain()?;
        Ok(table.told())
    }
}

/// The rows of a comparison as they come together.
struct Comparison {
    asked: Asked,
    today: NaiveDate,
    accounts: Vec<OpenAccount>,
    /// The accounts of which a programme has said something.
    looked_at: BTreeSet<AccountId>,
    rows: Vec<Row>,
    left_out: Vec<String>,
}

/// A row with the figures that it is sorted by.
struct Row {
    net: Money,
    cost: Money,
    told: AdviceRow,
}

impl Comparison {
    /// A row for each account of a programme, or why there is none.
    async fn compare(
        &mut self,
        db: &mut SqliteConnection,
        laid: &Laid,
        read: &ReadProgramme<'_>,
    ) -> Result<()> {
        if let Some(why) = self.not_comparable(read) {
            self.left_out.push(format!("{}: {why}.", read.name()));
            return Ok(());
        }
        let named = &read.choice.value.accounts;
        let open: Vec<OpenAccount> = (self.accounts.iter())
            .filter(|account| named.contains(&account.id))
            .cloned()
            .collect();
        if open.is_empty() {
            let why = "none of its accounts is open";
            self.left_out.push(format!("{}: {why}.", read.name()));
            return Ok(());
        }
        let standing = standing::of(db, laid, read, self.today).await?;
        let found = bonuses::open(db, laid, read, self.today).await?;
        let welcomes: Vec<Welcome> = found.iter().map(|bonus| bonus.welcome).collect();
        let fx_fee = rate("fx_fee", &read.choice.value.fx_fee)?;
        let counted = match self.asked.bonuses {
            AdviceBonuses::Leave => Bonuses::Leave,
            AdviceBonuses::Share => Bonuses::Share,
        };
        let method = read.choice.value.method.trim();
        for account in open {
            self.looked_at.insert(account.id);
            let instrument = Instrument {
                account: rule_ids::AccountId(account.id.0),
                programme: &read.programme,
                standing: &standing,
                fx_fee,
                surcharge_rate: self.surcharge(&account),
                surcharge: None,
                welcomes: &welcomes,
            };
            let spend = self.asked.spend(account.id, self.today, method);
            match advise(&spend, self.asked.place, counted, &[instrument]) {
                Ok(advice) => self.add(read, &account, &found, &advice, fx_fee)?,
                Err(error) => {
                    let why = why_not(read, error)?;
                    self.left_out.push(format!("{}: {why}.", read.name()));
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    fn add(
        &mut self,
        read: &ReadProgramme<'_>,
        account: &OpenAccount,
        found: &[OpenBonus],
        advice: &[Advice],
        fx_fee: Decimal,
    ) -> Result<()> {
        for one in advice {
            let costs = (one.cost, self.cost_rates(account, fx_fee));
            self.rows.push(Row {
                net: one.net,
                cost: one.cost,
                told: AdviceRow {
                    account: account.id,
                    account_name: account.name.clone(),
                    programme: Some(read.id()),
                    programme_name: read.name().to_owned(),
                    end_price: self.end_price(one.net)?.into(),
                    net: one.net.into(),
                    value: one.value.into(),
                    cost: one.cost.into(),
                    words: reward_words(read, one, costs)?,
                    bonuses: bonuses::told(read, found, one, (account, self.asked.bonuses)),
                },
            });
        }
        Ok(())
    }

    /// The other accounts that can pay, which earn nothing.
    fn add_plain(&mut self) -> Result<()> {
        let zero = Money::zero(self.asked.amount.currency());
        for account in self.accounts.clone() {
            if !account.pays || self.looked_at.contains(&account.id) {
                continue;
            }
            let rate = self.surcharge(&account);
            let cost = share(self.asked.amount, rate)?;
            let net = cost.negated();
            self.rows.push(Row {
                net,
                cost,
                told: AdviceRow {
                    account: account.id,
                    account_name: account.name.clone(),
                    programme: None,
                    programme_name: String::new(),
                    end_price: self.end_price(net)?.into(),
                    net: net.into(),
                    value: zero.into(),
                    cost: cost.into(),
                    words: plain_words((cost, rate), self.fee_is_unknown(&account)),
                    bonuses: Vec::new(),
                },
            });
        }
        Ok(())
    }

    /// The largest net comes first, then the lowest cost, then the oldest account.
    fn told(mut self) -> Advised {
        self.rows.sort_by_key(|row| {
            let net = Reverse(row.net.minor());
            (net, row.cost.minor(), row.told.account)
        });
        Advised {
            rows: self.rows.into_iter().map(|row| row.told).collect(),
            left_out: self.left_out,
        }
    }

    fn end_price(&self, net: Money) -> Result<Money> {
        Ok(self.asked.amount.checked_add(net.negated())?)
    }

    /// Why a programme says nothing about the purchase today.
    fn not_comparable(&self, read: &ReadProgramme<'_>) -> Option<String> {
        let (currency, asked) = (read.file.currency(), self.asked.amount.currency());
        let input = &read.choice.value;
        if currency != asked {
            return Some(format!(
                "it is for purchases in {currency}, and amounts are not converted"
            ));
        }
        if let Some(from) = input.from.filter(|from| *from > self.today) {
            return Some(format!("it begins on {}", day_words(from)));
        }
        let until = input.until.filter(|until| *until < self.today);
        until.map(|until| format!("it ended on {}", day_words(until)))
    }

    /// Shops add nothing for notes and coins.
    fn surcharge(&self, account: &OpenAccount) -> Decimal {
        match account.kind {
            AccountKind::Cash => Decimal::ZERO,
            _ => self.asked.surcharge,
        }
    }

    /// The rates whose sum a cost is: the fee abroad and the surcharge.
    fn cost_rates(&self, account: &OpenAccount, fx_fee: Decimal) -> (Decimal, Decimal) {
        let fee = match self.asked.place {
            Place::Home => Decimal::ZERO,
            Place::Abroad => fx_fee,
        };
        (fee, self.surcharge(account))
    }

    fn fee_is_unknown(&self, account: &OpenAccount) -> words::FeeAbroad {
        match (self.asked.place, account.kind) {
            (Place::Abroad, kind) if kind != AccountKind::Cash => words::FeeAbroad::Unknown,
            _ => words::FeeAbroad::None,
        }
    }
}

/// Points that cannot be compared are a fact to tell; anything else is an error.
fn why_not(read: &ReadProgramme<'_>, error: RulesError) -> Result<String> {
    let unit = read.file.unit();
    match error {
        RulesError::Field {
            field: "point_value",
            ..
        } => Ok(format!("nobody has said what a point ({unit}) is worth")),
        RulesError::Money(MoneyError::Mixed(..)) => {
            Ok("what it pays is not in the currency of the purchase".to_owned())
        }
        other => Err(rules_error(other)),
    }
}

fn rate(field: &'static str, text: &str) -> Result<Decimal> {
    Ok(typed_rate(field, text, Decimal::ONE)?.unwrap_or_default())
}

/// A part of an amount, half-up.
fn share(amount: Money, rate: Decimal) -> Result<Money> {
    let exact = amount.to_decimal().checked_mul(rate);
    let exact = exact.ok_or(LedgerError::Money(MoneyError::Overflow))?;
    Ok(Money::round(exact, amount.currency(), Rounding::HalfUp)?)
}
