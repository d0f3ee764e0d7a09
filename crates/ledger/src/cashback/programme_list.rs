//! Programmes: those that come with Farthing, those that the person has, and a trial on the last purchases.

mod caps;
mod checked;
mod rows;
mod totals;
mod trial;

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::SqliteConnection;

use super::inputs::ProgrammeInput;
use super::kept::{KeptDetail, KeptPointsMove, KeptProgramme, KeptReceipt, KeptReceivable};
use super::programmes::{ProgrammeFile, WrittenActivation, WrittenProgramme, shipped_programmes};
use super::views::{ProgrammeRow, ProgrammeTemplate, ProgrammeTrial};
use super::words;
use crate::choices::{self, Choice, ChoiceKind};
use crate::error::{LedgerError, Result};
use crate::ids::ChoiceId;
use crate::store::Ledger;
use crate::write::{ChangeLabel, Write};

pub(super) use caps::{block_of, caps, last_block, main_units};
pub(super) use rows::{bonus_name, bonus_progress};
pub(super) use totals::Totals;

impl Ledger {
    /// The programmes that come with Farthing, and what they pay on a day.
    #[allow(
        clippy::unused_async,
        reason = "every use case is asked for in one way"
    )]
    pub async fn programme_templates(&self, today: NaiveDate) -> Result<Vec<ProgrammeTemplate>> {
        let files = shipped_programmes()?;
        let templates = files.iter().map(|file| ProgrammeTemplate {
            id: file.written().id.clone(),
            programme: file.written().clone(),
            words: words::programme_words(file, today),
        });
        Ok(templates.collect())
    }

    /// The programmes that the person has, in their order.
    pub async fn programmes(&self, today: NaiveDate) -> Result<Vec<ProgrammeRow>> {
        let mut db = self.pool.acquire().await?;
        rows::all(&mut db, today).await
    }

    /// Keeps a programme, a new one or another form of one.
    pub async fn save_programme(
        &self,
        id: Option<ChoiceId>,
        input: ProgrammeInput,
        today: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<ProgrammeRow> {
        let mut write = self.begin(now).await?;
        write.on(today);
        let verb = if id.is_some() { "Change" } else { "Add" };
        let label = format!("{verb} programme {}", input.programme.name);
        let id = write.keep_programme(id, input).await?;
        write.commit(&label).await?;
        self.programme(id, today).await
    }

    /// Forgets a programme and all that follows from it.
    pub async fn delete_programme(&self, id: ChoiceId, now: DateTime<Utc>) -> Result<ChangeLabel> {
        let mut write = self.begin(now).await?;
        let all = programmes(write.connection()).await?;
        let name = found(&all, id)?.value.programme.name.clone();
        write.forget_what_names(id).await?;
        write.unchoose(ChoiceKind::Programme, id).await?;
        write.commit(&format!("Forget programme {name}")).await
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
        let mut write = self.begin(now).await?;
        write.on(today);
        let all = programmes(write.connection()).await?;
        let choice = found(&all, id)?;
        let mut input = choice.value.clone();
        let name = activate(&mut input, rule, on)?;
        let verb = if on.is_some() {
            "Activate"
        } else {
            "Take back activation of"
        };
        let label = format!("{verb} {name} of {}", input.programme.name);
        write
            .choose(ChoiceKind::Programme, &choice.key, choice.position, &input)
            .await?;
        write.commit(&label).await?;
        self.programme(id, today).await
    }

    /// What a programme would have earned on the last ten purchases; writes nothing.
    pub async fn try_programme(
        &self,
        input: ProgrammeInput,
        today: NaiveDate,
    ) -> Result<ProgrammeTrial> {
        let mut db = self.pool.acquire().await?;
        trial::trial(&mut db, input, today).await
    }

    /// The text of a programme as a file.
    #[allow(
        clippy::unused_async,
        reason = "every use case is asked for in one way"
    )]
    pub async fn programme_text(&self, programme: WrittenProgramme) -> Result<String> {
        Ok(ProgrammeFile::of(programme)?.to_toml()?)
    }

    /// Reads a programme from the text of a file; its name is for the sentence about what is wrong.
    #[allow(
        clippy::unused_async,
        reason = "every use case is asked for in one way"
    )]
    pub async fn read_programme(&self, file: &str, text: &str) -> Result<WrittenProgramme> {
        Ok(ProgrammeFile::read(file, text)?.written().clone())
    }

    async fn programme(&self, id: ChoiceId, today: NaiveDate) -> Result<ProgrammeRow> {
        let mut db = self.pool.acquire().await?;
        rows::one(&mut db, id, today).await
    }
}

impl Write {
    /// Keeps a programme, a new one or another form of one.
    pub(crate) async fn keep_programme(
        &mut self,
        id: Option<ChoiceId>,
        input: ProgrammeInput,
    ) -> Result<ChoiceId> {
        let input = checked::input(self.connection(), input).await?;
        let all = programmes(self.connection()).await?;
        let known = checked::place(&all, id, &input.programme.id)?;
        let position = known.map_or_else(|| next_position(&all), |known| known.position);
        let key = input.programme.id.clone();
        self.choose(ChoiceKind::Programme, &key, position, &input)
            .await
    }

    /// What was said about the rewards, credits and points of a programme goes with it.
    async fn forget_what_names(&mut self, programme: ChoiceId) -> Result<()> {
        let db = self.connection();
        let receivables = choices::all::<KeptReceivable>(db, ChoiceKind::Receivable).await?;
        let receipts = choices::all::<KeptReceipt>(db, ChoiceKind::Receipt).await?;
        let moves = choices::all::<KeptPointsMove>(db, ChoiceKind::PointsMove).await?;
        let receivables = of(receivables, |kept| kept.programme == programme);
        let receipts = of(receipts, |kept| kept.programme == Some(programme));
        let moves = of(moves, |kept| kept.programme == programme);
        let kinds = [
            (ChoiceKind::Receivable, receivables),
            (ChoiceKind::Receipt, receipts),
            (ChoiceKind::PointsMove, moves),
        ];
        for (kind, ids) in kinds {
            for id in ids {
                self.unchoose(kind, id).await?;
            }
        }
        self.forget_programme_left_out(programme).await
    }

    async fn forget_programme_left_out(&mut self, programme: ChoiceId) -> Result<()> {
        let kind = ChoiceKind::PurchaseDetail;
        let details = choices::all::<KeptDetail>(self.connection(), kind).await?;
        for mut choice in details {
            let left_out = &mut choice.value.detail.left_out;
            let before = left_out.len();
            left_out.retain(|id| *id != programme);
            if left_out.len() == before {
                continue;
            }
            if choice.value.detail == super::inputs::PurchaseDetail::default() {
                self.unchoose(kind, choice.id).await?;
            } else {
                self.choose(kind, &choice.key, choice.position, &choice.value)
                    .await?;
            }
        }
        Ok(())
    }
}

fn of<T>(choices: Vec<Choice<T>>, is_wanted: impl Fn(&T) -> bool) -> Vec<ChoiceId> {
    let wanted = choices
        .into_iter()
        .filter(|choice| is_wanted(&choice.value));
    wanted.map(|choice| choice.id).collect()
}

async fn programmes(db: &mut SqliteConnection) -> Result<Vec<Choice<KeptProgramme>>> {
    choices::all(db, ChoiceKind::Programme).await
}

fn found(all: &[Choice<KeptProgramme>], id: ChoiceId) -> Result<&Choice<KeptProgramme>> {
    let found = all.iter().find(|choice| choice.id == id);
    found.ok_or(LedgerError::Missing("programme"))
}

fn next_position(all: &[Choice<KeptProgramme>]) -> i64 {
    let last = all.iter().map(|choice| choice.position).max();
    last.map_or(0, |last| last.saturating_add(1))
}

/// Lays down when a rule was activated, and gives its name.
fn activate(input: &mut ProgrammeInput, rule: i64, on: Option<NaiveDate>) -> Result<String> {
    let mut rules = input.programme.rules.iter_mut();
    let rule = rules.find(|written| written.id == rule);
    let rule =
        rule.ok_or_else(|| LedgerError::invalid("rule", "the programme has no such rule"))?;
    let activation: &mut WrittenActivation = rule
        .activation
        .as_mut()
        .ok_or_else(|| LedgerError::invalid("rule", "this rule holds without being activated"))?;
    activation.on = on;
    Ok(words::rule_name(rule))
}
