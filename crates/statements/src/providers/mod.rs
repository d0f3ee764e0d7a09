//! Wallets, cards and banks known by name: each is one declaration in a file of its own.
//!
//! To add one: write its file, name it in [`ALL`], and put a faithful sample into `tests/fixtures`.

mod alipay;
mod apple_card;
mod bmo;
mod cashapp;
mod easypaisa;
mod google_pay;
mod icici;
mod jd_pay;
mod kakaopay;
mod mercadopago;
mod monzo;
mod mpesa;
mod n26;
mod paypal;
mod paytm;
mod revolut;
mod toss;
mod venmo;
mod wechat_pay;
mod wise;

use crate::columns::header::normalised;
use crate::columns::infer::{HEADER_SEARCH, preamble_of};
use crate::columns::role::Roles;
use crate::model::Decision;
use crate::plan::{Layout, Plan, Provider};
use crate::table::{Record, Table};

pub(crate) use mpesa::{MPESA, payee_of as mpesa_payee};

/// Every provider, in the order they are tried.
const ALL: [&Provider; 20] = [
    &paypal::PAYPAL,
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
    &revolut::REVOLUT,
    &toss::TOSS,
    &wechat_pay::WECHAT_PAY,
    &wise::WISE,
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

fn recognised(table: &Table<'_>, words: &[String]) -> Option<(&'static Provider, &'static Layout)> {
    let has = |wanted: &&str| words.iter().any(|word| word == wanted);
    let fits = |layout: &Layout| {
        layout.recognised_by.iter().all(has)
            && layout.mentions.is_none_or(|word| is_mentioned(table, word))
    };
    ALL.into_iter().find_map(|provider| {
        Some((
            provider,
            provider.layouts.iter().find(|layout| fits(layout))?,
        ))
    })
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
    let mut roles = Roles::default();
    for (role, names) in layout.columns {
        let column = names
            .iter()
            .find_map(|name| words.iter().position(|word| word == name));
        if let Some(column) = column {
            roles.set(*role, column);
        }
    }
    let (_, account_number) = preamble_of(table, index);
    Plan {
        provider: Some(provider),
        layout,
        roles,
        sign: layout.sign,
        first_record: index + 1,
        currency: None,
        account_name: None,
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
