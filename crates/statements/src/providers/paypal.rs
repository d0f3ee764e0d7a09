//! PayPal activity downloads: business (gross, fee, net), consumer (amount, fees, total), and other languages.
//!
//! French and Italian words as in the importers of Akretion and monjour, which are public.
//!
//! Every row moves PayPal's own balance column, pending and denied ones too, so every row counts.

use crate::columns::role::Role;
use crate::model::{AccountKind, DateOrder, DecimalMark, RowKind};
use crate::plan::{Effect, FeeRule, Layout, Provider, Rule, Test};

pub(super) static PAYPAL: Provider = Provider {
    name: "paypal",
    account: "PayPal",
    kind: AccountKind::Wallet,
    layouts: &[BUSINESS, CONSUMER, SPANISH, GERMAN, FRENCH, ITALIAN, SHORT],
    kinds: &[
        ("conversion", RowKind::Conversion),
        // A deposit from the bank that is taken back is no purchase of anybody's.
        ("reversal of ach", RowKind::Transfer),
        ("withdrawal", RowKind::Transfer),
        ("bank deposit", RowKind::TopUp),
        ("card deposit", RowKind::TopUp),
        ("charge from", RowKind::TopUp),
        ("account hold", RowKind::Transfer),
        ("payment hold", RowKind::Transfer),
        ("payment release", RowKind::Transfer),
        ("hold on", RowKind::Transfer),
        ("reserve", RowKind::Transfer),
        ("add funds", RowKind::TopUp),
        ("authorization", RowKind::Transfer),
        ("transfer", RowKind::Transfer),
        ("refund", RowKind::Refund),
        ("reversal", RowKind::Refund),
        ("fee", RowKind::Fee),
        ("cashback", RowKind::Cashback),
        ("mass pay", RowKind::Income),
        ("conversión", RowKind::Conversion),
        ("retirada", RowKind::Transfer),
        ("reembolso", RowKind::Refund),
        ("umrechnung", RowKind::Conversion),
        ("bankgutschrift", RowKind::TopUp),
        ("abbuchung", RowKind::Transfer),
        ("rückzahlung", RowKind::Refund),
        ("einbehaltung", RowKind::Transfer),
        ("conversione", RowKind::Conversion),
        ("prelievo", RowKind::Transfer),
        ("rimborso", RowKind::Refund),
        ("virement", RowKind::Transfer),
        ("remboursement", RowKind::Refund),
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
        (Role::Funds, &["balance impact"]),
    ],
    rules: MEMO,
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
        (Role::Funds, &["auswirkung auf guthaben"]),
    ],
    rules: MEMO,
    fee: FeeRule::Included,
    date_order: Some(DateOrder::DayMonthYear),
    decimal_mark: Some(DecimalMark::Comma),
    ..Layout::PLAIN
};

/// Lines of a basket and the like, of which the file itself says that they move nothing.
const MEMO: &[Rule] = &[Rule {
    when: &[(Role::Funds, Test::Is(&["Memo"]))],
    then: Effect::Skip,
}];

const FRENCH: Layout = Layout {
    recognised_by: &["date", "heure", "devise", "avant commission", "net"],
    columns: &[
        (Role::Date, &["date"]),
        (Role::Time, &["heure"]),
        (Role::Zone, &["fuseau horaire"]),
        (Role::Payee, &["nom"]),
        (Role::Type, &["type", "description"]),
        (Role::Status, &["etat"]),
        (Role::Currency, &["devise"]),
        (Role::Amount, &["net"]),
        (Role::Fee, &["commission"]),
        (Role::Balance, &["solde"]),
        (Role::Reference, &["numero de transaction"]),
        (Role::Related, &["numero de la transaction de reference"]),
        (Role::Description, &["titre de l objet", "objet"]),
        (Role::Note, &["remarque"]),
        (Role::Funds, &["impact sur le solde", "balance impact"]),
    ],
    rules: MEMO,
    fee: FeeRule::Included,
    date_order: Some(DateOrder::DayMonthYear),
    decimal_mark: Some(DecimalMark::Comma),
    ..Layout::PLAIN
};

const ITALIAN: Layout = Layout {
    recognised_by: &["data", "ora", "valuta", "lordo", "tariffa", "netto"],
    columns: &[
        (Role::Date, &["data"]),
        (Role::Time, &["ora"]),
        (Role::Zone, &["fuso orario"]),
        (Role::Payee, &["nome"]),
        (Role::Type, &["tipo", "descrizione"]),
        (Role::Status, &["stato"]),
        (Role::Currency, &["valuta"]),
        (Role::Amount, &["netto"]),
        (Role::Fee, &["tariffa"]),
        (Role::Balance, &["saldo"]),
        (Role::Reference, &["codice transazione"]),
        (
            Role::Related,
            &[
                "codice transazione di riferimento",
                "riferimento transazione",
            ],
        ),
    ],
    fee: FeeRule::Included,
    date_order: Some(DateOrder::DayMonthYear),
    decimal_mark: Some(DecimalMark::Comma),
    ..Layout::PLAIN
};

/// The short history of 2016, which names no currency.
const SHORT: Layout = Layout {
    recognised_by: &[
        "date",
        "time",
        "time zone",
        "name",
        "type",
        "status",
        "amount",
        "receipt id",
        "balance",
    ],
    is_whole_header: true,
    columns: &[
        (Role::Date, &["date"]),
        (Role::Time, &["time"]),
        (Role::Zone, &["time zone"]),
        (Role::Payee, &["name"]),
        (Role::Type, &["type"]),
        (Role::Status, &["status"]),
        (Role::Amount, &["amount"]),
        (Role::Reference, &["receipt id"]),
        (Role::Balance, &["balance"]),
    ],
    date_order: Some(DateOrder::MonthDayYear),
    ..Layout::PLAIN
};
