//! Statement files: looked at, or imported whole or not at all.

mod told;

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use clap::{Args, ValueEnum};
use farthing_ledger::{
    FileReport, ImportOptions, ImportPreview, ImportResult, Ledger, LedgerError, ReadQuestion,
    RowAnswer, RowMatch, StatementFile, preview_without_ledger,
};
use farthing_statements::{DateOrder, DecimalMark, Mapping, SignAnswer};

use super::words::currency_code;
use crate::error::{CliError, Result};
use crate::files::{ledger_path, read_statement, with_ledger, with_ledger_or_new};
use crate::screen::{Out, counted};
use crate::{Exit, clock, complain};
use told::{Report, outcome, problem_lines, tell};

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Side {
    /// A positive amount is money in; of two columns without a name, the left one is money out
    AsWritten,
    /// A positive amount is money out; of two columns without a name, the right one is money out
    Negated,
}

impl From<Side> for SignAnswer {
    fn from(side: Side) -> Self {
        match side {
            Side::AsWritten => Self::AsWritten,
            Side::Negated => Self::Negated,
        }
    }
}

/// What a mapping looks like.
const MAP_HELP: &str = "How a table is to be read, as a JSON file; kept for later files of the same shape. \
An example: {\"header_line\": 3, \"columns\": {\"date\": \"Buchungstag\", \"payee\": 4, \"amount\": \"Betrag\"}, \
\"sign\": \"signed\", \"date_order\": \"day_month_year\", \"decimal_mark\": \"comma\", \"currency\": \"EUR\", \
\"account\": \"Everyday\"}. A column is named by its header or by its number from 1; money out and money in \
of their own are \"debit\" and \"credit\"; sign is signed, negated (purchases are positive), all_out, \
by_side (a column \"direction\") or pair; delimiter, encoding, sheet and first_line may be given, too";

/// Import statements of banks and wallets; what the ledger has already is not added again
#[derive(Debug, Args)]
pub struct Import {
    /// The files, as the bank, the wallet or another program gave them
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The account they go to, made if it is new; otherwise as the file says
    #[arg(long, value_name = "NAME")]
    account: Option<String>,
    /// The currency of files that name none, such as EUR
    #[arg(long, value_name = "CODE", value_parser = currency_code)]
    currency: Option<String>,
    /// How dates are written, where a file leaves it open
    #[arg(long, value_enum, value_name = "ORDER")]
    date_order: Option<Dates>,
    /// What stands before the cents, where a file leaves it open
    #[arg(long, value_enum, value_name = "MARK")]
    decimal: Option<Decimals>,
    /// How a table is to be read, as a JSON file; kept for later files of the same shape
    #[arg(long, value_name = "FILE", long_help = MAP_HELP)]
    map: Option<PathBuf>,
    /// The password of a protected file
    #[arg(
        long,
        value_name = "TEXT",
        env = "FARTHING_PASSWORD",
        hide_env_values = true
    )]
    password: Option<String>,
    /// What an amount without a sign is, where a file leaves it open
    #[arg(long, value_enum, value_name = "SIDE")]
    sign: Option<Side>,
    /// The day of messages that name none
    #[arg(long, value_name = "DAY")]
    day: Option<NaiveDate>,
    /// An account of another program's book that is one's own, where its name does not say so
    #[arg(long, value_name = "NAME")]
    own: Vec<String>,
    /// Lines of rows that are entries which the ledger has; `--dry-run` lists the rows in question
    #[arg(long, value_name = "LINE", value_delimiter = ',')]
    same: Vec<u32>,
    /// Lines of rows that are new, whatever they look like
    #[arg(long, value_name = "LINE", value_delimiter = ',')]
    add: Vec<u32>,
    /// Import the readable rows although others cannot be read
    #[arg(long)]
    accept_problems: bool,
    /// Only show what would be imported; writes nothing
    #[arg(long)]
    dry_run: bool,
    /// Print JSON for programs: one object a file, each on its own line
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Dates {
    /// 31/12/2026
    Dmy,
    /// 12/31/2026
    Mdy,
    /// 2026/12/31
    Ymd,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Decimals {
    /// 1,234.50
    Point,
    /// 1.234,50
    Comma,
}

impl Import {
    /// Imports them, or shows what would be imported.
    pub async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        if !self.dry_run {
            return with_ledger_or_new(chosen, async |ledger| self.import(ledger, out).await).await;
        }
        let path = ledger_path(chosen)?;
        // A file of no bytes is a ledger that somebody has only begun to make.
        if path
            .metadata()
            .is_ok_and(|about| !about.is_file() || about.len() > 0)
        {
            with_ledger(Some(path), async |ledger| {
                self.look(Some(ledger), out).await
            })
            .await
        } else {
            self.look(None, out).await
        }
    }

    /// Shows what each file holds; one that cannot be read does not hide the others.
    async fn look(&self, ledger: Option<&Ledger>, out: &mut Out) -> Result<Exit> {
        let mut exit = Exit::Done;
        for path in &self.files {
            match self.preview(path, ledger).await {
                Ok(preview) if cannot_be_read(&preview) => {
                    complain(&questions(path, &preview.questions));
                    exit = Exit::Refused;
                }
                Ok(mut preview) => {
                    let questions = questions(path, &preview.questions);
                    let matches = std::mem::take(&mut preview.matches);
                    self.print(path, &report_of(preview), &matches, out)?;
                    complain(&questions);
                }
                Err(error @ CliError::Output(_)) => return Err(error),
                Err(error) => {
                    complain(&error.to_string());
                    exit = Exit::Refused;
                }
            }
        }
        Ok(exit)
    }

    async fn import(&self, ledger: &Ledger, out: &mut Out) -> Result<Exit> {
        if self.files.len() > 1 {
            self.check_all(ledger).await?;
        }
        for path in &self.files {
            let done = self.import_one(path, ledger).await?;
            self.print(path, &done.report, &done.matches, out)?;
            if !self.json {
                out.line(&outcome(&done))?;
            }
        }
        Ok(Exit::Done)
    }

    /// Looks at every file, so that a bad one among them stops before anything is written.
    async fn check_all(&self, ledger: &Ledger) -> Result<()> {
        let mut refusals = Vec::new();
        for path in &self.files {
            let checked = match self.preview(path, Some(ledger)).await {
                Ok(preview) => self.refusal(path, &preview),
                Err(error) => Some(error),
            };
            refusals.extend(checked.map(|error| error.to_string()));
        }
        if refusals.is_empty() {
            return Ok(());
        }
        refusals.push("nothing was imported, from the other files neither".to_owned());
        Err(CliError::Refused(refusals.join("\n")))
    }

    async fn preview(&self, path: &Path, ledger: Option<&Ledger>) -> Result<ImportPreview> {
        let file = read_statement(path)?;
        let options = self.options()?;
        let preview = match ledger {
            Some(ledger) => ledger.preview_import(&file, &options).await,
            None => preview_without_ledger(&file, &options).await,
        };
        preview.map_err(|error| CliError::of_statement(path, error))
    }

    async fn import_one(&self, path: &Path, ledger: &Ledger) -> Result<ImportResult> {
        let file = read_statement(path)?;
        let mut go_on = |_| ControlFlow::Continue(());
        let done = ledger
            .import(&file, &self.options()?, clock::now(), &mut go_on)
            .await;
        match done {
            Ok(done) => Ok(done),
            Err(LedgerError::Question(question)) => {
                Err(self.asked(path, &file, question, ledger).await)
            }
            Err(error @ LedgerError::Unreadable { .. }) => {
                let sentence = error.to_string();
                let refusal = self.asked(path, &file, sentence, ledger).await;
                Err(refusal)
            }
            Err(error) => Err(CliError::of_statement(path, error)),
        }
    }

    /// A question that stopped an import, with the options that answer it.
    async fn asked(
        &self,
        path: &Path,
        file: &StatementFile,
        question: String,
        ledger: &Ledger,
    ) -> CliError {
        let Ok(options) = self.options() else {
            return CliError::about(path, question);
        };
        match ledger.preview_import(file, &options).await {
            Ok(preview) => self
                .refusal(path, &preview)
                .unwrap_or_else(|| CliError::about(path, question)),
            Err(error) => CliError::of_statement(path, error),
        }
    }

    /// Why a file that can be read cannot be imported like this.
    fn refusal(&self, path: &Path, preview: &ImportPreview) -> Option<CliError> {
        if !preview.questions.is_empty() {
            return Some(CliError::Refused(questions(path, &preview.questions)));
        }
        if preview.problems.is_empty() || self.accept_problems {
            return None;
        }
        let rows = counted(
            preview.problems.len().try_into().unwrap_or(i64::MAX),
            "row",
            "rows",
        );
        let advice = "cannot be read; correct the file, or import the rest with --accept-problems";
        let listed = problem_lines(&preview.problems);
        let lines = std::iter::once(format!("{rows} {advice}")).chain(listed);
        let lines: Vec<String> = lines
            .map(|line| format!("{}: {line}", path.display()))
            .collect();
        Some(CliError::Refused(lines.join("\n")))
    }

    fn options(&self) -> Result<ImportOptions> {
        let answer = |same: bool| move |line: &u32| RowAnswer { line: *line, same };
        Ok(ImportOptions {
            account: None,
            account_name: self.account.clone(),
            currency: self.currency.clone(),
            date_order: self.date_order.map(|order| match order {
                Dates::Dmy => DateOrder::DayMonthYear,
                Dates::Mdy => DateOrder::MonthDayYear,
                Dates::Ymd => DateOrder::YearMonthDay,
            }),
            decimal_mark: self.decimal.map(|mark| match mark {
                Decimals::Point => DecimalMark::Point,
                Decimals::Comma => DecimalMark::Comma,
            }),
            password: self.password.clone(),
            mapping: self.map.as_deref().map(mapping_in).transpose()?,
            own_accounts: self.own.clone(),
            sign: self.sign.map(SignAnswer::from),
            day: self.day,
            answers: self
                .same
                .iter()
                .map(answer(true))
                .chain(self.add.iter().map(answer(false)))
                .collect(),
            accept_problems: self.accept_problems,
        })
    }

    fn print(
        &self,
        path: &Path,
        report: &FileReport,
        matches: &[RowMatch],
        out: &mut Out,
    ) -> Result<()> {
        if self.json {
            out.json(&Report::of(path, report, matches))?;
        } else {
            tell(path, report, matches, out)?;
        }
        // Said as soon as it is so: a later file may take long.
        Ok(std::io::Write::flush(out)?)
    }
}

/// Whether nothing of a file can be read before a question is answered.
fn cannot_be_read(preview: &ImportPreview) -> bool {
    let blocks =
        |question: &ReadQuestion| ["password", "mapping"].contains(&question.hint.as_str());
    preview.questions.iter().any(blocks)
}

/// The mapping in a JSON file.
fn mapping_in(path: &Path) -> Result<Mapping> {
    let file = read_statement(path)?;
    serde_json::from_slice(&file.bytes)
        .map_err(|error| CliError::about(path, format!("is no mapping ({error})")))
}

fn report_of(preview: ImportPreview) -> FileReport {
    FileReport {
        file: preview.file,
        format: preview.format,
        provider: preview.provider,
        encoding: preview.encoding,
        accounts: preview.accounts,
        problems: preview.problems,
        batch: None,
    }
}

/// Each open question on a line, with the option that answers it.
fn questions(path: &Path, questions: &[ReadQuestion]) -> String {
    let lines = questions.iter().map(|question| {
        let answer = match question.hint.as_str() {
            "date_order" => choices("--date-order", question),
            "decimal_mark" => choices("--decimal", question),
            "sign" => choices("--sign", question),
            "day" => "--day and the day, such as 2026-12-31".to_owned(),
            "password" => "--password".to_owned(),
            "mapping" => {
                "--map and a file that says it; `farthing import --help` has an example".to_owned()
            }
            "own_accounts" => choices("--own", question),
            _ => "--currency and its code, such as EUR".to_owned(),
        };
        format!(
            "{}: {} Answer with {answer}",
            path.display(),
            question.prompt
        )
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn choices(option: &str, question: &ReadQuestion) -> String {
    let choices = question.choices.iter().map(|choice| {
        let value = match choice.value.as_str() {
            "day_month_year" => "dmy",
            "month_day_year" => "mdy",
            "year_month_day" => "ymd",
            "as_written" => "as-written",
            other => other,
        };
        format!("{option} {value} ({})", choice.example)
    });
    choices.collect::<Vec<_>>().join(" or ")
}
