//! VTB: a summary above, and rows that are still in progress below. Layout as in the public sample of ofxstatement-russian.

use crate::columns::role::Role;
use crate::model::{AccountKind, DateOrder, DecimalMark};
use crate::plan::{Effect, Layout, Provider, Rule, Test};

pub(super) static VTB: Provider = Provider {
    name: "vtb",
    account: "VTB",
    kind: AccountKind::Card,
    layouts: &[Layout {
        recognised_by: &[
            "номер карты счета договора",
            "дата операции",
            "дата обработки",
            "сумма операции",
            "валюта операции",
            "сумма пересчитанная в валюту счета",
            "валюта счета",
        ],
        columns: &[
            (Role::Date, &["дата операции"]),
            (Role::SecondDate, &["дата обработки"]),
            (Role::OriginalAmount, &["сумма операции"]),
            (Role::OriginalCurrency, &["валюта операции"]),
            (Role::Amount, &["сумма пересчитанная в валюту счета"]),
            (Role::Currency, &["валюта счета"]),
            (Role::Description, &["основание"]),
            (Role::Status, &["статус"]),
        ],
        rules: &[Rule {
            when: &[(Role::Status, Test::Is(&["В обработке"]))],
            then: Effect::Skip,
        }],
        date_order: Some(DateOrder::YearMonthDay),
        decimal_mark: Some(DecimalMark::Comma),
        ..Layout::PLAIN
    }],
    kinds: &[],
};
