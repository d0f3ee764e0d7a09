//! Templates: the wording of a message with named slots, such as
//! `{reference} Confirmed. {amount} sent to {payee} on {date dmy} at {time}.`

use farthing_money::Currency;

use super::signs::{Literal, is_soft};
use super::slots::currency_named;
use crate::columns::currency::only_currency_in;
use crate::model::{DateOrder, RowKind};
use crate::text::with_single_blanks;

/// The longest template, in characters.
const MAX_LEN: usize = 1000;
/// The most slots of a template.
const MAX_SLOTS: usize = 24;
/// A template with fewer letters of its own would read any text.
const FEWEST_LETTERS: usize = 3;

/// The wording of a message, with slots for what differs from one to the next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    name: String,
    text: String,
    pub(super) elements: Vec<Element>,
    pub(super) direction: Direction,
    /// The currency that the words beside the amount name.
    pub(super) currency: Option<Currency>,
    pub(super) dates: Option<DateOrder>,
    pub(super) provider: Option<&'static str>,
    pub(super) kind: RowKind,
    /// Who is paid where no slot says it.
    pub(super) payee: &'static str,
}

/// Whether money comes or leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    In,
    Out,
}

/// A piece of a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Element {
    Literal(Literal),
    Slot(Slot),
}

/// What a slot holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Slot {
    Amount,
    Fee,
    Balance,
    Reference,
    /// The reference of an earlier message that this one takes back.
    Related,
    /// The number of the account that the message is about.
    Account,
    /// The number of the other side.
    Counter,
    Date,
    Time,
    Zone,
    Payee,
    Memo,
    /// Any text, which is left out.
    Any,
}

/// The slots by name.
const SLOTS: [(&str, Slot); 13] = [
    ("amount", Slot::Amount),
    ("fee", Slot::Fee),
    ("balance", Slot::Balance),
    ("reference", Slot::Reference),
    ("related", Slot::Related),
    ("account", Slot::Account),
    ("counter", Slot::Counter),
    ("date", Slot::Date),
    ("time", Slot::Time),
    ("zone", Slot::Zone),
    ("payee", Slot::Payee),
    ("memo", Slot::Memo),
    ("any", Slot::Any),
];

impl Slot {
    pub(super) fn is_money(self) -> bool {
        matches!(self, Self::Amount | Self::Fee | Self::Balance)
    }

    /// Whether it holds text up to the next literal.
    pub(super) fn is_text(self) -> bool {
        matches!(self, Self::Payee | Self::Memo | Self::Any)
    }

    /// Whether it belongs to a moment, whose pieces stand beside each other.
    fn is_moment(self) -> bool {
        matches!(self, Self::Date | Self::Time | Self::Zone)
    }
}

/// Words that say that money leaves.
const OUT_WORDS: [&str; 16] = [
    "sent",
    "paid",
    "spent",
    "debited",
    "withdrawn",
    "withdraw",
    "bought",
    "purchase",
    "purchased",
    "charged",
    "deducted",
    "transferred to",
    "支出",
    "付款",
    "支付",
    "消费",
];
/// Words that say that money comes.
const IN_WORDS: [&str; 13] = [
    "received",
    "receive",
    "credited",
    "deposited",
    "deposit",
    "refunded",
    "refund",
    "reversed",
    "cashback",
    "added",
    "收款",
    "收入",
    "到账",
];

/// Why a text is no template.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TemplateError {
    /// No name.
    #[error("a template needs a name")]
    NoName,
    /// Longer than any message.
    #[error("a template has at most {MAX_LEN} characters and {MAX_SLOTS} slots")]
    TooLong,
    /// A brace without its other half.
    #[error("a slot begins with {{ and ends with }}: one half is missing")]
    Unclosed,
    /// A slot of no known name.
    #[error(
        "{{{0}}} is no slot; there are amount, fee, balance, currency, reference, related, account, counter, date, time, zone, payee, memo and any"
    )]
    UnknownSlot(String),
    /// Nothing to make an entry of.
    #[error("a template needs the slot {{amount}}")]
    NoAmount,
    /// A slot that is there twice.
    #[error("the slot {{{0}}} is there twice")]
    Twice(String),
    /// Two slots of which nobody knows where one ends.
    #[error("{{{0}}} and {{{1}}} need a word between them")]
    Adjacent(String, String),
    /// A currency beside no amount.
    #[error("{{currency}} must stand beside {{amount}}, {{fee}} or {{balance}}")]
    CurrencyAlone,
    /// Nearly nothing but slots.
    #[error("a template needs words of the message around its slots")]
    TooFewWords,
    /// No word of direction.
    #[error("nothing says whether money came or left: write {{amount in}} or {{amount out}}")]
    NoDirection,
    /// Words of both directions.
    #[error(
        "there are words for money that came and for money that left: write {{amount in}} or {{amount out}}"
    )]
    TwoDirections,
}

impl Template {
    /// Makes a template of its text, checked.
    pub fn new(name: &str, text: &str) -> Result<Self, TemplateError> {
        if name.trim().is_empty() {
            return Err(TemplateError::NoName);
        }
        let parsed = Parsed::of(text)?;
        let direction = parsed.direction()?;
        Ok(parsed.template(name, text, direction))
    }

    /// A template of a known provider, whose direction is declared.
    pub(super) fn of_provider(
        name: &str,
        text: &str,
        direction: Direction,
    ) -> Result<Self, TemplateError> {
        Ok(Parsed::of(text)?.template(name, text, direction))
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its text, as it was written.
    pub fn text(&self) -> &str {
        &self.text
    }
}

/// A piece of a template's text.
#[derive(Clone, Copy)]
enum Piece<'t> {
    Literal(&'t str),
    /// A slot's name, and the word after it.
    Slot(&'t str, &'t str),
}

/// A text taken apart.
#[derive(Default)]
struct Parsed {
    elements: Vec<Element>,
    currency: Option<Currency>,
    dates: Option<DateOrder>,
    /// The direction that the amount's slot says.
    said: Option<Direction>,
    /// The words of the literals, in lower case with single blanks around each.
    words: String,
}

impl Parsed {
    fn of(text: &str) -> Result<Self, TemplateError> {
        let text = with_single_blanks(text);
        let pieces = pieces_of(&text)?;
        if text.chars().count() > MAX_LEN || pieces.len() > 2 * MAX_SLOTS {
            return Err(TemplateError::TooLong);
        }
        check_neighbours(&pieces)?;
        let mut parsed = Self::default();
        for piece in &pieces {
            match piece {
                Piece::Literal(text) => parsed.literal(text),
                Piece::Slot(name, option) => parsed.slot(name, option)?,
            }
        }
        parsed.words.push(' ');
        parsed.currency = currency_beside_amount(&pieces);
        parsed.check()?;
        Ok(parsed)
    }

    fn literal(&mut self, text: &str) {
        self.words.push(' ');
        for c in text.chars() {
            let c = if is_soft(c) { ' ' } else { c };
            self.words.extend(c.to_lowercase());
        }
        self.elements
            .extend(Literal::of(text).map(Element::Literal));
    }

    fn slot(&mut self, name: &str, option: &str) -> Result<(), TemplateError> {
        if name == "currency" && option.is_empty() {
            return Ok(());
        }
        let unknown = || TemplateError::UnknownSlot(format!("{name} {option}").trim().to_owned());
        let slot = slot_of(name).ok_or_else(unknown)?;
        match (slot, option) {
            (_, "") => {}
            (Slot::Amount, "in") => self.said = Some(Direction::In),
            (Slot::Amount, "out") => self.said = Some(Direction::Out),
            (Slot::Date, "dmy") => self.dates = Some(DateOrder::DayMonthYear),
            (Slot::Date, "mdy") => self.dates = Some(DateOrder::MonthDayYear),
            _ => return Err(unknown()),
        }
        let element = Element::Slot(slot);
        if slot != Slot::Any && self.elements.contains(&element) {
            return Err(TemplateError::Twice(name.to_owned()));
        }
        self.elements.push(element);
        Ok(())
    }

    fn check(&self) -> Result<(), TemplateError> {
        if !self.elements.contains(&Element::Slot(Slot::Amount)) {
            return Err(TemplateError::NoAmount);
        }
        let letters = self.elements.iter().map(|element| match element {
            Element::Literal(literal) => literal.len(),
            Element::Slot(_) => 0,
        });
        if letters.sum::<usize>() < FEWEST_LETTERS {
            return Err(TemplateError::TooFewWords);
        }
        Ok(())
    }

    /// The direction that the slot says, else the words.
    fn direction(&self) -> Result<Direction, TemplateError> {
        if let Some(said) = self.said {
            return Ok(said);
        }
        let has = |word: &&str| {
            let is_spaced = word.is_ascii();
            self.words.contains(&if is_spaced {
                format!(" {word} ")
            } else {
                (*word).to_owned()
            })
        };
        match (IN_WORDS.iter().any(has), OUT_WORDS.iter().any(has)) {
            (true, false) => Ok(Direction::In),
            (false, true) => Ok(Direction::Out),
            (false, false) => Err(TemplateError::NoDirection),
            (true, true) => Err(TemplateError::TwoDirections),
        }
    }

    fn template(self, name: &str, text: &str, direction: Direction) -> Template {
        Template {
            name: name.trim().to_owned(),
            text: text.to_owned(),
            elements: self.elements,
            direction,
            currency: self.currency,
            dates: self.dates,
            provider: None,
            kind: RowKind::Unknown,
            payee: "",
        }
    }
}

fn slot_of(name: &str) -> Option<Slot> {
    let found = SLOTS.iter().find(|(known, _)| *known == name);
    found.map(|(_, slot)| *slot)
}

/// Literals and slots in turn; empty literals are left out.
fn pieces_of(text: &str) -> Result<Vec<Piece<'_>>, TemplateError> {
    let mut pieces = Vec::new();
    let mut rest = text;
    loop {
        let (literal, after) = match rest.split_once('{') {
            Some((literal, after)) => (literal, Some(after)),
            None => (rest, None),
        };
        if literal.contains('}') {
            return Err(TemplateError::Unclosed);
        }
        if !literal.is_empty() {
            pieces.push(Piece::Literal(literal));
        }
        let Some(after) = after else {
            return Ok(pieces);
        };
        let (inside, after) = after.split_once('}').ok_or(TemplateError::Unclosed)?;
        if inside.contains('{') {
            return Err(TemplateError::Unclosed);
        }
        let (name, option) = inside.trim().split_once(' ').unwrap_or((inside.trim(), ""));
        pieces.push(Piece::Slot(name, option.trim()));
        rest = after;
    }
}

/// Whether every slot can be told from the one after it.
fn check_neighbours(pieces: &[Piece<'_>]) -> Result<(), TemplateError> {
    let mut last: Option<&str> = None;
    let mut between = "";
    for (index, piece) in pieces.iter().enumerate() {
        match piece {
            Piece::Literal(literal) => between = literal,
            Piece::Slot("currency", _) if is_beside_money(pieces, index) => {}
            Piece::Slot("currency", _) => return Err(TemplateError::CurrencyAlone),
            Piece::Slot(name, _) => {
                if let Some(last) = last
                    && !can_follow(last, between, name)
                {
                    return Err(TemplateError::Adjacent(last.to_owned(), (*name).to_owned()));
                }
                (last, between) = (Some(*name), "");
            }
        }
    }
    Ok(())
}

/// Text ends only at a word; what has a form of its own may be followed by a blank; the pieces of a
/// moment stand together.
fn can_follow(before: &str, between: &str, after: &str) -> bool {
    let (Some(before), Some(after)) = (slot_of(before), slot_of(after)) else {
        return true;
    };
    let has_word = Literal::of(between).is_some();
    has_word
        || (!before.is_text() && (!between.is_empty() || before.is_moment() && after.is_moment()))
}

fn is_beside_money(pieces: &[Piece<'_>], index: usize) -> bool {
    let is_money = |index: Option<usize>| match index.and_then(|index| pieces.get(index)) {
        Some(Piece::Slot(name, _)) => slot_of(name).is_some_and(Slot::is_money),
        _ => false,
    };
    let is_blank = |index: Option<usize>| matches!(index.and_then(|index| pieces.get(index)), Some(Piece::Literal(text)) if Literal::of(text).is_none());
    let (before, after) = (index.checked_sub(1), index.checked_add(1));
    is_money(before)
        || is_money(after)
        || (is_blank(before) && is_money(index.checked_sub(2)))
        || (is_blank(after) && is_money(index.checked_add(2)))
}

/// The currency that the words directly before or after the amount name.
fn currency_beside_amount(pieces: &[Piece<'_>]) -> Option<Currency> {
    let amount = pieces
        .iter()
        .position(|piece| matches!(piece, Piece::Slot("amount", _)))?;
    let literal = |index: Option<usize>| match index.and_then(|index| pieces.get(index)) {
        Some(Piece::Literal(text)) => *text,
        _ => "",
    };
    let before = literal(amount.checked_sub(1));
    let before = before.trim_end_matches(is_soft).rsplit(is_soft).next();
    let after = literal(amount.checked_add(1)).trim_start();
    let word = after.split(is_soft).next();
    let sign = after
        .chars()
        .next()
        .filter(|c| !c.is_alphanumeric() || !c.is_ascii());
    let sign = sign.map(String::from);
    let named = |word: Option<&str>| word.and_then(currency_in_words);
    named(before)
        .or_else(|| named(word))
        .or_else(|| named(sign.as_deref()))
}

/// A currency that a word of a template can only mean; in small letters it is a word of the language.
fn currency_in_words(word: &str) -> Option<Currency> {
    match word.to_ascii_lowercase().as_str() {
        "ksh" | "kshs" => currency_named("KES"),
        "tk" => currency_named("BDT"),
        "rs" => None,
        _ => only_currency_in(word),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(text: &str) -> String {
        Template::new("mine", text).unwrap_err().to_string()
    }

    #[test]
    fn a_template_that_could_not_be_read_is_refused_with_the_reason() {
        for (text, reason) in [
            ("paid {payee}", "a template needs the slot {amount}"),
            (
                "paid {amount} to {who}",
                "{who} is no slot; there are amount, fee",
            ),
            ("paid {amount} on {date ymd}", "{date ymd} is no slot"),
            ("paid {amount to", "a slot begins with { and ends with }"),
            ("paid amount} to", "a slot begins with { and ends with }"),
            (
                "paid {a{b}} {amount}",
                "a slot begins with { and ends with }",
            ),
            (
                "paid {amount}{payee}",
                "{amount} and {payee} need a word between them",
            ),
            (
                "paid {amount} to {payee} {date}",
                "{payee} and {date} need a word between them",
            ),
            (
                "paid {payee} - {memo} {amount}",
                "{payee} and {memo} need a word between them",
            ),
            ("paid {amount} {amount}", "the slot {amount} is there twice"),
            (
                "{currency} paid {amount}",
                "{currency} must stand beside {amount}",
            ),
            (
                "{any} {reference} {amount out}",
                "{any} and {reference} need a word",
            ),
            ("{amount out} in", "a template needs words of the message"),
            (
                "You and {payee} had {amount}",
                "nothing says whether money came or left",
            ),
            (
                "received, or paid: {amount}",
                "there are words for money that came and",
            ),
        ] {
            let refusal = refusal(text);
            assert!(refusal.starts_with(reason), "{text}: {refusal}");
        }
        assert_eq!(
            Template::new(" ", "paid {amount}").unwrap_err(),
            TemplateError::NoName
        );
        assert_eq!(
            refusal(&"paid {amount} ".repeat(100)).split(' ').next(),
            Some("a")
        );
    }

    #[test]
    fn a_template_knows_its_direction_its_currency_and_its_text() {
        for (text, direction, currency) in [
            (
                "{reference} Confirmed. {currency}{amount} sent to {payee}",
                Direction::Out,
                None,
            ),
            (
                "You received Ksh {amount} from {payee}",
                Direction::In,
                Some("KES"),
            ),
            ("付款{amount}元", Direction::Out, Some("CNY")),
            ("Spent {amount} EUR at {payee}", Direction::Out, Some("EUR")),
            ("Spent Rs.{amount} at {payee}", Direction::Out, None),
            ("received and paid {amount in}", Direction::In, None),
            (
                "at {date dmy} {time}{zone} you paid ${amount} {any}",
                Direction::Out,
                None,
            ),
        ] {
            let template = Template::new(" mine ", text).unwrap();
            assert_eq!(template.direction, direction, "{text}");
            let code = template.currency.map(|c| c.code().to_owned());
            assert_eq!(code.as_deref(), currency, "{text}");
            assert_eq!((template.name(), template.text()), ("mine", text));
        }
    }
}
