//! Horizontal bars: what was paid to whom.

use farthing_money::Currency;

use crate::bars::{Bar, Rows};
use crate::canvas::{check_size, draw};
use crate::figures::{self, Total};
use crate::text;
use crate::theme::Theme;
use crate::{Chart, ChartError, MerchantPoint, Size};

/// From this width on the values carry their currency.
const ROOMY: u32 = 520;

/// A bar for each merchant, in the order given, as many as there is height for.
pub fn merchants(
    points: &[MerchantPoint],
    currency: Currency,
    theme: &Theme,
    size: Size,
) -> Result<Chart, ChartError> {
    check_size(size)?;
    figures::check_currency(currency, points.iter().map(|point| point.amount))?;
    let list = points.iter().map(|point| bar(point, size)).collect();
    let rows = Rows::new(list, size);
    let nothing = figures::amount(0, currency);
    let svg = draw(size, |canvas| rows.paint(canvas, theme, &nothing))?;
    let shown = points.get(..rows.list.len()).unwrap_or(points);
    Ok(Chart {
        svg,
        marks: rows.marks(),
        summary: summary(shown, points.len(), currency),
        surface: theme.surface,
        muted: theme.muted,
        size,
    })
}

fn bar(point: &MerchantPoint, size: Size) -> Bar {
    let total = Total::of(point.amount, point.count);
    let currency = point.amount.currency();
    let drawn = if size.width >= ROOMY {
        figures::amount(total.minor, currency)
    } else {
        figures::plain_amount(total.minor, currency)
    };
    Bar {
        key: point.key.clone(),
        name: text::clean(&point.name),
        length: total.minor,
        track: None,
        drawn,
        value: figures::value(total, currency),
    }
}

fn summary(shown: &[MerchantPoint], given: usize, currency: Currency) -> String {
    let Some(most) = shown.iter().max_by_key(|point| point.amount.minor()) else {
        return format!("Payments by merchant in {currency}: none yet.");
    };
    let count = shown.len();
    let of = if count == given {
        String::new()
    } else {
        format!(" of {given}")
    };
    let total = Total::of(most.amount, most.count);
    format!(
        "Payments by merchant, {count}{of} shown: the most went to {} with {}.",
        text::clean(&most.name),
        figures::spoken(total, currency),
    )
}
