//! Which entries a figure of fees is made of, found as the kept totals find them.

use farthing_money::{Currency, Money};
use sqlx::{QueryBuilder, Sqlite};

use super::{FeeRows, FeeSide};
use crate::error::{LedgerError, Result};

/// Whether a payment was received: money came in, and it is income, a refund, interest or cashback.
const RECEIVED: &str = "(e.kind in (2, 6, 7, 13) and f.most > 0)";
/// How large the payment was without its fee, as `Fact::fee` has it.
const SIZE: &str = "max(case when e.kind in (2, 6, 7, 13) and f.most > 0 then f.most + f.fee \
                    else coalesce(-f.least, 0) - f.fee end, 0)";
/// The account that was charged.
const CHARGED: &str = "coalesce((select p.account_id from postings p join accounts a \
                       on a.id = p.account_id and a.class = 'own' \
                       where p.entry_id = e.id and p.currency = f.currency order by ";

/// Appends the condition on `entries e`.
pub(crate) fn push_fee(
    sql: &mut QueryBuilder<Sqlite>,
    rows: &FeeRows,
    currency: Currency,
) -> Result<()> {
    let code = currency.code().to_owned();
    sql.push(
        " and e.status in (2, 3) and e.id in (select entry_id from postings where account_id = 3 \
         and currency = ",
    )
    .push_bind(code.clone())
    .push(
        ") and exists (select 1 from (select p.currency, \
         min(case when a.class = 'own' then p.minor end) as least, \
         max(case when a.class = 'own' then p.minor end) as most, \
         sum(case when p.account_id = 3 then p.minor else 0 end) as fee \
         from postings p join accounts a on a.id = p.account_id \
         where p.entry_id = e.id and p.currency = ",
    )
    .push_bind(code)
    .push(") f where true");
    match rows.side {
        Some(FeeSide::Received) => {
            sql.push(" and ").push(RECEIVED);
        }
        Some(FeeSide::Paid) => {
            sql.push(" and not coalesce(").push(RECEIVED).push(", 0)");
        }
        None => {}
    }
    if let Some(account) = rows.account {
        sql.push(" and ")
            .push_bind(account)
            .push(" = case when ")
            .push(RECEIVED)
            .push(" then ")
            .push(CHARGED)
            .push("p.minor desc, p.position desc limit 1), 3) else ")
            .push(CHARGED)
            .push("p.minor, p.position limit 1), 3) end");
    }
    for (field, limit, than) in [
        ("above", &rows.above, " > "),
        ("up_to", &rows.up_to, " <= "),
    ] {
        if let Some(text) = limit {
            let limit = Money::parse(text, currency)
                .map_err(|error| LedgerError::invalid(field, error.to_string()))?;
            sql.push(" and ")
                .push(SIZE)
                .push(than)
                .push_bind(limit.minor());
        }
    }
    sql.push(")");
    Ok(())
}
