//! Rows that may be entries under another identity, and pending entries that rows have made final.

use std::collections::HashMap;

use farthing_money::Money;
use farthing_rules::ids as rule_ids;
use farthing_rules::{duplicates, pending};
use farthing_statements::{Row, RowStatus};

use super::Match;
use super::lookup::Candidate;
use crate::ids::EntryId;
use crate::imports::{MatchCertainty, MatchRelation};
use crate::links::days_apart;

/// From which likeness of the texts on a typed entry is taken for the bank's row.
const ALIKE_PERMILLE: u16 = 500;

/// What pending entries became.
pub(super) fn posted_among(
    account: rule_ids::AccountId,
    candidates: &[Candidate],
    fresh: &[(usize, &Row, Money)],
) -> Vec<Match> {
    let waiting: Vec<pending::Pending> = candidates
        .iter()
        .filter(|c| c.pending)
        .map(|c| pending::Pending {
            id: rule_ids::EntryId(c.id.0),
            account,
            day: c.day,
            amount: c.amount,
            payee: &c.payee,
            provider_id: c.reference.as_deref(),
        })
        .collect();
    if waiting.is_empty() {
        return Vec::new();
    }
    let posted: Vec<pending::Posted> = fresh
        .iter()
        .filter(|(_, row, _)| row.status == RowStatus::Posted)
        .map(|(place, row, amount)| pending::Posted {
            row: row_id(*place),
            account,
            day: row.date,
            amount: *amount,
            payee: &row.payee,
            provider_id: row.reference.as_deref(),
        })
        .collect();
    let matches = pending::match_posted(&waiting, &posted);
    let told = |m: &pending::Match, certain: bool| Match {
        section: 0,
        place: place_of(m.posted),
        entry: EntryId(m.pending.0),
        relation: MatchRelation::Posted,
        certainty: if certain {
            MatchCertainty::Certain
        } else {
            MatchCertainty::Possible
        },
        reason: posted_because(m),
        same: certain,
    };
    let certain = matches.claims.iter().map(|m| told(m, true));
    certain
        .chain(matches.suggestions.iter().map(|m| told(m, false)))
        .collect()
}

fn posted_because(found: &pending::Match) -> String {
    let why = match found.reason {
        pending::Reason::SameProviderId => "the same id of the provider",
        pending::Reason::SamePayee => "the same payee",
        pending::Reason::PieceOfPayee => "one name is part of the other",
        pending::Reason::SimilarPayee => "similar names",
        pending::Reason::OnlyAmount => "only the amount is the same",
    };
    let later = days_apart(found.days);
    if found.more_minor == 0 {
        format!("pending before: {why}, {later}")
    } else {
        let (percent, rest) = (found.more_permille / 10, found.more_permille % 10);
        format!("pending before: {why}, {later}, {percent}.{rest} % more")
    }
}

/// New rows beside entries that they may be.
pub(super) fn twins_among(
    account: rule_ids::AccountId,
    candidates: &[Candidate],
    fresh: &[(usize, &Row, Money)],
    format: &str,
) -> Vec<Match> {
    let known: Vec<duplicates::Known> = candidates
        .iter()
        .map(|c| duplicates::Known {
            id: rule_ids::EntryId(c.id.0),
            account,
            day: c.day,
            amount: c.amount,
            text: &c.text,
            provider_id: c.reference.as_deref(),
            origin: c
                .format
                .as_deref()
                .map_or(duplicates::Origin::Typed, duplicates::Origin::File),
        })
        .collect();
    let texts: Vec<String> = fresh
        .iter()
        .map(|(_, row, _)| format!("{} {}", row.payee, row.memo))
        .collect();
    let new: Vec<duplicates::NewRow> = fresh
        .iter()
        .zip(&texts)
        .map(|((place, row, amount), text)| duplicates::NewRow {
            id: row_id(*place),
            account,
            day: row.date,
            amount: *amount,
            text,
            provider_id: row.reference.as_deref(),
        })
        .collect();
    let formats: HashMap<i64, Option<&str>> = candidates
        .iter()
        .map(|c| (c.id.0, c.format.as_deref()))
        .collect();
    let is_likely = |twin: &duplicates::Duplicate| {
        match formats.get(&twin.twin.0).copied().flatten() {
            // Whoever types a payment in does not mean a second one when the bank's row comes.
            None => twin.similarity_permille >= ALIKE_PERMILLE,
            // A file of the same kind has the other half of a split day more often than a changed text.
            Some(same) if same == format => twin.reason == duplicates::Reason::SameProviderId,
            Some(_) => twin.level == duplicates::Level::Likely,
        }
    };
    let found = duplicates::find(&known, &new, format);
    found
        .iter()
        .map(|twin| Match {
            section: 0,
            place: place_of(twin.row),
            entry: EntryId(twin.twin.0),
            relation: MatchRelation::Duplicate,
            certainty: if is_likely(twin) {
                MatchCertainty::Likely
            } else {
                MatchCertainty::Possible
            },
            reason: twin_because(twin),
            same: is_likely(twin),
        })
        .collect()
}

fn twin_because(found: &duplicates::Duplicate) -> String {
    let apart = days_apart(found.days);
    match found.reason {
        duplicates::Reason::SameProviderId => {
            format!("the same amount and the same id of the provider, {apart}")
        }
        duplicates::Reason::SameDay => {
            "the same day and amount, and much of the same text".to_owned()
        }
        duplicates::Reason::OtherFormat => {
            "the same day and amount, from a file of another format".to_owned()
        }
        duplicates::Reason::NearbyDay => {
            format!("the same amount and much of the same text, {apart}")
        }
        duplicates::Reason::TypedByHand => format!("typed in by hand with this amount, {apart}"),
        duplicates::Reason::NoText => "the same day and amount, and no text to compare".to_owned(),
    }
}

fn row_id(place: usize) -> rule_ids::RowId {
    rule_ids::RowId(i64::try_from(place).unwrap_or(i64::MAX))
}

fn place_of(row: rule_ids::RowId) -> usize {
    usize::try_from(row.0).unwrap_or(usize::MAX)
}
