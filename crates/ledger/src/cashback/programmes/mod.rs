//! Programmes are data: one readable TOML file each, read and checked into the types of the rules.
//!
//! A file becomes a [`WrittenProgramme`], which says what is written, and that a [`ProgrammeFile`],
//! which cannot contradict itself. What cannot be is a [`ProgrammeProblem`] with file, line and field.

mod checked;
mod figure;
mod lines;
mod mapped;
mod problem;
mod shipped;
mod terms;
#[cfg(test)]
mod tests;
mod written;

pub use checked::{PortalTerms, ProgrammeFile};
pub use figure::Figure;
pub use mapped::{CategoryWords, MappedProgramme};
pub use problem::ProgrammeProblem;
pub use shipped::shipped_programmes;
pub use written::*;

pub(crate) use lines::Lines;
pub(crate) use problem::Wrong;

impl ProgrammeFile {
    /// Reads a programme file; its name is only for the sentence about what is wrong.
    ///
    /// ```
    /// use farthing_ledger::cashback::ProgrammeFile;
    /// let text = r#"
    ///     id = "corner_shop"
    ///     name = "Corner shop card"
    ///     kind = "card"
    ///     as_of = 2026-11-01
    ///     source = "the leaflet at the till"
    ///     currency = "EUR"
    ///     base_rate = 0.02
    /// "#;
    /// let problem = ProgrammeFile::read("shop.toml", text).unwrap_err();
    /// assert_eq!(problem.line, Some(8));
    /// let read = ProgrammeFile::read("shop.toml", &text.replace("0.02", "\"0.02\""));
    /// assert_eq!(read?.written().name, "Corner shop card");
    /// # Ok::<(), farthing_ledger::cashback::ProgrammeProblem>(())
    /// ```
    pub fn read(file: &str, text: &str) -> Result<Self, ProgrammeProblem> {
        let lines = Lines::of(file, text)?;
        let written = lines.written()?;
        Self::checked(written).map_err(|wrong| lines.problem(wrong))
    }

    /// A programme as it was edited, without a file yet.
    pub fn of(written: WrittenProgramme) -> Result<Self, ProgrammeProblem> {
        Self::checked(written).map_err(Wrong::without_file)
    }

    /// The file of the programme, which reads as the same programme.
    pub fn to_toml(&self) -> Result<String, ProgrammeProblem> {
        toml::to_string_pretty(self.written())
            .map_err(|error| Wrong::new("", error.to_string()).without_file())
    }
}
