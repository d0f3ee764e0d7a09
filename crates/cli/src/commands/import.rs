//! Statement files: looked at, or imported whole or not at all.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use farthing_ledger::{
    AccountReport, FileReport, ImportId, ImportOptions, ImportPreview, ImportResult, Ledger,
    LedgerError, Neutral, ReadQuestion, RowProblem, StatementFile, preview_without_ledger,
};
use farthing_statements::{DateOrder, DecimalMark};
use serde::Serialize;

use super::words::currency_code;
use crate::error::{CliError, Result};
use crate::files::{ledger_path, read_statement, with_ledger, with_ledger_or_new};
use crate::screen::{Out, Table, counted};
use crate::{Exit, clock, complain};

/// How many unreadable rows are listed for people.
const LISTED_PROBLEMS: usize = 20;

/// Import statements of banks and wallets; what the ledger has already is not added again
#[derive(Debug, Args)]
pub struct Import {
    /// The files: CSV, OFX, QFX, QIF, as the bank or wallet gave them
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

/// The contract for scripts.
#[derive(Serialize)]
struct Report<'a> {
    file: String,
    format: &'a str,
    provider: Option<&'a str>,
    encoding: &'a str,
    accounts: Vec<AccountLine<'a>>,
    problems: &'a [RowProblem],
    batch: Option<ImportId>,
}

#[derive(Serialize)]
struct AccountLine<'a> {
    account: &'a str,
    currency: Option<&'a str>,
    rows: u32,
    new: u32,
    duplicates: u32,
    skipped: u32,
    sum: &'a str,
    fees: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    neutral: Option<&'a Neutral>,
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
                Ok(preview) => {
                    let questions = questions(path, &preview.questions);
                    self.print(path, &report_of(preview), out)?;
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
            self.print(path, &done.report, out)?;
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
        let options = self.options();
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
            .import(&file, &self.options(), clock::now(), &mut go_on)
            .await;
        match done {
            Ok(done) => Ok(done),
            Err(LedgerError::Question(question)) => {
                Err(self.asked(path, &file, question, ledger).await)
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
        let preview = ledger.preview_import(file, &self.options()).await;
        let refusal = preview
            .ok()
            .and_then(|preview| self.refusal(path, &preview));
        refusal.unwrap_or_else(|| CliError::about(path, question))
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

    fn options(&self) -> ImportOptions {
        ImportOptions {
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
            accept_problems: self.accept_problems,
        }
    }

    fn print(&self, path: &Path, report: &FileReport, out: &mut Out) -> Result<()> {
        if self.json {
            out.json(&Report::of(path, report))?;
        } else {
            tell(path, report, out)?;
        }
        // Said as soon as it is so: a later file may take long.
        Ok(std::io::Write::flush(out)?)
    }
}

impl<'a> Report<'a> {
    fn of(path: &Path, report: &'a FileReport) -> Self {
        Self {
            file: path.to_string_lossy().into_owned(),
            format: &report.format,
            provider: report.provider.as_deref(),
            encoding: &report.encoding,
            accounts: report.accounts.iter().map(AccountLine::of).collect(),
            problems: &report.problems,
            batch: report.batch,
        }
    }
}

impl<'a> AccountLine<'a> {
    fn of(report: &'a AccountReport) -> Self {
        Self {
            account: &report.account,
            currency: report.currency.as_deref(),
            rows: report.rows,
            new: report.new,
            duplicates: report.duplicates,
            skipped: report.skipped,
            sum: &report.sum,
            fees: &report.fees,
            neutral: report.neutral.as_ref(),
        }
    }
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

fn tell(path: &Path, report: &FileReport, out: &mut Out) -> Result<()> {
    let layout = report
        .provider
        .as_deref()
        .map(|name| format!("{name} "))
        .unwrap_or_default();
    out.line(&format!(
        "{}: {layout}{}, {}",
        path.display(),
        report.format,
        report.encoding
    ))?;
    let mut table = Table::new(&[
        "account",
        ">rows",
        ">new",
        ">known",
        ">left out",
        ">sum",
        ">fees in it",
        "currency",
    ]);
    for account in &report.accounts {
        table.row([
            account.account.clone(),
            account.rows.to_string(),
            account.new.to_string(),
            account.duplicates.to_string(),
            account.skipped.to_string(),
            account.sum.clone(),
            account.fees.clone(),
            account
                .currency
                .clone()
                .unwrap_or_else(|| "not said".to_owned()),
        ]);
    }
    table.print(out, "  ")?;
    for (name, neutral) in report
        .accounts
        .iter()
        .filter_map(|a| Some((&a.account, a.neutral.as_ref()?)))
    {
        let rows = counted(neutral.rows.into(), "row", "rows");
        out.line(&format!(
            "  {name}: {rows} of {} without a provable side, in no sum",
            neutral.sum
        ))?;
    }
    for line in problem_lines(&report.problems) {
        out.line(&format!("  {line}"))?;
    }
    Ok(())
}

fn outcome(done: &ImportResult) -> String {
    match done.new {
        0 => "Nothing new: the ledger has every row of it.".to_owned(),
        new => format!(
            "Imported {}; `farthing undo` takes them back.",
            counted(new.into(), "new entry", "new entries")
        ),
    }
}

fn problem_lines(problems: &[RowProblem]) -> Vec<String> {
    let listed = problems.iter().take(LISTED_PROBLEMS);
    let mut lines: Vec<String> = listed
        .map(|problem| format!("line {}: {}", problem.line, problem.message))
        .collect();
    let more = problems.len().saturating_sub(LISTED_PROBLEMS);
    lines.extend((more > 0).then(|| format!("and {more} more")));
    lines
}

/// Each open question on a line, with the option that answers it.
fn questions(path: &Path, questions: &[ReadQuestion]) -> String {
    let lines = questions.iter().map(|question| {
        let answer = match question.hint.as_str() {
            "date_order" => choices("--date-order", question),
            "decimal_mark" => choices("--decimal", question),
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
            other => other,
        };
        format!("{option} {value} ({})", choice.example)
    });
    choices.collect::<Vec<_>>().join(" or ")
}
