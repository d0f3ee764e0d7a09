//! What the person of the sample buys on the phone and the computer: games, tips to creators, apps.
//! Every game and creator is invented.

use super::calendar::Scene;
use super::draft::Coin;
use super::habits::{
    Burst, CARD, ENTERTAINMENT, Extra, GAME_CARD, GAMES, Habit, PAYPAL, PAYPAL_USD, PHONE_BILL,
    PLAIN, Price, SALES, SHOPPING, always,
};
use crate::kinds::EntryKind;

const ONLINE: &[Scene] = &[Scene::Home, Scene::Kenya];

/// On the phone and the computer, wherever that is.
pub(super) const SCREEN: [Habit; 8] = [
    Habit {
        payees: &["Pocket Realms", "Idle Orchard", "Dungeon Postman"],
        category: GAMES,
        purses: &[PAYPAL, GAME_CARD, CARD],
        price: Price::Tag(&[99, 199, 299, 499]),
        between: (2115, 2355),
        odds: [180, 160, 140, 120, 100, 90, 90, 100, 120, 140, 170, 190],
        phases: &[
            (0, 20, 100),
            (20, 48, 35),
            (48, 70, 130),
            (70, 84, 15),
            (84, 105, 120),
        ],
        scenes: ONLINE,
        extra: Extra::Returns(50),
        notes: &["starter pack", "extra lives", "weekend offer"],
        ..PLAIN
    },
    Habit {
        payees: &["Star Ferry Online"],
        category: GAMES,
        purses: &[PAYPAL],
        price: Price::Tag(&[299, 499, 199, 999]),
        between: (2130, 2350),
        odds: always(45),
        scenes: ONLINE,
        extra: Extra::Foreign(Coin::Usd),
        ..PLAIN
    },
    Habit {
        payees: &["Studio Papierdrache", "Podcast Nachtzug", "pixelwolke live"],
        category: ENTERTAINMENT,
        purses: &[PAYPAL],
        price: Price::Tag(&[200, 100, 300, 500]),
        between: (1930, 2340),
        odds: always(110),
        phases: &[(0, 26, 60), (26, 60, 100), (60, 105, 150)],
        scenes: ONLINE,
        notes: &["tip for the stream", "thank you for the episode"],
        ..PLAIN
    },
    Habit {
        payees: &["Moth & Lantern Comics", "Paper Lighthouse"],
        category: ENTERTAINMENT,
        purses: &[PAYPAL_USD],
        price: Price::Tag(&[200, 300, 100, 500]),
        between: (2010, 2345),
        odds: always(70),
        scenes: ONLINE,
        notes: &["tip for the artist"],
        ..PLAIN
    },
    Habit {
        payees: &["Sound samples sold"],
        kind: EntryKind::Income,
        category: SALES,
        purses: &[PAYPAL_USD],
        price: Price::Tag(&[900, 1_200, 600, 2_400]),
        between: (230, 2350),
        odds: always(38),
        scenes: ONLINE,
        extra: Extra::SellerFee,
        ..PLAIN
    },
    Habit {
        payees: &["Klingelwelt", "Quiz am Abend", "Sticker Faktorei"],
        category: GAMES,
        purses: &[PHONE_BILL],
        price: Price::Tag(&[99, 50, 199, 299]),
        between: (1900, 2330),
        odds: always(85),
        phases: &[(0, 38, 100), (38, 64, 30), (64, 105, 90)],
        ..PLAIN
    },
    Habit {
        payees: &["Lesestoff Einzelartikel"],
        category: ENTERTAINMENT,
        purses: &[PAYPAL],
        price: Price::Tag(&[49, 79, 99, 149]),
        between: (700, 2250),
        odds: always(95),
        scenes: ONLINE,
        ..PLAIN
    },
    Habit {
        payees: &["Cloudmart Apps"],
        category: SHOPPING,
        purses: &[CARD],
        price: Price::Tag(&[99, 299, 199, 499]),
        between: (1800, 2340),
        odds: always(45),
        scenes: ONLINE,
        extra: Extra::Returns(110),
        ..PLAIN
    },
];

/// When one gem pack leads to the next.
pub(super) const BURSTS: [Burst; 3] = [
    Burst {
        game: "Pocket Realms",
        purses: &[PAYPAL, GAME_CARD],
        prices: &[99, 199, 299, 499, 999],
        notes: &["gem pack", "season event", "chest of keys"],
        odds: 19,
        days: (2, 5),
        purchases: (1, 4),
    },
    Burst {
        game: "Dungeon Postman",
        purses: &[GAME_CARD, PAYPAL],
        prices: &[149, 99, 299],
        notes: &["stamp bundle", "faster boots"],
        odds: 7,
        days: (1, 3),
        purchases: (2, 4),
    },
    Burst {
        game: "Quiz am Abend",
        purses: &[PHONE_BILL],
        prices: &[50, 99],
        notes: &["votes for the final"],
        odds: 5,
        days: (1, 1),
        purchases: (3, 6),
    },
];
