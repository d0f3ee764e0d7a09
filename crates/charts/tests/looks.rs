//! Each chart as a person gets it: a PNG with a footer, light and dark, narrow and wide.
//!
//! `LOOK=FOLDER cargo test -p farthing-charts --test looks` leaves the pictures there; look at them.

mod common;

use std::collections::BTreeSet;
use std::env;
use std::fs;
use std::path::PathBuf;

use farthing_charts::{Size, Theme, png};

const NARROW: Size = Size {
    width: 560,
    height: 300,
};
const WIDE: Size = Size {
    width: 1100,
    height: 340,
};

#[test]
fn each_chart_becomes_a_picture_of_its_own_in_light_and_dark_narrow_and_wide() {
    let mut kinds = vec![
        ("light", Theme::light(), NARROW),
        ("dark", Theme::dark(), WIDE),
    ];
    let own = tempfile::tempdir().unwrap();
    let mut folder = own.path().to_owned();
    if let Some(looked_at) = env::var_os("LOOK") {
        folder = PathBuf::from(looked_at);
        kinds.extend([
            ("light", Theme::light(), WIDE),
            ("dark", Theme::dark(), NARROW),
        ]);
    }
    let footer = "Small payments up to 5.00 EUR, 1 Jan 2026 to 26 Nov 2026, EUR";
    fs::create_dir_all(&folder).unwrap();
    for (tone, theme, size) in kinds {
        let mut pictures = BTreeSet::new();
        for (name, chart) in common::habits::all_habits(&theme, size) {
            let bytes = png(&chart.with_footer(footer).unwrap(), 1).unwrap();
            let file = folder.join(format!("{name}-{}-{tone}.png", size.width));
            fs::write(file, &bytes).unwrap();
            assert!(pictures.insert(bytes), "{name} looks like another chart");
        }
        assert_eq!(pictures.len(), 11);
    }
}
