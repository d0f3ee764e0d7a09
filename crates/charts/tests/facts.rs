//! What each chart says and refuses.
#![allow(
    clippy::unwrap_used,
    clippy::float_arithmetic,
    reason = "outside tests' bodies, but only for them"
)]

mod common;

use chrono::NaiveDate;
use common::{
    NARROW, WIDE, all, day, earlier, eur, merchant_points, money, month_points, of_month,
};
use farthing_charts::{
    BarPoint, Chart, ChartError, DayPoint, MerchantPoint, MonthPoint, Size, Theme, ThemeName, bars,
    calendar, cumulative, merchants, months, png, png_with_fonts,
};
use farthing_money::{Currency, Money};

fn light() -> Theme {
    Theme::from(ThemeName::Light)
}

fn on(text: &str, minor: i64, count: i64) -> DayPoint {
    DayPoint {
        day: day(text),
        amount: money(minor),
        count,
    }
}

fn in_month(text: &str, minor: i64) -> MonthPoint {
    MonthPoint {
        month: day(text),
        amount: money(minor),
        count: 1,
    }
}

fn merchant(name: &str, minor: i64) -> MerchantPoint {
    MerchantPoint {
        key: name.to_owned(),
        name: name.to_owned(),
        amount: money(minor),
        count: 1,
    }
}

fn yen() -> Money {
    Money::from_minor(5, Currency::iso("JPY").unwrap()).unwrap()
}

#[test]
fn a_month_says_what_it_is_and_where_it_leads() {
    let points = [
        MonthPoint {
            count: 13,
            ..in_month("2026-03-01", 4_210)
        },
        in_month("2026-05-01", 123_456),
    ];
    let chart = months(&points, eur(), &light(), WIDE).unwrap();
    let [march, may] = &chart.marks[..] else {
        panic!("{:?}", chart.marks);
    };
    assert_eq!(march.label, "Mar 2026");
    assert_eq!(march.value, "42.10 EUR · 13 payments");
    assert_eq!(march.key, "2026-03");
    assert_eq!(may.value, "1\u{202f}234.56 EUR · 1 payment");
    // April has no point, but its place.
    assert!(may.x > march.x + 1.9 * march.width);
}

#[test]
fn a_day_leads_to_its_date_and_lies_in_its_row() {
    let points = [on("2026-03-16", 100, 1), on("2026-03-15", 200, 2)];
    let (from, to) = (day("2026-03-01"), day("2026-03-31"));
    let chart = calendar(&points, from, to, eur(), &light(), NARROW).unwrap();
    let [sunday, monday] = &chart.marks[..] else {
        panic!("{:?}", chart.marks);
    };
    assert_eq!(
        (sunday.key.as_str(), sunday.label.as_str()),
        ("2026-03-15", "15 Mar 2026")
    );
    assert_eq!(sunday.value, "2.00 EUR · 2 payments");
    assert!(monday.y < sunday.y && monday.x > sunday.x);
}

#[test]
fn a_running_month_adds_up_and_ends_where_its_points_end() {
    let current = [
        on("2026-03-01", 100, 1),
        on("2026-03-03", 250, 2),
        on("2026-03-04", 0, 0),
    ];
    let chart = cumulative(&current, &earlier(), eur(), &light(), WIDE).unwrap();
    let values: Vec<_> = chart.marks.iter().map(|mark| mark.value.as_str()).collect();
    assert_eq!(
        values,
        [
            "1.00 EUR · 1 payment",
            "1.00 EUR · 1 payment",
            "3.50 EUR · 3 payments",
            "3.50 EUR · 3 payments"
        ]
    );
    assert_eq!(chart.marks[3].key, "2026-03-04");
}

#[test]
fn the_summary_of_a_running_month_compares_it_with_the_month_before() {
    let before = vec![on("2026-02-02", 900, 1), on("2026-02-20", 500, 1)];
    let current = [on("2026-03-05", 100, 1)];
    let earlier = [("Feb".to_owned(), before)];
    let chart = cumulative(&current, &earlier, eur(), &light(), WIDE).unwrap();
    assert_eq!(
        chart.summary,
        "Mar 2026 adds up to 1.00 EUR in 1 payment by day 5; Feb had 9.00 EUR by then."
    );
}

#[test]
fn merchants_keep_their_order_and_only_those_with_room_are_drawn() {
    let points: Vec<_> = (0..500)
        .map(|n| merchant(&format!("Shop {n}"), n))
        .collect();
    let chart = merchants(&points, eur(), &light(), NARROW).unwrap();
    assert_eq!(chart.marks.len(), 9);
    assert_eq!(chart.marks[0].label, "Shop 0");
    assert!(
        chart.summary.contains("9 of 500 shown"),
        "{}",
        chart.summary
    );
}

#[test]
fn bars_say_their_values_as_they_are_given() {
    let bar = |name: &str, value: &str| BarPoint {
        key: name.to_lowercase(),
        name: name.to_owned(),
        length: 5,
        track: Some(10),
        value: value.to_owned(),
    };
    let points = [bar("Expected", "4.10 EUR"), bar("Paid", "9.00 EUR")];
    let chart = bars(&points, "Cashback by state", &light(), WIDE).unwrap();
    assert_eq!(
        chart.summary,
        "Cashback by state: Expected 4.10 EUR; Paid 9.00 EUR."
    );
    assert_eq!(chart.marks[1].label, "Paid");
    assert_eq!(chart.marks[1].value, "9.00 EUR");
    assert_eq!(chart.marks[1].key, "paid");
    assert!(chart.svg.contains("4.10 EUR"));
}

#[test]
fn nothing_to_draw_is_said_and_has_no_marks() {
    let (from, to) = (day("2026-03-01"), day("2026-03-31"));
    let theme = Theme::dark();
    for chart in [
        months(&[], eur(), &theme, WIDE).unwrap(),
        merchants(&[], eur(), &theme, WIDE).unwrap(),
        bars(&[], "Cashback by state", &theme, WIDE).unwrap(),
        calendar(&[], from, to, eur(), &theme, WIDE).unwrap(),
        cumulative(&[], &[], eur(), &theme, WIDE).unwrap(),
    ] {
        assert!(chart.marks.is_empty());
        assert!(chart.summary.contains("none"), "{}", chart.summary);
        assert!(chart.svg.starts_with("<svg ") && chart.svg.ends_with("</svg>\n"));
    }
}

#[test]
fn amounts_of_two_currencies_are_refused() {
    let amount = yen();
    let (month, other_day) = (in_month("2026-03-01", 1), on("2026-03-01", 1, 1));
    let (from, to) = (other_day.day, other_day.day);
    let days = [
        other_day,
        DayPoint {
            amount,
            ..other_day
        },
    ];
    let theme = light();
    let refused = [
        months(
            &[month, MonthPoint { amount, ..month }],
            eur(),
            &theme,
            WIDE,
        ),
        merchants(
            &[MerchantPoint {
                amount,
                ..merchant("a", 1)
            }],
            eur(),
            &theme,
            WIDE,
        ),
        calendar(&days, from, to, eur(), &theme, WIDE),
        cumulative(&days, &[], eur(), &theme, WIDE),
        cumulative(&[], &[("x".to_owned(), days.to_vec())], eur(), &theme, WIDE),
    ];
    for chart in refused {
        let error = chart.unwrap_err();
        assert_eq!(error, ChartError::MixedCurrencies(eur(), amount.currency()));
    }
}

#[test]
fn days_and_sizes_that_make_no_sense_are_refused() {
    let (first, last) = (day("2026-03-01"), day("2026-03-31"));
    let theme = light();
    let outside = [on("2026-04-01", 1, 1)];
    let of = |points, from, to, size| calendar(points, from, to, eur(), &theme, size);
    assert_eq!(
        of(&[], last, first, WIDE),
        Err(ChartError::Backwards(last, first))
    );
    assert_eq!(
        of(&outside, first, last, WIDE),
        Err(ChartError::OutsideDays(outside[0].day))
    );
    let (oldest, newest) = (NaiveDate::MIN, NaiveDate::MAX);
    assert!(matches!(
        of(&[], oldest, newest, WIDE),
        Err(ChartError::TooLong(_, "days", _))
    ));
    let two = [on("2026-03-01", 1, 1), on("2026-04-01", 1, 1)];
    assert!(matches!(
        cumulative(&two, &[], eur(), &theme, WIDE),
        Err(ChartError::TwoMonths(..))
    ));
    let ages = [in_month("0001-01-01", 1), in_month("9999-01-01", 1)];
    assert!(matches!(
        months(&ages, eur(), &theme, WIDE),
        Err(ChartError::TooLong(_, "months", _))
    ));
    for (width, height) in [
        (0, 0),
        (159, 100),
        (160, 99),
        (4097, 100),
        (u32::MAX, u32::MAX),
    ] {
        let size = Size { width, height };
        assert_eq!(
            months(&[], eur(), &theme, size),
            Err(ChartError::Size(width, height))
        );
    }
}

#[test]
fn zero_negative_and_huge_amounts_are_drawn_at_every_size() {
    let huge = 1_000_000_000_000_000;
    for (width, height) in [(160, 100), (340, 200), (4096, 4096)] {
        let size = Size { width, height };
        for minors in [
            vec![0],
            vec![-5],
            vec![huge],
            vec![huge; 28],
            vec![-huge, 1, huge],
        ] {
            for chart in charts_of(&minors, size) {
                assert_eq!(
                    chart
                        .marks
                        .iter()
                        .filter(|mark| !inside(mark, size))
                        .count(),
                    0
                );
                assert!(!chart.svg.contains("NaN") && !chart.svg.contains("2147483647"));
            }
        }
    }
}

fn charts_of(minors: &[i64], size: Size) -> [Chart; 4] {
    let theme = light();
    let numbered = |index: usize| u32::try_from(index).unwrap();
    let dates = |index| NaiveDate::from_ymd_opt(2026, 2, 1 + numbered(index)).unwrap();
    let first_of = |index| day("2024-01-01") + chrono::Months::new(numbered(index));
    let (mut days, mut all_months, mut shops) = (vec![], vec![], vec![]);
    for (index, &minor) in minors.iter().enumerate() {
        let amount = money(minor);
        days.push(DayPoint {
            day: dates(index),
            amount,
            count: 1,
        });
        all_months.push(MonthPoint {
            month: first_of(index),
            amount,
            count: 1,
        });
        shops.push(merchant("shop", minor));
    }
    let (from, to) = (dates(0), dates(minors.len() - 1));
    [
        months(&all_months, eur(), &theme, size).unwrap(),
        merchants(&shops, eur(), &theme, size).unwrap(),
        calendar(&days, from, to, eur(), &theme, size).unwrap(),
        cumulative(&days, &[], eur(), &theme, size).unwrap(),
    ]
}

fn inside(mark: &farthing_charts::Mark, size: Size) -> bool {
    mark.x >= 0.0
        && mark.y >= 0.0
        && mark.width > 0.0
        && mark.height > 0.0
        && mark.x + mark.width <= f64::from(size.width) + 0.01
        && mark.y + mark.height <= f64::from(size.height) + 0.01
}

#[test]
fn every_mark_lies_on_the_sheet() {
    for size in [WIDE, NARROW] {
        for (name, chart) in all(&light(), size) {
            assert!(!chart.marks.is_empty(), "{name}");
            for mark in &chart.marks {
                assert!(inside(mark, size), "{name}: {mark:?}");
            }
        }
    }
}

#[test]
fn a_png_has_its_scaled_size_with_a_margin_and_is_the_same_each_time() {
    let chart = months(&month_points(), eur(), &light(), NARROW).unwrap();
    let bytes = png(&chart, 2).unwrap();
    assert_eq!(&bytes[..8], b"\x89PNG\r\n\x1a\n");
    let number = |at: usize| u32::from_be_bytes(bytes[at..at + 4].try_into().unwrap());
    assert_eq!((number(16), number(20)), ((340 + 32) * 2, (200 + 32) * 2));
    assert_eq!(bytes, png(&chart, 2).unwrap());
}

#[test]
fn letters_of_several_scripts_are_painted_without_any_font_of_the_system() {
    let painted = |name: &str| {
        let chart = merchants(&[merchant(name, 1)], eur(), &light(), NARROW).unwrap();
        png(&chart, 1).unwrap()
    };
    // Two letters that a font lacks would be the same empty box.
    for (one, other) in [("a", "b"), ("д", "ж"), ("λ", "π"), ("ש", "ב"), ("ش", "ق")] {
        assert_ne!(painted(one), painted(other), "{one} {other}");
    }
}

#[test]
fn a_png_of_no_or_too_many_pixels_is_refused() {
    let chart = merchants(&merchant_points(), eur(), &light(), WIDE).unwrap();
    for scale in [0, 9, u32::MAX] {
        assert_eq!(png(&chart, scale), Err(ChartError::Scale(scale, 720, 260)));
    }
    let size = Size {
        width: 4096,
        height: 4096,
    };
    let large = cumulative(&of_month("2026-09"), &[], eur(), &light(), size).unwrap();
    assert_eq!(png(&large, 8), Err(ChartError::Scale(8, 4096, 4096)));
}

#[test]
fn bytes_that_are_no_font_are_refused() {
    let chart = months(&[], eur(), &light(), NARROW).unwrap();
    let fonts = vec![notosans_bold(), b"not a font".to_vec()];
    assert_eq!(png_with_fonts(&chart, 1, fonts), Err(ChartError::Font(2)));
}

fn notosans_bold() -> Vec<u8> {
    notosans::BOLD_TTF.to_vec()
}
