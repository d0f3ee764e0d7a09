//! The pictures of cashback: how far rewards are, how long they have been due, what programmes bring,
//! and what is used of caps.

use chrono::NaiveDate;
use farthing_charts::{BarPoint, Size, Theme};
use farthing_ledger::cashback::{
    AgeBand, CapUse, CashbackFigures, EffectiveRow, ReceivableState, StateSum,
};
use farthing_ledger::{Amount, Ledger, LedgerError};
use farthing_money::{Currency, Money};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

use crate::{Drawn, Look, PictureError, currency_of};

/// Which picture of cashback.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CashbackKind {
    /// A bar for each state.
    Pipeline,
    /// A bar for each stretch of days that something has been due.
    Ageing,
    /// A bar for each programme: what it brings for 100 spent, without its annual fee.
    Effective,
    /// A bar for each cap: what is used of it.
    Caps,
}

/// Draws a picture of cashback; those of amounts show one currency.
pub async fn cashback(
    ledger: &Ledger,
    kind: CashbackKind,
    currency: &str,
    today: NaiveDate,
    look: Look,
) -> Drawn {
    let figures = ledger.cashback_figures(today).await?;
    let currency = currency_of(currency)?;
    let (title, points) = points(&figures, kind, currency)?;
    let size = Size {
        width: look.width,
        height: look.height,
    };
    let theme = Theme::from(look.theme);
    Ok(farthing_charts::bars(&points, &title, &theme, size)?)
}

type Points = Result<(String, Vec<BarPoint>), PictureError>;

fn points(figures: &CashbackFigures, kind: CashbackKind, currency: Currency) -> Points {
    let (title, points) = match kind {
        CashbackKind::Pipeline => (
            format!("Cashback by state in {currency}"),
            of_currency(&figures.by_state, currency, |row| &row.sum, state)?,
        ),
        CashbackKind::Ageing => (
            format!("Cashback that is not paid, by how long it has been due, in {currency}"),
            of_currency(&figures.ageing, currency, |row| &row.sum, band)?,
        ),
        CashbackKind::Effective => (
            "What 100 spent bring, without the annual fee".to_owned(),
            each(&figures.effective, effective)?,
        ),
        CashbackKind::Caps => ("What is used of caps".to_owned(), each(&figures.caps, cap)?),
    };
    Ok((title, points))
}

fn each<T>(
    rows: &[T],
    point: impl Fn(&T) -> Result<BarPoint, PictureError>,
) -> Result<Vec<BarPoint>, PictureError> {
    rows.iter().map(point).collect()
}

fn of_currency<T>(
    rows: &[T],
    currency: Currency,
    sum: impl Fn(&T) -> &Amount,
    point: impl Fn(&T, Money) -> BarPoint,
) -> Result<Vec<BarPoint>, PictureError> {
    let rows = rows
        .iter()
        .filter(|row| sum(row).currency == currency.code());
    let points = rows.map(|row| Ok(point(row, money(sum(row), currency)?)));
    points.collect()
}

fn state(row: &StateSum, sum: Money) -> BarPoint {
    let name = named(row.state);
    BarPoint {
        // The word of the state, by which the desk is filtered.
        key: name.to_lowercase().replace(' ', "_"),
        ..amount_bar(name.to_owned(), sum, row.count)
    }
}

fn named(state: ReceivableState) -> &'static str {
    match state {
        ReceivableState::Expected => "Expected",
        ReceivableState::Tracked => "Tracked",
        ReceivableState::Confirmed => "Confirmed",
        ReceivableState::Payable => "Payable",
        ReceivableState::Paid => "Paid",
        ReceivableState::Short => "Short",
        ReceivableState::Overdue => "Overdue",
        ReceivableState::Missing => "Missing",
        ReceivableState::Declined => "Declined",
        ReceivableState::TakenBack => "Taken back",
    }
}

fn band(row: &AgeBand, sum: Money) -> BarPoint {
    amount_bar(row.words.clone(), sum, row.count)
}

fn amount_bar(name: String, sum: Money, count: u32) -> BarPoint {
    let noun = if count == 1 { "reward" } else { "rewards" };
    BarPoint {
        key: name.clone(),
        name,
        length: sum.minor(),
        track: None,
        value: format!("{sum} · {count} {noun}"),
    }
}

/// In hundredths of a percent.
fn effective(row: &EffectiveRow) -> Result<BarPoint, PictureError> {
    let percent: Decimal = row.percent.parse().map_err(|_| unreadable(&row.percent))?;
    let hundredths = (percent * Decimal::ONE_HUNDRED).trunc().to_i64();
    Ok(BarPoint {
        key: row.programme_name.clone(),
        name: row.programme_name.clone(),
        length: hundredths.ok_or_else(|| unreadable(&row.percent))?,
        track: None,
        value: format!("{} %", row.percent),
    })
}

/// In thousandths of the cap, so that caps of several currencies share a picture.
fn cap(row: &CapUse) -> Result<BarPoint, PictureError> {
    let figure = |amount: &Amount| -> Result<Decimal, PictureError> {
        amount.value.parse().map_err(|_| unreadable(&amount.value))
    };
    let (used, limit) = (figure(&row.cap.used)?, figure(&row.cap.limit)?);
    let share = used.checked_div(limit).unwrap_or(Decimal::ONE);
    let thousandths = (share * Decimal::ONE_THOUSAND).trunc().to_i64();
    Ok(BarPoint {
        key: format!("{} · {}", row.programme_name, row.rule_name),
        name: row.rule_name.clone(),
        length: thousandths.ok_or_else(|| unreadable(&row.cap.used.value))?,
        track: Some(1_000),
        value: format!(
            "{} of {} {}",
            row.cap.used.value, row.cap.limit.value, row.cap.limit.currency
        ),
    })
}

fn unreadable(text: &str) -> PictureError {
    PictureError::Ledger(LedgerError::Damaged(format!("“{text}” is no figure")))
}

fn money(amount: &Amount, currency: Currency) -> Result<Money, LedgerError> {
    Ok(Money::parse(&amount.value, currency)?)
}
