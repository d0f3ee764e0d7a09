//! Amounts, sides and moments as ISO 20022 writes them.

use chrono::{Datelike, NaiveDate, NaiveTime};
use farthing_money::Currency;
use rust_decimal::Decimal;

use crate::columns::date;
use crate::columns::number::negated;
use crate::model::DateOrder;

/// An amount is below this, in whole units; nobody's statement comes near.
const MAX_AMOUNT: i64 = 1_000_000_000_000_000;

/// Whether money came or left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Credit,
    Debit,
}

impl Side {
    /// `CRDT` or `DBIT`.
    pub(super) fn of(text: &str) -> Option<Self> {
        match text {
            "CRDT" => Some(Self::Credit),
            "DBIT" => Some(Self::Debit),
            _ => None,
        }
    }

    /// An amount as the account sees it.
    pub(super) fn signed(self, amount: Decimal) -> Decimal {
        match self {
            Self::Credit => amount,
            Self::Debit => negated(amount),
        }
    }
}

/// An amount without a sign, and its currency where it names one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Money {
    pub amount: Decimal,
    pub currency: Option<Currency>,
}

impl Money {
    /// Reads `12.50`; zeros beyond the currency's minor units are left out.
    pub(super) fn of(text: &str, currency: Option<Currency>) -> Option<Self> {
        let digits = text.bytes().filter(u8::is_ascii_digit).count();
        let is_plain = text.bytes().all(|b| b.is_ascii_digit() || b == b'.');
        if !is_plain || !(1..=18).contains(&digits) {
            return None;
        }
        let amount: Decimal = text.parse().ok()?;
        let shortest = amount.normalize();
        let decimals = currency.map_or(2, |c| c.decimals()).min(amount.scale());
        let mut amount = shortest;
        if shortest.scale() < decimals {
            amount.rescale(decimals);
        }
        (amount <= Decimal::from(MAX_AMOUNT)).then_some(Self { amount, currency })
    }
}

/// A day, with the time and zone where they are known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Moment {
    pub day: NaiveDate,
    pub time: Option<NaiveTime>,
    pub zone: Option<String>,
}

impl Moment {
    /// Reads `2026-03-02`, `2026-03-02+01:00` and `2026-03-02T12:35:33.115+02:00`; midnight is what
    /// banks write who know no time.
    pub(super) fn of(text: &str) -> Option<Self> {
        let (day, rest) = text.split_at_checked(10)?;
        let day = date::scan(day).filter(|day| day.shape == date::Shape::Certain)?;
        let day = day.day(DateOrder::YearMonthDay)?;
        if !(1900..2200).contains(&day.year()) {
            return None;
        }
        let Some(clock) = rest.strip_prefix('T') else {
            let is_zone = rest.is_empty() || rest.starts_with(['Z', '+', '-']);
            return is_zone.then_some(Self {
                day,
                time: None,
                zone: None,
            });
        };
        let (time, zone) = date::scan_time(clock)?;
        let time = Some(time).filter(|time| *time != NaiveTime::MIN);
        let zone = time.and_then(|_| (!zone.is_empty()).then(|| zone.to_owned()));
        Some(Self { day, time, zone })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_keep_what_their_currency_has() {
        let read = |text: &str, code: &str| {
            let money = Money::of(text, Currency::iso(code).ok())?;
            Some(money.amount.to_string())
        };
        assert_eq!(read("8.850", "EUR").unwrap(), "8.85");
        assert_eq!(read("5442.09000", "RON").unwrap(), "5442.09");
        assert_eq!(read("12.00", "EUR").unwrap(), "12.00");
        assert_eq!(read("200000", "SEK").unwrap(), "200000");
        assert_eq!(read("7825.473", "KWD").unwrap(), "7825.473");
        assert_eq!(read("100.00", "JPY").unwrap(), "100");
        for none in ["", ".", "-1", "1,50", "1e3", "1234567890123456789", "1.2.3"] {
            assert_eq!(read(none, "EUR"), None, "{none}");
        }
    }

    #[test]
    fn moments_keep_their_time_and_zone() {
        let read = |text: &str| {
            let moment = Moment::of(text)?;
            let time = moment.time.map(|t| t.to_string()).unwrap_or_default();
            let zone = moment.zone.unwrap_or_default();
            Some(format!("{} {time} {zone}", moment.day))
        };
        assert_eq!(read("2026-03-02").unwrap(), "2026-03-02  ");
        assert_eq!(read("2026-03-02+01:00").unwrap(), "2026-03-02  ");
        assert_eq!(read("2026-03-02T00:00:00").unwrap(), "2026-03-02  ");
        assert_eq!(
            read("2026-06-21T12:35:33.115965+02:00").unwrap(),
            "2026-06-21 12:35:33 +02:00"
        );
        assert_eq!(
            read("2026-06-21T12:35:33Z").unwrap(),
            "2026-06-21 12:35:33 Z"
        );
        for none in [
            "",
            "2026-02-30",
            "26-01-01",
            "2026-03-02x",
            "2026-03-02Tx",
            "02.03.2026",
        ] {
            assert_eq!(read(none), None, "{none}");
        }
    }
}
