//! Programmes: those that come with Farthing, those that the person has, and a trial on the last purchases.

use chrono::{DateTime, NaiveDate, Utc};

use super::inputs::ProgrammeInput;
use super::programmes::WrittenProgramme;
use super::views::{ProgrammeRow, ProgrammeTemplate, ProgrammeTrial};
use crate::error::{LedgerError, Result};
use crate::ids::ChoiceId;
use crate::store::Ledger;
use crate::write::ChangeLabel;

impl Ledger {
    /// The programmes that come with Farthing.
    pub async fn programme_templates(&self) -> Result<Vec<ProgrammeTemplate>> {
        Err(LedgerError::Missing("use case"))
    }

    /// The programmes that the person has, in their order.
    pub async fn programmes(&self, today: NaiveDate) -> Result<Vec<ProgrammeRow>> {
        Err(LedgerError::Missing("use case"))
    }

    /// Keeps a programme, a new one or another form of one.
    pub async fn save_programme(
        &self,
        id: Option<ChoiceId>,
        input: ProgrammeInput,
        today: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<ProgrammeRow> {
        Err(LedgerError::Missing("use case"))
    }

    /// Forgets a programme and all that follows from it.
    pub async fn delete_programme(&self, id: ChoiceId, now: DateTime<Utc>) -> Result<ChangeLabel> {
        Err(LedgerError::Missing("use case"))
    }

    /// Says since when a rule of a programme is activated; none for not at all.
    pub async fn activate_rule(
        &self,
        id: ChoiceId,
        rule: i64,
        on: Option<NaiveDate>,
        today: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<ProgrammeRow> {
        Err(LedgerError::Missing("use case"))
    }

    /// What a programme would have earned on the last ten purchases; writes nothing.
    pub async fn try_programme(
        &self,
        input: ProgrammeInput,
        today: NaiveDate,
    ) -> Result<ProgrammeTrial> {
        Err(LedgerError::Missing("use case"))
    }

    /// The text of a programme as a file.
    pub async fn programme_text(&self, programme: WrittenProgramme) -> Result<String> {
        Err(LedgerError::Missing("use case"))
    }

    /// Reads a programme from the text of a file; its name is for the sentence about what is wrong.
    pub async fn read_programme(&self, file: &str, text: &str) -> Result<WrittenProgramme> {
        Err(LedgerError::Missing("use case"))
    }
}
