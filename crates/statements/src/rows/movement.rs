//! What one row moved: its amount from a signed cell, a side, or two columns, and its fee.

use farthing_money::Currency;
use rust_decimal::Decimal;

use super::reader::{NoRow, RowReader};
use crate::columns::flags::flag_of;
use crate::columns::number::{self, Flag, negated};
use crate::columns::role::Role;
use crate::model::DecimalMark;
use crate::plan::{Effect, FeeRule, Sign};
use crate::table::Record;

/// A row's movement: the amount, its fee part, and whether its side is unknown.
pub(super) struct Movement {
    pub(super) amount: Decimal,
    pub(super) fee: Decimal,
    pub(super) neutral: bool,
    pub(super) currency: Option<Currency>,
}

impl RowReader<'_, '_> {
    /// The movement of a record, on the side that a rule found.
    pub(super) fn movement(
        &self,
        record: &Record,
        side: Option<Effect>,
    ) -> Result<Movement, NoRow> {
        if self.sign.sign == Sign::Pair {
            return self.pair(record);
        }
        let cell = self.role(record, Role::Amount);
        let scanned = self.scan(record, Role::Amount, &cell)?;
        let value = self.value(&scanned, &cell)?;
        let by_flag = |flag| {
            if flag == Flag::Out {
                negated(value.abs())
            } else {
                value.abs()
            }
        };
        let mut neutral = false;
        let amount = match self.sign.sign {
            Sign::Signed | Sign::Pair => match scanned.flag {
                Some(flag) if !scanned.is_signed() => by_flag(flag),
                None if self.sign.unsigned_is_out && !scanned.is_signed() => negated(value),
                _ => value,
            },
            Sign::Sides(_) => match self.own_side(record) {
                Some(Flag::In) => value.abs(),
                _ => negated(value.abs()),
            },
            Sign::Negated => negated(value),
            Sign::AllOut => negated(value.abs()),
            Sign::BySide => {
                neutral = side == Some(Effect::Neutral);
                match self.flag(record, side) {
                    _ if neutral => value.abs(),
                    Ok(flag) => by_flag(flag),
                    // A row written with its own sign needs no other.
                    Err(_) if scanned.is_signed() => value,
                    Err(unknown) => return Err(unknown),
                }
            }
        };
        self.with_fee(
            record,
            Movement {
                amount,
                fee: Decimal::ZERO,
                neutral,
                currency: scanned.currency(),
            },
        )
    }

    fn flag(&self, record: &Record, side: Option<Effect>) -> Result<Flag, NoRow> {
        match side {
            Some(Effect::Out) => return Ok(Flag::Out),
            Some(Effect::In) => return Ok(Flag::In),
            _ => {}
        }
        let cell = self.role(record, Role::Direction);
        flag_of(&cell)
            .ok_or_else(|| NoRow::Bad(format!("“{cell}” does not say whether money came or left")))
    }

    fn pair(&self, record: &Record) -> Result<Movement, NoRow> {
        let debit_cell = self.role(record, Role::Debit);
        let credit_cell = self.role(record, Role::Credit);
        let is_fee_alone =
            || self.fee == FeeRule::Besides && !is_nothing(&self.cell(record, self.columns.fee));
        if debit_cell.is_empty() && credit_cell.is_empty() && !is_fee_alone() {
            return Err(NoRow::Bad(
                "neither money out nor money in is filled in".to_owned(),
            ));
        }
        let (mut amount, mut currency) = (Decimal::ZERO, None);
        if !is_nothing(&credit_cell) {
            let scanned = self.scan(record, Role::Credit, &credit_cell)?;
            let value = self.value(&scanned, &credit_cell)?;
            amount += if self.sign.credits_are_unsigned {
                value.abs()
            } else {
                value
            };
            currency = scanned.currency();
        }
        if !is_nothing(&debit_cell) {
            let scanned = self.scan(record, Role::Debit, &debit_cell)?;
            let value = self.value(&scanned, &debit_cell)?;
            amount -= if self.sign.debits_are_signed {
                value
            } else {
                value.abs()
            };
            currency = scanned.currency().or(currency);
        }
        self.with_fee(
            record,
            Movement {
                amount,
                fee: Decimal::ZERO,
                neutral: false,
                currency,
            },
        )
    }

    fn with_fee(&self, record: &Record, mut movement: Movement) -> Result<Movement, NoRow> {
        if let FeeRule::InNote(words) = self.fee {
            let note = self.cell(record, self.columns.note);
            let fee = note.split_once(words).map(|(_, fee)| fee.trim());
            let fee = fee.and_then(|fee| number::scan(fee)?.value(self.mark));
            movement.fee = fee.map_or(Decimal::ZERO, |fee| negated(fee.abs()));
            return Ok(movement);
        }
        let cell = self.cell(record, self.columns.fee);
        if is_nothing(&cell) {
            return Ok(movement);
        }
        let fee = self.value(&self.scan(record, Role::Fee, &cell)?, &cell)?;
        match self.fee {
            FeeRule::None | FeeRule::InNote(_) => {}
            FeeRule::Included => movement.fee = fee,
            FeeRule::IncludedUnsigned => movement.fee = negated(fee.abs()),
            FeeRule::OnTop => {
                movement.fee = negated(fee);
                movement.amount -= fee;
            }
            FeeRule::Besides => {
                movement.fee = negated(fee.abs());
                movement.amount -= fee.abs();
            }
        }
        Ok(movement)
    }

    /// The amount without a remark in the same cell.
    pub(super) fn amount_part<'c>(&self, cell: &'c str) -> &'c str {
        let remark = self.plan.layout.remark_begins;
        remark
            .and_then(|c| cell.split(c).next())
            .unwrap_or(cell)
            .trim_end()
    }

    fn scan(&self, record: &Record, role: Role, cell: &str) -> Result<number::Scanned, NoRow> {
        let column = self.sign.roles.get(role);
        let scanned = self.amount(record, column, self.amount_part(cell));
        scanned.ok_or_else(|| {
            if cell.is_empty() {
                NoRow::Bad("the amount is empty".to_owned())
            } else {
                NoRow::Bad(format!("“{cell}” is not an amount"))
            }
        })
    }

    fn value(&self, scanned: &number::Scanned, cell: &str) -> Result<Decimal, NoRow> {
        let value = scanned.value(self.mark).ok_or_else(|| {
            let mark = if self.mark == DecimalMark::Comma {
                "comma"
            } else {
                "point"
            };
            NoRow::Bad(format!(
                "“{cell}” is not an amount with a decimal {mark}, as the others of this file have"
            ))
        });
        value.map(without_idle_zeros)
    }
}

/// Some programs write far more decimals than any currency has.
fn without_idle_zeros(value: Decimal) -> Decimal {
    const MANY: u32 = 8;
    if value.scale() > MANY {
        return value.normalize();
    }
    value
}

/// Empty, or one of the dashes that stand for an empty cell.
fn is_nothing(cell: &str) -> bool {
    matches!(cell, "" | "-" | "–" | "—" | "--")
}
