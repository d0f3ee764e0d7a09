//! A step line: what a subscription cost, charge by charge, and by how much its price changed.

use chrono::NaiveDate;
use farthing_money::{Currency, Money};

use crate::canvas::{Align, Area, Canvas, check_size, draw};
use crate::day_axis::DayAxis;
use crate::figures;
use crate::labels::{LEGIBLE, Labels, Line};
use crate::scale::{AmountAxis, SMALL_FONT};
use crate::text;
use crate::theme::{Color, Theme};
use crate::{Chart, ChartError, Mark, Size};

const FOOT: f64 = 36.0;
const THICKNESS: f64 = 2.25;
const LARGEST_DOT: f64 = 4.0;
const VALUE_GAP: f64 = 8.0;
const VALUE_FONT: f64 = 12.0;
const ABOVE: f64 = 13.0;

/// What a subscription cost over time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PriceSteps<'a> {
    /// What it is, as the person or the bank wrote it.
    pub title: &'a str,
    /// Each charge, in any order.
    pub points: &'a [PricePoint],
    /// Of every amount.
    pub currency: Currency,
    /// The day up to which the last price is drawn.
    pub today: NaiveDate,
}

/// One charge of a subscription.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PricePoint {
    /// What the page drills to.
    pub key: String,
    /// The day of the charge.
    pub day: NaiveDate,
    /// What was charged.
    pub amount: Money,
    /// Whether the person has said that this is its price.
    pub certainty: Certainty,
}

/// Whether a price is known to be one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Certainty {
    /// It is.
    Confirmed,
    /// It is taken to be, until the person says so; its step is dashed.
    Unconfirmed,
}

/// A line that steps to each charge's amount on its day, with the change written at each step.
pub fn steps(
    subscription: &PriceSteps<'_>,
    theme: &Theme,
    size: Size,
) -> Result<Chart, ChartError> {
    check_size(size)?;
    let amounts = subscription.points.iter().map(|point| point.amount);
    figures::check_currency(subscription.currency, amounts)?;
    let stairs = Stairs::new(subscription, size)?;
    let svg = draw(size, |canvas| stairs.paint(canvas, theme))?;
    Ok(Chart {
        svg,
        marks: stairs.marks(),
        summary: stairs.summary(),
        surface: theme.surface,
        muted: theme.muted,
        size,
    })
}

struct Stairs {
    title: String,
    charges: Vec<PricePoint>,
    currency: Currency,
    today: NaiveDate,
    axis: AmountAxis,
    time: DayAxis,
    size: Size,
}

impl Stairs {
    fn new(subscription: &PriceSteps<'_>, size: Size) -> Result<Self, ChartError> {
        let (currency, today) = (subscription.currency, subscription.today);
        let mut charges = subscription.points.to_vec();
        charges.sort_by_key(|charge| charge.day);
        let first = charges.first().map_or(today, |charge| charge.day);
        if let Some(late) = charges.last().filter(|charge| charge.day > today) {
            return Err(ChartError::OutsideDays(late.day));
        }
        let minors = charges.iter().map(minor);
        let last = charges.last().map_or(0, minor);
        let value = text::width(&figures::plain_amount(last, currency), VALUE_FONT);
        let right = (VALUE_GAP + value).ceil();
        let axis = AmountAxis::new(minors, currency, size, (FOOT, right));
        Ok(Self {
            title: text::clean(subscription.title),
            time: DayAxis::new(first, today, axis.plot)?,
            charges,
            currency,
            today,
            axis,
            size,
        })
    }

    fn place(&self, charge: &PricePoint) -> (f64, f64) {
        (self.time.x(charge.day), self.axis.y(minor(charge)))
    }

    /// Each charge with the corners of its step: from the price before, up or down, to the next.
    fn steps(&self) -> Vec<(&PricePoint, Vec<(f64, f64)>)> {
        let mut before = None;
        let mut steps = Vec::new();
        for (index, charge) in self.charges.iter().enumerate() {
            let (x, y) = self.place(charge);
            let next = self.charges.get(index + 1);
            let end = next.map_or(self.today, |next| next.day);
            let from = before.map(|level| (x, level));
            let corners = from.into_iter().chain([(x, y), (self.time.x(end), y)]);
            steps.push((charge, corners.collect()));
            before = Some(y);
        }
        steps
    }

    fn paint(&self, canvas: &Canvas<'_, '_>, theme: &Theme) -> Result<(), ChartError> {
        if self.charges.is_empty() {
            return canvas.sentence(&self.summary(), self.size, theme.muted);
        }
        self.axis.paint(canvas, theme)?;
        self.time.paint(canvas, theme)?;
        let steps = self.steps();
        for (charge, corners) in &steps {
            paint_step(canvas, charge.certainty, corners, theme.accent)?;
        }
        for charge in &self.charges {
            self.paint_dot(canvas, theme, charge)?;
        }
        self.paint_price(canvas, theme)?;
        let corners = steps.into_iter().flat_map(|(_, corners)| corners);
        self.paint_changes(canvas, theme, corners.collect())
    }

    /// Small where charges lie close together.
    fn radius(&self) -> f64 {
        let many = self.charges.len().min(4_096);
        let many = f64::from(u16::try_from(many).unwrap_or(u16::MAX));
        (self.axis.plot.width / many * 0.3).clamp(1.25, LARGEST_DOT)
    }

    fn paint_dot(
        &self,
        canvas: &Canvas<'_, '_>,
        theme: &Theme,
        charge: &PricePoint,
    ) -> Result<(), ChartError> {
        let ((x, y), radius) = (self.place(charge), self.radius());
        canvas.dot(x, y, radius + 1.0, theme.surface)?;
        match charge.certainty {
            Certainty::Confirmed => canvas.dot(x, y, radius, theme.accent),
            Certainty::Unconfirmed => canvas.ring((x, y), radius, 1.5, theme.accent),
        }
    }

    /// The last price, after the end of the line.
    fn paint_price(&self, canvas: &Canvas<'_, '_>, theme: &Theme) -> Result<(), ChartError> {
        let Some(last) = self.charges.last() else {
            return Ok(());
        };
        let price = figures::plain_amount(minor(last), self.currency);
        let place = (self.axis.plot.right() + VALUE_GAP, self.place(last).1);
        canvas.text(&price, place, Align::Start, VALUE_FONT, theme.ink)
    }

    /// How much each step is, the latest first where there is not room for all.
    fn paint_changes(
        &self,
        canvas: &Canvas<'_, '_>,
        theme: &Theme,
        line: Vec<(f64, f64)>,
    ) -> Result<(), ChartError> {
        let plot = self.axis.plot;
        let room = Area {
            y: 0.0,
            height: plot.bottom(),
            ..plot
        };
        let lines = vec![Line {
            points: line,
            weight: LEGIBLE + 1,
        }];
        let mut labels = Labels::new(room, lines);
        for (old, new) in self.changes().rev() {
            let text = self.change(old, new);
            let width = text::width(&text, SMALL_FONT);
            let ((x, y), before) = (self.place(new), self.axis.y(minor(old)));
            let outside = if y < before { y - ABOVE } else { y + ABOVE };
            let (middle, left) = (x - width / 2.0, x - width - 7.0);
            let places = [
                (middle, outside),
                (x + 2.0, outside),
                (left, outside),
                (left, f64::midpoint(y, before)),
                (x + 7.0, f64::midpoint(y, before)),
            ];
            if let Some(place) = labels.place((width, SMALL_FONT), &places, LEGIBLE) {
                canvas.text(&text, place, Align::Start, SMALL_FONT, theme.ink)?;
            }
        }
        Ok(())
    }

    /// Each charge that costs another price than the one before it, with that one.
    fn changes(&self) -> impl DoubleEndedIterator<Item = (&PricePoint, &PricePoint)> {
        let pairs = self.charges.windows(2);
        pairs.filter_map(|pair| match pair {
            [old, new] if old.amount != new.amount => Some((old, new)),
            _ => None,
        })
    }

    /// `+12.5 %`, or the new price where there is no share of the old.
    fn change(&self, old: &PricePoint, new: &PricePoint) -> String {
        let (old, new) = (minor(old), minor(new));
        figures::change(old, new).unwrap_or_else(|| figures::plain_amount(new, self.currency))
    }

    fn marks(&self) -> Vec<Mark> {
        let days: Vec<_> = self.charges.iter().map(|charge| charge.day).collect();
        let mark = |(index, charge): (usize, &PricePoint)| {
            let (x, width) = self.time.column(&days, index);
            Mark {
                x,
                y: self.axis.plot.y,
                width,
                height: self.axis.plot.height,
                label: figures::day_month_year(charge.day),
                value: self.value(index, charge),
                key: charge.key.clone(),
            }
        };
        self.charges.iter().enumerate().map(mark).collect()
    }

    /// `8.99 EUR · +12.5 % · not confirmed`.
    fn value(&self, index: usize, charge: &PricePoint) -> String {
        let before = index.checked_sub(1).and_then(|at| self.charges.get(at));
        let mut parts = vec![figures::amount(minor(charge), self.currency)];
        parts.extend(before.and_then(|old| {
            let is_step = old.amount != charge.amount;
            is_step.then(|| figures::change(minor(old), minor(charge)))?
        }));
        if charge.certainty == Certainty::Unconfirmed {
            parts.push("not confirmed".to_owned());
        }
        parts.join(" · ")
    }

    fn summary(&self) -> String {
        let title = &self.title;
        let (Some(first), Some(last)) = (self.charges.first(), self.charges.last()) else {
            return format!("{title}: no charge yet.");
        };
        let price = |charge| figures::amount(minor(charge), self.currency);
        let since = figures::day_month_year(first.day);
        let Some((old, new)) = self.changes().next_back() else {
            return format!("{title}: {} at each charge since {since}.", price(last));
        };
        let open = match new.certainty {
            Certainty::Confirmed => "",
            Certainty::Unconfirmed => ", not confirmed",
        };
        format!(
            "{title}: {} since {}, {} before it{open}; {} on {since}.",
            price(new),
            figures::day_month_year(new.day),
            price(old),
            price(first),
        )
    }
}

fn minor(charge: &PricePoint) -> i128 {
    charge.amount.minor().into()
}

fn paint_step(
    canvas: &Canvas<'_, '_>,
    certainty: Certainty,
    corners: &[(f64, f64)],
    color: Color,
) -> Result<(), ChartError> {
    if certainty == Certainty::Confirmed {
        return canvas.line(corners, THICKNESS, color);
    }
    for ends in corners.windows(2) {
        if let [from, to] = *ends {
            canvas.dashes(from, to, THICKNESS, color)?;
        }
    }
    Ok(())
}
