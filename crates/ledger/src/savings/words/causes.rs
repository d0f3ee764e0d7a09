//! Why an amount is what it is, and because of what it was set aside.

use chrono::NaiveDate;

use super::super::terms::SavingTerms;
use super::{count_words, day_words};

/// The words of the rules for why an amount is what it is, each with the end of a sentence that begins
/// with “because”.
const REASONS: [(&str, &str); 27] = [
    ("ok", "nothing stood in the way"),
    ("exact", "it is an exact amount, so there is no gap"),
    (
        "too_small",
        "its part is less than the smallest unit of the currency",
    ),
    ("settled", "it was moved already and stays as it was"),
    ("excluded", "you left it out of this rule"),
    ("left_out", "you left it out of this rule"),
    (
        "account",
        "the rule does not look at this account or this currency",
    ),
    ("no_step", "the rule has no step for this currency"),
    ("kind", "it is not a purchase"),
    ("not_outflow", "no money left the account"),
    ("void", "the entry was taken out and counts no more"),
    ("pending", "it is not final yet"),
    ("before_start", "it was before the rule's first day"),
    ("paused", "the rule was paused on that day"),
    (
        "filter",
        "the rule does not look at this payee or this category",
    ),
    (
        "below_min",
        "it is smaller than the smallest purchase of the rule",
    ),
    ("cap_txn", "the limit for one purchase was reached"),
    (
        "cap_ratio",
        "the limit by the size of the purchase was reached",
    ),
    ("cap_day", "the limit of the day was reached"),
    ("cap_week", "the limit of the week was reached"),
    ("cap_month", "the limit of the month was reached"),
    (
        "guard",
        "the account that pays would have gone below its floor",
    ),
    ("refund", "money of the purchase came back"),
    ("edit", "the purchase was changed after its money was moved"),
    (
        "delete",
        "the purchase was deleted after its money was moved",
    ),
    ("by_hand", "you put it there by hand"),
    (
        "released",
        "the goal was put away, so its money is free again",
    ),
];

/// Because of what something was set aside or taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::savings) enum Because<'a> {
    /// A purchase, an income or a reward, by who was paid or who paid; empty for nobody known.
    Entry(&'a str),
    /// A refund from this payee.
    Refund(&'a str),
    /// A purchase there that was changed after its money was moved.
    Edit(&'a str),
    /// A purchase there that was deleted after its money was moved.
    Delete(&'a str),
    /// A day.
    Day(NaiveDate),
    /// A step of a challenge.
    Step(u32),
    /// A streak that has become so long.
    Streak {
        /// Its first good day.
        first: NaiveDate,
        /// Its good days.
        days: u32,
    },
    /// A thing that was not bought, by its name.
    Item(&'a str),
    /// Put in by hand, with a note.
    ByHand(&'a str),
    /// Taken out by hand, with a note.
    Withdrawal(&'a str),
    /// The goal was put away.
    Released,
}

/// The reason in words, given as the rules' word: “it is an exact amount, so there is no gap”.
pub(in crate::savings) fn reason_words(reason: &str) -> String {
    let known = REASONS.iter().find(|(word, _)| *word == reason);
    let words = known.map(|(_, words)| (*words).to_owned());
    words.unwrap_or_else(|| format!("the reason is “{}”", reason.replace('_', " ")))
}

/// Because of what something was set aside, taken back, or moved by hand; the terms are those of the
/// rule that did it, where one did.
pub(in crate::savings) fn because_words(
    terms: Option<&SavingTerms>,
    because: Because<'_>,
) -> String {
    match because {
        Because::Entry(payee) => of_entry(terms, payee),
        Because::Refund(payee) => by_payee("A refund", "from", payee),
        Because::Edit(payee) => {
            let purchase = by_payee("A purchase", "at", payee);
            format!("{purchase} was changed after its money was moved")
        }
        Because::Delete(payee) => {
            let purchase = by_payee("A purchase", "at", payee);
            format!("{purchase} was deleted after its money was moved")
        }
        Because::Day(day) => of_day(terms, day),
        Because::Step(step) => format!("Step {step} of the challenge"),
        Because::Streak { first, days } => {
            let length = count_words(days, "day");
            format!("A streak of {length} since {}", day_words(first))
        }
        Because::Item("") => "A thing that you decided not to buy".to_owned(),
        Because::Item(name) => format!("You decided not to buy {name}"),
        Because::ByHand(note) => noted("Put in by hand", note),
        Because::Withdrawal(note) => noted("Taken out by hand", note),
        Because::Released => "The goal was put away, and its money is free again".to_owned(),
    }
}

fn of_entry(terms: Option<&SavingTerms>, payee: &str) -> String {
    match terms {
        Some(SavingTerms::Payday { .. } | SavingTerms::Freelancer { .. }) => {
            by_payee("An income", "from", payee)
        }
        Some(SavingTerms::SweepCashback { .. }) => by_payee("Cashback", "from", payee),
        Some(SavingTerms::Matching { .. }) => "A match of another deposit".to_owned(),
        _ => by_payee("A purchase", "at", payee),
    }
}

fn of_day(terms: Option<&SavingTerms>, day: NaiveDate) -> String {
    let day = day_words(day);
    match terms {
        Some(SavingTerms::SpendLess { .. }) => {
            format!("What was left of the budget before {day}")
        }
        Some(SavingTerms::NoSpendReward { .. } | SavingTerms::StreakBonus { .. }) => {
            format!("A day without spending, {day}")
        }
        Some(SavingTerms::RoundDownBalance { .. }) => {
            format!("The balance at the end of {day}")
        }
        Some(SavingTerms::Matching { .. }) => {
            format!("A match of what was set aside on {day}")
        }
        _ => format!("Due on {day}"),
    }
}

fn by_payee(what: &str, joined: &str, payee: &str) -> String {
    if payee.trim().is_empty() {
        return what.to_owned();
    }
    format!("{what} {joined} {payee}")
}

fn noted(what: &str, note: &str) -> String {
    if note.trim().is_empty() {
        return what.to_owned();
    }
    format!("{what}: {}", note.trim())
}

#[cfg(test)]
mod tests {
    use farthing_rules::roundup::{AdjustmentReason, Reason};

    use super::*;

    const ALL: [Reason; 20] = [
        Reason::Ok,
        Reason::Exact,
        Reason::TooSmall,
        Reason::Settled,
        Reason::Excluded,
        Reason::Account,
        Reason::Kind,
        Reason::NotOutflow,
        Reason::Void,
        Reason::Pending,
        Reason::BeforeStart,
        Reason::Paused,
        Reason::Filter,
        Reason::BelowMin,
        Reason::CapPurchase,
        Reason::CapRatio,
        Reason::CapDay,
        Reason::CapWeek,
        Reason::CapMonth,
        Reason::Guard,
    ];

    fn sweep() -> SavingTerms {
        SavingTerms::SweepCashback {
            currency: "EUR".to_owned(),
            percent: "100".to_owned(),
        }
    }

    #[test]
    fn every_word_of_the_rules_has_a_sentence() {
        let changes = [
            AdjustmentReason::Refund,
            AdjustmentReason::Edit,
            AdjustmentReason::Delete,
        ];
        let words = ALL.iter().map(|reason| reason.word());
        for word in words.chain(changes.iter().map(|reason| reason.word())) {
            let words = reason_words(word);
            assert!(!words.starts_with("the reason is"), "{word}");
        }
        assert_eq!(
            reason_words("exact"),
            "it is an exact amount, so there is no gap"
        );
    }

    #[test]
    fn an_unknown_word_is_shown_and_not_hidden() {
        assert_eq!(reason_words("cap_year"), "the reason is “cap year”");
    }

    #[test]
    fn a_deposit_says_what_it_is_for() {
        let day = "2026-05-03".parse().unwrap();
        let words = |because| because_words(None, because);
        assert_eq!(
            words(Because::Entry("Corner Café")),
            "A purchase at Corner Café"
        );
        assert_eq!(words(Because::Entry("")), "A purchase");
        assert_eq!(words(Because::Refund("Shop")), "A refund from Shop");
        assert_eq!(words(Because::Day(day)), "Due on 3 May 2026");
        assert_eq!(words(Because::Step(4)), "Step 4 of the challenge");
        let streak = Because::Streak {
            first: day,
            days: 7,
        };
        assert_eq!(words(streak), "A streak of 7 days since 3 May 2026");
        assert_eq!(words(Because::ByHand(" gift ")), "Put in by hand: gift");
        let of_sweep = because_words(Some(&sweep()), Because::Entry("Bank"));
        assert_eq!(of_sweep, "Cashback from Bank");
    }
}
