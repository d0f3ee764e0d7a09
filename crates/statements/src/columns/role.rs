//! The parts a column can play, and which column plays each.

use serde::{Deserialize, Serialize};

/// What a column of a statement holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// The day, or day and time, that counts.
    Date,
    /// Another day (value, posting); the date where there is no better.
    SecondDate,
    /// The time of day, in a column of its own.
    Time,
    /// The zone of date and time.
    Zone,
    /// The amount, signed or beside a side.
    Amount,
    /// Money that left.
    Debit,
    /// Money that came.
    Credit,
    /// The provider's fee.
    Fee,
    /// The balance after the row.
    Balance,
    /// The currency's code.
    Currency,
    /// The amount in another currency than the account's.
    OriginalAmount,
    /// The code of that other currency.
    OriginalCurrency,
    /// Which side the row is on.
    Direction,
    /// Whether it is final.
    Status,
    /// A second state, such as Alipay's 资金状态.
    Funds,
    /// The provider's word for the kind of row.
    Type,
    /// Who was paid or who paid.
    Payee,
    /// Who gave, where both sides stand in the row.
    From,
    /// Who got, where both sides stand in the row.
    To,
    /// The row's main text.
    Description,
    /// A note or second text.
    Note,
    /// The provider's id of the row.
    Reference,
    /// The id of another row that this one belongs to.
    Related,
    /// The provider's own category.
    Category,
    /// The own account that the row is of.
    Account,
    /// The number of an account; whose, only the rows tell.
    AccountNumber,
    /// The own account on the other side of a transfer.
    CounterAccount,
    /// The number of the other side's account.
    CounterNumber,
    /// What kind of account the giver is.
    FromType,
    /// What kind of account the getter is.
    ToType,
    /// The shop's own number of an order, which a refund repeats.
    Order,
    /// The code by which cards know the kind of shop.
    MerchantCode,
    /// Tags, between commas or bars.
    Tags,
}

/// Every role, in its order.
const ALL: [Role; ROLES] = [
    Role::Date,
    Role::SecondDate,
    Role::Time,
    Role::Zone,
    Role::Amount,
    Role::Debit,
    Role::Credit,
    Role::Fee,
    Role::Balance,
    Role::Currency,
    Role::OriginalAmount,
    Role::OriginalCurrency,
    Role::Direction,
    Role::Status,
    Role::Funds,
    Role::Type,
    Role::Payee,
    Role::From,
    Role::To,
    Role::Description,
    Role::Note,
    Role::Reference,
    Role::Related,
    Role::Category,
    Role::Account,
    Role::AccountNumber,
    Role::CounterAccount,
    Role::CounterNumber,
    Role::FromType,
    Role::ToType,
    Role::Order,
    Role::MerchantCode,
    Role::Tags,
];

impl Role {
    /// The word for it in a sentence.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Date => "date",
            Self::SecondDate => "second date",
            Self::Time => "time",
            Self::Zone => "zone",
            Self::Amount => "amount",
            Self::Debit => "money out",
            Self::Credit => "money in",
            Self::Fee => "fee",
            Self::Balance => "balance",
            Self::Currency => "currency",
            Self::OriginalAmount => "original amount",
            Self::OriginalCurrency => "original currency",
            Self::Direction => "side",
            Self::Status => "status",
            Self::Funds => "second status",
            Self::Type => "type",
            Self::Payee => "payee",
            Self::From => "giver",
            Self::To => "getter",
            Self::Description => "description",
            Self::Note => "note",
            Self::Reference => "reference",
            Self::Related => "related reference",
            Self::Category => "category",
            Self::Account => "account",
            Self::AccountNumber => "account number",
            Self::CounterAccount => "other account",
            Self::CounterNumber => "other account's number",
            Self::FromType => "giver's kind",
            Self::ToType => "getter's kind",
            Self::Order => "order",
            Self::MerchantCode => "merchant code",
            Self::Tags => "tags",
        }
    }
}

/// How many roles there are.
pub(crate) const ROLES: usize = Role::Tags as usize + 1;

/// Which column plays each role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Roles([Option<u16>; ROLES]);

impl Default for Roles {
    fn default() -> Self {
        Self([None; ROLES])
    }
}

impl Roles {
    /// The column of a role.
    pub(crate) fn get(&self, role: Role) -> Option<usize> {
        self.0
            .get(role as usize)
            .copied()
            .flatten()
            .map(usize::from)
    }

    /// Gives a role to a column.
    pub(crate) fn set(&mut self, role: Role, column: usize) {
        if let Some(slot) = self.0.get_mut(role as usize) {
            *slot = u16::try_from(column).ok();
        }
    }

    /// Takes a role from its column.
    pub(crate) fn clear(&mut self, role: Role) {
        if let Some(slot) = self.0.get_mut(role as usize) {
            *slot = None;
        }
    }

    /// Every role that has a column, with it.
    pub(crate) fn all(&self) -> impl Iterator<Item = (Role, usize)> {
        ALL.into_iter()
            .filter_map(|role| Some((role, self.get(role)?)))
    }

    /// Whether rows can be made: a date, and an amount or one side of it.
    pub(crate) fn make_rows(&self) -> bool {
        let has = |role| self.get(role).is_some();
        (has(Role::Date) || has(Role::SecondDate))
            && (has(Role::Amount) || has(Role::Debit) || has(Role::Credit))
    }
}
