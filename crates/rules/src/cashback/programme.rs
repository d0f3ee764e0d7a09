//! A programme whose parts have been checked, ready to be applied (spec E.2).

use std::collections::BTreeSet;

use chrono::NaiveDate;
use farthing_money::{Currency, Money, Rounding};
use regex::{Regex, RegexBuilder};

use super::check;
use super::exact::{Exact, GRAIN, fitting, money_of_steps, parts_of, parts_of_minor};
use super::rate::Rate;
use super::terms::{
    Activation, ActivationReach, CapLimit, EarningRule, Earns, Exclusions, Matching,
    ProgrammeTerms, RoundingScope, RuleMode, TierMethod,
};
use crate::calendar::{Period, Span};
use crate::error::RulesError;
use crate::ids::RuleId;

/// A programme that cannot contradict itself.
#[derive(Debug, Clone)]
pub struct Programme {
    terms: ProgrammeTerms,
    pub(super) base_rate: Rate,
    pub(super) rules: Vec<Rule>,
    pub(super) counters: Vec<CounterTerms>,
    /// The parts of one minor unit of the currency that is spent, and the same in grains.
    pub(super) minor_parts: i128,
    pub(super) minor_grains: i128,
    /// The parts of one step of rewards.
    step_parts: i128,
}

/// A rule as purchases meet it.
#[derive(Debug, Clone)]
pub(super) struct Rule {
    pub id: RuleId,
    pub mode: RuleMode,
    pub pays: Pays,
    pub matcher: Matcher,
    pub valid: Option<Span>,
    pub activation: Option<Activation>,
    pub min_minor: i64,
    pub purchase_cap: Option<i128>,
    pub cap: Option<Cap>,
    pub fallback: Rate,
}

/// What a rule pays.
#[derive(Debug, Clone)]
pub(super) enum Pays {
    Rate(Rate),
    Tiers(Tiers),
}

/// The tiers of a rule.
#[derive(Debug, Clone)]
pub(super) struct Tiers {
    /// The last minor unit of each tier, and what it pays.
    pub bands: Vec<(i128, Rate)>,
    pub method: TierMethod,
    /// Where the spend of the stretch of time is counted.
    pub counter: usize,
}

/// The cap of a rule, in parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Cap {
    pub basis: CapBasis,
    pub limit: i128,
    /// Where its use is counted.
    pub counter: usize,
}

/// What a cap counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CapBasis {
    /// Spend that earned the rule's rate.
    Spend,
    /// The reward at that rate.
    Reward,
}

/// What is counted over a stretch of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct CounterTerms {
    pub rule: RuleId,
    pub period: Period,
    /// What was used before, in parts, in the stretch of time that this day is in.
    pub opening: Option<(NaiveDate, i128)>,
}

/// Which purchases match.
#[derive(Debug, Clone)]
pub(super) struct Matcher {
    pub terms: Matching,
    pub pattern: Option<Regex>,
}

impl Programme {
    /// A programme of these terms, or an error that names the part that cannot be: amounts of another
    /// currency than theirs, rates below zero or finer than nine decimals, a limit that is no limit,
    /// tiers that do not ascend, days that end before they begin, two rules of one number.
    pub fn of(terms: ProgrammeTerms) -> Result<Self, RulesError> {
        check::programme(&terms)?;
        let mut counters = Vec::new();
        let rules = terms.rules.iter();
        let rules = rules.map(|rule| Rule::of(rule, &terms, &mut counters));
        Ok(Self {
            base_rate: Rate::of("base_rate", terms.base_rate)?,
            rules: rules.collect::<Result<_, _>>()?,
            counters,
            minor_parts: parts_of_minor(terms.currency),
            minor_grains: parts_of_minor(terms.currency) / GRAIN,
            step_parts: parts_of(terms.rounding.step),
            terms,
        })
    }

    /// What it was made of.
    pub fn terms(&self) -> &ProgrammeTerms {
        &self.terms
    }

    /// What it is spent in.
    pub fn currency(&self) -> Currency {
        self.terms.currency
    }

    /// What it rewards with.
    pub fn unit(&self) -> Currency {
        self.terms.unit
    }

    /// What a number of its points is worth, half-up to the minor unit; none where they are money, or
    /// nobody knows.
    pub fn value_of(&self, reward: Money) -> Result<Option<Money>, RulesError> {
        let Some(value) = self.terms.point_value else {
            return Ok(None);
        };
        let exact = reward.to_decimal().checked_mul(value.per_point);
        let exact = fitting(exact)?;
        let money = Money::round(exact, value.currency, Rounding::HalfUp)?;
        Ok(Some(money))
    }

    /// A reward in steps, rounded as the programme does.
    pub(super) fn rounded(&self, exact: Exact) -> Result<Money, RulesError> {
        let rounding = &self.terms.rounding;
        let steps = exact.steps(self.step_parts, rounding.mode);
        money_of_steps(steps, rounding.step)
    }

    pub(super) fn exclusions(&self) -> &Exclusions {
        &self.terms.exclusions
    }

    pub(super) fn rounds_statements(&self) -> bool {
        self.terms.rounding.scope == RoundingScope::Statement
    }

    pub(super) fn statement(&self) -> Period {
        Period::Statement(self.terms.statement_day)
    }

    /// The last day on which all that it counts is in the stretches of time in which it is on a day,
    /// and in the same month. None beyond the calendar.
    pub(super) fn end_of_stretch(&self, day: NaiveDate) -> Option<NaiveDate> {
        let statement = self.rounds_statements().then(|| self.statement());
        let periods = self.counters.iter().map(|counter| counter.period);
        let periods = periods.chain(statement).chain([Period::Month]);
        let ends = periods.map(|period| Some(period.span_of(day)?.last));
        ends.collect::<Option<Vec<_>>>()?.into_iter().min()
    }
}

impl Rule {
    fn of(
        rule: &EarningRule,
        terms: &ProgrammeTerms,
        counters: &mut Vec<CounterTerms>,
    ) -> Result<Self, RulesError> {
        let usual = match rule.mode {
            RuleMode::Replace => terms.base_rate,
            RuleMode::Add => rust_decimal::Decimal::ZERO,
        };
        let mut count = |period, opening| {
            counters.push(CounterTerms {
                rule: rule.id,
                period,
                opening,
            });
            counters.len() - 1
        };
        let pays = match &rule.earns {
            Earns::Rate(rate) => Pays::Rate(Rate::of("rate", *rate)?),
            Earns::Tiers {
                tiers,
                period,
                method,
            } => {
                let bands = tiers.iter().map(|tier| {
                    let up_to = tier.up_to.map_or(i128::MAX, |up_to| up_to.minor().into());
                    Ok((up_to, Rate::of("tiers", tier.rate)?))
                });
                Pays::Tiers(Tiers {
                    bands: bands.collect::<Result<_, RulesError>>()?,
                    method: *method,
                    counter: count(*period, None),
                })
            }
        };
        let cap = rule.cap.map(|cap| {
            let opening = cap.opening.map(|used| (used.on, parts_of(used.amount)));
            Cap {
                basis: match cap.limit {
                    CapLimit::Spend(_) => CapBasis::Spend,
                    CapLimit::Reward(_) => CapBasis::Reward,
                },
                limit: parts_of(cap.limit.amount()),
                counter: count(cap.period, opening),
            }
        });
        Ok(Self {
            id: rule.id,
            mode: rule.mode,
            pays,
            matcher: Matcher::of(&rule.matching)?,
            valid: rule.valid,
            activation: rule.activation,
            min_minor: rule.min_purchase.map_or(0, |least| least.minor()),
            purchase_cap: rule.purchase_cap.map(parts_of),
            cap,
            fallback: Rate::of("fallback_rate", rule.fallback_rate.unwrap_or(usual))?,
        })
    }

    /// Whether it holds on a day for somebody who has activated it, or not.
    pub(super) fn activated(&self, day: NaiveDate) -> Result<(), super::NotLive> {
        use super::NotLive;
        let Some(activation) = self.activation else {
            return Ok(());
        };
        let on = activation.on.ok_or(NotLive::NotActivated)?;
        if activation.deadline.is_some_and(|deadline| on > deadline) {
            return Err(NotLive::ActivatedLate);
        }
        match activation.reach {
            ActivationReach::FromThen if day < on => Err(NotLive::BeforeActivation),
            ActivationReach::FromThen | ActivationReach::Retroactive => Ok(()),
        }
    }
}

impl Matcher {
    pub(super) fn of(terms: &Matching) -> Result<Self, RulesError> {
        let pattern = terms.pattern.as_ref().map(|pattern| {
            let regex = RegexBuilder::new(pattern)
                .case_insensitive(true)
                .size_limit(MOST_PATTERN_BYTES)
                .build();
            regex.map_err(|_| {
                RulesError::field(
                    "pattern",
                    "the pattern is no regular expression, or too large a one",
                )
            })
        });
        let empty = [
            terms.categories.as_ref().is_some_and(BTreeSet::is_empty),
            terms.mccs.as_ref().is_some_and(BTreeSet::is_empty),
            terms.payees.as_ref().is_some_and(BTreeSet::is_empty),
            terms.methods.as_ref().is_some_and(BTreeSet::is_empty),
        ];
        if empty.contains(&true) {
            return Err(RulesError::field(
                "match",
                "an empty list matches no purchase; leave it out to match all",
            ));
        }
        Ok(Self {
            pattern: pattern.transpose()?,
            terms: terms.clone(),
        })
    }
}

/// The largest compiled pattern, as for the person's rules.
const MOST_PATTERN_BYTES: usize = 1 << 20;
