//! What the charts of a subscription's price and of fees say, and the footer of a chart.
#![allow(
    clippy::unwrap_used,
    reason = "outside tests' bodies, but only for them"
)]

mod common;

use common::habits::{band, charge, price, rate, rate_bands, shows, week_points};
use common::{NARROW, WIDE, day, eur};
use farthing_charts::{Certainty, Chart, ChartError, Size, Theme, png, rates, steps, weeks};

fn light() -> Theme {
    Theme::light()
}

#[test]
fn a_step_of_a_price_says_by_how_much() {
    let points = [
        charge("2026-02-14", 899, Certainty::Confirmed),
        charge("2026-01-14", 799, Certainty::Confirmed),
        charge("2026-03-14", 899, Certainty::Confirmed),
        charge("2026-04-14", 0, Certainty::Confirmed),
        charge("2026-05-14", 1_099, Certainty::Unconfirmed),
    ];
    let chart = steps(&price(&points), &light(), WIDE).unwrap();
    let values: Vec<_> = chart.marks.iter().map(|mark| mark.value.as_str()).collect();
    assert_eq!(
        values,
        [
            "7.99 EUR",
            "8.99 EUR · +12.5 %",
            "8.99 EUR",
            "0.00 EUR · \u{2212}100.0 %",
            "10.99 EUR · not confirmed"
        ]
    );
    assert_eq!(chart.marks[0].key, "entry of 2026-01-14");
    assert!(shows(&chart, "+12.5 %") && shows(&chart, "10.99"));
    assert_eq!(
        chart.summary,
        "Music streaming: 10.99 EUR since 14 May 2026, 0.00 EUR before it, not confirmed; \
         7.99 EUR on 14 Jan 2026."
    );
}

#[test]
fn a_step_that_is_not_confirmed_is_dashed() {
    let drawn = |certainty| {
        let points = [
            charge("2026-01-14", 799, Certainty::Confirmed),
            charge("2026-09-14", 899, certainty),
        ];
        let chart = steps(&price(&points), &light(), WIDE).unwrap();
        chart.svg.matches("<polyline").count()
    };
    assert_eq!(drawn(Certainty::Confirmed), 2);
    assert!(drawn(Certainty::Unconfirmed) > 10);
}

#[test]
fn a_price_that_never_changed_and_charges_of_one_day_are_drawn() {
    let same = charge("2026-01-14", 799, Certainty::Confirmed);
    let chart = steps(&price(&[same.clone(), same.clone()]), &light(), WIDE).unwrap();
    assert_eq!(chart.marks.len(), 2);
    assert_eq!(
        chart.summary,
        "Music streaming: 7.99 EUR at each charge since 14 Jan 2026."
    );
    let late = charge("2026-11-27", 799, Certainty::Confirmed);
    assert_eq!(
        steps(&price(&[same, late]), &light(), WIDE),
        Err(ChartError::OutsideDays(day("2026-11-27")))
    );
}

#[test]
fn a_fee_rate_is_fees_of_volume_and_its_mark_says_both() {
    let rates_of = vec![rate("Wallet", 110, 1_210), rate("Card", 5, 0)];
    let bands = [band("up to 5.00 EUR", rates_of), band("empty", Vec::new())];
    let chart = rates(&bands, eur(), &light(), WIDE).unwrap();
    let [wallet, card] = &chart.marks[..] else {
        panic!("{:?}", chart.marks);
    };
    assert_eq!(wallet.label, "Wallet · up to 5.00 EUR");
    assert_eq!(
        wallet.value,
        "9.1 % · 12 payments, fees of 1.10 EUR on 12.10 EUR"
    );
    assert!(card.value.starts_with("no volume · 12 payments"));
    assert!(shows(&chart, "9.1 %") && !shows(&chart, "empty"));
    assert_eq!(
        chart.summary,
        "Fees as a share of payments, by size: Wallet up to 5.00 EUR 9.1 %; \
         Card up to 5.00 EUR no volume."
    );
}

#[test]
fn rates_without_room_are_counted_and_no_band_stands_alone() {
    let size = Size {
        width: 560,
        height: 140,
    };
    let chart = rates(&rate_bands(), eur(), &light(), size).unwrap();
    assert_eq!(chart.marks.len(), 4);
    assert!(
        chart.summary.contains("(4 of 8 shown)"),
        "{}",
        chart.summary
    );
    assert!(!shows(&chart, "5.01 to 20.00 EUR"));
}

#[test]
fn a_footer_stands_below_the_picture_and_moves_no_mark() {
    let filter = "Small payments up to 5.00 EUR, 1 Jan 2026 to 26 Nov 2026, EUR";
    let chart = weeks(&week_points(26), eur(), &light(), WIDE).unwrap();
    let with = chart.with_footer(filter).unwrap();
    assert!(shows(&with, filter));
    assert_eq!((&with.marks, &with.summary), (&chart.marks, &chart.summary));
    let first_line = with.svg.lines().next().unwrap();
    assert!(
        first_line.contains("width=\"720\" height=\"286\""),
        "{first_line}"
    );
    let bytes = png(&with, 1).unwrap();
    let number = |at: usize| u32::from_be_bytes(bytes[at..at + 4].try_into().unwrap());
    assert_eq!((number(16), number(20)), (720 + 32, 286 + 32));
    assert_ne!(
        bytes,
        png(&chart.with_footer("Another filter").unwrap(), 1).unwrap()
    );
}

#[test]
fn a_long_footer_takes_up_to_three_lines_and_an_empty_one_none() {
    let chart = weeks(&week_points(26), eur(), &light(), NARROW).unwrap();
    let texts = |chart: &Chart| chart.svg.matches("<text").count();
    let lines = |text: &str| texts(&chart.with_footer(text).unwrap()) - texts(&chart);
    assert_eq!(lines(&"all payments of all accounts ".repeat(4)), 2);
    assert_eq!(lines(&"all payments of all accounts ".repeat(40)), 3);
    assert_eq!(lines("two words"), 1);
    assert_eq!(chart.with_footer(" \u{200b}\n").unwrap(), chart);
}
