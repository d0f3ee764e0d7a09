//! The figures that each shipped programme is known for.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use farthing_money::{Currency, Money};
use farthing_rules::cashback::{
    Expiry, PayEvent, PayEventKind, Programme, Spend, earn, pay_as_you_pay,
};
use farthing_rules::ids::{AccountId, CategoryId, EntryId};
use farthing_rules::kind::Kind;
use farthing_rules::roundup::{Entry, Status};

use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A purchase of a shop, on a day, with a category by its number.
fn bought(
    on: &str,
    amount: &str,
    currency: Currency,
    payee: &'static str,
    category: i64,
) -> Spend<'static> {
    Spend {
        entry: Entry {
            id: EntryId(1),
            day: day(on),
            account: AccountId(1),
            amount: Money::parse(amount, currency).unwrap().negated(),
            authorised: None,
            kind: Kind::Purchase,
            status: Status::Posted,
            payee,
            category: Some(CategoryId(category)),
            lines: &[],
            refund_of: None,
        },
        eligible: None,
        mcc: None,
        method: None,
        last_refund: None,
    }
}

fn paid_by(method: &'static str, spend: Spend<'static>) -> Spend<'static> {
    Spend {
        method: Some(method),
        ..spend
    }
}

/// Every word is the category with the number of its place, counted from 1.
fn by_place(file: &ProgrammeFile) -> Programme {
    let words = (1..).zip(file.words());
    let categories = words.map(|(place, word)| (word.clone(), BTreeSet::from([CategoryId(place)])));
    let mapped = file.programme(&categories.collect()).unwrap();
    assert_eq!(mapped.unmapped, Vec::<String>::new());
    mapped.programme
}

fn place_of(file: &ProgrammeFile, word: &str) -> i64 {
    let at = file.words().iter().position(|known| known == word);
    i64::try_from(at.unwrap()).unwrap() + 1
}

/// What each purchase earned, as text.
fn rewards(file: &ProgrammeFile, spends: &[Spend<'_>]) -> Vec<String> {
    let mut numbered = spends.to_vec();
    for (number, spend) in (1..).zip(&mut numbered) {
        spend.entry.id = EntryId(number);
    }
    let (rewards, _) = earn(&by_place(file), &numbered).unwrap();
    let texts = rewards.iter().map(|reward| match reward.reward {
        Some(money) => money.decimal_text(),
        None => reward.exact.to_decimal().unwrap().to_string(),
    });
    texts.collect()
}

#[test]
fn every_shipped_file_is_a_programme_with_its_day_and_source() {
    let programmes = shipped_programmes().unwrap();
    assert_eq!(programmes.len(), SHIPPED.len());
    for (programme, (file, _)) in programmes.iter().zip(SHIPPED) {
        let written = programme.written();
        assert_eq!(*file, format!("{}.toml", written.id));
        assert!(written.as_of > day("2010-01-01"), "{file}");
        assert!(!written.source.is_empty(), "{file}");
        assert!(written.uncertain.ends_with('.'), "{file}");
        by_place(programme);
    }
}

#[test]
fn every_file_of_the_folder_is_shipped() {
    let folder = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/src/cashback/programmes/shipped"
    );
    let names = std::fs::read_dir(folder).unwrap();
    let names = names.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let listed = SHIPPED.iter().map(|(file, _)| (*file).to_owned());
    assert_eq!(names.collect::<BTreeSet<_>>(), listed.collect());
}

#[test]
fn apple_card_pays_three_two_and_one_percent_rounded_up() {
    let file = shipped("apple_card");
    let buy = |amount, payee| bought("2026-05-04", amount, file.currency(), payee, 0);
    let spends = [
        paid_by("apple_pay", buy("100.00", "Apple")),
        paid_by("apple_pay", buy("100.00", "Kiosk")),
        buy("100.00", "Kiosk"),
        buy("0.49", "Kiosk"),
    ];
    assert_eq!(rewards(&file, &spends), ["3.00", "2.00", "1.00", "0.01"]);
    assert!(file.recognises("DAILY CASH ADJUSTMENT"));
    assert!(!file.recognises("Daily bread"));
}

#[test]
fn blue_cash_preferred_pays_six_percent_up_to_six_thousand_and_then_one() {
    let file = shipped("amex_blue_cash_preferred");
    let buy = |on, amount, word| bought(on, amount, file.currency(), "Shop", place_of(&file, word));
    let spends = [
        buy("2026-01-10", "5000.00", "groceries"),
        buy("2026-02-10", "2000.00", "groceries"),
        buy("2026-03-10", "100.00", "groceries"),
        buy("2026-03-11", "100.00", "streaming"),
        buy("2026-03-12", "100.00", "fuel"),
        buy("2026-03-13", "100.00", "transit"),
        buy("2027-01-01", "100.00", "groceries"),
    ];
    let expected = ["300.00", "70.00", "1.00", "6.00", "3.00", "3.00", "6.00"];
    assert_eq!(rewards(&file, &spends), expected);
    assert_eq!(file.annual_fee().to_string(), "95.00 USD");
}

#[test]
fn freedom_flex_pays_five_points_of_a_quarter_only_where_it_is_activated() {
    let plain = shipped("chase_freedom_flex");
    let quarter = place_of(&plain, "quarter 2 of 2026");
    let buy = |on, amount, category| bought(on, amount, plain.currency(), "Shop", category);
    let spends = [
        buy("2026-04-10", "1000.00", quarter),
        buy("2026-06-20", "600.00", quarter),
        buy("2026-06-21", "100.00", 0),
        buy("2026-06-22", "100.00", place_of(&plain, "dining")),
        buy("2026-07-01", "100.00", quarter),
    ];
    assert_eq!(
        rewards(&plain, &spends),
        ["1000", "600", "100", "300", "100"]
    );
    let activated = |on: &str| {
        let mut written = plain.written().clone();
        let rule = written.rules.iter_mut().find(|rule| rule.id == 20_262);
        let activation = rule.unwrap().activation.as_mut().unwrap();
        activation.on = Some(day(on));
        ProgrammeFile::of(written).unwrap()
    };
    // In time, it reaches back to the first day of the quarter, up to a spend of 1,500.
    let in_time = rewards(&activated("2026-06-14"), &spends);
    assert_eq!(in_time, ["5000", "2600", "100", "300", "100"]);
    let late = rewards(&activated("2026-06-15"), &spends);
    assert_eq!(late, ["1000", "600", "100", "300", "100"]);
}

#[test]
fn freedom_flex_adds_the_quarter_to_dining_and_drops_the_fraction_of_a_statement() {
    let mut written = shipped("chase_freedom_flex").written().clone();
    let rule = written.rules.iter_mut().find(|rule| rule.id == 20_261);
    let rule = rule.unwrap();
    rule.activation.as_mut().unwrap().on = Some(day("2026-01-05"));
    rule.matching.as_mut().unwrap().categories = Some(vec!["dining".to_owned()]);
    let file = ProgrammeFile::of(written).unwrap();
    let dining = place_of(&file, "dining");
    let spends = [bought(
        "2026-01-20",
        "10.10",
        file.currency(),
        "Shop",
        dining,
    )];
    let (rewards, statements) = earn(&by_place(&file), &spends).unwrap();
    assert_eq!(rewards[0].exact.to_decimal().unwrap().to_string(), "70.7");
    assert_eq!(statements[0].reward.to_string(), "70 PTS");
    let value = by_place(&file).value_of(statements[0].reward).unwrap();
    assert_eq!(value.unwrap().to_string(), "0.70 USD");
}

#[test]
fn double_cash_pays_one_percent_twice() {
    let file = shipped("citi_double_cash");
    let event = |entry, on, amount, kind| PayEvent {
        entry: EntryId(entry),
        day: day(on),
        amount: Money::parse(amount, file.currency()).unwrap(),
        kind,
    };
    let events = [
        event(1, "2026-01-02", "200.00", PayEventKind::Purchase),
        event(2, "2026-02-01", "200.00", PayEventKind::Payment(None)),
    ];
    let payback = pay_as_you_pay(&file.pay_as_you_pay().unwrap(), &events).unwrap();
    assert_eq!(payback.on_purchases.decimal_text(), "2.00");
    assert_eq!(payback.on_payments.decimal_text(), "2.00");
}

#[test]
fn cards_and_wallets_pay_by_the_way_of_paying() {
    let paypal = shipped("paypal_card");
    let buy =
        |amount, file: &ProgrammeFile| bought("2026-05-04", amount, file.currency(), "Shop", 0);
    let spends = [
        paid_by("paypal", buy("100.00", &paypal)),
        buy("100.00", &paypal),
    ];
    assert_eq!(rewards(&paypal, &spends), ["3.00", "1.50"]);
    let promotion = shipped("mobile_wallet_promotion");
    let spends = [
        paid_by("qr", buy("99.00", &promotion)),
        paid_by("qr", buy("100.00", &promotion)),
        buy("100.00", &promotion),
    ];
    assert_eq!(rewards(&promotion, &spends), ["0.00", "20.00", "0.00"]);
}

#[test]
fn kakaopay_pays_more_once_twelve_payments_are_reached_up_to_its_most() {
    let plain = shipped("kakaopay");
    let favourite = place_of(&plain, "favourite shop");
    let buy = |on, amount, category| bought(on, amount, plain.currency(), "Shop", category);
    let spends = [
        buy("2026-05-04", "10000", 0),
        buy("2026-06-04", "10000", 0),
        buy("2026-06-05", "10000", favourite),
        buy("2026-06-06", "2000000", favourite),
    ];
    assert_eq!(rewards(&plain, &spends), ["50", "50", "300", "29700"]);
    let mut written = plain.written().clone();
    let activation = written.rules[0].activation.as_mut().unwrap();
    activation.on = Some(day("2026-06-01"));
    let reached = ProgrammeFile::of(written).unwrap();
    assert_eq!(rewards(&reached, &spends)[..3], ["50", "200", "300"]);
}

#[test]
fn points_are_counted_and_expire_as_their_programmes_say() {
    let points = |id, amounts: &[&str]| {
        let file = shipped(id);
        let buy = |amount: &&str| bought("2026-05-04", amount, file.currency(), "Shop", 0);
        let spends: Vec<_> = amounts.iter().map(buy).collect();
        (rewards(&file, &spends).join(" "), file.points().unwrap())
    };
    let (google, policy) = points("google_play_points", &["5.50", "5.49"]);
    assert_eq!(
        (google.as_str(), policy.expiry),
        ("6 5", Expiry::Rolling(12))
    );
    let (bonga, policy) = points("bonga_points", &["59.00", "100.00", "9.99"]);
    assert_eq!(
        (bonga.as_str(), policy.expiry),
        ("5 10 0", Expiry::Months(36))
    );
    let (alipay, policy) = points("alipay_points", &["12.00"]);
    assert_eq!((alipay.as_str(), policy.expiry), ("12", Expiry::Months(12)));
    assert_eq!(policy.unit.code(), "PTS");
}

#[test]
fn portals_say_how_long_they_take_and_when_they_pay() {
    let rakuten = shipped("portal_like_rakuten");
    let terms = rakuten.portal().unwrap();
    assert_eq!(terms.minimum.to_string(), "5.01 USD");
    assert_eq!(terms.payment_months, BTreeSet::from([2, 5, 8, 11]));
    assert_eq!(
        (terms.payment_day, terms.policy.confirm_days),
        (Some(15), 100)
    );
    assert_eq!(rakuten.payout_floor(), terms.minimum);
    assert!(rakuten.payout_fee().is_zero());
    let quidco = shipped("portal_like_quidco");
    let policy = quidco.portal().unwrap().policy;
    assert_eq!((policy.track_days, policy.claim_until_days), (3, 45));
    let topcashback = shipped("portal_like_topcashback");
    assert!(topcashback.portal().unwrap().payment_months.is_empty());
}

#[test]
fn a_word_without_a_category_is_told_and_its_rule_rests() {
    let file = shipped("amex_blue_cash_preferred");
    let categories = CategoryWords::from([
        (
            "groceries".to_owned(),
            BTreeSet::from([CategoryId(7), CategoryId(8)]),
        ),
        ("fuel".to_owned(), BTreeSet::new()),
    ]);
    let mapped = file.programme(&categories).unwrap();
    assert_eq!(mapped.unmapped, ["streaming", "fuel", "transit"]);
    let spends = [
        bought("2026-05-04", "100.00", file.currency(), "Shop", 8),
        bought("2026-05-04", "100.00", file.currency(), "Shop", 9),
    ];
    let (rewards, _) = earn(&mapped.programme, &spends).unwrap();
    let texts = rewards
        .iter()
        .map(|reward| reward.reward.unwrap().decimal_text());
    assert_eq!(texts.collect::<Vec<_>>(), ["6.00", "1.00"]);
}
