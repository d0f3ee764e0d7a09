//! Lengths and places on a page as whole millionths: exact, equal on every machine, and never money.

/// A number with six decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Hash)]
pub(crate) struct Fixed(i64);

const ONE: i64 = 1_000_000;

impl Fixed {
    /// Nothing.
    pub(crate) const ZERO: Self = Self(0);
    /// One.
    pub(crate) const ONE: Self = Self(ONE);

    /// A whole number; one far beyond any page is the largest.
    pub(crate) const fn whole(number: i64) -> Self {
        Self(number.saturating_mul(ONE))
    }

    /// So many thousandths.
    pub(crate) const fn thousandths(number: i64) -> Self {
        Self(number.saturating_mul(ONE / 1000))
    }

    /// The whole number that it is, cut off at the point.
    pub(crate) fn to_whole(self) -> i64 {
        self.0 / ONE
    }

    /// The number as a PDF writes it: a sign, digits, perhaps a point among them.
    pub(crate) fn parse(text: &[u8]) -> Option<Self> {
        let (sign, digits) = match text.split_first()? {
            (b'-', rest) => (-1, rest),
            (b'+', rest) => (1, rest),
            _ => (1, text),
        };
        let (mut value, mut unit, mut seen) = (0_i64, None, false);
        for byte in digits {
            match byte {
                b'0'..=b'9' => {
                    seen = true;
                    let digit = i64::from(byte - b'0');
                    match &mut unit {
                        None => value = value.saturating_mul(10).saturating_add(digit * ONE),
                        Some(unit) => {
                            *unit /= 10;
                            value = value.saturating_add(digit * *unit);
                        }
                    }
                }
                b'.' if unit.is_none() => unit = Some(ONE),
                // Some writers put a second sign inside; what stands before it counts.
                b'-' if seen => break,
                b'-' => {}
                _ => return None,
            }
        }
        (seen || unit.is_some()).then_some(Self(value * sign))
    }

    /// The sum, at most the largest number.
    pub(crate) fn plus(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }

    /// The difference.
    pub(crate) fn minus(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }

    /// The product.
    pub(crate) fn times(self, other: Self) -> Self {
        let product = i128::from(self.0) * i128::from(other.0) / i128::from(ONE);
        Self(i64::try_from(product).unwrap_or(if product < 0 { i64::MIN + 1 } else { i64::MAX }))
    }

    /// A part of it.
    pub(crate) fn over(self, parts: i64) -> Self {
        Self(self.0.checked_div(parts).unwrap_or_default())
    }

    /// Without its sign.
    pub(crate) fn abs(self) -> Self {
        Self(self.0.saturating_abs())
    }

    /// The length whose square is the sum of both squares, to the nearest millionth below.
    pub(crate) fn length(self, other: Self) -> Self {
        if self.0 == 0 || other.0 == 0 {
            return self.abs().plus(other.abs());
        }
        let square = |number: i64| i128::from(number) * i128::from(number);
        let sum = square(self.0).saturating_add(square(other.0));
        Self(i64::try_from(sum.isqrt()).unwrap_or(i64::MAX))
    }
}

/// Six numbers that move, turn and stretch what is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Matrix(pub [Fixed; 6]);

impl Matrix {
    /// The one that changes nothing.
    pub(crate) const IDENTITY: Self = Self([
        Fixed::ONE,
        Fixed::ZERO,
        Fixed::ZERO,
        Fixed::ONE,
        Fixed::ZERO,
        Fixed::ZERO,
    ]);

    /// The one that only moves.
    pub(crate) fn moved(x: Fixed, y: Fixed) -> Self {
        let [right, up, left, down, ..] = Self::IDENTITY.0;
        Self([right, up, left, down, x, y])
    }

    /// First this one, then the other.
    pub(crate) fn then(self, other: Self) -> Self {
        let (x, y) = other.point(self.0[4], self.0[5]);
        let across = other.direction(self.0[0], self.0[1]);
        let along = other.direction(self.0[2], self.0[3]);
        Self([across.0, across.1, along.0, along.1, x, y])
    }

    /// Where a point goes.
    pub(crate) fn point(self, x: Fixed, y: Fixed) -> (Fixed, Fixed) {
        let (x, y) = self.direction(x, y);
        (x.plus(self.0[4]), y.plus(self.0[5]))
    }

    /// Where a direction goes.
    pub(crate) fn direction(self, x: Fixed, y: Fixed) -> (Fixed, Fixed) {
        (
            self.0[0].times(x).plus(self.0[2].times(y)),
            self.0[1].times(x).plus(self.0[3].times(y)),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_a_pdf_writes_them() {
        for (text, millionths) in [
            ("12", 12_000_000),
            ("-.5", -500_000),
            ("+3.25", 3_250_000),
            ("4.", 4_000_000),
            ("0.00000019", 0),
            ("12-3", 12_000_000),
            ("--7", 7_000_000),
        ] {
            let sign = if text == "--7" { -1 } else { 1 };
            assert_eq!(
                Fixed::parse(text.as_bytes()),
                Some(Fixed(millionths * sign)),
                "{text}"
            );
        }
        for text in ["", "-", "1a", "Tj"] {
            assert_eq!(Fixed::parse(text.as_bytes()), None, "{text}");
        }
        assert_eq!(Fixed::parse(&[b'9'; 40]), Some(Fixed(i64::MAX)));
    }

    #[test]
    fn a_matrix_moves_and_turns() {
        let turned = Matrix([
            Fixed::ZERO,
            Fixed::whole(2),
            Fixed::whole(-2),
            Fixed::ZERO,
            Fixed::whole(5),
            Fixed::ZERO,
        ]);
        let both = Matrix::moved(Fixed::ONE, Fixed::ZERO).then(turned);
        assert_eq!(
            both.point(Fixed::ONE, Fixed::ONE),
            (Fixed::whole(3), Fixed::whole(4))
        );
        assert_eq!(Fixed::whole(3).length(Fixed::whole(-4)), Fixed::whole(5));
    }
}
