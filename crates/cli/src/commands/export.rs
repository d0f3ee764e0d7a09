//! Everything, for other programs: nobody is locked in.

use std::io::Write;
use std::ops::ControlFlow;
use std::path::PathBuf;

use clap::Args;
use farthing_ledger::{EntryDetail, Ledger};

use super::words::word;
use crate::Exit;
use crate::error::{CliError, Result};
use crate::files::{Unfinished, with_ledger};
use crate::screen::{Out, json_text};

const HEADINGS: &str = "date,time,kind,status,payee,note,account,category,amount,currency,fee,tags,source_file,source_line\n";

/// Write every entry as CSV or JSON
#[derive(Debug, Args)]
pub struct Export {
    #[command(flatten)]
    form: Form,
    /// The file to write; otherwise it is printed
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
struct Form {
    /// A table for spreadsheets, a line for each entry
    #[arg(long)]
    csv: bool,
    /// Everything about each entry, for programs
    #[arg(long)]
    json: bool,
}

impl Export {
    /// Writes it.
    pub async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        with_ledger(chosen, async |ledger| match &self.out {
            None => self.write(ledger, out).await,
            Some(path) => {
                let mut file = Unfinished::begin(path, ledger.path())?;
                let written = self.write(ledger, &mut file).await;
                written.map_err(|error| CliError::of_output(path, error))?;
                file.finish()
            }
        })
        .await?;
        Ok(Exit::Done)
    }

    async fn write(&self, ledger: &Ledger, to: &mut (dyn Write + Send)) -> Result<()> {
        if self.form.csv {
            to.write_all(HEADINGS.as_bytes())?;
            return each(ledger, |entry| {
                Ok(to.write_all(csv_line(&entry).as_bytes())?)
            })
            .await;
        }
        let mut before = "[\n";
        each(ledger, |entry| {
            write!(to, "{before}{}", json_text(&entry)?)?;
            before = ",\n";
            Ok(())
        })
        .await?;
        let end = if before == "[\n" { "[]\n" } else { "\n]\n" };
        Ok(to.write_all(end.as_bytes())?)
    }
}

/// Hands every entry to `write` until that fails.
async fn each(
    ledger: &Ledger,
    mut write: impl FnMut(EntryDetail) -> Result<()> + Send,
) -> Result<()> {
    let mut outcome = Ok(());
    let mut take = |entry| {
        outcome = write(entry);
        if outcome.is_ok() {
            ControlFlow::Continue(())
        } else {
            ControlFlow::Break(())
        }
    };
    ledger.every_entry(&mut take).await?;
    outcome
}

fn csv_line(whole: &EntryDetail) -> String {
    let entry = &whole.entry;
    let source = whole.sources.first();
    let category = entry
        .category
        .as_ref()
        .map_or("", |category| category.name.as_str());
    let cells = [
        entry.date.to_string(),
        entry.time.map(|time| time.to_string()).unwrap_or_default(),
        word(entry.kind),
        word(entry.status),
        text_cell(&entry.payee),
        text_cell(&entry.note),
        text_cell(&entry.accounts.join("; ")),
        text_cell(category),
        entry.amount.value.clone(),
        text_cell(&entry.amount.currency),
        entry
            .fee
            .as_ref()
            .map(|fee| fee.value.clone())
            .unwrap_or_default(),
        text_cell(&entry.tags.join("; ")),
        text_cell(source.map_or("", |source| source.file.as_str())),
        source
            .map(|source| source.line.to_string())
            .unwrap_or_default(),
    ];
    format!("{}\n", cells.join(","))
}

/// Text that a spreadsheet takes as text: what would begin a formula gets an apostrophe, and
/// control characters but tabs and line ends become `\u{FFFD}`.
fn text_cell(text: &str) -> String {
    let kept =
        |letter: char| letter == '\t' || letter == '\n' || letter == '\r' || !letter.is_control();
    let mut cell: String = text
        .chars()
        .map(|c| if kept(c) { c } else { '\u{FFFD}' })
        .collect();
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        cell.insert(0, '\'');
    }
    if cell.contains(['"', ',', ';', '\n', '\r', '\t']) {
        cell = format!("\"{}\"", cell.replace('"', "\"\""));
    }
    cell
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_is_a_formula() {
        for begin in ["=", "+", "-", "@", "\t", "\r"] {
            let cell = text_cell(&format!("{begin}1"));
            assert!(cell.trim_start_matches('"').starts_with('\''), "{cell}");
        }
        assert_eq!(text_cell("=A1,\"x\""), "\"'=A1,\"\"x\"\"\"");
    }

    #[test]
    fn harmless_text_stays_as_it_is() {
        for text in ["", "Café", "2-for-1", "a=b", "'t Hof"] {
            assert_eq!(text_cell(text), text);
        }
    }
}
