//! Cashew's export: a transfer is two rows, whose notes name both accounts.

use crate::columns::role::Role;
use crate::model::AccountKind;
use crate::plan::{CounterRule, Effect, Layout, Provider, Rule, Test};

pub(super) static CASHEW: Provider = Provider {
    name: "cashew",
    account: "Cashew",
    kind: AccountKind::Bank,
    layouts: &[Layout {
        recognised_by: &[
            "account",
            "amount",
            "currency",
            "title",
            "note",
            "date",
            "income",
            "type",
            "category name",
        ],
        columns: &[
            (Role::Account, &["account"]),
            (Role::Date, &["date"]),
            (Role::Amount, &["amount"]),
            (Role::Currency, &["currency"]),
            (Role::Payee, &["title"]),
            (Role::Note, &["note"]),
            (Role::Category, &["category name"]),
        ],
        counter: CounterRule::InNote(other_account),
        rules: &[Rule {
            when: &[(Role::Note, Test::Is(&["Updated balance"]))],
            then: Effect::Opening,
        }],
        ..Layout::PLAIN
    }],
    kinds: &[],
};

/// `Transferred Balance`, and on the next line `Wallet → Bank`: the one that is not the row's own.
fn other_account(note: &str, own: &str) -> Option<String> {
    let names = note.strip_prefix("Transferred Balance")?.trim();
    let (from, to) = names.split_once(" → ")?;
    let other = if from.trim() == own { to } else { from };
    Some(other.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_names_the_other_account_of_a_transfer() {
        let note = "Transferred Balance\nWallet → Bank";
        assert_eq!(other_account(note, "Wallet").as_deref(), Some("Bank"));
        assert_eq!(other_account(note, "Bank").as_deref(), Some("Wallet"));
        assert_eq!(other_account("Lunch → dinner", "Wallet"), None);
    }
}
