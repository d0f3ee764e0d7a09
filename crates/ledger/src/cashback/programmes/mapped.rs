//! The words of a programme become categories of the person.

use std::collections::{BTreeMap, BTreeSet};

use farthing_rules::RulesError;
use farthing_rules::cashback::{Bonus, BonusGoal, EarningRule, Exclusions, Matching, Programme};
use farthing_rules::ids::CategoryId;

use super::checked::ProgrammeFile;

/// Which categories of the person a word of a programme stands for.
pub type CategoryWords = BTreeMap<String, BTreeSet<CategoryId>>;

/// A programme with the person's categories.
#[derive(Debug, Clone)]
pub struct MappedProgramme {
    /// What the entries go through. A rule or bonus whose words are all without a category is not in
    /// it, as nothing could match it.
    pub programme: Programme,
    /// The words that stand for no category yet.
    pub unmapped: Vec<String>,
}

impl ProgrammeFile {
    /// The programme of the rules, with the person's categories in place of words.
    pub fn programme(&self, categories: &CategoryWords) -> Result<MappedProgramme, RulesError> {
        let of_word = |word: &str| categories.get(word).filter(|of_word| !of_word.is_empty());
        let mapped = |words: &BTreeSet<CategoryId>| -> BTreeSet<CategoryId> {
            let words = words.iter().filter_map(|number| self.words.word(*number));
            words.filter_map(of_word).flatten().copied().collect()
        };
        let mut terms = self.terms.clone();
        terms.exclusions = Exclusions {
            categories: mapped(&terms.exclusions.categories),
            ..terms.exclusions
        };
        let rules = terms.rules.into_iter().filter_map(|rule| {
            let matching = of_categories(rule.matching, mapped)?;
            Some(EarningRule { matching, ..rule })
        });
        terms.rules = rules.collect();
        let bonuses = terms.bonuses.into_iter();
        terms.bonuses = bonuses
            .filter_map(|bonus| bonus_of_categories(bonus, mapped))
            .collect();
        let unmapped = self.words().iter();
        let unmapped = unmapped.filter(|word| of_word(word).is_none());
        Ok(MappedProgramme {
            unmapped: unmapped.cloned().collect(),
            programme: Programme::of(terms)?,
        })
    }
}

/// None where it asks for categories and there are none.
fn of_categories(
    matching: Matching,
    mapped: impl Fn(&BTreeSet<CategoryId>) -> BTreeSet<CategoryId>,
) -> Option<Matching> {
    let categories = matching.categories.as_ref().map(mapped);
    if categories.as_ref().is_some_and(BTreeSet::is_empty) {
        return None;
    }
    Some(Matching {
        categories,
        ..matching
    })
}

fn bonus_of_categories(
    mut bonus: Bonus,
    mapped: impl Fn(&BTreeSet<CategoryId>) -> BTreeSet<CategoryId>,
) -> Option<Bonus> {
    if let BonusGoal::Count { matching, .. } = &mut bonus.goal {
        let of_it = of_categories(std::mem::take(matching.as_mut()), mapped)?;
        *matching.as_mut() = of_it;
    }
    Some(bonus)
}
