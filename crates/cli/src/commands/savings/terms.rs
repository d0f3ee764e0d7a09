//! What a saving rule does, from arguments: new, or over what is there.
//!
//! Amounts stay the texts that were typed; whether they can be is the ledger's to say. An option that
//! the kind of rule has no place for is refused, so that nothing is thought to hold that does not.

use std::mem;

use clap::{Args, ValueEnum};
use farthing_ledger::savings::{
    DayOfWeek, ExactInput, HowOften, MirrorInput, MirrorPace, ModeInput, RoundUpTerms, RungInput,
    SavingTerms, StepInput, WeekendChoice,
};

use crate::commands::words::{HOW_OFTEN, MIRROR_PACES, currency_code, one_of};
use crate::error::{CliError, Result};

/// What the rule does.
#[derive(Debug, Clone, Default, Args)]
pub struct TermOptions {
    #[command(flatten)]
    kind: Kind,
    #[command(flatten)]
    parts: Parts,
}

/// Which kind of rule.
#[derive(Debug, Clone, Default, Args)]
#[group(id = "kind", multiple = false)]
struct Kind {
    /// Round purchases up and set the difference aside
    #[arg(long)]
    round_up: bool,
    /// Set this part of each purchase aside, in percent
    #[arg(long, value_name = "PERCENT")]
    percent_of_purchases: Option<String>,
    /// Set the --amount aside again and again
    #[arg(long, value_name = "HOW_OFTEN", value_parser = one_of::<HowOften>(&HOW_OFTEN))]
    every: Option<HowOften>,
    /// Any kind of rule as JSON, as `farthing rule list --json` prints it under "terms"
    #[arg(long, value_name = "JSON")]
    terms: Option<String>,
}

/// The figures of the rule. Of a limit that is there, an empty text takes it away.
#[derive(Debug, Clone, Default, PartialEq, Eq, Args)]
struct Parts {
    /// The currency, otherwise the one used most; of round-ups several may be given
    #[arg(long, value_name = "CODE", value_parser = currency_code)]
    currency: Vec<String>,
    /// How a purchase becomes a round-up; otherwise multiple
    #[arg(long, value_enum)]
    mode: Option<Mode>,
    /// Round up to multiples of this; otherwise the currency's usual step
    #[arg(long, value_name = "AMOUNT")]
    increment: Option<String>,
    /// What an even amount sets aside: nothing, full (a whole increment), or an amount
    #[arg(long, value_name = "WHAT")]
    exact: Option<String>,
    /// The amount of --mode flat or --every
    #[arg(long, value_name = "AMOUNT")]
    amount: Option<String>,
    /// The part of --mode percent
    #[arg(long, value_name = "PERCENT")]
    percent: Option<String>,
    /// A rung of --mode ladder, such as 5=0.20 for purchases up to 5; may be given several times
    #[arg(long = "rung", value_name = "SIZE=AMOUNT", value_parser = rung)]
    rungs: Vec<RungInput>,
    /// What purchases above all rungs set aside
    #[arg(long, value_name = "AMOUNT")]
    beyond: Option<String>,
    /// Added to every round-up
    #[arg(long, value_name = "AMOUNT")]
    extra: Option<String>,
    /// Set the round-up aside so many times
    #[arg(long, value_name = "N")]
    times: Option<u32>,
    /// Smaller purchases set nothing aside
    #[arg(long, value_name = "AMOUNT")]
    min: Option<String>,
    /// The most for one purchase
    #[arg(long, value_name = "AMOUNT")]
    cap_purchase: Option<String>,
    /// The most in a day
    #[arg(long, value_name = "AMOUNT")]
    cap_day: Option<String>,
    /// The most in a week
    #[arg(long, value_name = "AMOUNT")]
    cap_week: Option<String>,
    /// The most in a month
    #[arg(long, value_name = "AMOUNT")]
    cap_month: Option<String>,
    /// No more than this part of the purchase
    #[arg(long, value_name = "PERCENT")]
    cap_percent: Option<String>,
    /// The bank moves these round-ups by itself: with each purchase, or as the sum of a day or week
    #[arg(long, value_name = "PACE", value_parser = one_of::<MirrorPace>(&MIRROR_PACES))]
    bank_moves: Option<MirrorPace>,
    /// What the bank calls them, beside the usual words; may be given several times
    #[arg(long = "bank-word", value_name = "WORD")]
    bank_words: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Mode {
    /// Up to the next multiple of the --increment
    Multiple,
    /// Up to the next bank note
    Note,
    /// The --amount with every purchase
    Flat,
    /// The --percent of every purchase
    Percent,
    /// By the size of the purchase, in --rung and --beyond
    Ladder,
}

impl TermOptions {
    /// Whether it is due on days that are counted from a first one.
    pub fn is_repeated(&self) -> bool {
        self.kind.every.is_some()
    }

    /// Whether the currency is named, or comes with the terms.
    pub fn names_currency(&self) -> bool {
        self.kind.terms.is_some() || !self.parts.currency.is_empty()
    }

    /// The terms of a new rule; round-ups unless another kind is said.
    pub fn new_terms(&self, currency: &str, smallest: &mut Option<String>) -> Result<SavingTerms> {
        self.over(no_round_ups(), currency, smallest)
    }

    /// These terms over those that are there. The smallest purchase is kept beside them, but for
    /// round-ups, where each currency has its own.
    pub fn over(
        &self,
        there: SavingTerms,
        currency: &str,
        smallest: &mut Option<String>,
    ) -> Result<SavingTerms> {
        let mut terms = self.kind.over(there, currency)?;
        let mut parts = self.parts.clone();
        match &mut terms {
            SavingTerms::RoundUp(terms) => parts.write_round_up(terms, currency)?,
            SavingTerms::PercentOfPurchase {
                currency,
                percent,
                cap_purchase,
                cap_month,
            } => {
                parts.write_currency(currency);
                write(percent, self.kind.percent_of_purchases.clone());
                write_limit(cap_purchase, parts.cap_purchase.take());
                write_limit(cap_month, parts.cap_month.take());
                write_limit(smallest, parts.min.take());
            }
            SavingTerms::SetAndForget {
                currency,
                amount,
                every,
                ..
            } => {
                parts.write_currency(currency);
                write(amount, parts.amount.take());
                write(every, self.kind.every);
            }
            _ => {}
        }
        parts.refuse_what_is_left()?;
        Ok(terms)
    }
}

impl Kind {
    /// Terms of this kind: those that are there if they are of it.
    fn over(&self, there: SavingTerms, currency: &str) -> Result<SavingTerms> {
        let currency = currency.to_owned();
        if let Some(text) = &self.terms {
            let read = serde_json::from_str(text);
            return read.map_err(|error| CliError::refused(format!("--terms: {error}")));
        }
        Ok(match there {
            there @ SavingTerms::RoundUp(_) if self.round_up => there,
            _ if self.round_up => no_round_ups(),
            there @ SavingTerms::PercentOfPurchase { .. }
                if self.percent_of_purchases.is_some() =>
            {
                there
            }
            _ if self.percent_of_purchases.is_some() => SavingTerms::PercentOfPurchase {
                currency,
                percent: String::new(),
                cap_purchase: None,
                cap_month: None,
            },
            there @ SavingTerms::SetAndForget { .. } if self.every.is_some() => there,
            _ if self.every.is_some() => SavingTerms::SetAndForget {
                currency,
                amount: String::new(),
                every: HowOften::default(),
                until: None,
                weekends: WeekendChoice::default(),
            },
            there => there,
        })
    }
}

impl Parts {
    /// Takes what round-ups have a place for: the same for each currency that is named, or for all
    /// that are there.
    fn write_round_up(&mut self, terms: &mut RoundUpTerms, usual: &str) -> Result<()> {
        write(&mut terms.times, self.times.take());
        write_limit(&mut terms.cap_percent, self.cap_percent.take());
        self.write_mirror(&mut terms.mirrors);
        let mut codes = mem::take(&mut self.currency);
        if codes.is_empty() && terms.steps.is_empty() {
            codes.push(usual.to_owned());
        }
        for code in &codes {
            if !terms.steps.iter().any(|step| step.currency == *code) {
                terms.steps.push(step(code));
            }
        }
        let is_meant = |step: &&mut StepInput| codes.is_empty() || codes.contains(&step.currency);
        for step in terms.steps.iter_mut().filter(is_meant) {
            let mut parts = self.clone();
            parts.write_step(step);
            parts.refuse_what_is_left()?;
        }
        *self = Self::default();
        Ok(())
    }

    fn write_mirror(&mut self, mirrors: &mut Option<MirrorInput>) {
        if self.bank_moves.is_none() && mirrors.is_none() {
            return;
        }
        let mirrors = mirrors.get_or_insert_with(|| MirrorInput {
            pace: MirrorPace::default(),
            words: Vec::new(),
        });
        write(&mut mirrors.pace, self.bank_moves.take());
        mirrors.words.append(&mut self.bank_words);
    }

    fn write_step(&mut self, step: &mut StepInput) {
        self.write_mode(&mut step.mode);
        write_limit(&mut step.extra, self.extra.take());
        write_limit(&mut step.min_purchase, self.min.take());
        write_limit(&mut step.cap_purchase, self.cap_purchase.take());
        write_limit(&mut step.cap_day, self.cap_day.take());
        write_limit(&mut step.cap_week, self.cap_week.take());
        write_limit(&mut step.cap_month, self.cap_month.take());
    }

    fn write_mode(&mut self, mode: &mut ModeInput) {
        if let Some(other) = self.mode.take().filter(|other| *other != Mode::of(mode)) {
            *mode = other.empty();
        }
        match mode {
            ModeInput::Multiple { increment, exact } => {
                write_limit(increment, self.increment.take());
                write(exact, self.exact.take().map(exact_input));
            }
            ModeInput::Note => {}
            ModeInput::Flat { amount } => write(amount, self.amount.take()),
            ModeInput::Percent { percent } => write(percent, self.percent.take()),
            ModeInput::Ladder { rungs, beyond } => {
                let given = mem::take(&mut self.rungs);
                write(rungs, Some(given).filter(|rungs| !rungs.is_empty()));
                write(beyond, self.beyond.take());
            }
        }
    }

    /// The one currency of a rule that has one.
    fn write_currency(&mut self, currency: &mut String) {
        if self.currency.len() == 1 {
            write(currency, self.currency.pop());
        }
    }

    /// What has not been taken has no place in the rule.
    fn refuse_what_is_left(&self) -> Result<()> {
        let given = [
            ("currency", !self.currency.is_empty()),
            ("mode", self.mode.is_some()),
            ("increment", self.increment.is_some()),
            ("exact", self.exact.is_some()),
            ("amount", self.amount.is_some()),
            ("percent", self.percent.is_some()),
            ("rung", !self.rungs.is_empty()),
            ("beyond", self.beyond.is_some()),
            ("extra", self.extra.is_some()),
            ("times", self.times.is_some()),
            ("min", self.min.is_some()),
            ("cap-purchase", self.cap_purchase.is_some()),
            ("cap-day", self.cap_day.is_some()),
            ("cap-week", self.cap_week.is_some()),
            ("cap-month", self.cap_month.is_some()),
            ("cap-percent", self.cap_percent.is_some()),
            ("bank-moves", self.bank_moves.is_some()),
            ("bank-word", !self.bank_words.is_empty()),
        ];
        match given.iter().find(|(_, is_left)| *is_left) {
            None => Ok(()),
            Some((name, _)) => Err(CliError::refused(format!(
                "--{name}: what this rule does has no place for it; leave it out"
            ))),
        }
    }
}

impl Mode {
    fn of(mode: &ModeInput) -> Self {
        match mode {
            ModeInput::Multiple { .. } => Self::Multiple,
            ModeInput::Note => Self::Note,
            ModeInput::Flat { .. } => Self::Flat,
            ModeInput::Percent { .. } => Self::Percent,
            ModeInput::Ladder { .. } => Self::Ladder,
        }
    }

    fn empty(self) -> ModeInput {
        let nothing = String::new;
        match self {
            Self::Multiple => ModeInput::Multiple {
                increment: None,
                exact: ExactInput::Nothing,
            },
            Self::Note => ModeInput::Note,
            Self::Flat => ModeInput::Flat { amount: nothing() },
            Self::Percent => ModeInput::Percent { percent: nothing() },
            Self::Ladder => ModeInput::Ladder {
                rungs: Vec::new(),
                beyond: nothing(),
            },
        }
    }
}

/// The first currency of these terms; empty where there is none yet.
pub fn first_currency(terms: &SavingTerms) -> Result<String> {
    let terms = serde_json::to_value(terms).map_err(std::io::Error::from)?;
    let of_steps = terms.pointer("/steps/0/currency");
    let code = terms.get("currency").or(of_steps);
    let code = code.and_then(serde_json::Value::as_str);
    Ok(code.unwrap_or_default().to_owned())
}

/// Writes what was given over what is there.
pub fn write<T>(there: &mut T, given: Option<T>) {
    if let Some(given) = given {
        *there = given;
    }
}

/// The same for what may be left out: an empty text takes it away.
pub fn write_limit(there: &mut Option<String>, given: Option<String>) {
    if let Some(given) = given {
        *there = Some(given).filter(|text| !text.trim().is_empty());
    }
}

fn no_round_ups() -> SavingTerms {
    SavingTerms::RoundUp(RoundUpTerms {
        steps: Vec::new(),
        times: 1,
        cap_percent: None,
        week_start: DayOfWeek::default(),
        mirrors: None,
    })
}

fn step(code: &str) -> StepInput {
    StepInput {
        currency: code.to_owned(),
        mode: Mode::Multiple.empty(),
        extra: None,
        min_purchase: None,
        cap_purchase: None,
        cap_day: None,
        cap_week: None,
        cap_month: None,
    }
}

fn exact_input(text: String) -> ExactInput {
    match text.as_str() {
        "nothing" => ExactInput::Nothing,
        "full" => ExactInput::Full,
        _ => ExactInput::Fixed { amount: text },
    }
}

fn rung(text: &str) -> Result<RungInput, String> {
    let (up_to, amount) = text
        .split_once('=')
        .ok_or("write the size and the amount, such as 5=0.20")?;
    Ok(RungInput {
        up_to: up_to.to_owned(),
        amount: amount.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use clap::Parser as _;
    use serde_json::{Value, json};

    use super::*;

    #[derive(Debug, clap::Parser)]
    struct Line {
        #[command(flatten)]
        terms: TermOptions,
    }

    fn options(line: &[&str]) -> TermOptions {
        Line::parse_from([&["rule"], line].concat()).terms
    }

    fn over(there: SavingTerms, line: &[&str]) -> Result<SavingTerms> {
        options(line).over(there, "EUR", &mut None)
    }

    fn new(line: &[&str]) -> Result<SavingTerms> {
        over(no_round_ups(), line)
    }

    fn json_of(terms: &SavingTerms) -> Value {
        serde_json::to_value(terms).unwrap()
    }

    #[test]
    fn what_is_not_said_stays_as_it_is() {
        let first = [
            "--round-up",
            "--currency",
            "EUR",
            "--increment",
            "0.50",
            "--cap-week",
            "5",
        ];
        let first = new(&first).unwrap();
        let second = over(first, &["--times", "2", "--cap-week", "", "--cap-day", "1"]).unwrap();
        let step = &json_of(&second)["steps"][0];
        assert_eq!(step["mode"]["increment"], "0.50");
        assert_eq!(step["cap_week"], Value::Null);
        assert_eq!(step["cap_day"], "1");
        assert_eq!(json_of(&second)["times"], 2);
    }

    #[test]
    fn each_currency_has_its_step_and_is_changed_alone() {
        let line = ["--round-up", "--currency", "EUR", "--currency", "JPY"];
        let both = new(&line).unwrap();
        let line = ["--currency", "JPY", "--mode", "flat", "--amount", "50"];
        let changed = json_of(&over(both, &line).unwrap());
        assert_eq!(changed["steps"][0]["mode"]["kind"], "multiple");
        let flat = json!({"kind": "flat", "amount": "50"});
        assert_eq!(changed["steps"][1]["mode"], flat);
    }

    #[test]
    fn an_option_without_a_place_is_refused() {
        let refused = |line: &[&str]| new(line).unwrap_err().to_string();
        assert!(refused(&["--mode", "note", "--increment", "1"]).starts_with("--increment: "));
        assert!(refused(&["--bank-word", "x"]).starts_with("--bank-word: "));
        let every = ["--every", "weekly", "--amount", "5"];
        assert!(refused(&[&every[..], &["--cap-day", "1"]].concat()).starts_with("--cap-day: "));
        let twice = ["--currency", "EUR", "--currency", "USD"];
        assert!(refused(&[&every[..], &twice].concat()).starts_with("--currency: "));
        assert!(refused(&["--terms", "{}"]).starts_with("--terms: "));
    }

    #[test]
    fn other_kinds_have_short_forms_or_come_as_json() {
        let every = json_of(&new(&["--every", "biweekly", "--amount", "5"]).unwrap());
        assert_eq!(every["every"], "biweekly");
        let mut smallest = None;
        let line = options(&[
            "--percent-of-purchases",
            "5",
            "--min",
            "2",
            "--cap-month",
            "9",
        ]);
        let part = json_of(&line.new_terms("EUR", &mut smallest).unwrap());
        assert_eq!(
            (&part["percent"], &part["cap_month"]),
            (&json!("5"), &json!("9"))
        );
        assert_eq!(smallest.as_deref(), Some("2"));
        let text =
            json_of(&new(&["--mode", "ladder", "--rung", "5=0.2", "--beyond", "1"]).unwrap());
        let again = new(&["--terms", &text.to_string()]).unwrap();
        assert_eq!(json_of(&again), text);
    }
}
