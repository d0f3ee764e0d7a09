//! A programme file that has been checked: what it says, in the types of the rules.

use std::collections::BTreeSet;

use farthing_money::{Currency, Money};
use farthing_rules::cashback::{
    Expiry, PayAsYouPay, PointsPolicy, PortalPolicy, Programme, ProgrammeTerms,
};

use super::figure::Figure;
use super::problem::Wrong;
use super::terms::{Words, terms};
use super::written::{
    ProgrammeKind, WrittenExpiry, WrittenPayAsYouPay, WrittenPortal, WrittenProgramme,
};

/// A programme that cannot contradict itself. Its categories are words, until
/// [`ProgrammeFile::programme`] is told which categories of the person they stand for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProgrammeFile {
    written: WrittenProgramme,
    /// With the number of each word in place of a category.
    pub(super) terms: ProgrammeTerms,
    pub(super) words: Words,
    annual_fee: Money,
    payout_floor: Money,
    payout_fee: Money,
    points: Option<PointsPolicy>,
    portal: Option<PortalTerms>,
    pay_as_you_pay: Option<PayAsYouPay>,
}

/// How long a portal takes, and when it pays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PortalTerms {
    /// How long it takes.
    pub policy: PortalPolicy,
    /// The least that it pays; zero for any amount.
    pub minimum: Money,
    /// The months in which it pays, 1 to 12; empty for whenever it is asked.
    pub payment_months: BTreeSet<u32>,
    /// The day of those months; none for whenever it is asked.
    pub payment_day: Option<u32>,
}

impl ProgrammeFile {
    /// What it says, word for word.
    pub fn written(&self) -> &WrittenProgramme {
        &self.written
    }

    /// The currency of its purchases.
    pub fn currency(&self) -> Currency {
        self.terms.currency
    }

    /// What it rewards with.
    pub fn unit(&self) -> Currency {
        self.terms.unit
    }

    /// The words for categories that it uses, in the order in which they come up.
    pub fn words(&self) -> &[String] {
        self.words.all()
    }

    /// What it costs in a year.
    pub fn annual_fee(&self) -> Money {
        self.annual_fee
    }

    /// The least that it pays out; zero for any amount.
    pub fn payout_floor(&self) -> Money {
        self.payout_floor
    }

    /// What a payout costs; zero for nothing.
    pub fn payout_fee(&self) -> Money {
        self.payout_fee
    }

    /// When its points expire; none where it does not say.
    pub fn points(&self) -> Option<PointsPolicy> {
        self.points
    }

    /// How long it takes as a portal; none for other programmes.
    pub fn portal(&self) -> Option<&PortalTerms> {
        self.portal.as_ref()
    }

    /// What both halves pay of a card that pays for paying off; none for other programmes.
    pub fn pay_as_you_pay(&self) -> Option<PayAsYouPay> {
        self.pay_as_you_pay
    }

    /// Whether a credit with this text is one of its rewards, whatever the case of its letters.
    pub fn recognises(&self, text: &str) -> bool {
        let text = text.to_lowercase();
        let mut texts = self.written.credit_texts.iter();
        texts.any(|known| text.contains(&known.to_lowercase()))
    }

    pub(super) fn checked(written: WrittenProgramme) -> Result<Self, Wrong> {
        names(&written)?;
        parts_of_kind(&written)?;
        let mut words = Words::default();
        let terms = terms(&written, &mut words)?;
        Ok(Self {
            annual_fee: zero_or(written.annual_fee.as_ref(), "annual_fee", terms.currency)?,
            payout_floor: payout(&written, "payout.floor", terms.unit)?,
            payout_fee: payout(&written, "payout.fee", terms.unit)?,
            points: points(&written, terms.unit)?,
            portal: (written.portal.as_ref())
                .map(|portal| self::portal(portal, terms.currency))
                .transpose()?,
            pay_as_you_pay: (written.pay_as_you_pay.as_ref())
                .map(|pays| pay_as_you_pay(pays, &terms))
                .transpose()?,
            written,
            terms,
            words,
        })
    }
}

fn names(written: &WrittenProgramme) -> Result<(), Wrong> {
    let is_part = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    if written.id.is_empty() || !written.id.chars().all(is_part) {
        let message = "write the id in small letters, digits and “_”, such as \"corner_shop\"";
        return Err(Wrong::new("id", message));
    }
    for (field, text) in [("name", &written.name), ("source", &written.source)] {
        if text.trim().is_empty() {
            return Err(Wrong::new(
                field,
                "this is empty; say what it is called, and where its terms are written",
            ));
        }
    }
    let empty = (written.credit_texts.iter()).position(|text| text.trim().is_empty());
    match empty {
        Some(at) => Err(Wrong::new(
            format!("credit_texts.{}", at + 1),
            "an empty text would be found in every credit",
        )),
        None => Ok(()),
    }
}

/// What belongs to one kind of programme only.
fn parts_of_kind(written: &WrittenProgramme) -> Result<(), Wrong> {
    let parts = [
        (
            ProgrammeKind::Portal,
            "portal",
            written.portal.is_some(),
            "a portal, and only a portal, says how long it takes in [portal]",
        ),
        (
            ProgrammeKind::PayAsYouPay,
            "pay_as_you_pay",
            written.pay_as_you_pay.is_some(),
            "a card that pays in two halves, and no other, says what paying off earns in \
             [pay_as_you_pay]",
        ),
    ];
    for (kind, field, is_there, message) in parts {
        if is_there != (written.kind == kind) {
            let field = if is_there { field } else { "kind" };
            return Err(Wrong::new(field, message));
        }
    }
    Ok(())
}

fn zero_or(figure: Option<&Figure>, field: &str, currency: Currency) -> Result<Money, Wrong> {
    figure.map_or_else(
        || Ok(Money::zero(currency)),
        |figure| figure.zero_or_more(field, currency),
    )
}

fn payout(written: &WrittenProgramme, field: &str, unit: Currency) -> Result<Money, Wrong> {
    let payout = written.payout.as_ref();
    let figure = payout.and_then(|payout| match field {
        "payout.floor" => payout.floor.as_ref(),
        _ => payout.fee.as_ref(),
    });
    zero_or(figure, field, unit)
}

fn points(written: &WrittenProgramme, unit: Currency) -> Result<Option<PointsPolicy>, Wrong> {
    let Some(expiry) = written.expiry else {
        return Ok(None);
    };
    let (expiry, length) = match expiry {
        WrittenExpiry::Never => (Expiry::Never, 1),
        WrittenExpiry::Months(months) => (Expiry::Months(months), months),
        WrittenExpiry::MonthsToMonthEnd(months) => (Expiry::EndOfMonth(months), months),
        WrittenExpiry::Days(days) => (Expiry::Days(days), days),
        WrittenExpiry::CalendarYears(years) => (Expiry::CalendarYears(years), years),
        WrittenExpiry::RollingMonths(months) => (Expiry::Rolling(months), months),
    };
    if !(1..=LONGEST_EXPIRY).contains(&length) {
        return Err(Wrong::new(
            "expiry",
            "points can be used for a time from 1 to 9999; write \"never\" where they do not expire",
        ));
    }
    Ok(Some(PointsPolicy { unit, expiry }))
}

/// In days, months or years: so that no expiry leaves the calendar.
const LONGEST_EXPIRY: u32 = 9_999;

fn portal(portal: &WrittenPortal, currency: Currency) -> Result<PortalTerms, Wrong> {
    let refuse = |field, message| Err(Wrong::new(field, message).within("portal"));
    if portal.claim_until_days < portal.track_days {
        return refuse(
            "claim_until_days",
            "claims end before a purchase would show up; they end after track_days",
        );
    }
    if portal.confirm_days < portal.track_days {
        return refuse(
            "confirm_days",
            "a purchase is confirmed before it shows up; write at least track_days",
        );
    }
    let months: BTreeSet<u32> = portal.payment_months.iter().flatten().copied().collect();
    let is_empty = portal.payment_months.is_some() && months.is_empty();
    if is_empty || months.iter().any(|month| !(1..=12).contains(month)) {
        return refuse("payment_months", "months are numbers from 1 to 12");
    }
    match portal.payment_day {
        Some(day) if !(1..=31).contains(&day) => {
            return refuse("payment_day", "a month has days from 1 to 31");
        }
        Some(_) if months.is_empty() => {
            return refuse("payment_day", "a day without payment_months");
        }
        None if !months.is_empty() => {
            return refuse("payment_months", "months without a payment_day");
        }
        _ => {}
    }
    let minimum = zero_or(portal.minimum.as_ref(), "portal.minimum", currency)?;
    Ok(PortalTerms {
        policy: PortalPolicy {
            track_days: portal.track_days,
            claim_until_days: portal.claim_until_days,
            confirm_days: portal.confirm_days,
            pay_days: portal.pay_days,
            appeal_days: portal.appeal_days,
        },
        minimum,
        payment_months: months,
        payment_day: portal.payment_day,
    })
}

fn pay_as_you_pay(
    written: &WrittenPayAsYouPay,
    terms: &ProgrammeTerms,
) -> Result<PayAsYouPay, Wrong> {
    if !terms.rules.is_empty() || !terms.bonuses.is_empty() || terms.unit != terms.currency {
        return Err(Wrong::new(
            "pay_as_you_pay",
            "a card that pays in two halves has one rate for all, in its currency",
        ));
    }
    let field = "pay_as_you_pay.rate";
    let rate_pay = written.rate.rate(field)?;
    Programme::of(ProgrammeTerms::flat(terms.currency, rate_pay)).map_err(|error| Wrong {
        field: field.to_owned(),
        ..Wrong::from(error)
    })?;
    Ok(PayAsYouPay {
        currency: terms.currency,
        rate_buy: terms.base_rate,
        rate_pay,
    })
}
