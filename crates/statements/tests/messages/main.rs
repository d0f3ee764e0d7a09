//! Messages of wallets give the drafts written below them, and nothing makes the reader panic or slow.
//!
//! Each file of this folder holds messages of one provider: invented people and numbers in the
//! provider's own wording, each followed by a line with its draft.
#![cfg(test)]

mod hostile;

use std::path::Path;

use farthing_statements::messages::{Draft, Template, check_chain, read_message, read_messages};

/// A message and the line that describes its draft.
fn samples(name: &str) -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/messages");
    let text = std::fs::read_to_string(folder.join(name)).expect("a file of messages");
    let mut samples = Vec::new();
    let mut message = Vec::new();
    for line in text.lines() {
        match line.strip_prefix("= ") {
            Some(expected) => {
                samples.push((message.join("\n").trim().to_owned(), expected.to_owned()));
                message.clear();
            }
            None => message.push(line),
        }
    }
    assert!(
        message.iter().all(|line| line.is_empty()),
        "{message:?} has no draft"
    );
    samples
}

/// A draft on one line: what is not there is left out.
fn described(draft: &Draft) -> String {
    let code = draft
        .currency
        .map_or("?".to_owned(), |c| c.code().to_owned());
    let mut told = format!(
        "{}: {} {code} {:?}",
        draft.template, draft.amount, draft.kind
    );
    let mut tell = |name: &str, value: Option<String>| {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            told = format!("{told}, {name} {value}");
        }
    };
    tell("fee", (!draft.fee.is_zero()).then(|| draft.fee.to_string()));
    tell("balance", draft.balance.map(|b| b.to_string()));
    tell("reference", draft.reference.clone());
    tell("related", draft.related.clone());
    tell("payee", Some(draft.payee.clone()));
    tell("counter", draft.counter.clone());
    tell("account", draft.account.clone());
    tell("date", draft.date.map(|d| d.to_string()));
    tell("time", draft.time.map(|t| t.to_string()));
    tell("zone", draft.zone.clone());
    tell("memo", Some(draft.memo.clone()));
    told
}

fn check(name: &str) {
    let samples = samples(name);
    assert!(!samples.is_empty(), "{name} is empty");
    let mut differ = 0;
    for (message, expected) in &samples {
        let got = match read_message(message, &[]) {
            Ok(draft) => described(&draft),
            Err(error) => error.to_string(),
        };
        if got != *expected {
            differ += 1;
            println!("{message}\n= {got}\n");
        }
    }
    assert_eq!(
        differ,
        0,
        "{differ} of {} messages of {name} differ",
        samples.len()
    );
}

#[test]
fn messages_of_mpesa_give_their_drafts() {
    check("mpesa.txt");
}

#[test]
fn messages_of_easypaisa_and_jazzcash_give_their_drafts() {
    check("easypaisa.txt");
}

#[test]
fn messages_of_bkash_and_gcash_give_their_drafts() {
    check("bkash_gcash.txt");
}

#[test]
fn notices_of_alipay_and_wechat_pay_give_their_drafts() {
    check("alipay.txt");
}

#[test]
fn mails_of_paypal_give_their_drafts() {
    check("paypal.txt");
}

fn own(text: &str) -> Template {
    Template::new("mine", text).expect("a template")
}

#[test]
fn a_persons_own_template_is_tried_first() {
    let text = "You sent $12.50 USD to Jane Demo";
    let mine = own("You sent ${amount} USD to {payee}");
    let draft = read_message(text, std::slice::from_ref(&mine)).unwrap();
    assert_eq!(
        described(&draft),
        "mine: -12.50 USD Unknown, payee Jane Demo"
    );
    assert_eq!(read_message(text, &[]).unwrap().provider, Some("paypal"));
}

#[test]
fn an_own_template_reads_its_wording_whole_or_not_at_all() {
    let mine = [own(
        "{date dmy} {time} Card {account}: {amount} spent at {payee}. Bal {balance}[2]. Fee {fee} {any}",
    )];
    let text =
        |rest: &str| format!("2/3/26 18:05 Card *4411: EUR 1.234,50 spent at Tea & Co. {rest}");
    let read = |rest: &str| match read_message(&text(rest), &mine) {
        Ok(draft) => described(&draft),
        Err(error) => error.to_string(),
    };
    assert_eq!(
        read("Bal -8,50 2. Fee 0,50 Thanks!"),
        "mine: -1235.00 EUR Unknown, fee -0.50, balance -8.50, payee Tea & Co, account *4411, date 2026-03-02, time 18:05:00"
    );
    assert!(read("Bal 8,50").starts_with("no template reads “2/3/26 18:05 Card"));
}

#[test]
fn what_may_be_read_in_two_ways_is_refused_with_the_reason() {
    let read = |template: &str, text: &str| {
        read_message(text, &[own(template)])
            .unwrap_err()
            .to_string()
    };
    assert_eq!(
        read(
            "On {date} you paid EUR {amount}",
            "On 2/3/26 you paid EUR 5"
        ),
        "“2/3/26” may be read in two ways; say in the template which: {date dmy} or {date mdy}"
    );
    assert_eq!(
        read("Charged {amount} today", "Charged 1,234 today"),
        "“1,234” cannot be read as one amount"
    );
    assert_eq!(
        read("Refund: {amount} today", "Refund: -5 today"),
        "“-5” cannot be read as one amount"
    );
    assert_eq!(
        read("Paid {amount} with fee {fee}", "Paid EUR 5 with fee USD 1"),
        "the amount, fee and balance are in different currencies"
    );
    assert_eq!(
        read_message(" \n", &[]).unwrap_err().to_string(),
        "there is no message"
    );
}

#[test]
fn several_messages_at_once_are_read_one_by_one() {
    let text = "UCA1AB12C1 Confirmed.\nYou have received Ksh500.00 from\nANA SAMPLE 254700123456\non 2/3/26 at 9:00 AM\nNew M-PESA balance is Ksh700.00\nUCA1AB12C2 Confirmed. Ksh100.00 paid to DEMO CAFE. on 2/3/26 at 9:30 AM.New M-PESA balance is Ksh600.00. Transaction cost, Ksh0.00.\nFailed. You have insufficient funds for 900.00.\n\nHappy holidays!\n\nUCA1AB12C3 Confirmed. Ksh150.00 sent to BEN SAMPLE 0700123456 on 2/3/26 at 9:45 AM. New M-PESA balance is Ksh300.00. Transaction cost, Ksh7.00.";
    let read = read_messages(text, &[]);
    let told = read.iter().map(|draft| match draft {
        Ok(draft) => draft.reference.clone().unwrap_or_default(),
        Err(error) => error.to_string(),
    });
    assert_eq!(
        told.collect::<Vec<_>>(),
        [
            "UCA1AB12C1",
            "UCA1AB12C2",
            "no template reads “Failed. You have insufficient funds for 900.00.”; make one of your own from it",
            "no template reads “Happy holidays!”; make one of your own from it",
            "UCA1AB12C3",
        ]
    );
    let drafts: Vec<Draft> = read.into_iter().flatten().collect();
    let gaps: Vec<_> = check_chain(&drafts)
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(
        gaps,
        ["between UCA1AB12C2 and UCA1AB12C3 143.00 KES that left are missing"]
    );
}
