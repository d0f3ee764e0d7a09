//! What the charts of goals and of the savings lab say, draw and refuse.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::float_arithmetic,
    clippy::cast_precision_loss,
    reason = "outside tests' bodies, but only for them"
)]

mod common;

use chrono::{Days, Months, NaiveDate};
use common::{NARROW, WIDE, day, eur, goal, goal_points, lab_amounts, money};
use farthing_charts::{
    Chart, ChartError, GoalGrowth, GoalPoint, MonthSeries, ProjectionBand, Size, Theme,
    goal_growth, lab_months,
};
use farthing_money::{Currency, Money};

const SIZES: [(u32, u32); 4] = [(160, 100), (340, 200), (720, 260), (4096, 4096)];

fn drawn(goal: &GoalGrowth<'_>) -> Chart {
    goal_growth(goal, &Theme::light(), WIDE).unwrap()
}

fn on(text: &str, promised: i64, moved: i64) -> GoalPoint {
    GoalPoint {
        day: day(text),
        promised: money(promised),
        moved: money(moved),
    }
}

fn band(days: [Option<&str>; 3]) -> ProjectionBand {
    let [early, likely, late] = days.map(|text| text.map(day));
    ProjectionBand {
        early,
        likely,
        late,
    }
}

fn yen() -> Money {
    Money::from_minor(5, Currency::iso("JPY").unwrap()).unwrap()
}

/// Ten years of a point every other day.
fn ten_years() -> Vec<GoalPoint> {
    let point = |index: i64| GoalPoint {
        day: day("2016-12-01") + Days::new(index.unsigned_abs() * 2),
        promised: money(index * 150),
        moved: money(index * 100),
    };
    (0..1_800).map(point).collect()
}

#[test]
fn a_day_of_a_goal_says_what_is_promised_and_what_was_moved() {
    let points = [
        on("2026-09-14", 1_240, 500),
        on("2026-07-01", 300, 0),
        on("2026-09-14", 1_250, 500),
    ];
    let chart = drawn(&goal(&points));
    let [july, september] = &chart.marks[..] else {
        panic!("{:?}", chart.marks);
    };
    assert_eq!(july.key, "2026-07-01");
    assert_eq!(september.label, "14 Sep 2026");
    assert_eq!(september.value, "12.50 EUR promised, 5.00 EUR really moved");
    assert!(july.x + july.width <= september.x);
}

#[test]
fn days_too_close_to_point_at_share_the_mark_of_the_last() {
    let points = ten_years();
    let whole = GoalGrowth {
        start: day("2016-12-01"),
        ..goal(&points)
    };
    let chart = drawn(&whole);
    assert!((30..120).contains(&chart.marks.len()));
    let last = chart.marks.last().unwrap();
    assert_eq!(last.key, points.last().unwrap().day.to_string());
    for pair in chart.marks.windows(2) {
        assert!(pair[0].x + pair[0].width <= pair[1].x + 0.001 && pair[0].key < pair[1].key);
    }
    assert!(chart.svg.len() < 60_000, "{}", chart.svg.len());
}

#[test]
fn a_goal_is_told_in_plain_words() {
    let points = [on("2026-09-14", 1_240, 500)];
    let usual = goal(&points);
    let told = |goal: GoalGrowth<'_>| drawn(&goal).summary;
    assert_eq!(
        told(usual),
        "12.40 EUR promised and 5.00 EUR really moved by 26 Nov 2026, of 120.00 EUR wanted by \
         1 Apr 2027; at the recent pace it is reached between 20 Jan 2027 and 20 Apr 2027, most \
         likely on 25 Feb 2027."
    );
    let open = Some(band([Some("2027-01-20"), None, None]));
    let open = told(GoalGrowth {
        band: open,
        target_day: None,
        ..usual
    });
    assert!(
        open.ends_with(
            "120.00 EUR wanted; at the recent pace it is reached on 20 Jan 2027 at the earliest."
        ),
        "{open}"
    );
    let never = told(GoalGrowth {
        band: Some(band([None; 3])),
        ..usual
    });
    assert!(
        never.ends_with("; at the recent pace it is not reached."),
        "{never}"
    );
    let reached = told(GoalGrowth {
        target: Some(money(1_240)),
        ..usual
    });
    assert!(
        reached.ends_with("; the target of 12.40 EUR is reached."),
        "{reached}"
    );
    let endless = told(GoalGrowth {
        target: None,
        ..usual
    });
    assert!(endless.ends_with("by 26 Nov 2026."), "{endless}");
    let empty = told(GoalGrowth {
        points: &[],
        band: None,
        ..usual
    });
    assert_eq!(
        empty,
        "Nothing promised yet, of 120.00 EUR wanted by 1 Apr 2027."
    );
}

#[test]
fn a_far_projection_does_not_press_what_was_to_the_edge() {
    let points = goal_points();
    let far = Some(band([
        Some("2035-01-01"),
        Some("2050-01-01"),
        Some("2090-01-01"),
    ]));
    let far = GoalGrowth {
        band: far,
        target_day: None,
        ..goal(&points)
    };
    let today = drawn(&far).marks.last().unwrap().x;
    assert!((300.0..400.0).contains(&today), "{today}");
}

#[test]
fn goals_that_make_no_sense_are_refused() {
    let points = goal_points();
    let usual = goal(&points);
    let refused = |goal: GoalGrowth<'_>| goal_growth(&goal, &Theme::light(), WIDE).unwrap_err();
    let other = ChartError::MixedCurrencies(eur(), yen().currency());
    assert_eq!(
        refused(GoalGrowth {
            target: Some(yen()),
            ..usual
        }),
        other
    );
    let moved = [GoalPoint {
        moved: yen(),
        ..points[0]
    }];
    assert_eq!(
        refused(GoalGrowth {
            points: &moved,
            ..usual
        }),
        other
    );
    for outside in ["2026-05-31", "2026-11-27"] {
        let points = [on(outside, 1, 1)];
        let error = refused(GoalGrowth {
            points: &points,
            ..usual
        });
        assert_eq!(error, ChartError::OutsideDays(day(outside)));
    }
    let before = Some(day("2026-05-31"));
    assert_eq!(
        refused(GoalGrowth {
            target_day: before,
            ..usual
        }),
        ChartError::Backwards(usual.start, day("2026-05-31"))
    );
    for days in [
        [Some("2026-11-25"), None, None],
        [Some("2027-02-02"), Some("2027-02-01"), None],
        [None, None, Some("2027-02-01")],
    ] {
        let error = refused(GoalGrowth {
            band: Some(band(days)),
            ..usual
        });
        assert_eq!(error, ChartError::ProjectionOrder);
    }
    let never = GoalGrowth {
        target_day: Some(NaiveDate::MAX),
        ..usual
    };
    assert!(matches!(refused(never), ChartError::TooLong(_, "days", _)));
    let size = Size {
        width: 159,
        height: 100,
    };
    let small = goal_growth(&usual, &Theme::light(), size);
    assert_eq!(small, Err(ChartError::Size(159, 100)));
}

/// Courses of every kind, with the day they start.
fn courses() -> Vec<(&'static str, Vec<GoalPoint>)> {
    let down = vec![
        on("2026-09-01", 8_000, 8_000),
        on("2026-10-10", 7_000, 9_000),
        on("2026-11-20", -1_500, -1_400),
    ];
    let huge = vec![on("2026-06-01", 1_000_000_000_000_000, 1)];
    vec![
        ("2026-06-01", goal_points()),
        ("2016-12-01", ten_years()),
        ("2026-08-01", down),
        ("2026-06-01", huge),
        ("2026-11-20", vec![on("2026-11-25", 1_240, 500)]),
        ("2026-11-01", vec![]),
        ("2026-11-26", vec![]),
        ("2027-01-01", vec![]),
    ]
}

/// One course against every kind of target and projection.
fn goals<'a>(start: &str, points: &'a [GoalPoint]) -> Vec<GoalGrowth<'a>> {
    let start = day(start);
    let whole = GoalGrowth {
        start,
        ..goal(points)
    };
    let targets = [None, Some(12_000), Some(900_000), Some(-5)];
    let bands = [
        None,
        whole.band,
        Some(band([Some("2027-01-01"), None, None])),
        Some(band([Some("2026-11-26"); 3])),
        Some(band([Some("2040-01-01"), Some("2126-01-01"), None])),
    ];
    let mut goals = Vec::new();
    for target in targets.map(|minor| minor.map(money)) {
        for target_day in [None, whole.target_day] {
            goals.extend(bands.map(|band| GoalGrowth {
                target,
                target_day,
                band,
                ..whole
            }));
        }
    }
    goals
}

/// Series of months of every kind, and whether there is a second.
fn labs() -> Vec<(Vec<(NaiveDate, Money)>, bool)> {
    let many = |count: u32, factor: i64| {
        let month = |index| day("1990-05-01") + Months::new(index);
        (0..count)
            .map(|index| (month(index), money(i64::from(index % 7) * factor)))
            .collect()
    };
    let huge = 1_000_000_000_000_000;
    vec![
        (lab_amounts(3), true),
        (lab_amounts(3), false),
        (vec![], true),
        (many(1, 0), true),
        (many(24, 0), true),
        (many(25, -3), false),
        (many(600, 77), true),
        (
            vec![
                (day("2026-01-01"), money(huge)),
                (day("2026-05-01"), money(-huge)),
            ],
            true,
        ),
    ]
}

#[test]
fn no_words_touch_and_no_mark_leaves_the_sheet() {
    let (theme, courses) = (Theme::dark(), courses());
    for (width, height) in SIZES {
        let size = Size { width, height };
        for (start, points) in &courses {
            for goal in goals(start, points) {
                let chart = goal_growth(&goal, &theme, size).unwrap();
                check(&chart, size, &format!("{start}: {}", chart.summary));
            }
        }
        for (index, (months, two)) in labs().iter().enumerate() {
            let first = MonthSeries {
                name: "Round-ups",
                months,
            };
            let second = MonthSeries {
                name: "A savings account with a long name",
                months,
            };
            let chart = lab_months(&first, two.then_some(&second), eur(), &theme, size).unwrap();
            check(&chart, size, &format!("lab {index}"));
        }
    }
}

fn check(chart: &Chart, Size { width, height }: Size, name: &str) {
    let name = format!("{name} at {width} by {height}");
    let (width, height) = (f64::from(width), f64::from(height));
    assert!(
        !chart.svg.contains("NaN") && !chart.svg.contains("2147483647"),
        "{name}"
    );
    for mark in &chart.marks {
        let right = mark.x + mark.width <= width + 0.01 && mark.y + mark.height <= height + 0.01;
        assert!(
            mark.x >= 0.0 && mark.y >= 0.0 && mark.width > 0.0 && right,
            "{name}: {mark:?}"
        );
    }
    let words = words(&chart.svg);
    for (index, (word, [left, top, right, bottom])) in words.iter().enumerate() {
        let inside = *left >= -1.0 && *right <= width + 1.0 && *top >= 0.0 && *bottom <= height;
        assert!(inside, "{name}: {word} runs out of the sheet");
        for (other, box_) in &words[..index] {
            let apart =
                *right <= box_[0] || box_[2] <= *left || *bottom <= box_[1] || box_[3] <= *top;
            assert!(apart, "{name}: {word} touches {other}");
        }
    }
}

/// The words of a picture with the least room their letters take: left, top, right, bottom.
fn words(svg: &str) -> Vec<(String, [f64; 4])> {
    let mut words = Vec::new();
    for tag in svg.split("<text ").skip(1) {
        let attribute = |name: &str| {
            let start = tag.find(&format!("{name}=\"")).unwrap() + name.len() + 2;
            tag[start..].split('"').next().unwrap().to_owned()
        };
        let number = |name: &str| attribute(name).parse::<f64>().unwrap() / 4.0;
        let word = tag.split(['>', '<']).nth(1).unwrap().trim().to_owned();
        let (x, y, font) = (number("x"), number("y"), number("font-size"));
        let narrow = |sign: &char| matches!(sign, '.' | ' ' | 'i' | 'l' | 't' | '\u{202f}');
        let thin = word.chars().filter(narrow).count() as f64 * 0.3;
        let width = (word.chars().count() as f64 * 0.55 - thin) * font;
        let left = match attribute("text-anchor").as_str() {
            "start" => x,
            "middle" => x - width / 2.0,
            _ => x - width,
        };
        let half = font * 0.36;
        words.push((word, [left, y - half, left + width, y + half]));
    }
    words
}

#[test]
fn a_bar_says_its_month_and_whose_it_is() {
    let months = [
        (day("2026-03-01"), money(1_240)),
        (day("2026-03-09"), money(60)),
    ];
    let later = [
        (day("2026-05-01"), money(-700)),
        (day("2026-03-01"), money(0)),
    ];
    let first = MonthSeries {
        name: "Round-ups",
        months: &months,
    };
    let second = MonthSeries {
        name: "Pay\u{202e} day",
        months: &later,
    };
    let chart = lab_months(&first, Some(&second), eur(), &Theme::light(), NARROW).unwrap();
    let told: Vec<_> = chart
        .marks
        .iter()
        .map(|mark| [&*mark.label, &*mark.value, &*mark.key])
        .collect();
    assert_eq!(
        told,
        [
            ["Mar 2026 · Round-ups", "13.00 EUR", "2026-03"],
            ["Mar 2026 · Pay day", "0.00 EUR", "2026-03"],
            ["May 2026 · Pay day", "\u{2212}7.00 EUR", "2026-05"],
        ]
    );
    assert!(chart.marks[0].x + chart.marks[0].width <= chart.marks[1].x + 0.001);
    assert_eq!(
        chart.summary,
        "By month, Mar 2026 to May 2026: Round-ups 13.00 EUR; Pay day \u{2212}7.00 EUR in all, \
         the most in Mar 2026 with 0.00 EUR."
    );
}

#[test]
fn no_more_than_24_months_are_named() {
    let month = |index| (day("2020-01-01") + Months::new(index), money(5));
    let named = |count| {
        let months: Vec<_> = (0..count).map(month).collect();
        let series = MonthSeries {
            name: "A",
            months: &months,
        };
        let size = Size {
            width: 4096,
            height: 200,
        };
        let chart = lab_months(&series, None, eur(), &Theme::light(), size).unwrap();
        let is_month = |word: &str| word.len() == 3 && word.chars().all(char::is_alphabetic);
        let words = words(&chart.svg);
        words
            .iter()
            .filter(|(word, _)| is_month(word) && word != "EUR")
            .count()
    };
    assert_eq!(
        (named(24), named(25), named(48), named(60)),
        (24, 13, 24, 20)
    );
}

#[test]
fn months_that_make_no_sense_are_refused() {
    let of = |months: &[(NaiveDate, Money)]| {
        let series = MonthSeries { name: "A", months };
        let empty = MonthSeries {
            name: "B",
            months: &[],
        };
        lab_months(&empty, Some(&series), eur(), &Theme::light(), WIDE).map(|chart| chart.summary)
    };
    let other = ChartError::MixedCurrencies(eur(), yen().currency());
    assert_eq!(of(&[(day("2026-01-01"), yen())]), Err(other));
    let ages = [(day("0001-01-01"), money(1)), (day("9999-01-01"), money(1))];
    assert!(matches!(
        of(&ages),
        Err(ChartError::TooLong(_, "months", _))
    ));
    assert_eq!(of(&[]).unwrap(), "B and A by month in EUR: none yet.");
    let one = of(&[(day("2026-01-01"), money(100))]).unwrap();
    assert_eq!(one, "In Jan 2026: B none; A 1.00 EUR.");
}
