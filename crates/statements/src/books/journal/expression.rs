//! Ledger's sums in place of an amount: `($10 / 3)`, `(2 * $5 + $1)`.

use rust_decimal::Decimal;

use super::super::Units;
use super::amount::{Value, take};
use super::marks::Marks;

/// Deeper brackets than any sum has.
const MAX_DEPTH: u32 = 32;

/// The value of a sum and its unit; `None` where it uses names or units that do not fit.
pub(super) fn value(text: &str, units: &mut Units, marks: &mut Marks) -> Option<(Decimal, usize)> {
    let mut sum = Sum {
        rest: text,
        units,
        marks,
        depth: 0,
    };
    let value = sum.sum()?;
    sum.rest.trim().is_empty().then_some(value)
}

struct Sum<'t, 'm> {
    rest: &'t str,
    units: &'m mut Units,
    marks: &'m mut Marks,
    depth: u32,
}

impl Sum<'_, '_> {
    fn sum(&mut self) -> Option<(Decimal, usize)> {
        let mut left = self.product()?;
        while let Some(sign) = self.operator(&['+', '-']) {
            let right = self.product()?;
            let amount = if sign == '+' { right.0 } else { -right.0 };
            left = (left.0.checked_add(amount)?, common_unit(left, right)?);
        }
        Some(left)
    }

    fn product(&mut self) -> Option<(Decimal, usize)> {
        let mut left = self.factor()?;
        while let Some(sign) = self.operator(&['*', '/']) {
            let right = self.factor()?;
            let value = if sign == '*' {
                left.0.checked_mul(right.0)?
            } else {
                left.0.checked_div(right.0)?
            };
            let unit = if left.1 == Units::NONE {
                right.1
            } else {
                left.1
            };
            left = (value, unit);
        }
        Some(left)
    }

    fn factor(&mut self) -> Option<(Decimal, usize)> {
        self.rest = self.rest.trim_start();
        if let Some(after) = self.rest.strip_prefix('(') {
            self.rest = after;
            self.depth += 1;
            let value = (self.depth <= MAX_DEPTH).then(|| self.sum()).flatten()?;
            self.depth -= 1;
            self.rest = self.rest.trim_start().strip_prefix(')')?;
            return Some(value);
        }
        if let Some(after) = self.rest.strip_prefix('-')
            && after.trim_start().starts_with('(')
        {
            self.rest = after;
            let (value, unit) = self.factor()?;
            return Some((-value, unit));
        }
        let (written, after) = take(self.rest, self.units)?;
        let Value::Number { negative, digits } = written.value else {
            return None;
        };
        self.rest = after;
        let value = self.marks.value(written.unit, digits)?;
        Some((if negative { -value } else { value }, written.unit))
    }

    fn operator(&mut self, any: &[char]) -> Option<char> {
        let rest = self.rest.trim_start();
        let sign = rest.chars().next().filter(|c| any.contains(c))?;
        self.rest = rest.get(1..)?;
        Some(sign)
    }
}

fn common_unit(a: (Decimal, usize), b: (Decimal, usize)) -> Option<usize> {
    if a.1 == b.1 || b.0.is_zero() {
        Some(a.1)
    } else {
        a.0.is_zero().then_some(b.1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sum_keeps_its_unit_and_the_order_of_its_signs() {
        let mut units = Units::default();
        let mut compute = |text: &str| {
            let (value, unit) = value(text, &mut units, &mut Marks::default())?;
            Some(
                format!("{} {}", value.normalize(), units.word(unit))
                    .trim()
                    .to_owned(),
            )
        };
        assert_eq!(compute("(2 * $5 + $1)").as_deref(), Some("11 $"));
        assert_eq!(compute("(-($10 / 4))").as_deref(), Some("-2.5 $"));
        assert_eq!(compute("(3 EUR - (1 EUR + 0))").as_deref(), Some("2 EUR"));
        assert_eq!(compute("(5 * 4)").as_deref(), Some("20"));
        assert_eq!(compute("($1 + 1 EUR)"), None);
        assert_eq!(compute("($1 / 0)"), None);
        assert_eq!(compute("(amount * 2)"), None);
        assert_eq!(compute(&"(".repeat(100_000)), None);
    }
}
