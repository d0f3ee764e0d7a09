//! PayPay (Japan): the wallet's history, and the card's months. Layouts as public parsers of its
//! exports describe them; a dash stands in empty cells.

use crate::columns::role::Role;
use crate::model::{AccountKind, DateOrder, RowKind};
use crate::plan::{FeeRule, Layout, Provider, Sign};

pub(super) static PAYPAY: Provider = Provider {
    name: "paypay",
    account: "PayPay",
    kind: AccountKind::Wallet,
    layouts: &[
        Layout {
            recognised_by: &[
                "取引日",
                "出金金額 円",
                "入金金額 円",
                "海外出金金額",
                "取引内容",
                "取引先",
                "取引番号",
            ],
            currency: Some("JPY"),
            columns: &[
                (Role::Date, &["取引日"]),
                (Role::Debit, &["出金金額 円"]),
                (Role::Credit, &["入金金額 円"]),
                (Role::OriginalAmount, &["海外出金金額"]),
                (Role::OriginalCurrency, &["通貨"]),
                (Role::Type, &["取引内容"]),
                (Role::Payee, &["取引先"]),
                (Role::Note, &["取引方法"]),
                (Role::Reference, &["取引番号"]),
            ],
            sign: Sign::Pair,
            ..DATES
        },
        Layout {
            recognised_by: &[
                "利用日 キャンセル日",
                "利用店名 商品名",
                "支払区分",
                "利用金額",
                "支払総額",
            ],
            currency: Some("JPY"),
            columns: &[
                (Role::Date, &["利用日 キャンセル日"]),
                (Role::Payee, &["利用店名 商品名"]),
                (Role::Note, &["支払区分"]),
                (Role::Amount, &["支払総額"]),
                (Role::Fee, &["手数料"]),
            ],
            sign: Sign::Negated,
            fee: FeeRule::IncludedUnsigned,
            ..DATES
        },
    ],
    kinds: &[
        ("支払い", RowKind::Purchase),
        ("チャージ", RowKind::TopUp),
        ("送った金額", RowKind::Transfer),
        ("受け取った金額", RowKind::Transfer),
        ("出金", RowKind::Transfer),
        ("返金", RowKind::Refund),
        ("ポイント、残高の獲得", RowKind::Cashback),
    ],
};

const DATES: Layout = Layout {
    date_order: Some(DateOrder::YearMonthDay),
    ..Layout::PLAIN
};
