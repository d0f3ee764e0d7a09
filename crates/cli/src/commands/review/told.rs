//! A review for people: its five steps as tables.

use farthing_ledger::EntryRow;
use farthing_ledger::cashback::Receivable;
use farthing_ledger::review::{
    ReviewChoiceShown, ReviewFigures, ReviewOption, ReviewStep, ReviewStepShown, ReviewStepState,
    Uncategorised, WeeklyReview,
};
use farthing_ledger::savings::SweepProposal;

use super::change::kind;
use crate::commands::savings::text;
use crate::commands::words::word;
use crate::error::Result;
use crate::screen::{Out, Table, amount, counted};

/// All of it.
pub fn all(review: &WeeklyReview, out: &mut Out) -> Result<()> {
    head(review, out)?;
    for (number, step) in (1..).zip(&review.steps) {
        out.line("")?;
        out.line(&format!("{number} {}", title(step)))?;
        match step.step {
            ReviewStep::Uncategorised => uncategorised(&review.uncategorised, out)?,
            ReviewStep::Refunds => refunds(review, out)?,
            ReviewStep::Cashback => cashback(&review.cashback, out)?,
            ReviewStep::Sweep => sweeps(&review.sweeps, out)?,
            ReviewStep::Choice => choice(review, out)?,
        }
    }
    Ok(())
}

fn head(review: &WeeklyReview, out: &mut Out) -> Result<()> {
    let since = match review.since {
        Some(since) => format!("since {since}"),
        None => "the first one".to_owned(),
    };
    let done = match review.done {
        Some(done) => format!(", finished on {done}"),
        None => String::new(),
    };
    out.line(&format!("Review {}, {since}{done}", review.week))?;
    figures(&review.figures, out)
}

fn figures(figures: &ReviewFigures, out: &mut Out) -> Result<()> {
    let payments = counted(i64::from(figures.count), "small payment", "small payments");
    let usual = match &figures.usual {
        Some(usual) => format!(
            "; usually {} and {}",
            counted(usual.count, "payment", "payments"),
            amount(&usual.sum)
        ),
        None => String::new(),
    };
    let (from, to, sum) = (figures.from, figures.to, amount(&figures.sum));
    out.line(&format!("{from} to {to}: {payments}, {sum}{usual}"))?;
    if figures.weeks.len() < 2 {
        return Ok(());
    }
    let mut table = Table::new(&["week from", ">payments", ">sum"]);
    for week in &figures.weeks {
        table.row([
            week.monday.to_string(),
            week.count.to_string(),
            amount(&week.sum),
        ]);
    }
    table.print(out, "  ")
}

fn title(step: &ReviewStepShown) -> String {
    let name = match step.step {
        ReviewStep::Uncategorised => "Without a category",
        ReviewStep::Refunds => "Refunds",
        ReviewStep::Cashback => "Cashback",
        ReviewStep::Sweep => "Transfer",
        ReviewStep::Choice => "One choice for the next week",
    };
    match (step.step, step.state) {
        (_, ReviewStepState::Skipped) => format!("{name}: skipped"),
        (ReviewStep::Choice, ReviewStepState::Clear) => format!("{name}: chosen"),
        (ReviewStep::Choice, ReviewStepState::Waiting) => name.to_owned(),
        (_, ReviewStepState::Clear) => format!("{name}: nothing waits"),
        (_, ReviewStepState::Waiting) => format!("{name}: {}", step.waiting),
    }
}

fn uncategorised(open: &Uncategorised, out: &mut Out) -> Result<()> {
    if open.rows.is_empty() {
        return Ok(());
    }
    let headings = [">id", "day", "payee", ">amount", "may be", "because"];
    let mut table = Table::new(&headings);
    for row in &open.rows {
        let proposal = row.proposal.as_ref();
        table.row([
            row.entry.id.0.to_string(),
            row.entry.date.to_string(),
            row.entry.payee.clone(),
            amount(&row.entry.amount),
            text(proposal.map(|it| &it.name)),
            text(proposal.map(|it| &it.because)),
        ]);
    }
    table.print(out, "  ")
}

fn refunds(review: &WeeklyReview, out: &mut Out) -> Result<()> {
    if review.awaited.is_empty() && review.refunds.is_empty() {
        return Ok(());
    }
    let mut table = Table::new(&[">id", "day", "payee", ">amount", "what", ">purchase", "why"]);
    let mut row = |entry: &EntryRow, what: String, purchase: String, why: String| {
        table.row([
            entry.id.0.to_string(),
            entry.date.to_string(),
            entry.payee.clone(),
            amount(&entry.amount),
            what,
            purchase,
            why,
        ]);
    };
    for entry in &review.awaited {
        row(entry, word(entry.status), String::new(), String::new());
    }
    for pair in &review.refunds {
        let purchase = pair.first.id.0.to_string();
        row(
            &pair.second,
            "came".to_owned(),
            purchase,
            pair.reason.clone(),
        );
    }
    table.print(out, "  ")
}

fn cashback(items: &[Receivable], out: &mut Out) -> Result<()> {
    if items.is_empty() {
        return Ok(());
    }
    let headings = ["key", "for", ">amount", "state", "due", "can do", "until"];
    let mut table = Table::new(&headings);
    for item in items {
        table.row([
            item.key.clone(),
            format!("{}, {}", item.title, item.programme_name),
            amount(&item.amount),
            word(item.state),
            text(item.due),
            item.action.map(word).unwrap_or_default(),
            text(item.act_until),
        ]);
    }
    table.print(out, "  ")
}

fn sweeps(proposals: &[SweepProposal], out: &mut Out) -> Result<()> {
    if proposals.is_empty() {
        return Ok(());
    }
    let mut table = Table::new(&["from", "to", ">amount", "why"]);
    for proposal in proposals {
        table.row([
            proposal.from_name.clone(),
            proposal.destination_name.clone(),
            amount(&proposal.amount),
            proposal.words.clone(),
        ]);
    }
    table.print(out, "  ")
}

fn choice(review: &WeeklyReview, out: &mut Out) -> Result<()> {
    for before in &review.before {
        told_choice(before, out)?;
    }
    if let Some(choice) = &review.choice {
        return told_choice(choice, out);
    }
    options(&review.options, out)
}

fn told_choice(shown: &ReviewChoiceShown, out: &mut Out) -> Result<()> {
    let (first, what, words) = (shown.first, &shown.what, &shown.words);
    out.line(&format!("  Week from {first}: {what}. {words}"))
}

fn options(options: &[ReviewOption], out: &mut Out) -> Result<()> {
    if options.is_empty() {
        return out.line("  `farthing review choose TEXT` keeps a sentence.");
    }
    let mut table = Table::new(&["kind", "name", "what"]);
    for option in options {
        table.row([
            kind(&option.choice).to_owned(),
            option.name.clone(),
            option.what.clone(),
        ]);
    }
    table.print(out, "  ")
}
