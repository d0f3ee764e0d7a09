//! GnuCash's XML files (`gnucash-v2.rnc` of its sources), unpacked.

use chrono::NaiveDate;

use super::MAX_ENTRIES;
use super::gnucash::{Commodity, GnuCash, GnuCashAccount, GnuCashTransaction, Split, fraction_of};
use crate::model::{Hints, ReadError, Reading};
use crate::xml::{Piece, Xml};

/// Reads a GnuCash file.
pub(crate) fn read(text: &str, encoding: &str, hints: &Hints) -> Result<Reading, ReadError> {
    let mut xml = Xml::of(text);
    let mut file = File::default();
    while let Some(piece) = xml.next()? {
        match piece {
            Piece::Start(tag) => {
                let (line, start) = (xml.line(), xml.start());
                file.begin(tag.name, xml.path(), line, start)?;
            }
            Piece::Text(text) => file.take(xml.path(), &text),
            Piece::End(name) => {
                let raw = || {
                    text.get(file.start..xml.end())
                        .unwrap_or_default()
                        .to_owned()
                };
                let raw = if file.is_end_of_transaction(name, xml.path()) {
                    raw()
                } else {
                    String::new()
                };
                file.end(name, xml.path(), raw);
            }
        }
    }
    Ok(file
        .book
        .into_book("gnucash_xml", encoding)
        .into_reading(hints))
}

#[derive(Default)]
struct File {
    book: GnuCash,
    account: Option<GnuCashAccount>,
    transaction: Option<GnuCashTransaction>,
    /// The key of the slot that is open.
    key: String,
    start: usize,
}

/// Whether an element stands in the book itself and not in a transaction, template or budget.
fn is_of_book(path: &[&str]) -> bool {
    matches!(path, ["gnc-v2", _] | ["gnc-v2", "book", _])
}

impl File {
    fn begin(
        &mut self,
        name: &str,
        path: &[&str],
        line: u32,
        start: usize,
    ) -> Result<(), ReadError> {
        match name {
            "account" if is_of_book(path) => self.account = Some(GnuCashAccount::default()),
            "transaction" if path.contains(&"template-transactions") => self.book.templates += 1,
            "transaction" if is_of_book(path) => {
                if self.book.transactions.len() >= MAX_ENTRIES {
                    return Err(ReadError::Limit(
                        "the book has more than a million transactions".to_owned(),
                    ));
                }
                self.start = start;
                self.transaction = Some(GnuCashTransaction {
                    line,
                    ..GnuCashTransaction::default()
                });
            }
            "split" => {
                if let Some(transaction) = &mut self.transaction {
                    transaction.splits.push(Split::default());
                }
            }
            "slot" => self.key.clear(),
            _ => {}
        }
        Ok(())
    }

    fn take(&mut self, path: &[&str], text: &str) {
        let text = text.trim();
        if let [.., "slot", "key"] = path {
            text.clone_into(&mut self.key);
        }
        if let Some(account) = &mut self.account {
            take_of_account(account, path, text);
        } else if let Some(transaction) = &mut self.transaction {
            take_of_transaction(transaction, path, text, &self.key);
        }
    }

    fn is_end_of_transaction(&self, name: &str, path: &[&str]) -> bool {
        name == "transaction" && is_of_book(path) && self.transaction.is_some()
    }

    fn end(&mut self, name: &str, path: &[&str], raw: String) {
        if !is_of_book(path) {
            return;
        }
        if name == "account" {
            self.book.accounts.extend(self.account.take());
        } else if name == "transaction"
            && let Some(transaction) = self.transaction.take()
        {
            self.book
                .transactions
                .push(GnuCashTransaction { raw, ..transaction });
        }
    }
}

fn take_of_account(account: &mut GnuCashAccount, path: &[&str], text: &str) {
    let text = text.to_owned();
    match path {
        [.., "account", "name"] => account.name = text,
        [.., "account", "id"] => account.id = text,
        [.., "account", "type"] => account.kind = text,
        [.., "account", "code"] => account.code = text,
        [.., "account", "parent"] => account.parent = Some(text),
        [.., "account", "commodity", part] => set_commodity(&mut account.commodity, part, text),
        _ => {}
    }
}

fn set_commodity(commodity: &mut Commodity, part: &str, text: String) {
    match part {
        "space" => commodity.space = text,
        "id" => commodity.name = text,
        _ => {}
    }
}

fn take_of_transaction(transaction: &mut GnuCashTransaction, path: &[&str], text: &str, key: &str) {
    if let [.., "split", part] = path
        && let Some(split) = transaction.splits.last_mut()
    {
        match *part {
            "account" => text.clone_into(&mut split.account),
            "value" => split.value = fraction_of(text),
            "quantity" => split.quantity = fraction_of(text),
            "memo" => text.clone_into(&mut split.memo),
            _ => {}
        }
        return;
    }
    match path {
        [.., "transaction", "id"] => text.clone_into(&mut transaction.id),
        [.., "transaction", "num"] => text.clone_into(&mut transaction.number),
        [.., "transaction", "description"] => text.clone_into(&mut transaction.description),
        [.., "transaction", "currency", part] => {
            set_commodity(&mut transaction.commodity, part, text.to_owned());
        }
        [.., "date-posted", "date"] => transaction.date = transaction.date.or_else(|| day_of(text)),
        // The day that was chosen, which no time zone moves.
        [.., "slot", "value", "gdate"] if key == "date-posted" => {
            transaction.date = day_of(text).or(transaction.date);
        }
        [.., "slot", "value"] if key == "notes" => text.clone_into(&mut transaction.notes),
        _ => {}
    }
}

/// The day at the front of `2021-01-02 10:59:00 +0000`, as it is written.
fn day_of(text: &str) -> Option<NaiveDate> {
    text.get(..10)?.parse().ok()
}
