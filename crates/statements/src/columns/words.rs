//! Words of header rows by role, a line for each language; written as [`normalised`] makes them.
//!
//! [`normalised`]: super::header::normalised

use std::collections::HashMap;
use std::sync::OnceLock;

use super::role::Role;

/// The role that a whole header cell means, whatever else stands in the header.
pub(super) fn role_of_word(word: &str) -> Option<Role> {
    static ROLES: OnceLock<HashMap<&'static str, Role>> = OnceLock::new();
    let roles = ROLES.get_or_init(|| {
        let words = |(role, lines): &(Role, &[&'static str])| {
            let role = *role;
            let words = lines.iter().flat_map(|line| line.split(", "));
            words.map(move |word| (word, role)).collect::<Vec<_>>()
        };
        WORDS.iter().flat_map(words).collect()
    });
    roles.get(word).copied()
}

const WORDS: [(Role, &[&str]); 27] = [
    (Role::Date, DATE),
    (Role::SecondDate, SECOND_DATE),
    (Role::Time, TIME),
    (
        Role::Zone,
        &["time zone, timezone, zona horaria, zeitzone, fuseau horaire"],
    ),
    (Role::Amount, AMOUNT),
    (Role::Debit, DEBIT),
    (Role::Credit, CREDIT),
    (
        Role::Fee,
        &[
            "fee, fees, commission, gebuhr, entgelt, comision, frais, commissione, prowizja, poplatek, комиссия, комісія, 手续费, 수수료",
        ],
    ),
    (Role::Balance, BALANCE),
    (Role::Currency, CURRENCY),
    (Role::OriginalAmount, ORIGINAL_AMOUNT),
    (Role::OriginalCurrency, ORIGINAL_CURRENCY),
    (Role::Direction, DIRECTION),
    (
        Role::Status,
        &[
            "status, state, transaction status, booking status",
            "estado, statut, stato, stav, stan, tila, статус, 交易状态, 当前状态, 거래상태",
        ],
    ),
    (Role::Type, TYPE),
    (Role::Payee, PAYEE),
    (
        Role::From,
        &["from, from name, sender, zahlungspflichtige r"],
    ),
    (Role::To, &["to, to name, zahlungsempfanger in"]),
    (Role::Description, DESCRIPTION),
    (Role::Note, NOTE),
    (Role::Reference, REFERENCE),
    (Role::Category, CATEGORY),
    (Role::Account, ACCOUNT),
    (Role::AccountNumber, ACCOUNT_NUMBER),
    (Role::CounterNumber, COUNTER_NUMBER),
    (
        Role::MerchantCode,
        &["mcc, mcc code, merchant category code, mcc код"],
    ),
    (Role::Tags, &["tags, labels, etiketten, tag, метки"]),
];

const DATE: &[&str] = &[
    "date, transaction date, trans date, tran date, txn date, booking date, booked date, date utc",
    "datetime, date time, date and time, completion time, completed date, trade date, created",
    "created at, created on, booked at, release date, transaction time, time stamp, timestamp, transactiondate",
    "posted transactions date, activity date, operation date, entry date, dateop",
    "datum, buchungstag, buchungsdatum, buchung, belegdatum, umsatzdatum, datum zeit, kaufdatum",
    "datum verrichting, transactiedatum, datum transactie, boekingsdatum",
    "fecha, fecha operacion, fecha de operacion, fecha contable, fecha transaccion, fecha movimiento, f operacion",
    "data, data operacji, data ksiegowania, data transakcji, data zlecenia",
    "data operazione, data contabile, data registrazione, data da transacao, data lancamento",
    "data movimento, data mov, data do movimento, data operacao, data tranzactiei, data inregistrarii",
    "date de l operation, date operation, date d operation, date comptable, date de comptabilisation, date de transaction",
    "tranzakcio datuma, tranzakcio ideje, konyveles datuma, konyveles napja, datum konyveles",
    "datum provedeni, datum zauctovani, datum transakce, datum pohybu, datum zauctovania, datum odpisu",
    "дата операции, дата операції, дата, дата совершения операции, дата i час операції, дата і час операції",
    "дата і час, дата и время, дата транзакции, дата транзакції, дата проведения, дата проведення",
    "交易日期, 交易时间, 交易日, 日期, 记账日期, 交易创建时间, 取引日, 日付, 利用日, ご利用日, 年月日, お取引日, 取引年月日, 交易日期時間",
    "거래일시, 거래 일시, 거래일자, 거래일, 이용일시, 이용일",
    "tarih, islem tarihi, pvm, kirjauspaiva, maksupaiva, paivamaara, kuupaev, datums, datum knjizenja, datum transakcije",
    "bokforingsdatum, bokforingsdag, transaktionsdag, transaktionsdatum, dato, bokfort dato, bokforingsdato, utforelsesdato",
    "ημερομηνια, ημερομηνία, ngay, ngay giao dịch, tanggal, tgl tran, tgl transaksi, tanggal transaksi, תאריך, التاريخ, วันที",
];

const SECOND_DATE: &[&str] = &[
    "value date, valuedate, value dat, posting date, post date, posted date, date posted, clearing date",
    "valuta date, settlement date, effective date, date processed, process date, processed on, finished on, someotherdate, dateval",
    "wertstellung, wertstellung valuta, wertstellungstag, valuta, valutadatum, rentedatum, ertekna",
    "fecha valor, f valor, date de valeur, date valeur, data valuta, data waluty, data valor, boekdatum",
    "datum verrekening, rentedato, valutadag, arvopaiva, valor tarihi, datum valuty, datum valute",
    "дата обработки операции, дата документа, дата обработки, дата платежа, дата архівування, 银行记账日, 记账日, 入账日期",
];

const TIME: &[&str] = &[
    "time, transaction time of day, trade time, uhrzeit, hora, heure, ora, godzina, cas, tijd, klokkeslett, tid",
    "交易时刻, 记账时间, 거래시간, 거래 시간, время, час, час проведення, saat",
];

const AMOUNT: &[&str] = &[
    "amount, transaction amount, trans amount, amount usd, billing amount, net amount, value, amt",
    "transaction net amount, net, credit debit amount, debit credit amount, netto, neto, liquido, payment amount, booked amount, total amount, subtotal, sum",
    "betrag, umsatz, buchungsbetrag, umsatzbetrag, bedrag, mutatie, transactiebedrag",
    "montant, montant de l operation, importe, importe eur, monto, cantidad, valor, quantia, montante",
    "kwota, kwota transakcji, kwota operacji, kwota w walucie rachunku, suma, summa, objem, castka, zauctovana castka, suma transakcie",
    "сумма, сумма в валюте счета, сумма платежа, сума, сума в валютi картки, сума в валюті картки, сума у валюті картки, сумма операции",
    "сумма пересчитанная в валюту счета, 金额, 交易金额, 入账金额, 实付金额, 거래 금액, 거래금액, 금액, 金額, 入出金, 入出金額, 取引金額, お取引金額",
    "importo, importo eur, tranzakcio osszege, osszeg, belob, belop, belopp, tutar, islem tutari, maara, maara euroa",
    "iznos, znesek, ποσο, ποσό, số tiền, jumlah, nominal, סכום, المبلغ, จํานวนเงิน, suma tranzactiei",
];

const DEBIT: &[&str] = &[
    "debit, debits, debit amount, withdrawal, withdrawals, withdrawal amt, withdrawal amount, withdrawn, paid out",
    "money out, amount out, outflow, outgoing, spent, spending, expense, out, dr, payments, debit amt",
    "debe, debito, debitos, cargo, cargos, retiro, retiros, saida, saidas, egreso, egresos",
    "debet, belastung, lastschrift, soll, ausgang, ausgabe, ausgaben, af, uitgaven, bij af uit",
    "dare, uscite, addebiti, addebito, wydatki, obciazenia, obciazenie, vydaje, vydej, terheles",
    "depenses, debit euros, debit eur, debit in chf, belastungen, ut, ut fra konto, belop ut, uttag, otto, menot",
    "расход, дебет, дебит, списание, списання, cума списання, сума списання, χρεωση, χρέωση, borc, isplata, breme",
    "支出, 支出金额, 支出金額, 提出, 记账金额 支出, 借方金额, 借方发生额, 出金, 出金額, 出金金額, 引出, 이용금액, 출금, 출금액, 출금금액, 찾으신금액",
    "支払い金額, 支払金額, お支払金額, 支払額, お引出し, お引出金額, お引出し金額, 引出金額, 利用金額, ご利用金額, ご利用額",
    "ghi nợ, mutasi debet, debet idr, חובה, مدين, ถอนเงิน",
];

const CREDIT: &[&str] = &[
    "credit, credits, credit amount, deposit, deposits, deposit amt, deposit amount, paid in, money in, amount in",
    "inflow, incoming, received, income, in, cr, receipts, credit amt",
    "haber, abono, abonos, credito, creditos, deposito, depositos, entrada, entradas, ingreso, ingresos",
    "gutschrift, haben, eingang, einnahme, einnahmen, gutschriften, bij, inkomsten",
    "avere, entrate, accrediti, accredito, wplywy, uznania, uznanie, prijmy, prijem, jovairas",
    "recettes, credit euros, credit eur, inn, inn pa konto, belop inn, insattning, pano, tulot",
    "приход, кредит, поступление, поступления, зачисление, зарахування, cума зарахування, сума зарахування, πιστωση, πίστωση, alacak, uplata, dobro",
    "存入, 收入, 收入金额, 记账金额 收入, 贷方金额, 贷方发生额, 入金, 入金額, 入金金額, お預り金額, 預入, 存入金額, 收入金額, 입금, 입금액, 입금금액, 맡기신금액",
    "預かり金額, 預り金額, お預かり金額, お預入れ, お預入金額, 預入金額",
    "ghi co, mutasi kredit, kredit idr, זכות, دائن, ฝากเงิน",
];

const BALANCE: &[&str] = &[
    "balance, running balance, running bal, runningbalance, account balance, accountbalance, closing balance, available balance, balance after, current balance, bal",
    "saldo, saldo na trn, saldo nach buchung, saldo po operacji, saldo po transakcji, saldo contabile, saldo contabilistico, bokfort saldo",
    "solde, kontostand, egyenleg, konyvelt egyenleg, zustatek, partial balance, saldo akhir mutasi, bakiye, sold, stanje, jaak, υπολοιπο, υπόλοιπο",
    "余额, 账户余额, 本次余额, 联机余额, 交易后余额, 餘額, 帳戶餘額, 残高, 差引残高, 取引後残高, お取引後残高, 거래 후 잔액, 거래후잔액, 잔액",
    "баланс, остаток, салдо, залишок після операції, баланс після операції, остаток после операции, số dư, יתרה, الرصيد, ยอดคงเหลือ",
];

const CURRENCY: &[&str] = &[
    "currency, currency code, billing currency, transaction currency, account currency, ccy, curr, iso currency code, posted currency, native currency",
    "wahrung, waehrung, divisa, moneda, devise, moeda, valuta di conto, munt, valutacode, valuta code, waluta, waluta rachunku",
    "валюта, валута, валюта счета, валюта платежа, валюта картки, 币种, 币别, 货币, 记账币种, 入账货币, 幣別, 通貨, 통화",
    "devizanem, osszeg devizaneme, tranzakcio devizaneme, mena, mena uctu, para birimi, valuuta, valuutta, moneta, νόμισμα, νομισμα, mata uang",
];

const ORIGINAL_AMOUNT: &[&str] = &[
    "amount currency, original amount, foreign amount, amount foreign currency, amount in foreign currency, local amount",
    "intl amount, individual amount, foreign currency amount, foreigncurrencyamount, transaction currency amount, exchange to amount",
    "originalbetrag, fremdwahrungsbetrag, betrag fremdwahrung, betrag in fremdwahrung, oorspr bedrag, montant devise, importo in divisa",
    "сумма в валюте операции, сума в валюті операції, сума в валютi операцiї, сума у валюті операції, puvodni castka, eredeti osszeg, 交易地金额, 交易币种 金额",
];

const ORIGINAL_CURRENCY: &[&str] = &[
    "original currency, foreign currency, local currency, type foreign currency, foreign currency code, exchange to",
    "fremdwahrung, originalwahrung, oorspr munt, валюта операции, валюта операції, 交易货币, 交易币种",
];

const DIRECTION: &[&str] = &[
    "d c, c d, dc, cd, d k, dr cr, cr dr, credit debit, debit credit, creditdebet, debit or credit, credit or debit",
    "direction, billingamountsign, sign, debit credit indicator, credit debit indicator, balance impact, cr dr indicator",
    "af bij, bij af, soll haben, s h, sens, bevetel kiadas, сторона, 借贷, 借贷标志, 收 支, 收支类型, 入払区分, 入出金区分, 구분, 입출금구분",
];

const TYPE: &[&str] = &[
    "type, transaction type, transaction, trans type, tran type, txn type, kind, transaction code description, activity",
    "vorgang, umsatztyp, buchungsart, typ, transaktionstyp, umsatzart, typ transakcji, typ operacji, rodzaj operacji, rodzaj transakcji",
    "tipo, tipo de movimiento, tipo operacion, tipo movimento, type operation, type d operation, type betaling, mutatiesoort",
    "tranzakcio tipusa, тип, тип операции, тип операції, операція, операция, 交易类型, 交易名称, 거래 유형, 거래구분, 거래유형, islem tipi, jenis, jenis transaksi",
];

const PAYEE: &[&str] = &[
    "payee, payee name, name, merchant, merchant name, counterparty, counterparty name, counter party, partner, partner name, vendor",
    "beneficiary, recipient, other party, name on statement, to account, counteraccount name, party",
    "empfanger, auftraggeber, auftraggeber begunstigter, auftraggeber empfanger, begunstigter auftraggeber, beguenstigter, name zahlungsbeteiligter",
    "zahlungsempfanger, gegenpartei, name gegenkonto, name gegenseite, empfanger zahlungspflichtiger, empfanger auftraggeber name",
    "naam, tegenrekeninghouder, naam tegenpartij, naam tegenrekening, handelaar, nombre, beneficiario, beneficiario ordenante",
    "kontrahent, odbiorca, nadawca odbiorca, nadawca, nazev protiuctu, nazov protiuctu, prijemce, partner neve, kedvezmenyezett",
    "кореспондент, контрагент, найменування контрагента, получатель, отправитель получатель, 交易对方, 对方户名, 对方账户名, 对手信息, 商户名称",
    "destinataire, tiers, mottagare, mottaker, saaja maksaja, saaja, modtager, alici, 거래처, 가맹점명, 이용가맹점, supplierfound",
];

const DESCRIPTION: &[&str] = &[
    "description, details, detail, label, memo, narrative, narration, transaction details, transaction description, description1, particulars",
    "title, merchant description, details of transaction, simple description, original description, payment reference, remittance information, purpose, what",
    "verwendungszweck, buchungstext, beschreibung, vorgang verwendungszweck, text, zahlungsgrund, buchungsdetails",
    "concepto, movimiento, descripcion, detalle, omschrijving, omschrijving 1, mededelingen, toelichting, libelle, libelle simplifie, libelle operation",
    "historico, descricao, descricao da operacao, descrizione, descrizione operazione, causale, opis operacji, opis transakcji, opis, tytul, tytul operacji",
    "описание, описание операции, детали операции, деталі операції, деталі, опис, опис операції, основание, призначення платежу, назначение платежа",
    "交易描述, 商品说明, 摘要, 交易摘要, 摘 要, 内容, 取引内容, お取引内容, お取り扱い内容, 摘要内容, 入出金内容, ご利用店名, 利用店名, 利用店名 商品名, ご利用先, 适用, 交易说明, 订单标题, 적요, 거래내용, 내용, 이용내역",
    "kozlemeny, tekst, selite, viesti, aciklama, beskrivning, meddelande, rubrik, beskrivelse, forklaring, zprava pro prijemce, zprava, popis",
    "selgitus, apraksts, opis placanja, svrha placanja, αιτιολογια, περιγραφη, περιγραφή, nội dung, diễn giải, keterangan, deskripsi, desk tran, תיאור, الوصف, รายการ",
];

const NOTE: &[&str] = &[
    "note, notes, comment, comments, remarks, remark, bank description, description2, extended details, notes and tags",
    "detail de l ecriture, informations complementaires, communication, notiz, notizen, hinweis, kommentar, umsatzinfo, info",
    "poznamka, poznamky, komentarz, uwagi, kommentarer, observaciones, observacoes, nota, примечание, комментарий",
    "备注, 附言, 交易附言, 客户摘要, 비고, 메모, 備考, opmerking, omschrijving 2",
];

const REFERENCE: &[&str] = &[
    "reference, transaction id, id, receipt no, reference no, reference number, transaction no, transaction number, transaction reference, ref no",
    "referenz, referenznummer, kundenreferenz, transaktionscode, 交易单号, 交易订单号, 交易流水号, 流水号, 日 志 号, 승인번호",
    "referentie, transactiereferentie, volgnr, numero, numero do documento, numero d operation, docto, референс проводки, номер документа",
    "doc no, ref, ref no cheque no, chq ref number, chq ref no, id operace, id transakce, id de transaccion, identificador, referens, fitid, unique id",
];

const CATEGORY: &[&str] = &[
    "category, categories, spending category, category name, sub category, kategorie, kategoria, kategori, categoria, categorie, категория, категорія, 交易分类, 카테고리",
];

const ACCOUNT: &[&str] = &[
    "account, account name, accountname, source account, from account, card name, auftragskonto, bezeichnung auftragskonto, posted account, bank account name",
    "rekening, konto, kontoname, kontobezeichnung, cuenta, compte, accountlabel, conto, rachunek, ucet, szamla, счет, рахунок, наш рахунок, produkt",
];

const ACCOUNT_NUMBER: &[&str] = &[
    "account number, account no, accountnumber, accountnum, account id, iban, kontonummer, iban auftragskonto, iban bban, own iban",
    "szamlaszam, cislo uctu, numer rachunku, numero de compte, numero de cuenta, номер счета, наш iban, номер рахунку, bsb account number",
];

const COUNTER_NUMBER: &[&str] = &[
    "partner iban, partner account number, payee account number, counterparty account, counterparty iban, beneficiary account, to account number",
    "tegenrekening, tegenrekening iban bban, tegenrekeningnummer, iban zahlungsbeteiligter, gegenkonto, gegeniban, konto nr, iban zahlungspflichtiger, empfanger auftraggeber iban",
    "partner szamlaszama, partner iban szama, protiucet, cislo protiuctu, numer konta, numer rachunku kontrahenta, compte beneficiaire, cuenta beneficiario",
    "рахунок кореспондента, счет корреспондента, 对方账号, 对方账户, 对方卡号 账号, counterparty id, cuenta destino",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::columns::header::normalised;

    #[test]
    fn every_word_is_written_as_headers_are_compared_and_has_one_role() {
        let mut seen = HashMap::new();
        for (role, lines) in WORDS {
            for word in lines.iter().flat_map(|line| line.split(", ")) {
                assert_eq!(normalised(word), word, "{role:?}");
                assert_eq!(seen.insert(word, role), None, "{word} twice, {role:?}");
            }
        }
    }
}
