//! Goals: amounts, a date, assumed interest, and a picture.

use chrono::NaiveDate;
use farthing_money::{Currency, Money};
use farthing_rules::goals::{Apr, Overfund};
use rust_decimal::Decimal;

use super::super::terms::{DestinationInput, GoalInput, OverfundChoice};
use super::amounts::{above_zero, given, optional, typed_percent, zero_or_more};
use super::known::{check_year, gone};
use super::{Known, check_name, check_text, counted};
use crate::error::{LedgerError, Result};
use crate::wire::named_currency;

/// The lowest priority.
const MOST_PRIORITY: u32 = 1_000;
/// More than any account has paid for long, in percent a year.
const MOST_INTEREST: i64 = 1_000;
/// The longest word of an icon.
const LONGEST_ICON: usize = 40;
/// The longest note, in characters.
const LONGEST_NOTE: usize = 2_000;
/// The largest picture, in bytes.
const LARGEST_PHOTO: usize = 400_000;
/// The pictures that are taken, each by the name of its type and how its data begins in base64.
const PHOTOS: [(&str, &str); 3] = [
    ("data:image/png;base64,", "iVBORw0KGgo"),
    ("data:image/jpeg;base64,", "/9j/"),
    ("data:image/webp;base64,", "UklG"),
];

/// A goal whose amounts are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::savings) struct GoalTermsChecked {
    /// The currency of all its amounts.
    pub currency: Currency,
    /// What it is to hold, above zero; none for an open end.
    pub target: Option<Money>,
    /// What it holds before its first deposit, zero or more.
    pub initial: Money,
    /// By when.
    pub by: Option<NaiveDate>,
    /// The interest that is assumed; shown, never counted.
    pub apr: Option<Apr>,
    /// How important it is: 1 before 2.
    pub priority: u32,
    /// What becomes of money beyond the target.
    pub overfund: Overfund,
}

/// A goal as it counts, or an error that names the field of the input.
pub(in crate::savings) fn goal(input: &GoalInput) -> Result<GoalTermsChecked> {
    let currency = named_currency(&input.currency)?;
    let initial = optional("initial", input.initial.as_deref(), currency, zero_or_more)?;
    Ok(GoalTermsChecked {
        currency,
        target: optional("target", input.target.as_deref(), currency, above_zero)?,
        initial: initial.unwrap_or(Money::zero(currency)),
        by: input.by,
        apr: interest(input.interest.as_deref())?,
        priority: counted(
            "priority",
            input.priority,
            1..=MOST_PRIORITY,
            "the most important is 1, the least 1000; write a number between them",
        )?,
        overfund: match input.overfund {
            OverfundChoice::Keep => Overfund::Keep,
            OverfundChoice::Spill => Overfund::Spill,
        },
    })
}

/// Everything about a goal that cannot work is refused here.
pub(in crate::savings) fn check_goal(
    input: &GoalInput,
    known: &Known,
    today: NaiveDate,
) -> Result<()> {
    check_name(&input.name)?;
    let terms = goal(input)?;
    if terms.by.is_some_and(|by| by < today) {
        return Err(LedgerError::invalid(
            "by",
            "this day has passed; choose a later one, or none",
        ));
    }
    check_year("by", terms.by, today)?;
    if input
        .destination
        .is_some_and(|id| !known.destinations.contains(&id))
    {
        return Err(gone("destination", "destination"));
    }
    check_icon(&input.icon)?;
    given(input.photo.as_deref()).map_or(Ok(()), check_photo)?;
    if input.note.chars().count() > LONGEST_NOTE {
        return Err(LedgerError::invalid(
            "note",
            format!("it has more than {LONGEST_NOTE} characters; shorten it"),
        ));
    }
    Ok(())
}

/// A goal's money goes to a destination of its own currency.
pub(in crate::savings) fn check_goes_to(
    input: &GoalInput,
    destination: &DestinationInput,
) -> Result<()> {
    if input.currency == destination.currency {
        return Ok(());
    }
    let (name, takes, has) = (&destination.name, &destination.currency, &input.currency);
    Err(LedgerError::invalid(
        "destination",
        format!("“{name}” takes {takes} and the goal is in {has}; choose another one"),
    ))
}

fn interest(text: Option<&str>) -> Result<Option<Apr>> {
    let Some(text) = given(text) else {
        return Ok(None);
    };
    let rate = typed_percent("interest", text)?;
    let out_of_range = || {
        let message = format!("write 0 to {MOST_INTEREST} percent a year, like 3.5");
        LedgerError::invalid("interest", message)
    };
    if rate > Decimal::new(MOST_INTEREST, 2) {
        return Err(out_of_range());
    }
    Apr::new(rate).map(Some).map_err(|_| out_of_range())
}

fn check_icon(icon: &str) -> Result<()> {
    check_text("icon", icon, LONGEST_ICON)?;
    let in_word = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if icon.chars().all(in_word) {
        return Ok(());
    }
    Err(LedgerError::invalid(
        "icon",
        "an icon is named by a word of letters, digits and hyphens",
    ))
}

/// Only pictures that a page shows without running anything: no SVG, no address elsewhere.
fn check_photo(photo: &str) -> Result<()> {
    let data = PHOTOS.iter().find_map(|(begins, magic)| {
        let data = photo.strip_prefix(begins)?;
        data.starts_with(magic).then_some(data)
    });
    let is_webp = photo.starts_with("data:image/webp");
    let data = data.filter(|data| is_base64(data) && (!is_webp || is_webp_data(data)));
    let Some(data) = data else {
        return Err(LedgerError::invalid(
            "photo",
            "this is no picture that can be kept; choose a PNG, JPEG or WebP file",
        ));
    };
    // Four signs stand for three bytes; what is missing at the end is filled up.
    let bytes = data.trim_end_matches('=').len() * 3 / 4;
    if bytes <= LARGEST_PHOTO {
        return Ok(());
    }
    Err(LedgerError::invalid(
        "photo",
        "the picture is larger than 400 kB; choose a smaller one",
    ))
}

fn is_base64(data: &str) -> bool {
    let in_base64 = |b: u8| b.is_ascii_alphanumeric() || b == b'+' || b == b'/';
    let signs = data.trim_end_matches('=');
    data.len().is_multiple_of(4) && data.len() - signs.len() <= 2 && signs.bytes().all(in_base64)
}

/// Whether data that begin with `RIFF` go on as WebP, after four bytes of length.
fn is_webp_data(data: &str) -> bool {
    data.get(11..16) == Some("XRUJQ")
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use serde_json::{Value, json};

    use super::*;
    use crate::ids::ChoiceId;

    const PNG: &str = "data:image/png;base64,iVBORw0KGgo=";

    fn with(name: &str, part: &Value) -> GoalInput {
        let mut whole = json!({"name": "Trip", "currency": "EUR"});
        whole[name] = part.clone();
        serde_json::from_value(whole).unwrap()
    }

    /// The field that is refused, and nothing where it works.
    fn refused(name: &str, part: &Value) -> &'static str {
        let known = Known {
            destinations: HashSet::from([ChoiceId(6)]),
            ..Known::default()
        };
        let today = "2026-05-03".parse().unwrap();
        match check_goal(&with(name, part), &known, today) {
            Ok(()) => "",
            Err(LedgerError::Invalid { field, .. }) => field,
            Err(other) => panic!("{other}"),
        }
    }

    #[test]
    fn what_a_goal_cannot_be_is_refused_by_its_field() {
        let wrong = [
            ("name", json!(" ")),
            ("name", json!("n".repeat(201))),
            ("currency", json!("EURO")),
            ("target", json!("0")),
            ("target", json!("-5")),
            ("initial", json!("-0.01")),
            ("by", json!("2026-05-02")),
            ("by", json!("2926-05-02")),
            ("priority", json!(0)),
            ("destination", json!(9)),
            ("interest", json!("-1")),
            ("interest", json!("1001")),
            ("interest", json!("high")),
            ("icon", json!("a b")),
            ("note", json!("n".repeat(2_001))),
        ];
        for (name, part) in wrong {
            assert_eq!(refused(name, &part), name, "{part}");
        }
    }

    #[test]
    fn what_a_goal_can_be_is_taken() {
        let right = [
            ("name", json!("Trip")),
            ("target", json!("1200,50")),
            ("target", json!("")),
            ("by", json!("2026-05-03")),
            ("destination", json!(6)),
            ("interest", json!("0")),
            ("interest", json!("3.5")),
            ("photo", json!(PNG)),
            ("note", json!("Two\nlines")),
        ];
        for (name, part) in right {
            assert_eq!(refused(name, &part), "", "{name}: {part}");
        }
        let terms = goal(&with("interest", &json!("3,5"))).unwrap();
        assert_eq!(terms.apr.unwrap().to_string(), "0.035");
        assert_eq!(terms.target, None);
        assert!(terms.initial.is_zero());
    }

    #[test]
    fn a_photo_is_a_small_picture_that_runs_nothing() {
        let right = [
            "data:image/jpeg;base64,/9j/4AAQ",
            "data:image/webp;base64,UklGRhoAAABXRUJQ",
        ];
        for photo in right {
            assert_eq!(refused("photo", &json!(photo)), "", "{photo}");
        }
        let wrong = [
            "https://example.com/a.png",
            "data:image/svg+xml;base64,PHN2Zz4=",
            "data:image/png;base64,/9j/4AAQ",
            "data:image/png;base64,iVBORw0KGgo<",
            "data:image/png;base64,iVBORw0KGgo",
            "data:image/webp;base64,UklGRhoAAABXQVZF",
        ];
        for photo in wrong {
            assert_eq!(refused("photo", &json!(photo)), "photo", "{photo}");
        }
        let sized = |bytes: usize| {
            let filler = "A".repeat(bytes / 3 * 4 - "iVBORw0KGgoA".len());
            json!(format!("data:image/png;base64,iVBORw0KGgoA{filler}"))
        };
        assert_eq!(refused("photo", &sized(399_999)), "");
        assert_eq!(refused("photo", &sized(400_002)), "photo");
    }

    #[test]
    fn a_goal_goes_to_a_destination_of_its_currency() {
        let destination = |currency: &str| -> DestinationInput {
            let way = json!({"kind": "paypal_me", "handle": "TeaJar"});
            let whole = json!({"name": "Pot", "currency": currency, "way": way});
            serde_json::from_value(whole).unwrap()
        };
        let goal = with("note", &json!(""));
        assert!(check_goes_to(&goal, &destination("EUR")).is_ok());
        let error = check_goes_to(&goal, &destination("USD")).unwrap_err();
        assert!(error.to_string().starts_with("destination: "), "{error}");
    }
}
