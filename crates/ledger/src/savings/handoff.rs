//! How a transfer is made: a code or a link where its way has one, and always what to do by hand.

use farthing_money::Money;
use farthing_rules::payment::{
    self, Address, EpcTransfer, EpcVersion, Iban, KeyType, PaymentError, PixPayment, QrBill,
    UpiPayment, Wallet, letters_and_digits,
};

use super::terms::{DestinationInput, PixKeyChoice, WalletChoice, WayInput};
use super::views::{CodeKind, Handoff, HandoffStep};
use crate::error::{LedgerError, Result};
use crate::wire::named_currency;

/// The last step of every transfer.
const DONE: &str = "Come back and mark the transfer as paid.";

/// How an amount gets to a destination, with a reference by which it is found again. Errors name the
/// field of the destination by its path, such as `way.iban`, or `amount` and `reference`.
pub(super) fn handoff(
    destination: &DestinationInput,
    amount: Money,
    reference: &str,
) -> Result<Handoff> {
    let takes = named_currency(&destination.currency)?;
    let given = amount.currency();
    if given != takes {
        let message = format!("this destination takes {takes}, and the transfer is in {given}");
        return Err(LedgerError::invalid("currency", message));
    }
    match &destination.way {
        WayInput::Sepa { holder, iban, bic } => {
            sepa(holder.trim(), iban, bic.as_deref(), amount, reference)
        }
        WayInput::Swiss { .. } => swiss(&destination.way, amount, reference),
        WayInput::Upi { holder, address } => upi(holder.trim(), address.trim(), amount, reference),
        WayInput::Pix {
            holder,
            city,
            key_type,
            key,
        } => {
            let key = pix_key(*key_type, key);
            pix(
                holder.trim(),
                city.trim(),
                (*key_type, &key),
                amount,
                reference,
            )
        }
        WayInput::PaypalMe { handle } => paypal(handle.trim(), amount, reference),
        WayInput::Steps {
            wallet,
            holder,
            account,
        } => by_hand(*wallet, holder.trim(), account.trim(), amount, reference),
    }
}

/// What a bank may write for a destination: its number or address, and who holds it.
pub(super) fn destinations_texts(destination: &DestinationInput) -> Vec<String> {
    let texts = match &destination.way {
        WayInput::Sepa { holder, iban, .. } | WayInput::Swiss { holder, iban, .. } => {
            vec![code(iban), holder.clone()]
        }
        WayInput::Upi { holder, address } => vec![address.clone(), holder.clone()],
        WayInput::Pix {
            holder,
            key_type,
            key,
            ..
        } => vec![pix_key(*key_type, key), holder.clone()],
        WayInput::PaypalMe { handle } => vec![handle.clone()],
        WayInput::Steps {
            holder, account, ..
        } => vec![account.clone(), holder.clone()],
    };
    let texts = texts.iter().map(|text| text.trim().to_owned());
    texts.filter(|text| !text.is_empty()).collect()
}

fn sepa(
    holder: &str,
    iban: &str,
    bic: Option<&str>,
    amount: Money,
    reference: &str,
) -> Result<Handoff> {
    let bic = bic.map(code).filter(|bic| !bic.is_empty());
    let transfer = EpcTransfer {
        version: EpcVersion::V002,
        bic: bic.as_deref(),
        name: holder,
        iban,
        amount,
        purpose: None,
        reference: None,
        text: Some(reference),
        info: None,
    };
    let payload = payment::epc(&transfer).map_err(|error| refused(&error))?;
    let mut steps = vec![
        step("Scan the code with your bank's app, or begin a new transfer at your bank."),
        copying(
            "Enter the receiver exactly as the account names them.",
            holder,
        ),
        copying("Enter this IBAN.", &iban_of(iban)?),
    ];
    steps.extend(bic.map(|bic| copying("If your bank asks for it, enter this BIC.", &bic)));
    steps.extend(closing(
        "Enter this amount in euros.",
        amount,
        "Paste this reference as what the transfer is for, then confirm.",
        reference,
    ));
    Ok(with_code(payload, CodeKind::Epc, None, steps))
}

fn swiss(way: &WayInput, amount: Money, reference: &str) -> Result<Handoff> {
    let WayInput::Swiss {
        holder,
        iban,
        street,
        building,
        postcode,
        town,
        country,
    } = way
    else {
        return Err(LedgerError::invalid("way", "this is another way to pay"));
    };
    let country = code(country);
    let creditor = Address {
        name: holder.trim(),
        street: street.trim(),
        number: building.trim(),
        postcode: postcode.trim(),
        town: town.trim(),
        country: &country,
    };
    let bill = QrBill {
        iban,
        creditor,
        currency: amount.currency(),
        amount: Some(amount),
        debtor: None,
        reference_type: None,
        reference: None,
        message: Some(reference),
    };
    let payload = payment::swiss(&bill).map_err(|error| refused_bill(&bill, &error))?;
    let street = format!("{} {}", creditor.street, creditor.number);
    let town = format!("{} {}", creditor.postcode, creditor.town);
    let parts = [creditor.name, street.trim(), &town, creditor.country];
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    let mut steps = vec![
        step("Scan the code with your bank's app, or begin a new payment at your bank."),
        copying("Enter this IBAN.", &iban_of(iban)?),
        copying("Enter the receiver and the address.", &parts.join(", ")),
    ];
    steps.extend(closing(
        &format!("Enter this amount in {}.", amount.currency()),
        amount,
        "Paste this reference as the message, then confirm.",
        reference,
    ));
    Ok(with_code(payload, CodeKind::Swiss, None, steps))
}

/// Some apps refuse an amount that a link brings, so everything is there by hand too.
fn upi(holder: &str, address: &str, amount: Money, reference: &str) -> Result<Handoff> {
    let link = payment::upi(&UpiPayment {
        vpa: address,
        name: holder,
        amount,
        note: Some(reference),
        reference: None,
    });
    let link = link.map_err(|error| refused(&error))?;
    let mut steps = vec![
        step("Scan the code with a UPI app, or begin a payment to a UPI address there."),
        copying("Enter this address.", address),
        copying("Compare the name that is shown with this one.", holder),
    ];
    steps.extend(closing(
        "Enter this amount in rupees.",
        amount,
        "Paste this reference as the note, then confirm.",
        reference,
    ));
    Ok(with_code(link.clone(), CodeKind::Plain, Some(link), steps))
}

fn pix(
    holder: &str,
    city: &str,
    (key_type, key): (PixKeyChoice, &str),
    amount: Money,
    reference: &str,
) -> Result<Handoff> {
    let txid = letters_and_digits(reference);
    let whole = PixPayment {
        key,
        key_type: Some(kind_of(key_type)),
        name: holder,
        city,
        amount: Some(amount),
        txid: Some(&txid),
        message: Some(reference),
    };
    let payload = payment::pix(&whole).or_else(|error| {
        // Beside a long key there is no room for a message; the code carries the reference anyway.
        let silent = PixPayment {
            message: None,
            ..whole
        };
        match error.code() {
            "message" => payment::pix(&silent),
            _ => Err(error),
        }
    });
    let payload = payload.map_err(|error| refused(&error))?;
    let mut steps = vec![
        copying(
            "Scan the code with your bank's app, or choose Pix copia e cola there and paste it. \
             To enter it by hand, go on with the next step.",
            &payload,
        ),
        copying("Start a Pix to this key.", key),
        copying("Compare the name that is shown with this one.", holder),
    ];
    steps.extend(closing(
        "Enter this amount in reais.",
        amount,
        "Paste this reference as the message, then confirm.",
        reference,
    ));
    Ok(with_code(payload, CodeKind::Plain, None, steps))
}

/// Nothing here reaches the net: the link is opened by the person.
fn paypal(handle: &str, amount: Money, reference: &str) -> Result<Handoff> {
    let link = payment::paypal_me(handle, Some(amount)).map_err(|error| refused(&error))?;
    let currency = amount.currency();
    let mut steps = vec![
        copying(
            "Open this link, or scan its code; the page of PayPal shows who receives.",
            &link,
        ),
        copying("Compare the receiver's name at PayPal.Me.", handle),
    ];
    steps.extend(closing(
        &format!("Compare the amount, which is in {currency}, or enter it."),
        amount,
        "Put this reference into the note, then send.",
        reference,
    ));
    Ok(with_code(link.clone(), CodeKind::Plain, Some(link), steps))
}

fn by_hand(
    wallet: WalletChoice,
    holder: &str,
    account: &str,
    amount: Money,
    reference: &str,
) -> Result<Handoff> {
    let handoff = payment::Handoff {
        account,
        name: holder,
        amount,
        reference,
    };
    let wallet = match wallet {
        WalletChoice::Mpesa => Wallet::MPesa,
        WalletChoice::Easypaisa => Wallet::Easypaisa,
        WalletChoice::Jazzcash => Wallet::JazzCash,
        WalletChoice::Alipay => Wallet::Alipay,
        WalletChoice::Kakaopay => Wallet::KakaoPay,
        WalletChoice::Bank => Wallet::Bank,
    };
    let steps = payment::steps(wallet, &handoff).map_err(|error| refused(&error))?;
    let steps = steps.into_iter().map(|step| HandoffStep {
        number: step.number.into(),
        text: step.text.to_owned(),
        copy: step.copy,
    });
    Ok(Handoff {
        payload: None,
        code: None,
        link: None,
        steps: steps.collect(),
    })
}

fn with_code(
    payload: String,
    code: CodeKind,
    link: Option<String>,
    steps: Vec<(String, Option<String>)>,
) -> Handoff {
    let numbered = (1..).zip(steps);
    let steps = numbered.map(|(number, (text, copy))| HandoffStep { number, text, copy });
    Handoff {
        payload: Some(payload),
        code: Some(code),
        link,
        steps: steps.collect(),
    }
}

/// Amount, reference, and coming back: the end of every transfer.
fn closing(
    amount_text: &str,
    amount: Money,
    reference_text: &str,
    reference: &str,
) -> [(String, Option<String>); 3] {
    [
        copying(amount_text, &amount.decimal_text()),
        copying(reference_text, reference),
        step(DONE),
    ]
}

fn step(text: &str) -> (String, Option<String>) {
    (text.to_owned(), None)
}

fn copying(text: &str, copy: &str) -> (String, Option<String>) {
    (text.to_owned(), Some(copy.to_owned()))
}

/// A code as banks write it: capitals without spaces.
fn code(text: &str) -> String {
    let signs = text.chars().filter(|c| !c.is_whitespace());
    signs.map(|c| c.to_ascii_uppercase()).collect()
}

fn iban_of(text: &str) -> Result<String> {
    let iban: Iban = text.parse().map_err(|error| refused(&error))?;
    Ok(iban.as_str().to_owned())
}

/// A key without the signs that only make it easier to read.
fn pix_key(kind: PixKeyChoice, key: &str) -> String {
    let without = |signs: &str| -> String { key.chars().filter(|c| !signs.contains(*c)).collect() };
    match kind {
        PixKeyChoice::Phone => without(" -()"),
        PixKeyChoice::Cpf | PixKeyChoice::Cnpj => without(" .-/").to_ascii_uppercase(),
        PixKeyChoice::Email | PixKeyChoice::Random => key.trim().to_owned(),
    }
}

fn kind_of(choice: PixKeyChoice) -> KeyType {
    match choice {
        PixKeyChoice::Phone => KeyType::Phone,
        PixKeyChoice::Email => KeyType::Email,
        PixKeyChoice::Cpf => KeyType::Cpf,
        PixKeyChoice::Cnpj => KeyType::Cnpj,
        PixKeyChoice::Random => KeyType::Evp,
    }
}

/// Why a payment cannot be handed over, under the path of the destination's field.
fn refused(error: &PaymentError) -> LedgerError {
    let (field, message) = match *error {
        PaymentError::Field { field, message } => (field_of(field), message.to_owned()),
        PaymentError::Currency { given, takes } => (
            "currency",
            format!("{given} cannot be paid like this, which takes {takes}; choose another way"),
        ),
        PaymentError::QrIbanReference => (
            "way.iban",
            "this is a QR-IBAN, which only bills use; write the account's ordinary IBAN".to_owned(),
        ),
        PaymentError::PayloadTooLong { .. } => ("way.holder", error.to_string()),
        PaymentError::WholeUnitsOnly(_) => ("amount", error.to_string()),
        PaymentError::ReferenceAndText => ("reference", error.to_string()),
    };
    LedgerError::invalid(field, message)
}

/// The path of the destination's field for a part of a payload.
fn field_of(part: &'static str) -> &'static str {
    match part {
        "name" => "way.holder",
        "vpa" => "way.address",
        "iban" => "way.iban",
        "bic" => "way.bic",
        "city" => "way.city",
        "key" => "way.key",
        "handle" => "way.handle",
        "account" => "way.account",
        "text" | "info" | "note" | "message" | "ref" | "txid" => "reference",
        part => part,
    }
}

/// The same for a bill, whose address has fields of its own: each is tried beside parts that are right.
fn refused_bill(bill: &QrBill<'_>, error: &PaymentError) -> LedgerError {
    let PaymentError::Field {
        field: "address",
        message,
    } = *error
    else {
        return refused(error);
    };
    let given = bill.creditor;
    let right = Address {
        name: "Receiver",
        street: "",
        number: "",
        postcode: "1",
        town: "Town",
        country: "CH",
    };
    let country = given.country;
    let tries = [
        ("way.country", Address { country, ..right }),
        (
            "way.street",
            Address {
                street: given.street,
                ..right
            },
        ),
        (
            "way.building",
            Address {
                number: given.number,
                ..right
            },
        ),
        (
            "way.postcode",
            Address {
                postcode: given.postcode,
                country,
                ..right
            },
        ),
    ];
    let is_wrong = |creditor: Address<'_>| payment::swiss(&QrBill { creditor, ..*bill }).is_err();
    let mut tries = tries.into_iter();
    let wrong = tries.find(|(_, creditor)| is_wrong(*creditor));
    // One part is wrong, and it is none of the others.
    let field = wrong.map_or("way.town", |(field, _)| field);
    LedgerError::invalid(field, message)
}

#[cfg(test)]
mod tests;
