//! The small payments as a picture in a file.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use chrono::{Datelike as _, Days, Months, NaiveDate};
use clap::{Args, ValueEnum};
use farthing_charts::{DayPoint, MerchantPoint, MonthPoint, Size, Theme};
use farthing_ledger::{Amount, DayFlow, Ledger, Small, SmallQuery};
use farthing_money::{Currency, Money};

use super::small::Which;
use crate::Exit;
use crate::error::{CliError, Result};
use crate::files::{Unfinished, with_ledger};
use crate::screen::Out;

/// How many merchants have a bar.
const MERCHANTS: usize = 12;
/// How many earlier months the last one is compared with.
const EARLIER_MONTHS: u32 = 3;
/// Pixels for each unit of a PNG, so that it is sharp on fine screens.
const SCALE: u32 = 2;

/// Draw the small payments into an SVG or PNG file
#[derive(Debug, Args)]
pub struct Chart {
    /// A bar for each month, a bar for each merchant, a cell for each day, or the last month adding up
    #[arg(value_enum)]
    kind: Kind,
    /// The file to write; its ending, .svg or .png, says which
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    #[command(flatten)]
    which: Which,
    /// Dark on light, or light on dark
    #[arg(long, value_enum, default_value = "light")]
    theme: Look,
    /// From left to right
    #[arg(long, default_value_t = 960)]
    width: u32,
    /// From top to bottom
    #[arg(long, default_value_t = 480)]
    height: u32,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Kind {
    Months,
    Merchants,
    Calendar,
    Cumulative,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Look {
    Light,
    Dark,
}

#[derive(Debug, Clone, Copy)]
enum Format {
    Svg,
    Png,
}

impl Chart {
    /// Draws it.
    pub async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let format = Format::of(&self.out)?;
        let drawn = with_ledger(chosen, async |ledger| {
            let chart = self.draw(ledger).await?;
            let bytes = match format {
                Format::Svg => chart.svg.into_bytes(),
                Format::Png => farthing_charts::png(&chart, SCALE)?,
            };
            let mut file = Unfinished::begin(&self.out, ledger.path())?;
            let written = file.write_all(&bytes).map_err(CliError::Output);
            written.map_err(|error| CliError::of_output(&self.out, error))?;
            file.finish()?;
            Ok(chart.summary)
        });
        out.line(&drawn.await?)?;
        Ok(Exit::Done)
    }

    async fn draw(&self, ledger: &Ledger) -> Result<farthing_charts::Chart> {
        let query = self.which.query(ledger).await?;
        let brush = self.brush(&query)?;
        match self.kind {
            Kind::Months => brush.months(&ledger.small(&query).await?),
            Kind::Merchants => brush.merchants(&ledger.small(&query).await?),
            Kind::Calendar => brush.calendar(&query, &ledger.small_days(&query).await?),
            Kind::Cumulative => {
                let query = SmallQuery {
                    from: months_before(query.to, EARLIER_MONTHS),
                    ..query
                };
                brush.cumulative(query.to, &ledger.small_days(&query).await?)
            }
        }
    }

    fn brush(&self, query: &SmallQuery) -> Result<Brush> {
        Ok(Brush {
            currency: query.currency.parse()?,
            theme: match self.theme {
                Look::Light => Theme::light(),
                Look::Dark => Theme::dark(),
            },
            size: Size {
                width: self.width,
                height: self.height,
            },
        })
    }
}

impl Format {
    fn of(path: &Path) -> Result<Self> {
        let ending = path
            .extension()
            .unwrap_or_default()
            .to_string_lossy()
            .to_lowercase();
        match ending.as_str() {
            "svg" => Ok(Self::Svg),
            "png" => Ok(Self::Png),
            _ => Err(CliError::about(
                path,
                "a chart's file ends in .svg or .png; name it so",
            )),
        }
    }
}

/// What a chart is drawn with.
struct Brush {
    currency: Currency,
    theme: Theme,
    size: Size,
}

impl Brush {
    fn months(&self, small: &Small) -> Result<farthing_charts::Chart> {
        let points = small.months.iter().map(|month| {
            Ok(MonthPoint {
                month: first_day(&month.month)?,
                amount: self.money(&month.sum)?,
                count: month.count,
            })
        });
        let points = points.collect::<Result<Vec<_>>>()?;
        Ok(farthing_charts::months(
            &points,
            self.currency,
            &self.theme,
            self.size,
        )?)
    }

    fn merchants(&self, small: &Small) -> Result<farthing_charts::Chart> {
        let points = small.merchants.iter().take(MERCHANTS).map(|merchant| {
            Ok(MerchantPoint {
                key: merchant
                    .payee
                    .map_or_else(String::new, |payee| payee.0.to_string()),
                name: merchant.name.clone(),
                amount: self.money(&merchant.sum)?,
                count: merchant.count,
            })
        });
        let points = points.collect::<Result<Vec<_>>>()?;
        Ok(farthing_charts::merchants(
            &points,
            self.currency,
            &self.theme,
            self.size,
        )?)
    }

    fn calendar(&self, query: &SmallQuery, days: &[DayFlow]) -> Result<farthing_charts::Chart> {
        let points = self.points(days, query.from, query.to)?;
        let (from, to) = (query.from, query.to);
        Ok(farthing_charts::calendar(
            &points,
            from,
            to,
            self.currency,
            &self.theme,
            self.size,
        )?)
    }

    fn cumulative(&self, last: NaiveDate, days: &[DayFlow]) -> Result<farthing_charts::Chart> {
        let mut current = self.points(days, months_before(last, 0), last)?;
        // A point of nothing carries the line to the last day.
        current.push(DayPoint {
            day: last,
            amount: Money::zero(self.currency),
            count: 0,
        });
        let mut earlier = Vec::new();
        for back in 1..=EARLIER_MONTHS {
            let start = months_before(last, back);
            let end = months_before(last, back - 1)
                .checked_sub_days(Days::new(1))
                .unwrap_or(start);
            earlier.push((
                start.format("%b").to_string(),
                self.points(days, start, end)?,
            ));
        }
        let (theme, size) = (&self.theme, self.size);
        Ok(farthing_charts::cumulative(
            &current,
            &earlier,
            self.currency,
            theme,
            size,
        )?)
    }

    /// The small payments of the days in a span.
    fn points(&self, days: &[DayFlow], from: NaiveDate, to: NaiveDate) -> Result<Vec<DayPoint>> {
        let shown = days
            .iter()
            .filter(|flow| flow.small_count > 0 && (from..=to).contains(&flow.day));
        let point = |flow: &DayFlow| {
            Ok(DayPoint {
                day: flow.day,
                amount: Money::from_minor(flow.small_minor, self.currency)?,
                count: flow.small_count,
            })
        };
        shown.map(point).collect()
    }

    fn money(&self, amount: &Amount) -> Result<Money> {
        Ok(Money::parse(&amount.value, self.currency)?)
    }
}

/// The first day of `2026-03`.
fn first_day(month: &str) -> Result<NaiveDate> {
    let day = NaiveDate::parse_from_str(&format!("{month}-01"), "%Y-%m-%d");
    day.map_err(|_| CliError::refused(format!("“{month}” is not a month; run `farthing verify`")))
}

/// The first day of the month so many months before the one of a day.
fn months_before(day: NaiveDate, months: u32) -> NaiveDate {
    let first = day.with_day(1).unwrap_or(day);
    first
        .checked_sub_months(Months::new(months))
        .unwrap_or(first)
}
