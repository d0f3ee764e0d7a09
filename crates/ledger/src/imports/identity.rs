//! How a statement's row is known again when a later file brings it a second time.
//!
//! Identity = account, currency, day, amount, and the provider's id where there is one, else the
//! normalised text; and a running number among rows that are equal in all of that, because two
//! equal coffees are two. Day and amount stay in it next to the id: some files repeat one id on
//! every row. Hashed to 64 bits with SHA-256, so that it is the same on every machine and version.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

use farthing_money::Money;
use farthing_statements::Row;
use sha2::{Digest, Sha256};

use crate::day::day_number;
use crate::ids::AccountId;

/// A set of identities.
pub(crate) type IdentitySet = HashSet<i64, AsItIs>;

/// An identity is a hash already, and is not hashed again.
pub(crate) type AsItIs = BuildHasherDefault<Itself>;

/// The hasher that gives a number back as it is.
#[derive(Default)]
pub(crate) struct Itself(u64);

impl Hasher for Itself {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_i64(&mut self, identity: i64) {
        self.0 = identity.cast_unsigned();
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// Gives rows their identities, in file order.
pub(crate) struct Identities {
    account: AccountId,
    seen: HashMap<i64, u32, AsItIs>,
    text: String,
}

impl Identities {
    /// For the rows of one account.
    pub(crate) fn of(account: AccountId) -> Self {
        Self {
            account,
            seen: HashMap::default(),
            text: String::new(),
        }
    }

    /// The identity of the next row, whose amount was understood as `amount`.
    pub(crate) fn next(&mut self, row: &Row, amount: Money) -> i64 {
        let base = self.base(row, amount);
        let number = self.seen.entry(base).or_insert(0);
        let running = *number;
        *number += 1;
        if running == 0 {
            base
        } else {
            self.hash(row, amount, running)
        }
    }

    /// The identity of the row with this running number among those that are equal to it.
    pub(crate) fn numbered(&mut self, row: &Row, amount: Money, running: u32) -> i64 {
        self.base(row, amount);
        self.hash(row, amount, running)
    }

    /// The identity of the first of the rows that are equal to this one.
    pub(crate) fn base(&mut self, row: &Row, amount: Money) -> i64 {
        self.text.clear();
        if let Some(reference) = row.reference.as_deref().filter(|id| !id.is_empty()) {
            self.text.push_str("id:");
            self.text.push_str(reference);
        } else {
            self.text.push_str("text:");
            normalise_into(&mut self.text, &row.payee);
            normalise_into(&mut self.text, &row.memo);
        }
        self.hash(row, amount, 0)
    }

    fn hash(&self, row: &Row, amount: Money, running: u32) -> i64 {
        let digest = Sha256::new()
            .chain_update(self.account.0.to_be_bytes())
            .chain_update(amount.currency().code())
            .chain_update(day_number(row.date).to_be_bytes())
            .chain_update(amount.minor().to_be_bytes())
            .chain_update([u8::from(row.neutral)])
            .chain_update(running.to_be_bytes())
            .chain_update(&self.text)
            .finalize();
        let first: [u8; 8] = std::array::from_fn(|i| digest.get(i).copied().unwrap_or_default());
        i64::from_be_bytes(first)
    }
}

/// Letters and digits only, in lower case: what survives another encoding, spacing or punctuation.
fn normalise_into(text: &mut String, part: &str) {
    if part.is_ascii() {
        text.extend(
            part.bytes()
                .filter(u8::is_ascii_alphanumeric)
                .map(|b| char::from(b.to_ascii_lowercase())),
        );
    } else {
        text.extend(
            part.chars()
                .filter(|c| c.is_alphanumeric())
                .flat_map(char::to_lowercase),
        );
    }
    text.push('|');
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;
    use farthing_money::Currency;
    use farthing_statements::{RowKind, RowStatus};
    use rust_decimal::Decimal;

    use super::*;

    fn row(payee: &str, reference: Option<&str>) -> Row {
        Row {
            line: 1,
            raw: String::new(),
            date: NaiveDate::from_ymd_opt(2026, 3, 14).unwrap(),
            time: None,
            zone: None,
            amount: Decimal::new(-350, 2),
            fee: Decimal::ZERO,
            neutral: false,
            reference: reference.map(str::to_owned),
            related: None,
            payee: payee.to_owned(),
            memo: String::new(),
            category: None,
            kind: RowKind::Unknown,
            status: RowStatus::Posted,
            balance: None,
            details: None,
        }
    }

    fn coffee() -> Money {
        Money::from_minor(-350, Currency::iso("EUR").unwrap()).unwrap()
    }

    #[test]
    fn two_equal_coffees_are_two_and_stay_the_same_two() {
        let ids = || {
            let mut identities = Identities::of(AccountId(7));
            [0, 1].map(|_| identities.next(&row("Kiosk", None), coffee()))
        };
        assert_ne!(ids()[0], ids()[1]);
        assert_eq!(ids(), ids());
    }

    #[test]
    fn capitals_and_spaces_do_not_make_another_row() {
        let id = |payee| Identities::of(AccountId(7)).next(&row(payee, None), coffee());
        assert_eq!(id("KIOSK  am Markt"), id("Kiosk am Markt."));
        assert_ne!(id("Kiosk"), id("Bakery"));
    }

    #[test]
    fn the_same_row_of_another_account_is_another_row() {
        let id =
            |account| Identities::of(AccountId(account)).next(&row("Kiosk", Some("T1")), coffee());
        assert_ne!(id(7), id(8));
    }

    #[test]
    fn an_identity_never_changes_between_versions() {
        let id = Identities::of(AccountId(7)).next(&row("Kiosk", Some("T1")), coffee());
        assert_eq!(id, PINNED);
    }

    /// Written down once; a change of it would double every ledger at the next import.
    const PINNED: i64 = 5_323_458_061_650_343_146;
}
