//! How a goal grows: what is promised to it, what was really moved, and where that may lead.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate, TimeDelta};
use farthing_money::{Currency, Money};

use crate::canvas::{Align, Area, Canvas, check_size, draw};
use crate::day_axis::{DayAxis, RIGHT};
use crate::figures;
use crate::labels::{LEGIBLE, Labels, Line};
use crate::scale::{AmountAxis, SMALL_FONT};
use crate::text;
use crate::theme::{Color, Theme};
use crate::{Chart, ChartError, GoalGrowth, Mark, ProjectionBand, Size};

const FOOT: f64 = 36.0;
const VALUE_FONT: f64 = SMALL_FONT + 1.0;
/// From this width on amounts say what they are.
const ROOMY: u32 = 520;
/// A goal that has just begun has a week to show.
const FEWEST_DAYS: u64 = 7;
/// Days closer than this share a mark.
const MARK_GAP: f64 = 6.0;
/// A mark reaches this far from its day, if no other is nearer.
const MARK_REACH: f64 = 12.0;
/// Steps closer than this cannot be told apart.
const STEP_GAP: f64 = 1.0;

/// Two lines this far apart have room for a word between them.
const ROOM_BETWEEN: f64 = 40.0;
/// A word further from its line than this would belong to another.
const FURTHEST: f64 = 30.0;

type Point = (f64, f64);

/// What a goal holds on each day, against its target and the pace that may reach it.
///
/// Between its points a goal stays as it is, up to today, and before the first of them it holds
/// nothing; of two points on one day the later in the list counts. The days end at today, the
/// target day or the end of the projection, but no later than twice the time since the start unless
/// the target day is; what goes on beyond runs out of the edge. The target day means nothing without
/// a target, nor does a projection, nor one of a target that is reached.
///
/// Fails for a point after today or before the start, for a target day before the start, and for a
/// projection whose days do not follow today and each other.
pub fn goal_growth(goal: &GoalGrowth<'_>, theme: &Theme, size: Size) -> Result<Chart, ChartError> {
    check_size(size)?;
    check(goal)?;
    let growth = Growth::new(goal, size)?;
    let svg = draw(size, |canvas| growth.paint(canvas, theme))?;
    Ok(Chart {
        svg,
        marks: growth.marks(),
        summary: growth.summary(),
        surface: theme.surface,
        muted: theme.muted,
        size,
    })
}

/// What a goal holds from a day on, in minor units.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Level {
    promised: i128,
    moved: i128,
}

struct Growth {
    levels: BTreeMap<NaiveDate, Level>,
    first: NaiveDate,
    start: NaiveDate,
    today: NaiveDate,
    target: Option<Target>,
    band: Option<ProjectionBand>,
    axis: AmountAxis,
    time: DayAxis,
    currency: Currency,
    size: Size,
}

#[derive(Clone, Copy)]
struct Target {
    minor: i128,
    day: Option<NaiveDate>,
}

/// A word at the end of a line.
struct EndWord {
    end: Point,
    text: String,
    font: f64,
    color: Color,
    /// Where the other line is not: below zero for above.
    away: f64,
    /// Whether it may also stand towards the other line.
    between: bool,
    most_spoilt: u32,
}

fn check(goal: &GoalGrowth<'_>) -> Result<(), ChartError> {
    let points = goal.points.iter();
    let amounts = points.flat_map(|point| [point.promised, point.moved]);
    figures::check_currency(goal.currency, amounts.chain(goal.target))?;
    let days = goal.start.min(goal.today)..=goal.today;
    if let Some(outside) = goal.points.iter().find(|point| !days.contains(&point.day)) {
        return Err(ChartError::OutsideDays(outside.day));
    }
    if let Some(day) = goal.target_day.filter(|day| *day < goal.start) {
        return Err(ChartError::Backwards(goal.start, day));
    }
    let in_order = |band: ProjectionBand| {
        let [early, likely, late] = [band.early, band.likely, band.late].map(or_never);
        goal.today <= early && early <= likely && likely <= late
    };
    if goal.band.is_some_and(|band| !in_order(band)) {
        return Err(ChartError::ProjectionOrder);
    }
    Ok(())
}

fn or_never(day: Option<NaiveDate>) -> NaiveDate {
    day.unwrap_or(NaiveDate::MAX)
}

fn minor(amount: Money) -> i128 {
    amount.minor().into()
}

impl Growth {
    fn new(goal: &GoalGrowth<'_>, size: Size) -> Result<Self, ChartError> {
        let first = goal.start.min(goal.today);
        let mut levels = BTreeMap::new();
        for point in goal.points {
            let (promised, moved) = (minor(point.promised), minor(point.moved));
            levels.insert(point.day, Level { promised, moved });
        }
        let target = goal.target.map(|target| Target {
            minor: minor(target),
            day: goal.target_day,
        });
        let held = levels.values().next_back().copied().unwrap_or_default();
        let missing = target.is_some_and(|target| target.minor > held.promised);
        let band = goal.band.filter(|_| missing);
        let amounts = levels
            .values()
            .flat_map(|level| [level.promised, level.moved]);
        let amounts = amounts.chain(target.map(|target| target.minor));
        let axis = AmountAxis::new(amounts, goal.currency, size, (FOOT, RIGHT));
        let time = DayAxis::new(first, last_day(goal, first, band), axis.plot)?;
        Ok(Self {
            levels,
            first,
            start: goal.start,
            today: goal.today,
            target,
            band,
            axis,
            time,
            currency: goal.currency,
            size,
        })
    }

    /// What it holds today.
    fn held(&self) -> Level {
        self.levels
            .values()
            .next_back()
            .copied()
            .unwrap_or_default()
    }

    /// Where the promises stand today.
    fn here(&self) -> Point {
        let x = self.time.x(self.today);
        (x, self.axis.y(self.held().promised))
    }

    /// The corners of a line that stays level between the points.
    fn steps(&self, amount: impl Fn(&Level) -> i128) -> Vec<Point> {
        let days = self.levels.keys().copied();
        let mut y = self.axis.y(0);
        let mut corners = Vec::new();
        if !self.levels.contains_key(&self.first) {
            corners.push((self.time.x(self.first), y));
        }
        for day in self.apart(days, STEP_GAP) {
            let x = self.time.x(day);
            if !corners.is_empty() {
                corners.push((x, y));
            }
            y = self
                .levels
                .get(&day)
                .map_or(y, |level| self.axis.y(amount(level)));
            corners.push((x, y));
        }
        corners.push((self.time.x(self.today), y));
        corners
    }

    /// These days without those that another follows within a gap.
    fn apart(&self, days: impl DoubleEndedIterator<Item = NaiveDate>, gap: f64) -> Vec<NaiveDate> {
        let mut kept: Vec<NaiveDate> = Vec::new();
        for day in days.rev() {
            let near = |later: &NaiveDate| self.time.x(*later) - self.time.x(day) < gap;
            if !kept.last().is_some_and(near) {
                kept.push(day);
            }
        }
        kept.reverse();
        kept
    }

    fn paint(&self, canvas: &Canvas<'_, '_>, theme: &Theme) -> Result<(), ChartError> {
        let promised = self.steps(|level| level.promised);
        let moved = self.steps(|level| level.moved);
        self.paint_ground(canvas, &promised, theme.ground)?;
        self.paint_ground(canvas, &moved, theme.second_ground)?;
        if let Some(outline) = self.band_outline() {
            canvas.shape(&outline, theme.ground)?;
        }
        self.axis.paint(canvas, theme)?;
        self.time.paint(canvas, theme)?;
        let needed = self.needed();
        if let Some([from, to]) = needed {
            canvas.line(&[from, to], 1.25, theme.line_behind)?;
        }
        if let Some([(left, y), (right, _)]) = self.target_rule() {
            canvas.hairline(left, right, y, theme.muted)?;
        }
        canvas.line(&self.today_rule(), 1.0, theme.line_behind)?;
        let likely = self.likely();
        if let Some([from, to]) = likely {
            canvas.dashes(from, to, 1.5, theme.accent)?;
        }
        canvas.line(&moved, 1.75, theme.second)?;
        canvas.line(&promised, 2.25, theme.accent)?;
        self.paint_ends(canvas, theme)?;
        let heavy = [Some(promised), Some(moved), likely.map(Vec::from)];
        let thin =
            [Some(self.today_rule()), self.target_rule(), needed].map(|line| line.map(Vec::from));
        let weighed = |lines: [Option<Vec<Point>>; 3], weight| {
            let lines = lines.into_iter().flatten();
            lines.map(move |points| Line { points, weight })
        };
        let lines = weighed(heavy, LEGIBLE + 1).chain(weighed(thin, 1));
        self.paint_words(canvas, theme, Labels::new(self.room(), lines.collect()))
    }

    /// The soft ground between a line and nothing.
    fn paint_ground(
        &self,
        canvas: &Canvas<'_, '_>,
        line: &[Point],
        color: Color,
    ) -> Result<(), ChartError> {
        let (Some(&(first, _)), Some(&(last, _))) = (line.first(), line.last()) else {
            return Ok(());
        };
        let zero = self.axis.y(0);
        let mut outline = line.to_vec();
        outline.extend([(last, zero), (first, zero)]);
        canvas.shape(&outline, color)
    }

    /// From what it held on its first day straight to the target on its day.
    fn needed(&self) -> Option<[Point; 2]> {
        let target = self.target?;
        let day = target.day?;
        let opening = self.levels.get(&self.start).copied().unwrap_or_default();
        let from = (self.time.x(self.start), self.axis.y(opening.promised));
        let to = (self.time.x(day), self.axis.y(target.minor));
        Some([from, to])
    }

    fn target_rule(&self) -> Option<[Point; 2]> {
        let (plot, y) = (self.axis.plot, self.axis.y(self.target?.minor));
        Some([(plot.x, y), (plot.right(), y)])
    }

    fn today_rule(&self) -> [Point; 2] {
        let (x, plot) = (self.time.x(self.today), self.axis.plot);
        [(x, plot.y), (x, plot.bottom())]
    }

    /// Where the way from today to the target on a day ends: there, or at the right edge.
    fn ray(&self, day: Option<NaiveDate>) -> Point {
        let ((x, y), right) = (self.here(), self.axis.plot.right());
        let (Some(day), Some(target)) = (day, self.target) else {
            return (right, y);
        };
        let (end, height) = (self.time.x(day), self.axis.y(target.minor));
        if end <= right {
            return (end, height);
        }
        (right, y + (height - y) * (right - x) / (end - x))
    }

    fn likely(&self) -> Option<[Point; 2]> {
        let day = self.band?.likely?;
        Some([self.here(), self.ray(Some(day))])
    }

    /// Between the way of the early day and that of the late one, and below the target.
    fn band_outline(&self) -> Option<Vec<Point>> {
        let band = self.band?;
        let (early, late) = (self.ray(band.early), self.ray(band.late));
        let corner = (late.0, early.1);
        let reached = band
            .early
            .is_some_and(|day| self.time.x(day) <= self.axis.plot.right());
        let outline = [self.here(), early, corner, late];
        let corners = outline.into_iter().enumerate();
        let kept = corners.filter(|(index, _)| reached || *index != 2);
        Some(kept.map(|(_, corner)| corner).collect())
    }

    fn paint_ends(&self, canvas: &Canvas<'_, '_>, theme: &Theme) -> Result<(), ChartError> {
        let (x, y) = self.here();
        let moved = self.axis.y(self.held().moved);
        if self.held().moved != self.held().promised {
            canvas.dot(x, moved, 4.5, theme.surface)?;
            canvas.dot(x, moved, 3.0, theme.second)?;
        }
        canvas.dot(x, y, 5.5, theme.surface)?;
        canvas.dot(x, y, 4.0, theme.accent)
    }

    /// What is promised, what was moved, the target and today, as far as there is room.
    fn paint_words(
        &self,
        canvas: &Canvas<'_, '_>,
        theme: &Theme,
        mut labels: Labels,
    ) -> Result<(), ChartError> {
        for word in self.words(theme) {
            labels.block(dot_area(word.end));
        }
        for word in self.words(theme) {
            let places = self.beside(&word);
            let ink = (word.font, word.color);
            paint_word(
                canvas,
                &mut labels,
                &word.text,
                ink,
                &places,
                word.most_spoilt,
            )?;
        }
        let ink = (SMALL_FONT, theme.muted);
        if let Some(target) = self.target {
            let word = self.named("Target", target.minor);
            let places = self.on_target_rule(&word);
            paint_word(canvas, &mut labels, &word, ink, &places, LEGIBLE)?;
        }
        let middle = text::width("Today", SMALL_FONT) / 2.0;
        let places = [(self.time.x(self.today) - middle, 8.0)];
        paint_word(canvas, &mut labels, "Today", ink, &places, LEGIBLE)
    }

    /// The amounts at the ends of the two lines; one where they are the same.
    fn words(&self, theme: &Theme) -> Vec<EndWord> {
        let (end, held) = (self.here(), self.held());
        let away = if held.promised < held.moved {
            1.0
        } else {
            -1.0
        };
        let other = (end.0, self.axis.y(held.moved));
        let promised = |text| EndWord {
            end,
            text,
            font: VALUE_FONT,
            color: theme.ink,
            away,
            between: (other.1 - end.1).abs() >= ROOM_BETWEEN,
            most_spoilt: u32::MAX,
        };
        if held.promised == held.moved {
            let amount = figures::plain_amount(held.promised, self.currency);
            return vec![promised(amount)];
        }
        let first = promised(self.named("Promised", held.promised));
        let second = EndWord {
            end: other,
            text: self.named("Moved", held.moved),
            font: SMALL_FONT,
            color: theme.second_ink,
            away: -away,
            between: first.between,
            most_spoilt: LEGIBLE,
        };
        vec![first, second]
    }

    /// Places for a word at the end of a line: away from the other line first, and there before the
    /// end, where a rising line leaves room.
    fn beside(&self, word: &EndWord) -> Vec<Point> {
        let ((x, y), width) = (word.end, text::width(&word.text, word.font));
        let (before, middle, after) = (x - width - 6.0, x - width / 2.0, x + 8.0);
        let mut places = Vec::new();
        for away in [13.0, 26.0] {
            let y = y + word.away * away;
            places.extend([before, after, middle].map(|left| (left, y)));
        }
        places.extend([(after + 2.0, y), (before - 4.0, y)]);
        if word.between {
            places.extend([before, after].map(|left| (left, y - word.away * 13.0)));
        }
        let beyond = self
            .target_rule()
            .map(|[(_, rule), _]| rule + word.away * 9.0);
        let near = |beyond: &f64| (0.0..FURTHEST).contains(&((beyond - y) * word.away));
        places.extend(beyond.filter(near).map(|y| (before, y)));
        places
    }

    /// Places for a word on the target's rule, the left end first.
    fn on_target_rule(&self, word: &str) -> Vec<Point> {
        let Some([(left, y), (right, _)]) = self.target_rule() else {
            return Vec::new();
        };
        let room = right - left - text::width(word, SMALL_FONT);
        let lefts = [0.0, 1.0, 0.25, 0.5, 0.75].map(|share| left + 2.0 + room * share);
        let places = [y - 8.0, y + 9.0].map(|y| lefts.map(|left| (left, y)));
        places.concat()
    }

    /// `Target 100.00`, and only the amount where there is little room.
    fn named(&self, word: &str, minor: i128) -> String {
        let amount = figures::plain_amount(minor, self.currency);
        if self.size.width < ROOMY {
            return amount;
        }
        format!("{word} {amount}")
    }

    /// Where words may stand: right of the axis and above the names of days.
    fn room(&self) -> Area {
        let plot = self.axis.plot;
        Area {
            x: plot.x + 2.0,
            y: 0.0,
            width: f64::from(self.size.width) - plot.x - 2.0,
            height: plot.bottom() - 2.0,
        }
    }

    fn marks(&self) -> Vec<Mark> {
        let days = self.apart(self.levels.keys().copied(), MARK_GAP);
        let places: Vec<_> = days.iter().map(|day| self.time.x(*day)).collect();
        let between =
            |one: usize, other: usize| Some((places.get(one)? + places.get(other)?) / 2.0);
        let mark = |(index, (day, x)): (usize, (&NaiveDate, &f64))| {
            let before = index
                .checked_sub(1)
                .and_then(|before| between(before, index));
            let left = before.unwrap_or(f64::MIN).max(x - MARK_REACH);
            let right = between(index, index + 1)
                .unwrap_or(f64::MAX)
                .min(x + MARK_REACH);
            self.mark(*day, left, right)
        };
        days.iter().zip(&places).enumerate().map(mark).collect()
    }

    fn mark(&self, day: NaiveDate, left: f64, right: f64) -> Mark {
        let plot = self.axis.plot;
        let (left, right) = (left.max(plot.x), right.min(plot.right() + RIGHT));
        let level = self.levels.get(&day).copied().unwrap_or_default();
        Mark {
            x: left,
            y: plot.y,
            width: right - left,
            height: plot.height,
            label: figures::day_month_year(day),
            value: format!(
                "{} promised, {} really moved",
                figures::amount(level.promised, self.currency),
                figures::amount(level.moved, self.currency)
            ),
            key: day.to_string(),
        }
    }

    fn summary(&self) -> String {
        let held = self.held();
        let so_far = if self.levels.is_empty() {
            "Nothing promised yet".to_owned()
        } else {
            format!(
                "{} promised and {} really moved by {}",
                figures::amount(held.promised, self.currency),
                figures::amount(held.moved, self.currency),
                figures::day_month_year(self.today)
            )
        };
        let Some(target) = self.target else {
            return format!("{so_far}.");
        };
        let amount = figures::amount(target.minor, self.currency);
        if held.promised >= target.minor {
            return format!("{so_far}; the target of {amount} is reached.");
        }
        let due = target
            .day
            .map(|day| format!(" by {}", figures::day_month_year(day)));
        let due = due.unwrap_or_default();
        let then = self.band.map(outlook).unwrap_or_default();
        format!("{so_far}, of {amount} wanted{due}{then}.")
    }
}

/// What a projection says, as the end of a sentence.
fn outlook(band: ProjectionBand) -> String {
    let [early, likely, late] =
        [band.early, band.likely, band.late].map(|day| day.map(figures::day_month_year));
    let Some(early) = early else {
        return "; at the recent pace it is not reached".to_owned();
    };
    let range = match late {
        Some(late) if late == early => format!("on {early}"),
        Some(late) => format!("between {early} and {late}"),
        None => format!("on {early} at the earliest"),
    };
    let most_likely = match likely {
        Some(likely) if likely != early => format!(", most likely on {likely}"),
        _ => String::new(),
    };
    format!("; at the recent pace it is reached {range}{most_likely}")
}

/// The last day that is drawn.
fn last_day(goal: &GoalGrowth<'_>, first: NaiveDate, band: Option<ProjectionBand>) -> NaiveDate {
    let today = goal.today;
    let after = |time: TimeDelta| today.checked_add_signed(time).unwrap_or(NaiveDate::MAX);
    let furthest = after((today - goal.start).max(TimeDelta::zero()));
    let projected = band.map_or(today, |band| {
        let ahead = band
            .likely
            .or(band.early)
            .map(|day| after((day - today) * 2));
        band.late.or(ahead).unwrap_or(today)
    });
    let week = first
        .checked_add_days(Days::new(FEWEST_DAYS))
        .unwrap_or(NaiveDate::MAX);
    let target_day = goal.target.and(goal.target_day).unwrap_or(today);
    let reached = projected.min(furthest).max(target_day);
    reached.max(today).max(goal.start).max(week)
}

/// A word at the best of these places, if there is one.
fn paint_word(
    canvas: &Canvas<'_, '_>,
    labels: &mut Labels,
    word: &str,
    (font, color): (f64, Color),
    places: &[Point],
    most_spoilt: u32,
) -> Result<(), ChartError> {
    let size = (text::width(word, font), font);
    match labels.place(size, places, most_spoilt) {
        Some(place) => canvas.text(word, place, Align::Start, font, color),
        None => Ok(()),
    }
}

fn dot_area((x, y): Point) -> Area {
    Area {
        x: x - 5.5,
        y: y - 5.5,
        width: 11.0,
        height: 11.0,
    }
}
