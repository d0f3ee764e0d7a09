//! The closed lists of the ledger and their numbers or words in the file.

use serde::{Deserialize, Serialize};

/// What an entry is, decided before any rule looks at it; the person may override it.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, sqlx::Type,
)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
#[repr(i64)]
pub enum EntryKind {
    /// Money paid for goods, services, games, tips.
    Purchase = 1,
    /// Money back for an earlier purchase.
    Refund = 2,
    /// Between own accounts, or to and from people.
    Transfer = 3,
    /// Notes from a machine or an agent.
    CashWithdrawal = 4,
    /// A charge of a bank or wallet on its own.
    Fee = 5,
    /// Interest earned or paid.
    Interest = 6,
    /// Salary, sales, gifts.
    Income = 7,
    /// A card's balance paid.
    CardPayment = 8,
    /// Money loaded onto a wallet.
    TopUp = 9,
    /// A gift card bought or loaded.
    GiftCard = 10,
    /// Cash borrowed on a card.
    CashAdvance = 11,
    /// A correction.
    Adjustment = 12,
    /// A reward paid out.
    Cashback = 13,
}

/// How final an entry is.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, sqlx::Type,
)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
#[repr(i64)]
pub enum EntryStatus {
    /// Expected; in no sum.
    Planned = 1,
    /// Reported, may still change; in balances, not in what was spent on small things.
    Pending = 2,
    /// Final.
    Posted = 3,
    /// Taken out by the person; in no sum, kept so that an import does not bring it back.
    Void = 4,
}

/// Who decided an entry's category.
#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::Type)]
#[repr(i64)]
pub(crate) enum Decided {
    /// Nobody yet.
    Nobody = 0,
    /// The file it came from.
    File = 1,
    /// A rule of the person.
    Rule = 2,
    /// The person.
    Person = 3,
}

/// What an own account is.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, sqlx::Type,
)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
#[sqlx(rename_all = "snake_case")]
pub enum AccountKind {
    /// A current or checking account.
    Bank,
    /// A credit or charge card.
    Card,
    /// Notes and coins.
    Cash,
    /// A prepaid or mobile-money balance.
    Wallet,
    /// A prepaid voucher of a shop.
    GiftCard,
    /// Points of a programme.
    Points,
    /// A savings account.
    Savings,
    /// A brokerage or fund account.
    Investment,
    /// Money borrowed.
    Loan,
    /// What a person owes or is owed.
    Person,
    /// Purchases on the phone bill.
    CarrierBilling,
}

/// The class of a category.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, sqlx::Type)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
#[sqlx(rename_all = "snake_case")]
pub enum CategoryClass {
    /// Where money comes from.
    Income,
    /// Where it goes.
    Expense,
}

impl From<farthing_statements::AccountKind> for AccountKind {
    fn from(kind: farthing_statements::AccountKind) -> Self {
        use farthing_statements::AccountKind as Read;
        match kind {
            Read::Bank => Self::Bank,
            Read::Card => Self::Card,
            Read::Cash => Self::Cash,
            Read::Wallet => Self::Wallet,
            Read::Savings => Self::Savings,
            Read::Investment => Self::Investment,
            Read::Loan => Self::Loan,
        }
    }
}

impl From<EntryKind> for farthing_rules::kind::Kind {
    fn from(kind: EntryKind) -> Self {
        match kind {
            EntryKind::Purchase => Self::Purchase,
            EntryKind::Refund => Self::Refund,
            EntryKind::Transfer => Self::Transfer,
            EntryKind::CashWithdrawal => Self::CashWithdrawal,
            EntryKind::Fee => Self::Fee,
            EntryKind::Interest => Self::Interest,
            EntryKind::Income => Self::Income,
            EntryKind::CardPayment => Self::CardPayment,
            EntryKind::TopUp => Self::TopUp,
            EntryKind::GiftCard => Self::GiftCard,
            EntryKind::CashAdvance => Self::CashAdvance,
            EntryKind::Adjustment => Self::Adjustment,
            EntryKind::Cashback => Self::Cashback,
        }
    }
}

impl From<farthing_rules::kind::Kind> for EntryKind {
    fn from(kind: farthing_rules::kind::Kind) -> Self {
        use farthing_rules::kind::Kind;
        match kind {
            Kind::Purchase => Self::Purchase,
            Kind::Refund => Self::Refund,
            Kind::Transfer => Self::Transfer,
            Kind::CashWithdrawal => Self::CashWithdrawal,
            Kind::Fee => Self::Fee,
            Kind::Interest => Self::Interest,
            Kind::Income => Self::Income,
            Kind::CardPayment => Self::CardPayment,
            Kind::TopUp => Self::TopUp,
            Kind::GiftCard => Self::GiftCard,
            Kind::CashAdvance => Self::CashAdvance,
            Kind::Adjustment => Self::Adjustment,
            Kind::Cashback => Self::Cashback,
        }
    }
}
