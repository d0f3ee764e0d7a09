//! Exchanges beside the day's reference rate, one by one and together.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use farthing_money::{Currency, Money, Reference};
use farthing_rules::RulesError;
use farthing_rules::fees::{Markup, MarkupSum, exchange_markup};
use rust_decimal::Decimal;

use super::found::{Exchange, Found, found};
use super::rates::KnownRates;
use super::{AccountExchanges, ExchangeRow, ExchangeSum, Exchanges, ReferenceShown};
use crate::error::{LedgerError, Result};
use crate::fees::FeeSide;
use crate::ids::AccountId;
use crate::store::Ledger;
use crate::wire::named_currency;

/// How many exchanges are told one by one.
const ROWS: usize = 500;
/// How many digits of a rate are told.
const DIGITS: u32 = 6;
/// What a reference rate is and is not.
const NOTE: &str = "A reference rate is what a central bank or a market noted on a day; it is not a price that \
                    a person could have got. It is the latest one from seven days before the entry's day up to \
                    it, from the file that stands beside it. A card may have set its rate on another day, so a \
                    small difference either way says little.";

impl Ledger {
    /// The exchanges from day to day that a currency paid for or came out of, beside the reference.
    pub async fn exchanges(
        &self,
        currency: &str,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Exchanges> {
        let currency = named_currency(currency)?;
        if from > to {
            let message = "the first day is after the last";
            return Err(LedgerError::invalid("from", message));
        }
        let mut db = self.pool.acquire().await?;
        let found = found(&mut db, currency, (from, to)).await?;
        let currencies = found.exchanges.iter();
        let currencies = currencies.flat_map(|one| [one.charged.currency(), one.amount.currency()]);
        let currencies: BTreeSet<Currency> = currencies.collect();
        let rates = KnownRates::read(&mut db, &currencies, (from, to)).await?;
        Told { currency, rates }.exchanges(&found, (from, to))
    }
}

/// What the figures are told with.
struct Told {
    currency: Currency,
    rates: KnownRates,
}

/// An exchange with its reference, where there is one.
type Compared<'e> = (&'e Exchange, Option<(Reference, Markup)>);

impl Told {
    fn exchanges(&self, found: &Found, (from, to): (NaiveDate, NaiveDate)) -> Result<Exchanges> {
        let compared = found.exchanges.iter().map(|one| self.compared(one));
        let compared = compared.collect::<Result<Vec<_>>>()?;
        let mut all = Sum::nothing(self.currency);
        let [mut paid, mut received] = [all, all];
        let mut accounts: BTreeMap<(AccountId, FeeSide), (&str, Sum)> = BTreeMap::new();
        for one in &compared {
            all.add(one)?;
            match one.0.side {
                FeeSide::Paid => paid.add(one)?,
                FeeSide::Received => received.add(one)?,
            }
            let place = accounts.entry((one.0.account, one.0.side));
            let nothing = Sum::nothing(self.currency);
            let (_, sum) = place.or_insert((&one.0.account_name, nothing));
            sum.add(one)?;
        }
        let rows = compared.iter().take(ROWS);
        Ok(Exchanges {
            currency: self.currency.code().to_owned(),
            from,
            to,
            hidden: all.told()?.hidden.into(),
            rate: all.told()?.rate.map(|rate| rate.to_string()),
            paid: paid.shown()?,
            received: received.shown()?,
            accounts: by_what_hides(accounts)?,
            rows: rows.map(|one| self.row(one)).collect::<Result<_>>()?,
            unclear: found.unclear,
            has_rates: self.rates.is_any,
            formula: formula(&all.told()?, (from, to)),
            note: NOTE.to_owned(),
        })
    }

    fn compared<'e>(&self, one: &'e Exchange) -> Result<Compared<'e>> {
        let (from, to) = (one.amount.currency(), one.charged.currency());
        let Some(reference) = self.rates.reference(from, to, one.day) else {
            return Ok((one, None));
        };
        let mut markup = exchange_markup(one.charged, one.amount, &reference.factor)
            .map_err(|error| of_entry(one, &error))?;
        if one.side == FeeSide::Received {
            // What came in above the reference is the person's gain.
            markup.markup = markup.markup.negated();
            markup.rate = -markup.rate;
        }
        Ok((one, Some((reference, markup))))
    }

    fn row(&self, (one, compared): &Compared<'_>) -> Result<ExchangeRow> {
        let reference = compared.as_ref();
        let reference = reference.map(|(reference, markup)| self.reference(reference, markup));
        Ok(ExchangeRow {
            entry: one.entry,
            day: one.day,
            payee: one.payee.clone(),
            payee_id: one.payee_id,
            account: one.account_name.clone(),
            side: one.side,
            charged: one.charged.into(),
            amount: one.amount.into(),
            own_rate: own_rate(one).to_string(),
            fees: one.fees.iter().map(|fee| (*fee).into()).collect(),
            reference: reference.transpose()?,
        })
    }

    fn reference(&self, reference: &Reference, markup: &Markup) -> Result<ReferenceShown> {
        let none = || LedgerError::Damaged("a rate is too large to be told".to_owned());
        let days = reference.rates.iter().map(|rate| rate.date);
        let words = reference.rates.iter().map(|dated| {
            let (day, source) = (dated.date.format("%-d %B %Y"), self.rates.source(dated));
            let rate = dated.rate.normalize();
            format!(
                "1 {} was {rate} {} on {day} ({source})",
                dated.base, dated.quote
            )
        });
        Ok(ReferenceShown {
            rate: reference.shown(DIGITS).ok_or_else(none)?.to_string(),
            day: days.min().ok_or_else(none)?,
            words: words.collect::<Vec<_>>().join(", "),
            at_reference: markup.at_reference.into(),
            hidden: markup.markup.into(),
            percent: markup.rate.to_string(),
        })
    }
}

fn own_rate(one: &Exchange) -> Decimal {
    let (charged, amount) = (one.charged.to_decimal(), one.amount.to_decimal());
    let exact = charged.checked_div(amount).unwrap_or_default();
    exact.round_sf(DIGITS).unwrap_or(exact).normalize()
}

/// What the rules refuse of amounts that are in the ledger contradicts it.
fn of_entry(one: &Exchange, error: &RulesError) -> LedgerError {
    LedgerError::Damaged(format!("entry {}: {error}", one.entry.0))
}

fn by_what_hides(
    accounts: BTreeMap<(AccountId, FeeSide), (&str, Sum)>,
) -> Result<Vec<AccountExchanges>> {
    let mut told = Vec::with_capacity(accounts.len());
    for ((account, side), (name, sum)) in accounts {
        let shown = AccountExchanges {
            account,
            name: name.to_owned(),
            side,
            sum: sum.shown()?,
        };
        told.push((sum.told()?.hidden.minor(), shown));
    }
    told.sort_by_key(|(hidden, shown)| (Reverse(*hidden), shown.account, shown.side));
    Ok(told.into_iter().map(|(_, shown)| shown).collect())
}

fn formula(all: &Together, (from, to): (NaiveDate, NaiveDate)) -> String {
    let (from, to) = (from.format("%-d %B %Y"), to.format("%-d %B %Y"));
    let found = match all.rate {
        Some(rate) => format!(
            "That is {} on {} at the reference, {} %.",
            all.hidden,
            all.at_reference,
            (rate * Decimal::ONE_HUNDRED).normalize()
        ),
        None => "No exchange has a reference rate within seven days.".to_owned(),
    };
    format!(
        "What hides in rates from {from} to {to} is what was charged less the other amount at the day's \
         reference; of money that came in, the other way round. {found} A total is rounded once, so a column may \
         differ from it by a few minor units. Fees that stand beside are not in it."
    )
}

/// Exchanges added up.
#[derive(Clone, Copy)]
struct Sum {
    count: u32,
    charged: Money,
    markups: MarkupSum,
    without: u32,
    fees: Money,
}

/// What exchanges come to.
struct Together {
    at_reference: Money,
    hidden: Money,
    rate: Option<Decimal>,
}

impl Sum {
    fn nothing(currency: Currency) -> Self {
        let zero = Money::zero(currency);
        Self {
            count: 0,
            charged: zero,
            markups: MarkupSum::nothing(currency),
            without: 0,
            fees: zero,
        }
    }

    fn add(&mut self, (one, compared): &Compared<'_>) -> Result<()> {
        let currency = self.fees.currency();
        for fee in one.fees.iter().filter(|fee| fee.currency() == currency) {
            self.fees = self.fees.checked_add(*fee)?;
        }
        let Some((reference, _)) = compared else {
            self.without += 1;
            return Ok(());
        };
        self.count += 1;
        self.charged = self.charged.checked_add(one.charged)?;
        let (charged, amount, rate) = (one.charged, one.amount, &reference.factor);
        let added = match one.side {
            FeeSide::Paid => self.markups.add_paid(charged, amount, rate),
            FeeSide::Received => self.markups.add_received(charged, amount, rate),
        };
        added.map_err(|error| of_entry(one, &error))
    }

    fn told(self) -> Result<Together> {
        let zero = Money::zero(self.fees.currency());
        let told = self.markups.told();
        let told = told.map_err(|error| LedgerError::invalid("from", error.to_string()))?;
        Ok(Together {
            at_reference: told.map_or(zero, |told| told.at_reference),
            hidden: told.map_or(zero, |told| told.markup),
            rate: told.map(|told| told.rate),
        })
    }

    fn shown(self) -> Result<ExchangeSum> {
        let told = self.told()?;
        Ok(ExchangeSum {
            count: self.count,
            charged: self.charged.into(),
            at_reference: told.at_reference.into(),
            hidden: told.hidden.into(),
            rate: told.rate.map(|rate| rate.to_string()),
            without: self.without,
            fees: self.fees.into(),
        })
    }
}
