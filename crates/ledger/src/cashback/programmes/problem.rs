//! What is wrong with a programme or tariff: where it stands, and a sentence.

use std::fmt;

use farthing_rules::RulesError;

/// What is wrong with a programme or tariff.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProgrammeProblem {
    /// The name of the file; none for what is being edited.
    pub file: Option<String>,
    /// The line, counted from 1; none without a file.
    pub line: Option<usize>,
    /// The field with those around it, such as `rules.2.cap.amount` for the second rule. Empty where
    /// no field is to blame.
    pub field: String,
    /// What is wrong and what would be right.
    pub message: String,
}

impl fmt::Display for ProgrammeProblem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.file, self.line) {
            (Some(file), Some(line)) => write!(out, "{file}, line {line}: ")?,
            (Some(file), None) => write!(out, "{file}: ")?,
            (None, _) => {}
        }
        if !self.field.is_empty() {
            write!(out, "{}: ", self.field)?;
        }
        out.write_str(&self.message)
    }
}

impl std::error::Error for ProgrammeProblem {}

/// What is wrong with a field, before anybody knows in which file and line it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Wrong {
    pub field: String,
    pub message: String,
}

impl Wrong {
    pub(crate) fn new(field: impl Into<String>, message: impl fmt::Display) -> Self {
        Self {
            field: field.into(),
            message: message.to_string(),
        }
    }

    /// The same, seen from the table that the field is in.
    pub(crate) fn within(self, table: &str) -> Self {
        let field = if self.field.is_empty() {
            table.to_owned()
        } else {
            format!("{table}.{}", self.field)
        };
        Self { field, ..self }
    }

    /// The same, in one of several tables of a name; counted from 1.
    pub(crate) fn within_each(self, table: &str, number: usize) -> Self {
        self.within(&format!("{table}.{number}"))
    }

    pub(crate) fn without_file(self) -> ProgrammeProblem {
        ProgrammeProblem {
            file: None,
            line: None,
            field: self.field,
            message: self.message,
        }
    }
}

impl From<RulesError> for Wrong {
    fn from(error: RulesError) -> Self {
        match error {
            RulesError::Field { field, message } => Self::new(field, message),
            other => Self::new("", other),
        }
    }
}
