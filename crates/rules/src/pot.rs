//! A pot that holds fractions of a fund's units: an illustration of small investments (spec C,
//! micro-investing pot).
//!
//! Units are bought down and paid for up, and sold down, to the minor unit: the pot never owns
//! what it has not paid for. What it is worth is what its prices say and no promise.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use farthing_money::{Currency, Money, MoneyError, Rounding};
use rust_decimal::Decimal;

use crate::error::RulesError;
use crate::goals::{fitting, money_of};

/// How many decimals of a unit a pot keeps unless it says otherwise.
pub const USUAL_UNIT_DECIMALS: u32 = 6;

/// After how many days a price is flagged unless the pot says otherwise.
pub const USUAL_STALE_DAYS: u32 = 7;

/// More would leave no room for large pots.
const MOST_UNIT_DECIMALS: u32 = 12;

/// How a pot counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pot {
    /// What its cash and its prices are in.
    pub currency: Currency,
    /// How finely its units are divided, at most 12 decimals; see [`USUAL_UNIT_DECIMALS`].
    pub unit_decimals: u32,
    /// A price older than so many days is flagged; see [`USUAL_STALE_DAYS`].
    pub stale_after_days: u32,
}

/// The prices of one unit by day, in main units of the pot's currency.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Prices(BTreeMap<NaiveDate, Decimal>);

/// One thing that happens to a pot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PotEvent {
    /// The local day.
    pub day: NaiveDate,
    /// What is to happen.
    pub action: PotAction,
}

/// What is to happen to a pot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PotAction {
    /// Cash comes in; zero or more.
    Deposit(Money),
    /// Cash becomes units.
    Buy(Size),
    /// Units become cash.
    Sell(Size),
}

/// How much is bought or sold. Numbers are zero or more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// All cash, or all units.
    All,
    /// As many units as this amount pays for, or as few as bring it.
    Amount(Money),
    /// So many units.
    Units(Decimal),
}

/// What a pot holds on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holding {
    /// Its units, with the pot's decimals.
    pub units: Decimal,
    /// What is not invested.
    pub cash: Money,
    /// What the units are worth at the latest price.
    pub market_value: Money,
    /// The same and the cash.
    pub total_value: Money,
    /// What was paid for the units it still holds, at their average price.
    pub cost_basis: Money,
    /// How much more the units are worth than was paid for them.
    pub unrealised: Money,
    /// The day of the latest price; none before the first.
    pub price_day: Option<NaiveDate>,
    /// Whether that day is long ago.
    pub is_stale: bool,
    /// One for each event that buys or sells, in the order of their days.
    pub trades: Vec<Trade>,
}

/// What became of buying or selling.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trade {
    /// Cash became units.
    Bought {
        /// How many, with the pot's decimals; zero if the cash was too little for any.
        units: Decimal,
        /// What they cost.
        cost: Money,
    },
    /// Units became cash.
    Sold {
        /// How many, with the pot's decimals.
        units: Decimal,
        /// What they brought.
        proceeds: Money,
        /// How much more that is than was paid for them.
        realised: Money,
    },
    /// It did not take place: there was no price yet, or too little to spend or to sell.
    Refused,
}

/// What a pot holds on a day after the events up to it (spec C). A trade is made at the latest
/// price up to its own day; events of one day come in the order of the list.
pub fn holding(
    pot: &Pot,
    prices: &Prices,
    events: &[PotEvent],
    as_of: NaiveDate,
) -> Result<Holding, RulesError> {
    pot.check()?;
    let mut events: Vec<&PotEvent> = events.iter().filter(|event| event.day <= as_of).collect();
    events.sort_by_key(|event| event.day);
    let mut content = Content::default();
    let mut trades = Vec::new();
    for event in events {
        let price = prices.latest(event.day).map(|(_, price)| price);
        trades.extend(content.take(pot, event.action, price)?);
    }
    content.valued(pot, prices.latest(as_of), as_of, trades)
}

impl Pot {
    /// A pot of the usual unit and age of prices.
    pub fn of(currency: Currency) -> Self {
        Self {
            currency,
            unit_decimals: USUAL_UNIT_DECIMALS,
            stale_after_days: USUAL_STALE_DAYS,
        }
    }

    fn check(&self) -> Result<(), RulesError> {
        if self.unit_decimals > MOST_UNIT_DECIMALS {
            return Err(RulesError::field(
                "unit_decimals",
                "a unit has at most 12 decimals",
            ));
        }
        Ok(())
    }

    /// What so many of the smallest parts of a unit are worth, in minor units.
    fn worth(&self, parts: i128, price: Decimal, rounding: Rounding) -> Result<i128, RulesError> {
        let ratio = self.ratio(price);
        let worth = ratio
            .and_then(|(minor, of_parts)| rounding.divide(parts.checked_mul(minor)?, of_parts));
        fitting(worth)
    }

    /// How many of the smallest parts of a unit so many minor units are.
    fn parts(&self, minor: i128, price: Decimal, rounding: Rounding) -> Result<i128, RulesError> {
        let ratio = self.ratio(price);
        let parts = ratio
            .and_then(|(of_minor, parts)| rounding.divide(minor.checked_mul(parts)?, of_minor));
        fitting(parts)
    }

    /// So many minor units are worth so many of the smallest parts of a unit, exactly.
    fn ratio(&self, price: Decimal) -> Option<(i128, i128)> {
        let minor = 10_i128.checked_pow(self.currency.decimals())?;
        let parts = 10_i128.checked_pow(self.unit_decimals + price.scale())?;
        Some((price.mantissa().checked_mul(minor)?, parts))
    }

    /// The smallest parts of a number of units that somebody gave.
    fn given_parts(&self, units: Decimal) -> Result<i128, RulesError> {
        let units = units.normalize();
        let missing = self.unit_decimals.checked_sub(units.scale());
        let missing = missing.filter(|_| units >= Decimal::ZERO);
        let missing = missing.ok_or(RulesError::field(
            "units",
            "units are zero or more, with no more decimals than the pot keeps",
        ))?;
        fitting(units.mantissa().checked_mul(10_i128.pow(missing)))
    }

    /// The minor units of an amount that somebody gave.
    fn given_minor(&self, amount: Money) -> Result<i128, RulesError> {
        if amount.currency() != self.currency {
            return Err(MoneyError::Mixed(self.currency, amount.currency()).into());
        }
        if amount.minor() < 0 {
            return Err(RulesError::field(
                "amount",
                "what goes into a pot, is bought or is sold is zero or more",
            ));
        }
        Ok(amount.minor().into())
    }

    fn units(&self, parts: i128) -> Result<Decimal, RulesError> {
        fitting(Decimal::try_from_i128_with_scale(parts, self.unit_decimals).ok())
    }
}

impl Prices {
    /// The prices of some days, each above zero; the last given of a day counts.
    pub fn of(list: impl IntoIterator<Item = (NaiveDate, Decimal)>) -> Result<Self, RulesError> {
        let mut prices = BTreeMap::new();
        for (day, price) in list {
            if price <= Decimal::ZERO {
                return Err(RulesError::field("prices", "a price must be above zero"));
            }
            prices.insert(day, price.normalize());
        }
        Ok(Self(prices))
    }

    fn latest(&self, day: NaiveDate) -> Option<(NaiveDate, Decimal)> {
        let (day, price) = self.0.range(..=day).next_back()?;
        Some((*day, *price))
    }
}

/// What is in a pot: minor units, and the smallest parts of a unit.
#[derive(Default)]
struct Content {
    cash: i128,
    parts: i128,
    cost: i128,
}

impl Content {
    /// What became of an event, unless it is a deposit.
    fn take(
        &mut self,
        pot: &Pot,
        action: PotAction,
        price: Option<Decimal>,
    ) -> Result<Option<Trade>, RulesError> {
        match (action, price) {
            (PotAction::Deposit(amount), _) => {
                self.cash += pot.given_minor(amount)?;
                Ok(None)
            }
            (PotAction::Buy(size), Some(price)) => self.buy(pot, size, price).map(Some),
            (PotAction::Sell(size), Some(price)) => self.sell(pot, size, price).map(Some),
            (PotAction::Buy(_) | PotAction::Sell(_), None) => Ok(Some(Trade::Refused)),
        }
    }

    fn buy(&mut self, pot: &Pot, size: Size, price: Decimal) -> Result<Trade, RulesError> {
        let affordable = |minor| pot.parts(minor, price, Rounding::Floor);
        let (parts, needed) = match size {
            Size::All => (affordable(self.cash)?, self.cash),
            Size::Amount(amount) => {
                let minor = pot.given_minor(amount)?;
                (affordable(minor)?, minor)
            }
            Size::Units(units) => (pot.given_parts(units)?, 0),
        };
        let cost = pot.worth(parts, price, Rounding::Ceil)?;
        if cost.max(needed) > self.cash {
            return Ok(Trade::Refused);
        }
        self.cash -= cost;
        self.cost += cost;
        self.parts = fitting(self.parts.checked_add(parts))?;
        Ok(Trade::Bought {
            units: pot.units(parts)?,
            cost: money_of(cost, pot.currency)?,
        })
    }

    fn sell(&mut self, pot: &Pot, size: Size, price: Decimal) -> Result<Trade, RulesError> {
        let parts = match size {
            Size::All => self.parts,
            Size::Amount(amount) => pot.parts(pot.given_minor(amount)?, price, Rounding::Ceil)?,
            Size::Units(units) => pot.given_parts(units)?,
        };
        if parts > self.parts || self.parts == 0 {
            return Ok(Trade::Refused);
        }
        let proceeds = pot.worth(parts, price, Rounding::Floor)?;
        let share = self.cost_of(parts)?;
        self.cash += proceeds;
        self.cost -= share;
        self.parts -= parts;
        Ok(Trade::Sold {
            units: pot.units(parts)?,
            proceeds: money_of(proceeds, pot.currency)?,
            realised: money_of(proceeds - share, pot.currency)?,
        })
    }

    /// What was paid for some of the parts, at their average price.
    fn cost_of(&self, parts: i128) -> Result<i128, RulesError> {
        let product = self.cost.checked_mul(parts);
        fitting(product.and_then(|product| Rounding::HalfUp.divide(product, self.parts)))
    }

    /// Without a price there are no units either.
    fn valued(
        self,
        pot: &Pot,
        latest: Option<(NaiveDate, Decimal)>,
        as_of: NaiveDate,
        trades: Vec<Trade>,
    ) -> Result<Holding, RulesError> {
        let value = latest.map(|(_, price)| pot.worth(self.parts, price, Rounding::HalfUp));
        let value = value.transpose()?.unwrap_or(0);
        let price_day = latest.map(|(day, _)| day);
        let is_old = |day: NaiveDate| (as_of - day).num_days() > i64::from(pot.stale_after_days);
        let money = |minor| money_of(minor, pot.currency);
        Ok(Holding {
            units: pot.units(self.parts)?,
            cash: money(self.cash)?,
            market_value: money(value)?,
            total_value: money(value + self.cash)?,
            cost_basis: money(self.cost)?,
            unrealised: money(value - self.cost)?,
            price_day,
            is_stale: price_day.is_some_and(is_old),
            trades,
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(number: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2027, 5, number).unwrap()
    }

    fn eur(text: &str) -> Money {
        Money::parse(text, "EUR".parse().unwrap()).unwrap()
    }

    fn number(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    fn prices(list: &[(u32, &str)]) -> Prices {
        Prices::of(list.iter().map(|(on, price)| (day(*on), number(price)))).unwrap()
    }

    fn run(prices: &Prices, actions: &[(u32, PotAction)]) -> Holding {
        let events = actions.iter().map(|(on, action)| PotEvent {
            day: day(*on),
            action: *action,
        });
        let events: Vec<PotEvent> = events.collect();
        holding(&Pot::of("EUR".parse().unwrap()), prices, &events, day(20)).unwrap()
    }

    use PotAction::{Buy, Deposit, Sell};

    #[test]
    fn what_is_too_little_for_another_part_stays_as_cash() {
        let prices = prices(&[(1, "3000000")]);
        let pot = run(&prices, &[(1, Deposit(eur("10.00"))), (1, Buy(Size::All))]);
        assert_eq!(pot.units, number("0.000003"));
        assert_eq!((pot.cash, pot.cost_basis), (eur("1.00"), eur("9.00")));
        assert_eq!(pot.total_value, eur("10.00"));
    }

    #[test]
    fn a_cost_is_rounded_up_and_proceeds_down() {
        let prices = prices(&[(1, "0.333")]);
        let units = |text| Size::Units(number(text));
        let actions = [
            (1, Deposit(eur("1.00"))),
            (1, Buy(units("1"))),
            (1, Sell(units("1"))),
        ];
        let pot = run(&prices, &actions);
        assert_eq!(
            pot.trades[0],
            Trade::Bought {
                units: number("1.000000"),
                cost: eur("0.34"),
            }
        );
        assert_eq!(
            pot.trades[1],
            Trade::Sold {
                units: number("1.000000"),
                proceeds: eur("0.33"),
                realised: eur("-0.01"),
            }
        );
        assert_eq!((pot.cash, pot.cost_basis), (eur("0.99"), eur("0.00")));
    }

    #[test]
    fn selling_takes_the_average_cost_along() {
        // 10 units for 10.00 and 10 for 20.00: 1.50 each on average.
        let prices = prices(&[(1, "1"), (2, "2"), (3, "4")]);
        let actions = [
            (1, Deposit(eur("30.00"))),
            (1, Buy(Size::Amount(eur("10.00")))),
            (2, Buy(Size::All)),
            (3, Sell(Size::Amount(eur("20.00")))),
        ];
        let pot = run(&prices, &actions);
        assert_eq!(
            pot.trades[2],
            Trade::Sold {
                units: number("5.000000"),
                proceeds: eur("20.00"),
                realised: eur("12.50"),
            }
        );
        assert_eq!(
            (pot.cost_basis, pot.unrealised),
            (eur("22.50"), eur("37.50"))
        );
        assert_eq!(pot.total_value, eur("80.00"));
    }

    #[test]
    fn what_cannot_be_paid_for_or_is_not_there_is_refused() {
        let prices = prices(&[(5, "10")]);
        let too_much = Size::Amount(eur("5.01"));
        let actions = [
            (4, Deposit(eur("5.00"))),
            (4, Buy(Size::All)),
            (5, Buy(too_much)),
            (5, Buy(Size::Units(number("0.500001")))),
            (5, Sell(Size::All)),
            (6, Buy(Size::Units(number("0.5")))),
            (7, Sell(Size::Units(number("0.500001")))),
            (7, Sell(too_much)),
        ];
        let pot = run(&prices, &actions);
        let refused = pot.trades.iter().map(|trade| *trade == Trade::Refused);
        let refused: Vec<bool> = refused.collect();
        assert_eq!(refused, [true, true, true, true, false, true, true]);
        assert_eq!((pot.cash, pot.market_value), (eur("0.00"), eur("5.00")));
    }

    #[test]
    fn a_price_is_stale_after_its_days_and_no_sooner() {
        let stale = |on| run(&prices(&[(on, "1")]), &[]).is_stale;
        assert!(!stale(13));
        assert!(stale(12));
        let without = run(&prices(&[(21, "1")]), &[(1, Deposit(eur("2.00")))]);
        assert_eq!((without.price_day, without.is_stale), (None, false));
        assert_eq!(without.total_value, eur("2.00"));
    }

    #[test]
    fn what_happens_later_does_not_count() {
        let prices = prices(&[(1, "1"), (25, "9")]);
        let pot = run(
            &prices,
            &[(25, Deposit(eur("3.00"))), (20, Deposit(eur("1.00")))],
        );
        assert_eq!(pot.cash, eur("1.00"));
        assert_eq!(pot.price_day, Some(day(1)));
    }

    #[test]
    fn what_cannot_be_is_an_error() {
        assert!(Prices::of([(day(1), Decimal::ZERO)]).is_err());
        let prices = prices(&[(1, "1")]);
        let refuses = |pot: &Pot, action| {
            let events = [PotEvent {
                day: day(1),
                action,
            }];
            holding(pot, &prices, &events, day(1)).is_err()
        };
        let pot = Pot::of("EUR".parse().unwrap());
        assert!(refuses(&pot, Deposit(eur("-1.00"))));
        assert!(refuses(&pot, Deposit("1.00 USD".parse().unwrap())));
        assert!(refuses(&pot, Buy(Size::Units(number("0.0000001")))));
        assert!(refuses(&pot, Sell(Size::Units(number("-1")))));
        let fine = Pot {
            unit_decimals: 13,
            ..pot
        };
        assert!(refuses(&fine, Deposit(eur("1.00"))));
    }

    fn action() -> impl Strategy<Value = PotAction> {
        let amount = (0_i64..50_000)
            .prop_map(|minor| Money::from_minor(minor, "EUR".parse().unwrap()).unwrap());
        prop_oneof![
            amount.clone().prop_map(Deposit),
            amount.clone().prop_map(|amount| Buy(Size::Amount(amount))),
            amount.prop_map(|amount| Sell(Size::Amount(amount))),
            Just(Buy(Size::All)),
            Just(Sell(Size::All)),
        ]
    }

    proptest! {
        #[test]
        fn cash_and_cost_are_what_came_in_and_what_was_realised(
            actions in proptest::collection::vec((1_u32..20, action()), 0..20),
            cents in proptest::collection::vec(1_i64..90_000, 20),
        ) {
            let daily = cents.iter().zip(1..).map(|(cents, on)| (day(on), Decimal::new(*cents, 2)));
            let pot = run(&Prices::of(daily).unwrap(), &actions);
            let deposited: i64 = actions.iter().map(|(_, action)| match action {
                Deposit(amount) => amount.minor(),
                Buy(_) | Sell(_) => 0,
            }).sum();
            let realised: i64 = pot.trades.iter().map(|trade| match trade {
                Trade::Sold { realised, .. } => realised.minor(),
                Trade::Bought { .. } | Trade::Refused => 0,
            }).sum();
            prop_assert_eq!(pot.cash.minor() + pot.cost_basis.minor(), deposited + realised);
            prop_assert!(pot.cash.minor() >= 0 && pot.cost_basis.minor() >= 0);
            prop_assert!(pot.units >= Decimal::ZERO);
        }
    }
}
