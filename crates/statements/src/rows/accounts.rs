//! Which statement a row goes to: one for each account and currency, in file order.

use std::collections::HashMap;

use farthing_money::Currency;

use super::reader::RowReader;
use super::{Outcome, currency_question};
use crate::columns::infer::{iban_in, is_account_number};
use crate::model::{AccountHint, Hints, Statement};
use crate::plan::{AccountRule, Plan};

/// The statements of a table, found again by account and currency.
#[derive(Default)]
pub(super) struct Accounts {
    /// The account of the row before, as its cell has it, and its statement.
    current: Option<(String, Option<Currency>, usize)>,
    all: HashMap<(String, Option<Currency>), usize>,
}

impl RowReader<'_, '_> {
    /// The statement of an account, named as the cell has it, in a currency.
    pub(super) fn statement_of(
        &mut self,
        account: &str,
        currency: Option<Currency>,
    ) -> Option<&mut Statement> {
        let index = self.index_of(account, currency);
        self.outcome.statements.get_mut(index)
    }

    /// The statement of the row before.
    pub(super) fn statement_before(&mut self) -> Option<&mut Statement> {
        let (_, _, index) = self.accounts.current.as_ref()?;
        self.outcome.statements.get_mut(*index)
    }

    fn index_of(&mut self, account: &str, currency: Option<Currency>) -> usize {
        if let Some((name, of, index)) = &self.accounts.current
            && *of == currency
            && name == account
        {
            return *index;
        }
        let key = (account.to_owned(), currency);
        let statements = &mut self.outcome.statements;
        let index = *self.accounts.all.entry(key).or_insert_with(|| {
            // Nearly all files are of one account: the first statement gets room for all rows.
            let room = if statements.is_empty() {
                self.table.records.len()
            } else {
                0
            };
            statements.push(Statement {
                rows: Vec::with_capacity(room),
                ..Statement::of(hint_of(self.plan, account), currency)
            });
            statements.len() - 1
        });
        self.accounts.current = Some((account.to_owned(), currency, index));
        index
    }

    /// What is left of the reader when all rows are read.
    pub(super) fn finish(mut self, hints: &Hints) -> Outcome {
        self.link_refunds();
        self.note_shifted_rows();
        if self.outcome.statements.is_empty() {
            let currency = self.currency;
            self.statement_of("", currency);
        }
        if let Some(first) = self.outcome.statements.first_mut() {
            first.skipped += self.skipped;
        }
        tell_numbers_apart(self.plan, &mut self.outcome.statements);
        let has_rows_without_currency = self
            .outcome
            .statements
            .iter()
            .any(|s| s.currency.is_none() && !s.rows.is_empty());
        if has_rows_without_currency && hints.currency.is_none() {
            self.outcome.questions.push(currency_question());
        }
        self.outcome
    }
}

/// What is known of an account by the provider, the lines above the rows, and its cell.
fn hint_of(plan: &Plan, cell: &str) -> AccountHint {
    let provider = plan.provider.map(|p| p.account.to_owned());
    let of_provider = AccountHint {
        name: plan.account_name.clone().or_else(|| provider.clone()),
        number: plan.account_number.clone(),
        institution: provider,
        kind: plan.provider.map(|p| p.kind),
    };
    // An apostrophe keeps spreadsheets from reading a number as one.
    let cell = cell.trim_matches('\'').trim();
    if cell.is_empty() {
        return of_provider;
    }
    if is_account_number(cell) {
        let number = iban_in(cell).unwrap_or_else(|| cell.to_owned());
        return AccountHint {
            number: Some(number),
            ..of_provider
        };
    }
    match plan.layout.account {
        AccountRule::Parts(main) if main.contains(&cell) => of_provider,
        AccountRule::Parts(_) => {
            let bank = of_provider.name.as_deref().unwrap_or_default();
            AccountHint {
                name: Some(format!("{bank} {cell}").trim().to_owned()),
                ..of_provider
            }
        }
        AccountRule::Named => AccountHint {
            name: Some(cell.to_owned()),
            number: plan.account_number.clone(),
            ..AccountHint::default()
        },
    }
}

/// Several accounts of one bank, known by their numbers alone, are not all named like the bank.
fn tell_numbers_apart(plan: &Plan, statements: &mut [Statement]) {
    let mut numbers: Vec<_> = statements
        .iter()
        .filter_map(|s| s.account.number.clone())
        .collect();
    numbers.sort_unstable();
    numbers.dedup();
    if numbers.len() < 2 {
        return;
    }
    let bank = plan.provider.map(|p| p.account);
    for statement in statements {
        if statement.account.name.as_deref() == bank && statement.account.number.is_some() {
            statement.account.name = None;
        }
    }
}
