//! One posting line: `  * (Account name)  10 X {$2} @ $3 = 40 X  ; comment`.

use super::super::Units;
use super::amount::{Written, bracketed, take};
use super::header::{split_comment, take_status};
use crate::model::RowStatus;

/// A posting as it is written, its numbers not yet read.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Posting<'t> {
    pub status: Option<RowStatus>,
    pub account: &'t str,
    pub kind: Kind,
    pub amount: Option<Written<'t>>,
    pub cost: Option<Price<'t>>,
    pub lot: Option<Price<'t>>,
    pub assertion: Option<Assertion<'t>>,
    pub comment: &'t str,
}

/// Whether a posting is money.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// It is.
    Real,
    /// In square brackets: apart from the real ones, and balanced among themselves.
    Balanced,
    /// In round brackets: apart, and balanced with nothing.
    Unbalanced,
}

/// What a posting's amount cost: each unit of it, or all together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Price<'t> {
    pub amount: Written<'t>,
    pub is_total: bool,
}

/// What an account must hold after a posting: alone or with its sub-accounts, in this unit or in all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Assertion<'t> {
    pub amount: Written<'t>,
    pub is_inclusive: bool,
    pub is_total: bool,
}

/// Takes a posting line apart; an error says what does not belong there.
pub(super) fn posting<'t>(line: &'t str, units: &mut Units) -> Result<Posting<'t>, String> {
    let (status, rest) = take_status(line.trim());
    let (name, rest) = split_name(rest);
    let (account, kind) = without_brackets(name);
    if account.is_empty() {
        return Err("a posting needs an account".to_owned());
    }
    let mut posting = Posting {
        status,
        account,
        kind,
        amount: None,
        cost: None,
        lot: None,
        assertion: None,
        comment: "",
    };
    let mut rest = rest.trim_start();
    if !rest.is_empty() && !rest.starts_with([';', '=']) {
        let (amount, after) = take(rest, units).ok_or_else(|| no_amount(rest))?;
        (posting.amount, rest) = (Some(amount), after);
    }
    posting.read_notes(rest, units)?;
    Ok(posting)
}

impl<'t> Posting<'t> {
    /// Reads what stands behind the amount, in any order.
    fn read_notes(&mut self, text: &'t str, units: &mut Units) -> Result<(), String> {
        let mut rest = text.trim_start();
        while !rest.is_empty() {
            if rest.starts_with(';') {
                (_, self.comment) = split_comment(rest);
                return Ok(());
            }
            rest = self
                .read_note(rest, units)
                .ok_or_else(|| no_amount(rest))?
                .trim_start();
        }
        Ok(())
    }

    fn read_note(&mut self, rest: &'t str, units: &mut Units) -> Option<&'t str> {
        if rest.starts_with('{') {
            let (braced, after) = bracketed(rest, '{', '}')?;
            let is_total = braced.starts_with("{{");
            let inner = braced.trim_matches(['{', '}', ' ', '=']);
            let price = take(inner, units).map(|(amount, _)| Price { amount, is_total });
            self.lot = self.lot.or(price);
            return Some(after);
        }
        if rest.starts_with('[') {
            return bracketed(rest, '[', ']').map(|(_, after)| after);
        }
        for (mark, is_total) in [("(@@)", true), ("(@)", false), ("@@", true), ("@", false)] {
            if let Some(after) = rest.strip_prefix(mark) {
                let (amount, after) = take(after.trim_start().trim_start_matches('='), units)?;
                self.cost = Some(Price { amount, is_total });
                return Some(after);
            }
        }
        if rest.starts_with('(') {
            return bracketed(rest, '(', ')').map(|(_, after)| after);
        }
        let after = rest.strip_prefix('=')?;
        let total = after.strip_prefix('=');
        let after = total.unwrap_or(after);
        let inclusive = after.strip_prefix('*');
        let (amount, after) = take(inclusive.unwrap_or(after), units)?;
        self.assertion = Some(Assertion {
            amount,
            is_inclusive: inclusive.is_some(),
            is_total: total.is_some(),
        });
        Some(skip_cost(after, units))
    }
}

/// An assertion may repeat the cost, which says nothing new.
fn skip_cost<'t>(rest: &'t str, units: &mut Units) -> &'t str {
    let Some(cost) = rest.trim_start().strip_prefix('@') else {
        return rest;
    };
    take(cost.trim_start_matches('@'), units).map_or(rest, |(_, after)| after)
}

fn no_amount(text: &str) -> String {
    let shown: String = text.chars().take(40).collect();
    format!("“{shown}” is no amount as journals write it")
}

/// The account's name, which ends before two blanks, a tab or a comment, and what follows.
pub(super) fn split_name(text: &str) -> (&str, &str) {
    let ends = ["  ", "\t", " ;", " \t"]
        .iter()
        .filter_map(|end| text.find(end));
    match ends.min().and_then(|at| text.split_at_checked(at)) {
        Some((name, rest)) => (name.trim(), rest),
        None => (text.trim(), ""),
    }
}

fn without_brackets(name: &str) -> (&str, Kind) {
    let inside = |open, close| {
        name.strip_prefix(open)
            .and_then(|inner: &str| inner.strip_suffix(close))
    };
    if let Some(inner) = inside('(', ')') {
        return (inner.trim(), Kind::Unbalanced);
    }
    match inside('[', ']') {
        Some(inner) => (inner.trim(), Kind::Balanced),
        None => (name, Kind::Real),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Result<String, String> {
        let mut units = Units::default();
        let p = posting(line, &mut units)?;
        let price = |price: Option<Price<'_>>| {
            price.map(|p| (p.is_total, units.word(p.amount.unit).to_owned()))
        };
        let assertion = p
            .assertion
            .map(|a| (a.is_inclusive, units.word(a.amount.unit)));
        Ok(format!(
            "{} {:?} {} {:?} {:?} {:?} {}",
            p.account,
            p.kind,
            p.amount.is_some(),
            price(p.cost),
            price(p.lot),
            assertion,
            p.comment
        ))
    }

    #[test]
    fn a_posting_has_account_amount_cost_lot_and_assertion() {
        assert_eq!(
            read("  * Assets:My Bank  -5 AAPL {$20} [2010/01/01] (old) @@ $150 = 0 AAPL ; sold")
                .unwrap(),
            "Assets:My Bank Real true Some((true, \"$\")) Some((false, \"$\")) Some((false, \"AAPL\")) sold"
        );
        assert_eq!(
            read("\t(Budget:Food)\t10").unwrap(),
            "Budget:Food Unbalanced true None None None "
        );
        assert_eq!(
            read(" [Goal]  ==* $5 @ €2").unwrap(),
            "Goal Balanced false None None Some((true, \"$\")) "
        );
        assert_eq!(
            read(" Assets:Cash ; all").unwrap(),
            "Assets:Cash Real false None None None all"
        );
    }

    #[test]
    fn what_does_not_belong_there_is_said() {
        assert_eq!(
            read("  Cash  ten").unwrap_err(),
            "“ten” is no amount as journals write it"
        );
        assert_eq!(
            read("  Cash  $5 / 2").unwrap_err(),
            "“/ 2” is no amount as journals write it"
        );
        assert!(read("  ()  5").is_err());
    }
}
