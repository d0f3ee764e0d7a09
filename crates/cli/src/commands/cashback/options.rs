//! A programme from arguments: its terms from a file or a template, and what the person adds.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use clap::Args;
use farthing_ledger::Ledger;
use farthing_ledger::cashback::{ProgrammeInput, WordCategories, WrittenProgramme};

use crate::clock;
use crate::commands::categories::category_named;
use crate::commands::savings::named::accounts_named;
use crate::error::{CliError, Result};
use crate::files::read_programme;

/// What the person adds to the terms of a programme. What is not named stays.
#[derive(Debug, Args)]
pub(super) struct ProgrammeOptions {
    /// An account that it looks at; may be given several times
    #[arg(long = "account", value_name = "NAME")]
    accounts: Vec<String>,
    /// A category that a word of it stands for; may be given several times
    #[arg(long = "category", value_name = "WORD=NAME", value_parser = mapping)]
    categories: Vec<(String, String)>,
    /// The first day that counts; otherwise all of history
    #[arg(long, value_name = "DAY")]
    from: Option<NaiveDate>,
    /// The last day that counts
    #[arg(long, value_name = "DAY")]
    until: Option<NaiveDate>,
    /// What paying abroad with it costs, such as 0.03 for 3 %
    #[arg(long, value_name = "RATE", allow_negative_numbers = true)]
    fx_fee: Option<String>,
    /// In which way its accounts pay, such as `apple_pay`
    #[arg(long, value_name = "WORD")]
    method: Option<String>,
}

impl ProgrammeOptions {
    /// Writes what was given over what is there.
    pub(super) async fn write(self, ledger: &Ledger, input: &mut ProgrammeInput) -> Result<()> {
        if !self.accounts.is_empty() {
            input.accounts = accounts_named(ledger, &self.accounts).await?;
        }
        for (word, names) in by_word(self.categories) {
            let mut categories = Vec::new();
            for name in names.iter().filter(|name| !name.is_empty()) {
                categories.push(category_named(ledger, name).await?);
            }
            input.categories.retain(|there| there.word != word);
            if !categories.is_empty() {
                input.categories.push(WordCategories { word, categories });
            }
        }
        input.from = self.from.or(input.from);
        input.until = self.until.or(input.until);
        if let Some(fee) = self.fx_fee {
            input.fx_fee = fee;
        }
        if let Some(method) = self.method {
            input.method = method;
        }
        Ok(())
    }
}

/// A programme without anything of the person yet.
pub(super) fn bare(programme: WrittenProgramme) -> ProgrammeInput {
    ProgrammeInput {
        programme,
        accounts: Vec::new(),
        categories: Vec::new(),
        from: None,
        until: None,
        fx_fee: String::new(),
        method: String::new(),
    }
}

/// The terms of a file.
pub(super) async fn of_file(ledger: &Ledger, path: &Path) -> Result<WrittenProgramme> {
    let text = read_programme(path)?;
    let name = path.display().to_string();
    Ok(ledger.read_programme(&name, &text).await?)
}

/// The terms of a template, or of a file.
pub(super) async fn chosen_terms(
    ledger: &Ledger,
    template: Option<&str>,
    file: Option<&PathBuf>,
) -> Result<WrittenProgramme> {
    match (template, file) {
        (Some(id), _) => of_template(ledger, id).await,
        (None, Some(path)) => of_file(ledger, path).await,
        (None, None) => Err(CliError::refused("name a template or a file")),
    }
}

async fn of_template(ledger: &Ledger, id: &str) -> Result<WrittenProgramme> {
    let templates = ledger.programme_templates(clock::today()).await?;
    let mut templates = templates.into_iter().filter(|template| template.id == id);
    let found = templates.next().map(|template| template.programme);
    found.ok_or_else(|| {
        let list = "`farthing cashback programme templates` lists them";
        CliError::refused(format!("there is no template “{id}”; {list}"))
    })
}

/// The categories of each word, in the order in which the words come up.
fn by_word(pairs: Vec<(String, String)>) -> Vec<(String, Vec<String>)> {
    let mut words: Vec<(String, Vec<String>)> = Vec::new();
    for (word, name) in pairs {
        match words.iter_mut().find(|(known, _)| *known == word) {
            Some((_, names)) => names.push(name),
            None => words.push((word, vec![name])),
        }
    }
    words
}

fn mapping(text: &str) -> Result<(String, String), String> {
    let (word, name) = text
        .split_once('=')
        .ok_or("write the word and the category, such as groceries=Groceries")?;
    Ok((word.trim().to_owned(), name.trim().to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_can_stand_for_several_categories() {
        let pair = |text| mapping(text).unwrap();
        let pairs = vec![
            pair("food=Groceries"),
            pair("gas=Travel"),
            pair("food= Coffee "),
        ];
        let words = by_word(pairs);
        assert_eq!(
            words[0],
            (
                "food".to_owned(),
                vec!["Groceries".to_owned(), "Coffee".to_owned()]
            )
        );
        assert_eq!(words.len(), 2);
        assert!(mapping("food").unwrap_err().contains("groceries=Groceries"));
    }
}
