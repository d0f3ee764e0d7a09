//! Numbers and a theme become a picture: SVG text with the marks a page can point at, or PNG bytes.
//!
//! Pure: nothing is read, nothing depends on the clock, and the same numbers give the same text.
//! The SVG has a transparent ground, presentation attributes only, and no node but
//! `svg g rect polygon polyline circle text`, so that a strict content security policy lets it be.
//! Names come from bank files and are cleaned and escaped here. Codes that a phone reads are the
//! exception: they are dark on white and have a title.
#![allow(
    clippy::float_arithmetic,
    reason = "positions on a picture are not money; amounts stay whole minor units until they are placed"
)]

mod bars;
mod calendar;
mod canvas;
mod cells;
mod codes;
mod columns;
mod cumulative;
mod day_axis;
mod day_grid;
mod day_states;
mod figures;
mod footer;
mod goal;
mod hours;
mod lab;
mod labels;
mod merchants;
mod month_axis;
mod months;
mod pace;
mod png;
mod rates;
mod scale;
mod score;
mod steps;
mod text;
mod theme;
mod week_axis;
mod weeks;

use chrono::NaiveDate;
use farthing_money::{Currency, Money};

pub use bars::bars;
pub use calendar::calendar;
pub use codes::{Code, CodeStandard, code, code_png};
pub use cumulative::cumulative;
pub use day_states::{DayState, DayStatePoint, day_states};
pub use goal::goal_growth;
pub use hours::{HourPoint, hours};
pub use lab::lab_months;
pub use merchants::merchants;
pub use months::months;
pub use pace::{Pace, pace};
pub use png::{png, png_with_fonts};
pub use rates::{RateBand, RatePoint, rates};
pub use score::{ScorePoint, score};
pub use steps::{Certainty, PricePoint, PriceSteps, steps};
pub use theme::{Theme, ThemeName};
pub use weeks::{WeekPoint, weeks};

/// The size of a chart in SVG user units, 160 × 100 to 4096 × 4096.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// From left to right.
    pub width: u32,
    /// From top to bottom.
    pub height: u32,
}

/// A place on the chart that stands for something: what a pointer or the keyboard can rest on.
#[derive(Debug, Clone, PartialEq)]
pub struct Mark {
    /// Left edge, in SVG user units.
    pub x: f64,
    /// Top edge, in SVG user units.
    pub y: f64,
    /// Width of the hit box, in SVG user units.
    pub width: f64,
    /// Height of the hit box, in SVG user units.
    pub height: f64,
    /// What it is, ready to show: `Mar 2026`. Still text, never markup.
    pub label: String,
    /// How much it is, ready to show: `42.10 EUR · 13 payments`.
    pub value: String,
    /// What to drill to: `2026-03`, `2026-03-14`, or a merchant's key exactly as it was given.
    pub key: String,
}

/// A finished chart.
#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    /// The picture, as a whole SVG document.
    pub svg: String,
    /// What can be pointed at, in reading order.
    pub marks: Vec<Mark>,
    /// One sentence that says what the picture shows, for who cannot see it.
    pub summary: String,
    /// The ground a PNG is painted on.
    surface: theme::Color,
    /// The colour of a footer's letters.
    muted: theme::Color,
    size: Size,
}

/// What was paid in one month. Spending is positive; a month of refunds may be negative.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MonthPoint {
    /// Any day of the month, by custom the first.
    pub month: NaiveDate,
    /// The sum.
    pub amount: Money,
    /// Of how many payments.
    pub count: i64,
}

/// What one merchant was paid. Spending is positive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MerchantPoint {
    /// What the page drills to.
    pub key: String,
    /// The name as the bank or the person wrote it.
    pub name: String,
    /// The sum.
    pub amount: Money,
    /// Of how many payments.
    pub count: i64,
}

/// A bar with a name and a value that is written as it is given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BarPoint {
    /// What the page drills to.
    pub key: String,
    /// The name, as the person wrote it.
    pub name: String,
    /// How long it is, in a unit that all bars share; below zero it goes to the left.
    pub length: i64,
    /// How long it could be at most, drawn behind it; none for no limit.
    pub track: Option<i64>,
    /// What it comes to, ready to show: `42.10 EUR · 3 rewards`.
    pub value: String,
}

/// What was paid on one day. Spending is positive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayPoint {
    /// The day.
    pub day: NaiveDate,
    /// The sum.
    pub amount: Money,
    /// Of how many payments.
    pub count: i64,
}

/// How a goal has grown and where it is to go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GoalGrowth<'a> {
    /// Of every amount.
    pub currency: Currency,
    /// Each day on which something happened, in any order.
    pub points: &'a [GoalPoint],
    /// Its first day; one that is still to come is after today.
    pub start: NaiveDate,
    /// The day up to which it has grown.
    pub today: NaiveDate,
    /// What it is to hold.
    pub target: Option<Money>,
    /// When it is to hold that.
    pub target_day: Option<NaiveDate>,
    /// When the pace of the last weeks may reach the target.
    pub band: Option<ProjectionBand>,
}

/// What a goal holds at the end of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GoalPoint {
    /// The day.
    pub day: NaiveDate,
    /// All that is set aside for it.
    pub promised: Money,
    /// What of that has really been moved.
    pub moved: Money,
}

/// The days on which a target may be reached, none of them before today; none for never.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProjectionBand {
    /// At a fast pace.
    pub early: Option<NaiveDate>,
    /// At the usual pace.
    pub likely: Option<NaiveDate>,
    /// At a slow pace.
    pub late: Option<NaiveDate>,
}

/// Amounts by month under one name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MonthSeries<'a> {
    /// What it is called, as the person wrote it.
    pub name: &'a str,
    /// A day of a month, by custom the first, and the amount; refunds may make it negative.
    pub months: &'a [(NaiveDate, Money)],
}

/// Why a chart cannot be drawn.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ChartError {
    /// An amount of another currency than the chart's.
    #[error("the chart is in {0}, but one of its amounts is in {1}")]
    MixedCurrencies(Currency, Currency),
    /// Too small to read or too large to paint.
    #[error("a chart of {0} by {1} cannot be drawn; it takes 160 by 100 to 4096 by 4096")]
    Size(u32, u32),
    /// The first day comes after the last.
    #[error("the chart's first day, {0}, comes after its last, {1}")]
    Backwards(NaiveDate, NaiveDate),
    /// A day that the chart does not show.
    #[error("{0} is not one of the chart's days")]
    OutsideDays(NaiveDate),
    /// A weekday after Sunday, which is 6.
    #[error("{0} is not the number of a weekday; Monday is 0 and Sunday is 6")]
    NoSuchWeekday(u8),
    /// An hour after 23.
    #[error("{0} is not an hour of the day; the first is 0 and the last is 23")]
    NoSuchHour(u8),
    /// Weeks that begin on different weekdays.
    #[error("{0} and {1} are not first days of weeks that begin on one weekday")]
    TwoWeekStarts(NaiveDate, NaiveDate),
    /// Two states or scores of one day.
    #[error("{0} is given twice; a day takes one")]
    DayTwice(NaiveDate),
    /// A score that is over the highest, in hundredths.
    #[error("a score of {0} hundredths is over 10000, which is the highest")]
    ScoreTooHigh(u32),
    /// A projection that is early after it is late, or before today.
    #[error("the days of the projection do not follow today and each other: early, likely, late")]
    ProjectionOrder,
    /// Days of two months on one line.
    #[error("{0} and {1} are not of one month")]
    TwoMonths(NaiveDate, NaiveDate),
    /// More time than one picture can show.
    #[error("the chart would span {0} {1}; it shows at most {2}")]
    TooLong(i64, &'static str, i64),
    /// A PNG of no or too many pixels.
    #[error(
        "a chart of {1} by {2} cannot be painted at scale {0}; it takes a scale of 1 to 8 and at most 64 million pixels"
    )]
    Scale(u32, u32, u32),
    /// A payload that no version the standard allows can hold.
    #[error("the code would have {length} bytes and may have {most}; shorten the name or the text")]
    CodeTooLong {
        /// How many bytes it would have.
        length: usize,
        /// How many it may have.
        most: usize,
    },
    /// A payload of nothing.
    #[error("there is nothing to draw a code of")]
    EmptyCode,
    /// A code of no or too many pixels for each module.
    #[error("a code cannot be painted at scale {0}; it takes a scale of 1 to 32")]
    CodeScale(u32),
    /// Bytes that are no font, by their place among those given, from 1.
    #[error("font file {0} cannot be read; it takes TrueType or OpenType")]
    Font(usize),
    /// The picture could not be written.
    #[error("the chart could not be drawn: {0}")]
    Drawing(String),
}
