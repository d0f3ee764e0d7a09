//! `PayPal` activity downloads: business (gross, fee, net), consumer (amount, fees, total), and other languages.
//!
//! Every row moves `PayPal`'s own balance column, pending and denied ones too, so every row counts.

use crate::columns::role::Role;
use crate::model::{AccountKind, DateOrder, DecimalMark, RowKind};
use crate::plan::{FeeRule, Layout, Provider};

pub(super) static PAYPAL: Provider = Provider {
    name: "paypal",
    account: "PayPal",
    kind: AccountKind::Wallet,
    layouts: &[BUSINESS, CONSUMER, SPANISH, GERMAN],
    kinds: &[
        ("conversion", RowKind::Transfer),
        // A deposit from the bank that is taken back is no purchase of anybody's.
        ("reversal of ach", RowKind::Transfer),
        ("withdrawal", RowKind::Transfer),
        ("bank deposit", RowKind::Transfer),
        ("card deposit", RowKind::Transfer),
        ("charge from", RowKind::Transfer),
        ("account hold", RowKind::Transfer),
        ("authorization", RowKind::Transfer),
        ("transfer", RowKind::Transfer),
        ("refund", RowKind::Refund),
        ("reversal", RowKind::Refund),
        ("fee", RowKind::Fee),
        ("cashback", RowKind::Cashback),
        ("mass pay", RowKind::Income),
        ("conversión", RowKind::Transfer),
        ("retirada", RowKind::Transfer),
        ("reembolso", RowKind::Refund),
        ("umrechnung", RowKind::Transfer),
        ("bankgutschrift", RowKind::Transfer),
        ("abbuchung", RowKind::Transfer),
        ("rückzahlung", RowKind::Refund),
    ],
};

const BUSINESS: Layout = Layout {
    recognised_by: &["date", "time", "currency", "gross", "fee", "net"],
    columns: &[
        (Role::Date, &["date"]),
        (Role::Time, &["time"]),
        (Role::Zone, &["timezone", "time zone"]),
        (Role::Payee, &["name"]),
        (Role::Type, &["type", "description"]),
        (Role::Status, &["status"]),
        (Role::Currency, &["currency"]),
        (Role::Amount, &["net"]),
        (Role::Fee, &["fee"]),
        (Role::Balance, &["balance"]),
        (Role::Reference, &["transaction id"]),
        (Role::Related, &["reference txn id"]),
        (Role::Description, &["item title", "subject"]),
        (Role::Note, &["note"]),
    ],
    fee: FeeRule::Included,
    date_order: Some(DateOrder::MonthDayYear),
    ..Layout::PLAIN
};

const CONSUMER: Layout = Layout {
    recognised_by: &[
        "date", "time", "timezone", "currency", "amount", "fees", "total",
    ],
    columns: &[
        (Role::Date, &["date"]),
        (Role::Time, &["time"]),
        (Role::Zone, &["timezone"]),
        (Role::Payee, &["name"]),
        (Role::Type, &["type"]),
        (Role::Status, &["status"]),
        (Role::Currency, &["currency"]),
        (Role::Amount, &["total"]),
        (Role::Fee, &["fees"]),
        (Role::Balance, &["balance"]),
        (Role::Reference, &["transaction id"]),
        (Role::Related, &["reference txn id"]),
        (Role::Description, &["item title"]),
    ],
    fee: FeeRule::Included,
    date_order: Some(DateOrder::MonthDayYear),
    ..Layout::PLAIN
};

const SPANISH: Layout = Layout {
    recognised_by: &["fecha", "hora", "divisa", "bruto", "comision", "neto"],
    columns: &[
        (Role::Date, &["fecha"]),
        (Role::Time, &["hora"]),
        (Role::Zone, &["zona horaria"]),
        (Role::Payee, &["nombre"]),
        (Role::Type, &["tipo", "descripcion"]),
        (Role::Status, &["estado"]),
        (Role::Currency, &["divisa"]),
        (Role::Amount, &["neto"]),
        (Role::Fee, &["comision"]),
        (Role::Balance, &["saldo"]),
        (Role::Reference, &["id de transaccion"]),
        (Role::Related, &["id de referencia de trans"]),
        (Role::Description, &["titulo del articulo", "asunto"]),
        (Role::Note, &["nota"]),
    ],
    fee: FeeRule::Included,
    date_order: Some(DateOrder::DayMonthYear),
    decimal_mark: Some(DecimalMark::Comma),
    ..Layout::PLAIN
};

const GERMAN: Layout = Layout {
    recognised_by: &["datum", "uhrzeit", "wahrung", "brutto", "netto"],
    columns: &[
        (Role::Date, &["datum"]),
        (Role::Time, &["uhrzeit"]),
        (Role::Zone, &["zeitzone"]),
        (Role::Payee, &["name"]),
        (Role::Type, &["typ", "beschreibung"]),
        (Role::Status, &["status"]),
        (Role::Currency, &["wahrung"]),
        (Role::Amount, &["netto"]),
        (Role::Fee, &["gebuhr", "entgelt"]),
        (Role::Balance, &["guthaben"]),
        (Role::Reference, &["transaktionscode"]),
        (Role::Related, &["zugehoriger transaktionscode"]),
        (Role::Description, &["artikelbezeichnung", "betreff"]),
        (Role::Note, &["hinweis"]),
    ],
    fee: FeeRule::Included,
    date_order: Some(DateOrder::DayMonthYear),
    decimal_mark: Some(DecimalMark::Comma),
    ..Layout::PLAIN
};
