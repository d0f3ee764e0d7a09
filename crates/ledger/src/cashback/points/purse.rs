//! The points of one programme: what came and went, and what is left.

use chrono::{Days, NaiveDate};
use farthing_money::{Currency, Money};
use farthing_rules::cashback::{
    Expired, Expiry, Lots, PointsEvent, PointsMove, PointsOutcome, PointsPolicy, Programme, points,
};
use sqlx::SqliteConnection;

use super::super::kept::{KeptPointsMove, Laid};
use super::super::read::{ReadProgramme, rules_error};
use super::super::views::{ExpiringPoints, PointsAction, PointsMoveRow, PointsPurse};
use super::words::expiry_words;
use super::{earned, moves};
use crate::error::Result;
use crate::ids::{ChoiceId, EntryId};

/// The points of a programme on a day.
pub(in crate::cashback) struct Purse {
    pub programme: ChoiceId,
    pub name: String,
    /// What a point is worth, as it is written.
    point_value: String,
    /// None where the programme does not say.
    policy: Option<PointsPolicy>,
    rules: Programme,
    today: NaiveDate,
    /// The least that can be redeemed; zero for any number.
    pub floor: Money,
    /// Up to today, in the order in which they happened.
    pub moves: Vec<PurseMove>,
    pub lots: Lots,
}

/// Points that came or went.
#[derive(Debug, Clone)]
pub(in crate::cashback) struct PurseMove {
    pub id: Option<ChoiceId>,
    pub entry: Option<EntryId>,
    pub day: NaiveDate,
    pub action: PointsAction,
    /// Zero or more.
    pub points: Money,
    pub expires: Option<NaiveDate>,
    pub words: String,
}

impl Purse {
    /// One for each programme that pays points.
    pub(in crate::cashback) async fn all(
        db: &mut SqliteConnection,
        laid: &Laid,
        today: NaiveDate,
    ) -> Result<Vec<Self>> {
        let mut purses = Vec::new();
        for read in ReadProgramme::all(laid) {
            if !read.pays_money() {
                purses.push(Self::of(db, laid, &read, today).await?);
            }
        }
        Ok(purses)
    }

    /// That of a programme.
    pub(super) async fn of(
        db: &mut SqliteConnection,
        laid: &Laid,
        read: &ReadProgramme<'_>,
        today: NaiveDate,
    ) -> Result<Self> {
        let mut all = earned::moves(db, laid, read, today).await?;
        for kept in moves(db).await? {
            if kept.value.programme == read.id() {
                all.push(PurseMove::by_hand(kept.id, &kept.value, read.file.unit())?);
            }
        }
        all.retain(|one| one.day <= today);
        all.sort_by_key(|one| one.day);
        let written = read.file.written();
        let value = written.point_value.as_ref();
        let policy = read.file.points();
        Ok(Self {
            programme: read.id(),
            name: read.name().to_owned(),
            point_value: value.map_or_else(String::new, |value| value.text().to_owned()),
            lots: lots(policy, read.file.unit(), &all, today)?,
            policy,
            rules: read.programme.clone(),
            today,
            floor: read.file.payout_floor(),
            moves: all,
        })
    }

    pub(super) fn unit(&self) -> Currency {
        self.rules.unit()
    }

    /// Behind which moves one of a day comes.
    pub(super) fn place_of(&self, day: NaiveDate) -> usize {
        self.moves.partition_point(|one| one.day <= day)
    }

    /// What other moves would come to today.
    pub(super) fn lots_of(&self, moves: &[PurseMove]) -> Result<Lots> {
        lots(self.policy, self.unit(), moves, self.today)
    }

    /// What there was on a day, after all that happened on it.
    pub(super) fn balance_on(&self, day: NaiveDate) -> Result<Money> {
        let lots = lots(self.policy, self.unit(), &self.moves, day)?;
        Ok(lots.balance)
    }

    /// What so many points are worth; none where nobody knows.
    pub(in crate::cashback) fn value_of(&self, points: Money) -> Result<Option<Money>> {
        self.rules.value_of(points).map_err(rules_error)
    }

    /// How many expire from today until so many days later, both inclusive.
    pub(in crate::cashback) fn expiring_within(&self, days: u64) -> Result<Money> {
        let mut sum = Money::zero(self.unit());
        let Some(after) = self
            .today
            .checked_add_days(Days::new(days.saturating_add(1)))
        else {
            return Ok(self.lots.balance);
        };
        let later = lots(self.policy, self.unit(), &self.moves, after)?;
        for expired in later.expired.iter().filter(|past| past.on >= self.today) {
            sum = sum.checked_add(expired.points)?;
        }
        Ok(sum)
    }

    /// As it is told.
    pub(in crate::cashback) fn shown(&self) -> Result<PointsPurse> {
        let lots = &self.lots;
        let moves = self.moves.iter().zip(&lots.outcomes);
        let moves = moves.map(|(one, outcome)| one.row(*outcome));
        Ok(PointsPurse {
            programme: self.programme,
            programme_name: self.name.clone(),
            unit: self.unit().code().to_owned(),
            balance: lots.balance.into(),
            owed: lots.owed.into(),
            point_value: self.point_value.clone(),
            value: self.value_of(lots.balance)?.map(Into::into),
            expiry_words: expiry_words(self.policy.map(|policy| policy.expiry)),
            next_expiry: lots.next_expiry.map(expiring),
            expires_soon: lots.warns_on(self.today),
            expired: lots.expired.iter().copied().map(expiring).collect(),
            moves: moves.rev().collect(),
        })
    }
}

impl PurseMove {
    /// A move that was laid down by hand.
    pub(super) fn by_hand(id: ChoiceId, kept: &KeptPointsMove, unit: Currency) -> Result<Self> {
        let words = if kept.note.is_empty() {
            "By hand"
        } else {
            &kept.note
        };
        Ok(Self {
            id: Some(id),
            entry: None,
            day: kept.day,
            action: kept.action,
            points: Money::from_minor(kept.minor, unit)?,
            expires: kept.expires,
            words: words.to_owned(),
        })
    }

    /// Points that were earned, or taken back where they are below zero.
    pub(super) fn earned(
        entry: Option<EntryId>,
        day: NaiveDate,
        points: Money,
        words: String,
    ) -> Self {
        let (action, points) = if points.minor() < 0 {
            (PointsAction::Clawback, points.negated())
        } else {
            (PointsAction::Earn, points)
        };
        Self {
            id: None,
            entry,
            day,
            action,
            points,
            expires: None,
            words,
        }
    }

    fn event(&self) -> PointsEvent {
        PointsEvent {
            day: self.day,
            action: match self.action {
                PointsAction::Earn => PointsMove::Earn(self.points, self.expires),
                PointsAction::Redeem => PointsMove::Redeem(self.points),
                PointsAction::Clawback => PointsMove::Clawback(self.points),
            },
        }
    }

    fn row(&self, outcome: PointsOutcome) -> PointsMoveRow {
        PointsMoveRow {
            id: self.id,
            entry: self.entry,
            day: self.day,
            action: self.action,
            points: self.points.into(),
            expires: self.expires,
            words: self.words.clone(),
            done: outcome == PointsOutcome::Done,
        }
    }
}

/// Points of a programme that does not say when they expire never do.
fn lots(
    policy: Option<PointsPolicy>,
    unit: Currency,
    moves: &[PurseMove],
    day: NaiveDate,
) -> Result<Lots> {
    let never = PointsPolicy {
        unit,
        expiry: Expiry::Never,
    };
    let events: Vec<PointsEvent> = moves.iter().map(PurseMove::event).collect();
    points(&policy.unwrap_or(never), &events, day).map_err(rules_error)
}

fn expiring(expired: Expired) -> ExpiringPoints {
    ExpiringPoints {
        on: expired.on,
        points: expired.points.into(),
    }
}
