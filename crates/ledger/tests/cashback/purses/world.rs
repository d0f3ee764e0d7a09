//! What these tests share: a bank with money, programmes from their text, short ways to say things.

use chrono::NaiveDate;
use farthing_ledger::cashback::{GiftCardInput, ProgrammeInput, WordCategories};
use farthing_ledger::{
    AccountId, AccountKind, AccountSummary, Amount, ChoiceId, EntryInput, EntryKind, EntryRow,
    LedgerError, NewAccount,
};

use crate::common::{Fresh, day, now, purchase};

/// The day on which it is.
pub fn today() -> NaiveDate {
    day(2026, 11, 22)
}

/// The text of an amount.
pub fn text(amount: &Amount) -> String {
    format!("{} {}", amount.value, amount.currency)
}

/// The field and the message of a refusal.
pub fn refusal<T>(result: Result<T, LedgerError>) -> (String, String) {
    match result {
        Err(LedgerError::Invalid { field, message }) => (field.to_owned(), message),
        Err(LedgerError::Programme(problem)) => (problem.field.clone(), problem.to_string()),
        Err(LedgerError::Missing(what)) => ("missing".to_owned(), what.to_owned()),
        Err(other) => panic!("another error: {other}"),
        Ok(_) => panic!("it was taken"),
    }
}

impl Fresh {
    /// An own account of a kind with an opening balance in euros.
    pub async fn own(&self, name: &str, kind: AccountKind, opening: &str) -> AccountSummary {
        let input = NewAccount {
            name: name.to_owned(),
            kind,
            currency: "EUR".to_owned(),
            opening_balance: opening.to_owned(),
        };
        let added = self.ledger.add_account(input, day(2026, 1, 1), now());
        added.await.unwrap()
    }

    /// What an account holds.
    pub async fn holds(&self, account: AccountId) -> Vec<String> {
        let account = self.ledger.account(account).await.unwrap();
        account.balances.iter().map(text).collect()
    }

    /// A purchase on a day.
    pub async fn pay(
        &self,
        account: AccountId,
        date: NaiveDate,
        amount: &str,
        payee: &str,
    ) -> EntryRow {
        let input = EntryInput {
            date,
            ..purchase(account, amount, payee)
        };
        self.ledger.add_entry(input, now()).await.unwrap()
    }

    /// Money back on a day.
    pub async fn back(
        &self,
        account: AccountId,
        date: NaiveDate,
        amount: &str,
        payee: &str,
    ) -> EntryRow {
        let input = EntryInput {
            date,
            kind: EntryKind::Refund,
            ..purchase(account, amount, payee)
        };
        self.ledger.add_entry(input, now()).await.unwrap()
    }

    /// A programme of a text for accounts.
    pub async fn programme(&self, toml: &str, accounts: &[AccountId]) -> ChoiceId {
        self.programme_with(toml, accounts, Vec::new()).await
    }

    /// A programme whose words stand for categories.
    pub async fn programme_with(
        &self,
        toml: &str,
        accounts: &[AccountId],
        categories: Vec<WordCategories>,
    ) -> ChoiceId {
        let programme = self.ledger.read_programme("test.toml", toml).await.unwrap();
        let input = ProgrammeInput {
            programme,
            accounts: accounts.to_vec(),
            categories,
            from: None,
            until: None,
            fx_fee: "0.03".to_owned(),
            method: String::new(),
        };
        let saved = self.ledger.save_programme(None, input, today(), now());
        saved.await.unwrap().id
    }
}

/// A gift card of 25.00 for 23.00.
pub fn card(from: Option<AccountId>) -> GiftCardInput {
    GiftCardInput {
        name: "Book shop".to_owned(),
        face: "25".to_owned(),
        currency: "EUR".to_owned(),
        paid: if from.is_some() { "23,00" } else { "" }.to_owned(),
        from,
        day: Some(day(2026, 3, 1)),
        expires: Some(day(2027, 3, 1)),
        code: "SHOP-9876-4821".to_owned(),
        pin: "0042".to_owned(),
        remove: Vec::new(),
        note: "from the station".to_owned(),
    }
}
