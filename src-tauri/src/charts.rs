//! Charts as the page gets them.

use std::path::Path;

use chrono::NaiveDate;
use farthing_ledger::{ChoiceId, Ledger, SmallQuery};
use farthing_pictures::{CashbackKind, Kind, LensChart, Look, ThemeName};
use serde::{Deserialize, Serialize};

use crate::error::Answer;

/// Pixels for each unit of a PNG, so that it is sharp on fine screens.
const PNG_SCALE: u32 = 2;

/// Which chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum ChartKind {
    /// A bar for each month.
    Months,
    /// A bar for each week.
    Weeks,
    /// A cell for each hour of each weekday.
    Hours,
    /// A bar for each merchant.
    Merchants,
    /// A cell for each day.
    Calendar,
    /// The running month adding up, against earlier ones.
    Cumulative,
}

/// Which chart of cashback.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum CashbackChartKind {
    /// A bar for each state.
    Pipeline,
    /// A bar for each stretch of days that something has been due.
    Ageing,
    /// A bar for each programme: what it brings.
    Effective,
    /// A bar for each cap: what is used.
    Caps,
}

/// A chart beside the small payments: which one, and of what.
#[derive(Debug, Clone, Deserialize, specta::Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum LensAsked {
    /// The prices of a series, charge by charge.
    Prices {
        /// The currency.
        currency: String,
        /// The series.
        series: String,
    },
    /// What each wallet or bank took, by size.
    Rates {
        /// The currency.
        currency: String,
        /// The first day.
        from: NaiveDate,
        /// The last day.
        to: NaiveDate,
    },
    /// The score of a habit, day by day.
    Score {
        /// The habit.
        habit: ChoiceId,
    },
    /// How a limit is used up, beside an even pace.
    Pace {
        /// The limit.
        limit: ChoiceId,
    },
}

/// How a chart is to look.
#[derive(Debug, Clone, Copy, Deserialize, specta::Type)]
pub struct ChartLook {
    /// The page's theme.
    pub theme: ChartTheme,
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
}

/// The page's theme.
#[derive(Debug, Clone, Copy, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum ChartTheme {
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

/// A picture with the marks that can be pointed at.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct Chart {
    /// The picture, as a whole SVG document.
    pub svg: String,
    /// What can be pointed at, in reading order.
    pub marks: Vec<ChartMark>,
    /// What the picture shows, as a sentence.
    pub summary: String,
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
}

/// A place on a chart that stands for something.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct ChartMark {
    /// Left edge.
    #[specta(type = specta_typescript::Number)]
    pub x: f64,
    /// Top edge.
    #[specta(type = specta_typescript::Number)]
    pub y: f64,
    /// Width of the hit box.
    #[specta(type = specta_typescript::Number)]
    pub width: f64,
    /// Height of the hit box.
    #[specta(type = specta_typescript::Number)]
    pub height: f64,
    /// What it is, ready to show.
    pub label: String,
    /// How much it is, ready to show.
    pub value: String,
    /// What it drills to: a month, a payee's id, a day.
    pub key: String,
}

/// Draws a chart of the small payments that a query asks for.
pub async fn small_chart(
    ledger: &Ledger,
    kind: ChartKind,
    query: SmallQuery,
    look: ChartLook,
) -> Answer<Chart> {
    let chart = farthing_pictures::small(ledger, kind.into(), query, look.into()).await?;
    Ok(Chart::of(chart, look))
}

/// The bytes of a picture for a file, with its question printed below; its ending says which kind.
pub async fn small_file(
    ledger: &Ledger,
    kind: ChartKind,
    query: SmallQuery,
    (look, path): (ChartLook, &Path),
) -> Answer<Vec<u8>> {
    let chart = farthing_pictures::small_export(ledger, kind.into(), query, look.into()).await?;
    bytes(chart, path)
}

/// Draws a chart beside the small payments as of a day.
pub async fn lens_chart(
    ledger: &Ledger,
    asked: LensAsked,
    today: NaiveDate,
    look: ChartLook,
) -> Answer<Chart> {
    let chart = farthing_pictures::lens(ledger, &asked.into(), today, look.into()).await?;
    Ok(Chart::of(chart, look))
}

/// The bytes of such a picture for a file, with what it is about printed below.
pub async fn lens_file(
    ledger: &Ledger,
    asked: LensAsked,
    today: NaiveDate,
    (look, path): (ChartLook, &Path),
) -> Answer<Vec<u8>> {
    let asked = asked.into();
    let chart = farthing_pictures::lens_export(ledger, &asked, today, look.into()).await?;
    bytes(chart, path)
}

fn bytes(chart: farthing_charts::Chart, path: &Path) -> Answer<Vec<u8>> {
    let ending = path.extension().unwrap_or_default();
    if ending.eq_ignore_ascii_case("png") {
        return Ok(farthing_charts::png(&chart, PNG_SCALE)?);
    }
    Ok(chart.svg.into_bytes())
}

impl From<LensAsked> for LensChart {
    fn from(asked: LensAsked) -> Self {
        match asked {
            LensAsked::Prices { currency, series } => Self::Prices(currency, series),
            LensAsked::Rates { currency, from, to } => Self::Rates(currency, from, to),
            LensAsked::Score { habit } => Self::Score(habit),
            LensAsked::Pace { limit } => Self::Pace(limit),
        }
    }
}

impl From<ChartKind> for Kind {
    fn from(kind: ChartKind) -> Self {
        match kind {
            ChartKind::Months => Self::Months,
            ChartKind::Weeks => Self::Weeks,
            ChartKind::Hours => Self::Hours,
            ChartKind::Merchants => Self::Merchants,
            ChartKind::Calendar => Self::Calendar,
            ChartKind::Cumulative => Self::Cumulative,
        }
    }
}

impl From<CashbackChartKind> for CashbackKind {
    fn from(kind: CashbackChartKind) -> Self {
        match kind {
            CashbackChartKind::Pipeline => Self::Pipeline,
            CashbackChartKind::Ageing => Self::Ageing,
            CashbackChartKind::Effective => Self::Effective,
            CashbackChartKind::Caps => Self::Caps,
        }
    }
}

impl From<ChartLook> for Look {
    fn from(look: ChartLook) -> Self {
        Self {
            theme: match look.theme {
                ChartTheme::Light => ThemeName::Light,
                ChartTheme::Dark => ThemeName::Dark,
            },
            width: look.width,
            height: look.height,
        }
    }
}

impl Chart {
    /// A chart as it was drawn.
    pub fn of(chart: farthing_charts::Chart, look: ChartLook) -> Self {
        let mark = |mark: farthing_charts::Mark| ChartMark {
            x: mark.x,
            y: mark.y,
            width: mark.width,
            height: mark.height,
            label: mark.label,
            value: mark.value,
            key: mark.key,
        };
        Self {
            svg: chart.svg,
            marks: chart.marks.into_iter().map(mark).collect(),
            summary: chart.summary,
            width: look.width,
            height: look.height,
        }
    }
}
