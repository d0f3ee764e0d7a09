//! Rewards that were paid out are set aside (spec B, `sweep_cashback`).

use chrono::NaiveDate;
use farthing_money::{Currency, Money, Rounding};
use rust_decimal::Decimal;

use super::{Cause, Deposit, check_rate, deposit, part_of};
use crate::RulesError;
use crate::ids::ReceiptId;

/// A part of each reward that was paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SweepCashback {
    /// The currency; rewards in another one take no part.
    pub currency: Currency,
    /// The part, a fraction.
    pub rate: Decimal,
}

/// A reward of a programme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Receipt {
    /// Under which number the caller knows it.
    pub id: ReceiptId,
    /// The day on which it came into its state.
    pub day: NaiveDate,
    /// How far it is.
    pub state: ReceiptState,
    /// In which form it comes.
    pub form: ReceiptForm,
    /// How much.
    pub amount: Money,
}

/// How far a reward is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReceiptState {
    /// Not paid, and perhaps never.
    Open,
    /// Paid.
    Paid,
}

/// In which form a reward comes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ReceiptForm {
    /// Money on an account.
    #[default]
    AccountCredit,
    /// Money off a card's statement: the same amount is set aside on the account that pays it.
    StatementCredit,
    /// Points, which are no money.
    Points,
}

/// Sets aside round(rate × reward) for each reward in money that was paid, in the order of their
/// days.
pub fn sweep_cashback(
    rule: &SweepCashback,
    receipts: &[Receipt],
) -> Result<Vec<Deposit>, RulesError> {
    check_rate("rate", rule.rate)?;
    let mut deposits = Vec::new();
    for receipt in receipts.iter().filter(|receipt| rule.takes(receipt)) {
        let amount = part_of(receipt.amount, rule.rate, Rounding::HalfUp)?;
        deposits.extend(deposit(receipt.day, amount, Cause::Receipt(receipt.id)));
    }
    deposits.sort_by_key(|deposit| deposit.day);
    Ok(deposits)
}

impl SweepCashback {
    fn takes(self, receipt: &Receipt) -> bool {
        receipt.state == ReceiptState::Paid
            && receipt.form != ReceiptForm::Points
            && receipt.amount.currency() == self.currency
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::{amounts, day, euros, half};
    use super::*;

    #[test]
    fn only_money_that_was_paid_is_swept() {
        let paid = Receipt {
            id: ReceiptId(1),
            day: day("2025-05-01"),
            state: ReceiptState::Paid,
            form: ReceiptForm::StatementCredit,
            amount: euros("3.05"),
        };
        let open = Receipt {
            state: ReceiptState::Open,
            ..paid
        };
        let points = Receipt {
            form: ReceiptForm::Points,
            ..paid
        };
        let yen = Receipt {
            amount: "300 JPY".parse().unwrap(),
            ..paid
        };
        let rule = SweepCashback {
            currency: euros("0.00").currency(),
            rate: half(),
        };
        let deposits = sweep_cashback(&rule, &[paid, open, points, yen]).unwrap();
        assert_eq!(amounts(&deposits), ["1.53"]);
    }
}
