//! On which side of the account the amounts are, where the cells alone leave that open.
//!
//! A known layout says it. Otherwise running balances prove it, or words that are always on one
//! side (`Payment received`), or a plus before some amounts; and where nothing does, it is asked.

use super::Outcome;
use super::settle::LazyChain;
use super::survey::{Names, Signs, Survey};
use crate::columns::chain::Side;
use crate::columns::decide::counted;
use crate::columns::header::normalised;
use crate::columns::looks_like_date;
use crate::columns::number::{self, Flag, Scanned};
use crate::columns::role::{Role, Roles};
use crate::model::{Choice, DateOrder, DecimalMark, Decision, Question, SignAnswer};
use crate::plan::{Plan, Sign};
use crate::table::{Record, Table};

/// How many rows are searched for words that tell a side.
const WORD_ROWS: usize = 500;

/// How sides are read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Settled {
    /// How the amount gets its sign.
    pub(super) sign: Sign,
    /// The roles, with money out and in settled.
    pub(super) roles: Roles,
    /// Amounts without a sign are money out, beside others with a plus.
    pub(super) unsigned_is_out: bool,
    /// A minus in the column of money out is money that came back.
    pub(super) debits_are_signed: bool,
    /// A minus in the column of money in only repeats what the column says.
    pub(super) credits_are_unsigned: bool,
}

/// What the sides are settled from.
pub(super) struct Case<'c, 't> {
    pub(super) table: &'c Table<'t>,
    pub(super) plan: &'c Plan,
    pub(super) survey: &'c Survey,
    pub(super) mark: DecimalMark,
    pub(super) order: DateOrder,
    pub(super) hint: Option<SignAnswer>,
}

/// Settles the sides; decisions and questions go into the outcome.
pub(super) fn settle(
    case: &Case<'_, '_>,
    chain: &LazyChain<'_, '_>,
    outcome: &mut Outcome,
) -> Settled {
    let plan = case.plan;
    let mut settled = Settled {
        sign: plan.sign,
        roles: plan.roles,
        unsigned_is_out: false,
        debits_are_signed: false,
        credits_are_unsigned: false,
    };
    match (plan.sign, plan.provider) {
        (Sign::Signed, None) => case.settle_amounts(&mut settled, chain, outcome),
        (Sign::Signed, Some(_)) => case.turn_by_type(&mut settled, outcome),
        (Sign::Pair, provider) => {
            if provider.is_none() {
                case.settle_sides(&mut settled, chain, outcome);
                case.settle_signs_of_debits(&mut settled, outcome);
            }
            case.settle_signs_of_credits(&mut settled, outcome);
        }
        _ => {}
    }
    settled
}

impl Case<'_, '_> {
    /// One column of amounts, of a bank that is not known.
    fn settle_amounts(
        &self,
        settled: &mut Settled,
        chain: &LazyChain<'_, '_>,
        outcome: &mut Outcome,
    ) {
        let signs = self.survey.amounts;
        if let Some(answer) = self.hint {
            settled.sign = sign_of(answer);
            decide(outcome, words_of(answer), "answered".to_owned());
            return;
        }
        if signs.minus == 0 && signs.plus > 0 {
            settled.unsigned_is_out = true;
            let with = counted(signs.plus, "amount has a plus", "amounts have a plus");
            let why = format!("{with} and none has a minus");
            decide(outcome, "amounts without a sign are money out", why);
            return;
        }
        if signs.flags > 0 {
            // Cards mark what came alone.
            if signs.came == signs.flags && signs.minus == 0 && signs.none > signs.came {
                settled.unsigned_is_out = true;
                let with = counted(signs.came, "amount has a CR", "amounts have a CR");
                let why = format!("{with} and none has a DR or a minus");
                decide(outcome, "amounts without a CR are money out", why);
            }
            return;
        }
        if signs.minus + signs.none == 0 {
            return;
        }
        let proved = chain
            .get()
            .and_then(|chain| chain.proved_side(self.mark, self.order));
        let by_words = self.turned_by_words();
        match (proved, by_words) {
            // Balances that fall when money comes may be what a card or a loan owes: no proof.
            (Some(Side::Turned), None) if signs.minus == 0 => {
                settled.sign = Sign::Negated;
                let why = "the balance falls by each amount".to_owned();
                decide(outcome, words_of(SignAnswer::Negated), why);
            }
            (_, Some(words)) => {
                settled.sign = Sign::Negated;
                decide(outcome, words_of(SignAnswer::Negated), words);
            }
            (Some(Side::Written), None) if signs.minus > 0 => {
                let why = "each balance is the one before plus the amount".to_owned();
                decide(outcome, words_of(SignAnswer::AsWritten), why);
            }
            (proved, None) => {
                // Far more goes out of most accounts than comes in, but for cards that turn the signs.
                let is_mostly_positive =
                    signs.positive() > 2 && signs.positive() >= 2 * signs.minus;
                if proved == Some(Side::Turned)
                    || (proved.is_none() && is_mostly_positive)
                    || signs.minus == 0
                {
                    outcome
                        .questions
                        .extend(self.question(SignAnswer::AsWritten, &settled.roles));
                }
            }
        }
    }

    /// A known layout in which some programs turn the signs: its type column tells.
    fn turn_by_type(&self, settled: &mut Settled, outcome: &mut Outcome) {
        if self.plan.roles.get(Role::Type).is_none() {
            return;
        }
        if let Some(words) = self.told_by(&[Role::Type]).turned(2) {
            settled.sign = Sign::Negated;
            decide(outcome, words_of(SignAnswer::Negated), words);
        }
    }

    fn turned_by_words(&self) -> Option<String> {
        let roles = [Role::Type, Role::Description, Role::Payee, Role::Category];
        self.told_by(&roles).turned(1)
    }

    /// Counts rows whose words are always on one side, with and against their sign.
    fn told_by(&self, roles: &[Role]) -> Told {
        let mut told = Told::default();
        let columns: Vec<(Role, usize)> = roles
            .iter()
            .filter_map(|role| Some((*role, self.plan.roles.get(*role)?)))
            .collect();
        let Some(amount) = self.plan.roles.get(Role::Amount) else {
            return told;
        };
        for record in self.rows().take(WORD_ROWS) {
            let Some(scanned) = number::scan(&self.table.cell(record, amount)) else {
                continue;
            };
            if scanned.is_zero() {
                continue;
            }
            for (role, column) in &columns {
                let cell = self.table.cell(record, *column);
                if let Some(flag) = side_of_words(&cell, *role) {
                    told.add(flag, &cell, &scanned);
                    break;
                }
            }
        }
        told
    }

    fn rows(&self) -> impl Iterator<Item = &Record> {
        let date = self.plan.roles.get(Role::Date);
        self.table
            .records
            .iter()
            .skip(self.plan.first_record)
            .filter(move |record| {
                date.is_some_and(|column| looks_like_date(&self.table.cell(record, column)))
            })
    }

    /// Two columns without names: which of them is money out.
    fn settle_sides(
        &self,
        settled: &mut Settled,
        chain: &LazyChain<'_, '_>,
        outcome: &mut Outcome,
    ) {
        let Some((left, right)) = self.plan.open_sides else {
            return;
        };
        let planned = if self.plan.roles.get(Role::Debit) == Some(left) {
            SignAnswer::AsWritten
        } else {
            SignAnswer::Negated
        };
        let proved = chain
            .get()
            .and_then(|chain| chain.proved_side(self.mark, self.order));
        let (answer, why) = match (proved, self.hint, self.side_by_words(left, right)) {
            (Some(Side::Written), ..) => {
                let why = "each balance follows from the one before";
                (planned, why.to_owned())
            }
            (Some(Side::Turned), ..) => {
                let why = "only so does each balance follow from the one before";
                (other(planned), why.to_owned())
            }
            (None, Some(answer), _) => (answer, "answered".to_owned()),
            (None, None, Some((answer, why))) => (answer, why),
            (None, None, None) => {
                let question = self.question(planned, &settled.roles);
                outcome.questions.extend(question);
                return;
            }
        };
        let (out, into) = match answer {
            SignAnswer::AsWritten => (left, right),
            SignAnswer::Negated => (right, left),
        };
        settled.roles.set(Role::Debit, out);
        settled.roles.set(Role::Credit, into);
        let reading = format!("column number {} is money out", out + 1);
        decide(outcome, &reading, why);
    }

    /// The side of two columns without names, where words of some rows are always on one.
    fn side_by_words(&self, left: usize, right: usize) -> Option<(SignAnswer, String)> {
        let text = self.plan.roles.get(Role::Description)?;
        let (mut is_left, mut is_right, mut example) = (0, 0, None);
        for record in self.rows().take(WORD_ROWS) {
            let words = self.table.cell(record, text);
            let Some(flag) = side_of_words(&words, Role::Description) else {
                continue;
            };
            let is_filled = |column| {
                let scanned = number::scan(&self.table.cell(record, column));
                scanned.is_some_and(|scanned| !scanned.is_zero())
            };
            let fills_left = is_filled(left);
            if fills_left == is_filled(right) {
                continue;
            }
            // What came stands on the left, so money out is on the right.
            if fills_left == (flag == Flag::In) {
                is_left += 1;
            } else {
                is_right += 1;
            }
            example.get_or_insert_with(|| words.trim().to_owned());
        }
        let answer = match (is_left, is_right) {
            (0, 1..) => SignAnswer::AsWritten,
            (1.., 0) => SignAnswer::Negated,
            _ => return None,
        };
        Some((answer, format!("“{}” is money that came", example?)))
    }

    /// Both signs in the column of money out.
    fn settle_signs_of_debits(&self, settled: &mut Settled, outcome: &mut Outcome) {
        let debits = self.survey.debits;
        if debits.minus == 0 || debits.positive() == 0 {
            return;
        }
        settled.debits_are_signed = debits.minus <= debits.positive();
        let reading = if settled.debits_are_signed {
            "a minus among money out is money that came back"
        } else {
            "everything in the column of money out left, whatever its sign"
        };
        decide(
            outcome,
            reading,
            both_signs(&self.name(Role::Debit), debits),
        );
    }

    /// Cards write payments with a minus, though they have a column of their own.
    fn settle_signs_of_credits(&self, settled: &mut Settled, outcome: &mut Outcome) {
        let credits = self.survey.credits;
        if credits.minus > 0 && credits.positive() == 0 {
            settled.credits_are_unsigned = true;
            let name = self.name(Role::Credit);
            let why = format!("every amount in the column {name} has a minus");
            decide(outcome, "everything in the column of money in came", why);
        }
    }

    fn name(&self, role: Role) -> String {
        let names = Names {
            table: self.table,
            plan: self.plan,
        };
        names.of(&[role]).concat()
    }

    fn question(&self, likely: SignAnswer, roles: &Roles) -> Option<Question> {
        let choice = |answer| {
            Some(Choice {
                value: value_of(answer).into(),
                example: self.example(answer == likely, roles)?,
            })
        };
        Some(Question {
            hint: "sign",
            prompt: "Did this money leave the account, or did it come? The file does not say."
                .to_owned(),
            choices: vec![choice(likely)?, choice(other(likely))?],
        })
    }

    /// `3 May 2026, Coffee, 4.50: money out`, as the plan reads it or the other way round.
    fn example(&self, is_as_planned: bool, roles: &Roles) -> Option<String> {
        let (record, scanned, is_out) = self.rows().find_map(|record| {
            let scan = |role| {
                let column = roles.get(role)?;
                let cell = self.table.cell(record, column);
                self.table
                    .amount(record, column, &cell)
                    .filter(|scanned| !scanned.is_zero())
            };
            let debit = scan(Role::Debit).map(|scanned| (scanned, true));
            let credit = || scan(Role::Credit).map(|scanned| (scanned, false));
            let amount = || scan(Role::Amount).map(|s| (s, s.is_negative()));
            let (scanned, is_out) = debit.or_else(credit).or_else(amount)?;
            Some((record, scanned, is_out))
        })?;
        let text = [Role::Payee, Role::Description]
            .into_iter()
            .filter_map(|role| Some(self.table.cell(record, roles.get(role)?)))
            .find(|cell| !cell.is_empty());
        let amount = scanned.magnitude(self.mark)?;
        let side = if is_out == is_as_planned {
            "left"
        } else {
            "came"
        };
        let text = text.map(|text| format!("{text}: ")).unwrap_or_default();
        Some(format!("{text}{amount} {side}"))
    }
}

/// How often words agree with the sign beside them.
#[derive(Default)]
struct Told {
    agree: usize,
    against: usize,
    example: Option<(String, Flag)>,
}

impl Told {
    fn add(&mut self, flag: Flag, cell: &str, scanned: &Scanned) {
        if scanned.is_negative() == (flag == Flag::Out) {
            self.agree += 1;
        } else {
            self.against += 1;
            self.example
                .get_or_insert_with(|| (cell.trim().to_owned(), flag));
        }
    }

    /// Why the signs are turned: some words say so, and none the contrary.
    fn turned(self, at_least: usize) -> Option<String> {
        let (cell, flag) = self.example?;
        if self.agree > 0 || self.against < at_least {
            return None;
        }
        let (moved, sign) = match flag {
            Flag::Out => ("left", "without a minus"),
            Flag::In => ("came", "with a minus"),
        };
        let rows = counted(self.against, "row says", "rows say");
        Some(format!(
            "“{cell}” is money that {moved}, and its amount is written {sign}; {rows} so, none the contrary"
        ))
    }
}

/// The side that a text is always on, at any bank.
fn side_of_words(cell: &str, role: Role) -> Option<Flag> {
    // A checking account pays cards too: only the card itself thanks for it or receives it.
    const IN: [&str; 8] = [
        "payment thank",
        "payment received",
        "pagamento recebido",
        "pago recibido",
        "gracias por su pago",
        "payments and credits",
        "statement credit",
        "direct deposit",
    ];
    const OUT_TYPES: [&str; 5] = ["sale", "purchase", "pos", "atm withdrawal", "card purchase"];
    const IN_TYPES: [&str; 4] = ["return", "deposit", "refund", "income"];
    const IN_CATEGORIES: [&str; 3] = ["income", "paycheck", "paychecks"];
    if cell.is_empty() || !cell.is_ascii() {
        return None;
    }
    let words = normalised(cell);
    if role == Role::Category && IN_CATEGORIES.contains(&words.as_str()) {
        return Some(Flag::In);
    }
    if role == Role::Type {
        if OUT_TYPES.contains(&words.as_str()) {
            return Some(Flag::Out);
        }
        return IN_TYPES.contains(&words.as_str()).then_some(Flag::In);
    }
    IN.iter()
        .any(|known| words.contains(known))
        .then_some(Flag::In)
}

fn decide(outcome: &mut Outcome, reading: &str, evidence: String) {
    outcome.decisions.push(Decision {
        field: "sign".to_owned(),
        reading: reading.to_owned(),
        evidence,
    });
}

fn both_signs(name: &str, signs: Signs) -> String {
    format!(
        "{} of {} amounts in the column {name} have a minus",
        signs.minus,
        signs.minus + signs.positive()
    )
}

fn sign_of(answer: SignAnswer) -> Sign {
    match answer {
        SignAnswer::AsWritten => Sign::Signed,
        SignAnswer::Negated => Sign::Negated,
    }
}

fn words_of(answer: SignAnswer) -> &'static str {
    match answer {
        SignAnswer::AsWritten => "positive amounts are money in",
        SignAnswer::Negated => "positive amounts are money out",
    }
}

/// The answer that the words of a decision give.
pub(crate) fn answer_in(reading: &str) -> Option<SignAnswer> {
    let all = [SignAnswer::AsWritten, SignAnswer::Negated];
    all.into_iter().find(|answer| words_of(*answer) == reading)
}

/// The name of an answer in a [`Choice`].
fn value_of(answer: SignAnswer) -> &'static str {
    match answer {
        SignAnswer::AsWritten => "as_written",
        SignAnswer::Negated => "negated",
    }
}

fn other(answer: SignAnswer) -> SignAnswer {
    match answer {
        SignAnswer::AsWritten => SignAnswer::Negated,
        SignAnswer::Negated => SignAnswer::AsWritten,
    }
}
