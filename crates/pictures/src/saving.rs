//! The pictures of saving: how a goal grows, what the lab says of two rules, and the code of a transfer.

use chrono::NaiveDate;
use farthing_charts::{
    CodeStandard, GoalGrowth, GoalPoint, MonthSeries, ProjectionBand, Size, Theme,
};
use farthing_ledger::savings::{CodeKind, GoalDetail, LabCurrency, LabQuery, LabResult};
use farthing_ledger::{Amount, ChoiceId, Ledger, LedgerError};
use farthing_money::{Currency, Money};

use crate::{Drawn, Look, PictureError, currency_of};

/// How a goal has grown, and when it may be reached.
pub async fn goal(ledger: &Ledger, id: ChoiceId, today: NaiveDate, look: Look) -> Drawn {
    let detail = ledger.goal(id, today, 0).await?;
    let currency = currency_of(&detail.summary.promised.currency)?;
    let points = points(&detail, currency)?;
    let start = points.first().map_or(today, |first| first.day.min(today));
    let target = detail.summary.goal.target.as_deref();
    let target = target.filter(|text| !text.trim().is_empty());
    let target = target.map(|text| Money::parse(&text.replace(',', "."), currency));
    let target = target.transpose().map_err(LedgerError::from)?;
    let band = detail.summary.projection.as_ref();
    let band = band.filter(|band| band.a_week.is_some());
    let growth = GoalGrowth {
        currency,
        points: &points,
        start,
        today,
        target,
        target_day: detail.summary.goal.by.filter(|by| *by > start),
        band: band.map(|band| ProjectionBand {
            early: band.early,
            likely: band.likely,
            late: band.late,
        }),
    };
    let (theme, size) = drawn_with(look);
    Ok(farthing_charts::goal_growth(&growth, &theme, size)?)
}

fn points(detail: &GoalDetail, currency: Currency) -> Result<Vec<GoalPoint>, PictureError> {
    let points = detail.points.iter().map(|point| {
        Ok(GoalPoint {
            day: point.day,
            promised: money(&point.promised, currency)?,
            moved: money(&point.moved, currency)?,
        })
    });
    points.collect()
}

/// What one or two rules would have set aside in a currency, month by month.
pub async fn lab(ledger: &Ledger, query: LabQuery, currency: &str, look: Look) -> Drawn {
    let currency = currency_of(currency)?;
    let results = ledger.lab(query).await?;
    let series = results
        .iter()
        .map(|result| Ok((result.name.as_str(), months(result, currency)?)))
        .collect::<Result<Vec<_>, PictureError>>()?;
    let series: Vec<MonthSeries<'_>> = series
        .iter()
        .map(|(name, months)| MonthSeries { name, months })
        .collect();
    let nothing = MonthSeries {
        name: "",
        months: &[],
    };
    let (theme, size) = drawn_with(look);
    Ok(farthing_charts::lab_months(
        series.first().unwrap_or(&nothing),
        series.get(1),
        currency,
        &theme,
        size,
    )?)
}

fn months(result: &LabResult, currency: Currency) -> Result<Vec<(NaiveDate, Money)>, PictureError> {
    let of_currency = |told: &&LabCurrency| told.currency == currency.code();
    let told = result.currencies.iter().find(of_currency);
    let months = told.map(|told| told.months.as_slice()).unwrap_or_default();
    let months = months
        .iter()
        .map(|month| Ok((month.from, money(&month.amount, currency)?)));
    months.collect()
}

/// The code of a confirmed transfer as SVG.
pub async fn sweep_code(ledger: &Ledger, id: ChoiceId) -> Result<String, PictureError> {
    let handoff = ledger.handoff(id).await?;
    let (Some(payload), Some(kind)) = (handoff.payload, handoff.code) else {
        return Err(PictureError::Ledger(LedgerError::Invalid {
            field: "transfer",
            message: "this way has no code; follow its steps".to_owned(),
        }));
    };
    let (standard, title) = match kind {
        CodeKind::Epc => (CodeStandard::Epc, "Code of the transfer for a banking app"),
        CodeKind::Swiss => (CodeStandard::SwissBill, "Code of the QR-bill"),
        CodeKind::Plain => (CodeStandard::Open, "Code of the transfer"),
    };
    Ok(farthing_charts::code(&payload, standard, title)?.svg)
}

pub(crate) fn drawn_with(look: Look) -> (Theme, Size) {
    let size = Size {
        width: look.width,
        height: look.height,
    };
    (Theme::from(look.theme), size)
}

pub(crate) fn money(amount: &Amount, currency: Currency) -> Result<Money, LedgerError> {
    Ok(Money::parse(&amount.value, currency)?)
}
