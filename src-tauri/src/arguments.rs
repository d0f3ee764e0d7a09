//! What the window was opened with: `farthing-desktop [--ledger FILE] [FILE…]`.

use std::path::{Path, PathBuf};

use clap::Parser;

/// Opens the window of Farthing.
#[derive(Debug, Parser)]
#[command(name = "farthing-desktop", version)]
struct CommandLine {
    /// The ledger to open, made where there is none; else `FARTHING_LEDGER`, else the default one.
    #[arg(long, value_name = "FILE")]
    ledger: Option<PathBuf>,
    /// Statements to import.
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
}

/// What the window was opened with, paths made absolute.
#[derive(Debug, PartialEq, Eq)]
pub struct Arguments {
    /// The ledger that was named.
    pub ledger: Option<PathBuf>,
    /// Statements that wait to be imported.
    pub files: Vec<PathBuf>,
}

impl Arguments {
    /// Reads this process's command line; ends the process where it asks for help or is wrong.
    pub fn of_this_process() -> std::io::Result<Self> {
        let line = CommandLine::parse();
        let named = line.ledger.clone().or_else(ledger_of_the_environment);
        let folder = std::env::current_dir()?;
        Ok(Self {
            ledger: named.map(|path| folder.join(path)),
            ..Self::of(line, &folder)
        })
    }

    /// Reads the command line of a second start, made in `folder`.
    pub fn of_second_start(line: Vec<String>, folder: &Path) -> Result<Self, clap::Error> {
        Ok(Self::of(CommandLine::try_parse_from(line)?, folder))
    }

    fn of(line: CommandLine, folder: &Path) -> Self {
        Self {
            ledger: line.ledger.map(|path| folder.join(path)),
            files: line.files.iter().map(|path| folder.join(path)).collect(),
        }
    }
}

/// An empty variable names no ledger.
fn ledger_of_the_environment() -> Option<PathBuf> {
    std::env::var_os("FARTHING_LEDGER")
        .filter(|path| !path.is_empty())
        .map(PathBuf::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(words: &[&str]) -> Arguments {
        let line = words.iter().map(ToString::to_string).collect();
        Arguments::of_second_start(line, Path::new("/somewhere")).unwrap()
    }

    #[test]
    fn paths_are_taken_from_the_folder_of_the_start() {
        let arguments = read(&[
            "farthing-desktop",
            "--ledger",
            "a.farthing",
            "b.csv",
            "/c.ofx",
        ]);
        assert_eq!(
            arguments.ledger,
            Some(PathBuf::from("/somewhere/a.farthing"))
        );
        let files = ["/somewhere/b.csv", "/c.ofx"].map(PathBuf::from);
        assert_eq!(arguments.files, files);
    }

    #[test]
    fn an_unknown_option_and_an_empty_name_are_refused() {
        for word in ["--no-such", "--ledger="] {
            let line = ["farthing-desktop", word].map(String::from).to_vec();
            assert!(
                Arguments::of_second_start(line, Path::new("/")).is_err(),
                "{word}"
            );
        }
    }
}
