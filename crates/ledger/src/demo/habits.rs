//! What the person of the sample buys at home and everywhere: tables, not code.
//!
//! Every shop, game and creator is invented.

use super::calendar::Scene;
use super::draft::{Coin, Own, Purse};
use crate::ids::{AccountId, built_in};
use crate::kinds::EntryKind;

pub(super) const GROCERIES: AccountId = AccountId(20);
pub(super) const COFFEE: AccountId = AccountId(21);
pub(super) const EATING_OUT: AccountId = AccountId(22);
pub(super) const TRANSPORT: AccountId = AccountId(23);
pub(super) const GAMES: AccountId = AccountId(24);
pub(super) const SUBSCRIPTIONS: AccountId = AccountId(25);
pub(super) const SHOPPING: AccountId = AccountId(26);
pub(super) const BILLS: AccountId = AccountId(27);
pub(super) const HOUSEHOLD: AccountId = AccountId(28);
pub(super) const HEALTH: AccountId = AccountId(29);
pub(super) const ENTERTAINMENT: AccountId = AccountId(30);
pub(super) const PHONE: AccountId = AccountId(31);
pub(super) const TRAVEL: AccountId = AccountId(32);
pub(super) const GIFTS: AccountId = AccountId(33);
pub(super) const SALARY: AccountId = AccountId(35);
pub(super) const SALES: AccountId = AccountId(36);

pub(super) const BANK: Purse = Purse::of(Own::Bank, Coin::Eur);
pub(super) const SAVINGS: Purse = Purse::of(Own::Savings, Coin::Eur);
pub(super) const CARD: Purse = Purse::of(Own::Card, Coin::Eur);
pub(super) const CASH: Purse = Purse::of(Own::Cash, Coin::Eur);
pub(super) const PAYPAL: Purse = Purse::of(Own::PayPal, Coin::Eur);
pub(super) const PAYPAL_USD: Purse = Purse::of(Own::PayPal, Coin::Usd);
pub(super) const GAME_CARD: Purse = Purse::of(Own::GameCard, Coin::Eur);
pub(super) const PHONE_BILL: Purse = Purse::of(Own::PhoneBill, Coin::Eur);

/// Something that is bought again and again.
#[derive(Debug, Clone, Copy)]
pub(super) struct Habit {
    /// Where; the earlier ones more often.
    pub payees: &'static [&'static str],
    pub kind: EntryKind,
    pub category: AccountId,
    /// What pays; the earlier ones more often.
    pub purses: &'static [Purse],
    pub price: Price,
    /// Monday to Sunday; a dash where never.
    pub weekdays: &'static str,
    /// The first and the last possible minute of the day as hours and minutes: `720` is 7:20.
    pub between: (u32, u32),
    /// How often in a thousand such days, by month from January on.
    pub odds: [i64; 12],
    /// How strong the habit is, in percent of `odds`; empty for always the same.
    pub phases: &'static [Phase],
    pub scenes: &'static [Scene],
    pub extra: Extra,
    /// Words that one in six entries has.
    pub notes: &'static [&'static str],
    pub tag: Option<&'static str>,
}

/// From the first week to before the second, this many percent.
pub(super) type Phase = (i64, i64, i64);

/// What a thing costs, in minor units.
#[derive(Debug, Clone, Copy)]
pub(super) enum Price {
    /// From the first to the second in steps of the third; two years ago a bit less.
    Range(i64, i64, i64),
    /// One of these, the earlier ones more often.
    Tag(&'static [i64]),
}

/// What else is in a payment.
#[derive(Debug, Clone, Copy)]
pub(super) enum Extra {
    Nothing,
    /// About one twelfth, rounded up to this step.
    Tip(i64),
    /// Now and then a part belongs to a second category.
    Split(AccountId, &'static str),
    /// Comes back so many times in a thousand, whole or in part.
    Returns(i64),
    /// The mobile-money charge for this size.
    Charge,
    /// Priced in this currency and paid in euro, with the wallet's fee for the conversion.
    Foreign(Coin),
    /// What the wallet keeps from somebody who sells.
    SellerFee,
}

/// An evening on which one purchase follows the other.
#[derive(Debug, Clone, Copy)]
pub(super) struct Burst {
    pub game: &'static str,
    pub purses: &'static [Purse],
    pub prices: &'static [i64],
    pub notes: &'static [&'static str],
    /// How often in a thousand days it begins.
    pub odds: i64,
    /// How many days it lasts, and how many purchases a day.
    pub days: (i64, i64),
    pub purchases: (i64, i64),
}

pub(super) const WORKDAYS: &str = "MTWTF--";
pub(super) const ALL_DAYS: &str = "MTWTFSS";
const NO_SUNDAY: &str = "MTWTFS-";
const WEEKEND: &str = "-----SS";
const GOING_OUT: &str = "----FS-";

pub(super) const fn always(odds: i64) -> [i64; 12] {
    [odds; 12]
}

const fn december(odds: i64) -> [i64; 12] {
    [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, odds]
}

/// What a row of the tables has unless it says otherwise.
pub(super) const PLAIN: Habit = Habit {
    payees: &[],
    kind: EntryKind::Purchase,
    category: built_in::SPENDING,
    purses: &[CASH],
    price: Price::Tag(&[]),
    weekdays: ALL_DAYS,
    between: (900, 2000),
    odds: always(0),
    phases: &[],
    scenes: &[Scene::Home],
    extra: Extra::Nothing,
    notes: &[],
    tag: None,
};

/// Food and drink on the way.
pub(super) const SNACKS: [Habit; 10] = [
    Habit {
        payees: &["Café Lumen", "Kaffeebude Nordlicht"],
        category: COFFEE,
        purses: &[BANK, CASH],
        price: Price::Range(290, 420, 10),
        weekdays: WORKDAYS,
        between: (718, 842),
        odds: [690, 680, 650, 620, 580, 540, 520, 540, 600, 640, 680, 660],
        phases: &[
            (0, 34, 100),
            (34, 46, 30),
            (46, 78, 95),
            (78, 88, 35),
            (88, 105, 115),
        ],
        notes: &["with oat milk", "two, one for a colleague", "own cup"],
        ..PLAIN
    },
    Habit {
        payees: &["Bäckerei Abendroth", "Backstube Morgentau"],
        category: COFFEE,
        purses: &[CASH, CASH, BANK],
        price: Price::Range(130, 460, 5),
        weekdays: NO_SUNDAY,
        between: (648, 925),
        odds: always(400),
        ..PLAIN
    },
    Habit {
        payees: &["Bäckerei Abendroth"],
        category: GROCERIES,
        price: Price::Range(360, 820, 5),
        weekdays: WEEKEND,
        between: (830, 1025),
        odds: always(460),
        notes: &["rolls for everybody"],
        ..PLAIN
    },
    Habit {
        payees: &["Kiosk am Kanal", "Späti Mondschein", "Trinkhalle Ecke 9"],
        category: COFFEE,
        purses: &[CASH, CASH, BANK],
        price: Price::Range(90, 480, 10),
        between: (1650, 2310),
        odds: [160, 160, 200, 250, 310, 350, 360, 340, 280, 220, 170, 170],
        ..PLAIN
    },
    Habit {
        payees: &["Snackautomat Halle 3"],
        category: COFFEE,
        purses: &[CASH, BANK],
        price: Price::Range(80, 210, 10),
        weekdays: WORKDAYS,
        between: (1405, 1640),
        odds: always(300),
        phases: &[(0, 56, 100), (56, 70, 20), (70, 105, 120)],
        tag: Some("work"),
        ..PLAIN
    },
    Habit {
        payees: &["Kantine Werkhof"],
        category: EATING_OUT,
        purses: &[BANK],
        price: Price::Range(290, 560, 10),
        weekdays: WORKDAYS,
        between: (1148, 1312),
        odds: always(200),
        tag: Some("work"),
        ..PLAIN
    },
    Habit {
        payees: &["Falafel Zaytuna", "Suppenküche Kelle", "Bánh Mì Hương"],
        category: EATING_OUT,
        purses: &[CASH, BANK],
        price: Price::Range(390, 850, 10),
        between: (1155, 2050),
        odds: always(75),
        ..PLAIN
    },
    Habit {
        payees: &["Eisdiele Fiocco"],
        category: COFFEE,
        price: Price::Range(150, 450, 10),
        between: (1340, 2015),
        odds: [0, 0, 20, 90, 210, 330, 370, 330, 150, 20, 0, 0],
        ..PLAIN
    },
    Habit {
        payees: &["Glühweinstand am Dom"],
        category: EATING_OUT,
        price: Price::Range(350, 600, 50),
        between: (1640, 2040),
        odds: december(340),
        notes: &["with the deposit for the mug"],
        ..PLAIN
    },
    Habit {
        payees: &["Zeitung am Markt"],
        category: ENTERTAINMENT,
        price: Price::Tag(&[280, 390, 450]),
        weekdays: "-----S-",
        between: (845, 1110),
        odds: always(260),
        phases: &[(0, 60, 100), (60, 105, 40)],
        ..PLAIN
    },
];

/// On the way, and small things of the day.
pub(super) const ERRANDS: [Habit; 12] = [
    Habit {
        payees: &["Stadtwerke Busfahrt"],
        category: TRANSPORT,
        purses: &[BANK, CASH, PAYPAL],
        price: Price::Tag(&[290, 290, 180]),
        between: (702, 2140),
        odds: [330, 330, 290, 250, 210, 180, 170, 180, 230, 280, 320, 330],
        phases: &[(0, 53, 100), (53, 105, 0)],
        ..PLAIN
    },
    Habit {
        payees: &["Stadtwerke Busfahrt"],
        category: TRANSPORT,
        purses: &[BANK, PAYPAL, CASH],
        price: Price::Tag(&[320, 320, 200]),
        between: (702, 2140),
        odds: [330, 330, 290, 250, 210, 180, 170, 180, 230, 280, 320, 330],
        phases: &[(0, 53, 0), (53, 105, 100)],
        notes: &["dearer since the new fares"],
        ..PLAIN
    },
    Habit {
        payees: &["Stadtwerke Tageskarte"],
        category: TRANSPORT,
        purses: &[PAYPAL, BANK],
        price: Price::Tag(&[760]),
        weekdays: WEEKEND,
        between: (915, 1330),
        odds: always(110),
        ..PLAIN
    },
    Habit {
        payees: &["Flitz Roller"],
        category: TRANSPORT,
        purses: &[PAYPAL],
        price: Price::Range(170, 460, 1),
        between: (1610, 2335),
        odds: [10, 10, 40, 90, 130, 160, 170, 150, 100, 60, 20, 10],
        phases: &[(0, 40, 100), (40, 62, 20), (62, 105, 90)],
        ..PLAIN
    },
    Habit {
        payees: &["Waschsalon Blubber"],
        category: HOUSEHOLD,
        price: Price::Tag(&[450, 650, 450, 200]),
        weekdays: "------S",
        between: (1015, 1745),
        odds: always(420),
        phases: &[(0, 66, 100), (66, 105, 10)],
        ..PLAIN
    },
    Habit {
        payees: &["Straßenmusik", "Spendenbox Tierheim"],
        category: GIFTS,
        price: Price::Tag(&[100, 200, 50]),
        weekdays: "----FSS",
        between: (1130, 1950),
        odds: always(90),
        ..PLAIN
    },
    Habit {
        payees: &["WC am Busbahnhof"],
        category: TRAVEL,
        price: Price::Tag(&[100]),
        between: (940, 1920),
        odds: always(30),
        ..PLAIN
    },
    Habit {
        payees: &["Drogerie Silbersee"],
        category: HOUSEHOLD,
        purses: &[BANK],
        price: Price::Range(115, 1680, 5),
        weekdays: NO_SUNDAY,
        between: (1620, 1940),
        odds: always(90),
        extra: Extra::Split(HEALTH, "toothpaste and plasters too"),
        ..PLAIN
    },
    Habit {
        payees: &["Apotheke Weißdorn"],
        category: HEALTH,
        purses: &[BANK, CASH],
        price: Price::Range(495, 1890, 5),
        weekdays: NO_SUNDAY,
        between: (930, 1815),
        odds: [45, 50, 35, 20, 12, 10, 8, 10, 18, 30, 40, 45],
        ..PLAIN
    },
    Habit {
        payees: &["Blumen Fiore"],
        category: GIFTS,
        purses: &[CASH, BANK],
        price: Price::Range(500, 1900, 50),
        weekdays: NO_SUNDAY,
        between: (1010, 1830),
        odds: [15, 25, 20, 20, 40, 20, 15, 15, 15, 15, 15, 40],
        ..PLAIN
    },
    Habit {
        payees: &["Geschenkeladen Tandem", "Buchhandlung Eule"],
        category: GIFTS,
        purses: &[BANK, CARD],
        price: Price::Range(990, 3900, 10),
        weekdays: NO_SUNDAY,
        between: (1030, 1840),
        odds: [12, 12, 15, 15, 20, 15, 12, 12, 15, 15, 30, 190],
        extra: Extra::Returns(70),
        ..PLAIN
    },
    Habit {
        payees: &["Kleinanzeige"],
        kind: EntryKind::Income,
        category: SALES,
        purses: &[PAYPAL, CASH],
        price: Price::Tag(&[1_000, 1_500, 500, 2_500, 4_000]),
        between: (1000, 2030),
        odds: always(22),
        notes: &["old lamp", "board game", "bicycle bag", "winter coat"],
        ..PLAIN
    },
];

/// Shops, restaurants and evenings out.
pub(super) const SHOPS: [Habit; 10] = [
    Habit {
        payees: &["Kornblume Markt", "Laden Grünkern"],
        category: GROCERIES,
        purses: &[BANK, BANK, CASH],
        price: Price::Range(99, 1_080, 1),
        weekdays: NO_SUNDAY,
        between: (1650, 2035),
        odds: always(190),
        ..PLAIN
    },
    Habit {
        payees: &["Kornblume Markt"],
        category: GROCERIES,
        purses: &[BANK],
        price: Price::Range(2_650, 7_900, 1),
        weekdays: "---T-S-",
        between: (1010, 1930),
        odds: always(400),
        extra: Extra::Split(HOUSEHOLD, "half of it for the household"),
        ..PLAIN
    },
    Habit {
        payees: &["Obsthof Kirschblüte", "Käsestand Almglück"],
        category: GROCERIES,
        price: Price::Range(250, 1_450, 10),
        weekdays: "-----S-",
        between: (905, 1225),
        odds: [220, 240, 340, 480, 600, 640, 640, 600, 560, 460, 320, 260],
        ..PLAIN
    },
    Habit {
        payees: &["Trattoria Colibrì", "Tandoor Lotus", "Nhà Hàng Sen Hồng"],
        category: EATING_OUT,
        purses: &[CARD, BANK],
        price: Price::Range(1_450, 4_400, 10),
        weekdays: GOING_OUT,
        between: (1845, 2145),
        odds: always(300),
        extra: Extra::Tip(50),
        ..PLAIN
    },
    Habit {
        payees: &["Bar Halbmond"],
        category: EATING_OUT,
        price: Price::Range(420, 1_600, 10),
        weekdays: GOING_OUT,
        between: (2040, 2350),
        odds: always(210),
        extra: Extra::Tip(50),
        ..PLAIN
    },
    Habit {
        payees: &["Kino Parabel"],
        category: ENTERTAINMENT,
        purses: &[BANK, PAYPAL],
        price: Price::Tag(&[1_050, 950, 1_250, 1_900]),
        weekdays: "--W-FSS",
        between: (1730, 2040),
        odds: [90, 90, 70, 50, 40, 25, 25, 30, 50, 70, 90, 90],
        ..PLAIN
    },
    Habit {
        payees: &["Versandhaus Blauwal", "Gipfelkiste", "Papierhaus Falter"],
        category: SHOPPING,
        purses: &[PAYPAL, CARD],
        price: Price::Range(890, 6_900, 5),
        between: (1950, 2315),
        odds: [55, 45, 55, 55, 60, 55, 55, 55, 60, 60, 110, 110],
        extra: Extra::Returns(320),
        ..PLAIN
    },
    Habit {
        payees: &["Zweite Hand Kiste", "Bastelteile Zahnrad"],
        category: SHOPPING,
        purses: &[PAYPAL],
        price: Price::Range(190, 1_380, 5),
        between: (2000, 2325),
        odds: always(60),
        extra: Extra::Returns(130),
        ..PLAIN
    },
    Habit {
        payees: &["Möbelhaus Eichkatz", "Elektro Funkenflug"],
        category: HOUSEHOLD,
        purses: &[CARD],
        price: Price::Range(2_900, 18_900, 100),
        weekdays: "-----S-",
        between: (1030, 1730),
        odds: always(60),
        extra: Extra::Returns(220),
        ..PLAIN
    },
    Habit {
        payees: &["Fernzug Direkt"],
        category: TRAVEL,
        purses: &[CARD, PAYPAL],
        price: Price::Range(1_790, 5_990, 100),
        between: (1800, 2230),
        odds: [20, 20, 30, 35, 45, 40, 40, 40, 30, 30, 20, 50],
        extra: Extra::Returns(120),
        notes: &["weekend in the north", "to the family"],
        ..PLAIN
    },
];
