//! What an amount is of the person's goals, and of their time.

use farthing_money::Money;
use farthing_rules::lens;
use sqlx::SqliteConnection;

use super::GoalShare;
use crate::error::Result;
use crate::savings::open_goals;

/// How many goals are named.
const MOST: usize = 3;
const MINUTES_AN_HOUR: i64 = 60;

/// What an amount is of each goal that has a target in its currency.
pub(super) async fn shares(db: &mut SqliteConnection, amount: Money) -> Result<Vec<GoalShare>> {
    let mut shares = Vec::new();
    for (goal, name, target) in open_goals(db).await? {
        if target.currency() != amount.currency() || shares.len() == MOST {
            continue;
        }
        let Some(share) = lens::share(amount.minor(), target.minor()) else {
            continue;
        };
        shares.push(GoalShare {
            goal,
            name,
            target: target.into(),
            share: share.to_string(),
        });
    }
    Ok(shares)
}

/// How many minutes of work an amount is, rounded up; none in another currency.
pub(super) fn minutes(amount: Money, hourly: Option<Money>) -> Option<u32> {
    let hourly = hourly.filter(|hourly| hourly.currency() == amount.currency())?;
    let minutes = amount.minor().checked_mul(MINUTES_AN_HOUR)?;
    let whole = minutes.checked_add(hourly.minor() - 1)? / hourly.minor();
    u32::try_from(whole).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_begun_minute_counts_and_another_currency_says_nothing() {
        let money = |text: &str| text.parse::<Money>().unwrap();
        assert_eq!(
            minutes(money("3.50 EUR"), Some(money("18.00 EUR"))),
            Some(12)
        );
        assert_eq!(
            minutes(money("0.30 EUR"), Some(money("18.00 EUR"))),
            Some(1)
        );
        assert_eq!(
            minutes(money("0.31 EUR"), Some(money("18.00 EUR"))),
            Some(2)
        );
        assert_eq!(minutes(money("3.50 USD"), Some(money("18.00 EUR"))), None);
        assert_eq!(minutes(money("3.50 EUR"), None), None);
    }
}
