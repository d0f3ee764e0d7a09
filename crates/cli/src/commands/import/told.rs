//! What an import found, for people and for programs.

use std::path::Path;

use farthing_ledger::{
    AccountReport, FileReport, ImportId, ImportResult, MatchRelation, Neutral, RowMatch, RowProblem,
};
use serde::Serialize;

use crate::error::Result;
use crate::screen::{Out, Table, counted};

/// How many unreadable rows, and how many rows beside their twins, are listed for people.
const LISTED: usize = 20;

/// The contract for scripts.
#[derive(Serialize)]
pub(super) struct Report<'a> {
    file: String,
    format: &'a str,
    provider: Option<&'a str>,
    encoding: &'a str,
    accounts: Vec<AccountLine<'a>>,
    problems: &'a [RowProblem],
    batch: Option<ImportId>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    matches: &'a [RowMatch],
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

impl<'a> Report<'a> {
    /// What a file holds, with the rows that are or may be entries of the ledger.
    pub(super) fn of(path: &Path, report: &'a FileReport, matches: &'a [RowMatch]) -> Self {
        Self {
            file: path.to_string_lossy().into_owned(),
            format: &report.format,
            provider: report.provider.as_deref(),
            encoding: &report.encoding,
            accounts: report.accounts.iter().map(AccountLine::of).collect(),
            problems: &report.problems,
            batch: report.batch,
            matches,
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

/// Says what a file holds.
pub(super) fn tell(
    path: &Path,
    report: &FileReport,
    matches: &[RowMatch],
    out: &mut Out,
) -> Result<()> {
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
    for line in problem_lines(&report.problems)
        .into_iter()
        .chain(match_lines(matches))
    {
        out.line(&format!("  {line}"))?;
    }
    Ok(())
}

/// Rows that are or may be entries of the ledger, with the word that settles each.
fn match_lines(matches: &[RowMatch]) -> Vec<String> {
    let mut lines: Vec<String> = matches.iter().take(LISTED).map(match_line).collect();
    let more = matches.len().saturating_sub(LISTED);
    lines.extend((more > 0).then(|| format!("and {more} more such rows")));
    lines
}

fn match_line(found: &RowMatch) -> String {
    let (row, entry) = (&found.row, &found.entry);
    let what = match found.relation {
        MatchRelation::Duplicate => "may be there already",
        MatchRelation::Posted => "may be the final form of a pending entry",
    };
    let settled = match (found.same, found.relation) {
        (true, MatchRelation::Duplicate) => format!("left out; --add {} adds it", row.line),
        (true, MatchRelation::Posted) => format!("taken for it; --add {} adds it", row.line),
        (false, _) => format!("added; --same {} takes it for that entry", row.line),
    };
    format!(
        "line {}: “{}” {} {what}: “{}” of {}, {} ({settled})",
        row.line, row.payee, row.amount, entry.payee, entry.date, found.reason
    )
}

/// What came of an import, in a sentence.
pub(super) fn outcome(done: &ImportResult) -> String {
    match done.new {
        0 if done.batch.is_some() => {
            "Nothing new; entries that were there are known better now.".to_owned()
        }
        0 => "Nothing new: the ledger has every row of it.".to_owned(),
        new => format!(
            "Imported {}; `farthing undo` takes them back.",
            counted(new.into(), "new entry", "new entries")
        ),
    }
}

/// The rows that could not be read, a line each.
pub(super) fn problem_lines(problems: &[RowProblem]) -> Vec<String> {
    let listed = problems.iter().take(LISTED);
    let mut lines: Vec<String> = listed
        .map(|problem| format!("line {}: {}", problem.line, problem.message))
        .collect();
    let more = problems.len().saturating_sub(LISTED);
    lines.extend((more > 0).then(|| format!("and {more} more")));
    lines
}
