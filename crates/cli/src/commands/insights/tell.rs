//! The log for people.

use farthing_ledger::insights::{InsightView, Insights, InsightsFound, NoticesAre};

use crate::commands::words::word;
use crate::error::Result;
use crate::screen::{Out, Table};

pub(super) fn log(log: &Insights, out: &mut Out) -> Result<()> {
    if log.all.is_empty() {
        out.line("Nothing was noted yet; `farthing insights look` looks for it.")?;
    } else {
        let mut table = Table::new(&[">no", "noted", "state", "insight"]);
        for (number, one) in (1..).zip(&log.all) {
            table.row([
                number.to_string(),
                one.first_seen.to_string(),
                word(one.state),
                one.title.clone(),
            ]);
        }
        table.print(out, "")?;
    }
    out.line("")?;
    out.line(&notices(log))?;
    let muted = log.kinds.iter().filter(|kind| kind.is_muted);
    let muted: Vec<String> = muted
        .map(|kind| word(kind.kind).replace(' ', "-"))
        .collect();
    if !muted.is_empty() {
        out.line(&format!("Never: {}", muted.join(", ")))?;
    }
    Ok(())
}

pub(super) fn found(found: &InsightsFound, out: &mut Out) -> Result<()> {
    if found.new.is_empty() {
        return out.line("Nothing new.");
    }
    for one in &found.new {
        out.line(&format!("{}. {}", one.title, one.cause))?;
    }
    Ok(())
}

pub(super) fn why(insight: &InsightView, out: &mut Out) -> Result<()> {
    let state = word(insight.state);
    out.line(&format!(
        "{} ({state}, noted {})",
        insight.title, insight.first_seen
    ))?;
    out.line(&format!("  {}", insight.cause))?;
    out.line(&format!("  {}", insight.why))?;
    let kind = word(insight.kind).replace(' ', "-");
    out.line(&format!("  Its kind is {kind}, its key {}", insight.key))
}

fn notices(log: &Insights) -> String {
    let settings = &log.settings;
    match settings.notices {
        NoticesAre::Off => "The window tells none of them as a notice.".to_owned(),
        NoticesAre::On if settings.quiet_from == settings.quiet_to => {
            "The window tells at most one a day as a notice, at any hour.".to_owned()
        }
        NoticesAre::On => format!(
            "The window tells at most one a day as a notice, and none from {} to {}.",
            settings.quiet_from, settings.quiet_to
        ),
    }
}
