//! Amounts, dates and sides are settled by column from all rows, and what decided is said.
#![cfg(test)]

use farthing_money::Currency;
use farthing_statements::{
    DateOrder, DecimalMark, Hints, ReadError, Reading, Row, RowKind, SignAnswer, StatedBalance,
    read,
};
use rust_decimal::Decimal;

fn reading(text: &str) -> Reading {
    answered(text, &Hints::default())
}

fn answered(text: &str, hints: &Hints) -> Reading {
    read(text.as_bytes(), hints).expect("a table")
}

fn rows(reading: &Reading) -> impl Iterator<Item = &Row> {
    reading.statements.iter().flat_map(|s| &s.rows)
}

fn amounts(reading: &Reading) -> Vec<String> {
    rows(reading).map(|row| row.amount.to_string()).collect()
}

fn days(reading: &Reading) -> Vec<String> {
    rows(reading).map(|row| row.date.to_string()).collect()
}

fn asked(reading: &Reading) -> Vec<&'static str> {
    reading.questions.iter().map(|q| q.hint).collect()
}

fn said(reading: &Reading, field: &str) -> String {
    let decision = reading.decisions.iter().find(|d| d.field == field);
    let decision = decision.unwrap_or_else(|| panic!("nothing is said of {field}"));
    format!("{}: {}", decision.reading, decision.evidence)
}

/// A table of one cell a row, in a currency of its own column.
fn column(cells: &[&str]) -> String {
    let mut text = "Date;Description;Amount;Currency\n".to_owned();
    for cell in cells {
        text.push_str(&["2026-03-14;x;", cell, ";EUR\n"].concat());
    }
    text
}

#[test]
fn each_way_to_write_an_amount_is_read_in_a_file_with_decimal_points() {
    let cells = [
        "-110.7",
        "(12.30)",
        "12.30-",
        "1'234.50",
        "\u{2212}5",
        "1\u{a0}234.50",
        "¥99.00",
        "-1,234.50",
        "12.30 DR",
        "12.30 CR",
        "$7.10",
        "−¥3.00",
        "+4.00",
    ];
    let reading = reading(&column(&cells));
    assert_eq!(
        amounts(&reading),
        [
            "-110.7", "-12.30", "-12.30", "1234.50", "-5", "1234.50", "99.00", "-1234.50",
            "-12.30", "12.30", "7.10", "-3.00", "4.00"
        ]
    );
    assert_eq!(asked(&reading), [""; 0]);
}

#[test]
fn each_way_to_write_an_amount_is_read_in_a_file_with_decimal_commas() {
    let cells = [
        "-950,00 €",
        "-3.000",
        "1.000",
        "1 234,50",
        "1\u{202f}234,50",
        "−5",
        "12,30-",
        "(0,99)",
        "1'234,50",
        "1.234.567",
    ];
    let reading = reading(&column(&cells));
    assert_eq!(
        amounts(&reading),
        [
            "-950.00", "-3000", "1000", "1234.50", "1234.50", "-5", "-12.30", "-0.99", "1234.50",
            "1234567"
        ]
    );
    assert_eq!(asked(&reading), [""; 0]);
}

#[test]
fn digits_of_other_scripts_are_digits() {
    let reading = reading(&column(&["-١٢٣", "١٢٫٥٠", "-１２．５０", "-१२३.५०"]));
    assert_eq!(amounts(&reading), ["-123", "12.50", "-12.50", "-123.50"]);
}

#[test]
fn the_mark_is_said_with_its_column_its_counts_and_an_amount_of_the_file() {
    let reading = reading(&column(&["-3.000", "-1.234,50", "-7"]));
    assert_eq!(
        said(&reading, "decimals"),
        "comma: “-1.234,50” is read as -1234.50: 1 of 3 amounts in the column “Amount” has a comma \
         before one or two digits"
    );
}

#[test]
fn of_two_columns_of_bare_numbers_none_is_taken_for_the_amounts() {
    let cups = "noted|who|cups|spent\n2026-03-14|Kissa|2|900\n2026-03-15|Bakery|1|310\n2026-03-16|Kissa|1|450\n";
    let refused = read(cups.as_bytes(), &Hints::default()).expect_err("a question");
    assert!(matches!(refused, ReadError::Unmapped(_)), "{refused}");
}

#[test]
fn three_digits_after_the_only_mark_are_asked_about_and_an_answer_decides() {
    let text = column(&["-3.000", "1.000"]);
    let open = reading(&text);
    assert_eq!(asked(&open), ["decimal_mark"]);
    let hints = |mark| Hints {
        decimal_mark: Some(mark),
        ..Hints::default()
    };
    let comma = answered(&text, &hints(DecimalMark::Comma));
    assert_eq!(
        (amounts(&comma), asked(&comma)),
        (vec!["-3000".to_owned(), "1000".to_owned()], vec![])
    );
    let point = answered(&text, &hints(DecimalMark::Point));
    assert_eq!(amounts(&point), ["-3.000", "1.000"]);
}

#[test]
fn running_balances_decide_what_the_amounts_leave_open() {
    let text = "Date,Text,Amount,Balance,Currency\n\
        2026-03-13,a,1.000,1.000,EUR\n\
        2026-03-14,b,-3.5,996.5,EUR\n";
    // The point is proved by 3.5 and 996.5, and 1.000 goes with them.
    let mixed = reading(text);
    assert_eq!(amounts(&mixed), ["1.000", "-3.5"]);
    let comma = reading(
        "Date,Text,Amount,Balance,Currency\n\
        2026-03-13,a,1.000,1.000,EUR\n\
        2026-03-14,b,-250,750,EUR\n",
    );
    assert_eq!(amounts(&comma), ["1000", "-250"]);
    assert_eq!(asked(&comma), [""; 0]);
    assert!(said(&comma, "decimals").contains("does each balance follow"));
}

#[test]
fn an_amount_that_proves_the_other_mark_is_a_problem_and_the_mark_is_asked() {
    let reading = reading(&column(&["-1,50", "-2,50", "-3.25", "-1.000"]));
    let lines: Vec<_> = reading.problems.iter().map(|p| p.line).collect();
    assert_eq!((lines, asked(&reading)), (vec![4], vec!["decimal_mark"]));
    assert_eq!(amounts(&reading), ["-1.50", "-2.50", "-1000"]);
    assert!(said(&reading, "decimals").contains("“-3.25” can only be read otherwise"));
}

#[test]
fn days_above_twelve_decide_for_all_dates_and_others_are_asked() {
    let dates = |days: &[&str]| {
        let mut text = "Date;Text;Amount;Currency\n".to_owned();
        for day in days {
            text.push_str(&[day, ";x;-1.50;PLN\n"].concat());
        }
        reading(&text)
    };
    let known = dates(&["02/03/2026", "13/03/2026"]);
    assert_eq!(days(&known), ["2026-03-02", "2026-03-13"]);
    assert_eq!(
        said(&known, "dates"),
        "day/month/year: “13/03/2026” is read as 13 March 2026: 1 of 2 dates in the column “Date” \
         has a day above 12 in the first place"
    );
    let open = dates(&["02/03/2026", "05/03/2026"]);
    assert_eq!(asked(&open), ["date_order"]);
}

#[test]
fn columns_of_money_out_and_in_are_the_sides_whatever_marks_they_carry() {
    let table = |debit: &str| {
        reading(&format!(
            "Date;Text;Debit;Credit;Currency\n\
             2026-03-13;a;{debit};;EUR\n\
             2026-03-14;b;;20,00;EUR\n\
             2026-03-15;c;0,00;5,00;EUR\n"
        ))
    };
    for debit in ["12,30", "-12,30", "(12,30)", "12,30-"] {
        assert_eq!(
            amounts(&table(debit)),
            ["-12.30", "20.00", "5.00"],
            "{debit}"
        );
    }
}

#[test]
fn a_minus_among_plain_debits_is_money_that_came_back() {
    let reading = reading(
        "Date;Text;Debit;Credit;Currency\n\
         2026-03-13;a;12.30;;EUR\n\
         2026-03-14;b;-2.30;;EUR\n\
         2026-03-15;c;5.00;;EUR\n\
         2026-03-16;d;;1.00;EUR\n",
    );
    assert_eq!(amounts(&reading), ["-12.30", "2.30", "-5.00", "1.00"]);
}

#[test]
fn a_column_of_sides_gives_unsigned_amounts_their_sign() {
    for (out, into) in [
        ("DR", "CR"),
        ("D", "C"),
        ("Debit", "Credit"),
        ("Af", "Bij"),
        ("S", "H"),
        ("支出", "收入"),
        ("Debe", "Haber"),
        ("Дебет", "Кредит"),
    ] {
        let reading = reading(&format!(
            "Date;Text;Amount;DC;Currency\n\
             2026-03-13;a;12,30;{out};EUR\n\
             2026-03-14;b;20,00;{into};EUR\n"
        ));
        assert_eq!(amounts(&reading), ["-12.30", "20.00"], "{out}");
        assert_eq!(asked(&reading), [""; 0], "{out}");
    }
}

#[test]
fn amounts_that_are_all_positive_are_asked_about_and_an_answer_turns_them() {
    let text = column(&["12.30", "4.00"]);
    let open = reading(&text);
    assert_eq!(asked(&open), ["sign"]);
    let choices = open.questions.iter().flat_map(|q| &q.choices);
    let values: Vec<_> = choices.map(|choice| choice.value.as_ref()).collect();
    assert_eq!(values, ["as_written", "negated"]);
    let hints = |sign| Hints {
        sign: Some(sign),
        ..Hints::default()
    };
    let turned = answered(&text, &hints(SignAnswer::Negated));
    assert_eq!(
        (amounts(&turned), asked(&turned)),
        (vec!["-12.30".to_owned(), "-4.00".to_owned()], vec![])
    );
    let kept = answered(&text, &hints(SignAnswer::AsWritten));
    assert_eq!(
        (amounts(&kept), asked(&kept)),
        (vec!["12.30".to_owned(), "4.00".to_owned()], vec![])
    );
}

#[test]
fn a_balance_that_falls_by_each_amount_says_that_money_left() {
    let reading = reading(
        "Date,Text,Amount,Balance,Currency\n\
         2026-03-15,c,5.00,80.00,EUR\n\
         2026-03-14,b,3.00,85.00,EUR\n\
         2026-03-13,a,12.00,88.00,EUR\n",
    );
    assert_eq!(amounts(&reading), ["-5.00", "-3.00", "-12.00"]);
    assert_eq!(asked(&reading), [""; 0]);
    assert!(said(&reading, "sign").contains("the balance falls by each amount"));
    let balance = |balance: Option<StatedBalance>| balance.map(|b| b.amount);
    let statement = reading.statements.first().expect("a statement");
    assert_eq!(balance(statement.opening), Some(Decimal::from(100)));
    assert_eq!(balance(statement.closing), Some(Decimal::from(80)));
}

#[test]
fn two_columns_of_amounts_without_names_are_sides_that_the_balance_or_the_person_tells_apart() {
    let proved = reading(
        "13/03/2026;COFFEE;3,50;;96,50\n\
         14/03/2026;SALARY;;900,00;996,50\n\
         15/03/2026;BOOKS;12,00;;984,50\n",
    );
    assert_eq!(amounts(&proved), ["-3.50", "900.00", "-12.00"]);
    assert!(!asked(&proved).contains(&"sign"));
    let turned = reading(
        "13/03/2026;SALARY;900,00;;900,00\n\
         14/03/2026;COFFEE;;3,50;896,50\n\
         15/03/2026;GIFT;20,00;;916,50\n",
    );
    assert_eq!(amounts(&turned), ["900.00", "-3.50", "20.00"]);
    let text = "13/03/2026;COFFEE;3,50;\n14/03/2026;SALARY;;900,00\n";
    assert!(asked(&reading(text)).contains(&"sign"));
    let hints = Hints {
        sign: Some(SignAnswer::AsWritten),
        ..Hints::default()
    };
    let answer = answered(text, &hints);
    assert!(!asked(&answer).contains(&"sign"));
    let other = answered(
        text,
        &Hints {
            sign: Some(SignAnswer::Negated),
            ..Hints::default()
        },
    );
    let negated = |amounts: Vec<String>| -> Vec<String> {
        let turn = |amount: String| match amount.strip_prefix('-') {
            Some(size) => size.to_owned(),
            None => format!("-{amount}"),
        };
        amounts.into_iter().map(turn).collect()
    };
    assert_eq!(amounts(&answer), negated(amounts(&other)));
}

#[test]
fn a_column_of_accounts_gives_each_its_statement_and_transfers_name_the_other() {
    let reading = reading(
        "Date,Payee,Amount,Account,Currency\n\
         2026-03-13,Employer,1500.00,Giro,EUR\n\
         2026-03-14,Shop,-9.30,Card,USD\n\
         2026-03-15,Kiosk,-2.00,Giro,EUR\n\
         2026-03-15,Kiosk,-2.00,Giro,USD\n",
    );
    let found: Vec<_> = reading
        .statements
        .iter()
        .map(|s| {
            (
                s.account.name.as_deref(),
                s.currency.map(|c| c.code().to_owned()),
                s.rows.len(),
            )
        })
        .collect();
    let currency = |code: &str| Some(code.to_owned());
    assert_eq!(
        found,
        [
            (Some("Giro"), currency("EUR"), 2),
            (Some("Card"), currency("USD"), 1),
            (Some("Giro"), currency("USD"), 1),
        ]
    );
    let ynab = answered(
        "Account,Flag,Date,Payee,Category Group/Category,Category Group,Category,Memo,Outflow,Inflow,Cleared\n\
         Giro,,2026-03-14,Transfer : Purse,,,,,5.00,0.00,Cleared\n",
        &Hints {
            currency: Currency::iso("EUR").ok(),
            ..Hints::default()
        },
    );
    let row = rows(&ynab).next().expect("a row");
    let other = row
        .details
        .as_ref()
        .and_then(|d| d.counter_account.as_deref());
    assert_eq!((row.kind, other), (RowKind::Transfer, Some("Purse")));
}

#[test]
fn a_year_first_or_a_named_month_leaves_nothing_to_ask() {
    for day in [
        "2026-02-03",
        "3 Feb 2026",
        "Feb 3, 2026",
        "20260203",
        "2026/02/03",
    ] {
        let reading = reading(&format!("Date;Text;Amount;Currency\n{day};x;-1.50;EUR\n"));
        assert_eq!(days(&reading), ["2026-02-03"], "{day}");
        assert_eq!(asked(&reading), [""; 0], "{day}");
    }
    let hints = Hints {
        date_order: Some(DateOrder::MonthDayYear),
        ..Hints::default()
    };
    let text = "Date;Text;Amount;Currency\n02/03/2026;x;-1.50;EUR\n";
    assert_eq!(days(&answered(text, &hints)), ["2026-02-03"]);
}

#[test]
fn balances_in_another_mark_than_the_amounts_are_read_with_their_own() {
    let reading = reading(
        "Date;Text;Amount;Balance;Currency\n\
         2026-03-13;a;-3,75;1 234.56;EUR\n\
         2026-03-14;b;1 500,75;2 735.31;EUR\n",
    );
    assert_eq!(amounts(&reading), ["-3.75", "1500.75"]);
    let balances: Vec<_> = rows(&reading).filter_map(|row| row.balance).collect();
    assert_eq!(
        balances,
        [Decimal::new(123_456, 2), Decimal::new(273_531, 2)]
    );
    assert!(said(&reading, "decimals").starts_with("comma: “-3,75”"));
    assert!(reading.problems.is_empty());
}

#[test]
fn a_fee_counts_as_the_balances_or_the_amounts_beside_it_say() {
    let besides = reading(
        "Date;Text;Amount;Fee;Balance;Currency\n\
         2026-03-13;a;-100.00;3.20;896.80;EUR\n\
         2026-03-14;b;140.00;1.00;1035.80;EUR\n",
    );
    assert_eq!(amounts(&besides), ["-103.20", "139.00"]);
    assert!(said(&besides, "fee").starts_with("besides the amount"));
    let within = reading(
        "Date;Text;Gross;Fee;Net;Currency\n\
         2026-03-13;a;100.00;-3.20;96.80;EUR\n\
         2026-03-14;b;50.00;0.00;50.00;EUR\n",
    );
    assert_eq!(amounts(&within), ["96.80", "50.00"]);
    let fees: Vec<_> = rows(&within).map(|row| row.fee.to_string()).collect();
    assert_eq!(fees, ["-3.20", "0.00"]);
}

#[test]
fn words_that_are_always_on_one_side_tell_which_side_is_which() {
    let sides = reading(
        "2026-03-13,COFFEE CART,12.34,\n\
         2026-03-14,PAYMENT THANK YOU,,1500.00\n",
    );
    assert_eq!(amounts(&sides), ["-12.34", "1500.00"]);
    assert!(said(&sides, "sign").contains("“PAYMENT THANK YOU” is money that came"));
    let turned = reading(
        "Date,Name,Amount,Category,Currency\n\
         2026-03-13,Coffee,12.34,Dining,USD\n\
         2026-03-14,Employer,-1500.00,Income,USD\n",
    );
    assert_eq!(amounts(&turned), ["-12.34", "1500.00"]);
    let marked = reading(
        "Date,Text,Amount,Currency\n\
         2026-03-13,a,12.34,GBP\n\
         2026-03-14,b,7.66,GBP\n\
         2026-03-15,c,100.00 CR,GBP\n",
    );
    assert_eq!(amounts(&marked), ["-12.34", "-7.66", "100.00"]);
}

#[test]
fn rows_that_failed_or_wait_are_left_out_and_counted() {
    let reading = reading(
        "Date,Text,Amount,Status,Currency\n\
         2026-03-13,a,-12.34,Completed,EUR\n\
         2026-03-14,b,-5.00,Failed,EUR\n\
         2026-03-15,c,-6.00,Pending,EUR\n",
    );
    assert_eq!(amounts(&reading), ["-12.34"]);
    assert_eq!(reading.statements.first().map(|s| s.skipped), Some(2));
}

#[test]
fn amounts_that_are_mostly_positive_are_asked_about_unless_the_balance_explains_them() {
    let amount = |balance: bool| {
        let rows = [(20, 20), (30, 50), (25, 75), (-5, 70), (10, 80)];
        let row = |(amount, after): (i32, i32)| {
            let after = if balance {
                after.to_string()
            } else {
                String::new()
            };
            format!("2026-03-14,x,{amount}.00,{after},EUR")
        };
        let rows = rows.map(row).join("\n");
        reading(&format!("Date,Text,Amount,Balance,Currency\n{rows}\n"))
    };
    assert_eq!(asked(&amount(false)), ["sign"]);
    assert_eq!(asked(&amount(true)), [""; 0]);
}
