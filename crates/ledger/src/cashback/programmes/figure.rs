//! Amounts and rates as they are written: text or whole numbers, never floats.

use std::fmt;

use farthing_money::{Currency, Money};
use rust_decimal::Decimal;
use serde::de::{Deserialize, Deserializer, Error, Visitor};
use serde::ser::{Serialize, Serializer};

use super::problem::Wrong;

/// An amount or a rate as it is written: `"0.05"`, `"1500"` or `1500`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Figure(String);

impl Figure {
    /// A figure of this text; it is checked with the programme that it is in.
    pub fn of(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.0
    }

    pub(crate) fn money(&self, field: &str, currency: Currency) -> Result<Money, Wrong> {
        Money::parse(&self.0, currency).map_err(|error| Wrong::new(field, error))
    }

    /// An amount that would mean nothing if it were zero.
    pub(crate) fn above_zero(&self, field: &str, currency: Currency) -> Result<Money, Wrong> {
        let money = self.money(field, currency)?;
        if money.minor() <= 0 {
            return Err(Wrong::new(
                field,
                "this amount has to be above zero; leave the limit out where there is none",
            ));
        }
        Ok(money)
    }

    /// An amount of zero or more.
    pub(crate) fn zero_or_more(&self, field: &str, currency: Currency) -> Result<Money, Wrong> {
        let money = self.money(field, currency)?;
        if money.minor() < 0 {
            return Err(Wrong::new(field, "this amount has to be zero or more"));
        }
        Ok(money)
    }

    /// A decimal number; the rules say how large and how fine a rate may be.
    pub(crate) fn rate(&self, field: &str) -> Result<Decimal, Wrong> {
        Decimal::from_str_exact(&self.0).map_err(|_| {
            let text = &self.0;
            Wrong::new(
                field,
                format!("“{text}” is no rate; write it like \"0.05\" for 5 %"),
            )
        })
    }
}

impl Serialize for Figure {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Figure {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(FigureVisitor)
    }
}

struct FigureVisitor;

impl Visitor<'_> for FigureVisitor {
    type Value = Figure;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a number in quotes, such as \"0.05\", or a whole number")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Figure, E> {
        Ok(Figure::of(text))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Figure, E> {
        Ok(Figure::of(number.to_string()))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Figure, E> {
        Ok(Figure::of(number.to_string()))
    }
}
