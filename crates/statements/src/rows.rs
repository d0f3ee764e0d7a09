//! A table and its plan to statements: one pass for evidence, one for rows.

use std::borrow::Cow;

use chrono::{NaiveDate, NaiveTime};
use farthing_money::Currency;
use rust_decimal::Decimal;

use crate::columns::currency::currency_of_code;
use crate::columns::date;
use crate::columns::decide::{DateContext, DateEvidence, NumberEvidence};
use crate::columns::infer::flag_of;
use crate::columns::number::{self, Flag};
use crate::columns::role::Role;
use crate::kinds::{GENERIC_KINDS, KindMemory};
use crate::model::{
    AccountHint, DateOrder, DecimalMark, Decision, Hints, Problem, Question, Row, RowStatus,
    Statement,
};
use crate::plan::{Effect, FeeRule, PayeeRule, Plan, Sign, Test};
use crate::summary;
use crate::table::{Record, Table};

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
    let (mark, decision, question) = survey
        .numbers
        .decide(hints.decimal_mark, plan.layout.decimal_mark);
    outcome.decisions.extend(decision);
    outcome.questions.extend(question);
    let fixed_currency = fixed_currency(plan, &survey, hints);
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
        debits_are_signed: survey.mixed_debits(),
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

/// What is known from all rows before any is read.
#[derive(Default)]
struct Survey {
    dates: DateEvidence,
    numbers: NumberEvidence,
    debits_negative: usize,
    debits_positive: usize,
    amounts_with_minus: usize,
    amounts_with_plus: usize,
    has_dollar_sign: bool,
}

impl Survey {
    fn of(table: &Table<'_>, plan: &Plan) -> Self {
        let mut survey = Self::default();
        let date = plan.roles.get(Role::Date);
        let amounts: Vec<usize> = [
            Role::Amount,
            Role::Debit,
            Role::Credit,
            Role::Fee,
            Role::Balance,
        ]
        .into_iter()
        .filter_map(|role| plan.roles.get(role))
        .collect();
        for record in table.records.iter().skip(plan.first_record) {
            let rows = survey.dates.rows();
            if let Some(column) = date {
                survey.dates.add(&table.cell(record, column));
            }
            if survey.dates.rows() == rows {
                continue;
            }
            for column in &amounts {
                survey.add_amount(&table.cell(record, *column), *column, plan);
            }
        }
        survey
    }

    fn add_amount(&mut self, cell: &str, column: usize, plan: &Plan) {
        let Some(scanned) = number::scan(cell) else {
            return;
        };
        self.numbers.add(cell, &scanned);
        self.has_dollar_sign |= scanned.dollar_sign;
        if plan.roles.get(Role::Amount) == Some(column) {
            self.amounts_with_minus += usize::from(scanned.negative);
            self.amounts_with_plus += usize::from(scanned.signed && !scanned.negative);
        }
        if plan.roles.get(Role::Debit) == Some(column) && !scanned.is_zero() {
            self.debits_negative += usize::from(scanned.negative);
            self.debits_positive += usize::from(!scanned.negative);
        }
    }

    /// Card exports that write a plus before payments and nothing before purchases.
    fn unsigned_is_out(&self, plan: &Plan) -> bool {
        plan.provider.is_none()
            && plan.sign == Sign::Signed
            && self.amounts_with_minus == 0
            && self.amounts_with_plus > 0
    }

    /// Debits of both signs: a minus among them is money that came back.
    fn mixed_debits(&self) -> bool {
        self.debits_negative > 0 && self.debits_positive > 0
    }
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

/// A row's movement: the amount, its fee part, and whether its side is unknown.
struct Movement {
    amount: Decimal,
    fee: Decimal,
    neutral: bool,
    currency: Option<Currency>,
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
            payee: self.payee(record, movement.amount),
            memo: self.memo(record),
            category: self.text(record, self.columns.category),
            kind: self.kinds.kind_of(&self.cell(record, self.columns.kind)),
            status: self.status(record),
            balance: self.balance(record),
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
        (!cell.is_empty()).then(|| cell.into_owned())
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

    fn movement(&self, record: &Record, side: Option<Effect>) -> Result<Movement, NoRow> {
        if self.plan.sign == Sign::Pair {
            return self.pair(record);
        }
        let cell = self.role(record, Role::Amount);
        let scanned = self.scan(&cell)?;
        let value = self.value(&scanned, &cell)?;
        let by_flag = |flag| {
            if flag == Flag::Out {
                -value.abs()
            } else {
                value.abs()
            }
        };
        let mut neutral = false;
        let amount = match self.plan.sign {
            Sign::Signed | Sign::Pair => match scanned.flag {
                Some(flag) if !scanned.signed => by_flag(flag),
                None if self.unsigned_is_out && !scanned.signed => -value,
                _ => value,
            },
            Sign::Negated => -value,
            Sign::AllOut => -value.abs(),
            Sign::BySide => {
                neutral = side == Some(Effect::Neutral);
                match self.flag(record, side) {
                    _ if neutral => value.abs(),
                    Ok(flag) => by_flag(flag),
                    // A row written with its own sign needs no other.
                    Err(_) if scanned.signed => value,
                    Err(unknown) => return Err(unknown),
                }
            }
        };
        self.with_fee(
            record,
            Movement {
                amount,
                fee: Decimal::ZERO,
                neutral,
                currency: scanned.currency,
            },
        )
    }

    fn flag(&self, record: &Record, side: Option<Effect>) -> Result<Flag, NoRow> {
        match side {
            Some(Effect::Out) => return Ok(Flag::Out),
            Some(Effect::In) => return Ok(Flag::In),
            _ => {}
        }
        let cell = self.role(record, Role::Direction);
        flag_of(&cell)
            .ok_or_else(|| NoRow::Bad(format!("“{cell}” does not say whether money came or left")))
    }

    fn pair(&self, record: &Record) -> Result<Movement, NoRow> {
        let debit_cell = self.role(record, Role::Debit);
        let credit_cell = self.role(record, Role::Credit);
        if debit_cell.is_empty() && credit_cell.is_empty() {
            return Err(NoRow::Bad(
                "neither money out nor money in is filled in".to_owned(),
            ));
        }
        let (mut amount, mut currency) = (Decimal::ZERO, None);
        if !is_nothing(&credit_cell) {
            let scanned = self.scan(&credit_cell)?;
            amount += self.value(&scanned, &credit_cell)?;
            currency = scanned.currency;
        }
        if !is_nothing(&debit_cell) {
            let scanned = self.scan(&debit_cell)?;
            let value = self.value(&scanned, &debit_cell)?;
            amount -= if self.debits_are_signed {
                value
            } else {
                value.abs()
            };
            currency = scanned.currency.or(currency);
        }
        self.with_fee(
            record,
            Movement {
                amount,
                fee: Decimal::ZERO,
                neutral: false,
                currency,
            },
        )
    }

    fn with_fee(&self, record: &Record, mut movement: Movement) -> Result<Movement, NoRow> {
        let cell = self.cell(record, self.columns.fee);
        if is_nothing(&cell) {
            return Ok(movement);
        }
        let fee = self.value(&self.scan(&cell)?, &cell)?;
        match self.plan.layout.fee {
            FeeRule::None => {}
            FeeRule::Included => movement.fee = fee,
            FeeRule::IncludedUnsigned => movement.fee = -fee.abs(),
            FeeRule::OnTop => {
                movement.fee = -fee;
                movement.amount -= fee;
            }
        }
        Ok(movement)
    }

    /// The amount without a remark in the same cell.
    fn amount_part<'c>(&self, cell: &'c str) -> &'c str {
        let remark = self.plan.layout.remark_begins;
        remark
            .and_then(|c| cell.split(c).next())
            .unwrap_or(cell)
            .trim_end()
    }

    fn scan(&self, cell: &str) -> Result<number::Scanned, NoRow> {
        number::scan(self.amount_part(cell)).ok_or_else(|| {
            if cell.is_empty() {
                NoRow::Bad("the amount is empty".to_owned())
            } else {
                NoRow::Bad(format!("“{cell}” is not an amount"))
            }
        })
    }

    fn value(&self, scanned: &number::Scanned, cell: &str) -> Result<Decimal, NoRow> {
        scanned.value(self.mark).ok_or_else(|| {
            let mark = if self.mark == DecimalMark::Comma {
                "comma"
            } else {
                "point"
            };
            NoRow::Bad(format!(
                "“{cell}” is not an amount with a decimal {mark}, as the others of this file have"
            ))
        })
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

    fn payee(&self, record: &Record, amount: Decimal) -> String {
        if let PayeeRule::Parties(turning) = self.plan.layout.payee {
            let party = self.party(record, amount, turning);
            if !party.is_empty() {
                return clean(&party);
            }
        }
        let payee = self.cell(record, self.columns.payee);
        if let PayeeRule::Within(part) = self.plan.layout.payee
            && payee.is_empty()
        {
            return clean(part(&self.cell(record, self.columns.description)));
        }
        if payee.is_empty() || payee == "/" {
            return clean(&self.cell(record, self.columns.description));
        }
        clean(&payee)
    }

    fn party(&self, record: &Record, amount: Decimal, turning: &str) -> Cow<'t, str> {
        let is_turned = self.cell(record, self.columns.kind) == turning;
        let got = amount.is_sign_positive() != is_turned;
        let (first, second) = if got {
            (Role::From, Role::To)
        } else {
            (Role::To, Role::From)
        };
        let party = self.role(record, first);
        if party.is_empty() {
            self.role(record, second)
        } else {
            party
        }
    }

    /// Type, description and note, without what the payee already says.
    fn memo(&self, record: &Record) -> String {
        let mut memo = String::new();
        let has_payee = !self.cell(record, self.columns.payee).is_empty()
            || !matches!(self.plan.layout.payee, PayeeRule::Named);
        let description = self.columns.description.filter(|_| has_payee);
        let kind = self.columns.kind.filter(|kind| {
            Some(*kind) != self.columns.description && Some(*kind) != self.columns.category
        });
        for column in [kind, description, self.columns.note].into_iter().flatten() {
            let cell = self.table.cell(record, column);
            if !cell.is_empty() && cell != "/" {
                join_text(&mut memo, &cell);
            }
        }
        memo
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
                statements.push(Statement {
                    account: account_of(self.plan),
                    currency,
                    rows: Vec::new(),
                    skipped: 0,
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
        name: plan.provider.map(|p| p.account.to_owned()),
        number: plan.account_number.clone(),
        institution: plan.provider.map(|p| p.account.to_owned()),
        kind: plan.provider.map(|p| p.kind),
    }
}

/// Empty, or one of the dashes that stand for an empty cell.
fn is_nothing(cell: &str) -> bool {
    matches!(cell, "" | "-" | "–" | "—" | "--")
}

/// A text on one line with single blanks.
fn clean(text: &str) -> String {
    let mut cleaned = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !cleaned.is_empty() {
            cleaned.push(' ');
        }
        cleaned.push_str(word);
    }
    cleaned
}

fn join_text(text: &mut String, more: &str) {
    if !text.is_empty() {
        text.push_str(" · ");
    }
    text.push_str(&clean(more));
}
