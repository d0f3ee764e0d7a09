//! What only some rows have: the other side's account, the amount before conversion, the order.

use std::collections::HashMap;

use farthing_money::Currency;

use super::reader::RowReader;
use crate::columns::currency::currency_of_cell;
use crate::columns::infer::iban_in;
use crate::columns::number::{Evidence, negated};
use crate::model::{Original, Part, PartPlace, Row, RowKind};
use crate::plan::CounterRule;
use crate::table::Record;

/// Purchases by the shop's number of their order, and the refunds that repeat it.
#[derive(Default)]
pub(super) struct Refunds {
    purchases: HashMap<String, String>,
    waiting: Vec<Waiting>,
}

/// A refund that may belong to a purchase further on: its order, and where it stands.
struct Waiting {
    order: String,
    account: String,
    currency: Option<Currency>,
    row: usize,
}

impl RowReader<'_, '_> {
    /// Adds the details of a row, where the layout has any.
    pub(super) fn detail(
        &self,
        record: &Record,
        row: &mut Row,
        account: &str,
        currency: Option<Currency>,
    ) {
        if let Some(other) = self.counter_account(record, row, account) {
            if !matches!(
                row.kind,
                RowKind::Conversion | RowKind::TopUp | RowKind::CardPayment
            ) {
                row.kind = RowKind::Transfer;
            }
            row.details_mut().counter_account = Some(other);
        }
        if let Some(number) = self.counter_number(record) {
            row.details_mut().counter_number = Some(number);
        }
        if let Some(original) = self.original(record, row, currency) {
            row.details_mut().original = Some(original);
        }
        if let Some(code) = self.merchant_code(record) {
            row.details_mut().merchant_code = Some(code);
        }
        let tags = self.cell(record, self.columns.tags);
        if !tags.is_empty() {
            let tags = tags.split([',', '|', ';']).map(str::trim);
            let tags = tags.filter(|tag| !tag.is_empty()).map(str::to_owned);
            row.details_mut().tags = tags.collect();
        }
        if row.related.is_none()
            && let Some(related) = self.plan.layout.related
        {
            row.related = related(row).map(str::to_owned);
        }
    }

    fn counter_account(&self, record: &Record, row: &Row, account: &str) -> Option<String> {
        if let Some(other) = self.other_own_side(record) {
            return Some(other);
        }
        if let Some(named) = self.text(record, self.columns.counter_account) {
            return Some(named);
        }
        match self.plan.layout.counter {
            CounterRule::Column => None,
            CounterRule::PayeeAfter(beginnings) => {
                let payee = self.cell(record, self.columns.payee);
                let name = beginnings.iter().find_map(|b| payee.strip_prefix(b))?;
                Some(name.trim().to_owned())
            }
            CounterRule::InNote(find) => {
                let note = self.cell(record, self.columns.note);
                find(&note, account).or_else(|| find(&row.memo, account))
            }
        }
    }

    fn counter_number(&self, record: &Record) -> Option<String> {
        let cell = self.cell(record, self.columns.counter_number);
        let says_something = cell.len() > 3 && cell.bytes().any(|b| b.is_ascii_digit());
        says_something.then(|| iban_in(&cell).unwrap_or_else(|| cell.trim().to_owned()))
    }

    /// What was paid in another currency; its own marks decide where they can.
    fn original(&self, record: &Record, row: &Row, currency: Option<Currency>) -> Option<Original> {
        let column = self.columns.original_amount;
        let cell = self.cell(record, column);
        let scanned = self.amount(record, column, &cell)?;
        let code = self.cell(record, self.columns.original_currency);
        let original = currency_of_cell(&code).or(scanned.currency())?;
        if Some(original) == currency || scanned.is_zero() {
            return None;
        }
        let mark = match scanned.evidence() {
            Evidence::Proves(mark) => mark,
            Evidence::Open(_) | Evidence::Silent => self.mark,
        };
        let size = scanned.magnitude(mark)?;
        Some(Original {
            amount: if row.amount.is_sign_negative() {
                negated(size)
            } else {
                size
            },
            currency: original,
        })
    }

    fn merchant_code(&self, record: &Record) -> Option<String> {
        let cell = self.cell(record, self.columns.merchant_code);
        let is_code = matches!(cell.len(), 3 | 4) && cell.bytes().all(|b| b.is_ascii_digit());
        is_code.then(|| format!("{cell:0>4}"))
    }

    /// Notes the order of a purchase, or of a refund that waits for its purchase.
    pub(super) fn remember_order(
        &mut self,
        row: &Row,
        order: &str,
        account: &str,
        currency: Option<Currency>,
    ) {
        if order.is_empty() || order == "/" {
            return;
        }
        if row.kind != RowKind::Refund {
            if let Some(reference) = &row.reference {
                let known = self.refunds.purchases.entry(order.to_owned());
                known.or_insert_with(|| reference.clone());
            }
            return;
        }
        if row.related.is_none() {
            let rows = self.statement_of(account, currency).map(|s| s.rows.len());
            self.refunds.waiting.push(Waiting {
                order: order.to_owned(),
                account: account.to_owned(),
                currency,
                row: rows.unwrap_or_default(),
            });
        }
    }

    /// Gives refunds the id of the purchase with the same order, wherever in the file it stands.
    pub(super) fn link_refunds(&mut self) {
        let refunds = std::mem::take(&mut self.refunds);
        for waiting in refunds.waiting {
            let Some(reference) = refunds.purchases.get(&waiting.order) else {
                continue;
            };
            let row = self
                .statement_of(&waiting.account, waiting.currency)
                .and_then(|statement| statement.rows.get_mut(waiting.row));
            if let Some(row) = row {
                row.related = Some(reference.clone());
            }
        }
    }
}

/// What an account held before the file begins moved nothing: it faces the balancing account.
pub(super) fn is_opening(row: &mut Row) {
    let part = Part {
        place: PartPlace::Equity,
        amount: negated(row.amount),
        value: negated(row.amount),
        memo: String::new(),
    };
    row.kind = RowKind::Transfer;
    row.details_mut().parts = vec![part];
}
