//! Games, tips and day passes, for people.

use farthing_ledger::games::{DayPass, GameTitle, Games, TipYear};

use crate::error::Result;
use crate::screen::{Out, Table, amount, counted, percent};

/// Games with their cap, then tips.
pub fn games(games: &Games, out: &mut Out) -> Result<()> {
    if games.titles.is_empty() && games.tips.is_empty() {
        return out.line("There are no games and no tips yet; `farthing games add` makes a game.");
    }
    if let Some(cap) = &games.cap {
        out.line(&cap.words)?;
    }
    for game in &games.titles {
        title(game, out)?;
    }
    tips(&games.tips, &games.tips_formula, out)
}

fn title(game: &GameTitle, out: &mut Out) -> Result<()> {
    let (input, unit) = (&game.input, &game.input.unit);
    out.line("")?;
    out.line(&format!(
        "{} ({}): {}, {}; {} this month",
        input.title,
        game.id.0,
        counted(game.count, "purchase", "purchases"),
        amount(&game.spent),
        amount(&game.spent_this_month)
    ))?;
    if !game.packs.is_empty() {
        let mut table = Table::new(&["pack", ">price", ">units", ">a unit"]);
        for pack in &game.packs {
            table.row([
                pack.name.clone(),
                amount(&pack.price),
                pack.units.to_string(),
                format!("{} {}", pack.unit_price, pack.price.currency),
            ]);
        }
        table.print(out, "  ")?;
    }
    if !game.packs_words.is_empty() {
        out.line(&format!("  {}", game.packs_words))?;
    }
    let left = match &game.left_value {
        Some(value) => format!(
            "{} {unit} left, which have cost {}",
            game.units_left,
            amount(value)
        ),
        None => format!("{} {unit} left", game.units_left),
    };
    out.line(&format!(
        "  {} bought, {} free, {} spent: {left}",
        game.units_bought, game.units_free, game.units_spent
    ))?;
    if game.unclear > 0 {
        let purchases = counted(game.unclear, "purchase is", "purchases are");
        out.line(&format!(
            "  {purchases} the size of no pack, or of a pack of two games"
        ))?;
    }
    out.line(&format!("  {}", game.formula))
}

fn tips(tips: &[TipYear], formula: &str, out: &mut Out) -> Result<()> {
    if tips.is_empty() {
        return Ok(());
    }
    let mut table = Table::new(&[
        ">year", "tips to", ">tips", ">paid", ">fees", ">reaches", ">share",
    ]);
    for tip in tips {
        table.row([
            tip.year.to_string(),
            tip.name.clone(),
            tip.count.to_string(),
            amount(&tip.paid),
            amount(&tip.fees),
            amount(&tip.reaches),
            format!("{} %", percent(&tip.share)),
        ]);
    }
    out.line("")?;
    table.print(out, "")?;
    out.line(formula)
}

/// What is paid use by use.
pub fn passes(passes: &[DayPass], out: &mut Out) -> Result<()> {
    if passes.is_empty() {
        return out.line("Nothing is paid use by use without a rhythm of its own.");
    }
    let mut table = Table::new(&["paid by use", ">a use", ">uses a month", ">a month"]);
    for pass in passes {
        table.row([
            pass.name.clone(),
            amount(&pass.use_price),
            pass.uses_a_month.clone(),
            amount(&pass.monthly),
        ]);
    }
    table.print(out, "")
}
