//! How often guesses were right, by their sort and by how sure they felt.

use super::Sort;

/// How wide a class of feelings is, in permille.
const CLASS_PERMILLE: u16 = 50;
const CLASSES: usize = 21;
/// For how many guesses a feeling counts before any was looked at.
const PRIOR_GUESSES: u64 = 20;

/// The record of both sorts of guesses.
#[derive(Debug, Clone, Default)]
pub(super) struct Record {
    payee: [Tally; CLASSES],
    words: [Tally; CLASSES],
}

/// How many guesses there were, and how many were right.
#[derive(Debug, Clone, Copy, Default)]
struct Tally {
    right: u64,
    all: u64,
}

impl Record {
    /// A guess that felt so sure turned out right or wrong.
    pub(super) fn note(&mut self, sort: Sort, permille: u16, right: bool) {
        let tallies = match sort {
            Sort::Payee => &mut self.payee,
            Sort::Words => &mut self.words,
        };
        if let Some(tally) = tallies.get_mut(class(permille)) {
            tally.all += 1;
            tally.right += u64::from(right);
        }
    }

    /// How many of a thousand such guesses are right, two standard errors less than it looks.
    pub(super) fn confidence(&self, sort: Sort, permille: u16) -> u16 {
        // Weighing words adds up what is not independent, so its feelings are far too strong.
        let (tallies, feeling) = match sort {
            Sort::Payee => (&self.payee, u64::from(permille)),
            Sort::Words => (&self.words, 600 + u64::from(permille) * 3 / 10),
        };
        // Before a class has a record of its own, nobody is thought surer than all of its sort.
        let feeling = feeling.min(Tally::sum(tallies).mean(feeling));
        let tally = tallies.get(class(permille)).copied().unwrap_or_default();
        let mean = tally.mean(feeling);
        let error = (mean * (1_000 - mean) / (tally.all + PRIOR_GUESSES)).isqrt();
        u16::try_from(mean.saturating_sub(error * 2)).unwrap_or(1_000)
    }
}

impl Tally {
    fn sum(tallies: &[Self]) -> Self {
        tallies.iter().fold(Self::default(), |sum, tally| Self {
            right: sum.right + tally.right,
            all: sum.all + tally.all,
        })
    }

    /// The share of right guesses in permille, if some more of this share had come before.
    fn mean(self, before: u64) -> u64 {
        let guesses = self.all + PRIOR_GUESSES;
        let mean = (self.right * 1_000 + before * PRIOR_GUESSES) / guesses;
        mean.min(1_000)
    }
}

fn class(permille: u16) -> usize {
    usize::from(permille.min(1_000) / CLASS_PERMILLE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_outweighs_the_feeling() {
        let mut record = Record::default();
        assert!((850..900).contains(&record.confidence(Sort::Payee, 950)));
        for guess in 0..400 {
            record.note(Sort::Payee, 960, guess % 2 == 0);
        }
        let halves = record.confidence(Sort::Payee, 955);
        assert!((450..500).contains(&halves), "{halves}");
        let others = record.confidence(Sort::Payee, 895);
        assert!(others < 700, "{others}");
        assert!(record.confidence(Sort::Words, 955) > 500);
    }
}
