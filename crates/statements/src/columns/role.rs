//! The parts a column can play, and which column plays each.

/// What a column of a statement holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
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

    /// Whether rows can be made: a date, and an amount or one side of it.
    pub(crate) fn make_rows(&self) -> bool {
        let has = |role| self.get(role).is_some();
        (has(Role::Date) || has(Role::SecondDate))
            && (has(Role::Amount) || has(Role::Debit) || has(Role::Credit))
    }
}
