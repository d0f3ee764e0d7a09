//! What small payments are of all payments, by currency (spec D.3).

use std::collections::BTreeMap;

use farthing_money::{Currency, Money};
use rust_decimal::Decimal;

use super::{average, default_limit, share};
use crate::error::RulesError;
use crate::goals::{fitting, money_of};

/// The small purchases of one currency beside all of its purchases.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Summary {
    /// Up to which size a purchase is small, inclusive.
    pub limit: Money,
    /// How many small purchases.
    pub count: i64,
    /// What they add up to.
    pub sum: Money,
    /// What all purchases add up to.
    pub spend: Money,
    /// The part of the sum, with four decimals.
    pub share: Decimal,
    /// The part of the number of purchases, with four decimals.
    pub count_share: Decimal,
    /// The average small purchase, half-up; none where there was none.
    pub average: Option<Money>,
}

#[derive(Default)]
struct Sums {
    small_count: i64,
    small: i128,
    count: i64,
    spend: i128,
}

/// The small purchases of each currency that has a purchase, never mixed (spec D.3). The amounts
/// are sizes of posted purchases; what is not above zero is none and left out. A currency without
/// a limit of its own has the default one.
pub fn summaries(
    purchases: impl IntoIterator<Item = Money>,
    limits: &BTreeMap<Currency, Money>,
) -> Result<BTreeMap<Currency, Summary>, RulesError> {
    let mut sums: BTreeMap<Currency, Sums> = BTreeMap::new();
    for purchase in purchases
        .into_iter()
        .filter(|purchase| purchase.minor() > 0)
    {
        let currency = purchase.currency();
        let sum = sums.entry(currency).or_default();
        let size = i128::from(purchase.minor());
        sum.count += 1;
        sum.spend += size;
        if purchase.minor() <= limit_of(currency, limits).minor() {
            sum.small_count += 1;
            sum.small += size;
        }
    }
    let told = sums.into_iter().map(|(currency, sums)| {
        let summary = sums.told(limit_of(currency, limits), currency)?;
        Ok((currency, summary))
    });
    told.collect()
}

fn limit_of(currency: Currency, limits: &BTreeMap<Currency, Money>) -> Money {
    let own = limits.get(&currency).copied();
    own.unwrap_or_else(|| default_limit(currency))
}

impl Sums {
    fn told(&self, limit: Money, currency: Currency) -> Result<Summary, RulesError> {
        let sum = money_of(self.small, currency)?;
        let spend = money_of(self.spend, currency)?;
        Ok(Summary {
            limit,
            count: self.small_count,
            sum,
            spend,
            share: fitting(share(sum.minor(), spend.minor()))?,
            count_share: fitting(share(self.small_count, self.count))?,
            average: average(sum, self.small_count),
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn of(texts: &[&str]) -> BTreeMap<Currency, Summary> {
        let purchases: Vec<Money> = texts.iter().map(|text| text.parse().unwrap()).collect();
        let pound: Money = "2.00 GBP".parse().unwrap();
        let limits = BTreeMap::from([(pound.currency(), pound)]);
        summaries(purchases, &limits).unwrap()
    }

    #[test]
    fn currencies_are_never_mixed_and_each_has_its_limit() {
        let told = of(&[
            "2.00 GBP", "2.01 GBP", "500 JPY", "501 JPY", "600 JPY", "0.00 EUR",
        ]);
        assert_eq!(told.len(), 2);
        let told: Vec<&Summary> = told.values().collect();
        assert_eq!(
            (told[0].count, told[0].spend.to_string()),
            (1, "4.01 GBP".to_owned())
        );
        assert_eq!(told[0].share.to_string(), "0.4988");
        assert_eq!(told[1].limit.to_string(), "500 JPY");
        assert_eq!(
            (told[1].count, told[1].sum.to_string()),
            (1, "500 JPY".to_owned())
        );
        assert_eq!(told[1].count_share.to_string(), "0.3333");
    }

    #[test]
    fn without_a_small_purchase_there_is_no_average() {
        let told = of(&["2.01 GBP"]);
        let pounds = told.values().next().unwrap();
        assert_eq!((pounds.count, pounds.average), (0, None));
        assert_eq!(pounds.share.to_string(), "0.0000");
    }

    proptest! {
        #[test]
        fn the_small_ones_are_a_part_of_the_whole(
            sizes in proptest::collection::vec(1_i32..400, 1..40),
        ) {
            let pound = Currency::iso("GBP").unwrap();
            let purchases = sizes.iter().map(|size| Money::small(*size, pound));
            let limits = BTreeMap::from([(pound, Money::small(200, pound))]);
            let told = summaries(purchases, &limits).unwrap()[&pound];
            prop_assert!(told.sum.minor() <= told.spend.minor());
            prop_assert!(told.share <= Decimal::ONE && told.count_share <= Decimal::ONE);
            prop_assert_eq!(told.average.is_none(), told.count == 0);
        }
    }
}
