//! Revolut: account statements, whose fee is on top of the amount; the business export; the older one.
//!
//! Words of the older one as in the public samples of ofxstatement-revolut.

use crate::columns::role::Role;
use crate::model::{AccountKind, RowKind};
use crate::plan::{AccountRule, Effect, FeeRule, Layout, Provider, Rule, Sign, Test};

pub(super) static REVOLUT: Provider = Provider {
    name: "revolut",
    account: "Revolut",
    kind: AccountKind::Bank,
    layouts: &[STATEMENT, BUSINESS, OLD],
    kinds: &[
        ("refund", RowKind::Refund),
        ("card_payment", RowKind::Purchase),
        ("card payment", RowKind::Purchase),
        ("topup", RowKind::TopUp),
        ("top-up", RowKind::TopUp),
        ("atm", RowKind::CashWithdrawal),
        ("exchange", RowKind::Conversion),
        ("transfer", RowKind::Transfer),
        ("charge", RowKind::Fee),
        ("fee", RowKind::Fee),
        ("interest", RowKind::Interest),
        ("cashback", RowKind::Cashback),
        ("reward", RowKind::Cashback),
    ],
};

const STATEMENT: Layout = Layout {
    recognised_by: &[
        "type",
        "product",
        "started date",
        "completed date",
        "amount",
        "fee",
        "state",
    ],
    columns: &[
        (Role::Type, &["type"]),
        (Role::Account, &["product"]),
        (Role::Date, &["completed date"]),
        (Role::Description, &["description"]),
        (Role::Amount, &["amount"]),
        (Role::Fee, &["fee"]),
        (Role::Currency, &["currency"]),
        (Role::Status, &["state"]),
        (Role::Balance, &["balance"]),
    ],
    account: AccountRule::Parts(&["Current"]),
    fee: FeeRule::OnTop,
    rules: &[Rule {
        when: &[(Role::Status, Test::IsNot(&["COMPLETED"]))],
        then: Effect::Skip,
    }],
    ..Layout::PLAIN
};

/// The business account's export of all accounts.
const BUSINESS: Layout = Layout {
    recognised_by: &[
        "date completed utc",
        "id",
        "type",
        "description",
        "orig currency",
        "orig amount",
        "payment currency",
        "total amount",
    ],
    columns: &[
        (Role::Date, &["date completed utc"]),
        (Role::Reference, &["id"]),
        (Role::Type, &["type"]),
        (Role::Description, &["description"]),
        (Role::Note, &["reference"]),
        (Role::Status, &["state"]),
        (Role::OriginalCurrency, &["orig currency"]),
        (Role::OriginalAmount, &["orig amount"]),
        (Role::Currency, &["payment currency"]),
        (Role::Amount, &["total amount"]),
        (Role::Fee, &["fee"]),
        (Role::Balance, &["balance"]),
        (Role::Account, &["account"]),
        (Role::CounterNumber, &["beneficiary iban"]),
        (Role::MerchantCode, &["mcc"]),
    ],
    fee: FeeRule::IncludedUnsigned,
    rules: &[Rule {
        when: &[(
            Role::Status,
            Test::Is(&["PENDING", "REVERTED", "DECLINED", "FAILED"]),
        )],
        then: Effect::Skip,
    }],
    ..Layout::PLAIN
};

/// The personal export up to 2021: a column for either side, named with the currency.
const OLD: Layout = Layout {
    recognised_by: &["completed date", "exchange out", "exchange in"],
    columns: &[
        (Role::Date, &["completed date"]),
        (Role::Description, &["description", "reference"]),
        (Role::Type, &["description", "reference"]),
        (Role::Debit, &["paid out*"]),
        (Role::Credit, &["paid in*"]),
        (Role::OriginalAmount, &["exchange out"]),
        (Role::Balance, &["balance*"]),
        (Role::Category, &["category"]),
        (Role::Note, &["notes"]),
    ],
    sign: Sign::Pair,
    ..Layout::PLAIN
};
