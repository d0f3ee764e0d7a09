//! What the person of the sample buys away from home: a long stay in Kenya, two trips to China,
//! August by the sea. Every shop is invented.

use super::calendar::Scene;
use super::draft::{Coin, Own, Purse};
use super::habits::{
    BANK, CARD, CASH, COFFEE, EATING_OUT, ENTERTAINMENT, Extra, GROCERIES, Habit, PHONE, PLAIN,
    Price, TRANSPORT, TRAVEL, always,
};

pub(super) const MPESA: Purse = Purse::of(Own::MPesa, Coin::Kes);
pub(super) const CASH_KES: Purse = Purse::of(Own::Cash, Coin::Kes);
pub(super) const ALIPAY: Purse = Purse::of(Own::Alipay, Coin::Cny);
pub(super) const CASH_CNY: Purse = Purse::of(Own::Cash, Coin::Cny);
pub(super) const EASYPAISA: Purse = Purse::of(Own::Easypaisa, Coin::Pkr);

const IN_KENYA: Habit = Habit {
    purses: &[MPESA],
    scenes: &[Scene::Kenya],
    ..PLAIN
};

/// Kenya, in shillings.
pub(super) const KENYA: [Habit; 10] = [
    Habit {
        payees: &["Mama Njeri Kiosk", "Duka la Jirani"],
        category: GROCERIES,
        purses: &[MPESA, CASH_KES],
        price: Price::Range(4_000, 36_000, 1_000),
        between: (740, 2030),
        odds: always(760),
        ..IN_KENYA
    },
    Habit {
        payees: &["Chai Stop Baraka"],
        category: COFFEE,
        purses: &[MPESA, CASH_KES],
        price: Price::Range(4_000, 15_000, 1_000),
        weekdays: "MTWTFS-",
        between: (715, 920),
        odds: always(640),
        notes: &["chai and two mandazi"],
        ..IN_KENYA
    },
    Habit {
        payees: &["Matatu 44"],
        category: TRANSPORT,
        purses: &[CASH_KES, MPESA],
        price: Price::Tag(&[8_000, 10_000, 5_000]),
        weekdays: "MTWTFS-",
        between: (730, 930),
        odds: always(600),
        ..IN_KENYA
    },
    Habit {
        payees: &["Matatu 44", "Boda Boda Stage"],
        category: TRANSPORT,
        purses: &[MPESA, CASH_KES],
        price: Price::Tag(&[10_000, 8_000, 15_000, 25_000]),
        between: (1630, 2215),
        odds: always(520),
        ..IN_KENYA
    },
    Habit {
        payees: &["Nyota Minimart"],
        category: GROCERIES,
        price: Price::Range(28_000, 240_000, 500),
        between: (1700, 2010),
        odds: always(230),
        ..IN_KENYA
    },
    Habit {
        payees: &["Swahili Plate", "Kahawa House"],
        category: EATING_OUT,
        price: Price::Range(25_000, 160_000, 1_000),
        between: (1230, 2115),
        odds: always(260),
        extra: Extra::Tip(5_000),
        ..IN_KENYA
    },
    Habit {
        payees: &["Maji Safi Refill"],
        category: GROCERIES,
        price: Price::Tag(&[20_000]),
        weekdays: "M--T---",
        between: (900, 1200),
        odds: always(480),
        ..IN_KENYA
    },
    Habit {
        payees: &["Sauti Airtime"],
        category: PHONE,
        price: Price::Tag(&[5_000, 10_000, 20_000, 50_000]),
        between: (800, 2230),
        odds: always(300),
        ..IN_KENYA
    },
    Habit {
        payees: &["Umeme Tokens"],
        category: TRAVEL,
        price: Price::Tag(&[50_000, 100_000]),
        weekdays: "-T-----",
        between: (1800, 2100),
        odds: always(700),
        extra: Extra::Charge,
        notes: &["electricity for the room"],
        ..IN_KENYA
    },
    Habit {
        payees: &["Jacaranda House"],
        category: TRAVEL,
        price: Price::Tag(&[850_000]),
        weekdays: "------S",
        between: (1000, 1130),
        odds: always(950),
        extra: Extra::Charge,
        notes: &["room, one week"],
        ..IN_KENYA
    },
];

const IN_CHINA: Habit = Habit {
    purses: &[ALIPAY],
    scenes: &[Scene::China],
    ..PLAIN
};

/// China, in yuan.
pub(super) const CHINA: [Habit; 9] = [
    Habit {
        payees: &["星光便利店"],
        category: GROCERIES,
        price: Price::Range(450, 3_600, 10),
        between: (810, 2230),
        odds: always(850),
        ..IN_CHINA
    },
    Habit {
        payees: &["地铁出行"],
        category: TRANSPORT,
        price: Price::Tag(&[300, 400, 500, 600]),
        between: (815, 1130),
        odds: always(800),
        ..IN_CHINA
    },
    Habit {
        payees: &["地铁出行", "小鹿单车"],
        category: TRANSPORT,
        price: Price::Tag(&[400, 150, 300]),
        between: (1700, 2210),
        odds: always(700),
        ..IN_CHINA
    },
    Habit {
        payees: &["竹里面馆", "夜市小吃"],
        category: EATING_OUT,
        purses: &[ALIPAY, ALIPAY, CASH_CNY],
        price: Price::Range(1_200, 4_800, 100),
        between: (1130, 2040),
        odds: always(900),
        ..IN_CHINA
    },
    Habit {
        payees: &["云朵奶茶"],
        category: COFFEE,
        price: Price::Range(1_200, 2_600, 100),
        between: (1400, 1730),
        odds: always(620),
        ..IN_CHINA
    },
    Habit {
        payees: &["自动售货机"],
        category: COFFEE,
        price: Price::Tag(&[300, 400, 500]),
        between: (930, 2130),
        odds: always(450),
        ..IN_CHINA
    },
    Habit {
        payees: &["海棠青年旅舍"],
        category: TRAVEL,
        price: Price::Range(13_800, 21_800, 1_000),
        between: (1300, 1900),
        odds: always(420),
        ..IN_CHINA
    },
    Habit {
        payees: &["湖畔博物馆"],
        category: ENTERTAINMENT,
        price: Price::Tag(&[3_000, 2_000, 6_000]),
        between: (1000, 1500),
        odds: always(260),
        ..IN_CHINA
    },
    Habit {
        payees: &["许愿池"],
        category: ENTERTAINMENT,
        purses: &[CASH_CNY],
        price: Price::Tag(&[100, 500]),
        between: (1000, 1800),
        odds: always(150),
        notes: &["a coin into the well"],
        ..IN_CHINA
    },
];

const BY_THE_SEA: Habit = Habit {
    scenes: &[Scene::Seaside],
    ..PLAIN
};

/// Two weeks in August with few payments, and the days between the years with hardly any.
pub(super) const HOLIDAYS: [Habit; 5] = [
    Habit {
        payees: &["Pastelaria Estrela do Mar"],
        category: COFFEE,
        price: Price::Range(150, 480, 10),
        between: (830, 1100),
        odds: always(500),
        ..BY_THE_SEA
    },
    Habit {
        payees: &["Tasca do Farol"],
        category: EATING_OUT,
        purses: &[CARD, CASH],
        price: Price::Range(1_300, 3_400, 10),
        between: (1900, 2200),
        odds: always(380),
        extra: Extra::Tip(50),
        ..BY_THE_SEA
    },
    Habit {
        payees: &["Gelataria Onda"],
        category: COFFEE,
        price: Price::Tag(&[220, 250, 350]),
        between: (1300, 1830),
        odds: always(400),
        ..BY_THE_SEA
    },
    Habit {
        payees: &["Casa das Marés"],
        category: TRAVEL,
        purses: &[CARD],
        price: Price::Range(38_000, 46_000, 1_000),
        weekdays: "-----S-",
        between: (1000, 1200),
        odds: always(600),
        notes: &["one week"],
        ..BY_THE_SEA
    },
    Habit {
        payees: &["Kornblume Markt", "Tankstelle Nachtfalter"],
        category: GROCERIES,
        purses: &[BANK, CASH],
        price: Price::Range(290, 2_400, 1),
        weekdays: "MTWTFS-",
        between: (1000, 1600),
        odds: always(170),
        scenes: &[Scene::Quiet],
        ..PLAIN
    },
];

/// What mobile money takes for sending an amount, in hundredths of a shilling: up to the first,
/// the second.
const TARIFF: [(i64, i64); 8] = [
    (10_000, 0),
    (50_000, 700),
    (100_000, 1_300),
    (150_000, 2_300),
    (250_000, 3_300),
    (500_000, 5_700),
    (1_000_000, 9_000),
    (i64::MAX, 10_800),
];

/// The charge for sending an amount by mobile money.
pub(super) fn charge_for(minor: i64) -> i64 {
    TARIFF
        .iter()
        .find(|(up_to, _)| minor <= *up_to)
        .map_or(0, |tier| tier.1)
}
