//! Points: lots that expire, earned by purchases and moved by hand.

mod bonuses;
mod earned;
mod purse;
mod words;

use chrono::{DateTime, NaiveDate, Utc};
use farthing_money::Money;
use farthing_rules::cashback::PointsOutcome;
use sqlx::SqliteConnection;

use super::inputs::PointsMoveInput;
use super::kept::{KeptPointsMove, KeptProgramme, Laid};
use super::programmes::{Figure, ProgrammeFile};
use super::read::ReadProgramme;
use super::typed::above_zero;
use super::views::{PointsAction, PointsPurse};
use super::words::{day_words, money_words};
use crate::choices::{self, Choice, ChoiceKind};
use crate::error::{LedgerError, Result};
use crate::ids::ChoiceId;
use crate::store::Ledger;

pub(super) use purse::Purse;
use purse::PurseMove;

/// The longest note.
const LONGEST_NOTE: usize = 2_000;

impl Ledger {
    /// The points of every programme that has any.
    pub async fn points(&self, today: NaiveDate) -> Result<Vec<PointsPurse>> {
        let mut db = self.pool.acquire().await?;
        let laid = Laid::of(&mut db).await?;
        let purses = Purse::all(&mut db, &laid, today).await?;
        purses.iter().map(Purse::shown).collect()
    }

    /// Lets points come or go by hand.
    pub async fn move_points(
        &self,
        programme: ChoiceId,
        input: PointsMoveInput,
        today: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<PointsPurse> {
        let mut write = self.begin(now).await?;
        write.on(today);
        let laid = Laid::of(write.connection()).await?;
        let read = pays_points(laid.programme(programme)?)?;
        let kept = checked(&read, &input, today)?;
        let purse = Purse::of(write.connection(), &laid, &read, today).await?;
        check_balance(&purse, &kept)?;
        let key = write.new_id()?.to_string();
        let label = label(&read, &kept)?;
        write.choose(ChoiceKind::PointsMove, &key, 0, &kept).await?;
        write.commit(&label).await?;
        self.purse(programme, today).await
    }

    /// Takes back a move that was laid down by hand.
    pub async fn forget_points_move(
        &self,
        id: ChoiceId,
        today: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<PointsPurse> {
        let mut write = self.begin(now).await?;
        write.on(today);
        let moves = moves(write.connection()).await?;
        let found = moves.into_iter().find(|kept| kept.id == id);
        let kept = found.ok_or(LedgerError::Missing("move of points"))?.value;
        let laid = Laid::of(write.connection()).await?;
        let read = pays_points(laid.programme(kept.programme)?)?;
        write.unchoose(ChoiceKind::PointsMove, id).await?;
        let points = money_words(read.reward(kept.minor)?);
        let label = format!("Forget a move of {points} of {}", read.name());
        write.commit(&label).await?;
        self.purse(kept.programme, today).await
    }

    /// Says what a point is worth, in the currency of its programme; empty where nobody knows.
    pub async fn value_points(
        &self,
        programme: ChoiceId,
        value: &str,
        today: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<PointsPurse> {
        let mut write = self.begin(now).await?;
        write.on(today);
        let laid = Laid::of(write.connection()).await?;
        let choice = laid.programme(programme)?;
        let name = pays_points(choice)?.name().to_owned();
        let value = value.trim().replacen(',', ".", 1);
        let mut kept = choice.value.clone();
        kept.programme.point_value = (!value.is_empty()).then(|| Figure::of(value));
        ProgrammeFile::of(kept.programme.clone())?;
        write
            .choose(ChoiceKind::Programme, &choice.key, choice.position, &kept)
            .await?;
        let label = format!("Say what a point of {name} is worth");
        write.commit(&label).await?;
        self.purse(programme, today).await
    }

    async fn purse(&self, programme: ChoiceId, today: NaiveDate) -> Result<PointsPurse> {
        let mut db = self.pool.acquire().await?;
        let laid = Laid::of(&mut db).await?;
        let read = pays_points(laid.programme(programme)?)?;
        Purse::of(&mut db, &laid, &read, today).await?.shown()
    }
}

/// The moves that were laid down by hand, in the order in which they were.
async fn moves(db: &mut SqliteConnection) -> Result<Vec<Choice<KeptPointsMove>>> {
    choices::all(db, ChoiceKind::PointsMove).await
}

fn pays_points(choice: &Choice<KeptProgramme>) -> Result<ReadProgramme<'_>> {
    let read = ReadProgramme::of(choice)?;
    if read.pays_money() {
        let message = format!("{} pays money, not points", read.name());
        return Err(LedgerError::invalid("programme", message));
    }
    Ok(read)
}

/// What the person wrote, as it is kept.
fn checked(
    read: &ReadProgramme<'_>,
    input: &PointsMoveInput,
    today: NaiveDate,
) -> Result<KeptPointsMove> {
    let wrong = |field, message| Err(LedgerError::invalid(field, message));
    let points = above_zero("points", &input.points, read.file.unit())?;
    let points = points.ok_or_else(|| LedgerError::invalid("points", "write how many"))?;
    let day = input.day.unwrap_or(today);
    if day > today {
        return wrong("day", "choose today or an earlier day");
    }
    match input.expires {
        Some(_) if input.action != PointsAction::Earn => {
            return wrong("expires", "only points that come have a last day");
        }
        Some(expires) if expires < day => {
            return wrong(
                "expires",
                "their last day lies before the day on which they came",
            );
        }
        _ => {}
    }
    if input.note.chars().count() > LONGEST_NOTE {
        return wrong("note", "it has more than 2000 characters; shorten it");
    }
    Ok(KeptPointsMove {
        programme: read.id(),
        action: input.action,
        day,
        minor: points.minor(),
        expires: input.expires,
        note: input.note.trim().to_owned(),
    })
}

/// An error where there are not enough points for a move, or not for a later one any more.
fn check_balance(purse: &Purse, kept: &KeptPointsMove) -> Result<()> {
    let place = purse.place_of(kept.day);
    let mut with = purse.moves.clone();
    with.insert(place, PurseMove::by_hand(ChoiceId(0), kept, purse.unit())?);
    let outcomes = purse.lots_of(&with)?.outcomes;
    if outcomes.get(place) == Some(&PointsOutcome::Insufficient) {
        return Err(too_many(purse, kept.day)?);
    }
    let mut after = outcomes;
    after.remove(place);
    let pairs = purse
        .moves
        .iter()
        .zip(purse.lots.outcomes.iter().zip(&after));
    let mut broken = pairs
        .filter(|(_, outcomes)| *outcomes == (&PointsOutcome::Done, &PointsOutcome::Insufficient))
        .map(|(broken, _)| broken);
    match broken.next() {
        Some(broken) => Err(too_late(broken)),
        None => Ok(()),
    }
}

fn too_many(purse: &Purse, day: NaiveDate) -> Result<LedgerError> {
    let there = money_words(purse.balance_on(day)?);
    let message = format!("on {} there are {there}; fewer can be used", day_words(day));
    Ok(LedgerError::invalid("points", message))
}

fn too_late(broken: &PurseMove) -> LedgerError {
    let (points, day) = (money_words(broken.points), day_words(broken.day));
    let message = format!(
        "then the {points} that were used on {day} would not have been there; take that move back first, \
         or write fewer"
    );
    LedgerError::invalid("points", message)
}

fn label(read: &ReadProgramme<'_>, kept: &KeptPointsMove) -> Result<String> {
    let points: Money = read.reward(kept.minor)?;
    let (points, name) = (money_words(points), read.name());
    Ok(match kept.action {
        PointsAction::Earn => format!("Add {points} to {name}"),
        PointsAction::Redeem => format!("Use {points} of {name}"),
        PointsAction::Clawback => format!("Take {points} back from {name}"),
    })
}
