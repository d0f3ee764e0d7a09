//! Words of header rows, in the languages that statements come in, and the roles they mean.

use std::borrow::Cow;

use super::fold;
use super::role::{Role, Roles};

/// Header words by role, normalised; a cell that begins with one of them matches too, less strongly.
const WORDS: [(Role, &[&str]); 20] = [
    (
        Role::Date,
        &[
            "date",
            "transaction date",
            "trans date",
            "booking date",
            "date utc",
            "datetime",
            "date time",
            "completion time",
            "datum",
            "buchungstag",
            "buchungsdatum",
            "datum verrichting",
            "transactiedatum",
            "fecha",
            "fecha operacion",
            "data",
            "data operacji",
            "data ksiegowania",
            "data operazione",
            "data da transacao",
            "data lancamento",
            "date de l operation",
            "date operation",
            "tranzakcio datuma",
            "дата операции",
            "дата операції",
            "дата",
            "дата совершения операции",
            "交易日期",
            "交易时间",
            "交易日",
            "日期",
            "거래일시",
            "거래 일시",
            "取引日",
            "日付",
            "trade date",
            "created",
            "release date",
            "tarih",
            "transaction time",
            "time stamp",
            "timestamp",
            "pvm",
            "kirjauspaiva",
            "bokforingsdatum",
            "dato",
            "tranzakcio ideje",
        ],
    ),
    (
        Role::SecondDate,
        &[
            "value date",
            "posting date",
            "post date",
            "posted date",
            "date posted",
            "clearing date",
            "settlement date",
            "wertstellung",
            "valuta",
            "valutadatum",
            "fecha valor",
            "date de valeur",
            "date valeur",
            "data valuta",
            "дата обработки операции",
            "дата документа",
            "银行记账日",
            "ertekna",
            "boekdatum",
            "datum verrekening",
            "date processed",
            "process date",
            "someotherdate",
        ],
    ),
    (
        Role::Time,
        &[
            "time",
            "uhrzeit",
            "hora",
            "heure",
            "交易时刻",
            "trade time",
            "ora",
            "tijd",
        ],
    ),
    (
        Role::Amount,
        &[
            "amount",
            "transaction amount",
            "amount usd",
            "billing amount",
            "net amount",
            "betrag",
            "umsatz",
            "bedrag",
            "montant",
            "montant de l operation",
            "importe",
            "movimiento",
            "valor",
            "quantia",
            "kwota",
            "suma",
            "summa",
            "сумма",
            "сумма в валюте счета",
            "сума",
            "金额",
            "交易金额",
            "거래 금액",
            "거래금액",
            "금액",
            "金額",
            "importo",
            "tranzakcio osszege",
            "osszeg",
            "belob",
            "belop",
            "tutar",
            "castka",
            "transaction net amount",
            "value",
        ],
    ),
    (
        Role::Debit,
        &[
            "debit",
            "debits",
            "debit amount",
            "withdrawal",
            "withdrawals",
            "withdrawn",
            "paid out",
            "money out",
            "outflow",
            "debe",
            "debito",
            "debet",
            "belastung",
            "lastschrift",
            "soll",
            "ausgang",
            "af",
            "cargo",
            "cargos",
            "saida",
            "saidas",
            "dare",
            "uscite",
            "wydatki",
            "obciazenia",
            "расход",
            "дебет",
            "支出",
            "支出金额",
            "出金",
            "출금",
            "depenses",
            "spending",
            "out",
        ],
    ),
    (
        Role::Credit,
        &[
            "credit",
            "credits",
            "credit amount",
            "deposit",
            "deposits",
            "paid in",
            "money in",
            "inflow",
            "haber",
            "abono",
            "abonos",
            "credito",
            "gutschrift",
            "haben",
            "eingang",
            "bij",
            "entrada",
            "entradas",
            "avere",
            "entrate",
            "wplywy",
            "uznania",
            "приход",
            "кредит",
            "存入",
            "收入",
            "收入金额",
            "入金",
            "입금",
            "recettes",
            "in",
        ],
    ),
    (Role::Fee, &["fee", "fees", "gebuhr", "comision", "frais"]),
    (
        Role::Balance,
        &[
            "balance",
            "running balance",
            "account balance",
            "saldo",
            "solde",
            "kontostand",
            "余额",
            "账户余额",
            "баланс",
            "остаток",
            "거래 후 잔액",
            "잔액",
            "残高",
            "egyenleg",
            "saldo po operacji",
            "partial balance",
            "bakiye",
        ],
    ),
    (
        Role::Currency,
        &[
            "currency",
            "billing currency",
            "transaction currency",
            "account currency",
            "wahrung",
            "waehrung",
            "divisa",
            "moneda",
            "devise",
            "moeda",
            "munt",
            "valutacode",
            "valuta code",
            "waluta",
            "валюта",
            "币种",
            "通貨",
            "devizanem",
            "tranzakcio devizaneme",
            "mena",
            "para birimi",
        ],
    ),
    (
        Role::OriginalAmount,
        &[
            "amount currency",
            "original amount",
            "foreign amount",
            "amount foreign currency",
            "local amount",
            "intl amount",
            "originalbetrag",
            "сумма в валюте операции",
            "individual amount",
        ],
    ),
    (
        Role::Direction,
        &[
            "d c",
            "c d",
            "dc",
            "cd",
            "d k",
            "dr cr",
            "cr dr",
            "credit debit",
            "debit credit",
            "creditdebet",
            "direction",
            "bevetel kiadas",
            "af bij",
            "借贷",
            "收 支",
            "billingamountsign",
            "sign",
            "debit credit indicator",
            "sens",
            "soll haben",
            "s h",
        ],
    ),
    (
        Role::Status,
        &[
            "status",
            "state",
            "transaction status",
            "estado",
            "statut",
            "交易状态",
            "stav",
        ],
    ),
    (
        Role::Type,
        &[
            "type",
            "transaction type",
            "transaction",
            "vorgang",
            "umsatztyp",
            "typ",
            "tipo",
            "kind",
            "交易类型",
            "거래 유형",
            "type betaling",
            "tranzakcio tipusa",
            "transaktionstyp",
        ],
    ),
    (
        Role::Payee,
        &[
            "payee",
            "name",
            "merchant",
            "merchant name",
            "counterparty",
            "counterparty name",
            "partner",
            "partner name",
            "beneficiary",
            "empfanger",
            "auftraggeber",
            "auftraggeber begunstigter",
            "name zahlungsbeteiligter",
            "zahlungsempfanger in",
            "zahlungsempfanger",
            "naam",
            "tegenrekeninghouder",
            "nombre",
            "beneficiario",
            "kontrahent",
            "odbiorca",
            "кореспондент",
            "контрагент",
            "交易对方",
            "对方户名",
            "商户名称",
            "partner neve",
            "handelaar",
            "beguenstigter",
            "recipient",
            "destinataire",
            "tiers",
        ],
    ),
    (
        Role::Description,
        &[
            "description",
            "details",
            "detail",
            "label",
            "memo",
            "narrative",
            "transaction details",
            "description1",
            "verwendungszweck",
            "buchungstext",
            "beschreibung",
            "vorgang verwendungszweck",
            "concepto",
            "descripcion",
            "omschrijving",
            "libelle",
            "historico",
            "descricao",
            "opis operacji",
            "opis",
            "описание",
            "описание операции",
            "交易描述",
            "商品说明",
            "摘要",
            "적요",
            "摘 要",
            "内容",
            "descrizione",
            "kozlemeny",
            "tekst",
            "selite",
            "aciklama",
            "призначення платежу",
            "particulars",
            "title",
            "toelichting",
            "merchant description",
        ],
    ),
    (
        Role::Note,
        &[
            "note",
            "notes",
            "comment",
            "remarks",
            "备注",
            "메모",
            "bank description",
            "detail de l ecriture",
            "description2",
            "communication",
        ],
    ),
    (
        Role::Reference,
        &[
            "reference",
            "transaction id",
            "id",
            "receipt no",
            "reference no",
            "transaction no",
            "referenz",
            "referenznummer",
            "交易单号",
            "交易订单号",
            "referentie",
            "numero",
            "numero do documento",
            "docto",
            "референс проводки",
            "номер документа",
            "doc no",
            "ref",
        ],
    ),
    (
        Role::Category,
        &[
            "category",
            "categories",
            "kategorie",
            "kategoria",
            "categoria",
            "交易分类",
            "categorie",
        ],
    ),
    (
        Role::Zone,
        &["time zone", "timezone", "zona horaria", "zeitzone"],
    ),
    (Role::From, &["from"]),
];

/// A header cell as words: lower case, without accents, every other character a single blank.
pub(crate) fn normalised(cell: &str) -> String {
    let mut words = String::with_capacity(cell.len());
    for c in cell.chars() {
        if c.is_alphanumeric() {
            words.extend(fold(c).to_lowercase());
        } else if !words.is_empty() && !words.ends_with(' ') {
            words.push(' ');
        }
    }
    words.truncate(words.trim_end().len());
    words
}

/// The roles of a header row by its words, and how many of its cells are known words.
pub(crate) fn roles_of<'c>(cells: impl Iterator<Item = Cow<'c, str>>) -> (Roles, usize) {
    let mut roles = Roles::default();
    let mut strengths = [0_u8; 32];
    let mut known = 0;
    for (column, cell) in cells.enumerate() {
        let Some((role, strength)) = role_of(&normalised(&cell)) else {
            continue;
        };
        known += 1;
        if let Some(best) = strengths
            .get_mut(role as usize)
            .filter(|best| strength > **best)
        {
            *best = strength;
            roles.set(role, column);
        }
    }
    (roles, known)
}

/// The role a header cell means: 2 for the very word, 1 for a cell that begins with it.
fn role_of(name: &str) -> Option<(Role, u8)> {
    let exact = WORDS.iter().find(|(_, words)| words.contains(&name));
    if let Some((role, _)) = exact {
        return Some((*role, 2));
    }
    let begins = |word: &&str| {
        word.len() > 2
            && name
                .strip_prefix(*word)
                .is_some_and(|rest| rest.starts_with(' '))
    };
    WORDS
        .iter()
        .filter_map(|(role, words)| {
            Some((
                role,
                words.iter().filter(|w| begins(w)).map(|w| w.len()).max()?,
            ))
        })
        .max_by_key(|(_, len)| *len)
        .map(|(role, _)| (*role, 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn header_words_are_known_with_currencies_and_marks_around_them() {
        for (cell, role) in [
            ("Betrag (€)", Role::Amount),
            ("Umsatz in EUR", Role::Amount),
            ("#Kwota", Role::Amount),
            ("Crédito (R$)", Role::Credit),
            ("Credit / Debit", Role::Direction),
            ("Zahlungsempfänger*in", Role::Payee),
            ("Date de l'opération", Role::Date),
            ("收/支", Role::Direction),
        ] {
            assert_eq!(role_of(&normalised(cell)).unwrap().0, role, "{cell}");
        }
    }

    #[test]
    fn the_very_word_wins_over_a_longer_cell() {
        let cells = ["Amount Currency", "Amount", "Date"].map(Cow::Borrowed);
        let (roles, known) = roles_of(cells.into_iter());
        assert_eq!(
            (roles.get(Role::Amount), roles.get(Role::Date), known),
            (Some(1), Some(2), 3)
        );
    }
}
