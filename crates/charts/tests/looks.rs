//! Each chart as a person gets it: a PNG with a footer, light and dark, narrow and wide.
//!
//! `LOOK=FOLDER cargo test -p farthing-charts --test looks` leaves the pictures there; look at them.

mod common;

use std::collections::BTreeSet;
use std::env;
use std::fs;
use std::path::PathBuf;

use farthing_charts::{Size, Theme, png};

const SIZES: [Size; 2] = [
    Size {
        width: 560,
        height: 300,
    },
    Size {
        width: 1100,
        height: 340,
    },
];

#[test]
fn each_chart_becomes_a_picture_of_its_own_in_both_themes_and_at_two_widths() {
    let folder = tempfile::tempdir().unwrap();
    let folder = env::var_os("LOOK").map_or(folder.path().to_owned(), PathBuf::from);
    let footer = "Small payments up to 5.00 EUR, 1 Jan 2026 to 26 Nov 2026, EUR";
    let mut pictures = BTreeSet::new();
    for (tone, theme) in [("light", Theme::light()), ("dark", Theme::dark())] {
        for size in SIZES {
            for (name, chart) in common::habits::all_habits(&theme, size) {
                let bytes = png(&chart.with_footer(footer).unwrap(), 1).unwrap();
                let file = folder.join(format!("{name}-{}-{tone}.png", size.width));
                fs::create_dir_all(&folder).unwrap();
                fs::write(file, &bytes).unwrap();
                assert!(pictures.insert(bytes), "{name} looks like another chart");
            }
        }
    }
    assert_eq!(pictures.len(), 44);
}
