//! Wallets, cards and banks known by name: each is one declaration in a file of its own.
//!
//! To add one: write its file, name it in [`ALL`], and put a faithful sample into `tests/fixtures`.

mod abc;
mod actual;
mod alipay;
mod ally;
mod amex;
mod anz_nz;
mod apple_card;
mod asb;
mod axis;
mod banco_do_brasil;
mod bank_of_america;
mod barclays;
mod bmo;
mod bocom;
mod boursobank;
mod bunq;
mod caisse_epargne;
mod capital_one;
mod capitec;
mod cashapp;
mod cashew;
mod cgb;
mod chase;
mod citi;
mod citic;
mod cmb;
mod copilot;
mod danske;
mod dbs;
mod direkt1822;
mod discover;
mod dkb;
mod dnb;
mod easypaisa;
mod fineco;
mod firefly;
mod gcash;
mod google_pay;
mod hdfc;
mod icbc;
mod icici;
mod ing;
mod inter;
mod jd_pay;
mod kakaopay;
mod kiwibank;
mod lloyds;
mod meituan;
mod mercadopago;
mod mercury;
mod mint;
mod monzo;
mod mpesa;
mod mufg;
mod n26;
mod nab;
mod nationwide;
mod natwest;
mod naver_pay;
mod navy_federal;
mod nubank;
mod paypal;
mod paypay;
mod paytm;
mod phonepe;
mod plaid;
mod rabobank;
mod rakuten_card;
mod revolut;
mod rocket_money;
mod sberbank;
mod sbi;
mod schwab;
mod seb;
mod smbc;
mod sofi;
mod starling;
mod tbank;
mod td_bank;
mod toss;
mod usaa;
mod venmo;
mod vtb;
mod wealthsimple;
mod wechat_pay;
mod westpac;
mod wise;
mod xp;
mod ynab;

use crate::columns::header::normalised;
use crate::columns::infer::{HEADER_SEARCH, header_currency, preamble_of, width_of};
use crate::columns::role::Roles;
use crate::model::Decision;
use crate::plan::{Layout, Plan, Provider, Sign};
use crate::table::{Record, Table};

pub(crate) use mpesa::{MPESA, payee_of as mpesa_payee};

/// Every provider, in the order they are tried.
const ALL: &[&Provider] = &[
    &paypal::PAYPAL,
    &paypay::PAYPAY,
    &apple_card::APPLE_CARD,
    &MPESA,
    &easypaisa::EASYPAISA,
    &alipay::ALIPAY,
    &venmo::VENMO,
    &bmo::BMO,
    &cashapp::CASH_APP,
    &google_pay::GOOGLE_PAY,
    &icici::ICICI,
    &jd_pay::JD_PAY,
    &kakaopay::KAKAOPAY,
    &mercadopago::MERCADO_PAGO,
    &monzo::MONZO,
    &n26::N26,
    &paytm::PAYTM,
    &phonepe::PHONEPE,
    &revolut::REVOLUT,
    &toss::TOSS,
    &wechat_pay::WECHAT_PAY,
    &wise::WISE,
    &xp::XP,
    &mint::MINT,
    &ynab::YNAB,
    &firefly::FIREFLY,
    &cashew::CASHEW,
    &actual::ACTUAL,
    &chase::CHASE,
    &bank_of_america::BANK_OF_AMERICA,
    &citi::CITI,
    &citic::CITIC,
    &discover::DISCOVER,
    &amex::AMEX,
    &capital_one::CAPITAL_ONE,
    &ally::ALLY,
    &mercury::MERCURY,
    &schwab::SCHWAB,
    &plaid::PLAID,
    &wealthsimple::WEALTHSIMPLE,
    &starling::STARLING,
    &barclays::BARCLAYS,
    &lloyds::LLOYDS,
    &nationwide::NATIONWIDE,
    &natwest::NATWEST,
    &bunq::BUNQ,
    &ing::ING,
    &rabobank::RABOBANK,
    &rakuten_card::RAKUTEN_CARD,
    &dkb::DKB,
    &direkt1822::DIREKT1822,
    &caisse_epargne::CAISSE_EPARGNE,
    &banco_do_brasil::BANCO_DO_BRASIL,
    &nubank::NUBANK,
    &sberbank::SBERBANK,
    &tbank::TBANK,
    &vtb::VTB,
    &bocom::BOCOM,
    &abc::ABC,
    &icbc::ICBC,
    &cgb::CGB,
    &meituan::MEITUAN,
    &sbi::SBI,
    &hdfc::HDFC,
    &nab::NAB,
    &westpac::WESTPAC,
    &naver_pay::NAVER_PAY,
    &gcash::GCASH,
    &usaa::USAA,
    &navy_federal::NAVY_FEDERAL,
    &sofi::SOFI,
    &td_bank::TD_BANK,
    &asb::ASB,
    &anz_nz::ANZ_NZ,
    &kiwibank::KIWIBANK,
    &dbs::DBS,
    &seb::SEB,
    &dnb::DNB,
    &danske::DANSKE,
    &boursobank::BOURSOBANK,
    &fineco::FINECO,
    &axis::AXIS,
    &mufg::MUFG,
    &smbc::SMBC,
    &capitec::CAPITEC,
    &rocket_money::ROCKET_MONEY,
    &copilot::COPILOT,
    &inter::INTER,
    &cmb::CMB,
];
/// How much of the text may mention a provider by name.
const MENTION_RECORDS: usize = 30;

/// The plan of the provider whose header words stand in the table.
pub(crate) fn plan_for(table: &Table<'_>) -> Option<Plan> {
    let candidates = table.records.iter().take(HEADER_SEARCH).enumerate();
    candidates.into_iter().find_map(|(index, record)| {
        let words: Vec<String> = table.row(record).map(|cell| normalised(&cell)).collect();
        let (provider, layout) = recognised(table, &words)?;
        Some(plan(table, (index, record), &words, provider, layout))
    })
}

/// The account's name of the provider with this short name.
pub(crate) fn account_of(name: &str) -> Option<&'static str> {
    let provider = ALL.iter().find(|provider| provider.name == name)?;
    Some(provider.account)
}

/// Which columns play which role, where these normalised words are a heading that a provider writes.
pub(crate) fn roles_for(words: &[String]) -> Option<Roles> {
    let mut layouts = ALL.iter().flat_map(|provider| provider.layouts);
    let layout = layouts.find(|layout| is_header(layout, words))?;
    Some(roles_of(layout, words))
}

/// Whether a provider's balances are what is owed, as those of cards are.
pub(crate) fn is_negated(name: &str) -> bool {
    let mut found = ALL.iter().filter(|provider| provider.name == name);
    found.any(|provider| {
        let mut layouts = provider.layouts.iter();
        layouts.any(|layout| layout.sign == Sign::Negated)
    })
}

fn recognised(table: &Table<'_>, words: &[String]) -> Option<(&'static Provider, &'static Layout)> {
    let fits = |layout: &Layout| {
        is_header(layout, words) && layout.mentions.is_none_or(|word| is_mentioned(table, word))
    };
    ALL.iter().copied().find_map(|provider| {
        Some((
            provider,
            provider.layouts.iter().find(|layout| fits(layout))?,
        ))
    })
}

fn is_header(layout: &Layout, words: &[String]) -> bool {
    if !layout.is_whole_header {
        let has = |wanted: &&str| words.iter().any(|word| word == wanted);
        return layout.recognised_by.iter().all(has);
    }
    let named = words.iter().rev().skip_while(|word| word.is_empty());
    named.eq(layout.recognised_by.iter().rev())
}

/// Whether a header word is this name; a star at the name's end stands for the currency's code.
fn is_named(word: &str, name: &str) -> bool {
    match name.strip_suffix('*') {
        Some(beginning) => word.starts_with(beginning),
        None => word == name,
    }
}

fn is_mentioned(table: &Table<'_>, word: &str) -> bool {
    let mut records = table.records.iter().take(MENTION_RECORDS);
    records.any(|record| table.raw(record).to_lowercase().contains(word))
}

fn plan(
    table: &Table<'_>,
    (index, header): (usize, &Record),
    words: &[String],
    provider: &'static Provider,
    layout: &'static Layout,
) -> Plan {
    let roles = roles_of(layout, words);
    let (_, account_number) = preamble_of(table, index);
    Plan {
        provider: Some(provider),
        layout,
        roles,
        sign: layout.sign,
        open_sides: None,
        width: width_of(table, header),
        header: Some(index),
        first_record: index + 1,
        account_name: None,
        currency: header_currency(table, header, &roles),
        account_number,
        day_first_place: false,
        shape: None,
        decisions: vec![Decision {
            field: "layout".to_owned(),
            reading: provider.account.to_owned(),
            evidence: format!("the header words in line {}", header.line),
        }],
    }
}

fn roles_of(layout: &Layout, words: &[String]) -> Roles {
    let mut roles = Roles::default();
    for (role, names) in layout.columns {
        let column = names
            .iter()
            .find_map(|name| words.iter().position(|word| is_named(word, name)));
        if let Some(column) = column {
            roles.set(*role, column);
        }
    }
    roles
}
