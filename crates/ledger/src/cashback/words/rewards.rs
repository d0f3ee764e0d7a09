//! How a reward came about, and why not more.

use farthing_money::{Money, Rounding};
use farthing_rules::cashback::{NotLive, ProgrammeTerms, Reason, RoundingScope};

use super::money_words;

/// Why an entry earned what it did.
pub(in crate::cashback) fn reason_words(reason: Reason) -> &'static str {
    match reason {
        Reason::Ok => "nothing stood in the way",
        Reason::Capped => "a cap left less than all of it would have earned",
        Reason::ExcludedKind => "this kind of entry earns nothing",
        Reason::ExcludedCategory => "its category earns nothing",
        Reason::ExcludedMcc => "its merchant code earns nothing",
        Reason::ExcludedPayee => "this shop earns nothing",
        Reason::Pending => "it is not final yet",
        Reason::Void => "it does not count any more",
        Reason::Currency => "it is in another currency than the programme",
        Reason::NotOutflow => "no money left the account",
        Reason::NotInflow => "no money came back",
        Reason::NoRate => "no rule is for it, and there is no rate for all purchases",
        Reason::CapUsed => "the cap of its rule is used up",
        Reason::BelowBlock => "it is smaller than the smallest part that counts",
        Reason::RoundedToZero => "it is too small for the smallest reward",
        Reason::Clawback => "money came back, so its part of the reward is taken back",
        Reason::UnlinkedClawback => {
            "money came back for a purchase that is not known, so a reward at today's rates is taken back"
        }
    }
}

/// Why a rule did not pay.
pub(in crate::cashback) fn not_live_words(why: NotLive) -> &'static str {
    match why {
        NotLive::NotValidYet => "it begins later",
        NotLive::NoLongerValid => "it has ended",
        NotLive::NoMatch => "it is for other purchases",
        NotLive::BelowMin => "the purchase is smaller than its smallest",
        NotLive::NotActivated => "it is not activated",
        NotLive::ActivatedLate => "it was activated after its deadline",
        NotLive::BeforeActivation => "it was activated after the purchase",
    }
}

/// How a programme rounds.
pub(in crate::cashback) fn rounding_words(terms: &ProgrammeTerms) -> String {
    let rounding = &terms.rounding;
    let step = money_words(rounding.step);
    let direction = match rounding.mode {
        Rounding::Down | Rounding::Floor => format!("down to {step}"),
        Rounding::Up | Rounding::Ceil => format!("up to {step}"),
        Rounding::HalfUp | Rounding::HalfEven => format!("to the nearest {step}"),
    };
    match rounding.scope {
        RoundingScope::Transaction => format!("rounded {direction}"),
        RoundingScope::Statement => {
            format!("only the sum of the statement is rounded, {direction}")
        }
    }
}

/// What a purchase left of a cap.
pub(in crate::cashback) fn left_words(rule: &str, before: Money, after: Money) -> String {
    let (before, after) = (money_words(before), money_words(after));
    format!("Of the cap of {rule}, {before} was left before and {after} after.")
}
