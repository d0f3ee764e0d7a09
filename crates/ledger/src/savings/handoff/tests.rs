use super::*;

fn destination(currency: &str, way: &str) -> DestinationInput {
    let json = format!(r#"{{"name": "Pot", "currency": "{currency}", "way": {way}}}"#);
    serde_json::from_str(&json).unwrap()
}

fn handed(destination: &DestinationInput, amount: &str) -> Result<Handoff> {
    handoff(destination, amount.parse().unwrap(), "SAVE 7K3Q9")
}

/// The field that an error names.
fn field(result: Result<Handoff>) -> &'static str {
    match result.unwrap_err() {
        LedgerError::Invalid { field, .. } => field,
        other => panic!("{other}"),
    }
}

fn copies(handoff: &Handoff) -> Vec<&str> {
    let copies = handoff.steps.iter().filter_map(|step| step.copy.as_deref());
    copies.collect()
}

const SEPA: &str = r#"{"kind": "sepa", "holder": " Ana Lima ", "iban": "DE89 3704 0044 0532 0130 00",
    "bic": "cobadeff"}"#;
const SWISS: &str = r#"{"kind": "swiss", "holder": "Ana Lima", "iban": "CH93 0076 2011 6238 5295 7",
    "street": "Seeweg", "building": "4", "postcode": "3000", "town": "Bern", "country": "ch"}"#;
const UPI: &str = r#"{"kind": "upi", "holder": "Asha", "address": "asha@bank"}"#;
const PIX: &str = r#"{"kind": "pix", "holder": "Ana Lima", "city": "São Paulo", "key_type": "cpf",
    "key": "529.982.247-25"}"#;
const PAYPAL: &str = r#"{"kind": "paypal_me", "handle": "TeaJar"}"#;
const MPESA: &str =
    r#"{"kind": "steps", "wallet": "mpesa", "holder": "Ana", "account": "+254712345678"}"#;

#[test]
fn a_sepa_transfer_has_a_code_and_can_be_made_by_hand() {
    let made = handed(&destination("EUR", SEPA), "12.30 EUR").unwrap();
    let payload = made.payload.as_deref().unwrap();
    assert_eq!(
        payload,
        "BCD\n002\n1\nSCT\nCOBADEFF\nAna Lima\nDE89370400440532013000\nEUR12.30\n\n\nSAVE 7K3Q9"
    );
    assert_eq!(made.code, Some(CodeKind::Epc));
    assert_eq!(made.link, None);
    assert_eq!(
        copies(&made),
        [
            "Ana Lima",
            "DE89370400440532013000",
            "COBADEFF",
            "12.30",
            "SAVE 7K3Q9"
        ]
    );
    let numbers: Vec<u32> = made.steps.iter().map(|step| step.number).collect();
    assert_eq!(numbers, [1, 2, 3, 4, 5, 6, 7]);
    assert_eq!(made.steps.last().unwrap().text, DONE);
}

#[test]
fn a_swiss_bill_takes_francs_and_euros() {
    for amount in ["5.00 CHF", "5.00 EUR"] {
        let currency = amount.rsplit(' ').next().unwrap();
        let made = handed(&destination(currency, SWISS), amount).unwrap();
        assert_eq!(made.code, Some(CodeKind::Swiss));
        assert!(made.payload.as_deref().unwrap().contains("SAVE 7K3Q9"));
        assert!(copies(&made).contains(&"Ana Lima, Seeweg 4, 3000 Bern, CH"));
    }
    assert_eq!(
        field(handed(&destination("USD", SWISS), "5.00 USD")),
        "currency"
    );
}

#[test]
fn links_are_given_and_never_opened() {
    let upi = handed(&destination("INR", UPI), "50.00 INR").unwrap();
    assert_eq!(upi.link, upi.payload);
    assert_eq!(
        upi.link.as_deref(),
        Some("upi://pay?pa=asha@bank&pn=Asha&am=50.00&cu=INR&tn=SAVE%207K3Q9")
    );
    let paypal = handed(&destination("EUR", PAYPAL), "5.00 EUR").unwrap();
    assert_eq!(
        paypal.link.as_deref(),
        Some("https://paypal.me/TeaJar/5.00EUR")
    );
}

#[test]
fn a_pix_code_carries_the_reference_twice_where_there_is_room() {
    let made = handed(&destination("BRL", PIX), "5.00 BRL").unwrap();
    let payload = made.payload.as_deref().unwrap();
    assert!(payload.contains("0509SAVE7K3Q9"), "{payload}");
    assert!(payload.contains("0210SAVE 7K3Q9"), "{payload}");
    assert!(payload.contains("011152998224725"), "{payload}");
    let key = format!("{}@bank.com.br", "a".repeat(60));
    let long = format!(
        r#"{{"kind": "pix", "holder": "Ana", "city": "Recife", "key_type": "email", "key": "{key}"}}"#
    );
    let made = handed(&destination("BRL", &long), "5.00 BRL").unwrap();
    let payload = made.payload.as_deref().unwrap();
    assert!(payload.contains("0509SAVE7K3Q9"), "{payload}");
    assert!(!payload.contains("SAVE 7K3Q9"), "{payload}");
}

#[test]
fn a_wallet_has_steps_and_no_code() {
    let made = handed(&destination("KES", MPESA), "50.00 KES").unwrap();
    assert_eq!((made.payload.as_deref(), made.code), (None, None));
    assert!(copies(&made).contains(&"+254712345678"));
    assert!(copies(&made).contains(&"50"));
    assert_eq!(
        field(handed(&destination("KES", MPESA), "5.50 KES")),
        "amount"
    );
}

#[test]
fn what_cannot_be_paid_is_named_by_the_field_of_the_form() {
    let cases = [
        ("EUR", SEPA.replace("DE89", "DE88"), "way.iban"),
        ("EUR", SEPA.replace(" Ana Lima ", " "), "way.holder"),
        ("EUR", SEPA.replace("cobadeff", "co"), "way.bic"),
        ("USD", SEPA.to_owned(), "currency"),
        ("CHF", SWISS.replace("3000", ""), "way.postcode"),
        ("CHF", SWISS.replace("Bern", ""), "way.town"),
        (
            "CHF",
            SWISS.replace("\"ch\"", "\"Switzerland\""),
            "way.country",
        ),
        ("CHF", SWISS.replace("Seeweg", "茶"), "way.street"),
        (
            "CHF",
            SWISS.replace("\"4\"", "\"4 on the left of the road\""),
            "way.building",
        ),
        ("CHF", SWISS.replace("Ana", "茶"), "way.holder"),
        (
            "CHF",
            SWISS.replace("CH93 0076 2011 6238 5295 7", "CH44 3199 9123 0008 8901 2"),
            "way.iban",
        ),
        ("INR", UPI.replace("asha@bank", "asha"), "way.address"),
        ("BRL", PIX.replace("529.", ""), "way.key"),
        ("BRL", PIX.replace("São Paulo", "茶"), "way.city"),
        ("EUR", PAYPAL.replace("TeaJar", "tea.jar"), "way.handle"),
        ("KWD", PAYPAL.to_owned(), "currency"),
        ("KES", MPESA.replace("+254712345678", "07"), "way.account"),
        ("EUR", MPESA.to_owned(), "currency"),
    ];
    for (currency, way, expected) in cases {
        let minor = 50_000;
        let amount = Money::small(minor, named_currency(currency).unwrap());
        let result = handoff(&destination(currency, &way), amount, "SAVE 7K3Q9");
        assert_eq!(field(result), expected, "{way}");
    }
}

#[test]
fn a_transfer_is_in_the_currency_of_its_destination() {
    assert_eq!(
        field(handed(&destination("EUR", SEPA), "5.00 CHF")),
        "currency"
    );
}

#[test]
fn a_bank_may_write_the_number_or_the_holder() {
    let texts = |currency, way| destinations_texts(&destination(currency, way));
    assert_eq!(texts("EUR", SEPA), ["DE89370400440532013000", "Ana Lima"]);
    assert_eq!(texts("INR", UPI), ["asha@bank", "Asha"]);
    assert_eq!(texts("BRL", PIX), ["52998224725", "Ana Lima"]);
    assert_eq!(texts("EUR", PAYPAL), ["TeaJar"]);
}
