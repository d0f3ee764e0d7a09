//! A tariff as it is written becomes one that cannot contradict itself.

use std::fmt;

use farthing_money::{Currency, Money};
use farthing_rules::RulesError;
use farthing_rules::fees::{Band, Plan, Tariff};
use rust_decimal::Decimal;

use super::{TariffBand, TariffInput};
use crate::error::{LedgerError, Result};
use crate::wire::named_currency;

/// What is wrong with a shipped tariff.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TariffProblem {
    /// The name of its file.
    pub file: String,
    /// What is wrong, with its field.
    pub message: String,
}

impl fmt::Display for TariffProblem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}: {}", self.file, self.message)
    }
}

impl std::error::Error for TariffProblem {}

/// The tariff that a text describes.
pub(super) fn checked(input: &TariffInput) -> Result<Tariff> {
    for (field, text) in [
        ("name", &input.name),
        ("provider", &input.provider),
        ("source", &input.source),
    ] {
        if text.trim().is_empty() || text.chars().count() > 500 {
            let message = "write one to five hundred characters";
            return Err(LedgerError::invalid(field, message));
        }
    }
    let currency = named_currency(&input.currency)?;
    let mut bands = Vec::with_capacity(input.bands.len());
    for (number, band) in (1..).zip(&input.bands) {
        bands.push(band_of(band, currency).map_err(|error| in_band(number, error))?);
    }
    Tariff::new(bands).map_err(refused)
}

fn band_of(band: &TariffBand, currency: Currency) -> Result<Band> {
    let percent = match band.percent.trim() {
        "" => Decimal::ZERO,
        text => text.parse::<Decimal>().map_err(|_| {
            LedgerError::invalid("percent", format!("{text} is no number such as 2.9"))
        })?,
    };
    let percent = percent
        .checked_div(Decimal::ONE_HUNDRED)
        .unwrap_or(Decimal::ZERO);
    let fixed = amount("fixed", &band.fixed, currency)?.unwrap_or(Money::zero(currency));
    let mut plan = Plan::new(percent, fixed).map_err(refused)?;
    if let Some(least) = amount("least", &band.least, currency)? {
        plan = plan.at_least(least).map_err(refused)?;
    }
    if let Some(most) = amount("most", &band.most, currency)? {
        plan = plan.at_most(most).map_err(refused)?;
    }
    Ok(Band {
        up_to: amount("up_to", &band.up_to, currency)?,
        plan,
    })
}

/// An amount that was written; none where nothing was.
pub(super) fn amount(field: &'static str, text: &str, currency: Currency) -> Result<Option<Money>> {
    match text.trim() {
        "" => Ok(None),
        text => Money::parse(text, currency)
            .map(Some)
            .map_err(|error| LedgerError::invalid(field, error.to_string())),
    }
}

/// A size of a payment that was written: above zero.
pub(super) fn size(field: &'static str, text: &str, currency: Currency) -> Result<Money> {
    match amount(field, text, currency)? {
        Some(size) if size.minor() > 0 => Ok(size),
        _ => Err(LedgerError::invalid(
            field,
            "write an amount above zero, such as 34.50",
        )),
    }
}

fn in_band(number: usize, error: LedgerError) -> LedgerError {
    match error {
        LedgerError::Invalid { field, message } => {
            LedgerError::invalid("bands", format!("band {number}, {field}: {message}"))
        }
        other => other,
    }
}

/// A refusal of the rules as one of the ledger.
pub(super) fn refused(error: RulesError) -> LedgerError {
    match error {
        RulesError::Field { field, message } => LedgerError::invalid(field, message),
        other => LedgerError::invalid("amount", other.to_string()),
    }
}
