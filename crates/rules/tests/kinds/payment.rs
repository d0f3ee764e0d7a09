//! Kind `payment`: the payloads that payment apps and banks read, references and checksums.

use farthing_money::{Currency, Money};
use farthing_rules::payment::{
    Address, EpcTransfer, EpcVersion, Iban, KeyType, PaymentError, PixPayment, QrBill,
    ReferenceType, UpiPayment, crc16, creditor_reference, epc, paypal_me, pix, swiss, upi,
};
use serde::Deserialize;
use serde_json::{Value, json};

/// Why an op has no normal result: an error of the rules, which a case may expect, or a case that
/// is not written as the schema says.
enum Stop {
    Rule(PaymentError),
    Case(String),
}

type Outcome = Result<Value, Stop>;

pub fn run(op: &str, input: &Value) -> Result<Value, String> {
    let outcome = match op {
        "epc" => with(input, epc_code),
        "pix" => with(input, pix_code),
        "upi" => with(input, upi_link),
        "paypalme" => with(input, paypal_link),
        "swiss" => with(input, swiss_code),
        "rf" => with(input, rf),
        "validate_iban" => with(input, |case| Ok(validate_iban(case))),
        "crc" => with(input, |case| Ok(crc(case))),
        _ => return Err(format!("unknown op {op}")),
    };
    match outcome {
        Ok(result) => Ok(result),
        Err(Stop::Rule(error)) => Ok(json!({ "error": error.code() })),
        Err(Stop::Case(why)) => Err(why),
    }
}

#[derive(Deserialize)]
struct EpcCase {
    version: Option<String>,
    bic: Option<String>,
    name: String,
    iban: String,
    amount: String,
    purpose: Option<String>,
    reference: Option<String>,
    text: Option<String>,
    info: Option<String>,
}

fn epc_code(case: &EpcCase) -> Outcome {
    let version = case.version.as_deref().map(EpcVersion::named);
    let payload = epc(&EpcTransfer {
        version: version.transpose()?.unwrap_or_default(),
        bic: case.bic.as_deref(),
        name: &case.name,
        iban: &case.iban,
        amount: money(&case.amount)?,
        purpose: case.purpose.as_deref(),
        reference: case.reference.as_deref(),
        text: case.text.as_deref(),
        info: case.info.as_deref(),
    })?;
    Ok(json!({ "bytes": payload.len(), "payload": payload }))
}

#[derive(Deserialize)]
struct PixCase {
    key: String,
    key_type: Option<String>,
    name: String,
    city: String,
    amount: Option<String>,
    txid: Option<String>,
    #[serde(alias = "info", alias = "description")]
    message: Option<String>,
}

fn pix_code(case: &PixCase) -> Outcome {
    let payload = pix(&PixPayment {
        key: &case.key,
        key_type: case.key_type.as_deref().map(KeyType::named).transpose()?,
        name: &case.name,
        city: &case.city,
        amount: case.amount.as_deref().map(money).transpose()?,
        txid: case.txid.as_deref(),
        message: case.message.as_deref(),
    })?;
    Ok(json!({ "payload": payload }))
}

#[derive(Deserialize)]
struct UpiCase {
    vpa: String,
    name: String,
    amount: String,
    note: Option<String>,
    #[serde(rename = "ref")]
    reference: Option<String>,
}

fn upi_link(case: &UpiCase) -> Outcome {
    let payload = upi(&UpiPayment {
        vpa: &case.vpa,
        name: &case.name,
        amount: money(&case.amount)?,
        note: case.note.as_deref(),
        reference: case.reference.as_deref(),
    })?;
    Ok(json!({ "payload": payload }))
}

#[derive(Deserialize)]
struct PaypalCase {
    handle: String,
    amount: Option<String>,
}

fn paypal_link(case: &PaypalCase) -> Outcome {
    let amount = case.amount.as_deref().map(money).transpose()?;
    Ok(json!({ "payload": paypal_me(&case.handle, amount)? }))
}

#[derive(Deserialize)]
struct SwissCase {
    iban: String,
    currency: Option<String>,
    amount: Option<String>,
    creditor: AddressCase,
    debtor: Option<AddressCase>,
    #[serde(alias = "ref_type")]
    reference_type: Option<String>,
    reference: Option<String>,
    message: Option<String>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct AddressCase {
    name: String,
    street: String,
    #[serde(alias = "no", alias = "house_no", alias = "building")]
    number: String,
    #[serde(alias = "zip")]
    postcode: String,
    town: String,
    country: String,
}

fn swiss_code(case: &SwissCase) -> Outcome {
    let amount = case.amount.as_deref().map(money).transpose()?;
    let reference_type = case.reference_type.as_deref().map(ReferenceType::named);
    let payload = swiss(&QrBill {
        iban: &case.iban,
        creditor: address(&case.creditor),
        currency: currency(case, amount)?,
        amount,
        debtor: case.debtor.as_ref().map(address),
        reference_type: reference_type.transpose()?,
        reference: case.reference.as_deref(),
        message: case.message.as_deref(),
    })?;
    Ok(json!({ "lines": payload.split('\n').count(), "payload": payload }))
}

fn currency(case: &SwissCase, amount: Option<Money>) -> Result<Currency, Stop> {
    match (&case.currency, amount) {
        (Some(code), _) => Currency::iso(code).map_err(|error| Stop::Case(error.to_string())),
        (None, Some(amount)) => Ok(amount.currency()),
        (None, None) => Err(Stop::Case("no currency".to_owned())),
    }
}

fn address(case: &AddressCase) -> Address<'_> {
    Address {
        name: &case.name,
        street: &case.street,
        number: &case.number,
        postcode: &case.postcode,
        town: &case.town,
        country: &case.country,
    }
}

#[derive(Deserialize)]
struct RfCase {
    body: String,
}

fn rf(case: &RfCase) -> Outcome {
    Ok(json!({ "reference": creditor_reference(&case.body)? }))
}

#[derive(Deserialize)]
struct IbanCase {
    iban: String,
}

fn validate_iban(case: &IbanCase) -> Value {
    json!({ "valid": case.iban.parse::<Iban>().is_ok() })
}

#[derive(Deserialize)]
struct CrcCase {
    text: String,
}

fn crc(case: &CrcCase) -> Value {
    json!({ "crc": crc16(&case.text) })
}

fn with<T: for<'de> Deserialize<'de>>(input: &Value, op: fn(&T) -> Outcome) -> Outcome {
    op(&T::deserialize(input).map_err(|error| Stop::Case(error.to_string()))?)
}

fn money(text: &str) -> Result<Money, Stop> {
    text.parse()
        .map_err(|error| Stop::Case(format!("{text}: {error}")))
}

impl From<PaymentError> for Stop {
    fn from(error: PaymentError) -> Self {
        Self::Rule(error)
    }
}
