//! Amounts, counts and dates as the short texts on a chart.

use std::fmt::Write;

use chrono::{Datelike, NaiveDate};
use farthing_money::{Currency, Money};

use crate::ChartError;

/// Thousands are set apart by a narrow space that never breaks a line.
const THIN_SPACE: char = '\u{202F}';
const MINUS: char = '\u{2212}';

/// A sum of minor units and of how many payments it is made. Wide enough never to overflow.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Total {
    pub minor: i128,
    pub count: i128,
}

impl Total {
    pub fn of(amount: Money, count: i64) -> Self {
        Self {
            minor: amount.minor().into(),
            count: count.into(),
        }
    }

    pub fn plus(self, other: Self) -> Self {
        Self {
            minor: self.minor + other.minor,
            count: self.count + other.count,
        }
    }

    pub fn is_nothing(self) -> bool {
        self == Self::default()
    }
}

/// Refuses an amount that is not in the chart's currency.
pub(crate) fn check_currency(
    currency: Currency,
    amounts: impl IntoIterator<Item = Money>,
) -> Result<(), ChartError> {
    amounts
        .into_iter()
        .map(|amount| amount.currency())
        .find(|&other| other != currency)
        .map_or(Ok(()), |other| {
            Err(ChartError::MixedCurrencies(currency, other))
        })
}

/// `1 234.50`, with all the currency's decimals.
pub(crate) fn plain_amount(minor: i128, currency: Currency) -> String {
    let decimals = currency.decimals();
    let unit = 10_u128.pow(decimals);
    let size = minor.unsigned_abs();
    let mut text = grouped(size / unit);
    if decimals > 0 {
        let width = usize::try_from(decimals).unwrap_or_default();
        text.push('.');
        let _ = write!(text, "{:0width$}", size % unit);
    }
    if minor < 0 {
        text.insert(0, MINUS);
    }
    text
}

/// `1 234.50 EUR`.
pub(crate) fn amount(minor: i128, currency: Currency) -> String {
    format!("{} {currency}", plain_amount(minor, currency))
}

/// `42.10 EUR · 13 payments`.
pub(crate) fn value(total: Total, currency: Currency) -> String {
    format!(
        "{} · {}",
        amount(total.minor, currency),
        payments(total.count)
    )
}

/// `42.10 EUR in 13 payments`, for sentences.
pub(crate) fn spoken(total: Total, currency: Currency) -> String {
    format!(
        "{} in {}",
        amount(total.minor, currency),
        payments(total.count)
    )
}

/// `1 payment`, `13 payments`.
pub(crate) fn payments(count: i128) -> String {
    let sign = if count < 0 { "\u{2212}" } else { "" };
    let noun = if count == 1 { "payment" } else { "payments" };
    format!("{sign}{} {noun}", grouped(count.unsigned_abs()))
}

/// `1 235`, rounded half away from zero; `<1` for what would be nothing.
pub(crate) fn whole_amount(minor: i128, currency: Currency) -> String {
    let unit = 10_u128.pow(currency.decimals());
    let size = minor.unsigned_abs();
    match (size + unit / 2) / unit {
        0 if minor > 0 => "<1".to_owned(),
        0 if minor < 0 => format!(">{MINUS}1"),
        whole => signed(minor, &grouped(whole)),
    }
}

/// `12`, `1.2k` or `35M`, rounded half away from zero; `<1` for what would be nothing.
pub(crate) fn short_amount(minor: i128, currency: Currency) -> String {
    const UNITS: [(u128, &str); 4] = [
        (1_000, "k"),
        (1_000_000, "M"),
        (1_000_000_000, "B"),
        (1_000_000_000_000, "T"),
    ];
    let unit = 10_u128.pow(currency.decimals());
    let size = minor.unsigned_abs();
    let rounded = |divisor: u128| (size + divisor / 2) / divisor;
    if rounded(unit) < 1_000 {
        return whole_amount(minor, currency);
    }
    for (times, suffix) in UNITS {
        let tenths = rounded(unit * times / 10);
        if tenths < 100 {
            return signed(minor, &format!("{}.{}{suffix}", tenths / 10, tenths % 10));
        }
        let whole = rounded(unit * times);
        if whole < 1_000 {
            return signed(minor, &format!("{whole}{suffix}"));
        }
    }
    signed(
        minor,
        &format!("{}T", grouped(rounded(unit * 1_000_000_000_000))),
    )
}

/// `+12.5 %`: how much a new amount is over an old one above zero, rounded half away from zero.
pub(crate) fn change(old: i128, new: i128) -> Option<String> {
    let text = percent(new - old, old)?;
    Some(if new > old { format!("+{text}") } else { text })
}

/// `9.1 %`: how much a part is of a whole above zero, rounded half away from zero.
pub(crate) fn percent(part: i128, whole: i128) -> Option<String> {
    if whole <= 0 {
        return None;
    }
    let divisor = whole.unsigned_abs();
    let tenths = (part.unsigned_abs() * 1_000 + divisor / 2) / divisor;
    let text = format!("{}.{} %", grouped(tenths / 10), tenths % 10);
    Some(if tenths == 0 {
        text
    } else {
        signed(part, &text)
    })
}

fn signed(of: i128, size: &str) -> String {
    if of < 0 {
        format!("{MINUS}{size}")
    } else {
        size.to_owned()
    }
}

/// A tick's label: no more decimals than the step needs, `20k` from ten thousand on.
pub(crate) fn tick_label(minor: i128, step: i128, high: i128, currency: Currency) -> String {
    let unit = 10_i128.pow(currency.decimals());
    if step % unit != 0 {
        return plain_amount(minor, currency);
    }
    let (divisor, suffix) = short_unit(step / unit, high / unit);
    let text = grouped((minor / unit).unsigned_abs() / divisor);
    let suffix = if minor == 0 { "" } else { suffix };
    let sign = if minor < 0 { "\u{2212}" } else { "" };
    format!("{sign}{text}{suffix}")
}

/// `Mar 2026`.
pub(crate) fn month_year(day: NaiveDate) -> String {
    format!("{} {}", month_name(day), day.year())
}

/// `Mar`.
pub(crate) fn month_name(day: NaiveDate) -> &'static str {
    const NAMES: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    NAMES
        .get(usize::try_from(day.month0()).unwrap_or_default())
        .copied()
        .unwrap_or_default()
}

/// `14 Mar 2026`.
pub(crate) fn day_month_year(day: NaiveDate) -> String {
    format!("{} {}", day.day(), month_year(day))
}

/// The unit the labels of an axis are counted in: the largest that leaves every step whole.
fn short_unit(step: i128, high: i128) -> (u128, &'static str) {
    const UNITS: [(u128, &str); 4] = [
        (1_000_000_000_000, "T"),
        (1_000_000_000, "B"),
        (1_000_000, "M"),
        (1_000, "k"),
    ];
    let fits = |unit: u128| step.unsigned_abs().is_multiple_of(unit);
    if high.unsigned_abs() < 10_000 {
        return (1, "");
    }
    UNITS
        .into_iter()
        .find(|&(unit, _)| fits(unit))
        .unwrap_or((1, ""))
}

fn grouped(number: u128) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(THIN_SPACE);
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(code: &str) -> Currency {
        Currency::iso(code).unwrap()
    }

    #[test]
    fn amounts_have_the_decimals_of_their_currency() {
        assert_eq!(amount(4210, unit("EUR")), "42.10 EUR");
        assert_eq!(
            amount(123_456_789, unit("JPY")),
            "123\u{202F}456\u{202F}789 JPY"
        );
        assert_eq!(
            amount(-1_234_005, unit("KWD")),
            "\u{2212}1\u{202F}234.005 KWD"
        );
        assert_eq!(amount(5, unit("EUR")), "0.05 EUR");
    }

    #[test]
    fn one_payment_is_not_payments() {
        assert_eq!(payments(1), "1 payment");
        assert_eq!(payments(0), "0 payments");
        assert_eq!(payments(1200), "1\u{202F}200 payments");
    }

    #[test]
    fn short_amounts_say_no_more_than_a_cell_holds() {
        let eur = unit("EUR");
        assert_eq!(whole_amount(1_250, eur), "13");
        assert_eq!(whole_amount(-1_249, eur), "\u{2212}12");
        assert_eq!(
            (whole_amount(49, eur), whole_amount(0, eur)),
            ("<1".into(), "0".into())
        );
        assert_eq!(whole_amount(-49, eur), ">\u{2212}1");
        assert_eq!(short_amount(99_949, eur), "999");
        assert_eq!(short_amount(99_950, eur), "1.0k");
        assert_eq!(short_amount(123_456, eur), "1.2k");
        assert_eq!(short_amount(99_960_000, eur), "1.0M");
        assert_eq!(short_amount(-1_250_000, eur), "\u{2212}13k");
        assert_eq!(short_amount(12_345, unit("JPY")), "12k");
        assert_eq!(
            short_amount(i128::from(i64::MAX), unit("JPY")),
            "9\u{202f}223\u{202f}372T"
        );
    }

    #[test]
    fn percentages_have_one_decimal_and_need_a_whole() {
        assert_eq!(change(799, 899).unwrap(), "+12.5 %");
        assert_eq!(change(899, 799).unwrap(), "\u{2212}11.1 %");
        assert_eq!(change(500, 500).unwrap(), "0.0 %");
        assert_eq!(
            (change(0, 5), percent(1, 0), percent(1, -4)),
            (None, None, None)
        );
        assert_eq!(percent(110, 1_210).unwrap(), "9.1 %");
        assert_eq!(percent(-1, 1_000_000).unwrap(), "0.0 %");
    }

    #[test]
    fn tick_labels_are_short_only_from_ten_thousand_on() {
        let eur = unit("EUR");
        assert_eq!(tick_label(200_000, 200_000, 800_000, eur), "2\u{202F}000");
        assert_eq!(tick_label(1_000_000, 500_000, 1_500_000, eur), "10k");
        assert_eq!(
            tick_label(150_000_000, 50_000_000, 200_000_000, eur),
            "1\u{202F}500k"
        );
        assert_eq!(tick_label(50, 50, 200, eur), "0.50");
        assert_eq!(tick_label(0, 500_000, 1_500_000, eur), "0");
        assert_eq!(tick_label(-500_000, 500_000, 1_500_000, eur), "\u{2212}5k");
    }
}
