//! M-Pesa statements: the consumer's and the paybill portal's CSV; the text of the PDF has a reader of its own.

use crate::columns::role::Role;
use crate::model::{AccountKind, DateOrder, Row, RowKind};
use crate::plan::{Effect, Layout, PayeeRule, Provider, Rule, Sign, Test};

pub(crate) static MPESA: Provider = Provider {
    name: "mpesa",
    account: "M-Pesa",
    kind: AccountKind::Wallet,
    layouts: &[Layout {
        recognised_by: &[
            "receipt no",
            "completion time",
            "details",
            "paid in",
            "withdrawn",
        ],
        currency: Some("KES"),
        columns: &[
            (Role::Reference, &["receipt no"]),
            (Role::Date, &["completion time"]),
            (Role::Description, &["details"]),
            (Role::Type, &["details"]),
            (Role::Status, &["transaction status", "status"]),
            (Role::Credit, &["paid in"]),
            (Role::Debit, &["withdrawn"]),
            (Role::Balance, &["balance"]),
            (Role::Payee, &["other party info"]),
        ],
        sign: Sign::Pair,
        rules: &[Rule {
            when: &[(
                Role::Status,
                Test::Is(&["Failed", "Cancelled", "Declined", "Expired"]),
            )],
            then: Effect::Skip,
        }],
        payee: PayeeRule::Within(payee_of),
        related: Some(charged_for),
        date_order: Some(DateOrder::DayMonthYear),
        ..Layout::PLAIN
    }],
    kinds: &[
        ("reversal", RowKind::Refund),
        ("charge", RowKind::Fee),
        ("withdrawal at agent", RowKind::CashWithdrawal),
        ("agent withdrawal", RowKind::CashWithdrawal),
        ("withdrawal at atm", RowKind::CashWithdrawal),
        ("deposit of funds at agent", RowKind::TopUp),
        ("deposit at agent", RowKind::TopUp),
        ("airtime", RowKind::Purchase),
        ("overdraw", RowKind::Transfer),
        ("od loan", RowKind::Transfer),
        ("overdraft", RowKind::Transfer),
        ("m-shwari", RowKind::Transfer),
        ("unit trust", RowKind::Transfer),
        ("salary payment", RowKind::Income),
        ("business payment from", RowKind::Income),
        ("pay bill", RowKind::Purchase),
        ("merchant payment", RowKind::Purchase),
        ("buy goods", RowKind::Purchase),
        ("customer transfer", RowKind::Transfer),
        ("funds received", RowKind::Transfer),
        ("customer payment", RowKind::Transfer),
        ("send money", RowKind::Transfer),
        ("international transfer", RowKind::Transfer),
    ],
};

/// Who stands in the details: after ` - `, ` to ` or ` from `, without phone and account numbers.
///
/// `Pay Bill Online to 400200 - WATER CO Acc. 123` is `WATER CO`; a charge names nobody.
pub(crate) fn payee_of(details: &str) -> &str {
    let after = |mark| details.split_once(mark).map(|(_, name)| name);
    let Some(name) = after(" - ")
        .or_else(|| after(" to "))
        .or_else(|| after(" from "))
    else {
        return details;
    };
    let name = name.split(" Acc. ").next().unwrap_or(name).trim();
    let (first, last) = (name.split(' ').next(), name.rsplit(' ').next());
    let name = first
        .filter(|word| is_phone(word))
        .and_then(|word| name.strip_prefix(word))
        .unwrap_or(name);
    let name = last
        .filter(|word| is_phone(word))
        .and_then(|word| name.strip_suffix(word))
        .unwrap_or(name);
    if name.trim().is_empty() {
        details
    } else {
        name.trim()
    }
}

/// A charge has the receipt number of what it was charged for.
fn charged_for(row: &Row) -> Option<&str> {
    row.reference
        .as_deref()
        .filter(|_| row.kind == RowKind::Fee)
}

fn is_phone(word: &str) -> bool {
    word.len() >= 9 && word.bytes().all(|b| b.is_ascii_digit() || b == b'*')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_other_side_is_found_in_the_details() {
        for (details, payee) in [
            (
                "Pay Bill Online to 400200 - WATER CO Acc. 00001",
                "WATER CO",
            ),
            ("Customer Transfer to - 2547******222 NEEMA W", "NEEMA W"),
            ("Funds received from BARAKA O 254700000001", "BARAKA O"),
            ("Pay Bill to WATER CO", "WATER CO"),
            ("Pay Bill Charge", "Pay Bill Charge"),
            (
                "Merchant Payment Online to 123456 - QUICK SHOP",
                "QUICK SHOP",
            ),
        ] {
            assert_eq!(payee_of(details), payee);
        }
    }
}
