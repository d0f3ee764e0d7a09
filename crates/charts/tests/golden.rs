//! The same numbers give the same text: each chart against a kept picture.
//!
//! `BLESS=1 cargo test -p farthing-charts --test golden` writes the pictures anew; look at them.

mod common;

use std::env;
use std::fs;
use std::path::Path;

use farthing_charts::Theme;

#[test]
fn each_chart_is_drawn_as_it_was() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let kept = ["hours", "states-months"];
    let habits = common::habits::all_habits(&Theme::light(), common::WIDE);
    let habits = habits.into_iter().filter(|(name, _)| kept.contains(name));
    let all = common::all(&Theme::light(), common::WIDE);
    for (name, chart) in all.into_iter().chain(habits) {
        let file = folder.join(format!("{name}.svg"));
        if env::var_os("BLESS").is_some() {
            fs::write(&file, &chart.svg).unwrap();
        }
        let kept = fs::read_to_string(&file).unwrap().replace("\r\n", "\n");
        assert!(
            chart.svg == kept,
            "{name} is drawn differently; look at it and run with BLESS=1 if that is meant"
        );
    }
}

#[test]
fn a_theme_changes_colours_and_nothing_else() {
    let of = |theme: &Theme| {
        let mut charts = common::all(theme, common::NARROW);
        charts.extend(common::habits::all_habits(theme, common::WIDE));
        charts
    };
    let (light, dark) = (of(&Theme::light()), of(&Theme::dark()));
    for ((name, one), (_, other)) in light.into_iter().zip(dark) {
        assert_ne!(one.svg, other.svg, "{name}");
        assert_eq!(one.marks, other.marks, "{name}");
        assert_eq!(colourless(&one.svg), colourless(&other.svg), "{name}");
    }
}

fn colourless(svg: &str) -> String {
    let mut kept = String::new();
    for (index, part) in svg.split('#').enumerate() {
        kept.push_str(if index == 0 { part } else { &part[6..] });
    }
    kept
}
