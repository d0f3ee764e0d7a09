//! What an insight says: what there is to know, the figures, and the rule behind it. It informs, and
//! asks for nothing.

use chrono::NaiveDate;

use super::facts::{
    BURST_DAYS, CLAIM_DAYS, FEE_PAYMENTS, FEE_PERCENT, Fact, FeeRate, FeeSide, LateReward,
    NEARLY_PERCENT, NEWS_DAYS, PriceRise, SmallMonth, TRIAL_DAYS, Trial, TrialPrice, USUAL_MONTHS,
    USUAL_PERCENT, Used, percent,
};
use super::{Burst, Claim, Missed, StillCharged};

impl Fact {
    pub(super) fn title(&self) -> String {
        match self {
            Self::Price(f) => format!("{} costs {} instead of {}", f.name, f.after, f.before),
            Self::Missed(f) => format!("No charge of {} came around {}", f.name, day(f.expected)),
            Self::StillCharged(f) => {
                format!("{} was charged after it was cancelled", f.name)
            }
            Self::Trial(f) => f.title(),
            Self::Claim(f) => {
                format!(
                    "{} of {} can be claimed until {}",
                    f.amount,
                    f.name,
                    day(f.until)
                )
            }
            Self::Late(f) => format!("{} of {} has not come", f.sum, f.name),
            Self::Used(f) => f.title(),
            Self::Burst(f) => format!("{} payments to {} in a short time", f.count, f.payee),
            Self::Small(f) => format!(
                "Small payments of {} are above your usual month",
                month(f.month)
            ),
            Self::Fees(f) => format!(
                "{} took {} of the payments {}",
                f.name,
                percent(f.fees, f.volume),
                f.side.words()
            ),
        }
    }

    pub(super) fn cause(&self) -> String {
        match self {
            Self::Price(f) => f.cause(),
            Self::Missed(f) => f.cause(),
            Self::StillCharged(f) => f.cause(),
            Self::Trial(f) => f.cause(),
            Self::Claim(f) => f.cause(),
            Self::Late(f) => f.cause(),
            Self::Used(f) => f.cause(),
            Self::Burst(f) => f.cause(),
            Self::Small(f) => f.cause(),
            Self::Fees(f) => f.cause(),
        }
    }

    pub(super) fn why(&self) -> String {
        let rule = match self {
            Self::Price(_) => format!(
                "A confirmed series has a new price that is higher than the one before, and its first \
                 charge is at most {NEWS_DAYS} days old. It comes once for each price."
            ),
            Self::Missed(_) => format!(
                "The longest usual gap of a confirmed series is over without a charge, and the expected \
                 day is at most {NEWS_DAYS} days old. It comes once for each expected charge."
            ),
            Self::StillCharged(_) => format!(
                "A series that you marked as cancelled has a charge after that day, at most {NEWS_DAYS} \
                 days old. It comes once for each such charge."
            ),
            Self::Trial(_) => format!(
                "A trial or an introductory price that you noted ends within {TRIAL_DAYS} days. It comes \
                 once for each end."
            ),
            Self::Claim(_) => format!(
                "A reward can be claimed or appealed, and that ends within {CLAIM_DAYS} days. It comes \
                 once for each reward."
            ),
            Self::Late(_) => format!(
                "Rewards are not there after the day they were due, in a month that began at most \
                 {NEWS_DAYS} days ago. It comes once for each programme and month."
            ),
            Self::Used(_) => format!(
                "A limit, an allowance or the cap of games for more than one day is used to \
                 {NEARLY_PERCENT} %, and a second time where it is used up. It comes once for each of the \
                 two in a period."
            ),
            Self::Burst(f) => format!(
                "Four payments of at most {} to one payee within an hour, or five on a day without times, \
                 in the last {BURST_DAYS} days. It comes once for each payee and month.",
                f.largest
            ),
            Self::Small(_) => format!(
                "The small payments of a month are more than {USUAL_PERCENT} % of the median of your own \
                 earlier whole months, at least {USUAL_MONTHS} of them. It comes once for each month."
            ),
            Self::Fees(_) => format!(
                "In a quarter that is over, at least {FEE_PAYMENTS} payments of one account carried fees \
                 of {FEE_PERCENT} % or more. It comes once for each account and quarter."
            ),
        };
        format!("{rule} Dismiss it to hide this one; “never again” ends all of its kind.")
    }
}

impl PriceRise {
    fn cause(&self) -> String {
        // Two prices of one series are of one currency, and their difference is within its bounds.
        let more = self.after.checked_add(self.before.negated()).ok();
        let more = more.map_or_else(String::new, |more| {
            format!(" That is {more} or {} more.", percent(more, self.before))
        });
        format!(
            "The charge of {} was {}, the price before it {}.{more}",
            day(self.day),
            self.after,
            self.before
        )
    }
}

impl Missed {
    fn cause(&self) -> String {
        format!(
            "The last charge was {} on {}. By its rhythm the next was expected on {}.",
            self.last,
            day(self.last_day),
            day(self.expected)
        )
    }
}

impl StillCharged {
    fn cause(&self) -> String {
        format!(
            "It was cancelled on {}; a charge of {} came on {}.",
            day(self.cancelled),
            self.amount,
            day(self.charged)
        )
    }
}

impl Trial {
    fn title(&self) -> String {
        let what = match self.price {
            TrialPrice::Trial => "trial",
            TrialPrice::Introductory(_) => "introductory price",
        };
        format!("The {what} of {} ends on {}", self.name, day(self.ends))
    }

    fn cause(&self) -> String {
        match self.price {
            TrialPrice::Trial => format!("You noted {} as the last day.", day(self.ends)),
            TrialPrice::Introductory(price) => {
                format!("You noted {price} as the price until {}.", day(self.ends))
            }
        }
    }
}

impl Claim {
    fn cause(&self) -> String {
        format!(
            "{} is expected for {} of {}. Claims are taken until {}.",
            self.amount,
            self.title,
            day(self.day),
            day(self.until)
        )
    }
}

impl LateReward {
    fn cause(&self) -> String {
        let rewards = if self.count == 1 { "reward" } else { "rewards" };
        format!(
            "{} {rewards} due in {} add up to {}; no credit for them was found.",
            self.count,
            month(self.month),
            self.sum
        )
    }
}

impl Used {
    fn title(&self) -> String {
        if self.step() == 100 {
            format!("{} is used up", self.name)
        } else {
            format!(
                "{} is used to {}",
                self.name,
                percent(self.used, self.total)
            )
        }
    }

    fn cause(&self) -> String {
        format!(
            "{} of {} from {} to {}.",
            self.used,
            self.total,
            day(self.first),
            day(self.last)
        )
    }
}

impl Burst {
    fn cause(&self) -> String {
        let time = match self.minutes {
            Some(1) => "within 1 minute".to_owned(),
            Some(minutes) => format!("within {minutes} minutes"),
            None => "without times".to_owned(),
        };
        format!(
            "{} payments on {} {time} add up to {}.",
            self.count,
            day(self.day),
            self.sum
        )
    }
}

impl SmallMonth {
    fn cause(&self) -> String {
        format!(
            "{} payments of at most {} add up to {} in {}. The median of your {} earlier whole months is {}.",
            self.count,
            self.limit,
            self.sum,
            month(self.month),
            self.months,
            self.usual
        )
    }
}

impl FeeRate {
    fn cause(&self) -> String {
        format!(
            "{} in fees of {} payments that come to {} without them, from {} to {}.",
            self.fees,
            self.count,
            self.volume,
            day(self.first),
            day(self.last)
        )
    }
}

impl FeeSide {
    fn words(self) -> &'static str {
        match self {
            Self::Paid => "you made",
            Self::Received => "you received",
        }
    }
}

fn day(day: NaiveDate) -> String {
    day.format("%-d %B %Y").to_string()
}

fn month(day: NaiveDate) -> String {
    day.format("%B %Y").to_string()
}
