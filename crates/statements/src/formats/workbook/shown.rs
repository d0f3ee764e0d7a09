//! What a number format says a number is: an amount, a day, a length of time (ECMA-376 part 1, 18.8.30).

use farthing_money::Currency;

use crate::columns::currency::only_currency_in;

/// How a workbook shows the numbers of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Shown {
    /// As they are.
    #[default]
    General,
    /// With so many decimals, and beside a currency where the format names one for certain.
    Amount {
        /// The decimals.
        decimals: u32,
        /// The currency.
        currency: Option<Currency>,
    },
    /// As a day, a time of day, or both.
    Moment,
    /// As a length of time.
    Duration,
}

impl Shown {
    /// The formats that have a number and no code.
    pub(super) fn built_in(id: u32) -> Self {
        match id {
            // 27 to 36 and 50 to 58 are the days and times of China, Japan, Korea and Taiwan.
            14..=22 | 27..=36 | 45 | 47 | 50..=58 => Self::Moment,
            46 => Self::Duration,
            2 | 4 | 7 | 8 | 39 | 40 | 43 | 44 => Self::Amount {
                decimals: 2,
                currency: None,
            },
            _ => Self::General,
        }
    }

    /// What a format's code says; its first section is the one for positive numbers.
    pub(super) fn of_code(code: &str) -> Self {
        let mut signs = Signs::default();
        let mut chars = code.chars();
        while let Some(c) = chars.next() {
            match c {
                ';' => break,
                '"' => signs
                    .literal
                    .extend(chars.by_ref().take_while(|c| *c != '"')),
                '\\' => signs.literal.extend(chars.next()),
                // One character is left free, or repeated until the cell is full.
                '_' | '*' => drop(chars.next()),
                '[' => {
                    let inside: String = chars.by_ref().take_while(|c| *c != ']').collect();
                    signs.bracket(&inside);
                }
                c => signs.take(c),
            }
        }
        signs.meaning()
    }
}

/// What the signs of a format are, counted.
#[derive(Default)]
struct Signs {
    literal: String,
    letters: String,
    is_duration: bool,
    has_hash: bool,
    has_zero: bool,
    /// Those behind the point, once there is one.
    decimals: Option<u32>,
}

impl Signs {
    /// `[$€-407]` is a currency, `[h]` counts hours; colours and conditions say nothing here.
    fn bracket(&mut self, inside: &str) {
        if let Some(currency) = inside.strip_prefix('$') {
            self.literal
                .push_str(currency.split('-').next().unwrap_or_default());
            return;
        }
        let is_unit = |c: char| matches!(c.to_ascii_lowercase(), 'h' | 'm' | 's');
        self.is_duration |= !inside.is_empty() && inside.chars().all(is_unit);
    }

    fn take(&mut self, c: char) {
        match c {
            '0' => {
                self.has_zero = true;
                self.decimals = self.decimals.map(|decimals| decimals + 1);
            }
            '#' | '?' => self.has_hash = true,
            '.' => self.decimals = Some(0),
            c if c.is_ascii_alphabetic() => self.letters.push(c),
            c => self.literal.push(c),
        }
    }

    fn meaning(&self) -> Shown {
        let letters = self.letters.to_ascii_lowercase();
        if self.is_duration {
            return Shown::Duration;
        }
        let is_general = letters.contains("general") || letters.contains("standard");
        // No day is written with `#`, but a currency that nobody put in quotes has letters too.
        if !is_general && !self.has_hash && letters.contains(['y', 'm', 'd', 'h', 's']) {
            return Shown::Moment;
        }
        if is_general || !(self.has_zero || self.has_hash) {
            return Shown::General;
        }
        let named = format!("{} {}", self.literal, self.letters);
        Shown::Amount {
            // A format of more decimals than the smallest part of a coin has says nothing further.
            decimals: self.decimals.unwrap_or(0).min(8),
            currency: only_currency_in(&named),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn amount(decimals: u32, currency: &str) -> Shown {
        Shown::Amount {
            decimals,
            currency: Currency::iso(currency).ok(),
        }
    }

    #[test]
    fn codes_of_days_times_and_amounts_are_told_apart() {
        for (code, shown) in [
            ("General", Shown::General),
            ("@", Shown::General),
            ("General\\ [$SEK]", Shown::General),
            ("yyyy\\-mm\\-dd", Shown::Moment),
            ("[$-404]e\"年\"m\"月\"d\"日\"", Shown::Moment),
            ("h:mm AM/PM", Shown::Moment),
            ("mm:ss.0", Shown::Moment),
            ("[$-409]mmm\\ d\\,\\ yyyy;@", Shown::Moment),
            ("[h]:mm:ss", Shown::Duration),
            ("0.00E+00", amount(4, "")),
            ("#,##0.00", amount(2, "")),
            ("#,##0", amount(0, "")),
            ("#,##0.00\\ [$€-407];[Red]\\-#,##0.00", amount(2, "EUR")),
            ("[$₹-4009]\\ #,##0.00", amount(2, "INR")),
            ("\"Rs.\"#,##0.00_);(\"d\"#,##0.00)", amount(2, "INR")),
            ("\\¥#,##0.00", amount(2, "")),
            ("\"$\"#,##0.00", amount(2, "")),
            ("#,##0.00 EUR", amount(2, "EUR")),
            ("0.000\" BHD\"", amount(3, "BHD")),
            ("_-* #,##0.00_-;\\-* #,##0.00_-", amount(2, "")),
        ] {
            assert_eq!(Shown::of_code(code), shown, "{code}");
        }
    }
}
