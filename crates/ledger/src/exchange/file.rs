//! A file of rates: the European Central Bank's table of days, or one rate a line.

use std::fmt;

use chrono::NaiveDate;
use farthing_money::Currency;
use rust_decimal::Decimal;

/// What a table of days prices where it does not say it: the euro.
const TABLE_BASE: &str = "EUR";
/// The columns of a file with one rate a line, behind the date.
const PAIR_COLUMNS: [&str; 3] = ["base", "quote", "rate"];
/// A cell that says that there is no rate.
const NO_RATE: [&str; 2] = ["", "N/A"];
/// How a first line must look.
const SHAPES: &str = "the first line must be “Date,USD,JPY,…” with the price of one euro in each \
                      currency, or “Date,Base,Quote,Rate”";

/// A place in a file of rates that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RatesProblem {
    /// The file's name.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1, where one is to blame.
    pub column: Option<usize>,
    /// What is wrong and what to do.
    pub message: String,
}

impl fmt::Display for RatesProblem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}, line {}", self.file, self.line)?;
        if let Some(column) = self.column {
            write!(out, ", column {column}")?;
        }
        write!(out, ": {}. No rate was kept", self.message)
    }
}

impl std::error::Error for RatesProblem {}

/// A rate of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct FileRate {
    pub base: Currency,
    pub quote: Currency,
    pub day: NaiveDate,
    pub rate: Decimal,
}

/// What is wrong, before the file's name is known.
struct Wrong {
    line: usize,
    column: Option<usize>,
    message: String,
}

/// How the lines of a file are laid out.
enum Layout {
    /// The price of one euro, by column; none for a column without a name.
    Table(Vec<Option<Currency>>),
    /// A base, a quote and a rate.
    Pairs,
}

/// The rates of a file, by pair and day; none stands twice.
pub(super) fn read(file: &str, bytes: &[u8]) -> Result<Vec<FileRate>, RatesProblem> {
    read_text(bytes).map_err(|wrong| RatesProblem {
        file: file.to_owned(),
        line: wrong.line,
        column: wrong.column,
        message: wrong.message,
    })
}

fn read_text(bytes: &[u8]) -> Result<Vec<FileRate>, Wrong> {
    let whole = |message: &str| Wrong::at(1, None, message);
    if bytes.starts_with(b"PK") {
        return Err(whole(
            "this is a packed file; unpack it and add the .csv inside",
        ));
    }
    let text = std::str::from_utf8(bytes)
        .map_err(|_| whole("this is not text in UTF-8; save the table as CSV"))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut lines = (1..).zip(text.lines());
    let header = lines.next().map(|(_, line)| line).unwrap_or_default();
    let layout = Layout::of(header)?;
    let mut rates = Vec::new();
    for (number, line) in lines.filter(|(_, line)| !line.trim().is_empty()) {
        layout.read(number, line, &mut rates)?;
    }
    if rates.is_empty() {
        return Err(whole("there is no rate in this file"));
    }
    without_twins(rates)
}

/// By pair and day; one that stands twice in the same way counts once.
fn without_twins(mut rates: Vec<(FileRate, usize)>) -> Result<Vec<FileRate>, Wrong> {
    rates.sort_unstable_by_key(|(rate, line)| (rate.base, rate.quote, rate.day, *line));
    let mut kept: Vec<FileRate> = Vec::with_capacity(rates.len());
    for (rate, line) in rates {
        let twin = kept
            .last()
            .filter(|last| (last.base, last.quote, last.day) == (rate.base, rate.quote, rate.day));
        match twin {
            None => kept.push(rate),
            Some(twin) if twin.rate == rate.rate => {}
            Some(twin) => {
                let (base, quote) = (rate.base.code(), rate.quote.code());
                let message = format!(
                    "one {base} is {} {quote} here and {} {quote} on another line of the same day; \
                     keep one of them",
                    rate.rate, twin.rate
                );
                return Err(Wrong::at(line, None, message));
            }
        }
    }
    Ok(kept)
}

impl Wrong {
    fn at(line: usize, column: Option<usize>, message: impl Into<String>) -> Self {
        Self {
            line,
            column,
            message: message.into(),
        }
    }
}

fn cells(line: &str) -> Vec<&str> {
    let cells = line.split(',').map(str::trim);
    cells.map(|cell| cell.trim_matches('"').trim()).collect()
}

impl Layout {
    fn of(header: &str) -> Result<Self, Wrong> {
        let names = cells(header);
        let (date, rest) = names.split_first().unwrap_or((&"", &[]));
        if !date.eq_ignore_ascii_case("date") || rest.iter().all(|name| name.is_empty()) {
            return Err(Wrong::at(1, Some(1), SHAPES));
        }
        let filled = rest.iter().filter(|name| !name.is_empty());
        let lower = filled.map(|name| name.to_ascii_lowercase());
        if lower.eq(PAIR_COLUMNS) {
            return Ok(Self::Pairs);
        }
        let priced = (2..).zip(rest).map(|(column, name)| {
            if name.is_empty() {
                return Ok(None);
            }
            let currency = currency(name)
                .map_err(|message| Wrong::at(1, Some(column), format!("{message}; {SHAPES}")))?;
            if currency.code() == TABLE_BASE {
                return Err(Wrong::at(
                    1,
                    Some(column),
                    "one euro is always one euro; take this column out",
                ));
            }
            Ok(Some(currency))
        });
        Ok(Self::Table(priced.collect::<Result<_, _>>()?))
    }

    fn read(
        &self,
        line: usize,
        text: &str,
        rates: &mut Vec<(FileRate, usize)>,
    ) -> Result<(), Wrong> {
        let cells = cells(text);
        let (date, rest) = cells.split_first().unwrap_or((&"", &[]));
        let day = day(date).map_err(|message| Wrong::at(line, Some(1), message))?;
        match self {
            Self::Table(priced) => table_line(day, priced, (line, rest), rates),
            Self::Pairs => {
                let rate = pair_line(day, rest)
                    .map_err(|(column, message)| Wrong::at(line, Some(column), message))?;
                rates.push((rate, line));
                Ok(())
            }
        }
    }
}

fn table_line(
    day: NaiveDate,
    priced: &[Option<Currency>],
    (line, cells): (usize, &[&str]),
    rates: &mut Vec<(FileRate, usize)>,
) -> Result<(), Wrong> {
    let base = currency(TABLE_BASE).map_err(|message| Wrong::at(line, None, message))?;
    let named = priced
        .iter()
        .rposition(Option::is_some)
        .map_or(0, |last| last + 1);
    if cells.len() < named {
        let message = format!(
            "this line ends after {} of {} columns; take the file from its source again",
            cells.len() + 1,
            named + 1
        );
        return Err(Wrong::at(line, None, message));
    }
    for (column, cell) in (2..).zip(cells).filter(|(_, cell)| !NO_RATE.contains(cell)) {
        let wrong = |message: String| Wrong::at(line, Some(column), message);
        let quote = priced.get(column - 2).copied().flatten();
        let quote =
            quote.ok_or_else(|| wrong("this column has no name in the first line".to_owned()))?;
        let rate = price(cell).map_err(wrong)?;
        let found = FileRate {
            base,
            quote,
            day,
            rate,
        };
        rates.push((found, line));
    }
    Ok(())
}

/// A base, a quote and a rate; an error with its column.
fn pair_line(day: NaiveDate, cells: &[&str]) -> Result<FileRate, (usize, String)> {
    let (pair, more) = cells.split_at_checked(3).ok_or_else(|| {
        let message = "this line must be a date, two currencies and a rate".to_owned();
        (cells.len() + 1, message)
    })?;
    if more.iter().any(|cell| !cell.is_empty()) {
        let message =
            "there is more than a date, two currencies and a rate; write the rate with a point";
        return Err((5, message.to_owned()));
    }
    let [base, quote, rate] = pair else {
        return Err((2, "this line has no currency".to_owned()));
    };
    let at = |column| move |message| (column, message);
    let (base, quote) = (
        currency(base).map_err(at(2))?,
        currency(quote).map_err(at(3))?,
    );
    if base == quote {
        return Err((
            3,
            "a rate joins two currencies, and these are the same".to_owned(),
        ));
    }
    Ok(FileRate {
        base,
        quote,
        day,
        rate: price(rate).map_err(at(4))?,
    })
}

fn currency(code: &str) -> Result<Currency, String> {
    Currency::of_any_time(code).map_err(|error| error.to_string())
}

/// A day as both files of the bank write it.
fn day(text: &str) -> Result<NaiveDate, String> {
    let forms = ["%Y-%m-%d", "%d %B %Y"];
    let mut read = forms
        .iter()
        .filter_map(|form| NaiveDate::parse_from_str(text, form).ok());
    read.next()
        .ok_or_else(|| format!("“{text}” is no day; write it as 2026-03-13"))
}

/// A price above zero, to its last digit.
fn price(text: &str) -> Result<Decimal, String> {
    let is_plain = text
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'.');
    let read = Decimal::from_str_exact(text).ok().filter(|_| is_plain);
    read.filter(|rate| *rate > Decimal::ZERO).ok_or_else(|| {
        format!("“{text}” is no price; write a number above zero such as 1.0832, or N/A")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Vec<String> {
        let rates = read("rates.csv", text.as_bytes()).unwrap();
        let line =
            |rate: &FileRate| format!("{} {} {} {}", rate.day, rate.base, rate.quote, rate.rate);
        rates.iter().map(line).collect()
    }

    fn wrong(text: &str) -> String {
        read("rates.csv", text.as_bytes()).unwrap_err().to_string()
    }

    #[test]
    fn the_table_of_the_central_bank_is_read_with_its_gaps_and_its_last_comma() {
        let text =
            "Date,USD,JPY,LTL,\r\n2026-03-13,1.0832,163.20,N/A,\r\n2014-12-30,1.2160,,3.4528,\r\n";
        assert_eq!(
            told(text),
            [
                "2026-03-13 EUR JPY 163.20",
                "2014-12-30 EUR LTL 3.4528",
                "2014-12-30 EUR USD 1.2160",
                "2026-03-13 EUR USD 1.0832",
            ]
        );
        let today = "Date, USD, JPY, \n13 March 2026, 1.0832, 163.20, \n";
        assert_eq!(told(today)[1], "2026-03-13 EUR USD 1.0832");
    }

    #[test]
    fn one_rate_a_line_is_read_whatever_pair_it_joins() {
        let text = "\u{feff}date,base,quote,rate\n2026-03-13,GBP,USD,1.2921\n\n2026-03-13,GBP,USD,1.2921\n";
        assert_eq!(told(text), ["2026-03-13 GBP USD 1.2921"]);
    }

    #[test]
    fn what_cannot_be_read_is_told_with_its_line_and_column() {
        for (text, start) in [
            ("", "rates.csv, line 1, column 1: the first line must be"),
            (
                "Day,USD\n",
                "rates.csv, line 1, column 1: the first line must be",
            ),
            ("Date,USD,DOLLARS\n", "rates.csv, line 1, column 3: "),
            ("Date,USD,EUR\n", "rates.csv, line 1, column 3: one euro"),
            (
                "Date,USD\n",
                "rates.csv, line 1: there is no rate in this file",
            ),
            (
                "Date,USD\n13/03/2026,1\n",
                "rates.csv, line 2, column 1: “13/03/2026” is no day",
            ),
            (
                "Date,USD\n2026-03-13,1.1\n2026-03-12,x\n",
                "rates.csv, line 3, column 2: “x” is no price",
            ),
            (
                "Date,USD\n2026-03-13,0\n",
                "rates.csv, line 2, column 2: “0” is no price",
            ),
            (
                "Date,USD\n2026-03-13,-1.1\n",
                "rates.csv, line 2, column 2: “-1.1” is no price",
            ),
            (
                "Date,USD,JPY\n2026-03-13,1.1\n",
                "rates.csv, line 2: this line ends after 2 of 3 columns",
            ),
            (
                "Date,USD\n2026-03-13,1,1\n",
                "rates.csv, line 2, column 3: this column has no name",
            ),
            (
                "Date,Base,Quote,Rate\n2026-03-13,EUR,USD\n",
                "rates.csv, line 2, column 3: ",
            ),
            (
                "Date,Base,Quote,Rate\n2026-03-13,EUR,EUR,1\n",
                "rates.csv, line 2, column 3: ",
            ),
            (
                "Date,Base,Quote,Rate\n2026-03-13,EUR,USD,1,08\n",
                "rates.csv, line 2, column 5: ",
            ),
            (
                "Date,USD\n2026-03-13,1.1\n2026-03-13,1.2\n",
                "rates.csv, line 3: one EUR is 1.2 USD",
            ),
            ("PK\u{3}\u{4}", "rates.csv, line 1: this is a packed file"),
        ] {
            let told = wrong(text);
            assert!(told.starts_with(start), "{text:?}: {told}");
            assert!(told.ends_with("No rate was kept"), "{told}");
        }
        let latin = read("rates.csv", b"Date,USD\n\xe9").unwrap_err();
        assert!(latin.to_string().contains("UTF-8"), "{latin}");
    }

    #[test]
    fn every_currency_that_the_central_bank_ever_had_is_known() {
        let codes = "USD JPY BGN CYP CZK DKK EEK GBP HUF LTL LVL MTL PLN ROL RON SEK SIT SKK CHF ISK \
                     NOK HRK RUB TRL TRY AUD BRL CAD CNY HKD IDR ILS INR KRW MXN MYR NZD PHP SGD THB ZAR";
        for code in codes.split_whitespace() {
            assert!(currency(code).is_ok(), "{code}");
        }
    }
}
