//! The accounts of a journal: their names under `apply account` and aliases, and what they are.

use std::collections::HashMap;

use super::super::{AccountClass, BookAccount, MAX_ACCOUNTS};
use crate::model::AccountKind;

/// How many aliases may lead from one to the next.
const MAX_ALIASES: usize = 8;

/// The accounts met so far, and what changes the names that follow.
#[derive(Debug, Default)]
pub(super) struct Accounts<'t> {
    names: Vec<String>,
    by_name: HashMap<String, usize>,
    declared: HashMap<String, AccountClass>,
    aliases: HashMap<&'t str, &'t str>,
    parents: Vec<&'t str>,
    /// What names mean until the next directive changes it.
    known: HashMap<&'t str, usize>,
}

impl<'t> Accounts<'t> {
    /// The index of an account as a posting names it; `None` where there are too many.
    pub(super) fn index_of(&mut self, written: &'t str) -> Option<usize> {
        if let Some(&index) = self.known.get(written) {
            return Some(index);
        }
        let index = self.add(self.full_name(written))?;
        self.known.insert(written, index);
        Some(index)
    }

    /// The name with its parents and aliases.
    pub(super) fn full_name(&self, written: &str) -> String {
        let mut name = String::new();
        for part in self.parents.iter().copied().chain([written]) {
            if !name.is_empty() {
                name.push(':');
            }
            name.push_str(part);
        }
        for _ in 0..MAX_ALIASES {
            let Some(renamed) = self.renamed(&name) else {
                break;
            };
            name = renamed;
        }
        name
    }

    fn renamed(&self, name: &str) -> Option<String> {
        if self.aliases.is_empty() {
            return None;
        }
        let (old, new) =
            with_parents(name).find_map(|part| Some((part, *self.aliases.get(part)?)))?;
        let rest = name.get(old.len()..).unwrap_or_default();
        (old != new).then(|| format!("{new}{rest}"))
    }

    fn add(&mut self, name: String) -> Option<usize> {
        if let Some(&index) = self.by_name.get(&name) {
            return Some(index);
        }
        let index = self.names.len();
        if index >= MAX_ACCOUNTS {
            return None;
        }
        self.by_name.insert(name.clone(), index);
        self.names.push(name);
        Some(index)
    }

    /// What a directive says an account and those below it are.
    pub(super) fn declare(&mut self, name: String, class: AccountClass) {
        self.declared.insert(name, class);
    }

    /// From here on, `old` and what is below it is called `new`.
    pub(super) fn alias(&mut self, old: &'t str, new: &'t str) {
        self.aliases.insert(old, new);
        self.known = HashMap::new();
    }

    /// From here on, names are the old ones again.
    pub(super) fn end_aliases(&mut self) {
        self.aliases = HashMap::new();
        self.known = HashMap::new();
    }

    /// From here on, names are below this one.
    pub(super) fn open_parent(&mut self, name: &'t str) {
        self.parents.push(name);
        self.known = HashMap::new();
    }

    /// Ends the last [`open_parent`](Self::open_parent).
    pub(super) fn close_parent(&mut self) {
        self.parents.pop();
        self.known = HashMap::new();
    }

    /// How many were met.
    pub(super) fn len(&self) -> usize {
        self.names.len()
    }

    /// The name of an account.
    pub(super) fn name(&self, index: usize) -> &str {
        self.names.get(index).map_or("", String::as_str)
    }

    /// The index of an account that was met, by its full name.
    pub(super) fn find(&self, name: &str) -> Option<usize> {
        self.by_name.get(name).copied()
    }

    /// Every account, with what it is.
    pub(super) fn into_book(self) -> Vec<BookAccount> {
        let declared = self.declared;
        let account = |name: String| {
            let class = class_of(&name, &declared);
            BookAccount::new(name, class)
        };
        self.names.into_iter().map(account).collect()
    }
}

/// A name and those of its parents, nearest first.
pub(super) fn with_parents(name: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(name), |name| {
        let at = name.rfind(':')?;
        name.get(..at)
    })
}

/// What the directive of the account or of a parent says, else what its name says.
fn class_of(name: &str, declared: &HashMap<String, AccountClass>) -> AccountClass {
    let said = with_parents(name).find_map(|name| declared.get(name).copied());
    match said.unwrap_or_else(|| class_by_root(name)) {
        AccountClass::Own(None) => AccountClass::Own(kind_by_words(name)),
        class => class,
    }
}

/// The English roots that hledger knows in any case.
fn class_by_root(name: &str) -> AccountClass {
    let root = name.split(':').next().unwrap_or(name);
    match root.to_lowercase().as_str() {
        "asset" | "assets" => AccountClass::Own(None),
        "liability" | "liabilities" | "debt" | "debts" => {
            AccountClass::Own(Some(kind_of_debt(name)))
        }
        "equity" => AccountClass::Equity,
        "income" | "revenue" | "revenues" => AccountClass::Income,
        "expense" | "expenses" => AccountClass::Expense,
        _ => AccountClass::Unknown,
    }
}

/// The class that a `type:` of hledger names.
pub(super) fn class_of_type(word: &str, name: &str) -> Option<AccountClass> {
    Some(match word.to_lowercase().as_str() {
        "a" | "asset" => AccountClass::Own(None),
        "c" | "cash" => AccountClass::Own(kind_by_words(name).or(Some(AccountKind::Bank))),
        "l" | "liability" => AccountClass::Own(Some(kind_of_debt(name))),
        "e" | "equity" | "v" | "conversion" => AccountClass::Equity,
        "r" | "revenue" | "income" | "g" | "gain" => AccountClass::Income,
        "x" | "expense" => AccountClass::Expense,
        _ => return None,
    })
}

/// Cards and loans are both debts; names tell them apart.
pub(super) fn kind_of_debt(name: &str) -> AccountKind {
    let name = name.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| name.contains(word));
    if has(&["card", "visa", "mastercard", "amex", "credit", "discover"]) && !has(&["loan"]) {
        AccountKind::Card
    } else {
        AccountKind::Loan
    }
}

/// The kind of an asset where a word of its name says it.
pub(super) fn kind_by_words(name: &str) -> Option<AccountKind> {
    let name = name.to_lowercase();
    let kinds: [(AccountKind, &[&str]); 5] = [
        (
            AccountKind::Investment,
            &[
                "invest",
                "broker",
                "stock",
                "fund",
                "401k",
                "ira",
                "pension",
                "retirement",
            ],
        ),
        (AccountKind::Savings, &["saving"]),
        (AccountKind::Cash, &["cash", "purse", "pocket"]),
        (AccountKind::Wallet, &["wallet", "paypal", "prepaid"]),
        (
            AccountKind::Bank,
            &["bank", "checking", "chequing", "current"],
        ),
    ];
    let words: Vec<&str> = name.split(|c: char| !c.is_alphanumeric()).collect();
    let says = |wanted: &&str| {
        words
            .iter()
            .any(|word| word == wanted || (wanted.len() > 3 && word.starts_with(*wanted)))
    };
    let found = kinds.iter().find(|(_, wanted)| wanted.iter().any(says));
    found.map(|(kind, _)| *kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn directives_change_the_names_that_follow() {
        let mut accounts = Accounts::default();
        let plain = accounts.index_of("cash");
        accounts.open_parent("personal");
        let below = accounts.index_of("cash");
        accounts.alias("personal:cash", "assets:cash");
        let renamed = accounts.index_of("cash");
        let sub = accounts.index_of("cash:purse");
        accounts.end_aliases();
        accounts.close_parent();
        assert_eq!(accounts.index_of("cash"), plain);
        let names = [below, renamed, sub].map(|index| accounts.name(index.unwrap()).to_owned());
        assert_eq!(names, ["personal:cash", "assets:cash", "assets:cash:purse"]);
        accounts.alias("a", "b");
        accounts.alias("b", "a");
        accounts.index_of("a:x");
    }

    #[test]
    fn what_an_account_is_comes_from_its_directive_else_from_its_root() {
        let mut declared = HashMap::new();
        let class = |name: &str, declared: &HashMap<_, _>| class_of(name, declared);
        assert_eq!(
            class("Assets:Bank:Checking", &declared),
            AccountClass::Own(Some(AccountKind::Bank))
        );
        assert_eq!(
            class("assets:US:ETrade", &declared),
            AccountClass::Own(None)
        );
        assert_eq!(
            class("liabilities:visa", &declared),
            AccountClass::Own(Some(AccountKind::Card))
        );
        assert_eq!(
            class("Liabilities:Mortgage", &declared),
            AccountClass::Own(Some(AccountKind::Loan))
        );
        assert_eq!(class("Revenues", &declared), AccountClass::Income);
        assert_eq!(class("Vermögen:Bank", &declared), AccountClass::Unknown);
        declared.insert("Vermögen".to_owned(), AccountClass::Own(None));
        assert_eq!(
            class("Vermögen:Bank", &declared),
            AccountClass::Own(Some(AccountKind::Bank))
        );
        assert_eq!(class_of_type("X", "a"), Some(AccountClass::Expense));
        assert_eq!(class_of_type("?", "a"), None);
    }
}
