//! A tariff as it is written becomes one that cannot contradict itself.

use farthing_money::{Currency, Money, MoneyError};
use farthing_rules::RulesError;
use farthing_rules::fees::{Band, Plan, Tariff};
use rust_decimal::Decimal;

use super::{TariffBand, TariffInput};
use crate::cashback::Wrong;
use crate::error::{LedgerError, Result};

/// A percentage has at most so many decimals.
const DECIMALS: u32 = 10;
const LONGEST_TEXT: usize = 500;
const FIELDS: [&str; 5] = ["name", "provider", "source", "currency", "bands"];

/// The tariff that a text describes; what is wrong is told with its field, such as `bands.2.percent`.
pub(super) fn checked(input: &TariffInput) -> Result<Tariff, Wrong> {
    for (field, text) in [
        ("name", &input.name),
        ("provider", &input.provider),
        ("source", &input.source),
    ] {
        if text.trim().is_empty() || text.chars().count() > LONGEST_TEXT {
            let message = "write one to five hundred characters";
            return Err(Wrong::new(field, message));
        }
    }
    let currency = Currency::of_any_time(&input.currency);
    let currency = currency.map_err(|error| Wrong::new("currency", error))?;
    let mut bands = Vec::with_capacity(input.bands.len());
    for (number, band) in (1..).zip(&input.bands) {
        let band = band_of(band, currency);
        bands.push(band.map_err(|wrong| wrong.within_each("bands", number))?);
    }
    Ok(Tariff::new(bands)?)
}

/// The same of what is not in a file: the field is one of the input's.
pub(super) fn checked_input(input: &TariffInput) -> Result<Tariff> {
    checked(input).map_err(|wrong| {
        let (field, within) = wrong.field.split_once('.').unwrap_or((&wrong.field, ""));
        let field = FIELDS.into_iter().find(|name| *name == field);
        let message = match within.split_once('.') {
            Some((number, column)) => format!("band {number}, {column}: {}", wrong.message),
            None => wrong.message.clone(),
        };
        LedgerError::invalid(field.unwrap_or("bands"), message)
    })
}

fn band_of(band: &TariffBand, currency: Currency) -> Result<Band, Wrong> {
    let percent = match band.percent.trim() {
        "" => Decimal::ZERO,
        text => fraction(text).ok_or_else(|| {
            let message = "write a number from 0 to 100 such as 2.9, with at most 10 decimals";
            Wrong::new("percent", message)
        })?,
    };
    let written = |field, text| amount(text, currency).map_err(|error| Wrong::new(field, error));
    let fixed = written("fixed", &band.fixed)?.unwrap_or(Money::zero(currency));
    let mut plan = Plan::new(percent, fixed)?;
    if let Some(least) = written("least", &band.least)? {
        plan = plan
            .at_least(least)
            .map_err(|error| wrong_at("least", error))?;
    }
    if let Some(most) = written("most", &band.most)? {
        plan = plan
            .at_most(most)
            .map_err(|error| wrong_at("most", error))?;
    }
    Ok(Band {
        up_to: written("up_to", &band.up_to)?,
        plan,
    })
}

/// The rules have other names for the fields.
fn wrong_at(field: &'static str, error: RulesError) -> Wrong {
    Wrong::new(field, Wrong::from(error).message)
}

/// A typed percentage as a fraction; none where it is no percentage.
pub(super) fn fraction(text: &str) -> Option<Decimal> {
    let percent = Decimal::from_str_exact(text.trim()).ok()?.normalize();
    let is_percent = percent >= Decimal::ZERO && percent <= Decimal::ONE_HUNDRED;
    let percent = Some(percent).filter(|percent| is_percent && percent.scale() <= DECIMALS)?;
    percent.checked_div(Decimal::ONE_HUNDRED)
}

/// An amount that was written; none where nothing was.
fn amount(text: &str, currency: Currency) -> Result<Option<Money>, MoneyError> {
    match text.trim() {
        "" => Ok(None),
        text => Money::parse(text, currency).map(Some),
    }
}

/// A size of a payment that was written: above zero.
pub(super) fn size(field: &'static str, text: &str, currency: Currency) -> Result<Money> {
    match amount(text, currency) {
        Ok(Some(size)) if size.minor() > 0 => Ok(size),
        Ok(_) => Err(LedgerError::invalid(
            field,
            "write an amount above zero, such as 34.50",
        )),
        Err(error) => Err(LedgerError::invalid(field, error.to_string())),
    }
}

/// A refusal of the rules as one of the ledger.
pub(super) fn refused(error: RulesError) -> LedgerError {
    match error {
        RulesError::Field { field, message } => LedgerError::invalid(field, message),
        other => LedgerError::invalid("amount", other.to_string()),
    }
}
