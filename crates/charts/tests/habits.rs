//! What the charts of weeks, habits, subscriptions and fees say and refuse.
#![allow(
    clippy::unwrap_used,
    clippy::float_arithmetic,
    reason = "outside tests' bodies, but only for them"
)]

mod common;

use chrono::{Days, Weekday};
use common::habits::{
    all_habits, band, charge, of_pace, price, price_points, rate, score_points, shows,
};
use common::{NARROW, WIDE, day, eur, money};
use farthing_charts::{
    Certainty, Chart, ChartError, DayPoint, DayState, DayStatePoint, HourPoint, Mark, RatePoint,
    ScorePoint, Size, Theme, WeekPoint, calendar, day_states, hours, pace, rates, score, steps,
    weeks,
};
use farthing_money::{Currency, Money};

fn light() -> Theme {
    Theme::light()
}

fn yen() -> Money {
    Money::from_minor(5, Currency::iso("JPY").unwrap()).unwrap()
}

fn at(weekday: u8, hour: Option<u8>, minor: i64) -> HourPoint {
    HourPoint {
        weekday,
        hour,
        amount: money(minor),
        count: 1,
    }
}

fn in_week(text: &str, minor: i64) -> WeekPoint {
    WeekPoint {
        week: day(text),
        amount: money(minor),
        count: 2,
    }
}

fn on(text: &str, minor: i64) -> DayPoint {
    DayPoint {
        day: day(text),
        amount: money(minor),
        count: 1,
    }
}

fn scored(text: &str, score_hundredths: u32) -> ScorePoint {
    ScorePoint {
        day: day(text),
        score_hundredths,
    }
}

fn keys(chart: &Chart) -> Vec<&str> {
    chart.marks.iter().map(|mark| mark.key.as_str()).collect()
}

#[test]
fn an_hour_of_a_weekday_adds_up_and_stands_before_what_has_no_time() {
    let points = [
        at(1, None, 300),
        at(0, Some(13), 250),
        at(1, Some(23), 100),
        at(0, Some(13), 250),
    ];
    let chart = hours(&points, eur(), &light(), WIDE).unwrap();
    assert_eq!(keys(&chart), ["0-13", "1-23", "1-na"]);
    let [monday, tuesday, timeless] = &chart.marks[..] else {
        panic!("{:?}", chart.marks);
    };
    assert_eq!(monday.label, "Monday 13:00 to 14:00");
    assert_eq!(monday.value, "5.00 EUR · 2 payments");
    assert_eq!(tuesday.label, "Tuesday 23:00 to 24:00");
    assert_eq!(timeless.label, "Tuesday, no time");
    assert!(timeless.x >= tuesday.x + tuesday.width + 8.0 && tuesday.y > monday.y);
    assert_eq!(
        chart.summary,
        "Payments by weekday and hour: 9.00 EUR in 4 payments, the most on Monday 13:00 to 14:00 \
         with 5.00 EUR; 1 payment without a time."
    );
}

#[test]
fn an_hour_or_a_weekday_that_does_not_exist_is_refused() {
    let refused = |point| hours(&[point], eur(), &light(), WIDE).unwrap_err();
    assert_eq!(refused(at(7, None, 1)), ChartError::NoSuchWeekday(7));
    assert_eq!(refused(at(0, Some(24), 1)), ChartError::NoSuchHour(24));
}

#[test]
fn amounts_of_hours_are_written_as_long_as_the_cells_allow() {
    let points = [at(0, Some(0), 1_240), at(6, Some(23), 480)];
    let of_width = |width| {
        let size = Size { width, height: 300 };
        hours(&points, eur(), &light(), size).unwrap()
    };
    assert!(shows(&of_width(1100), "12.40") && shows(&of_width(1100), "23"));
    // Only every third hour is named where cells are narrow.
    assert!(shows(&of_width(560), "12") && !shows(&of_width(560), "23"));
    assert!(!shows(&of_width(560), "12.40") && !shows(&of_width(340), "5"));
}

#[test]
fn a_week_leads_to_its_first_day_and_weeks_between_keep_their_place() {
    let points = [
        in_week("2026-01-19", 300),
        in_week("2026-01-05", 1_000),
        in_week("2026-01-05", 10),
    ];
    let chart = weeks(&points, eur(), &light(), WIDE).unwrap();
    assert_eq!(keys(&chart), ["2026-01-05", "2026-01-19"]);
    let [first, last] = &chart.marks[..] else {
        panic!("{:?}", chart.marks);
    };
    assert_eq!(first.label, "5 Jan 2026 to 11 Jan 2026");
    assert_eq!(first.value, "10.10 EUR · 4 payments");
    assert!(last.x > first.x + 1.9 * first.width);
    assert_eq!(
        chart.summary,
        "Payments by week, 5 Jan 2026 to 25 Jan 2026: 13.10 EUR in 6 payments, the most from \
         5 Jan 2026 to 11 Jan 2026 with 10.10 EUR."
    );
}

#[test]
fn weeks_begin_on_one_weekday_and_are_at_most_160() {
    let (first, other) = ("2026-01-05", "2026-01-13");
    let points = [in_week(first, 1), in_week(other, 1)];
    assert_eq!(
        weeks(&points, eur(), &light(), WIDE),
        Err(ChartError::TwoWeekStarts(day(first), day(other)))
    );
    let until = |weeks: u64| WeekPoint {
        week: day(first) + Days::new(7 * weeks),
        ..in_week(first, 1)
    };
    let drawn = |last| weeks(&[in_week(first, 1), until(last)], eur(), &light(), WIDE);
    assert_eq!(drawn(159).unwrap().marks.len(), 2);
    assert_eq!(drawn(160), Err(ChartError::TooLong(161, "weeks", 160)));
}

#[test]
fn a_calendar_of_few_days_has_its_amounts_in_the_cells_and_a_long_one_has_not() {
    let points = [on("2026-03-03", 1_240), on("2026-03-09", 90)];
    let until = |last| {
        let (from, to) = (day("2026-03-01"), day(last));
        calendar(&points, from, to, eur(), &light(), WIDE).unwrap()
    };
    let (month, year) = (until("2026-03-31"), until("2027-02-28"));
    assert!(shows(&month, "12.40") && shows(&month, "0.90"));
    assert!(!shows(&year, "12.40") && !shows(&year, "12"));
    assert!(month.marks[0].width > 3.0 * year.marks[0].width);
}

#[test]
fn a_day_of_a_habit_says_its_state_in_words_and_the_legend_does_too() {
    let states = [
        (DayState::NoSpend, "No spending"),
        (DayState::UnderLimit, "Under the limit"),
        (DayState::Spend, "Spending"),
        (DayState::Unknown, "Not known"),
        (DayState::Provisional, "May still change"),
        (DayState::Open, "Not over yet"),
        (DayState::Skipped, "Left out"),
        (DayState::Done, "Done"),
        (DayState::Missed, "Not done"),
    ];
    let first = day("2026-03-02");
    let mut drawn = Vec::new();
    for (state, words) in states {
        let point = DayStatePoint { day: first, state };
        let chart = day_states(&[point], first, first, "No takeaway", &light(), NARROW).unwrap();
        assert_eq!(chart.marks[0].value, words);
        assert_eq!(chart.marks[0].label, "2 Mar 2026");
        assert_eq!(chart.marks[0].key, "2026-03-02");
        assert!(shows(&chart, words), "{words}");
        drawn.push(shapes(&chart.svg));
    }
    drawn.sort();
    drawn.dedup();
    assert_eq!(drawn.len(), states.len(), "two states have one shape");
}

/// A picture without its texts and colours.
fn shapes(svg: &str) -> String {
    let lines = svg.lines().filter(|line| !line.starts_with("<text"));
    let colourless = lines.map(|line| {
        let parts = line.split('#').enumerate();
        parts
            .map(|(index, part)| if index == 0 { part } else { &part[6..] })
            .collect::<String>()
    });
    colourless.collect()
}

#[test]
fn days_of_a_habit_are_counted_by_state() {
    let on = |text: &str, state| DayStatePoint {
        day: day(text),
        state,
    };
    let points = [
        on("2026-03-03", DayState::Spend),
        on("2026-03-01", DayState::NoSpend),
        on("2026-03-02", DayState::NoSpend),
    ];
    let (from, to) = (day("2026-03-01"), day("2026-03-31"));
    let drawn = |points: &[_]| day_states(points, from, to, "No takeaway", &light(), WIDE);
    let chart = drawn(&points).unwrap();
    assert_eq!(keys(&chart), ["2026-03-01", "2026-03-02", "2026-03-03"]);
    assert_eq!(
        chart.summary,
        "No takeaway, 1 Mar 2026 to 31 Mar 2026, days: 2 without spending, 1 with spending."
    );
    let twice = [points[0], on("2026-03-03", DayState::NoSpend)];
    assert_eq!(drawn(&twice), Err(ChartError::DayTwice(day("2026-03-03"))));
    let late = on("2026-04-01", DayState::Open);
    assert_eq!(
        drawn(&[late]),
        Err(ChartError::OutsideDays(day("2026-04-01")))
    );
}

#[test]
fn a_score_ends_with_its_value() {
    let points = [
        scored("2026-03-03", 7_350),
        scored("2026-03-01", 10_000),
        scored("2026-03-02", 5),
    ];
    let chart = score(&points, "No takeaway", Weekday::Mon, &light(), WIDE).unwrap();
    let values: Vec<_> = chart.marks.iter().map(|mark| mark.value.as_str()).collect();
    assert_eq!(values, ["100 of 100", "0.05 of 100", "73.5 of 100"]);
    assert_eq!(keys(&chart), ["2026-03-01", "2026-03-02", "2026-03-03"]);
    assert!(shows(&chart, "73.5"));
    assert_eq!(
        chart.summary,
        "No takeaway: a score of 73.5 of 100 on 3 Mar 2026, from 100 on 1 Mar 2026."
    );
}

#[test]
fn weeks_of_a_score_are_marked_where_the_person_begins_them() {
    let lines = |start| {
        let chart = score(&score_points(22), "Habit", start, &light(), WIDE).unwrap();
        chart.svg.matches("<polyline").count()
    };
    // From a Tuesday on: three Mondays and four Tuesdays, and the score itself.
    assert_eq!((lines(Weekday::Mon), lines(Weekday::Tue)), (4, 5));
}

#[test]
fn a_score_lies_from_0_to_100_and_has_one_value_for_each_of_at_most_800_days() {
    let drawn = |points: &[_]| score(points, "Habit", Weekday::Mon, &light(), WIDE);
    let high = scored("2026-03-01", 10_001);
    assert_eq!(drawn(&[high]), Err(ChartError::ScoreTooHigh(10_001)));
    let one = scored("2026-03-01", 1);
    assert_eq!(drawn(&[one, one]), Err(ChartError::DayTwice(one.day)));
    assert_eq!(drawn(&score_points(800)).unwrap().marks.len(), 800);
    let long = drawn(&score_points(801));
    assert_eq!(long, Err(ChartError::TooLong(801, "days", 800)));
}

#[test]
fn spending_adds_up_against_the_even_pace() {
    let points = [
        on("2026-09-03", 100),
        on("2026-09-01", 250),
        on("2026-09-03", 50),
    ];
    let chart = pace(&of_pace(&points), &light(), WIDE).unwrap();
    assert_eq!(chart.marks.len(), 17);
    assert_eq!(
        chart.marks[2].value,
        "4.00 EUR of 90.00 EUR · even pace 9.00 EUR"
    );
    assert_eq!(chart.marks[2].key, "2026-09-03");
    assert!(shows(&chart, "today 4.00") && shows(&chart, "limit 90.00"));
    assert_eq!(
        chart.summary,
        "Coffee and snacks, 1 Sep 2026 to 30 Sep 2026: 4.00 EUR of 90.00 EUR by 17 Sep 2026; \
         an even pace would be 51.00 EUR."
    );
}

#[test]
fn a_period_that_is_over_or_has_not_begun_has_no_today() {
    let points = [on("2026-09-03", 100)];
    let mut period = of_pace(&points);
    period.today = day("2026-11-26");
    let over = pace(&period, &light(), WIDE).unwrap();
    assert_eq!(over.marks.len(), 30);
    assert!(shows(&over, "1.00") && !over.svg.contains("today"));
    (period.points, period.today) = (&[], day("2026-08-31"));
    let before = pace(&period, &light(), WIDE).unwrap();
    assert!(before.marks.is_empty() && !before.svg.contains("today"));
    assert!(shows(&before, "not begun"));
    assert_eq!(
        before.summary,
        "Coffee and snacks, 1 Sep 2026 to 30 Sep 2026: not begun, with a limit of 90.00 EUR."
    );
}

#[test]
fn payments_outside_a_period_or_after_today_are_refused() {
    for text in ["2026-08-31", "2026-09-18"] {
        let points = [on(text, 100)];
        assert_eq!(
            pace(&of_pace(&points), &light(), WIDE),
            Err(ChartError::OutsideDays(day(text)))
        );
    }
    let mut period = of_pace(&[]);
    period.end = day("2026-08-31");
    assert_eq!(
        pace(&period, &light(), WIDE),
        Err(ChartError::Backwards(period.start, period.end))
    );
}

#[test]
fn nothing_to_show_is_said_in_a_sentence() {
    let theme = light();
    let first = day("2026-03-01");
    let charts = [
        hours(&[], eur(), &theme, NARROW).unwrap(),
        weeks(&[], eur(), &theme, NARROW).unwrap(),
        day_states(&[], first, first, "Habit", &theme, NARROW).unwrap(),
        score(&[], "Habit", Weekday::Mon, &theme, NARROW).unwrap(),
        steps(&price(&[]), &theme, NARROW).unwrap(),
        rates(&[], eur(), &theme, NARROW).unwrap(),
    ];
    let said: Vec<_> = charts.iter().map(|chart| chart.summary.as_str()).collect();
    assert_eq!(
        said,
        [
            "Payments by weekday and hour in EUR: none yet.",
            "Payments by week in EUR: none yet.",
            "Habit, 1 Mar 2026 to 1 Mar 2026: no day is known yet.",
            "Habit: no score yet.",
            "Music streaming: no charge yet.",
            "Fees as a share of payments, by size: none yet.",
        ]
    );
    for chart in charts {
        assert!(chart.marks.is_empty());
        assert!(shows(&chart, &chart.summary), "{}", chart.svg);
    }
    let blank = calendar(&[], first, first, eur(), &theme, NARROW).unwrap();
    assert!(shows(&blank, "none in EUR"));
    let quiet = pace(&of_pace(&[]), &theme, NARROW).unwrap();
    assert!(quiet.summary.contains(": no payments by 17 Sep 2026"));
}

#[test]
fn amounts_of_another_currency_are_refused() {
    let (theme, mixed) = (
        light(),
        Err(ChartError::MixedCurrencies(eur(), yen().currency())),
    );
    let hour = HourPoint {
        amount: yen(),
        ..at(0, None, 1)
    };
    assert_eq!(hours(&[hour], eur(), &theme, WIDE), mixed);
    let week = WeekPoint {
        amount: yen(),
        ..in_week("2026-01-05", 1)
    };
    assert_eq!(weeks(&[week], eur(), &theme, WIDE), mixed);
    let mut charges = price_points();
    charges[3].amount = yen();
    assert_eq!(steps(&price(&charges), &theme, WIDE), mixed);
    let volume = RatePoint {
        volume: yen(),
        ..rate("Wallet", 1, 1)
    };
    assert_eq!(
        rates(&[band("all", vec![volume])], eur(), &theme, WIDE),
        mixed
    );
    let mut period = of_pace(&[]);
    period.limit = yen();
    assert_eq!(pace(&period, &theme, WIDE), mixed);
}

fn inside(mark: &Mark, size: Size) -> bool {
    mark.x >= 0.0
        && mark.y >= 0.0
        && mark.width > 0.0
        && mark.height > 0.0
        && mark.x + mark.width <= f64::from(size.width) + 0.01
        && mark.y + mark.height <= f64::from(size.height) + 0.01
}

#[test]
fn every_mark_lies_on_the_sheet_at_every_size() {
    for (width, height) in [
        (160, 100),
        (340, 200),
        (560, 300),
        (1100, 340),
        (4096, 4096),
    ] {
        let size = Size { width, height };
        for (name, chart) in all_habits(&light(), size) {
            assert!(!chart.marks.is_empty(), "{name}");
            for mark in &chart.marks {
                assert!(inside(mark, size), "{name} {width}: {mark:?}");
            }
        }
    }
}

#[test]
fn sheets_too_small_or_too_large_are_refused() {
    let theme = light();
    for (width, height) in [
        (0, 0),
        (159, 100),
        (160, 99),
        (4097, 100),
        (u32::MAX, u32::MAX),
    ] {
        let size = Size { width, height };
        let first = day("2026-03-01");
        for refused in [
            hours(&[], eur(), &theme, size),
            weeks(&[], eur(), &theme, size),
            day_states(&[], first, first, "Habit", &theme, size),
            score(&[], "Habit", Weekday::Mon, &theme, size),
            steps(&price(&[]), &theme, size),
            rates(&[], eur(), &theme, size),
            pace(&of_pace(&[]), &theme, size),
        ] {
            assert_eq!(refused, Err(ChartError::Size(width, height)));
        }
    }
}

#[test]
fn zero_negative_and_huge_amounts_are_drawn() {
    const HUGE: i64 = 1_000_000_000_000_000;
    for (width, height) in [(160, 100), (560, 300), (4096, 4096)] {
        let size = Size { width, height };
        for minors in [[0, 0], [-5, -5], [HUGE, HUGE], [-HUGE, HUGE], [1, HUGE]] {
            for chart in of_amounts(minors, size) {
                assert!(chart.marks.iter().all(|mark| inside(mark, size)));
                assert!(!chart.svg.contains("NaN") && !chart.svg.contains("2147483647"));
            }
        }
    }
}

fn of_amounts([one, other]: [i64; 2], size: Size) -> [Chart; 5] {
    let theme = light();
    let charges = [
        charge("2026-01-14", one, Certainty::Confirmed),
        charge("2026-02-14", other, Certainty::Unconfirmed),
    ];
    let days = [on("2026-09-01", one), on("2026-09-02", other)];
    let mut period = of_pace(&days);
    period.limit = money(other);
    let bands = [band(
        "all",
        vec![rate("a", one, other), rate("b", other, 1)],
    )];
    let of_hours = [at(0, Some(0), one), at(6, None, other)];
    let of_weeks = [in_week("2026-01-05", one), in_week("2026-01-12", other)];
    [
        hours(&of_hours, eur(), &theme, size).unwrap(),
        weeks(&of_weeks, eur(), &theme, size).unwrap(),
        steps(&price(&charges), &theme, size).unwrap(),
        rates(&bands, eur(), &theme, size).unwrap(),
        pace(&period, &theme, size).unwrap(),
    ]
}
