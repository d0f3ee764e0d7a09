//! A table and its plan to statements: one pass for evidence, one for rows.

use std::borrow::Cow;

mod movement;
mod names;
mod survey;

use chrono::{NaiveDate, NaiveTime};
use farthing_money::Currency;
use rust_decimal::Decimal;

use crate::columns::currency::currency_of_code;
use crate::columns::date;
use crate::columns::decide::DateContext;
use crate::columns::number;
use crate::columns::role::Role;
use crate::kinds::{GENERIC_KINDS, KindMemory};
use crate::model::{
    AccountHint, DateOrder, DecimalMark, Decision, Hints, Problem, Question, Row, RowKind,
    RowStatus, Statement,
};
use crate::plan::{Effect, FeeRule, Plan, Test};
use crate::summary;
use crate::table::{Record, Table};
use crate::text::join_text;
use movement::Movement;
use survey::Survey;

/// What a table gave.
#[derive(Debug, Default)]
pub(crate) struct Outcome {
    /// One for each currency.
    pub statements: Vec<Statement>,
    /// Rows that could not be read.
    pub problems: Vec<Problem>,
    /// How columns were read.
    pub decisions: Vec<Decision>,
    /// What is left open.
    pub questions: Vec<Question>,
}

/// Reads all rows of a table.
pub(crate) fn read_rows(table: &Table<'_>, plan: &Plan, hints: &Hints) -> Outcome {
    let survey = Survey::of(table, plan);
    let mut outcome = Outcome::default();
    let fixed_currency = fixed_currency(plan, &survey, hints);
    // A currency without cents has no decimals to ask about.
    let without_cents = fixed_currency.filter(|currency| currency.decimals() == 0);
    let of_currency = without_cents.and_then(|_| survey.numbers.thousands_reading());
    let layout_mark = plan.layout.decimal_mark.or(of_currency);
    let (mark, decision, question) = survey.numbers.decide(hints.decimal_mark, layout_mark);
    outcome.decisions.extend(decision);
    outcome.questions.extend(question);
    if survey.unsigned_is_out(plan) {
        outcome.decisions.push(Decision {
            field: "sign".to_owned(),
            reading: "amounts without a sign are money out".to_owned(),
            evidence: format!(
                "{} amounts have a plus and none has a minus",
                survey.amounts_with_plus
            ),
        });
    }
    let context = DateContext {
        hint: hints.date_order,
        layout: plan.layout.date_order,
        day_first_place: plan.day_first_place
            || (mark == DecimalMark::Comma && survey.numbers.has_proofs()),
        likely: fixed_currency
            .filter(|c| c.code() == "USD")
            .map(|_| DateOrder::MonthDayYear),
    };
    let (order, decision, question) = survey.dates.decide(context);
    outcome.decisions.extend(decision);
    outcome.questions.extend(question);
    let mut reader = RowReader {
        table,
        plan,
        mark,
        order,
        debits_are_signed: plan.provider.is_none() && survey.mixed_debits(),
        unsigned_is_out: survey.unsigned_is_out(plan),
        fixed_currency,
        last_currency: None,
        kinds: KindMemory::new(plan.provider.map_or(GENERIC_KINDS, |p| p.kinds)),
        columns: Columns::of(plan),
        outcome,
        current: 0,
    };
    reader.read();
    reader.finish(hints)
}

fn fixed_currency(plan: &Plan, survey: &Survey, hints: &Hints) -> Option<Currency> {
    let of_layout = || plan.layout.currency.and_then(currency_of_code);
    let of_dollar = || {
        survey
            .has_dollar_sign
            .then(|| currency_of_code("USD"))
            .flatten()
    };
    plan.currency
        .or_else(of_layout)
        .or(hints.currency)
        .or_else(of_dollar)
}

/// The columns of a plan, looked up once.
struct Columns {
    date: Option<usize>,
    time: Option<usize>,
    zone: Option<usize>,
    currency: Option<usize>,
    fee: Option<usize>,
    balance: Option<usize>,
    status: Option<usize>,
    kind: Option<usize>,
    payee: Option<usize>,
    description: Option<usize>,
    note: Option<usize>,
    reference: Option<usize>,
    related: Option<usize>,
    category: Option<usize>,
}

impl Columns {
    fn of(plan: &Plan) -> Self {
        let at = |role| plan.roles.get(role);
        Self {
            date: at(Role::Date),
            time: at(Role::Time),
            zone: at(Role::Zone),
            currency: at(Role::Currency),
            fee: at(Role::Fee).filter(|_| plan.layout.fee != FeeRule::None),
            balance: at(Role::Balance),
            status: at(Role::Status),
            kind: at(Role::Type),
            payee: at(Role::Payee),
            description: at(Role::Description),
            note: at(Role::Note),
            reference: at(Role::Reference),
            related: at(Role::Related),
            category: at(Role::Category),
        }
    }
}

struct RowReader<'r, 't> {
    table: &'r Table<'t>,
    plan: &'r Plan,
    columns: Columns,
    mark: DecimalMark,
    order: DateOrder,
    debits_are_signed: bool,
    unsigned_is_out: bool,
    fixed_currency: Option<Currency>,
    last_currency: Option<(Cow<'t, str>, Currency)>,
    kinds: KindMemory,
    outcome: Outcome,
    /// The statement of the row before.
    current: usize,
}

/// Why a record gave no row.
enum NoRow {
    /// It is no transaction: a blank, a heading, a total, a footer.
    Ignored,
    /// Left out by rule.
    Skipped,
    /// It could not be read.
    Bad(String),
}

impl<'t> RowReader<'_, 't> {
    fn read(&mut self) {
        let table = self.table;
        for record in table.records.iter().skip(self.plan.first_record) {
            match self.row(record) {
                Ok((row, currency)) => self.statement_of(currency).rows.push(row),
                Err(NoRow::Ignored) => {}
                Err(NoRow::Skipped) => {
                    let currency = self.fixed_currency;
                    self.statement_of(currency).skipped += 1;
                }
                Err(NoRow::Bad(message)) => self.outcome.problems.push(Problem {
                    line: record.line,
                    message,
                }),
            }
        }
    }

    fn row(&mut self, record: &Record) -> Result<(Row, Option<Currency>), NoRow> {
        let (date, time, zone) = self.moment(record)?;
        let side = self.rule_for(record);
        if side == Some(Effect::Skip) || self.is_pending_by_word(record) {
            return Err(NoRow::Skipped);
        }
        if self.plan.provider.is_none() && self.is_summary(record) {
            return Err(NoRow::Skipped);
        }
        let movement = self.movement(record, side)?;
        let currency = self.row_currency(record, &movement)?;
        let payee = self.payee(record, movement.amount);
        let kind = self.kinds.kind_of(&self.cell(record, self.columns.kind));
        let row = Row {
            line: record.line,
            raw: self.table.raw(record).to_owned(),
            date,
            time,
            zone,
            amount: movement.amount,
            fee: movement.fee,
            neutral: movement.neutral,
            reference: self.text(record, self.columns.reference),
            related: self.text(record, self.columns.related),
            memo: self.memo(record, &payee),
            payee,
            category: self.text(record, self.columns.category),
            kind: fitting(kind, &movement),
            status: self.status(record),
            balance: self.balance(record),
            details: None,
        };
        Ok((row, currency))
    }

    fn cell(&self, record: &Record, column: Option<usize>) -> Cow<'t, str> {
        column.map_or(Cow::Borrowed(""), |column| self.table.cell(record, column))
    }

    fn role(&self, record: &Record, role: Role) -> Cow<'t, str> {
        self.cell(record, self.plan.roles.get(role))
    }

    fn text(&self, record: &Record, column: Option<usize>) -> Option<String> {
        let cell = self.cell(record, column);
        (!cell.is_empty() && cell != "/").then(|| cell.into_owned())
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
        let has_amount = self.has_amount(record);
        let filled = self
            .table
            .row(record)
            .filter(|cell| !cell.is_empty())
            .count();
        if !has_amount {
            let is_fault =
                !cell.is_empty() && filled > 2 && cell.contains(|c: char| c.is_ascii_digit());
            if is_fault && self.plan.provider.is_none() && !summary::begins(cell) {
                return NoRow::Bad(format!("“{cell}” is not a date"));
            }
            self.continue_row_before(record, cell);
            return NoRow::Ignored;
        }
        if summary::is_pending(cell) {
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
        let last = self
            .outcome
            .statements
            .get_mut(self.current)
            .and_then(|s| s.rows.last_mut());
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

    fn is_pending_by_word(&self, record: &Record) -> bool {
        if self.plan.provider.is_some() {
            return false;
        }
        let status = self.cell(record, self.columns.status);
        (!status.is_empty() && summary::is_pending(&status)) || self.has_dash_for_a_date(record)
    }

    /// Reserved amounts have a dash where posted ones have a second date and a balance.
    fn has_dash_for_a_date(&self, record: &Record) -> bool {
        let Some(balance) = self.columns.balance else {
            return false;
        };
        self.table.cell(record, balance) == "-"
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

    fn row_currency(
        &mut self,
        record: &Record,
        movement: &Movement,
    ) -> Result<Option<Currency>, NoRow> {
        let cell = self.cell(record, self.columns.currency);
        if cell.is_empty() {
            return Ok(movement.currency.or(self.fixed_currency));
        }
        if let Some((code, currency)) = &self.last_currency
            && *code == cell
        {
            return Ok(Some(*currency));
        }
        let currency = currency_of_code(&cell.to_uppercase())
            .ok_or_else(|| NoRow::Bad(format!("“{cell}” is no currency code, such as EUR")))?;
        self.last_currency = Some((cell, currency));
        Ok(Some(currency))
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
        let cell = self.cell(record, self.columns.balance);
        number::scan(&cell)?.value(self.mark)
    }

    fn statement_of(&mut self, currency: Option<Currency>) -> &mut Statement {
        let statements = &mut self.outcome.statements;
        let is_current = statements
            .get(self.current)
            .is_some_and(|s| s.currency == currency);
        if !is_current {
            self.current = statements
                .iter()
                .position(|s| s.currency == currency)
                .unwrap_or(statements.len());
            if self.current == statements.len() {
                // Nearly all files are of one currency: the first statement gets room for all rows.
                let room = if statements.is_empty() {
                    self.table.records.len()
                } else {
                    0
                };
                statements.push(Statement {
                    rows: Vec::with_capacity(room),
                    ..Statement::of(account_of(self.plan), currency)
                });
            }
        }
        &mut self.outcome.statements[self.current]
    }

    fn finish(mut self, hints: &Hints) -> Outcome {
        self.drop_skips_without_rows();
        if self.outcome.statements.is_empty() {
            let currency = self.fixed_currency;
            self.statement_of(currency);
        }
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

    /// Skipped rows are counted with the first statement that has rows.
    fn drop_skips_without_rows(&mut self) {
        let statements = &mut self.outcome.statements;
        if statements.iter().all(|s| s.rows.is_empty()) {
            return;
        }
        let lost: usize = statements
            .iter()
            .filter(|s| s.rows.is_empty())
            .map(|s| s.skipped)
            .sum();
        statements.retain(|s| !s.rows.is_empty());
        if let Some(first) = statements.first_mut() {
            first.skipped += lost;
        }
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

/// The question that a file without any currency raises.
pub(crate) fn currency_question() -> Question {
    Question {
        hint: "currency",
        prompt: "Which currency are these amounts in? The file does not say.".to_owned(),
        choices: Vec::new(),
    }
}

fn account_of(plan: &Plan) -> AccountHint {
    AccountHint {
        name: plan
            .account_name
            .clone()
            .or_else(|| plan.provider.map(|p| p.account.to_owned())),
        number: plan.account_number.clone(),
        institution: plan.provider.map(|p| p.account.to_owned()),
        kind: plan.provider.map(|p| p.kind),
    }
}
