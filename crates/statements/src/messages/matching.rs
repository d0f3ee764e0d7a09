//! A template held against a whole message, from its first sign to its last.

use chrono::NaiveTime;

use super::signs::{Literal, Signs};
use super::slots::{self, Day, Money};
use super::template::{Element, Slot, Template};

/// The longest name of a payee that ends a message, in characters.
const MAX_NAME: usize = 60;

/// What stands in the slots.
#[derive(Debug, Default)]
pub(super) struct Found<'t> {
    pub amount: Option<Money>,
    pub fee: Option<Money>,
    pub balance: Option<Money>,
    pub reference: Option<&'t str>,
    pub related: Option<&'t str>,
    pub account: Option<&'t str>,
    pub counter: Option<&'t str>,
    pub date: Option<Day>,
    pub time: Option<NaiveTime>,
    pub zone: Option<&'t str>,
    pub payee: Option<&'t str>,
    pub memo: Option<&'t str>,
}

/// Holds a template against a message; `None` where its wording is another.
pub(super) fn read<'t>(template: &Template, signs: &Signs<'t>) -> Option<Found<'t>> {
    let mut found = Found::default();
    let mut elements = template.elements.as_slice();
    let mut index = 0;
    while let [element, rest @ ..] = elements {
        elements = rest;
        index = match element {
            Element::Literal(literal) => literal.at(signs, index)?,
            Element::Slot(slot) if slot.is_text() => {
                let (text, end) = text(template, signs, index, *slot, rest)?;
                found.put_text(*slot, text);
                if matches!(rest, [Element::Literal(_), ..]) {
                    elements = rest.get(1..).unwrap_or_default();
                }
                end
            }
            Element::Slot(slot) => form(template, signs, index, *slot, rest, Some(&mut found))?,
        };
    }
    (signs.skip_soft(index) >= signs.len()).then_some(found)
}

/// Whether a message may begin here: the template's first words stand here, with the reference or
/// amount before them if it has one there.
pub(super) fn begins(template: &Template, signs: &Signs<'_>) -> bool {
    match template.elements.as_slice() {
        [Element::Literal(literal), ..] => literal.at(signs, 0).is_some(),
        [Element::Slot(slot), rest @ ..] if !slot.is_text() => {
            let after = form(template, signs, 0, *slot, rest, None);
            match (after, rest) {
                (Some(after), [Element::Literal(literal), ..]) => {
                    literal.at(signs, after).is_some()
                }
                _ => false,
            }
        }
        _ => false,
    }
}

/// Text up to the literal after it, where that is followed by what the template wants next; or all
/// that is left.
fn text<'t>(
    template: &Template,
    signs: &Signs<'t>,
    from: usize,
    slot: Slot,
    rest: &[Element],
) -> Option<(&'t str, usize)> {
    let trimmed = |start: usize, end: usize| {
        let start = signs.skip_soft(start).min(end);
        signs
            .between(start..end)
            .trim_end_matches([' ', ',', ':', '-', '\n'])
    };
    let [Element::Literal(literal), after @ ..] = rest else {
        let text = trimmed(from, signs.len());
        // A name at the end is short; anything may follow one that seems long.
        let is_name = slot != Slot::Payee || (1..=MAX_NAME).contains(&text.chars().count());
        return is_name.then_some((text, signs.len()));
    };
    literal.find(signs, from).find_map(|(start, end)| {
        let text = trimmed(from, start);
        if slot == Slot::Payee && text.is_empty() {
            return None;
        }
        if let [Element::Slot(next), rest @ ..] = after
            && !next.is_text()
        {
            form(template, signs, end, *next, rest, None)?;
        }
        Some((text.trim_end_matches('.'), end))
    })
}

/// What has a form of its own, put into what was found; and where it ends.
fn form<'t>(
    template: &Template,
    signs: &Signs<'t>,
    from: usize,
    slot: Slot,
    rest: &[Element],
    found: Option<&mut Found<'t>>,
) -> Option<usize> {
    let mut nowhere = Found::default();
    let found = found.unwrap_or(&mut nowhere);
    let next: Option<&Literal> = match rest {
        [Element::Literal(literal), ..] => Some(literal),
        _ => None,
    };
    let end = match slot {
        Slot::Amount => put(&mut found.amount, slots::money(signs, from, next)?),
        Slot::Fee => put(&mut found.fee, slots::money(signs, from, next)?),
        Slot::Balance => put(&mut found.balance, slots::money(signs, from, next)?),
        Slot::Reference => put(&mut found.reference, slots::reference(signs, from)?),
        Slot::Related => put(&mut found.related, slots::reference(signs, from)?),
        Slot::Account => put(&mut found.account, slots::reference(signs, from)?),
        Slot::Counter => put(&mut found.counter, slots::reference(signs, from)?),
        Slot::Date => put(&mut found.date, slots::day(signs, from, template.dates)?),
        Slot::Time => put(&mut found.time, slots::time(signs, from)?),
        Slot::Zone => put(&mut found.zone, slots::zone(signs, from)?),
        Slot::Payee | Slot::Memo | Slot::Any => return None,
    };
    Some(end)
}

fn put<T>(place: &mut Option<T>, (value, end): (T, usize)) -> usize {
    *place = Some(value);
    end
}

impl<'t> Found<'t> {
    fn put_text(&mut self, slot: Slot, text: &'t str) {
        match slot {
            Slot::Payee => self.payee = Some(text),
            Slot::Memo => self.memo = Some(text),
            _ => {}
        }
    }
}
