//! The games with their figures, and the cap across all of them.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Months, NaiveDate};
use farthing_money::{Currency, Money, Rounding};
use farthing_rules::lens::share;
use sqlx::SqliteConnection;

use super::kept::Said;
use super::packs::{self, Pack};
use super::purchases::{self, Bought};
use super::{Creator, GameCap, GameInput, GameTitle, Games, tips};
use crate::day::first_of_month;
use crate::error::{LedgerError, Result};
use crate::ids::{ChoiceId, PayeeId};
use crate::store::Ledger;
use crate::totals::{add, stored_currency};
use crate::wire::amount;

/// A game with what its figures are made of.
struct Known {
    id: ChoiceId,
    game: GameInput,
    currency: Currency,
    packs: Vec<Pack>,
    payees: BTreeSet<i64>,
}

impl Ledger {
    /// Games with their cap, and tips, as of a day.
    pub async fn games(&self, today: NaiveDate) -> Result<Games> {
        let mut db = self.pool.acquire().await?;
        let said = Said::of(&mut db).await?;
        let known = known(&mut db, &said).await?;
        let mut bought = BTreeMap::new();
        let cap_currency = said.cap.as_ref().map(|(_, code)| stored_currency(code));
        let currencies = known.iter().map(|game| game.currency);
        let currencies: BTreeSet<Currency> = currencies.chain(cap_currency.transpose()?).collect();
        let payees: BTreeSet<i64> = known
            .iter()
            .flat_map(|game| &game.payees)
            .copied()
            .collect();
        for currency in currencies {
            let of = purchases::of(&mut db, currency, &payees, today).await?;
            bought.insert(currency, of);
        }
        let titles = known.iter().map(|game| game.told(&known, &bought));
        Ok(Games {
            today,
            titles: titles.collect::<Result<_>>()?,
            cap: cap(&said, &bought, &payees, today)?,
            tips: tips::tips(&mut db, &said).await?,
            tips_formula: tips::formula(),
            creators: creators(&said),
        })
    }
}

async fn known(db: &mut SqliteConnection, said: &Said) -> Result<Vec<Known>> {
    let names = said.titles.iter().flat_map(|(_, game)| &game.payees);
    let names: BTreeSet<&str> = names.map(String::as_str).collect();
    let ids = purchases::payees(db, &names).await?;
    let known = said.titles.iter().map(|(id, game)| {
        let currency = stored_currency(&game.currency)?;
        Ok(Known {
            id: *id,
            currency,
            packs: packs::packs(game, currency)?,
            payees: game
                .payees
                .iter()
                .filter_map(|name| ids.get(name))
                .copied()
                .collect(),
            game: game.clone(),
        })
    });
    known.collect()
}

fn creators(said: &Said) -> Vec<Creator> {
    let creators = said.creators.iter().map(|(payee, tariff)| Creator {
        payee: payee.clone(),
        tariff: tariff.clone(),
    });
    creators.collect()
}

/// What a game's purchases come to.
#[derive(Default)]
struct Figures {
    count: i64,
    spent: i64,
    this_month: i64,
    unclear: i64,
    units: i64,
    /// What was paid for those units.
    for_units: i64,
}

impl Known {
    /// The units of a purchase: those of the pack of its size.
    fn units_of(&self, bought: &Bought) -> Option<u32> {
        let pack = self
            .packs
            .iter()
            .find(|pack| pack.price.minor() == bought.minor);
        pack.filter(|_| self.payees.contains(&bought.payee))
            .map(|pack| pack.units)
    }

    fn figures(&self, all: &[Known], bought: &[Bought]) -> Result<Figures> {
        let mut figures = Figures::default();
        let others = || all.iter().filter(|other| other.id != self.id);
        for purchase in bought
            .iter()
            .filter(|bought| self.payees.contains(&bought.payee))
        {
            let is_shared = others().any(|other| other.payees.contains(&purchase.payee));
            let mine = self.units_of(purchase);
            let is_others = others()
                .any(|other| other.currency == self.currency && other.units_of(purchase).is_some());
            // A shop that sells for several games says by the size which game it was.
            if is_shared && mine.is_none() && is_others {
                continue;
            }
            figures.count += 1;
            add(&mut figures.spent, purchase.minor)?;
            if purchase.is_this_month {
                add(&mut figures.this_month, purchase.minor)?;
            }
            match mine.filter(|_| !is_others) {
                None => figures.unclear += 1,
                Some(units) => {
                    add(&mut figures.units, units.into())?;
                    add(&mut figures.for_units, purchase.minor)?;
                }
            }
        }
        Ok(figures)
    }

    fn told(&self, all: &[Known], bought: &BTreeMap<Currency, Vec<Bought>>) -> Result<GameTitle> {
        let bought = bought.get(&self.currency).map(Vec::as_slice);
        let figures = self.figures(all, bought.unwrap_or_default())?;
        let items = || self.game.items.iter().map(|item| i64::from(item.units));
        let spent: i64 = items().filter(|units| *units > 0).sum();
        let free = -items().filter(|units| *units < 0).sum::<i64>();
        let left = figures.units + free - spent;
        let (packs, packs_words) = packs::told(&self.game, &self.packs)?;
        Ok(GameTitle {
            id: self.id,
            input: self.game.clone(),
            payees: self.payees.iter().copied().map(PayeeId).collect(),
            packs,
            packs_words,
            count: figures.count,
            spent: amount(figures.spent, self.currency)?,
            spent_this_month: amount(figures.this_month, self.currency)?,
            unclear: figures.unclear,
            units_bought: figures.units,
            units_free: free,
            units_spent: spent,
            units_left: left,
            left_value: self.value(left.min(figures.units), &figures)?,
            formula: self.formula(),
        })
    }

    /// What units have cost: as large a part of what was paid as they are of the bought ones.
    fn value(&self, left: i64, figures: &Figures) -> Result<Option<crate::wire::Amount>> {
        if left <= 0 {
            return Ok(None);
        }
        let part = i128::from(figures.for_units) * i128::from(left);
        let minor = Rounding::HalfUp.divide(part, figures.units.into());
        let minor = minor.and_then(|minor| i64::try_from(minor).ok());
        minor.map(|minor| amount(minor, self.currency)).transpose()
    }

    fn formula(&self) -> String {
        let unit = &self.game.unit;
        format!(
            "A posted purchase at one of the game's payees is the pack of its size. {unit} left are those \
             bought and those that came without a purchase, less those that went into something; what they \
             have cost is what was paid for packs ÷ {unit} bought × {unit} left, where free ones are used \
             first. Refunds are not taken off.",
        )
    }
}

fn cap(
    said: &Said,
    bought: &BTreeMap<Currency, Vec<Bought>>,
    payees: &BTreeSet<i64>,
    today: NaiveDate,
) -> Result<Option<GameCap>> {
    let Some((minor, code)) = &said.cap else {
        return Ok(None);
    };
    let currency = stored_currency(code)?;
    let cap = Money::from_minor(*minor, currency)?;
    let of_month = bought.get(&currency).into_iter().flatten();
    let mut used = 0;
    for purchase in of_month.filter(|bought| bought.is_this_month) {
        add(&mut used, purchase.minor)?;
    }
    let used = Money::from_minor(used, currency)?;
    let left = cap.checked_add(used.negated())?;
    let from = first_of_month(today);
    let to = from
        .checked_add_months(Months::new(1))
        .and_then(|next| next.pred_opt())
        .ok_or_else(|| LedgerError::invalid("today", "choose an earlier day"))?;
    let rest = if left.minor() < 0 {
        format!("{} more than the cap", left.negated())
    } else {
        format!("{left} are left of it")
    };
    Ok(Some(GameCap {
        words: format!(
            "{used} of {cap} in {}, all games together: {rest}.",
            from.format("%B %Y")
        ),
        cap: cap.into(),
        used: used.into(),
        left: left.into(),
        share: share(used.minor(), cap.minor()).map_or_else(String::new, |share| share.to_string()),
        from,
        to,
        payees: payees.iter().copied().map(PayeeId).collect(),
    }))
}
