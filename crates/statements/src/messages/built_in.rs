//! The wordings of wallets that are known: one declaration for each kind of message.
//!
//! M-Pesa: messages of Safaricom as published in open-source readers (pesaPi and others). Easypaisa,
//! `JazzCash`, bKash, `GCash`: as quoted in open-source readers. PayPal: subjects and bodies of its mails.
//! Alipay and WeChat Pay: their notices. What stands in brackets may be missing.

use std::sync::LazyLock;

use super::template::{Direction, Template, TemplateError};
use crate::columns::currency::currency_of_code;
use crate::model::{DateOrder, RowKind};

/// Every wording, the more telling one first.
pub(super) static BUILT_IN: LazyLock<Vec<Template>> = LazyLock::new(|| {
    let all = PROVIDERS.iter().flat_map(|provider| {
        let wordings = provider.wordings.iter();
        wordings.flat_map(move |wording| wording.templates(provider))
    });
    all.filter_map(Result::ok).collect()
});

/// The messages of one provider.
struct Provider {
    name: &'static str,
    /// The currency that its signs mean; empty where the messages say it.
    currency: &'static str,
    dates: Option<DateOrder>,
    wordings: &'static [Wording],
}

/// One kind of message.
struct Wording {
    name: &'static str,
    direction: Direction,
    kind: RowKind,
    /// Who is paid where no slot says it.
    payee: &'static str,
    text: &'static str,
}

const fn out(name: &'static str, kind: RowKind, text: &'static str) -> Wording {
    Wording {
        name,
        direction: Direction::Out,
        kind,
        payee: "",
        text,
    }
}

const fn into(name: &'static str, kind: RowKind, text: &'static str) -> Wording {
    Wording {
        direction: Direction::In,
        ..out(name, kind, text)
    }
}

impl Wording {
    const fn to(self, payee: &'static str) -> Self {
        Self { payee, ..self }
    }

    fn templates<'w>(
        &'w self,
        provider: &'w Provider,
    ) -> impl Iterator<Item = Result<Template, TemplateError>> + 'w {
        variants(self.text).into_iter().map(move |text| {
            let name = format!("{} {}", provider.name, self.name);
            let mut template = Template::of_provider(&name, &text, self.direction)?;
            template.currency = currency_of_code(provider.currency).or(template.currency);
            template.dates = provider.dates;
            template.provider = Some(provider.name);
            template.kind = self.kind;
            template.payee = self.payee;
            Ok(template)
        })
    }
}

/// A text with and without each of its pieces in brackets, the longest first.
fn variants(text: &str) -> Vec<String> {
    let Some((before, rest)) = text.split_once('[') else {
        return vec![text.to_owned()];
    };
    let (piece, after) = rest.split_once(']').unwrap_or((rest, ""));
    let with = variants(after)
        .into_iter()
        .map(|after| format!("{before}{piece}{after}"));
    let without = variants(after)
        .into_iter()
        .map(|after| format!("{before}{after}"));
    with.chain(without).collect()
}

const PROVIDERS: [Provider; 8] = [
    Provider {
        name: "mpesa",
        currency: "KES",
        dates: Some(DateOrder::DayMonthYear),
        wordings: MPESA,
    },
    Provider {
        name: "easypaisa",
        currency: "PKR",
        dates: Some(DateOrder::DayMonthYear),
        wordings: EASYPAISA,
    },
    Provider {
        name: "jazzcash",
        currency: "PKR",
        dates: Some(DateOrder::DayMonthYear),
        wordings: JAZZCASH,
    },
    Provider {
        name: "bkash",
        currency: "BDT",
        dates: Some(DateOrder::DayMonthYear),
        wordings: BKASH,
    },
    Provider {
        name: "gcash",
        currency: "PHP",
        dates: None,
        wordings: GCASH,
    },
    Provider {
        name: "alipay",
        currency: "CNY",
        dates: Some(DateOrder::YearMonthDay),
        wordings: ALIPAY,
    },
    Provider {
        name: "wechat_pay",
        currency: "CNY",
        dates: Some(DateOrder::YearMonthDay),
        wordings: WECHAT,
    },
    Provider {
        name: "paypal",
        currency: "",
        dates: None,
        wordings: PAYPAL,
    },
];

use RowKind::{CashWithdrawal, Purchase, Refund, TopUp, Transfer, Unknown};

const MPESA: &[Wording] = &[
    out(
        "pay bill",
        Purchase,
        "{reference} Confirmed. {amount} sent to {payee} for account {memo} on {date} at {time}[ New M-PESA balance is {balance}][. Transaction cost, {fee}]. {any}",
    ),
    out(
        "till",
        Purchase,
        "{reference} Confirmed. {amount} paid to {payee} on {date} at {time}[ New M-PESA balance is {balance}][. Transaction cost, {fee}]. {any}",
    ),
    out(
        "sent",
        Transfer,
        "{reference} Confirmed. {amount} sent to {payee} on {date} at {time}[ New M-PESA balance is {balance}][. Transaction cost, {fee}]. {any}",
    ),
    into(
        "received",
        Unknown,
        "{reference} Confirmed. You have received {amount} from {payee} on {date} at {time}[ New M-PESA balance is {balance}][. Transaction cost, {fee}]. {any}",
    ),
    out(
        "withdrawn",
        CashWithdrawal,
        "{reference} Confirmed. on {date} at {time} Withdraw {amount} from {payee} New M-PESA balance is {balance}[. Transaction cost, {fee}]. {any}",
    ),
    into(
        "cash given",
        TopUp,
        "{reference} Confirmed. on {date} at {time} Give {amount} cash to {payee} New M-PESA balance is {balance}. {any}",
    ),
    out(
        "airtime for another",
        Purchase,
        "{reference} Confirmed. You bought {amount} of airtime for {payee} on {date} at {time}[ New M-PESA balance is {balance}][. Transaction cost, {fee}]. {any}",
    ),
    out(
        "airtime",
        Purchase,
        "{reference} Confirmed. You bought {amount} of airtime on {date} at {time}[ New M-PESA balance is {balance}][. Transaction cost, {fee}]. {any}",
    )
    .to("Airtime"),
    into(
        "reversal",
        Refund,
        "{reference} Confirmed. [Reversal of ]transaction {related} has been [successfully ]reversed on {date} at {time} and {amount} is credited to your M-PESA account. New M-PESA account balance is {balance}. {any}",
    )
    .to("Reversal"),
    out(
        "reversal against",
        Transfer,
        "{reference} Confirmed. [Reversal of ]transaction {related} has been [successfully ]reversed on {date} at {time} and {amount} is debited from your M-PESA account. New M-PESA account balance is {balance}. {any}",
    )
    .to("Reversal"),
    out(
        "to M-Shwari",
        Transfer,
        "{reference} Confirmed. {amount} transferred to M-Shwari account on {date} at {time}. M-PESA balance is {balance}, {any}",
    )
    .to("M-Shwari"),
    into(
        "from M-Shwari",
        Transfer,
        "{reference} Confirmed. You have transferred {amount} from your M-Shwari account on {date} at {time}. M-Shwari balance is {any} M-PESA balance is {balance}. {any}",
    )
    .to("M-Shwari"),
    into(
        "Fuliza",
        Transfer,
        "{reference} Confirmed. Fuliza M-PESA amount is {amount}. {memo} To check daily charges {any}",
    )
    .to("Fuliza"),
    out(
        "Fuliza paid back",
        Transfer,
        "{reference} Confirmed. {amount} from your M-PESA has been used to {any} pay your outstanding Fuliza M-PESA. {any} M-PESA balance is {balance}. {any}",
    )
    .to("Fuliza"),
];

const EASYPAISA: &[Wording] = &[
    into(
        "received",
        Transfer,
        "You have received {amount} from {payee} in your Easypaisa Account No. {account}. Trx ID {reference}. {any}",
    ),
    into(
        "received from an account",
        Transfer,
        "Trx ID {reference}. You have received {amount} from {payee} with Easypaisa Account {counter} and your new Easypaisa account balance is {balance}. {any}",
    ),
    into(
        "received from a bank",
        Unknown,
        "Trx ID {reference}. You have received {amount} from {payee} in your Easypaisa Account Fee for this transaction is {fee}. Your new Easypaisa Account balance is {balance}. {any}",
    ),
    into(
        "received by Raast",
        Transfer,
        "Dear {any}, You have received {amount} in your Easypaisa account {account} from {payee} via Raast Payment on {date} at {time}. Trx ID: {reference}. {any}",
    ),
    into(
        "cash deposited",
        TopUp,
        "Trx ID {reference}. You have successfully deposited {amount} and your new easypaisa balance is {balance}. The fee for this transaction is {fee}. {any}",
    )
    .to("Cash deposit"),
    out(
        "sent",
        Transfer,
        "{amount} sent to {payee} with easypaisa account {counter}. Fee: {fee}. Trx ID {reference}. {any}",
    ),
    out(
        "sent with balance",
        Transfer,
        "[Trx ID {reference}. ]You have sent {amount} to {payee}. The fee for this transaction is {fee}. Your new easypaisa account balance is {balance}. {any}",
    ),
    out(
        "debited",
        Unknown,
        "Dear Customer, an amount of {amount} has been debited. Trx ID: {reference}. {any}",
    ),
];

const JAZZCASH: &[Wording] = &[into(
    "cash deposited",
    TopUp,
    "{amount} have been deposited in your JazzCash Mobile Account from {payee}. Pay only {any} to Agent. Fee: {fee}, Balance: {balance}. TID: {reference}. {any}",
)];

const BKASH: &[Wording] = &[
    into(
        "received",
        Transfer,
        "You have received {amount} from {payee}.[ Ref {memo}.] Fee {fee}. Balance {balance}. TrxID {reference} at {date} {time}. {any}",
    ),
    out(
        "sent",
        Transfer,
        "Send Money {amount} to {payee} successful.[ Ref {memo}.][ Fee {fee}.] Balance {balance}. TrxID {reference} at {date} {time}. {any}",
    ),
    out(
        "cash out",
        CashWithdrawal,
        "Cash Out {amount} to {payee} successful.[ Fee {fee}.] Balance {balance}. TrxID {reference} at {date} {time}. {any}",
    ),
    into(
        "cash in",
        TopUp,
        "Cash In {amount} from {payee} successful.[ Fee {fee}.] Balance {balance}. TrxID {reference} at {date} {time}. {any}",
    ),
    out(
        "payment",
        Purchase,
        "Payment {amount} to {payee} successful.[ Ref {memo}.][ Fee {fee}.] Balance {balance}. TrxID {reference} at {date} {time}. {any}",
    ),
    out(
        "recharge",
        Purchase,
        "Mobile Recharge {amount} to {payee} successful.[ Fee {fee}.] Balance {balance}. TrxID {reference} at {date} {time}. {any}",
    ),
];

const GCASH: &[Wording] = &[
    into(
        "received",
        Transfer,
        "[Express Send Notification ]You have received {amount}[ of GCash] from {payee} w/ MSG: {memo} Your new balance is {balance}. Ref. No. {reference}. {any}",
    ),
    into(
        "received in short",
        Transfer,
        "[You have received money in GCash! ]You have received {amount} of GCash from {payee}.",
    ),
    out(
        "sent",
        Transfer,
        "[Express Send Notification ]You have sent {amount}[ of GCash] to {payee} w/ MSG: {memo} Your new balance is {balance}. Ref. No. {reference}. {any}",
    ),
    out(
        "sent in short",
        Transfer,
        "You have sent {amount}[ of GCash][ GCASH] to {payee}[ Your new balance is {balance}] Ref. No. {reference}. {any}",
    ),
    out(
        "sent with balance",
        Transfer,
        "You have sent {amount}[ of GCash][ GCASH] to {payee} Your new balance is {balance}. {any}",
    ),
];

const ALIPAY: &[Wording] = &[
    out("支出", Purchase, "[交易提醒 ]你有一笔{amount}元的支出{any}"),
    out(
        "付款",
        Purchase,
        "[支付成功通知 ]账户{account}于{any}成功付款{amount}元{any}",
    ),
    into(
        "扫码收款",
        Transfer,
        "{payee}通过扫码向你付款{amount}元{any}",
    ),
    into(
        "收款",
        Transfer,
        "[支付宝通知 ][支付宝]成功收款{amount}元{any}",
    ),
    into("转账", Transfer, "{payee}向你转了{amount}元{any}"),
];

const WECHAT: &[Wording] = &[into("收款", Transfer, "微信支付收款{amount}元{any}")];

const PAYPAL: &[Wording] = &[
    out(
        "receipt",
        Purchase,
        "{date} {time} {zone} Transaction ID: {reference} Hello {any} You sent a payment of {amount} to {payee} It may take a few moments for this transaction to appear in your account. {any}",
    ),
    out(
        "sent",
        Transfer,
        "You sent {amount} to {payee}[ Your note to {any}] Transaction details Transaction ID: {reference} Transaction date: {date} {any}",
    ),
    into(
        "received",
        Transfer,
        "{payee} sent you {amount}[ Your note from {any}] Transaction details Transaction ID: {reference} Transaction date: {date} {any}",
    ),
    out(
        "payment",
        Purchase,
        "You sent a payment of {amount} to {payee}[ Transaction ID: {reference}]",
    ),
    out(
        "paid",
        Purchase,
        "You paid {amount} to {payee}[ Transaction ID: {reference}]",
    ),
    out(
        "sent in short",
        Transfer,
        "You sent {amount} to {payee}[ Transaction ID: {reference}]",
    ),
    into(
        "payment received",
        Unknown,
        "You['ve][ have] received a payment of {amount} from {payee}[ Transaction ID: {reference}]",
    ),
    into(
        "received in short",
        Transfer,
        "You['ve][ have] received {amount} from {payee}[ Transaction ID: {reference}]",
    ),
    into("sent to you", Transfer, "{payee} sent you {amount}"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_wording_is_a_template() {
        for provider in &PROVIDERS {
            for wording in provider.wordings {
                for template in wording.templates(provider) {
                    let template =
                        template.unwrap_or_else(|error| panic!("{}: {error}", wording.text));
                    assert_eq!(template.direction, wording.direction);
                }
            }
            assert_eq!(
                currency_of_code(provider.currency).is_some(),
                !provider.currency.is_empty()
            );
        }
        assert!(BUILT_IN.len() > 60, "{}", BUILT_IN.len());
    }

    #[test]
    fn a_piece_in_brackets_is_there_or_not() {
        assert_eq!(variants("a[b]c[d]"), ["abcd", "abc", "acd", "ac"]);
    }
}
