//! One record to one row: its moment, movement and texts, or why it gives none.

use std::borrow::Cow;

use chrono::{NaiveDate, NaiveTime};
use farthing_money::Currency;
use rust_decimal::Decimal;

use super::Outcome;
use super::accounts::Accounts;
use super::details::Refunds;
use super::movement::Movement;
use super::settle::Settled;
use super::sign::Settled as SettledSign;
use crate::columns::chain::balance_of;
use crate::columns::currency::{currency_of_cell, currency_of_code, currency_of_iban};
use crate::columns::date;
use crate::columns::infer::iban_in;
use crate::columns::number;
use crate::columns::role::Role;
use crate::kinds::{GENERIC_KINDS, KindMemory};
use crate::model::{DateOrder, DecimalMark, Problem, Row, RowKind, RowStatus};
use crate::plan::{CounterRule, Effect, FeeRule, Plan, Sign, Test};
use crate::summary;
use crate::table::{Record, Table};
use crate::text::join_text;

/// The columns of a plan, looked up once.
pub(super) struct Columns {
    date: Option<usize>,
    time: Option<usize>,
    zone: Option<usize>,
    currency: Option<usize>,
    pub(super) fee: Option<usize>,
    balance: Option<usize>,
    status: Option<usize>,
    pub(super) kind: Option<usize>,
    pub(super) payee: Option<usize>,
    pub(super) description: Option<usize>,
    pub(super) note: Option<usize>,
    reference: Option<usize>,
    related: Option<usize>,
    pub(super) category: Option<usize>,
    account: Option<usize>,
    pub(super) original_amount: Option<usize>,
    pub(super) original_currency: Option<usize>,
    pub(super) counter_account: Option<usize>,
    pub(super) counter_number: Option<usize>,
    pub(super) merchant_code: Option<usize>,
    pub(super) tags: Option<usize>,
    pub(super) order: Option<usize>,
    /// Whether the layout has anything for the details of a row.
    has_details: bool,
}

/// The roles of what only some layouts have.
const DETAILS: [Role; 5] = [
    Role::OriginalAmount,
    Role::CounterAccount,
    Role::CounterNumber,
    Role::MerchantCode,
    Role::Tags,
];

impl Columns {
    fn of(plan: &Plan, fee: FeeRule) -> Self {
        let at = |role| plan.roles.get(role);
        let has_details = DETAILS.into_iter().any(|role| at(role).is_some())
            || !matches!(plan.layout.counter, CounterRule::Column)
            || matches!(plan.sign, Sign::Sides(_))
            || plan.layout.related.is_some();
        Self {
            has_details,
            date: at(Role::Date),
            time: at(Role::Time),
            zone: at(Role::Zone),
            currency: at(Role::Currency),
            fee: at(Role::Fee).filter(|_| fee != FeeRule::None),
            balance: at(Role::Balance),
            status: at(Role::Status),
            kind: at(Role::Type),
            payee: at(Role::Payee),
            description: at(Role::Description),
            note: at(Role::Note),
            reference: at(Role::Reference),
            related: at(Role::Related),
            category: at(Role::Category),
            account: at(Role::Account),
            original_amount: at(Role::OriginalAmount),
            original_currency: at(Role::OriginalCurrency),
            counter_account: at(Role::CounterAccount),
            counter_number: at(Role::CounterNumber),
            merchant_code: at(Role::MerchantCode),
            tags: at(Role::Tags),
            order: at(Role::Order),
        }
    }
}

/// Reads the records of a table in the order of the file.
pub(super) struct RowReader<'r, 't> {
    pub(super) table: &'r Table<'t>,
    pub(super) plan: &'r Plan,
    pub(super) columns: Columns,
    pub(super) mark: DecimalMark,
    balance_mark: DecimalMark,
    order: DateOrder,
    pub(super) sign: SettledSign,
    pub(super) fee: FeeRule,
    /// The currency of rows that name none.
    pub(super) currency: Option<Currency>,
    last_currency: Option<(Cow<'t, str>, Currency)>,
    /// Currencies that only account numbers told.
    of_ibans: Vec<Currency>,
    kinds: KindMemory,
    pub(super) accounts: Accounts,
    pub(super) refunds: Refunds,
    pub(super) outcome: Outcome,
    pub(super) skipped: usize,
    /// By how many cells the record at hand is longer than the others, from which cell on.
    shift: Option<Shift>,
    shifted: usize,
}

/// Unquoted delimiters in a text move all later cells.
#[derive(Clone, Copy)]
struct Shift {
    from: usize,
    by: usize,
}

/// Why a record gave no row.
pub(super) enum NoRow {
    /// It is no transaction: a blank, a heading, a total, a footer.
    Ignored,
    /// Left out by rule.
    Skipped,
    /// It could not be read.
    Bad(String),
}

impl<'r, 't> RowReader<'r, 't> {
    /// A reader of these rows.
    pub(super) fn new(
        table: &'r Table<'t>,
        plan: &'r Plan,
        settled: &Settled,
        outcome: Outcome,
    ) -> Self {
        Self {
            table,
            plan,
            columns: Columns::of(plan, settled.fee),
            mark: settled.mark,
            balance_mark: settled.balance_mark,
            order: settled.order,
            sign: settled.sign,
            fee: settled.fee,
            currency: settled.currency,
            last_currency: None,
            of_ibans: Vec::new(),
            kinds: KindMemory::new(plan.provider.map_or(GENERIC_KINDS, |p| p.kinds)),
            accounts: Accounts::default(),
            refunds: Refunds::default(),
            outcome,
            skipped: 0,
            shift: None,
            shifted: 0,
        }
    }

    /// Reads all records.
    pub(super) fn read(&mut self) {
        let table = self.table;
        for record in table.records.iter().skip(self.plan.first_record) {
            self.shift = self.shift_of(record);
            match self.row(record) {
                Ok(()) => self.shifted += usize::from(self.shift.is_some()),
                Err(NoRow::Ignored) => {}
                Err(NoRow::Skipped) => self.skipped += 1,
                Err(NoRow::Bad(message)) => self.outcome.problems.push(Problem {
                    line: record.line,
                    message,
                }),
            }
        }
    }

    /// Puts the row of a record into its statement.
    fn row(&mut self, record: &Record) -> Result<(), NoRow> {
        let (date, time, zone) = self.moment(record)?;
        let effect = self.rule_for(record);
        if effect == Some(Effect::Skip) || self.is_open_by_word(record) {
            return Err(NoRow::Skipped);
        }
        if self.plan.provider.is_none() && self.is_summary(record) {
            return Err(NoRow::Skipped);
        }
        let movement = self.movement(record, effect)?;
        let account = self.account(record);
        let currency = self.row_currency(record, &movement, &account)?;
        let payee = self.payee(record, movement.amount);
        let kind = self.kinds.kind_of(&self.cell(record, self.columns.kind));
        let mut row = Row {
            line: record.line,
            raw: self.table.raw(record).to_owned(),
            date,
            time,
            zone,
            amount: movement.amount,
            fee: movement.fee,
            neutral: movement.neutral,
            reference: self.reference(record),
            related: self.text(record, self.columns.related),
            memo: self.memo(record, &payee),
            payee,
            category: self.text(record, self.columns.category),
            kind: fitting(kind, &movement),
            status: self.status(record),
            balance: self.balance(record),
            details: None,
        };
        if self.columns.has_details {
            self.detail(record, &mut row, &account, currency);
        }
        if effect == Some(Effect::Opening) {
            super::details::is_opening(&mut row);
        }
        if self.columns.order.is_some() {
            let order = self.cell(record, self.columns.order);
            self.remember_order(&row, &order, &account, currency);
        }
        if let Some(statement) = self.statement_of(&account, currency) {
            statement.rows.push(row);
        }
        Ok(())
    }

    /// The cell at a column, by which the record at hand may have moved.
    pub(super) fn cell(&self, record: &Record, column: Option<usize>) -> Cow<'t, str> {
        let Some(column) = column else {
            return Cow::Borrowed("");
        };
        self.table.cell(record, self.moved(column))
    }

    /// The amount that a cell's text is, or the part of it that counts.
    pub(super) fn amount(
        &self,
        record: &Record,
        column: Option<usize>,
        cell: &str,
    ) -> Option<number::Scanned> {
        self.table.amount(record, self.moved(column?), cell)
    }

    /// Where a column stands in a row whose cells have moved.
    fn moved(&self, column: usize) -> usize {
        match self.shift {
            Some(shift) if column >= shift.from => column + shift.by,
            _ => column,
        }
    }

    pub(super) fn role(&self, record: &Record, role: Role) -> Cow<'t, str> {
        self.cell(record, self.sign.roles.get(role))
    }

    pub(super) fn text(&self, record: &Record, column: Option<usize>) -> Option<String> {
        let cell = self.cell(record, column);
        (!matches!(&*cell, "" | "/" | "-")).then(|| cell.into_owned())
    }

    /// The provider's id, in a column of its own or in the description.
    fn reference(&self, record: &Record) -> Option<String> {
        self.text(record, self.columns.reference).or_else(|| {
            let find = self.plan.layout.reference_in?;
            let description = self.cell(record, self.columns.description);
            find(&description).map(str::to_owned)
        })
    }

    /// How a record that is longer than the others has moved: its amounts are amounts only there.
    fn shift_of(&self, record: &Record) -> Option<Shift> {
        let by = Table::width(record).checked_sub(self.plan.width)?;
        if by == 0 {
            return None;
        }
        let roles = [Role::Amount, Role::Debit, Role::Credit, Role::Balance];
        let columns = || {
            roles
                .into_iter()
                .filter_map(|role| self.sign.roles.get(role))
        };
        let from = columns().min()?;
        let fits = |by: usize| {
            let is_amount = |column: usize| {
                let cell = self.table.cell(record, column + by);
                cell.is_empty() || number::scan(&cell).is_some()
            };
            let is_code = |column: usize| {
                let cell = self.table.cell(record, column + by);
                currency_of_code(&cell).is_some()
            };
            let currency = self.columns.currency.filter(|column| *column >= from);
            let some = columns().any(|column| !self.table.cell(record, column + by).is_empty());
            some && columns().all(is_amount) && currency.is_none_or(is_code)
        };
        (!fits(0) && fits(by)).then_some(Shift { from, by })
    }

    /// Says that some rows were longer than the others, and how they were read.
    pub(super) fn note_shifted_rows(&mut self) {
        if self.shifted == 0 {
            return;
        }
        let rows = crate::columns::decide::counted(
            self.shifted,
            "row has more cells than the others",
            "rows have more cells than the others",
        );
        self.outcome.decisions.push(crate::model::Decision {
            field: "columns".to_owned(),
            reading: "amounts are counted from the end where texts hold the delimiter".to_owned(),
            evidence: format!("{rows}, and amounts only where they are counted so"),
        });
    }

    fn moment(
        &mut self,
        record: &Record,
    ) -> Result<(NaiveDate, Option<NaiveTime>, Option<String>), NoRow> {
        let cell = self.cell(record, self.columns.date);
        let Some(scanned) = date::scan(&cell) else {
            return Err(self.without_date(record, &cell));
        };
        let date = scanned.day(self.order).ok_or_else(|| {
            NoRow::Bad(format!(
                "“{cell}” is no day of the calendar in the order of the other dates"
            ))
        })?;
        let zone_cell = self.cell(record, self.columns.zone);
        let zone = if zone_cell.is_empty() {
            scanned.zone
        } else {
            &zone_cell
        };
        let zone = (!zone.is_empty()).then(|| zone.to_owned());
        let time_cell = self.cell(record, self.columns.time);
        let time = date::scan_time(&time_cell)
            .map(|(time, _)| time)
            .or(scanned.time);
        Ok((date, time, zone))
    }

    /// A record whose date cell holds no date: a footer, a continuation, a pending row, or a fault.
    fn without_date(&mut self, record: &Record, cell: &str) -> NoRow {
        let filled = self
            .table
            .row(record)
            .filter(|cell| !cell.is_empty())
            .count();
        if !self.has_amount(record) {
            let is_fault =
                !cell.is_empty() && filled > 2 && cell.contains(|c: char| c.is_ascii_digit());
            if is_fault && self.plan.provider.is_none() && !summary::begins(cell) {
                return NoRow::Bad(format!("“{cell}” is not a date"));
            }
            self.continue_row_before(record, cell);
            return NoRow::Ignored;
        }
        if summary::is_pending(cell) || self.rule_for(record) == Some(Effect::Skip) {
            return NoRow::Skipped;
        }
        if self
            .table
            .row(record)
            .find(|cell| !cell.is_empty())
            .is_some_and(|first| summary::begins(&first))
        {
            return NoRow::Ignored;
        }
        if cell.is_empty() {
            return NoRow::Bad("an amount without a date".to_owned());
        }
        NoRow::Bad(format!("“{cell}” is not a date"))
    }

    fn has_amount(&self, record: &Record) -> bool {
        [Role::Amount, Role::Debit, Role::Credit]
            .into_iter()
            .any(|role| number::scan(&self.role(record, role)).is_some())
    }

    /// Some banks go on with the text of a row in a line of its own.
    fn continue_row_before(&mut self, record: &Record, date_cell: &str) {
        let text = self.cell(record, self.columns.description);
        if self.plan.provider.is_some() || !date_cell.is_empty() || text.is_empty() {
            return;
        }
        let last = self.statement_before().and_then(|s| s.rows.last_mut());
        if let Some(row) = last {
            join_text(&mut row.memo, &text);
        }
    }

    fn rule_for(&self, record: &Record) -> Option<Effect> {
        let passes = |(role, test): &(Role, Test)| {
            let cell = self.role(record, *role);
            match test {
                Test::Is(words) => words.contains(&&*cell),
                Test::IsNot(words) => !words.contains(&&*cell),
                Test::Has(words) => words.iter().any(|word| cell.contains(word)),
                Test::IsZero => number::scan(self.amount_part(&cell)).is_some_and(|n| n.is_zero()),
            }
        };
        let rule = self
            .plan
            .layout
            .rules
            .iter()
            .find(|rule| rule.when.iter().all(passes))?;
        Some(rule.then)
    }

    fn is_open_by_word(&self, record: &Record) -> bool {
        if self.plan.provider.is_some() {
            return false;
        }
        let status = self.cell(record, self.columns.status);
        let is_open = || summary::is_pending(&status) || summary::is_failed(&status);
        (!status.is_empty() && is_open()) || self.has_dash_for_a_balance(record)
    }

    /// Reserved amounts have a dash where posted ones have a second date and a balance.
    fn has_dash_for_a_balance(&self, record: &Record) -> bool {
        self.columns.balance.is_some() && self.cell(record, self.columns.balance) == "-"
    }

    fn is_summary(&self, record: &Record) -> bool {
        [
            self.columns.description,
            self.columns.payee,
            self.columns.kind,
        ]
        .into_iter()
        .any(|column| summary::is(&self.cell(record, column)))
    }

    /// The cell that names the row's own account; empty where no column does.
    fn account(&self, record: &Record) -> Cow<'t, str> {
        match self.own_side(record) {
            Some(side) => self.name_of_side(record, side),
            None => self.cell(record, self.columns.account),
        }
    }

    fn row_currency(
        &mut self,
        record: &Record,
        movement: &Movement,
        account: &str,
    ) -> Result<Option<Currency>, NoRow> {
        let cell = self.cell(record, self.columns.currency);
        if cell.is_empty() || &*cell == "-" {
            let known = movement.currency.or(self.currency);
            return Ok(known.or_else(|| self.currency_of_account(account)));
        }
        if let Some((code, currency)) = &self.last_currency
            && *code == cell
        {
            return Ok(Some(*currency));
        }
        let currency = currency_of_cell(&cell.to_uppercase())
            .or_else(|| currency_of_cell(&cell))
            .ok_or_else(|| NoRow::Bad(format!("“{cell}” is no currency code, such as EUR")))?;
        self.last_currency = Some((cell, currency));
        Ok(Some(currency))
    }

    /// The currency where the account's number was given; said for the first account that has it.
    fn currency_of_account(&mut self, account: &str) -> Option<Currency> {
        let iban = iban_in(account)?;
        let currency = currency_of_iban(&iban)?;
        if !self.of_ibans.contains(&currency) {
            self.of_ibans.push(currency);
            let decision = super::settle::currency_of_iban_in_words(&iban, currency);
            self.outcome.decisions.push(decision);
        }
        Some(currency)
    }

    fn status(&self, record: &Record) -> RowStatus {
        let cell = self.cell(record, self.columns.status);
        if cell.eq_ignore_ascii_case("pending") {
            RowStatus::Pending
        } else {
            RowStatus::Posted
        }
    }

    fn balance(&self, record: &Record) -> Option<Decimal> {
        let column = self.columns.balance;
        let cell = self.cell(record, column);
        balance_of(&self.amount(record, column, &cell)?, self.balance_mark)
    }
}

/// A kind that its sign contradicts, such as a purchase that brought money, is left to the ledger.
fn fitting(kind: RowKind, movement: &Movement) -> RowKind {
    let is_in = movement.amount.is_sign_positive();
    match kind {
        RowKind::Purchase if is_in && !movement.neutral => RowKind::Unknown,
        RowKind::Income | RowKind::Refund | RowKind::Cashback if !is_in => RowKind::Unknown,
        kind => kind,
    }
}
