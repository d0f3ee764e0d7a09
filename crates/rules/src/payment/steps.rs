//! Numbered steps for the wallets and banks that read no code offline (spec F.6). Each step says
//! what to do and what to copy; marking the transfer as paid starts the search for it.

use farthing_money::{MAX_ENTRY_MINOR, Money};

use super::paypal::whole_units;
use super::{PaymentError, checks};

/// Where a transfer is made by hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Wallet {
    /// M-PESA in Kenya.
    MPesa,
    /// Easypaisa in Pakistan.
    Easypaisa,
    /// `JazzCash` in Pakistan.
    JazzCash,
    /// Alipay in China.
    Alipay,
    /// `KakaoPay` in Korea.
    KakaoPay,
    /// Any bank.
    Bank,
}

/// A transfer to be made by hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Handoff<'a> {
    /// The receiver's phone number for M-PESA, Easypaisa and `JazzCash`; else the account.
    pub account: &'a str,
    /// The receiver, 1 to 70 characters.
    pub name: &'a str,
    /// Above zero, in the currency of the wallet.
    pub amount: Money,
    /// The reference by which the transfer is found again, 1 to 35 characters.
    pub reference: &'a str,
}

/// One step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Its number, from 1.
    pub number: u8,
    /// What to do.
    pub text: &'static str,
    /// What to copy for it.
    pub copy: Option<String>,
}

/// A part of a transfer that a step copies.
#[derive(Clone, Copy)]
enum Part {
    Nothing,
    Account,
    Name,
    Amount,
    Reference,
}

type Plan = &'static [(&'static str, Part)];

const M_PESA: Plan = &[
    ("Open M-PESA and choose Send Money.", Part::Nothing),
    ("Enter this phone number.", Part::Account),
    ("Enter this amount in shillings.", Part::Amount),
    (
        "Compare the name that is shown with this one, then enter your PIN.",
        Part::Name,
    ),
    (
        "M-PESA sends no message along. Keep this reference with its confirmation.",
        Part::Reference,
    ),
    ("Come back and mark the transfer as paid.", Part::Nothing),
];
const EASYPAISA: Plan = &[
    (
        "Open Easypaisa and choose Send Money, then an Easypaisa account.",
        Part::Nothing,
    ),
    ("Enter this phone number.", Part::Account),
    ("Enter this amount in rupees.", Part::Amount),
    (
        "If there is a field for a comment, paste this reference.",
        Part::Reference,
    ),
    (
        "Compare the name that is shown with this one, then confirm.",
        Part::Name,
    ),
    ("Come back and mark the transfer as paid.", Part::Nothing),
];
const JAZZ_CASH: Plan = &[
    (
        "Open JazzCash and choose Send Money, then a JazzCash account.",
        Part::Nothing,
    ),
    ("Enter this phone number.", Part::Account),
    ("Enter this amount in rupees.", Part::Amount),
    (
        "If there is a field for a comment, paste this reference.",
        Part::Reference,
    ),
    (
        "Compare the name that is shown with this one, then confirm.",
        Part::Name,
    ),
    ("Come back and mark the transfer as paid.", Part::Nothing),
];
const ALIPAY: Plan = &[
    (
        "Open Alipay and choose Transfer, then an Alipay account.",
        Part::Nothing,
    ),
    ("Enter this phone number or e-mail address.", Part::Account),
    ("Compare the name that is shown with this one.", Part::Name),
    ("Enter this amount in yuan.", Part::Amount),
    (
        "Add this reference as the note, then confirm.",
        Part::Reference,
    ),
    ("Come back and mark the transfer as paid.", Part::Nothing),
];
const KAKAO_PAY: Plan = &[
    (
        "Open KakaoPay and choose Send, then a bank account.",
        Part::Nothing,
    ),
    (
        "Enter this account number and choose its bank.",
        Part::Account,
    ),
    ("Enter this amount in won.", Part::Amount),
    ("Compare the name that is shown with this one.", Part::Name),
    (
        "Put this reference into what the receiver is shown, then send.",
        Part::Reference,
    ),
    ("Come back and mark the transfer as paid.", Part::Nothing),
];
const BANK: Plan = &[
    ("Open your bank and begin a new transfer.", Part::Nothing),
    (
        "Enter the receiver exactly as the account names them.",
        Part::Name,
    ),
    ("Enter this account number.", Part::Account),
    ("Enter this amount.", Part::Amount),
    (
        "Paste this reference as what the transfer is for, then confirm.",
        Part::Reference,
    ),
    ("Come back and mark the transfer as paid.", Part::Nothing),
];

impl Wallet {
    /// Whether each transfer usually costs a fee of its own, so that fewer and larger ones are
    /// better: a higher threshold should be suggested.
    pub fn has_fee_per_transfer(self) -> bool {
        matches!(self, Self::MPesa | Self::Easypaisa | Self::JazzCash)
    }

    fn plan(self) -> Plan {
        match self {
            Self::MPesa => M_PESA,
            Self::Easypaisa => EASYPAISA,
            Self::JazzCash => JAZZ_CASH,
            Self::Alipay => ALIPAY,
            Self::KakaoPay => KAKAO_PAY,
            Self::Bank => BANK,
        }
    }

    /// The only currency it takes; none for a bank.
    fn currency(self) -> Option<&'static str> {
        match self {
            Self::MPesa => Some("KES"),
            Self::Easypaisa | Self::JazzCash => Some("PKR"),
            Self::Alipay => Some("CNY"),
            Self::KakaoPay => Some("KRW"),
            Self::Bank => None,
        }
    }

    fn goes_to_a_phone(self) -> bool {
        matches!(self, Self::MPesa | Self::Easypaisa | Self::JazzCash)
    }
}

/// The steps of a transfer by hand, in their order.
///
/// Fails where a part is missing or too long, for a phone number without 9 to 15 digits, for
/// another currency than the wallet's, and for a fraction of a shilling, which M-PESA cannot send.
pub fn steps(wallet: Wallet, handoff: &Handoff<'_>) -> Result<Vec<Step>, PaymentError> {
    check(wallet, handoff)?;
    let amount = amount_text(wallet, handoff.amount)?;
    let copy = |part: Part| match part {
        Part::Nothing => None,
        Part::Account => Some(handoff.account.to_owned()),
        Part::Name => Some(handoff.name.to_owned()),
        Part::Amount => Some(amount.clone()),
        Part::Reference => Some(handoff.reference.to_owned()),
    };
    let numbered = (1..).zip(wallet.plan());
    let steps = numbered.map(|(number, &(text, part))| Step {
        number,
        text,
        copy: copy(part),
    });
    Ok(steps.collect())
}

fn check(wallet: Wallet, handoff: &Handoff<'_>) -> Result<(), PaymentError> {
    if let Some(code) = wallet.currency() {
        checks::currency(handoff.amount, &[code], code)?;
    }
    checks::amount(handoff.amount, MAX_ENTRY_MINOR)?;
    checks::text("name", handoff.name, 1..=70)?;
    checks::text("reference", handoff.reference, 1..=35)?;
    checks::text("account", handoff.account, 1..=70)?;
    if wallet.goes_to_a_phone() && !is_phone(handoff.account) {
        return Err(PaymentError::field(
            "account",
            "it is a phone number of 9 to 15 digits",
        ));
    }
    Ok(())
}

fn is_phone(text: &str) -> bool {
    let number = text.strip_prefix('+').unwrap_or(text);
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    (9..=15).contains(&digits)
        && number
            .bytes()
            .all(|b| b.is_ascii_digit() || b" -".contains(&b))
}

/// The amount as it is typed: without its currency, and without a fraction of nothing.
fn amount_text(wallet: Wallet, amount: Money) -> Result<String, PaymentError> {
    match (wallet, whole_units(amount)) {
        (Wallet::MPesa, None) => Err(PaymentError::WholeUnitsOnly(amount.currency())),
        (Wallet::Bank, _) | (_, None) => Ok(amount.decimal_text()),
        (_, Some(whole)) => Ok(whole),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [(Wallet, &str); 6] = [
        (Wallet::MPesa, "250.00 KES"),
        (Wallet::Easypaisa, "250.00 PKR"),
        (Wallet::JazzCash, "250.00 PKR"),
        (Wallet::Alipay, "25.50 CNY"),
        (Wallet::KakaoPay, "9000 KRW"),
        (Wallet::Bank, "25.50 NZD"),
    ];

    fn handoff(amount: &str) -> Handoff<'_> {
        Handoff {
            account: "+254 712 345678",
            name: "Tea jar",
            amount: amount.parse().unwrap(),
            reference: "TEA 7K3Q9",
        }
    }

    #[test]
    fn every_wallet_asks_for_each_part_once_and_ends_with_the_mark() {
        for (wallet, amount) in ALL {
            let steps = steps(wallet, &handoff(amount)).unwrap();
            let copied = steps.iter().filter_map(|step| step.copy.as_deref());
            let copied: std::collections::BTreeSet<&str> = copied.collect();
            assert_eq!(copied.len(), 4, "{wallet:?}");
            assert!(copied.contains("TEA 7K3Q9") && copied.contains("+254 712 345678"));
            let numbers: Vec<u8> = steps.iter().map(|step| step.number).collect();
            assert_eq!(numbers, [1, 2, 3, 4, 5, 6]);
            assert!(steps[5].text.contains("mark the transfer as paid"));
        }
    }

    #[test]
    fn m_pesa_sends_whole_shillings() {
        let told = steps(Wallet::MPesa, &handoff("250.00 KES")).unwrap();
        assert_eq!(told[2].copy.as_deref(), Some("250"));
        let error = steps(Wallet::MPesa, &handoff("250.50 KES")).unwrap_err();
        assert_eq!(error.code(), "whole_units_only");
    }

    #[test]
    fn a_wallet_takes_only_its_currency() {
        let error = steps(Wallet::Alipay, &handoff("5.00 USD")).unwrap_err();
        assert_eq!(error.code(), "currency");
    }

    #[test]
    fn a_phone_number_has_only_digits() {
        let wrong = Handoff {
            account: "0712 abc 678",
            ..handoff("5.00 KES")
        };
        assert_eq!(steps(Wallet::MPesa, &wrong).unwrap_err().code(), "account");
        let bank = Handoff {
            account: "NZ 12-3456",
            ..handoff("5.00 NZD")
        };
        assert!(steps(Wallet::Bank, &bank).is_ok());
    }

    #[test]
    fn small_fees_add_up_where_each_transfer_has_one() {
        assert!(Wallet::MPesa.has_fee_per_transfer());
        assert!(!Wallet::Bank.has_fee_per_transfer());
    }
}
