//! How the rows of one table are to be read: what a provider declares, or what was inferred.

use farthing_money::Currency;

use crate::columns::role::{Role, Roles};
use crate::model::{AccountKind, DateOrder, DecimalMark, Decision, Row, RowKind};

/// A wallet, card or bank whose exports are known by their header words.
#[derive(Debug)]
pub(crate) struct Provider {
    /// The short name, such as `paypal`.
    pub name: &'static str,
    /// The account's name for people.
    pub account: &'static str,
    /// What kind of account it is.
    pub kind: AccountKind,
    /// Its layouts, the most specific first.
    pub layouts: &'static [Layout],
    /// Parts of type texts in lower case, and the kind they mean; the first match wins.
    pub kinds: &'static [(&'static str, RowKind)],
}

/// One layout of a provider's export.
#[derive(Debug)]
pub(crate) struct Layout {
    /// Normalised header words that must all be there.
    pub recognised_by: &'static [&'static str],
    /// Whether these words are the whole header, in this order: for layouts whose words are common.
    pub is_whole_header: bool,
    /// A word, in lower case, that the first rows must mention; for layouts that others write too.
    pub mentions: Option<&'static str>,
    /// The currency of a file that names none.
    pub currency: Option<&'static str>,
    /// Which header words (any of them, normalised) play which role; a star at the end of a word
    /// stands for whatever follows.
    pub columns: &'static [(Role, &'static [&'static str])],
    /// How the amount gets its sign.
    pub sign: Sign,
    /// What the fee column means.
    pub fee: FeeRule,
    /// Which rows are left out, and on which side the others are; the first match wins.
    pub rules: &'static [Rule],
    /// How to name the other side.
    pub payee: PayeeRule,
    /// Where the provider's id stands in the description, for layouts without a column for it.
    pub reference_in: Option<fn(&str) -> Option<&str>>,
    /// The order of dates where they leave it open.
    pub date_order: Option<DateOrder>,
    /// The decimal mark where the amounts leave it open.
    pub decimal_mark: Option<DecimalMark>,
    /// A remark in the amount's own cell begins with this character.
    pub remark_begins: Option<char>,
    /// What the account column names.
    pub account: AccountRule,
    /// How a row names the own account on the other side.
    pub counter: CounterRule,
    /// Which other row a finished row belongs to, where no column says it.
    pub related: Option<fn(&Row) -> Option<&str>>,
}

impl Layout {
    /// A layout with signed amounts, points before the cents, and nothing special.
    pub(crate) const PLAIN: Self = Self {
        decimal_mark: Some(DecimalMark::Point),
        ..Self::INFERRED
    };

    /// Nothing is known of who wrote the file, but that its amounts include its fees.
    pub(crate) const WITH_FEE: Self = Self {
        fee: FeeRule::IncludedUnsigned,
        ..Self::INFERRED
    };

    /// Nothing is known of who wrote the file.
    pub(crate) const INFERRED: Self = Self {
        recognised_by: &[],
        is_whole_header: false,
        mentions: None,
        currency: None,
        columns: &[],
        sign: Sign::Signed,
        fee: FeeRule::None,
        rules: &[],
        payee: PayeeRule::Named,
        reference_in: None,
        date_order: None,
        decimal_mark: None,
        remark_begins: None,
        account: AccountRule::Named,
        counter: CounterRule::Column,
        related: None,
    };
}

/// What an account column names.
#[derive(Debug, Clone, Copy)]
pub(crate) enum AccountRule {
    /// Accounts by their own names or numbers, at whatever bank.
    Named,
    /// Parts of the provider's account, such as `Savings`; these names mean the account itself.
    Parts(&'static [&'static str]),
}

/// How a row names the own account on the other side of a transfer.
#[derive(Debug, Clone, Copy)]
pub(crate) enum CounterRule {
    /// In a column of its own, if at all.
    Column,
    /// In the payee, after one of these beginnings.
    PayeeAfter(&'static [&'static str]),
    /// Somewhere in the note: a function of the note and of the row's own account.
    InNote(fn(&str, &str) -> Option<String>),
}

/// Where an amount's sign comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sign {
    /// As written: negative for money that left.
    Signed,
    /// Purchases are positive, as card exports write them.
    Negated,
    /// Every row is money that left.
    AllOut,
    /// The number is unsigned; rules or the direction column tell the side.
    BySide,
    /// Money out and money in have columns of their own.
    Pair,
    /// The row names a giver and a getter: the one whose type is in this list is the person's own,
    /// and the first of two that are.
    Sides(&'static [&'static str]),
}

impl Sign {
    /// Where the sign comes from when these columns are there and nothing else is known.
    pub(crate) fn of_columns(roles: &Roles) -> Self {
        let has = |role| roles.get(role).is_some();
        match (has(Role::Amount), has(Role::Direction)) {
            (true, true) => Self::BySide,
            (true, false) => Self::Signed,
            (false, _) => Self::Pair,
        }
    }
}

/// What a fee column means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FeeRule {
    /// There is none that counts.
    None,
    /// The amount already includes the fee, which is written with its sign.
    Included,
    /// The amount already includes the fee, which is written without a sign.
    IncludedUnsigned,
    /// A positive fee on top of the amount.
    OnTop,
    /// A fee that left besides the amount, whatever its sign.
    Besides,
    /// The amount already includes the fee, which stands in the note after these words.
    InNote(&'static str),
}

/// Who the other side of a row is.
#[derive(Debug, Clone, Copy)]
pub(crate) enum PayeeRule {
    /// The payee column, else the description.
    Named,
    /// The giver or the getter, by the amount's sign; the other way round for a type with this word.
    Parties(&'static str),
    /// A part of the description.
    Within(fn(&str) -> &str),
}

/// What happens to rows that pass all tests.
#[derive(Debug)]
pub(crate) struct Rule {
    /// The tests; none at all passes always.
    pub when: &'static [(Role, Test)],
    /// What follows.
    pub then: Effect,
}

/// A test of one cell.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Test {
    /// The cell is one of these.
    Is(&'static [&'static str]),
    /// The cell is none of these.
    IsNot(&'static [&'static str]),
    /// The cell contains one of these.
    Has(&'static [&'static str]),
    /// The cell is an amount of zero.
    IsZero,
}

/// What follows from a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Effect {
    /// Left out and counted as skipped.
    Skip,
    /// Money that left.
    Out,
    /// Money that came.
    In,
    /// No side can be proved.
    Neutral,
    /// What the account held before the file begins, written as a row.
    Opening,
}

/// How one table is read.
#[derive(Debug)]
pub(crate) struct Plan {
    /// Whose layout it is, where known.
    pub provider: Option<&'static Provider>,
    /// The layout's rules, or the plain ones.
    pub layout: &'static Layout,
    /// Which column plays which role.
    pub roles: Roles,
    /// How the amount gets its sign.
    pub sign: Sign,
    /// Two columns without names, left and right, of which nothing says which is money out.
    pub open_sides: Option<(usize, usize)>,
    /// How many cells a record has, for records whose unquoted texts hold delimiters.
    pub width: usize,
    /// The record that names the columns, where one does.
    pub header: Option<usize>,
    /// The first record that is data.
    pub first_record: usize,
    /// The currency named outside the rows.
    pub currency: Option<Currency>,
    /// The account's name, where the person laid it down.
    pub account_name: Option<String>,
    /// The account's number, where the lines above the rows name it.
    pub account_number: Option<String>,
    /// Whether header words or decimals are of a place that writes the day first.
    pub day_first_place: bool,
    /// The header's words, where no provider is known.
    pub shape: Option<String>,
    /// Why the columns were read so.
    pub decisions: Vec<Decision>,
}
