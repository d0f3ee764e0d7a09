//! What confirmed and cancelled series did: prices, charges that did not come or came after all, ends.

use chrono::NaiveDate;
use farthing_rules::insights::{Fact, Missed, PriceRise, StillCharged, Trial, TrialPrice};

use super::{Gathered, money};
use crate::error::Result;
use crate::insights::{InsightRows, InsightScreen};
use crate::recurring::SeriesView;
use crate::store::Ledger;

pub(super) async fn gathered(
    ledger: &Ledger,
    currency: &str,
    today: NaiveDate,
) -> Result<Vec<Gathered>> {
    let recurring = ledger.recurring(currency, today).await?;
    let mut facts = Vec::new();
    for series in &recurring.series {
        let mut of_series = trials(series)?;
        of_series.extend(price(series)?);
        of_series.extend(missed(series)?);
        facts.extend(of_series.into_iter().map(|fact| (series, fact)));
    }
    for series in &recurring.cancelled {
        facts.extend(still_charged(series)?.map(|fact| (series, fact)));
    }
    let gathered = facts.into_iter().map(|(series, fact)| {
        Gathered::new(fact, InsightScreen::Recurring, rows(series, currency))
    });
    Ok(gathered.collect())
}

/// The payments, where they are of one payee.
fn rows(series: &SeriesView, currency: &str) -> Option<InsightRows> {
    match series.payee_ids.as_slice() {
        [payee] => Some(InsightRows {
            currency: currency.to_owned(),
            payee: Some(*payee),
            ..InsightRows::default()
        }),
        _ => None,
    }
}

fn price(series: &SeriesView) -> Result<Option<Fact>> {
    let Some(step) = series.steps.iter().max_by_key(|step| step.day) else {
        return Ok(None);
    };
    Ok(Some(Fact::Price(PriceRise {
        series: series.key.clone(),
        name: series.name.clone(),
        day: step.day,
        before: money(&step.from)?,
        after: money(&step.to)?,
    })))
}

fn missed(series: &SeriesView) -> Result<Option<Fact>> {
    let (Some(expected), Some(last_day), Some(last)) =
        (series.missed, series.last_day, &series.last)
    else {
        return Ok(None);
    };
    Ok(Some(Fact::Missed(Missed {
        series: series.key.clone(),
        name: series.name.clone(),
        expected,
        last_day,
        last: money(last)?,
    })))
}

fn trials(series: &SeriesView) -> Result<Vec<Fact>> {
    let fact = |price, ends| {
        Fact::Trial(Trial {
            series: series.key.clone(),
            name: series.name.clone(),
            price,
            ends,
        })
    };
    let trial = series.trial.iter();
    let mut facts: Vec<Fact> = trial
        .map(|clock| fact(TrialPrice::Trial, clock.ends))
        .collect();
    if let Some(intro) = &series.intro {
        let price = TrialPrice::Introductory(money(&intro.amount)?);
        facts.push(fact(price, intro.until));
    }
    Ok(facts)
}

fn still_charged(series: &SeriesView) -> Result<Option<Fact>> {
    let (Some(cancel), Some(last)) = (&series.cancel, &series.last) else {
        return Ok(None);
    };
    let Some(charged) = cancel.still_charged else {
        return Ok(None);
    };
    Ok(Some(Fact::StillCharged(StillCharged {
        series: series.key.clone(),
        name: series.name.clone(),
        cancelled: cancel.day,
        charged,
        amount: money(last)?,
    })))
}
