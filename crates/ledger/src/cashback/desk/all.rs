//! The desk as a whole.

use chrono::NaiveDate;
use sqlx::SqliteConnection;

use super::super::expected::rule_name_of;
use super::super::kept::{Laid, RewardCause};
use super::super::programme_list::{Totals, bonus_progress, caps};
use super::super::read::{ReadProgramme, named};
use super::super::views::{CapUse, CashbackFigures, Desk, EffectiveRow, Receivable};
use super::carried::Pots;
use super::items::{Item, Known, told};
use super::owed::{Owed, Settled};
use super::states::{is_closed, standing};
use super::{offered, payouts, sums};
use crate::error::{LedgerError, Result};

/// So many rewards that are open are listed; the sums are of all of them.
const MOST_OPEN: usize = 2_000;
/// So many that are closed, the newest.
const MOST_CLOSED: usize = 400;

/// All rewards that are money, and what can be seen of them together.
pub(in crate::cashback) async fn desk(db: &mut SqliteConnection, today: NaiveDate) -> Result<Desk> {
    let laid = Laid::of(db).await?;
    let programmes = ReadProgramme::all(&laid);
    let open = Owed::open(db, &laid).await?;
    let pots = Pots::of(&programmes, &laid, &open, today)?;
    let items = items(&programmes, &laid, &open, (&pots, today))?;
    let settled = Settled::all(db, &laid).await?;
    let newest = Owed::settled(db, &laid).await?;
    let newest = self::items(&programmes, &laid, &newest, (&pots, today))?;
    let listed = listed(&items, newest);
    let known = Known::of(db, &laid, &listed).await?;
    let told = listed.iter().map(|item| told(&laid, &known, item, today));
    Ok(Desk {
        items: told.collect::<Result<_>>()?,
        by_state: sums::by_state(&programmes, &items, &settled)?,
        ageing: sums::ageing(&items, today)?,
        payouts: payouts::payouts(&programmes, &items, today)?,
        offered: offered::offered(db, &programmes, &items, today).await?,
        unexpected: offered::unexpected(db, &programmes).await?,
    })
}

/// The figures of the charts.
pub(super) async fn figures(
    db: &mut SqliteConnection,
    today: NaiveDate,
) -> Result<CashbackFigures> {
    let laid = Laid::of(db).await?;
    let programmes = ReadProgramme::all(&laid);
    let open = Owed::open(db, &laid).await?;
    let pots = Pots::of(&programmes, &laid, &open, today)?;
    let items = items(&programmes, &laid, &open, (&pots, today))?;
    let settled = Settled::all(db, &laid).await?;
    let mut figures = CashbackFigures {
        by_state: sums::by_state(&programmes, &items, &settled)?,
        ageing: sums::ageing(&items, today)?,
        effective: Vec::new(),
        caps: Vec::new(),
    };
    for programme in &programmes {
        figures
            .effective
            .extend(effective(db, &laid, programme, today).await?);
        for (rule, cap) in caps(db, programme, today).await? {
            figures.caps.push(CapUse {
                programme_name: programme.name().to_owned(),
                rule_name: rule_name_of(programme, rule),
                cap,
            });
        }
    }
    Ok(figures)
}

async fn effective(
    db: &mut SqliteConnection,
    laid: &Laid,
    programme: &ReadProgramme<'_>,
    today: NaiveDate,
) -> Result<Option<EffectiveRow>> {
    let bonuses = bonus_progress(db, laid, programme, today).await?;
    let totals = Totals::of(db, laid, programme, &bonuses, today).await?;
    let both = totals.net.zip(totals.percent);
    Ok(both.map(|(net, percent)| EffectiveRow {
        programme_name: programme.name().to_owned(),
        percent,
        spend: totals.spend.into(),
        net: net.into(),
    }))
}

/// One reward as it is told.
pub(super) async fn one(
    db: &mut SqliteConnection,
    key: &str,
    today: NaiveDate,
) -> Result<Receivable> {
    let laid = Laid::of(db).await?;
    let programmes = ReadProgramme::all(&laid);
    let (programme, cause) = RewardCause::of_key(key)?;
    let owed = Owed::find(db, programme, cause).await?;
    let owed = owed.ok_or(LedgerError::Missing("reward"))?;
    let pots = match named(&programmes, programme) {
        Some(programme) => Pots::of_one(db, &laid, programme, today).await?,
        None => Pots::default(),
    };
    let items = items(&programmes, &laid, &[owed], (&pots, today))?;
    let known = Known::of(db, &laid, &items).await?;
    let item = items.first().ok_or(LedgerError::Missing("programme"))?;
    told(&laid, &known, item, today)
}

/// How far these rewards are; those of programmes that cannot be worked out, or pay points, are left out.
fn items<'p, 'l>(
    programmes: &'p [ReadProgramme<'l>],
    laid: &Laid,
    owed: &[Owed],
    (pots, today): (&Pots, NaiveDate),
) -> Result<Vec<Item<'p, 'l>>> {
    let mut items = Vec::with_capacity(owed.len());
    for owed in owed {
        let programme = named(programmes, owed.programme);
        let Some(programme) = programme.filter(|programme| programme.pays_money()) else {
            continue;
        };
        items.push(Item {
            programme,
            owed: *owed,
            standing: standing(programme, laid, owed, (pots, today))?,
        });
    }
    Ok(items)
}

/// Those that can be acted on first, by the last day for it; then the open ones by the day they are due;
/// then the closed ones, the newest first.
fn listed<'p, 'l>(items: &[Item<'p, 'l>], newest: Vec<Item<'p, 'l>>) -> Vec<Item<'p, 'l>> {
    let (mut closed, mut open): (Vec<_>, Vec<_>) = items
        .iter()
        .copied()
        .partition(|item| is_closed(&item.standing));
    open.sort_by_key(|item| {
        let act_until = item.standing.action.and(item.standing.act_until);
        let due = item.standing.due;
        (
            act_until.is_none(),
            act_until,
            due.is_none(),
            due,
            item.owed.day,
            item.owed.cause,
        )
    });
    open.truncate(MOST_OPEN);
    closed.extend(newest);
    closed.sort_by_key(|item| (std::cmp::Reverse(item.owed.day), item.owed.cause));
    closed.truncate(MOST_CLOSED);
    open.extend(closed);
    open
}
