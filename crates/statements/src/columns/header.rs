//! Header rows: their cells as words, and the roles that these mean.

use std::borrow::Cow;

use super::fold;
use super::role::{ROLES, Role, Roles};
use super::words::role_of_word;

/// A header cell as words: lower case, without accents, every other character a single blank.
pub(crate) fn normalised(cell: &str) -> String {
    let mut words = String::with_capacity(cell.len());
    for c in cell.chars() {
        if c.is_alphanumeric() {
            words.extend(fold(c).to_lowercase());
        } else if !words.is_empty() && !words.ends_with(' ') {
            words.push(' ');
        }
    }
    words.truncate(words.trim_end().len());
    words
}

/// The roles of a header row by its words, and how many of its cells are known words.
pub(crate) fn roles_of<'c>(cells: impl Iterator<Item = Cow<'c, str>>) -> (Roles, usize) {
    let mut roles = Roles::default();
    let mut strengths = [0_u8; ROLES];
    let mut known = 0;
    for (column, cell) in cells.enumerate() {
        let name = normalised(&cell);
        let Some((role, strength)) = role_of(&name) else {
            continue;
        };
        known += 1;
        let Some(best) = strengths.get_mut(role as usize) else {
            continue;
        };
        if strength > *best {
            *best = strength;
            roles.set(role, column);
        } else if role == Role::Date && names_a_time(&name) && roles.get(Role::Time).is_none() {
            roles.set(Role::Time, column);
        }
    }
    (roles, known)
}

/// Words of moments that stand beside a date of their own, and then are the time of day alone.
fn names_a_time(name: &str) -> bool {
    name.ends_with("time") || name.contains("时间") || name.contains("시간")
}

/// The role a header cell means: 2 for the very word, 1 for a cell that begins with it.
pub(crate) fn role_of(name: &str) -> Option<(Role, u8)> {
    if let Some(role) = role_of_word(name) {
        return Some((role, 2));
    }
    let beginnings = name
        .rmatch_indices(' ')
        .filter_map(|(end, _)| name.get(..end));
    beginnings
        .filter(|word| word.len() > 2)
        .filter_map(role_of_word)
        .find(|role| !matters_whole(*role))
        .map(|role| (role, 1))
}

/// Roles whose words mean something else when more words follow: `account type`.
fn matters_whole(role: Role) -> bool {
    matches!(
        role,
        Role::Account
            | Role::AccountNumber
            | Role::CounterNumber
            | Role::MerchantCode
            | Role::Tags
            | Role::From
            | Role::To
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn header_words_are_known_with_currencies_and_marks_around_them() {
        for (cell, role) in [
            ("Betrag (€)", Role::Amount),
            ("Umsatz in EUR", Role::Amount),
            ("#Kwota", Role::Amount),
            ("Crédito (R$)", Role::Credit),
            ("Credit / Debit", Role::Direction),
            ("Zahlungsempfänger*in", Role::To),
            ("Date de l'opération", Role::Date),
            ("收/支", Role::Direction),
        ] {
            assert_eq!(role_of(&normalised(cell)).unwrap().0, role, "{cell}");
        }
    }

    #[test]
    fn the_very_word_wins_over_a_longer_cell() {
        let cells = ["Amount Currency", "Amount", "Date"].map(Cow::Borrowed);
        let (roles, known) = roles_of(cells.into_iter());
        assert_eq!(
            (roles.get(Role::Amount), roles.get(Role::Date), known),
            (Some(1), Some(2), 3)
        );
    }
}
