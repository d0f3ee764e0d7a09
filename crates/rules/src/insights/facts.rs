//! The facts that an insight can follow from, and how far each must go.

use chrono::{Days, NaiveDate};
use farthing_money::{Money, Rounding};

use super::InsightKind;

/// For so many days what happened to a series is news.
pub(super) const NEWS_DAYS: i64 = 92;
/// So many days before its end a trial is told.
pub(super) const TRIAL_DAYS: i64 = 3;
/// So many days before its end a claim is told.
pub(super) const CLAIM_DAYS: i64 = 14;
/// From so much of a limit on, in percent, its use is told; and again where it is used up.
pub(super) const NEARLY_PERCENT: i64 = 80;
/// A month is above the usual from so many percent of it on.
pub(super) const USUAL_PERCENT: i64 = 110;
/// So many earlier months make a usual one.
pub(super) const USUAL_MONTHS: u32 = 3;
/// Fees are told from so many percent of the payments on.
pub(super) const FEE_PERCENT: i64 = 3;
/// So many payments with a fee make a rate.
pub(super) const FEE_PAYMENTS: i64 = 5;
/// For so many days a burst is news.
pub(super) const BURST_DAYS: i64 = 31;

/// Something that is so, as the ledger knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fact {
    /// A series changed its price.
    Price(PriceRise),
    /// A charge was expected and did not come.
    Missed(Missed),
    /// A cancelled series was charged.
    StillCharged(StillCharged),
    /// A trial or an introductory price has an end.
    Trial(Trial),
    /// A reward can be claimed.
    Claim(Claim),
    /// Rewards are late.
    Late(LateReward),
    /// So much of a limit is used.
    Used(Used),
    /// Many small payments came in a short time.
    Burst(Burst),
    /// A month has so much small money.
    Small(SmallMonth),
    /// A wallet or bank took so much of its payments.
    Fees(FeeRate),
}

/// The last lasting change of a series' price.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PriceRise {
    /// The series.
    pub series: String,
    /// Its name.
    pub name: String,
    /// The first day at the new price.
    pub day: NaiveDate,
    /// The price before.
    pub before: Money,
    /// The new price.
    pub after: Money,
}

/// A charge that did not come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missed {
    /// The series.
    pub series: String,
    /// Its name.
    pub name: String,
    /// When the charge was expected.
    pub expected: NaiveDate,
    /// The day of the last one.
    pub last_day: NaiveDate,
    /// How much that was.
    pub last: Money,
}

/// A charge of a cancelled series.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StillCharged {
    /// The series.
    pub series: String,
    /// Its name.
    pub name: String,
    /// When it was cancelled.
    pub cancelled: NaiveDate,
    /// The day of the last charge after that.
    pub charged: NaiveDate,
    /// How much that was.
    pub amount: Money,
}

/// What ends with a trial.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TrialPrice {
    /// A trial.
    Trial,
    /// An introductory price.
    Introductory(Money),
}

/// A trial or an introductory price.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trial {
    /// The series.
    pub series: String,
    /// Its name.
    pub name: String,
    /// Which of the two.
    pub price: TrialPrice,
    /// Its last day.
    pub ends: NaiveDate,
}

/// A reward that can be claimed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// The programme, by what it is known.
    pub programme: String,
    /// Its name.
    pub name: String,
    /// What the reward is for.
    pub title: String,
    /// The day of the purchase.
    pub day: NaiveDate,
    /// How much.
    pub amount: Money,
    /// The last day on which claims are taken.
    pub until: NaiveDate,
}

/// Rewards of a programme that were due in one month and are not there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LateReward {
    /// The programme, by what it is known.
    pub programme: String,
    /// Its name.
    pub name: String,
    /// The first day of the month in which they were due.
    pub month: NaiveDate,
    /// How many.
    pub count: u32,
    /// How much together.
    pub sum: Money,
}

/// How much of a limit, an allowance or a cap is used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Used {
    /// What it is known by.
    pub subject: String,
    /// What it is, such as `The limit of Coffee`.
    pub name: String,
    /// The first day of its period.
    pub first: NaiveDate,
    /// The last day.
    pub last: NaiveDate,
    /// What was spent.
    pub used: Money,
    /// What may be spent.
    pub total: Money,
}

/// Many small payments to one payee.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Burst {
    /// The payee's name.
    pub payee: String,
    /// The day on which it began.
    pub day: NaiveDate,
    /// How many minutes it took; none where the statement has no times.
    pub minutes: Option<i64>,
    /// How many payments.
    pub count: usize,
    /// What they add up to.
    pub sum: Money,
    /// The largest size that was looked at.
    pub largest: Money,
}

/// The small money of a month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SmallMonth {
    /// The month's first day.
    pub month: NaiveDate,
    /// What is small.
    pub limit: Money,
    /// How many small payments.
    pub count: i64,
    /// What they add up to.
    pub sum: Money,
    /// The median of whole earlier months.
    pub usual: Money,
    /// How many earlier months.
    pub months: u32,
}

/// Which way payments went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FeeSide {
    /// They were made.
    Paid,
    /// They were received.
    Received,
}

/// The fees of a wallet or bank in a quarter that is over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeeRate {
    /// The account, by what it is known.
    pub account: String,
    /// Its name.
    pub name: String,
    /// Which payments.
    pub side: FeeSide,
    /// The quarter's first day.
    pub first: NaiveDate,
    /// Its last day.
    pub last: NaiveDate,
    /// How many payments with a fee.
    pub count: i64,
    /// What they come to without the fees.
    pub volume: Money,
    /// The fees.
    pub fees: Money,
}

impl Fact {
    pub(super) fn kind(&self) -> InsightKind {
        match self {
            Self::Price(_) => InsightKind::PriceRise,
            Self::Missed(_) => InsightKind::MissedCharge,
            Self::StillCharged(_) => InsightKind::StillCharged,
            Self::Trial(_) => InsightKind::TrialEnds,
            Self::Claim(_) | Self::Late(_) => InsightKind::CashbackDue,
            Self::Used(_) => InsightKind::LimitUsed,
            Self::Burst(_) => InsightKind::Burst,
            Self::Small(_) => InsightKind::SmallMonth,
            Self::Fees(_) => InsightKind::FeeRate,
        }
    }

    /// What it is about, and its bucket.
    pub(super) fn subject(&self) -> String {
        match self {
            Self::Price(f) => format!("{}:{}", f.series, f.after),
            Self::Missed(f) => format!("{}:{}", f.series, f.expected),
            Self::StillCharged(f) => format!("{}:{}", f.series, f.charged),
            Self::Trial(f) => {
                let what = match f.price {
                    TrialPrice::Trial => "trial",
                    TrialPrice::Introductory(_) => "introductory",
                };
                format!("{}:{what}:{}", f.series, f.ends)
            }
            Self::Claim(f) => format!("{}:{}:{}:{}", f.programme, f.day, f.amount, f.title),
            Self::Late(f) => format!("{}:{}:{}", f.programme, f.sum.currency(), month(f.month)),
            Self::Used(f) => format!("{}:{}:{}", f.subject, f.first, f.step()),
            Self::Burst(f) => format!("{}:{}:{}", month(f.day), f.sum.currency(), f.payee),
            Self::Small(f) => format!("{}:{}", f.sum.currency(), month(f.month)),
            Self::Fees(f) => {
                let side = match f.side {
                    FeeSide::Paid => "paid",
                    FeeSide::Received => "received",
                };
                format!("{}:{side}:{}:{}", f.account, f.fees.currency(), f.first)
            }
        }
    }

    pub(super) fn is_worth_a_note(&self, today: NaiveDate) -> bool {
        match self {
            Self::Price(f) => f.after.minor() > f.before.minor() && is_news(f.day, today),
            Self::Missed(f) => is_news(f.expected, today),
            Self::StillCharged(f) => is_news(f.charged, today),
            Self::Trial(f) => is_within(f.ends, TRIAL_DAYS, today),
            Self::Claim(f) => is_within(f.until, CLAIM_DAYS, today),
            Self::Late(f) => f.count > 0 && is_news(f.month, today),
            Self::Used(f) => f.is_worth_a_note(today),
            Self::Burst(f) => (0..BURST_DAYS).contains(&(today - f.day).num_days()),
            Self::Small(f) => f.months >= USUAL_MONTHS && exceeds(f.sum, f.usual, USUAL_PERCENT),
            Self::Fees(f) => {
                f.count >= FEE_PAYMENTS && f.last < today && reaches(f.fees, f.volume, FEE_PERCENT)
            }
        }
    }
}

impl Used {
    /// Limits of a single day would be told every day.
    fn is_worth_a_note(&self, today: NaiveDate) -> bool {
        let runs = (self.first..=self.last).contains(&today) && self.first < self.last;
        runs && reaches(self.used, self.total, NEARLY_PERCENT)
    }

    /// The last step that was reached, in percent.
    pub(super) fn step(&self) -> i64 {
        if reaches(self.used, self.total, 100) {
            100
        } else {
            NEARLY_PERCENT
        }
    }
}

/// A part of a whole in percent with two places, half-up.
pub(super) fn percent(part: Money, whole: Money) -> String {
    let hundredfold = i128::from(part.minor()) * 100;
    let ratio = Rounding::HalfUp.ratio(hundredfold, whole.minor().into(), 2);
    ratio.map_or_else(String::new, |ratio| format!("{ratio} %"))
}

pub(super) fn month(day: NaiveDate) -> String {
    day.format("%Y-%m").to_string()
}

fn is_news(day: NaiveDate, today: NaiveDate) -> bool {
    let until = day.checked_add_days(Days::new(NEWS_DAYS.unsigned_abs()));
    day <= today && until.is_none_or(|until| today <= until)
}

fn is_within(day: NaiveDate, days: i64, today: NaiveDate) -> bool {
    (0..=days).contains(&(day - today).num_days())
}

fn reaches(part: Money, whole: Money, percent: i64) -> bool {
    hundredfold(part) >= times(whole, percent) && whole.minor() > 0
}

fn exceeds(part: Money, whole: Money, percent: i64) -> bool {
    hundredfold(part) > times(whole, percent) && whole.minor() > 0
}

fn hundredfold(money: Money) -> i128 {
    times(money, 100)
}

fn times(money: Money, percent: i64) -> i128 {
    i128::from(money.minor()) * i128::from(percent)
}
