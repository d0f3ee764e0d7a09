//! The bonuses of a programme, from what is written to the terms.

use farthing_rules::cashback::{
    Bonus, BonusCounts, BonusGoal, BonusRepeats, Programme, ProgrammeTerms,
};
use farthing_rules::ids::RuleId;

use super::super::problem::Wrong;
use super::super::written::{
    WrittenBonus, WrittenCountGoal, WrittenCounts, WrittenProgramme, WrittenRepeats,
    WrittenSpendGoal,
};
use super::{Words, matching, refused};

/// The bonuses; each is tried alone on the head of the programme, so that a refusal has its place.
pub(super) fn bonuses(
    written: &WrittenProgramme,
    head: &ProgrammeTerms,
    words: &mut Words,
) -> Result<Vec<Bonus>, Wrong> {
    let mut bonuses: Vec<Bonus> = Vec::new();
    for (number, bonus) in (1..).zip(&written.bonuses) {
        let read =
            read(bonus, head, words).map_err(|wrong| wrong.within_each("bonuses", number))?;
        if bonuses.iter().any(|earlier| earlier.id == read.id) {
            let message = "an earlier bonus has this number; each bonus has its own";
            return Err(Wrong::new("id", message).within_each("bonuses", number));
        }
        bonuses.push(read);
    }
    Ok(bonuses)
}

fn read(written: &WrittenBonus, head: &ProgrammeTerms, words: &mut Words) -> Result<Bonus, Wrong> {
    type Place = fn(&str) -> Option<&'static str>;
    let (goal, place): (_, Place) = match (&written.spend, &written.count) {
        (Some(goal), None) => (spend(goal, head), place_of_spend),
        (None, Some(goal)) => (count(goal, head, words), place_of_count),
        _ => {
            let message =
                "a bonus is for so much [bonuses.spend] or for a [bonuses.count], not both";
            return Err(Wrong::new("", message));
        }
    };
    let bonus = Bonus {
        id: RuleId(written.id),
        reward: written.reward.money("reward", head.unit)?,
        goal: goal?,
    };
    let alone = ProgrammeTerms {
        bonuses: vec![bonus.clone()],
        ..head.clone()
    };
    Programme::of(alone).map_err(|error| refused(error, place))?;
    Ok(bonus)
}

/// Where the file has what the rules call so.
fn place_of_spend(field: &str) -> Option<&'static str> {
    match field {
        "threshold" => Some("spend.threshold"),
        "days" => Some("spend.days"),
        _ => None,
    }
}

fn place_of_count(field: &str) -> Option<&'static str> {
    match field {
        "n" => Some("count.every"),
        "min_purchase" => Some("count.min_purchase"),
        "match" => Some("count.match"),
        "pattern" => Some("count.match.pattern"),
        _ => None,
    }
}

fn spend(written: &WrittenSpendGoal, head: &ProgrammeTerms) -> Result<BonusGoal, Wrong> {
    let threshold = &written.threshold;
    Ok(BonusGoal::Spend {
        from: written.from,
        days: written.days,
        threshold: threshold.money("spend.threshold", head.currency)?,
    })
}

fn count(
    written: &WrittenCountGoal,
    head: &ProgrammeTerms,
    words: &mut Words,
) -> Result<BonusGoal, Wrong> {
    let matching =
        matching(written.matching.as_ref(), words).map_err(|wrong| wrong.within("count.match"))?;
    let min_purchase = written.min_purchase.as_ref();
    Ok(BonusGoal::Count {
        every: written.every,
        matching: Box::new(matching),
        min_purchase: min_purchase
            .map(|least| least.money("count.min_purchase", head.currency))
            .transpose()?,
        repeats: match written.repeats {
            WrittenRepeats::Once => BonusRepeats::Once,
            WrittenRepeats::Always => BonusRepeats::Always,
        },
        counts: match written.counts {
            WrittenCounts::Every => BonusCounts::Every,
            WrittenCounts::OnePerDay => BonusCounts::OnePerDay,
        },
    })
}
