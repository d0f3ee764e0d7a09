//! Pasted messages of wallets as a statement: each message is a row, known by its reference, so that
//! the statement that comes later does not double it.

use crate::decode::Decoded;
use crate::messages::{Draft, Message, check_chain, may_begin, read_each};
use crate::model::{
    AccountHint, AccountKind, Decision, Hints, Problem, Question, Reading, Row, Statement,
};
use crate::providers;
use crate::rows::currency_question;

/// Reads a text of messages; nothing where it does not begin like one.
pub(crate) fn read(decoded: &Decoded<'_>, hints: &Hints) -> Option<Reading> {
    if !may_begin(&decoded.text, &hints.templates) {
        return None;
    }
    let messages = read_each(&decoded.text, &hints.templates);
    let drafts: Vec<Draft> = messages
        .iter()
        .filter_map(|m| m.read.as_ref().ok().cloned())
        .collect();
    if drafts.is_empty() {
        return None;
    }
    let mut reading = Reading {
        provider: drafts.first().and_then(|draft| draft.provider),
        ..Reading::empty("message", decoded.encoding)
    };
    for (number, message) in (1_u32..).zip(&messages) {
        take(&mut reading, number, message, hints);
    }
    tell_chain(&mut reading, &drafts);
    ask(&mut reading, &drafts, hints);
    Some(reading)
}

fn take(reading: &mut Reading, number: u32, message: &Message, hints: &Hints) {
    match &message.read {
        Ok(draft) => {
            let Some(row) = row_of(number, &message.text, draft, hints) else {
                return;
            };
            statement_of(reading, draft, hints).rows.push(row);
        }
        Err(error) => reading.problems.push(Problem {
            line: number,
            message: error.to_string(),
        }),
    }
}

/// The message as a row; none as long as nobody says its day.
fn row_of(number: u32, text: &str, draft: &Draft, hints: &Hints) -> Option<Row> {
    let date = draft.date.or(hints.day)?;
    let mut row = Row {
        time: draft.time,
        zone: draft.zone.clone(),
        fee: draft.fee,
        reference: draft.reference.clone(),
        related: draft.related.clone(),
        payee: draft.payee.clone(),
        memo: draft.memo.clone(),
        kind: draft.kind,
        balance: draft.balance,
        ..Row::plain(number, text.to_owned(), date, draft.amount)
    };
    if let Some(counter) = &draft.counter {
        row.details_mut().counter_number = Some(counter.clone());
    }
    Some(row)
}

fn statement_of<'r>(reading: &'r mut Reading, draft: &Draft, hints: &Hints) -> &'r mut Statement {
    let currency = draft.currency.or(hints.currency);
    let name = draft.provider.map(account_name);
    let is_same = |s: &Statement| {
        s.account.name.as_deref() == name
            && s.account.number == draft.account
            && s.currency == currency
    };
    let all = &mut reading.statements;
    let index = all.iter().position(is_same).unwrap_or(all.len());
    if index == all.len() {
        let account = AccountHint {
            name: name.map(str::to_owned),
            number: draft.account.clone(),
            institution: name.map(str::to_owned),
            kind: Some(AccountKind::Wallet),
        };
        all.push(Statement::of(account, currency));
    }
    &mut all[index]
}

/// The account's name for people, the same as in the provider's statements.
fn account_name(provider: &'static str) -> &'static str {
    providers::account_of(provider).unwrap_or(provider)
}

/// Says where messages do not follow on from each other.
fn tell_chain(reading: &mut Reading, drafts: &[Draft]) {
    let with_balance = drafts.iter().filter(|d| d.balance.is_some()).count();
    if with_balance < 2 {
        return;
    }
    let gaps = check_chain(drafts);
    if gaps.is_empty() {
        reading.decisions.push(Decision {
            field: "balance".to_owned(),
            reading: "nothing is missing between these messages".to_owned(),
            evidence: format!("the balances of {with_balance} messages follow from each other"),
        });
    }
    let problems = gaps.iter().map(|gap| Problem {
        line: number_of(drafts, &gap.after),
        message: format!("a message is missing: {gap}"),
    });
    reading.problems.extend(problems);
}

/// The number of the message with a reference.
fn number_of(drafts: &[Draft], reference: &str) -> u32 {
    let is_it = |draft: &Draft| draft.reference.as_deref() == Some(reference);
    let place = drafts.iter().position(is_it).unwrap_or(0);
    u32::try_from(place + 1).unwrap_or(1)
}

fn ask(reading: &mut Reading, drafts: &[Draft], hints: &Hints) {
    let dayless = drafts.iter().filter(|draft| draft.date.is_none()).count();
    if dayless > 0 && hints.day.is_none() {
        reading.questions.push(Question {
            hint: "day",
            prompt: "A message names no day. On which day was it?".to_owned(),
            choices: Vec::new(),
        });
    }
    let unnamed = drafts.iter().any(|draft| draft.currency.is_none());
    if unnamed && hints.currency.is_none() {
        reading.questions.push(currency_question());
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use crate::messages::Template;
    use crate::model::Hints;
    use crate::read;

    const SENT: &str = "TAA1BB2CC3 Confirmed. Ksh1,000.00 sent to ANA DEMO 0712345678 on 14/3/26 at 8:15 AM. New M-PESA balance is Ksh4,750.00. Transaction cost, Ksh13.00.";
    const LATER: &str = "TAA1BB2CC5 Confirmed. Ksh200.00 paid to KIOSK DEMO. on 14/3/26 at 9:15 AM.New M-PESA balance is Ksh4,400.00. Transaction cost, Ksh0.00.";

    #[test]
    fn a_message_is_a_row_of_its_wallet_with_fee_balance_and_reference() {
        let reading = read(SENT.as_bytes(), &Hints::default()).unwrap();
        assert_eq!(
            (reading.format, reading.provider),
            ("message", Some("mpesa"))
        );
        let statement = &reading.statements[0];
        assert_eq!(statement.account.name.as_deref(), Some("M-Pesa"));
        let row = &statement.rows[0];
        assert_eq!(row.amount.to_string(), "-1013.00");
        assert_eq!(row.fee.to_string(), "-13.00");
        assert_eq!(row.reference.as_deref(), Some("TAA1BB2CC3"));
        assert_eq!(row.balance.unwrap().to_string(), "4750.00");
        assert_eq!(row.raw, SENT);
    }

    #[test]
    fn two_balances_say_that_a_message_is_missing() {
        let text = format!("{SENT}\n\n{LATER}\n");
        let reading = read(text.as_bytes(), &Hints::default()).unwrap();
        assert_eq!(reading.statements[0].rows.len(), 2);
        assert_eq!(
            reading.problems[0].message,
            "a message is missing: between TAA1BB2CC3 and TAA1BB2CC5 150.00 KES that left are missing"
        );
        assert_eq!(reading.problems[0].line, 2);
    }

    #[test]
    fn a_message_of_ones_own_wording_without_a_day_asks_for_it() {
        let template = Template::new("Tin", "Tin: you paid {amount} to {payee}. Left: {balance}");
        let mut hints = Hints {
            templates: vec![template.unwrap()],
            ..Hints::default()
        };
        let text = b"Tin: you paid 3.50 to Tea House. Left: 12.00";
        let asked = read(text, &hints).unwrap();
        let asks: Vec<_> = asked.questions.iter().map(|q| q.hint).collect();
        assert_eq!(asks, ["day", "currency"]);
        hints.day = NaiveDate::from_ymd_opt(2026, 3, 14);
        hints.currency = farthing_money::Currency::iso("EUR").ok();
        let reading = read(text, &hints).unwrap();
        assert!(reading.questions.is_empty());
        assert_eq!(reading.statements[0].rows[0].amount.to_string(), "-3.50");
    }
}
