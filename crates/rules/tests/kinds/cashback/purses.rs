//! Points, portals and stored value: what has been earned and where it is.

use chrono::NaiveDate;
use farthing_money::{Currency, Money};
use farthing_rules::cashback::{
    self, CardEvent, CardMove, Expired, Expiry, PaidFrom, PayoutDate, PointsEvent, PointsMove,
    PointsOutcome, PointsPolicy, PortalEvent, PortalPolicy, PortalReward, PortalState, payouts,
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Outcome, Stop, currency, money, plain, unknown};

#[derive(Deserialize)]
pub(super) struct Points {
    policy: PolicyCase,
    events: Vec<PointsCase>,
    as_of: NaiveDate,
}

#[derive(Deserialize)]
struct PolicyCase {
    #[serde(rename = "type")]
    sort: String,
    months: Option<u32>,
    days: Option<u32>,
    years: Option<u32>,
    #[serde(default)]
    end_of_month: bool,
}

#[derive(Deserialize)]
struct PointsCase {
    date: NaiveDate,
    op: String,
    points: String,
    expires: Option<NaiveDate>,
}

pub(super) fn points(case: &Points) -> Outcome {
    let unit = Currency::own_unit("PTS", 0).map_err(|error| Stop::Case(error.to_string()))?;
    let policy = PointsPolicy {
        unit,
        expiry: case.policy.expiry()?,
    };
    let events = case.events.iter().map(|event| {
        let points = plain(&event.points, unit)?;
        Ok(PointsEvent {
            day: event.date,
            action: match event.op.as_str() {
                "earn" => PointsMove::Earn(points, event.expires),
                "redeem" => PointsMove::Redeem(points),
                "clawback" => PointsMove::Clawback(points),
                other => return Err(unknown(other)),
            },
        })
    });
    let events = events.collect::<Result<Vec<_>, Stop>>()?;
    let lots = cashback::points(&policy, &events, case.as_of)?;
    let log = lots.outcomes.iter().map(|outcome| match outcome {
        PointsOutcome::Done => "ok",
        PointsOutcome::Insufficient => "insufficient",
    });
    Ok(json!({
        "balance": lots.balance.decimal_text(),
        "expired": lots.expired.iter().map(told_expired).collect::<Value>(),
        "next_expiry": lots.next_expiry.as_ref().map(told_expired),
        "log": log.collect::<Value>(),
    }))
}

impl PolicyCase {
    fn expiry(&self) -> Result<Expiry, Stop> {
        let missing = || Stop::Case("the policy has no length".to_owned());
        Ok(match self.sort.as_str() {
            "none" => Expiry::Never,
            "fixed_months" if self.end_of_month => {
                Expiry::EndOfMonth(self.months.ok_or_else(missing)?)
            }
            "fixed_months" => Expiry::Months(self.months.ok_or_else(missing)?),
            "fixed_days" => Expiry::Days(self.days.ok_or_else(missing)?),
            "calendar_year" => Expiry::CalendarYears(self.years.unwrap_or(1)),
            "rolling" => Expiry::Rolling(self.months.ok_or_else(missing)?),
            other => return Err(unknown(other)),
        })
    }
}

fn told_expired(expired: &Expired) -> Value {
    json!({ "on": expired.on, "points": expired.points.decimal_text() })
}

#[derive(Deserialize)]
pub(super) struct Portal {
    purchase_date: NaiveDate,
    expected: String,
    policy: PortalPolicyCase,
    events: Vec<PortalCase>,
    as_of: NaiveDate,
}

#[derive(Deserialize)]
struct PortalPolicyCase {
    #[serde(rename = "track_days")]
    track: Option<u32>,
    #[serde(rename = "claim_until_days")]
    claim_until: Option<u32>,
    #[serde(rename = "confirm_days")]
    confirm: Option<u32>,
    #[serde(rename = "pay_days")]
    pay: Option<u32>,
    #[serde(rename = "appeal_days")]
    appeal: Option<u32>,
}

#[derive(Deserialize)]
struct PortalCase {
    date: NaiveDate,
    state: String,
    amount: Option<String>,
}

pub(super) fn portal(case: &Portal) -> Outcome {
    let events = case.events.iter().map(|event| {
        let states = [
            PortalState::Tracked,
            PortalState::Confirmed,
            PortalState::Payable,
            PortalState::Paid,
            PortalState::Declined,
        ];
        let state = states.into_iter().find(|state| state.word() == event.state);
        Ok(PortalEvent {
            day: event.date,
            state: state.ok_or_else(|| unknown(&event.state))?,
            amount: event.amount.as_deref().map(money).transpose()?,
        })
    });
    let policy = &case.policy;
    let policy = PortalPolicy {
        track_days: policy.track.unwrap_or(7),
        claim_until_days: policy.claim_until.unwrap_or(49),
        confirm_days: policy.confirm.unwrap_or(100),
        pay_days: policy.pay.unwrap_or(60),
        appeal_days: policy.appeal.unwrap_or(30),
    };
    let reward = PortalReward {
        bought: case.purchase_date,
        expected: money(&case.expected)?,
        events: events.collect::<Result<_, Stop>>()?,
        paid: PaidFrom::Confirmation,
    };
    let status = cashback::portal(&policy, &reward, case.as_of)?;
    Ok(json!({
        "state": status.state.word(),
        "amount": status.amount.to_string(),
        "flag": status.flag.map(cashback::PortalFlag::word),
        "action": status.action.map(cashback::PortalAction::word),
        "next_due": status.next_due,
    }))
}

#[derive(Deserialize)]
pub(super) struct PortalPayout {
    currency: String,
    minimum: String,
    payment_dates: Vec<DateCase>,
    confirmed: Vec<ConfirmedCase>,
}

#[derive(Deserialize)]
struct DateCase {
    date: NaiveDate,
    cutoff: NaiveDate,
}

#[derive(Deserialize)]
struct ConfirmedCase {
    date: NaiveDate,
    amount: String,
}

pub(super) fn portal_payout(case: &PortalPayout) -> Outcome {
    let dates = case.payment_dates.iter().map(|date| PayoutDate {
        day: date.date,
        cut_off: date.cutoff,
    });
    let confirmed = case.confirmed.iter();
    let confirmed = confirmed.map(|confirmed| Ok((confirmed.date, money(&confirmed.amount)?)));
    let confirmed = confirmed.collect::<Result<Vec<(NaiveDate, Money)>, Stop>>()?;
    let minimum = plain(&case.minimum, currency(&case.currency)?)?;
    let (paid, carried) = payouts(minimum, &dates.collect::<Vec<_>>(), &confirmed)?;
    let paid = paid
        .iter()
        .map(|payout| json!({ "date": payout.day, "amount": payout.amount.to_string() }));
    Ok(json!({ "payouts": paid.collect::<Value>(), "carried": carried.to_string() }))
}

#[derive(Deserialize)]
pub(super) struct StoredValue {
    currency: String,
    events: Vec<CardCase>,
    as_of: NaiveDate,
}

#[derive(Deserialize)]
struct CardCase {
    op: String,
    date: NaiveDate,
    amount: String,
    paid: Option<String>,
    expires: Option<NaiveDate>,
}

pub(super) fn stored_value(case: &StoredValue) -> Outcome {
    let events = case.events.iter().map(|event| {
        let amount = money(&event.amount)?;
        Ok(CardEvent {
            day: event.date,
            action: match event.op.as_str() {
                "load" => CardMove::Load {
                    face: amount,
                    paid: event.paid.as_deref().map_or(Ok(amount), money)?,
                    expires: event.expires,
                },
                "use" => CardMove::Use(amount),
                other => return Err(unknown(other)),
            },
        })
    });
    let events = events.collect::<Result<Vec<_>, Stop>>()?;
    let value = cashback::stored_value(currency(&case.currency)?, &events, case.as_of)?;
    let log = value.took_place.iter();
    let log = log.map(|took_place| if *took_place { "ok" } else { "insufficient" });
    let next = value.next_expiry;
    Ok(json!({
        "balance": value.balance.to_string(),
        "breakage": value.breakage.to_string(),
        "used": value.used.to_string(),
        "discount_on_used": value.discount_on_used.map(|discount| discount.to_string()),
        "next_expiry": next.map(|next| json!({ "on": next.on, "amount": next.points.to_string() })),
        "log": log.collect::<Value>(),
    }))
}
