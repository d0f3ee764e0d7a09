//! From what is written to the terms of the rules, and what the rules refuse, with its place.

mod bonuses;
mod rules;

use std::collections::BTreeSet;

use farthing_money::{Currency, Money};
use farthing_rules::RulesError;
use farthing_rules::calendar::Period;
use farthing_rules::cashback::{
    Exclusions, Matching, PointValue, Programme, ProgrammeTerms, RewardRounding, RoundingScope,
};
use farthing_rules::ids::CategoryId;

use super::problem::Wrong;
use super::written::{
    WrittenExclusions, WrittenMatch, WrittenPeriod, WrittenProgramme, WrittenRounding, WrittenScope,
};

/// Words for categories, each with the number that stands for it in the terms.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Words(Vec<String>);

impl Words {
    pub(super) fn all(&self) -> &[String] {
        &self.0
    }

    /// The word of a number that was given here.
    pub(super) fn word(&self, id: CategoryId) -> Option<&str> {
        let at = usize::try_from(id.0).ok()?;
        self.0.get(at).map(String::as_str)
    }

    fn numbers(&mut self, words: &[String], field: &str) -> Result<BTreeSet<CategoryId>, Wrong> {
        let numbered = (1..).zip(words).map(|(place, word)| {
            if word.trim().is_empty() {
                let field = format!("{field}.{place}");
                return Err(Wrong::new(
                    field,
                    "a category is a word, such as \"groceries\"",
                ));
            }
            let known = self.0.iter().position(|known| known == word);
            let at = known.unwrap_or_else(|| {
                self.0.push(word.clone());
                self.0.len() - 1
            });
            Ok(CategoryId(i64::try_from(at).unwrap_or(i64::MAX)))
        });
        numbered.collect()
    }
}

/// The terms, with the numbers of words in place of categories.
pub(super) fn terms(
    written: &WrittenProgramme,
    words: &mut Words,
) -> Result<ProgrammeTerms, Wrong> {
    let currency = Currency::iso(&written.currency).map_err(|e| Wrong::new("currency", e))?;
    let unit = unit(written, currency)?;
    let head = ProgrammeTerms {
        unit,
        point_value: point_value(written, currency)?,
        rounding: rounding(written.rounding.as_ref(), currency, unit)
            .map_err(|wrong| wrong.within("rounding"))?,
        statement_day: written.statement_day,
        exclusions: exclusions(written.exclusions.as_ref(), words)
            .map_err(|wrong| wrong.within("exclusions"))?,
        ..ProgrammeTerms::flat(currency, written.base_rate.rate("base_rate")?)
    };
    accepted(head.clone()).map_err(in_head)?;
    let rules = rules::rules(written, &head, words)?;
    let bonuses = bonuses::bonuses(written, &head, words)?;
    let whole = ProgrammeTerms {
        rules,
        bonuses,
        ..head
    };
    accepted(whole.clone())?;
    Ok(whole)
}

/// Asks the rules whether terms can be.
fn accepted(terms: ProgrammeTerms) -> Result<(), Wrong> {
    Programme::of(terms).map(|_| ()).map_err(Wrong::from)
}

/// The rules name a part; the file has some of them in a table.
fn in_head(wrong: Wrong) -> Wrong {
    match wrong.field.as_str() {
        "step" | "block" => wrong.within("rounding"),
        _ => wrong,
    }
}

fn unit(written: &WrittenProgramme, currency: Currency) -> Result<Currency, Wrong> {
    let decimals = written.unit_decimals;
    match &written.unit {
        Some(code) if *code != written.currency => {
            // A code of ISO 4217 goes on to the rules, which say why it cannot be.
            let own = || Currency::own_unit(code, decimals.unwrap_or(0));
            let unit = Currency::iso(code).or_else(|_| own());
            unit.map_err(|error| Wrong::new("unit", error))
        }
        _ if decimals.is_some() => Err(Wrong::new(
            "unit_decimals",
            "a currency has its decimals already; only points need them",
        )),
        _ => Ok(currency),
    }
}

fn point_value(
    written: &WrittenProgramme,
    currency: Currency,
) -> Result<Option<PointValue>, Wrong> {
    let value = written.point_value.as_ref().map(|value| {
        Ok(PointValue {
            currency,
            per_point: value.rate("point_value")?,
        })
    });
    value.transpose()
}

fn rounding(
    written: Option<&WrittenRounding>,
    currency: Currency,
    unit: Currency,
) -> Result<RewardRounding, Wrong> {
    let Some(written) = written else {
        return Ok(RewardRounding::of(unit));
    };
    let step = written.step.as_ref();
    let block = written.block.as_ref();
    Ok(RewardRounding {
        scope: match written.scope {
            WrittenScope::Transaction => RoundingScope::Transaction,
            WrittenScope::Statement => RoundingScope::Statement,
        },
        mode: written.mode,
        step: step.map_or(Ok(Money::small(1, unit)), |step| step.money("step", unit))?,
        block: block
            .map(|block| block.money("block", currency))
            .transpose()?,
    })
}

fn exclusions(written: Option<&WrittenExclusions>, words: &mut Words) -> Result<Exclusions, Wrong> {
    let usual = Exclusions::default();
    let Some(written) = written else {
        return Ok(usual);
    };
    let kinds = written.kinds.as_ref();
    Ok(Exclusions {
        kinds: kinds.map_or(usual.kinds, |kinds| kinds.iter().copied().collect()),
        categories: words.numbers(&written.categories, "categories")?,
        mccs: written.mccs.iter().copied().collect(),
        payees: written.merchants.iter().cloned().collect(),
    })
}

fn matching(written: Option<&WrittenMatch>, words: &mut Words) -> Result<Matching, Wrong> {
    let Some(written) = written else {
        return Ok(Matching::default());
    };
    let set = |texts: &Option<Vec<String>>| {
        texts
            .as_ref()
            .map(|texts| texts.iter().cloned().collect::<BTreeSet<_>>())
    };
    let categories = written.categories.as_ref();
    let mccs = written.mccs.as_ref();
    Ok(Matching {
        categories: categories
            .map(|categories| words.numbers(categories, "categories"))
            .transpose()?,
        mccs: mccs.map(|mccs| mccs.iter().copied().collect()),
        payees: set(&written.merchants),
        methods: set(&written.methods),
        pattern: written.pattern.clone(),
    })
}

fn period(written: WrittenPeriod, statement_day: u32) -> Period {
    match written {
        WrittenPeriod::Day => Period::Day,
        WrittenPeriod::Week => Period::Week(chrono::Weekday::Mon),
        WrittenPeriod::Month => Period::Month,
        WrittenPeriod::Quarter => Period::Quarter,
        WrittenPeriod::Year => Period::Year,
        WrittenPeriod::Statement => Period::Statement(statement_day),
        WrittenPeriod::Lifetime => Period::Lifetime,
    }
}

/// What the rules refuse of one rule or bonus.
fn refused(error: RulesError, place: fn(&str) -> Option<&'static str>) -> Wrong {
    let wrong = Wrong::from(error);
    match place(&wrong.field) {
        Some(field) => Wrong::new(field, wrong.message),
        None => wrong,
    }
}
