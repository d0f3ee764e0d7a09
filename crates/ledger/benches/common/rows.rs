//! Rows like those of a real life, from a seed: five years, 400 merchants, mostly small amounts,
//! some refunds, transfers and salaries.

use chrono::{Days, NaiveDate};

const MERCHANTS: u64 = 400;

/// A row of the five years.
pub struct Payment {
    pub day: NaiveDate,
    pub merchant: u64,
    pub amount: String,
    pub number: usize,
}

/// Gives the rows in the order of their days.
pub fn each(rows: usize, mut write: impl FnMut(Payment)) {
    let mut dice = Dice(0x5eed);
    let first = NaiveDate::from_ymd_opt(2021, 1, 1).unwrap();
    for number in 0..rows {
        let day = first + Days::new((number as u64) * 1826 / rows as u64);
        let merchant = dice.below(20).pow(2) + dice.below(MERCHANTS - 361);
        let cents = match dice.below(100) {
            0..=64 => dice.below(500) + 1,
            65..=89 => dice.below(3_000) + 500,
            _ => dice.below(20_000) + 3_000,
        };
        let sign = if dice.below(100) < 4 { "" } else { "-" };
        let (main, part) = (cents / 100, cents % 100);
        write(Payment {
            day,
            merchant,
            amount: format!("{sign}{main}.{part:02}"),
            number,
        });
    }
}

/// The `SplitMix64` generator.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % bound
    }
}
