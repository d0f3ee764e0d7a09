//! Rakuten Card (楽天カード): amounts used are positive. Layout as public parsers of its e-NAVI export
//! describe it; the columns of the months to come carry their names.

use crate::columns::role::Role;
use crate::model::{AccountKind, DateOrder};
use crate::plan::{FeeRule, Layout, Provider, Sign};

pub(super) static RAKUTEN_CARD: Provider = Provider {
    name: "rakuten_card",
    account: "Rakuten Card",
    kind: AccountKind::Card,
    layouts: &[Layout {
        recognised_by: &[
            "利用日",
            "利用店名 商品名",
            "利用者",
            "支払方法",
            "利用金額",
            "支払総額",
        ],
        currency: Some("JPY"),
        columns: &[
            (Role::Date, &["利用日"]),
            (Role::Payee, &["利用店名 商品名"]),
            (Role::Note, &["支払方法"]),
            (Role::Amount, &["支払総額"]),
            (Role::Fee, &["支払手数料", "手数料 利息"]),
        ],
        sign: Sign::Negated,
        fee: FeeRule::IncludedUnsigned,
        date_order: Some(DateOrder::YearMonthDay),
        ..Layout::PLAIN
    }],
    kinds: &[],
};
