//! Numbered steps for the wallets and banks that read no code offline (spec F.6). Each step says
//! what to do and what to copy; marking the transfer as paid starts the search for it. A step names
//! what a menu is for and not its words, which every version of an app changes.

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

const DONE: (&str, Part) = ("Come back and mark the transfer as paid.", Part::Nothing);

const M_PESA: Plan = &[
    (
        "Open M-PESA, in its app or on your phone's menu, and begin to send money to a phone number.",
        Part::Nothing,
    ),
    ("Enter this phone number.", Part::Account),
    ("Enter this amount in shillings.", Part::Amount),
    (
        "If there is a field for a message, paste this reference. If not, keep it with the \
         confirmation.",
        Part::Reference,
    ),
    (
        "Compare the name that M-PESA shows, before or after it asks for your PIN, with this one. \
         Cancel if it is another.",
        Part::Name,
    ),
    DONE,
];
const EASYPAISA: Plan = &[
    (
        "Open Easypaisa and begin to send money to another Easypaisa account.",
        Part::Nothing,
    ),
    ("Enter this phone number.", Part::Account),
    ("Enter this amount in rupees.", Part::Amount),
    PAKISTANI_NOTE,
    PAKISTANI_NAME,
    DONE,
];
const JAZZ_CASH: Plan = &[
    (
        "Open JazzCash and begin to send money to another JazzCash account.",
        Part::Nothing,
    ),
    ("Enter this phone number.", Part::Account),
    ("Enter this amount in rupees.", Part::Amount),
    PAKISTANI_NOTE,
    PAKISTANI_NAME,
    DONE,
];
const PAKISTANI_NOTE: (&str, Part) = (
    "If there is a field for a comment, paste this reference. If not, keep it with the confirmation.",
    Part::Reference,
);
const PAKISTANI_NAME: (&str, Part) = (
    "Compare the name that is shown with this one, then confirm.",
    Part::Name,
);
const ALIPAY: Plan = &[
    (
        "Open Alipay and begin a transfer to another Alipay account.",
        Part::Nothing,
    ),
    ("Enter this phone number or e-mail address.", Part::Account),
    (
        "Compare the name that is shown with this one. A part of it may be hidden.",
        Part::Name,
    ),
    ("Enter this amount in yuan.", Part::Amount),
    (
        "Add this reference as the note, then confirm.",
        Part::Reference,
    ),
    DONE,
];
const KAKAO_PAY: Plan = &[
    (
        "Open KakaoPay and begin to send money to a bank account.",
        Part::Nothing,
    ),
    (
        "Choose the bank and enter this account number.",
        Part::Account,
    ),
    ("Enter this amount in won.", Part::Amount),
    ("Compare the name that is shown with this one.", Part::Name),
    (
        "Put this reference into the text that the receiver sees, and into the one of your own \
         account if it is asked for. Then send.",
        Part::Reference,
    ),
    DONE,
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
        "Put this reference into the text or the reference of the transfer, then confirm.",
        Part::Reference,
    ),
    DONE,
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
    fn a_step_does_not_lean_on_the_name_of_a_menu_entry() {
        for (wallet, amount) in ALL {
            for step in steps(wallet, &handoff(amount)).unwrap() {
                for words in ["Send Money", "choose Send", "choose Transfer"] {
                    assert!(!step.text.contains(words), "{wallet:?}: {}", step.text);
                }
                assert!(!step.text.contains("  "), "{}", step.text);
            }
        }
    }

    #[test]
    fn a_wrong_part_is_named() {
        let given = handoff("5.00 NZD");
        let code = |handoff: Handoff<'_>| steps(Wallet::Bank, &handoff).unwrap_err().code();
        assert_eq!(code(Handoff { name: " ", ..given }), "name");
        assert_eq!(
            code(Handoff {
                account: "",
                ..given
            }),
            "account"
        );
        assert_eq!(
            code(Handoff {
                reference: "a\nb",
                ..given
            }),
            "reference"
        );
        let amount = "0.00 NZD".parse().unwrap();
        assert_eq!(code(Handoff { amount, ..given }), "amount");
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
