//! Names from bank files can hold anything; the picture stays a well-formed, harmless one.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "outside tests' bodies, but only for them"
)]

mod common;

use chrono::Weekday;
use common::habits::{of_pace, price};
use common::{NARROW, WIDE, all, day, earlier, eur, lab_amounts, money, of_month};
use farthing_charts::{
    BarPoint, Certainty, Chart, DayState, DayStatePoint, MerchantPoint, MonthSeries, Pace,
    PricePoint, PriceSteps, RateBand, RatePoint, ScorePoint, Size, Theme, bars, cumulative,
    day_states, lab_months, merchants, pace, rates, score, steps,
};
use quick_xml::Reader;
use quick_xml::events::Event;

const NODES: [&str; 10] = [
    "svg", "g", "path", "rect", "line", "polyline", "polygon", "circle", "text", "tspan",
];
const ATTRIBUTES: [&str; 23] = [
    "xmlns",
    "width",
    "height",
    "viewBox",
    "transform",
    "x",
    "y",
    "dy",
    "x1",
    "y1",
    "x2",
    "y2",
    "cx",
    "cy",
    "r",
    "points",
    "fill",
    "stroke",
    "stroke-width",
    "opacity",
    "text-anchor",
    "font-family",
    "font-size",
];

/// Sixty names that nobody should have.
fn names() -> Vec<String> {
    let mut names: Vec<String> = [
        "</text><script>alert(1)</script>",
        "<script>alert(1)</script>",
        "<svg onload=alert(1)>",
        "<image href=\"x\" onerror=\"alert(1)\"/>",
        "<style>*{display:none}</style>",
        "<a href=\"javascript:alert(1)\">x</a>",
        "<foreignObject><iframe/></foreignObject>",
        "<!-- comment",
        "-->",
        "<![CDATA[ x ]]>",
        "]]>",
        "<?xml version=\"1.0\"?>",
        "<!DOCTYPE svg [<!ENTITY x \"y\">]>",
        "&x;",
        "&amp;",
        "&#0;",
        "&#x1F;",
        "&lt;script&gt;",
        "\" onclick=\"alert(1)",
        "' onclick='alert(1)",
        "\" opacity=\"1\"",
        "`${alert(1)}`",
        "A & B < C > D",
        "'; drop table entries; --",
        "\\\"\\'\\u003c",
        "\0",
        "a\0b",
        "\u{1}\u{2}\u{3}\u{4}\u{5}\u{6}\u{7}\u{8}",
        "\t\r\n\u{b}\u{c}",
        "line\nline\r\nline",
        "<text \nx\n</text>",
        "\u{1b}[31mred\u{1b}[0m",
        "\u{1b}]0;title\u{7}",
        "\u{1b}[",
        "\u{1b}",
        "\u{7f}\u{80}\u{85}\u{9b}31m",
        "pay\u{202a}\u{202b}\u{202c}\u{202d}\u{202e}lap",
        "\u{2066}\u{2067}\u{2068}\u{2069}",
        "\u{200e}\u{200f}\u{61c}mark",
        "\u{2028}\u{2029}",
        "\u{200b}\u{200b}zero\u{200b}width",
        "\u{feff}",
        "\u{200d}",
        "soft\u{ad}hyphen",
        "\u{fffe}\u{ffff}\u{fdd0}\u{1fffe}",
        "\u{fff9}\u{fffa}\u{fffb}",
        "\u{e0001}\u{e0041}",
        "😀🏳️‍🌈👩‍👩‍👧‍👦",
        "𝕬𝖈𝖒𝖊",
        "مقهى الصباح",
        "בית קפה 24",
        "می\u{200c}خواهم",
        "星巴克咖啡店",
        "\u{301}\u{301}\u{301}",
        "",
        "   ",
        "\u{a0}\u{2003}\u{3000}",
    ]
    .map(str::to_owned)
    .to_vec();
    names.push(format!("e{}", "\u{301}".repeat(10_000)));
    names.push("W".repeat(10_000));
    names.push("👨‍👩‍👧‍👦".repeat(1_000));
    names
}

fn merchants_named(names: &[String], size: Size) -> Chart {
    let point = |(index, name): (usize, &String)| MerchantPoint {
        key: name.clone(),
        name: name.clone(),
        amount: money(i64::try_from(index).unwrap() * 100),
        count: 1,
    };
    let points: Vec<_> = names.iter().enumerate().map(point).collect();
    merchants(&points, eur(), &Theme::light(), size).unwrap()
}

/// Fails unless the text is well-formed XML of the allowed nodes and attributes; gives its texts.
fn texts(svg: &str) -> Vec<String> {
    assert!(svg.chars().all(|c| c == '\n' || harmless(c)), "{svg:?}");
    let mut reader = Reader::from_str(svg);
    let (mut texts, mut depth, mut open_text) = (Vec::new(), 0, None::<String>);
    loop {
        match reader.read_event().unwrap() {
            Event::Start(tag) => {
                depth += 1;
                check_tag(&tag);
                if tag.name().as_ref() == "text" {
                    open_text = Some(String::new());
                }
            }
            Event::Empty(tag) => check_tag(&tag),
            Event::End(_) => {
                depth -= 1;
                texts.extend(open_text.take());
            }
            Event::Text(text) => match &mut open_text {
                Some(open) => open.push_str(&text),
                None => assert!(text.trim().is_empty()),
            },
            Event::GeneralRef(name) => {
                let character = quick_xml::escape::resolve_predefined_entity(&name).unwrap();
                open_text.as_mut().unwrap().push_str(character);
            }
            Event::Eof => break,
            other => panic!("{other:?} has no place in a chart"),
        }
    }
    assert_eq!(depth, 0);
    texts
}

fn check_tag(tag: &quick_xml::events::BytesStart<'_>) {
    let name = tag.name().as_ref().to_owned();
    assert!(NODES.contains(&name.as_str()), "<{name}>");
    for attribute in tag.attributes() {
        let attribute = attribute.unwrap();
        let key = attribute.key.as_ref().to_owned();
        assert!(ATTRIBUTES.contains(&key.as_str()), "{key}=");
    }
}

fn harmless(c: char) -> bool {
    !c.is_control()
        && !matches!(c,
            '\u{061c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{ffff}' | '\u{e0000}'..='\u{e007f}')
}

#[test]
fn there_are_sixty_hostile_names() {
    assert_eq!(names().len(), 60);
}

#[test]
fn every_chart_keeps_to_the_allowed_nodes_and_attributes() {
    for theme in [Theme::light(), Theme::dark()] {
        for size in [WIDE, NARROW] {
            let habits = common::habits::all_habits(&theme, size);
            for (name, chart) in all(&theme, size).into_iter().chain(habits) {
                assert!(!texts(&chart.svg).is_empty(), "{name}");
            }
        }
    }
}

#[test]
fn hostile_merchants_leave_the_picture_well_formed() {
    let tall = Size {
        width: 720,
        height: 4096,
    };
    let chart = merchants_named(&names(), tall);
    assert_eq!(texts(&chart.svg).len(), 120);
    for name in names() {
        for size in [WIDE, NARROW] {
            let chart = merchants_named(std::slice::from_ref(&name), size);
            let texts = texts(&chart.svg);
            assert_eq!(texts.len(), 2, "{name:?}");
            let longest = texts[0].chars().count();
            assert!((1..=400).contains(&longest), "{longest}: {name:?}");
            assert!(chart.svg.len() < 4_000, "{name:?}");
        }
    }
}

#[test]
fn hostile_bars_leave_the_picture_well_formed() {
    for name in names() {
        let bar = BarPoint {
            key: name.clone(),
            name: name.clone(),
            length: 1,
            track: Some(2),
            value: name.clone(),
        };
        let chart = bars(&[bar], &name, &Theme::light(), WIDE).unwrap();
        assert!(texts(&chart.svg).len() <= 2, "{name:?}");
        assert!(chart.summary.chars().all(harmless), "{name:?}");
        assert!(chart.marks[0].value.chars().all(harmless), "{name:?}");
        assert_eq!(chart.marks[0].key, name);
    }
}

#[test]
fn marks_and_summaries_are_clean_but_keys_are_as_given() {
    for name in names() {
        let chart = merchants_named(std::slice::from_ref(&name), NARROW);
        let mark = &chart.marks[0];
        assert!(mark.label.chars().all(harmless), "{name:?}");
        assert!(!mark.label.trim().is_empty(), "{name:?}");
        assert!(chart.summary.chars().all(harmless), "{name:?}");
        assert_eq!(mark.key, name);
    }
}

#[test]
fn hostile_labels_of_earlier_months_leave_the_picture_well_formed() {
    let (current, august) = (of_month("2026-09"), earlier().remove(0).1);
    for name in names() {
        let earlier = [(name.clone(), august.clone())];
        let chart = cumulative(&current, &earlier, eur(), &Theme::dark(), NARROW).unwrap();
        texts(&chart.svg);
        assert!(chart.summary.chars().all(harmless), "{name:?}");
        assert!(chart.svg.len() < 6_000, "{name:?}");
    }
}

#[test]
fn hostile_names_of_series_leave_the_picture_well_formed() {
    let months = lab_amounts(3);
    let months = &months[..4];
    for name in &names() {
        let series = MonthSeries { name, months };
        for size in [WIDE, NARROW] {
            let chart = lab_months(&series, Some(&series), eur(), &Theme::dark(), size).unwrap();
            texts(&chart.svg);
            let label = &chart.marks[0].label;
            assert!(label.starts_with("Sep 2025 · "), "{name:?}: {label}");
            assert!(label.chars().all(harmless), "{name:?}");
            assert!(chart.summary.chars().all(harmless), "{name:?}");
            assert!(chart.svg.len() < 6_000, "{name:?}");
        }
    }
}

/// Fails unless a chart with a name in it is harmless, and says so much of its marks.
fn check_chart(name: &str, chart: &Chart) {
    texts(&chart.svg);
    assert!(chart.svg.len() < 8_000, "{name:?}");
    assert!(chart.summary.chars().all(harmless), "{name:?}");
    for mark in &chart.marks {
        assert!(mark.label.chars().all(harmless), "{name:?}");
        assert!(mark.value.chars().all(harmless), "{name:?}");
    }
}

#[test]
fn hostile_habits_leave_the_picture_well_formed() {
    let first = day("2026-03-01");
    let (state, score_hundredths) = (DayState::NoSpend, 5_000);
    let of_state = [DayStatePoint { day: first, state }];
    let of_score = [ScorePoint {
        day: first,
        score_hundredths,
    }];
    for name in names() {
        for (theme, size) in [(Theme::light(), WIDE), (Theme::dark(), NARROW)] {
            for points in [&of_state[..], &[]] {
                let chart = day_states(points, first, first, &name, &theme, size).unwrap();
                check_chart(&name, &chart);
            }
            for points in [&of_score[..], &[]] {
                let chart = score(points, &name, Weekday::Sun, &theme, size).unwrap();
                check_chart(&name, &chart);
            }
        }
    }
}

#[test]
fn hostile_subscriptions_and_limits_leave_the_picture_well_formed() {
    for name in names() {
        let charge = PricePoint {
            key: name.clone(),
            day: day("2026-03-01"),
            amount: money(799),
            certainty: Certainty::Confirmed,
        };
        for points in [&[charge][..], &[]] {
            let subscription = PriceSteps {
                title: &name,
                ..price(points)
            };
            let chart = steps(&subscription, &Theme::dark(), NARROW).unwrap();
            check_chart(&name, &chart);
            assert!(chart.marks.iter().all(|mark| mark.key == name));
        }
        let period = Pace {
            title: &name,
            ..of_pace(&[])
        };
        check_chart(&name, &pace(&period, &Theme::light(), NARROW).unwrap());
    }
}

#[test]
fn hostile_providers_and_bands_leave_the_picture_well_formed() {
    for name in names() {
        let rate = RatePoint {
            key: name.clone(),
            provider: name.clone(),
            fees: money(1),
            volume: money(10),
            count: 1,
        };
        let band = RateBand {
            name: name.clone(),
            rates: vec![rate],
        };
        for size in [WIDE, NARROW] {
            let chart = rates(std::slice::from_ref(&band), eur(), &Theme::light(), size).unwrap();
            check_chart(&name, &chart);
            assert_eq!(texts(&chart.svg).len(), 3, "{name:?}");
            assert_eq!(chart.marks[0].key, name);
        }
    }
}

#[test]
fn hostile_footers_leave_the_picture_well_formed() {
    let chart = merchants_named(&["Shop".to_owned()], NARROW);
    for name in names() {
        for footer in [name.clone(), format!("Payments at {name} and {name}")] {
            let with = chart.with_footer(&footer).unwrap();
            assert!((2..=5).contains(&texts(&with.svg).len()), "{name:?}");
            check_chart(&name, &with);
            // Another footer can stand below the first.
            texts(&with.with_footer(&footer).unwrap().svg);
        }
    }
}

#[test]
fn markup_in_a_name_is_shown_as_it_was_written() {
    let name = "A & B <i> \"C\" 'D'".to_owned();
    let chart = merchants_named(std::slice::from_ref(&name), WIDE);
    assert_eq!(texts(&chart.svg)[0], name);
}
