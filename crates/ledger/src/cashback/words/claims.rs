//! A text to send to a programme: polite, plain, and with nothing that is not known.

use chrono::NaiveDate;
use farthing_money::Money;

use super::super::views::ReceivableState;
use super::{day_words, money_words};

/// What is known of a reward that is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::cashback) struct Claim<'c> {
    pub programme: &'c str,
    pub state: ReceivableState,
    /// What it is for, with its day.
    pub of: ClaimOf<'c>,
    pub expected: Money,
    pub received: Option<Money>,
    pub due: Option<NaiveDate>,
    /// Empty where there is none.
    pub order: &'c str,
    /// How many files prove it.
    pub files: usize,
}

/// What a reward is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::cashback) enum ClaimOf<'c> {
    Purchase {
        shop: &'c str,
        day: NaiveDate,
        price: Option<Money>,
    },
    Statement(NaiveDate),
    Bonus {
        name: &'c str,
        day: NaiveDate,
    },
}

/// The text.
pub(in crate::cashback) fn claim_text(claim: &Claim<'_>) -> String {
    let mut lines = vec![
        "Hello,".to_owned(),
        String::new(),
        format!("{} Could you please look into it?", asked(claim)),
        String::new(),
        format!("Programme: {}", claim.programme),
    ];
    lines.extend(of_lines(&claim.of));
    let order = claim.order.trim();
    if !order.is_empty() {
        lines.push(format!("Order number: {order}"));
    }
    lines.push(format!(
        "Cashback expected: {}",
        money_words(claim.expected)
    ));
    lines.extend(
        claim
            .due
            .map(|due| format!("Expected by: {}", day_words(due))),
    );
    let received = claim.received.map_or("nothing yet".to_owned(), money_words);
    lines.push(format!("Cashback received: {received}"));
    if claim.files > 0 {
        lines.push("I can send proof of it.".to_owned());
    }
    lines.extend([String::new(), "Thank you.".to_owned()]);
    lines.join("\n")
}

fn asked(claim: &Claim<'_>) -> &'static str {
    match claim.state {
        ReceivableState::Short => "The cashback below is less than I expected.",
        ReceivableState::Declined => "The cashback below was declined, and I would like to appeal.",
        _ => "I have not received the cashback below.",
    }
}

fn of_lines(of: &ClaimOf<'_>) -> Vec<String> {
    match of {
        ClaimOf::Purchase { shop, day, price } => {
            let shop = (!shop.is_empty()).then(|| format!("Shop: {shop}"));
            let day = format!("Day of purchase: {}", day_words(*day));
            let price = price.map(|price| format!("Price: {}", money_words(price)));
            shop.into_iter().chain([day]).chain(price).collect()
        }
        ClaimOf::Statement(day) => vec![format!("Statement that closed on: {}", day_words(*day))],
        ClaimOf::Bonus { name, day } => vec![
            format!("Bonus: {name}"),
            format!("Earned on: {}", day_words(*day)),
        ],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_claim_says_what_is_known_and_nothing_else() {
        let claim = Claim {
            programme: "Portal",
            state: ReceivableState::Missing,
            of: ClaimOf::Purchase {
                shop: "Book Shop",
                day: NaiveDate::from_ymd_opt(2026, 3, 14).unwrap(),
                price: Some("50.00 EUR".parse().unwrap()),
            },
            expected: "2.00 EUR".parse().unwrap(),
            received: None,
            due: None,
            order: "A-17",
            files: 0,
        };
        assert_eq!(
            claim_text(&claim),
            "Hello,\n\nI have not received the cashback below. Could you please look into it?\n\n\
             Programme: Portal\nShop: Book Shop\nDay of purchase: 14 March 2026\n\
             Price: 50.00 EUR\nOrder number: A-17\nCashback expected: 2.00 EUR\n\
             Cashback received: nothing yet\n\nThank you."
        );
    }
}
