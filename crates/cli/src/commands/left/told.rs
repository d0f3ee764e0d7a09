//! What is left, for people.

use farthing_ledger::allowance::{
    AllowanceShown, AllowanceState, CategoryLimit, ClosedPeriod, LeftNow,
};

use crate::commands::savings::amounts;
use crate::error::Result;
use crate::screen::{Out, Table, amount};

/// All of it.
pub fn all(allowances: &[AllowanceShown], limits: &[CategoryLimit], out: &mut Out) -> Result<()> {
    if allowances.is_empty() && limits.is_empty() {
        return out.line("There is no allowance yet; `farthing left set` makes one.");
    }
    for (number, shown) in allowances.iter().enumerate() {
        if number > 0 {
            out.line("")?;
        }
        allowance(shown, out)?;
    }
    if !limits.is_empty() {
        if !allowances.is_empty() {
            out.line("")?;
        }
        self::limits(limits).print(out, "")?;
    }
    Ok(())
}

/// One allowance.
pub fn allowance(shown: &AllowanceShown, out: &mut Out) -> Result<()> {
    let name = &shown.allowance.name;
    match (&shown.left, shown.state) {
        (Some(left), _) => running(name, left, out)?,
        (None, AllowanceState::Ahead) => out.line(&format!("{name}: its first day is to come"))?,
        (None, _) => out.line(&format!("{name}: its last day is over"))?,
    }
    match shown.closed.first() {
        Some(closed) => over(closed, shown.goal_name.as_deref(), out),
        None => Ok(()),
    }
}

fn running(name: &str, left: &LeftNow, out: &mut Out) -> Result<()> {
    out.line(&format!("{name}: {} left today", amount(&left.left_today)))?;
    out.line(&format!("  {}", left.today_formula))?;
    out.line(&format!(
        "  {} left from {} to {}: {}",
        amount(&left.left),
        left.first,
        left.last,
        left.left_formula
    ))?;
    if let Some(tomorrow) = &left.tomorrow {
        let tomorrow = amount(tomorrow);
        out.line(&format!(
            "  Tomorrow has {tomorrow} if today leaves nothing."
        ))?;
    }
    if let Some(set_aside) = &left.set_aside {
        let set_aside = amount(set_aside);
        out.line(&format!(
            "  {set_aside} lies ready for the close of the period."
        ))?;
    }
    if let Some(sum) = &left.open_sum {
        let rests: Vec<_> = left.open.iter().map(|rest| rest.amount.clone()).collect();
        out.line(&format!(
            "  {} waits for an answer ({}): `farthing left answer` spreads it or gives it to today.",
            amount(sum),
            amounts(&rests)
        ))?;
    }
    Ok(())
}

fn over(closed: &ClosedPeriod, goal: Option<&str>, out: &mut Out) -> Result<()> {
    let pledged = match (&closed.pledged, &closed.can_be_swept) {
        (Some(pledged), _) => format!("; {} pledged to a goal", amount(pledged)),
        (None, Some(can)) => format!(
            "; {} can go to {} with `farthing left sweep`",
            amount(can),
            goal.unwrap_or("its goal")
        ),
        (None, None) => String::new(),
    };
    out.line(&format!(
        "  {} was left from {} to {}{pledged}",
        amount(&closed.left),
        closed.first,
        closed.last
    ))
}

fn limits(limits: &[CategoryLimit]) -> Table {
    let mut table = Table::new(&[
        "category",
        ">limit",
        "from",
        "to",
        ">spent",
        ">percent",
        ">at an even pace",
        ">ahead",
        ">left",
    ]);
    for limit in limits {
        table.row([
            limit.category.name.clone(),
            amount(&limit.limit),
            limit.first.to_string(),
            limit.last.to_string(),
            amount(&limit.spent),
            limit.spent_percent.to_string(),
            amount(&limit.expected),
            amount(&limit.ahead),
            amount(&limit.left),
        ]);
    }
    table
}
