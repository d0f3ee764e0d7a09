//! Destinations: each is tried by really handing a small amount over.

use farthing_money::{Currency, Money};
use farthing_rules::increment::default_increment;

use super::super::handoff::handoff;
use super::super::terms::DestinationInput;
use super::amounts::{optional, zero_or_more};
use super::known::check_own;
use super::{Known, check_name};
use crate::error::Result;
use crate::wire::named_currency;

/// How many usual increments a transfer is worth.
const USUAL_THRESHOLD_INCREMENTS: i64 = 5;
/// A reference as they are given out.
const ANY_REFERENCE: &str = "SAVE 22222";

/// Everything about a destination that cannot work is refused here: what its way cannot write down, and
/// a currency that it does not take.
pub(in crate::savings) fn check_destination(input: &DestinationInput, known: &Known) -> Result<()> {
    check_name(&input.name)?;
    let currency = named_currency(&input.currency)?;
    threshold(input)?;
    if let Some(account) = input.account {
        check_own("account", account, known)?;
    }
    handoff(input, usual_threshold(currency)?, ANY_REFERENCE)?;
    Ok(())
}

/// From which pending sum a transfer is proposed: zero or more.
///
/// Without one it is five times the currency's usual increment: 5.00 EUR, 500 JPY, 5000 KRW, 50.00 INR,
/// 5000.00 IDR, 1.250 KWD.
pub(in crate::savings) fn threshold(input: &DestinationInput) -> Result<Money> {
    let currency = named_currency(&input.currency)?;
    let given = optional(
        "threshold",
        input.threshold.as_deref(),
        currency,
        zero_or_more,
    )?;
    given.map_or_else(|| usual_threshold(currency), Ok)
}

fn usual_threshold(currency: Currency) -> Result<Money> {
    let minor = default_increment(currency).minor() * USUAL_THRESHOLD_INCREMENTS;
    Ok(Money::from_minor(minor, currency)?)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use serde_json::{Value, json};

    use super::*;
    use crate::error::LedgerError;
    use crate::ids::AccountId;

    fn destination(currency: &str, way: &Value) -> DestinationInput {
        let whole = json!({"name": "Pot", "currency": currency, "way": way});
        serde_json::from_value(whole).unwrap()
    }

    fn steps(wallet: &str, account: &str) -> Value {
        json!({"kind": "steps", "wallet": wallet, "holder": "Ana", "account": account})
    }

    /// The field that is refused, and nothing where it works.
    fn refused(input: &DestinationInput) -> &'static str {
        let known = Known {
            own_accounts: HashSet::from([AccountId(1000)]),
            ..Known::default()
        };
        match check_destination(input, &known) {
            Ok(()) => "",
            Err(LedgerError::Invalid { field, .. }) => field,
            Err(other) => panic!("{other}"),
        }
    }

    #[test]
    fn the_usual_threshold_is_five_increments() {
        let usual = |currency| {
            let destination = destination(currency, &steps("bank", "1"));
            threshold(&destination).unwrap().to_string()
        };
        assert_eq!(usual("EUR"), "5.00 EUR");
        assert_eq!(usual("JPY"), "500 JPY");
        assert_eq!(usual("KRW"), "5000 KRW");
        assert_eq!(usual("INR"), "50.00 INR");
        assert_eq!(usual("KWD"), "1.250 KWD");
    }

    #[test]
    fn a_threshold_may_be_zero_and_never_less() {
        let with = |text: &str| DestinationInput {
            threshold: Some(text.to_owned()),
            ..destination("EUR", &steps("bank", "1"))
        };
        assert_eq!(threshold(&with("0")).unwrap().to_string(), "0.00 EUR");
        assert_eq!(threshold(&with(" ")).unwrap().to_string(), "5.00 EUR");
        assert_eq!(refused(&with("-1")), "threshold");
        assert_eq!(refused(&with("five")), "threshold");
    }

    #[test]
    fn every_wallet_works_in_its_own_currency_only() {
        let wallets = [
            ("mpesa", "KES", "+254712345678"),
            ("easypaisa", "PKR", "+923001234567"),
            ("jazzcash", "PKR", "03001234567"),
            ("alipay", "CNY", "ana@example.com"),
            ("kakaopay", "KRW", "110-123-456789"),
        ];
        for (wallet, currency, account) in wallets {
            let way = steps(wallet, account);
            assert_eq!(refused(&destination(currency, &way)), "", "{wallet}");
            assert_eq!(refused(&destination("EUR", &way)), "currency", "{wallet}");
        }
        for currency in ["EUR", "JPY", "KWD", "IDR"] {
            assert_eq!(
                refused(&destination(currency, &steps("bank", "1"))),
                "",
                "{currency}"
            );
        }
    }

    #[test]
    fn a_destination_that_could_never_be_paid_is_refused() {
        let sepa = |iban: &str| json!({"kind": "sepa", "holder": "Ana Lima", "iban": iban});
        let right = sepa("DE89370400440532013000");
        assert_eq!(refused(&destination("EUR", &right)), "");
        assert_eq!(
            refused(&destination("EUR", &sepa("DE88370400440532013000"))),
            "way.iban"
        );
        assert_eq!(refused(&destination("CHF", &right)), "currency");
        assert_eq!(refused(&destination("EURO", &right)), "currency");
        let unnamed = DestinationInput {
            name: String::new(),
            ..destination("EUR", &right)
        };
        assert_eq!(refused(&unnamed), "name");
        let elsewhere = DestinationInput {
            account: Some(AccountId(1)),
            ..destination("EUR", &right)
        };
        assert_eq!(refused(&elsewhere), "account");
    }

    #[test]
    fn every_field_of_a_way_is_refused_by_its_own_path() {
        let ways = [
            (
                "EUR",
                json!({"kind": "sepa", "holder": "Ana", "iban": "DE89370400440532013000",
                       "bic": "COBADEFF"}),
                json!({"holder": " ", "iban": "DE88370400440532013000", "bic": "co"}),
            ),
            (
                "CHF",
                json!({"kind": "swiss", "holder": "Ana", "iban": "CH9300762011623852957",
                       "street": "Seeweg", "building": "4", "postcode": "3000", "town": "Bern",
                       "country": "CH"}),
                json!({"holder": "", "iban": "CH94", "street": "茶",
                       "building": "4 on the left of the road", "postcode": "", "town": "",
                       "country": "Switzerland"}),
            ),
            (
                "INR",
                json!({"kind": "upi", "holder": "Asha", "address": "asha@bank"}),
                json!({"holder": "", "address": "asha"}),
            ),
            (
                "BRL",
                json!({"kind": "pix", "holder": "Ana", "city": "Recife", "key_type": "cpf",
                       "key": "529.982.247-25"}),
                json!({"holder": "", "city": "", "key": "1"}),
            ),
            (
                "EUR",
                json!({"kind": "paypal_me", "handle": "TeaJar"}),
                json!({"handle": "tea.jar"}),
            ),
            (
                "KES",
                steps("mpesa", "+254712345678"),
                json!({"holder": "", "account": "07"}),
            ),
        ];
        for (currency, way, wrong) in ways {
            assert_eq!(refused(&destination(currency, &way)), "", "{way}");
            let chosen = ["kind", "key_type", "wallet"];
            let fields = way.as_object().unwrap().keys();
            for field in fields.filter(|field| !chosen.contains(&field.as_str())) {
                let mut with = way.clone();
                with[field] = wrong[field].clone();
                let path = refused(&destination(currency, &with));
                assert_eq!(path, format!("way.{field}"), "{with}");
            }
        }
    }
}
