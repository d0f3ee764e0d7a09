//! What is known of a purchase beside its entry, checked once.

use farthing_money::Money;
use sqlx::SqliteConnection;

use super::super::inputs::PurchaseDetail;
use super::super::kept::{KeptDetail, Laid};
use super::super::purchase::Purchase;
use super::super::typed::{above_zero, zero_or_more};
use crate::choices::{self, ChoiceKind};
use crate::error::{LedgerError, Result};
use crate::ids::{ChoiceId, EntryId};

/// A way to pay is no longer than this, in characters.
const LONGEST_METHOD: usize = 64;
/// Merchant category codes have four digits.
const MCCS: std::ops::RangeInclusive<u16> = 1..=9_999;

/// What is known of a purchase, as it is kept.
pub(super) fn checked(
    laid: &Laid,
    purchase: &Purchase,
    detail: PurchaseDetail,
) -> Result<PurchaseDetail> {
    let currency = purchase.currency();
    let eligible = above_zero("eligible", &detail.eligible, currency)?;
    if eligible.is_some_and(|eligible| eligible.minor() > purchase.price.minor()) {
        let message = format!("this is more than the price of {}", purchase.price);
        return Err(LedgerError::invalid("eligible", message));
    }
    if detail.mcc.is_some_and(|mcc| !MCCS.contains(&mcc)) {
        return Err(LedgerError::invalid(
            "mcc",
            "a merchant code has four digits, from 0001 to 9999",
        ));
    }
    let method = detail.method.trim();
    if method.chars().count() > LONGEST_METHOD {
        return Err(LedgerError::invalid(
            "method",
            "write a short word, such as qr",
        ));
    }
    let text = |amount: Option<Money>| {
        let amount = amount.filter(|amount| !amount.is_zero());
        amount.map_or_else(String::new, |amount| amount.decimal_text())
    };
    let mut left_out = detail.left_out;
    left_out.sort_unstable();
    left_out.dedup();
    if left_out.iter().any(|id| laid.programme(*id).is_err()) {
        return Err(LedgerError::invalid(
            "left_out",
            "there is no such programme",
        ));
    }
    Ok(PurchaseDetail {
        eligible: text(eligible),
        mcc: detail.mcc,
        method: method.to_owned(),
        fx_markup: text(zero_or_more("fx_markup", &detail.fx_markup, currency)?),
        voucher: text(zero_or_more("voucher", &detail.voucher, currency)?),
        left_out,
    })
}

/// The choice that keeps it.
pub(super) async fn choice_of(db: &mut SqliteConnection, entry: EntryId) -> Result<ChoiceId> {
    let all = choices::all::<KeptDetail>(db, ChoiceKind::PurchaseDetail).await?;
    let found = all.iter().find(|choice| choice.value.entry == entry);
    found
        .map(|choice| choice.id)
        .ok_or(LedgerError::Missing("detail"))
}
