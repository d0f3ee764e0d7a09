//! What an entry is, and which way its money went.

use farthing_money::Money;
use serde::{Deserialize, Serialize};

/// What an entry is; the same list and the same words as the ledger's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Money paid for goods, services, games, tips.
    Purchase,
    /// Money back for an earlier purchase.
    Refund,
    /// Between own accounts, or to and from people.
    Transfer,
    /// Notes from a machine or an agent.
    CashWithdrawal,
    /// A charge of a bank or wallet on its own.
    Fee,
    /// Interest earned or paid.
    Interest,
    /// Salary, sales, gifts.
    Income,
    /// A card's balance paid.
    CardPayment,
    /// Money loaded onto a wallet.
    TopUp,
    /// A gift card bought or loaded.
    GiftCard,
    /// Cash borrowed on a card.
    CashAdvance,
    /// A correction.
    Adjustment,
    /// A reward paid out.
    Cashback,
}

impl Kind {
    /// Every kind with its word in files and its words in sentences.
    const ALL: [(Self, &'static str, &'static str); 13] = [
        (Self::Purchase, "purchase", "purchase"),
        (Self::Refund, "refund", "refund"),
        (Self::Transfer, "transfer", "transfer"),
        (Self::CashWithdrawal, "cash_withdrawal", "cash withdrawal"),
        (Self::Fee, "fee", "fee"),
        (Self::Interest, "interest", "interest"),
        (Self::Income, "income", "income"),
        (Self::CardPayment, "card_payment", "card payment"),
        (Self::TopUp, "top_up", "top-up"),
        (Self::GiftCard, "gift_card", "gift card"),
        (Self::CashAdvance, "cash_advance", "cash advance"),
        (Self::Adjustment, "adjustment", "adjustment"),
        (Self::Cashback, "cashback", "cashback"),
    ];

    /// The kind with this word, as files spell it: `cash_withdrawal`.
    pub fn named(word: &str) -> Option<Self> {
        let found = Self::ALL.iter().find(|(_, name, _)| *name == word);
        found.map(|(kind, ..)| *kind)
    }

    /// The kind as a sentence says it: `cash withdrawal`.
    pub fn words(self) -> &'static str {
        let found = Self::ALL.iter().find(|(kind, ..)| *kind == self);
        found.map_or("", |(.., words)| words)
    }
}

/// Which way money went, as the account sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// Money came.
    In,
    /// Money left.
    Out,
}

impl Side {
    /// The side of an amount; none where nothing moved.
    ///
    /// ```
    /// use farthing_rules::kind::Side;
    /// assert_eq!(Side::of("-3.50 EUR".parse()?), Some(Side::Out));
    /// assert_eq!(Side::of("0.00 EUR".parse()?), None);
    /// # Ok::<(), farthing_money::MoneyError>(())
    /// ```
    pub fn of(amount: Money) -> Option<Self> {
        match amount.minor() {
            0 => None,
            minor if minor < 0 => Some(Self::Out),
            _ => Some(Self::In),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_has_one_word_in_files_and_in_json() {
        for (kind, word, words) in Kind::ALL {
            assert_eq!(Kind::named(word), Some(kind));
            assert_eq!(serde_json::to_value(kind).unwrap(), word);
            assert_eq!(kind.words(), words);
        }
        assert_eq!(Kind::named("gift"), None);
    }
}
