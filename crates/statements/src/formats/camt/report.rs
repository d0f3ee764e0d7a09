//! One report of an account: what it says of the account, its balances, and its rows by currency.

use farthing_money::Currency;

use super::detail::Own;
use super::detail::meant;
use super::values::{Moment, Money, Side};
use crate::columns::currency::currency_of_code;
use crate::model::{AccountHint, AccountKind, Row, StatedBalance};
use crate::pages::Page;
use crate::text::account_name;

/// One `Stmt`, `Rpt` or `Ntfctn`.
#[derive(Default)]
pub(super) struct Report {
    line: u32,
    pub own: Own,
    /// The currency of the account, where the report names it.
    pub currency: Option<Currency>,
    name: String,
    bank: String,
    bank_code: String,
    kind: Option<AccountKind>,
    sheets: Vec<Sheet>,
}

/// The rows in one currency, and the balances in it.
#[derive(Default)]
struct Sheet {
    currency: Option<Currency>,
    opening: Option<StatedBalance>,
    /// The opening balance is the one that the report before closed with.
    is_carried: bool,
    closing: Option<StatedBalance>,
    rows: Vec<Row>,
}

/// One `Bal`.
#[derive(Default)]
pub(super) struct Balance {
    code: String,
    money: Option<Money>,
    side: Option<Side>,
    moment: Option<Moment>,
}

impl Balance {
    /// Takes a leaf of `Bal`.
    pub(super) fn take(&mut self, path: &[&str], text: &str, currency: Option<Currency>) {
        match path {
            ["Tp", "CdOrPrtry", "Cd" | "Prtry"] | ["Tp", "Cd"] => text.clone_into(&mut self.code),
            ["Amt"] => self.money = Money::of(text, currency),
            ["CdtDbtInd"] => self.side = Side::of(text),
            ["Dt", _] => self.moment = Moment::of(text),
            _ => {}
        }
    }
}

impl Report {
    /// A report that begins on a line.
    pub(super) fn at(line: u32) -> Self {
        Self {
            line,
            ..Self::default()
        }
    }

    /// Takes a leaf of `Acct`.
    pub(super) fn account(&mut self, path: &[&str], text: &str) {
        match path {
            ["Id", "IBAN"] | ["Id", "Othr" | "PrtryAcct", "Id"] => {
                self.own.number = text.split_whitespace().collect();
            }
            ["Ccy"] => self.currency = currency_of_code(text),
            ["Nm"] => self.name = meant(text),
            ["Ownr", "Nm"] | ["Ownr", "Pty", "Nm"] => self.own.owner = meant(text),
            ["Svcr", "FinInstnId", "Nm"] => self.bank = meant(text),
            ["Svcr", "FinInstnId", "BIC" | "BICFI"] => self.bank_code = meant(text),
            ["Tp", "Cd"] => self.kind = kind_of(text),
            _ => {}
        }
    }

    /// Takes a balance: the earliest opening and the latest closing one of each currency count,
    /// available and expected ones do not.
    pub(super) fn balance(&mut self, balance: Balance) -> Result<(), String> {
        let code = balance.code.as_str();
        if !matches!(code, "OPBD" | "PRCD" | "CLBD") {
            return Ok(());
        }
        let (Some(money), Some(side)) = (balance.money, balance.side) else {
            return Err(format!(
                "this balance ({code}) has no amount (Amt) or side (CdtDbtInd)"
            ));
        };
        let date = balance.moment.map(|moment| moment.day);
        let amount = side.signed(money.amount);
        let stated = StatedBalance { date, amount };
        let sheet = self.sheet(money.currency.or(self.currency));
        if code == "CLBD" {
            let is_later = sheet.closing.is_none_or(|other| date >= other.date);
            sheet.closing = if is_later {
                Some(stated)
            } else {
                sheet.closing
            };
            return Ok(());
        }
        let is_carried = code == "PRCD";
        let is_better = match sheet.opening {
            None => true,
            Some(_) if is_carried != sheet.is_carried => sheet.is_carried,
            Some(other) => date < other.date,
        };
        if is_better {
            (sheet.opening, sheet.is_carried) = (Some(stated), is_carried);
        }
        Ok(())
    }

    /// Adds a row.
    pub(super) fn add(&mut self, currency: Option<Currency>, row: Row) {
        self.sheet(currency).rows.push(row);
    }

    /// There are no more sheets than currencies.
    fn sheet(&mut self, currency: Option<Currency>) -> &mut Sheet {
        let place = self.sheets.iter().position(|s| s.currency == currency);
        let place = place.unwrap_or(self.sheets.len());
        if place == self.sheets.len() {
            self.sheets.push(Sheet {
                currency,
                ..Sheet::default()
            });
        }
        &mut self.sheets[place]
    }

    /// The report as pages, one for each currency.
    pub(super) fn pages(mut self, hint: Option<Currency>) -> Vec<Page> {
        if self.sheets.is_empty() {
            self.sheet(self.currency.or(hint));
        }
        if self.sheets.iter().any(|sheet| !sheet.rows.is_empty()) {
            self.sheets.retain(|sheet| !sheet.rows.is_empty());
        }
        let account = self.hint();
        let line = self.line;
        let pages = self.sheets.into_iter().map(|sheet| Page {
            line,
            account: account.clone(),
            currency: sheet.currency,
            opening: sheet.opening,
            closing: sheet.closing,
            rows: sheet.rows,
        });
        pages.collect()
    }

    fn hint(&self) -> AccountHint {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let institution = some(&self.bank).or_else(|| some(&self.bank_code));
        let number = some(&self.own.number);
        let whose = institution
            .as_deref()
            .or(some(&self.own.owner).as_deref())
            .map(str::to_owned);
        AccountHint {
            name: some(&self.name).or_else(|| account_name(whose.as_deref(), number.as_deref())),
            number,
            institution,
            kind: self.kind.or(Some(AccountKind::Bank)),
        }
    }
}

/// ISO's codes of cash accounts that are no current account.
fn kind_of(code: &str) -> Option<AccountKind> {
    Some(match code {
        "SVGS" | "LLSV" | "MOMA" | "ONDP" => AccountKind::Savings,
        "LOAN" | "MGLD" => AccountKind::Loan,
        _ => return None,
    })
}
