//! No text makes the reader of messages panic, or slow.

use farthing_statements::messages::{Template, check_chain, read_message, read_messages};
use proptest::prelude::*;

/// Words and signs that mean something in templates and messages.
const WORDS: &[&str] = &[
    "UCA1AB12C1",
    "Confirmed.",
    "Ksh",
    "1,200.00",
    "$",
    "-",
    "5",
    "USD",
    "€",
    "sent to",
    "paid to",
    "You have received",
    "from",
    "on",
    "at",
    "2/3/26",
    "9:30 AM",
    "New M-PESA balance is",
    "元",
    "付款",
    "支出",
    "Trx ID",
    "Fee",
    "Balance",
    ".",
    ",",
    "\n",
    "\n\n",
    " ",
    "\u{202E}",
    "\u{0}",
    "ß",
    "İ",
    "日",
];
const PIECES: &[&str] = &[
    "{amount}",
    "{amount in}",
    "{fee}",
    "{balance}",
    "{currency}",
    "{reference}",
    "{payee}",
    "{memo}",
    "{any}",
    "{date}",
    "{date dmy}",
    "{time}",
    "{zone}",
    "{",
    "}",
    "{x}",
    " ",
    "paid",
    "received",
    " on ",
    "元",
    ".",
    "[",
    "]",
];

fn joined(words: &'static [&'static str], most: usize) -> impl Strategy<Value = String> {
    let words = prop::collection::vec(prop::sample::select(words), 0..most);
    words.prop_map(|words| words.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_a_draft_or_an_error(text in any::<String>(), words in joined(WORDS, 60)) {
        for text in [text, words] {
            let drafts: Vec<_> = read_messages(&text, &[]).into_iter().flatten().collect();
            for draft in &drafts {
                prop_assert!(!draft.amount.is_sign_negative() || !draft.amount.is_zero());
            }
            check_chain(&drafts);
        }
    }

    #[test]
    fn any_template_is_checked_and_reads_any_message(
        text in joined(PIECES, 16),
        message in joined(WORDS, 40),
    ) {
        if let Ok(template) = Template::new("mine", &text) {
            let _ = read_message(&message, std::slice::from_ref(&template));
            prop_assert_eq!(Template::new("mine", template.text()), Ok(template));
        }
    }
}

#[test]
fn endless_messages_are_read_in_time() {
    let mine = [
        Template::new(
            "mine",
            "{payee} on {date dmy} paid {amount} at {time} for {memo} on {any}",
        ),
        Template::new(
            "mine",
            &format!("paid {{amount}} {{any}} {}b", "a".repeat(400)),
        ),
    ];
    let mine: Vec<Template> = mine.into_iter().flatten().collect();
    assert_eq!(mine.len(), 2);
    for unit in [
        "on ",
        "a",
        "1",
        "1 on 2/3/26 ",
        "元",
        "Ksh",
        "\n",
        "paid 5 a",
        "UCA1AB12C1 Confirmed. ",
    ] {
        let _ = read_message(&unit.repeat(7_900 / unit.len()), &mine);
        read_messages(&format!("{unit}\n").repeat(300), &mine);
        read_messages(&unit.repeat(10_000), &mine);
    }
}
