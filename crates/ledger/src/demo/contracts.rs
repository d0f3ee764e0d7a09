//! What comes by the calendar in the sample: salary, rent, subscriptions that get dearer, and how
//! accounts are filled and settled. Every company is invented.

use super::draft::{Own, Purse, Side};
use super::habits::{
    BANK, BILLS, CARD, CASH, ENTERTAINMENT, GAME_CARD, GAMES, HEALTH, HOUSEHOLD, PAYPAL,
    PAYPAL_USD, PHONE, PHONE_BILL, SALARY, SAVINGS, SUBSCRIPTIONS,
};
use super::travel::{ALIPAY, CASH_CNY, CASH_KES, EASYPAISA, MPESA};
use crate::ids::{AccountId, built_in};
use crate::kinds::EntryKind;

/// Something with a fixed day of the month.
#[derive(Debug, Clone, Copy)]
pub(super) struct Contract {
    pub payee: &'static str,
    pub kind: EntryKind,
    pub purse: Purse,
    pub other: Side,
    /// Day of the month, at most 28.
    pub on: u32,
    /// In which months; empty for every month.
    pub months: &'static [u32],
    /// From which week on how much it is; before the first it does not exist yet, and 0 ends it.
    pub steps: &'static [(i64, i64)],
    pub note: &'static str,
}

/// What a card or a phone bill is owed is paid once a month.
#[derive(Debug, Clone, Copy)]
pub(super) struct Settlement {
    pub on: u32,
    pub owed: Purse,
    pub payer: Purse,
    pub kind: EntryKind,
    pub payee: &'static str,
    /// Cashback on what was bought, in thousandths.
    pub cashback: i64,
}

/// How a purse is filled when it does not suffice.
#[derive(Debug, Clone, Copy)]
pub(super) struct Refill {
    pub purse: Purse,
    pub source: Purse,
    pub kind: EntryKind,
    pub payee: &'static str,
    /// Possible sizes in the purse's currency, the earlier ones more often.
    pub sizes: &'static [i64],
    /// What the source pays on top, in its own currency.
    pub fee: i64,
}

/// Something that happens once.
#[derive(Debug, Clone, Copy)]
pub(super) struct OneOff {
    /// Days from the first.
    pub index: i64,
    pub payee: &'static str,
    pub kind: EntryKind,
    pub purse: Purse,
    /// Signed, as the purse sees it.
    pub minor: i64,
    pub other: Side,
    pub note: &'static str,
}

const fn monthly(
    payee: &'static str,
    category: AccountId,
    purse: Purse,
    on: u32,
    steps: &'static [(i64, i64)],
) -> Contract {
    Contract {
        payee,
        kind: EntryKind::Purchase,
        purse,
        other: Side::Other(category),
        on,
        months: &[],
        steps,
        note: "",
    }
}

const fn of_kind(kind: EntryKind, contract: Contract) -> Contract {
    Contract { kind, ..contract }
}

const fn in_months(months: &'static [u32], contract: Contract) -> Contract {
    Contract { months, ..contract }
}

const fn with_note(note: &'static str, contract: Contract) -> Contract {
    Contract { note, ..contract }
}

const QUARTERS: &[u32] = &[3, 6, 9, 12];

/// Rent, salary and what else the current account sees.
pub(super) const HOUSE: [Contract; 13] = [
    of_kind(
        EntryKind::Income,
        monthly(
            "Werkhof Antriebe",
            SALARY,
            BANK,
            28,
            &[(0, 221_130), (57, 229_475)],
        ),
    ),
    with_note(
        "flat with heating",
        monthly(
            "Hausverwaltung Ulmenhof",
            HOUSEHOLD,
            BANK,
            1,
            &[(0, 78_200), (61, 81_350)],
        ),
    ),
    monthly(
        "Stadtwerke Strom",
        BILLS,
        BANK,
        3,
        &[(0, 5_800), (48, 6_400)],
    ),
    monthly(
        "Leitwerk Internet",
        BILLS,
        BANK,
        15,
        &[(0, 3_499), (70, 3_999)],
    ),
    monthly(
        "Funkwinkel Mobil",
        PHONE,
        BANK,
        12,
        &[(0, 1_499), (66, 1_699)],
    ),
    monthly(
        "Zahnschutz Plus",
        HEALTH,
        BANK,
        7,
        &[(0, 1_140), (52, 1_210)],
    ),
    in_months(
        &[3],
        monthly(
            "Haftpflicht Schirm",
            BILLS,
            BANK,
            4,
            &[(0, 4_980), (60, 5_340)],
        ),
    ),
    monthly(
        "Kletterhalle Überhang",
        ENTERTAINMENT,
        BANK,
        6,
        &[(30, 2_900), (76, 0)],
    ),
    of_kind(
        EntryKind::Fee,
        monthly(
            "Nordufer Bank",
            built_in::FEES,
            BANK,
            27,
            &[(0, 490), (44, 590)],
        ),
    ),
    of_kind(
        EntryKind::Transfer,
        Contract {
            other: Side::Own(Own::Savings),
            ..monthly(
                "Standing order",
                built_in::TRANSFERS,
                BANK,
                2,
                &[(0, 30_000), (57, 38_000)],
            )
        },
    ),
    in_months(
        QUARTERS,
        of_kind(
            EntryKind::Interest,
            monthly(
                "Nordufer Bank",
                built_in::INTEREST,
                SAVINGS,
                28,
                &[(0, 1_164), (26, 1_391), (52, 1_207), (78, 1_388)],
            ),
        ),
    ),
    in_months(
        &[2],
        of_kind(
            EntryKind::Fee,
            with_note(
                "card for one year",
                monthly(
                    "Nordufer Bank",
                    built_in::FEES,
                    CARD,
                    18,
                    &[(0, 3_600), (60, 3_900)],
                ),
            ),
        ),
    ),
    in_months(
        &[1, 2, 4, 5, 7, 8, 10, 11],
        of_kind(
            EntryKind::Transfer,
            with_note(
                "for the household",
                monthly(
                    "Family, Lahore",
                    built_in::TRANSFERS,
                    EASYPAISA,
                    9,
                    &[(0, 1_200_000), (33, 1_500_000), (68, 1_800_000)],
                ),
            ),
        ),
    ),
];

/// Subscriptions, most of which got dearer in steps.
pub(super) const SUBSCRIBED: [Contract; 14] = [
    monthly(
        "Nachtkino Stream",
        SUBSCRIPTIONS,
        PAYPAL,
        9,
        &[(0, 799), (31, 899), (79, 1_099)],
    ),
    monthly(
        "Tonspur Musik",
        SUBSCRIPTIONS,
        CARD,
        17,
        &[(0, 999), (40, 1_099), (92, 1_199)],
    ),
    monthly(
        "Wolkenfach 200 GB",
        SUBSCRIPTIONS,
        PAYPAL,
        5,
        &[(0, 199), (57, 299)],
    ),
    monthly(
        "Serienwerk",
        SUBSCRIPTIONS,
        CARD,
        21,
        &[(0, 499), (22, 599), (66, 699), (90, 0)],
    ),
    monthly(
        "Lautschrift Sprachkurs",
        SUBSCRIPTIONS,
        CARD,
        24,
        &[(58, 699), (84, 799)],
    ),
    monthly(
        "Pocket Realms Season Pass",
        GAMES,
        PAYPAL,
        23,
        &[(48, 549), (74, 0), (86, 599)],
    ),
    monthly(
        "Harbor Notes Pro",
        SUBSCRIPTIONS,
        PAYPAL_USD,
        14,
        &[(0, 499), (45, 599)],
    ),
    monthly(
        "Moth & Lantern Comics",
        SUBSCRIPTIONS,
        PAYPAL_USD,
        2,
        &[(18, 300), (72, 500)],
    ),
    monthly(
        "Pixelpost Wochenbrief",
        SUBSCRIPTIONS,
        PAYPAL,
        11,
        &[(8, 400), (63, 500)],
    ),
    monthly(
        "Passwortkiste",
        SUBSCRIPTIONS,
        PAYPAL,
        19,
        &[(0, 179), (50, 249)],
    ),
    in_months(
        &[11],
        with_note(
            "one year",
            monthly(
                "Sternkarte Premium",
                SUBSCRIPTIONS,
                PAYPAL,
                11,
                &[(0, 2_999), (50, 3_499)],
            ),
        ),
    ),
    in_months(
        &[4],
        with_note(
            "one year",
            monthly(
                "Wanderkarten offline",
                SUBSCRIPTIONS,
                CARD,
                11,
                &[(0, 1_999), (55, 2_499)],
            ),
        ),
    ),
    in_months(
        &[9],
        with_note(
            "one year",
            monthly(
                "Domain seegras.example",
                SUBSCRIPTIONS,
                PAYPAL,
                26,
                &[(0, 1_188), (60, 1_428)],
            ),
        ),
    ),
    in_months(
        &[1, 3, 5, 7, 9, 11],
        with_note(
            "top-up for a cousin",
            monthly(
                "Bazaar Mobile Load",
                PHONE,
                EASYPAISA,
                10,
                &[(0, 50_000), (52, 60_000)],
            ),
        ),
    ),
];

/// What is owed, paid in full.
pub(super) const SETTLEMENTS: [Settlement; 2] = [
    Settlement {
        on: 5,
        owed: CARD,
        payer: BANK,
        kind: EntryKind::CardPayment,
        payee: "Nordufer Bank",
        cashback: 6,
    },
    Settlement {
        on: 12,
        owed: PHONE_BILL,
        payer: BANK,
        kind: EntryKind::Transfer,
        payee: "Funkwinkel Mobil",
        cashback: 0,
    },
];

/// Where money comes from when a purse is too light.
pub(super) const REFILLS: [Refill; 10] = [
    Refill {
        purse: CASH,
        source: BANK,
        kind: EntryKind::CashWithdrawal,
        payee: "Geldautomat Nordufer",
        sizes: &[5_000, 10_000, 3_000],
        fee: 0,
    },
    Refill {
        purse: PAYPAL,
        source: BANK,
        kind: EntryKind::TopUp,
        payee: "PayPal",
        sizes: &[5_000, 10_000, 3_000],
        fee: 0,
    },
    Refill {
        purse: PAYPAL_USD,
        source: PAYPAL,
        kind: EntryKind::Transfer,
        payee: "PayPal",
        sizes: &[1_000, 2_000],
        fee: 35,
    },
    Refill {
        purse: GAME_CARD,
        source: BANK,
        kind: EntryKind::GiftCard,
        payee: "Kiosk am Kanal",
        sizes: &[2_500, 1_500],
        fee: 0,
    },
    Refill {
        purse: MPESA,
        source: BANK,
        kind: EntryKind::TopUp,
        payee: "Brückengeld",
        sizes: &[1_000_000, 1_500_000, 500_000],
        fee: 199,
    },
    Refill {
        purse: CASH_KES,
        source: MPESA,
        kind: EntryKind::CashWithdrawal,
        payee: "Tumaini Agent 204",
        sizes: &[250_000, 200_000, 400_000],
        fee: 2_900,
    },
    Refill {
        purse: ALIPAY,
        source: CARD,
        kind: EntryKind::TopUp,
        payee: "Alipay",
        sizes: &[50_000, 30_000, 80_000],
        fee: 149,
    },
    Refill {
        purse: CASH_CNY,
        source: BANK,
        kind: EntryKind::CashWithdrawal,
        payee: "自动取款机",
        sizes: &[30_000],
        fee: 490,
    },
    Refill {
        purse: EASYPAISA,
        source: BANK,
        kind: EntryKind::TopUp,
        payee: "Brückengeld",
        sizes: &[1_500_000, 2_000_000],
        fee: 249,
    },
    Refill {
        purse: BANK,
        source: SAVINGS,
        kind: EntryKind::Transfer,
        payee: "Rainy days",
        sizes: &[30_000, 50_000],
        fee: 0,
    },
];

const fn opening(purse: Purse, minor: i64) -> OneOff {
    OneOff {
        index: 0,
        payee: "",
        kind: EntryKind::Adjustment,
        purse,
        minor,
        other: Side::Other(built_in::OPENING),
        note: "Opening balance",
    }
}

/// What happens once: what was there at the beginning, and what is rare in a life.
pub(super) const ONE_OFFS: [OneOff; 11] = [
    opening(BANK, 186_420),
    opening(SAVINGS, 240_000),
    opening(CARD, -8_745),
    opening(CASH, 6_380),
    opening(PAYPAL, 2_211),
    opening(PAYPAL_USD, 1_540),
    OneOff {
        index: 112,
        payee: "Geldautomat Savanne",
        kind: EntryKind::CashAdvance,
        purse: CARD,
        minor: -5_000,
        other: Side::Own(Own::Cash),
        note: "The other card was in the room",
    },
    OneOff {
        index: 206,
        payee: "Finanzamt",
        kind: EntryKind::Income,
        purse: BANK,
        minor: 31_286,
        other: Side::Other(built_in::INCOME),
        note: "Tax back for last year",
    },
    OneOff {
        index: 433,
        payee: "",
        kind: EntryKind::Adjustment,
        purse: CASH,
        minor: -340,
        other: Side::Other(built_in::ADJUSTMENTS),
        note: "Counted the purse",
    },
    OneOff {
        index: 566,
        payee: "Finanzamt",
        kind: EntryKind::Income,
        purse: BANK,
        minor: 27_419,
        other: Side::Other(built_in::INCOME),
        note: "Tax back for last year",
    },
    OneOff {
        index: 655,
        payee: "Geldautomat Seebrücke",
        kind: EntryKind::Fee,
        purse: BANK,
        minor: -495,
        other: Side::Other(built_in::FEES),
        note: "Machine of another bank",
    },
];
