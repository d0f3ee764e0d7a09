//! What stands before a name: who took the payment, and the words of the bank.

use super::What;
use super::dates::is_shape;
use super::tokens::Tokens;

/// Who takes payments for others, as they write themselves before a star, sorted.
const PROCESSORS: [&str; 51] = [
    "2co.com",
    "adyen",
    "bt",
    "cke",
    "clover",
    "clv",
    "dd",
    "dlo",
    "dlocal",
    "dri",
    "eb",
    "ebanx",
    "ezc",
    "fs",
    "fsp",
    "google",
    "gosq",
    "ipay",
    "iz",
    "izettle",
    "klarna",
    "ls",
    "mercadopago",
    "mercpago",
    "mollie",
    "mp",
    "nya",
    "nyx",
    "paddle.net",
    "pag",
    "pagseguro",
    "paypal",
    "payu",
    "pp",
    "ppl",
    "py",
    "razorpay",
    "rzp",
    "sp",
    "sq",
    "sqr",
    "sqsp",
    "squ",
    "square",
    "stripe",
    "sumup",
    "toast",
    "tst",
    "worldpay",
    "xsolla",
    "zettle",
];

/// Names that only an abbreviation or an address stands for.
const RENAMED: [(&[&str], &str); 6] = [
    (&["amzn", "mktp"], "Amazon"),
    (&["amazon", "mktp"], "Amazon"),
    (&["amzn", "mktplace"], "Amazon"),
    (&["amazon", "mktplace"], "Amazon"),
    (&["apple.com/bill"], "Apple"),
    (&["itunes.com/bill"], "Apple"),
];

/// Words of banks before a name, longer ones before their own beginnings.
const WORDINGS: [&str; 45] = [
    "recurring payment authorized on",
    "purchase authorized on",
    "debit card purchase at",
    "debit card purchase",
    "debit card payment to",
    "debit card payment",
    "credit card purchase",
    "contactless payment to",
    "contactless payment",
    "recurring payment to",
    "recurring payment",
    "checkcard purchase",
    "checkcard",
    "card payment to",
    "card payment at",
    "card payment",
    "card purchase at",
    "card purchase",
    "card transaction at",
    "visa debit purchase",
    "visa purchase",
    "pos purchase at",
    "pos purchase",
    "pos debit",
    "pos refund",
    "pos",
    "direct debit to",
    "direct debit",
    "standing order to",
    "bill payment to",
    "online payment to",
    "payment to",
    "purchase at",
    "kartenzahlung bei",
    "kartenzahlung",
    "ec-kartenzahlung",
    "sepa-lastschrift",
    "lastschrift",
    "girocard",
    "paiement par carte",
    "paiement cb",
    "achat cb",
    "compra con tarjeta",
    "pago con tarjeta en",
    "pagamento pos",
];

/// Takes away who took the payment, and says the name that an abbreviation stands for.
pub(super) fn processors(tokens: &mut Tokens) {
    while processor(tokens) {}
    order_codes(tokens);
    for (words, name) in RENAMED {
        let found = words.iter().enumerate();
        let mut found = found.map(|(place, word)| tokens.low(place) == *word);
        if found.all(|is| is) {
            // The market of a country is the same shop: AMZN MKTP DE.
            let land = tokens.get(words.len());
            let land = land.is_some_and(|land| land.is_upper() && land.text.len() == 2);
            tokens.rename(0..words.len() + usize::from(land), name);
        }
    }
}

/// Takes away the words of a bank, with the end of the card where it follows at once.
pub(super) fn wording(tokens: &mut Tokens) {
    let found = WORDINGS
        .iter()
        .filter(|wording| begins_with(tokens, wording));
    let lengths: Vec<usize> = found.map(|wording| wording.split(' ').count()).collect();
    let mut lengths = lengths.into_iter();
    let taken = lengths.any(|words| tokens.take(0..words, What::Wording));
    if taken && is_shape(tokens.low(0), "9999") {
        tokens.take(0..1, What::CardNumber);
    }
}

fn begins_with(tokens: &Tokens, wording: &str) -> bool {
    let rest = wording.strip_prefix(tokens.low(0));
    let first = rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(' '));
    let mut words = wording.split(' ').enumerate();
    first && words.all(|(place, word)| tokens.low(place) == word)
}

/// Takes one processor away; the star ends its word or begins the next.
fn processor(tokens: &mut Tokens) -> bool {
    if PROCESSORS.binary_search(&tokens.low(0)).is_ok()
        && tokens.get(1).is_some_and(|next| next.text.starts_with('*'))
    {
        tokens.merge_next(0);
    }
    let star = tokens.get(0).and_then(|first| first.text.split_once('*'));
    let Some((before, after)) = star.filter(|(before, _)| is_processor(before)) else {
        return false;
    };
    let (piece, after) = (
        format!("{before}*"),
        after.trim_start_matches('*').to_owned(),
    );
    if after.is_empty() {
        return tokens.take(0..1, What::Processor);
    }
    !is_order_code(&after) && tokens.cut(0, &after, &piece, What::Processor)
}

fn is_processor(text: &str) -> bool {
    let text = text.trim_matches(|c: char| !c.is_alphanumeric());
    PROCESSORS
        .binary_search(&text.to_lowercase().as_str())
        .is_ok()
}

/// Cuts `*2A3B4C` off a word, or takes it away as a word.
fn order_codes(tokens: &mut Tokens) {
    let mut place = 0;
    while let Some(token) = tokens.get(place) {
        let cut = token.text.split_once('*');
        let cut = cut.filter(|(_, code)| is_order_code(code));
        let cut = cut.map(|(before, code)| (before.to_owned(), format!("*{code}")));
        let gone = cut.is_some_and(|(before, code)| {
            tokens.cut(place, &before, &code, What::Reference) && before.is_empty()
        });
        place += usize::from(!gone);
    }
}

/// Four capitals and digits or more, some of each, as shops on the web number orders.
fn is_order_code(code: &str) -> bool {
    let plain = |c: char| c.is_ascii_digit() || c.is_ascii_uppercase();
    let has = |kind: fn(&char) -> bool| code.chars().any(|c| kind(&c));
    code.len() >= 4
        && code.chars().all(plain)
        && has(char::is_ascii_digit)
        && has(char::is_ascii_uppercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_processors_are_sorted() {
        assert!(PROCESSORS.is_sorted());
    }

    #[test]
    fn a_longer_wording_comes_before_its_own_beginning() {
        for (place, wording) in WORDINGS.iter().enumerate() {
            let hidden = WORDINGS[..place]
                .iter()
                .find(|before| wording.starts_with(**before));
            assert_eq!(hidden, None, "{wording}");
        }
    }
}
