//! An entry of the sample before it has ids: who, what, when and the lines that sum to zero.

use chrono::NaiveDate;

use crate::ids::AccountId;
use crate::kinds::{AccountKind, EntryKind, EntryStatus};

/// The accounts of the person in the sample.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Own {
    Bank,
    Savings,
    Card,
    Cash,
    PayPal,
    MPesa,
    Alipay,
    Easypaisa,
    GameCard,
    PhoneBill,
}

/// The currencies of the sample.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Coin {
    Eur,
    Usd,
    Kes,
    Cny,
    Pkr,
}

/// One currency in one account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Purse {
    pub own: Own,
    pub coin: Coin,
}

/// Whose a line is: an account of the person, or a category or balancing account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Own(Own),
    Other(AccountId),
}

/// One account's part: positive into it, negative out of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Line {
    pub side: Side,
    pub minor: i64,
    pub coin: Coin,
}

/// What happened on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Draft {
    pub day: NaiveDate,
    /// The local second, as wallets, tills and memory have it; banks book without.
    pub second: Option<u32>,
    pub kind: EntryKind,
    pub status: EntryStatus,
    pub payee: &'static str,
    pub note: &'static str,
    pub tags: Vec<&'static str>,
    /// The place of the refunded purchase among the drafts.
    pub refund_of: Option<usize>,
    pub lines: Vec<Line>,
}

impl Own {
    pub(super) const ALL: [Self; 10] = [
        Self::Bank,
        Self::Savings,
        Self::Card,
        Self::Cash,
        Self::PayPal,
        Self::MPesa,
        Self::Alipay,
        Self::Easypaisa,
        Self::GameCard,
        Self::PhoneBill,
    ];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Bank => "Current account",
            Self::Savings => "Rainy days",
            Self::Card => "Credit card",
            Self::Cash => "Cash",
            Self::PayPal => "PayPal",
            Self::MPesa => "M-Pesa",
            Self::Alipay => "Alipay",
            Self::Easypaisa => "Easypaisa",
            Self::GameCard => "Game card",
            Self::PhoneBill => "On the phone bill",
        }
    }

    pub(super) fn kind(self) -> AccountKind {
        match self {
            Self::Bank => AccountKind::Bank,
            Self::Savings => AccountKind::Savings,
            Self::Card => AccountKind::Card,
            Self::Cash => AccountKind::Cash,
            Self::PayPal | Self::MPesa | Self::Alipay | Self::Easypaisa => AccountKind::Wallet,
            Self::GameCard => AccountKind::GiftCard,
            Self::PhoneBill => AccountKind::CarrierBilling,
        }
    }

    pub(super) fn institution(self) -> Option<&'static str> {
        match self {
            Self::Bank | Self::Savings | Self::Card => Some("Nordufer Bank"),
            Self::PayPal => Some("PayPal"),
            Self::MPesa => Some("M-Pesa"),
            Self::Alipay => Some("Alipay"),
            Self::Easypaisa => Some("Easypaisa"),
            Self::PhoneBill => Some("Funkwinkel Mobil"),
            Self::Cash | Self::GameCard => None,
        }
    }

    /// The zone in which a wallet writes its times.
    pub(super) fn zone(self) -> Option<&'static str> {
        match self {
            Self::PayPal => Some("Europe/Berlin"),
            Self::MPesa => Some("Africa/Nairobi"),
            Self::Alipay => Some("Asia/Shanghai"),
            Self::Easypaisa => Some("Asia/Karachi"),
            _ => None,
        }
    }

    /// Whether what is in it must be put in first.
    pub(super) fn is_prepaid(self) -> bool {
        !matches!(self, Self::Card | Self::PhoneBill)
    }
}

impl Coin {
    pub(super) const ALL: [Self; 5] = [Self::Eur, Self::Usd, Self::Kes, Self::Cny, Self::Pkr];

    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Eur => "EUR",
            Self::Usd => "USD",
            Self::Kes => "KES",
            Self::Cny => "CNY",
            Self::Pkr => "PKR",
        }
    }

    /// How many of it a euro bought around the middle of the two years, in ten-thousandths.
    fn in_a_euro(self) -> i64 {
        match self {
            Self::Eur => 10_000,
            Self::Usd => 10_860,
            Self::Kes => 1_402_000,
            Self::Cny => 78_300,
            Self::Pkr => 3_052_000,
        }
    }

    /// What an amount of it costs in euro cents in this week, rounded up; the rate drifts by up to
    /// three in a hundred over half a year and back.
    pub(super) fn in_euro_cents(self, minor: i64, week: i64) -> i64 {
        let drift = (week % 26 - 13).abs() * 5 - 32;
        let rate = match self {
            Self::Eur => self.in_a_euro(),
            _ => self.in_a_euro() * (1_000 + drift) / 1_000,
        };
        rounded_up(minor * 10_000, rate) / rate
    }
}

impl Purse {
    pub(super) const fn of(own: Own, coin: Coin) -> Self {
        Self { own, coin }
    }
}

impl Line {
    pub(super) fn own(purse: Purse, minor: i64) -> Self {
        Self {
            side: Side::Own(purse.own),
            minor,
            coin: purse.coin,
        }
    }

    pub(super) fn other(account: AccountId, minor: i64, coin: Coin) -> Self {
        Self {
            side: Side::Other(account),
            minor,
            coin,
        }
    }

    /// The purse it takes from or puts into, where it is the person's.
    pub(super) fn purse(&self) -> Option<Purse> {
        match self.side {
            Side::Own(own) => Some(Purse::of(own, self.coin)),
            Side::Other(_) => None,
        }
    }
}

impl Draft {
    /// The zone of the first own account in it that has one.
    pub(super) fn zone(&self) -> Option<&'static str> {
        self.second?;
        self.lines
            .iter()
            .filter_map(Line::purse)
            .find_map(|purse| purse.own.zone())
    }
}

/// The next multiple of `step` at or above a size.
pub(super) fn rounded_up(minor: i64, step: i64) -> i64 {
    (minor + step - 1) / step * step
}
