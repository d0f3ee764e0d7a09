//! A programme and its transactions as a case writes them.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{NaiveDate, NaiveTime, Weekday};
use farthing_money::{Currency, Money, Rounding};
use farthing_rules::calendar::{Period, Span};
use farthing_rules::cashback::{
    Activation, ActivationReach, Bonus, BonusCounts, BonusGoal, BonusRepeats, CapLimit, EarningCap,
    EarningRule, Earns, Exclusions, Matching, OpeningUse, PointValue, Programme, ProgrammeTerms,
    RewardRounding, RoundingScope, RuleMode, Spend, Tier, TierMethod,
};
use farthing_rules::ids::{AccountId, CategoryId, EntryId, RuleId};
use farthing_rules::kind::Kind;
use farthing_rules::roundup::{Entry, Line, Status};
use serde::Deserialize;
use serde_json::Value;

use super::names::Names;
use super::{Stop, currency, decimal, money, plain, unknown};

#[derive(Deserialize)]
pub(super) struct ProgramCase {
    unit: String,
    currency: Option<String>,
    base_rate: String,
    point_value: Option<String>,
    #[serde(default)]
    rounding: RoundingCase,
    statement_day: Option<u32>,
    week_start: Option<String>,
    #[serde(default)]
    exclude: ExcludeCase,
    #[serde(default)]
    rules: Vec<RuleCase>,
    #[serde(default)]
    bonuses: Vec<BonusCase>,
    #[serde(default)]
    opening_used: BTreeMap<String, OpeningCase>,
}

#[derive(Deserialize, Default)]
struct RoundingCase {
    scope: Option<String>,
    #[serde(default)]
    mode: Rounding,
    step: Option<String>,
    block: Option<String>,
}

#[derive(Deserialize, Default)]
struct ExcludeCase {
    kinds: Option<Vec<String>>,
    #[serde(default)]
    categories: Vec<String>,
    #[serde(default)]
    mccs: Vec<String>,
    #[serde(default)]
    merchants: BTreeSet<String>,
}

#[derive(Deserialize)]
struct OpeningCase {
    on: NaiveDate,
    amount: String,
}

#[derive(Deserialize)]
struct RuleCase {
    id: String,
    mode: Option<String>,
    rate: Option<String>,
    #[serde(default, rename = "match")]
    matching: MatchCase,
    valid: Option<(NaiveDate, NaiveDate)>,
    activation: Option<ActivationCase>,
    min_purchase: Option<String>,
    txn_cap: Option<String>,
    cap: Option<CapCase>,
    fallback_rate: Option<String>,
    tiers: Option<Vec<TierCase>>,
    tier_period: Option<String>,
    tier_method: Option<String>,
}

#[derive(Deserialize, Default)]
struct MatchCase {
    categories: Option<Vec<String>>,
    mccs: Option<Vec<String>>,
    merchants: Option<BTreeSet<String>>,
    methods: Option<BTreeSet<String>>,
    pattern: Option<String>,
}

#[derive(Deserialize)]
struct ActivationCase {
    on: Option<NaiveDate>,
    deadline: Option<NaiveDate>,
    #[serde(default)]
    retroactive: bool,
}

#[derive(Deserialize)]
struct CapCase {
    basis: String,
    amount: String,
    period: String,
}

#[derive(Deserialize)]
struct TierCase {
    upto: Option<String>,
    rate: String,
}

#[derive(Deserialize)]
struct BonusCase {
    id: String,
    #[serde(rename = "type")]
    sort: String,
    reward: String,
    from: Option<NaiveDate>,
    days: Option<u32>,
    threshold: Option<String>,
    n: Option<u32>,
    min_purchase: Option<String>,
    #[serde(default)]
    repeat: bool,
    #[serde(default)]
    one_per_day: bool,
    #[serde(default, rename = "match")]
    matching: MatchCase,
}

#[derive(Deserialize)]
pub(super) struct Txn {
    pub(super) id: Option<String>,
    pub(super) date: NaiveDate,
    time: Option<NaiveTimeText>,
    amount: String,
    kind: Option<String>,
    status: Option<String>,
    #[serde(default)]
    merchant: String,
    category: Option<String>,
    mcc: Option<Value>,
    method: Option<String>,
    eligible_amount: Option<String>,
    refund_of: Option<String>,
    #[serde(default)]
    splits: Vec<SplitCase>,
    #[serde(default)]
    pub(super) foreign: bool,
}

#[derive(Deserialize)]
#[serde(transparent)]
struct NaiveTimeText(String);

#[derive(Deserialize)]
struct SplitCase {
    amount: String,
    kind: Option<String>,
    category: Option<String>,
}

impl ProgramCase {
    pub(super) fn unit(&self) -> Result<Currency, Stop> {
        if self.unit != "PTS" {
            return currency(&self.unit);
        }
        // Points have as many decimals as their step.
        let step = self.rounding.step.as_deref().unwrap_or("1");
        let decimals = step.split_once('.').map_or(0, |(_, part)| part.len());
        let decimals = u8::try_from(decimals).map_err(|error| Stop::Case(error.to_string()))?;
        Currency::own_unit("PTS", decimals).map_err(|error| Stop::Case(error.to_string()))
    }

    fn spent_in(&self) -> Result<Currency, Stop> {
        currency(self.currency.as_deref().unwrap_or(&self.unit))
    }

    pub(super) fn programme(&self, names: &mut Names) -> Result<Programme, Stop> {
        let (unit, currency) = (self.unit()?, self.spent_in()?);
        let rounding = &self.rounding;
        let step = rounding.step.as_deref();
        let block = rounding.block.as_deref();
        let point_value = self.point_value.as_deref().map(point_value);
        let rules = self.rules.iter().map(|rule| self.rule(rule, names));
        let rules = rules.collect::<Result<_, Stop>>()?;
        let bonuses = self.bonuses.iter();
        let bonuses = bonuses.map(|bonus| bonus.bonus(unit, currency, names));
        let terms = ProgrammeTerms {
            unit,
            point_value: point_value.transpose()?,
            rounding: RewardRounding {
                scope: match rounding.scope.as_deref() {
                    None | Some("transaction") => RoundingScope::Transaction,
                    Some("statement") => RoundingScope::Statement,
                    Some(other) => return Err(unknown(other)),
                },
                mode: rounding.mode,
                step: step.map_or(Ok(Money::small(1, unit)), |step| plain(step, unit))?,
                block: block.map(|block| plain(block, currency)).transpose()?,
            },
            statement_day: self.statement_day.unwrap_or(31),
            bonuses: bonuses.collect::<Result<_, Stop>>()?,
            rules,
            exclusions: self.exclude.exclusions(names)?,
            ..ProgrammeTerms::flat(currency, decimal(&self.base_rate)?)
        };
        Ok(Programme::of(terms)?)
    }

    fn rule(&self, case: &RuleCase, names: &mut Names) -> Result<EarningRule, Stop> {
        let (unit, currency) = (self.unit()?, self.spent_in()?);
        let opening = self.opening_used.get(&case.id);
        let cap = case.cap.as_ref().map(|cap| self.cap(cap, opening));
        let activation = case.activation.as_ref().map(|activation| Activation {
            on: activation.on,
            deadline: activation.deadline,
            reach: if activation.retroactive {
                ActivationReach::Retroactive
            } else {
                ActivationReach::FromThen
            },
        });
        let valid = case.valid.map(|(first, last)| {
            Span::new(first, last).ok_or_else(|| Stop::Case("valid ends before it begins".into()))
        });
        let amount = |text: &Option<String>, currency| {
            text.as_deref()
                .map(|text| plain(text, currency))
                .transpose()
        };
        let fallback = case.fallback_rate.as_deref();
        Ok(EarningRule {
            mode: match case.mode.as_deref() {
                None | Some("replace") => RuleMode::Replace,
                Some("add") => RuleMode::Add,
                Some(other) => return Err(unknown(other)),
            },
            valid: valid.transpose()?,
            activation,
            min_purchase: amount(&case.min_purchase, currency)?,
            purchase_cap: amount(&case.txn_cap, unit)?,
            cap: cap.transpose()?,
            fallback_rate: fallback.map(decimal).transpose()?,
            earns: self.earns(case)?,
            ..EarningRule::of(
                RuleId(names.number(&case.id)),
                decimal("0")?,
                case.matching.matching(names)?,
            )
        })
    }

    fn earns(&self, case: &RuleCase) -> Result<Earns, Stop> {
        let Some(tiers) = &case.tiers else {
            return Ok(Earns::Rate(decimal(case.rate.as_deref().unwrap_or("0"))?));
        };
        let currency = self.spent_in()?;
        let tiers = tiers.iter().map(|tier| {
            let up_to = tier.upto.as_deref().map(|text| plain(text, currency));
            Ok(Tier {
                up_to: up_to.transpose()?,
                rate: decimal(&tier.rate)?,
            })
        });
        Ok(Earns::Tiers {
            tiers: tiers.collect::<Result<_, Stop>>()?,
            period: self.period(case.tier_period.as_deref().unwrap_or("month"))?,
            method: match case.tier_method.as_deref() {
                None | Some("marginal") => TierMethod::Marginal,
                Some("whole") => TierMethod::Whole,
                Some(other) => return Err(unknown(other)),
            },
        })
    }

    fn cap(&self, case: &CapCase, opening: Option<&OpeningCase>) -> Result<EarningCap, Stop> {
        let of = match case.basis.as_str() {
            "spend" => self.spent_in()?,
            "reward" => self.unit()?,
            other => return Err(unknown(other)),
        };
        let amount = plain(&case.amount, of)?;
        let opening = opening.map(|opening| {
            Ok::<_, Stop>(OpeningUse {
                on: opening.on,
                amount: plain(&opening.amount, of)?,
            })
        });
        Ok(EarningCap {
            limit: if case.basis == "spend" {
                CapLimit::Spend(amount)
            } else {
                CapLimit::Reward(amount)
            },
            period: self.period(&case.period)?,
            opening: opening.transpose()?,
        })
    }

    fn period(&self, word: &str) -> Result<Period, Stop> {
        Ok(match word {
            "day" => Period::Day,
            "week" => Period::Week(self.week_start()?),
            "month" => Period::Month,
            "quarter" => Period::Quarter,
            "year" => Period::Year,
            "statement" => Period::Statement(self.statement_day.unwrap_or(31)),
            "lifetime" | "campaign" => Period::Lifetime,
            other => return Err(unknown(other)),
        })
    }

    fn week_start(&self) -> Result<Weekday, Stop> {
        let word = self.week_start.as_deref().unwrap_or("mon");
        word.parse().map_err(|_| unknown(word))
    }
}

impl ExcludeCase {
    fn exclusions(&self, names: &mut Names) -> Result<Exclusions, Stop> {
        let usual = Exclusions::default();
        let kinds = self.kinds.as_ref().map(|kinds| {
            let kinds = kinds.iter().map(|word| kind(Some(word)));
            kinds.collect::<Result<_, Stop>>()
        });
        Ok(Exclusions {
            kinds: kinds.unwrap_or(Ok(usual.kinds))?,
            categories: categories(&self.categories, names),
            mccs: mccs(&self.mccs)?,
            payees: self.merchants.clone(),
        })
    }
}

impl MatchCase {
    fn matching(&self, names: &mut Names) -> Result<Matching, Stop> {
        let list = self.categories.as_ref();
        Ok(Matching {
            categories: list.map(|list| categories(list, names)),
            mccs: self.mccs.as_deref().map(mccs).transpose()?,
            payees: self.merchants.clone(),
            methods: self.methods.clone(),
            pattern: self.pattern.clone(),
        })
    }
}

impl BonusCase {
    fn bonus(&self, unit: Currency, currency: Currency, names: &mut Names) -> Result<Bonus, Stop> {
        let missing = |field: &str| Stop::Case(format!("the bonus has no {field}"));
        let goal = match self.sort.as_str() {
            "spend" => {
                let threshold = self.threshold.as_deref();
                let threshold = threshold.ok_or_else(|| missing("threshold"))?;
                BonusGoal::Spend {
                    from: self.from.ok_or_else(|| missing("from"))?,
                    days: self.days.ok_or_else(|| missing("days"))?,
                    threshold: plain(threshold, currency)?,
                }
            }
            "count" => {
                let least = self.min_purchase.as_deref();
                BonusGoal::Count {
                    every: self.n.ok_or_else(|| missing("n"))?,
                    matching: Box::new(self.matching.matching(names)?),
                    min_purchase: least.map(|text| plain(text, currency)).transpose()?,
                    repeats: if self.repeat {
                        BonusRepeats::Always
                    } else {
                        BonusRepeats::Once
                    },
                    counts: if self.one_per_day {
                        BonusCounts::OnePerDay
                    } else {
                        BonusCounts::Every
                    },
                }
            }
            other => return Err(unknown(other)),
        };
        Ok(Bonus {
            id: RuleId(names.number(&self.id)),
            reward: plain(&self.reward, unit)?,
            goal,
        })
    }
}

/// The transactions of a case in their order, which is that of day and time.
pub(super) struct Book<'c> {
    txns: Vec<&'c Txn>,
    lines: Vec<Vec<Line>>,
}

impl<'c> Book<'c> {
    pub(super) fn of(txns: &'c [Txn], names: &mut Names) -> Result<Self, Stop> {
        let mut txns: Vec<&Txn> = txns.iter().collect();
        let time = |txn: &Txn| txn.time.as_ref().map(|time| told_time(&time.0)).transpose();
        for txn in &txns {
            time(txn)?;
        }
        txns.sort_by_key(|txn| (txn.date, time(txn).ok().flatten()));
        let lines = txns.iter().map(|txn| {
            let lines = txn.splits.iter().map(|split| {
                Ok(Line {
                    amount: money(&split.amount)?,
                    kind: kind(split.kind.as_deref())?,
                    category: category(split.category.as_deref(), names),
                })
            });
            lines.collect::<Result<Vec<_>, Stop>>()
        });
        let lines = lines.collect::<Result<_, Stop>>()?;
        Ok(Self { txns, lines })
    }

    pub(super) fn spends(&self, names: &mut Names) -> Result<Vec<Spend<'_>>, Stop> {
        let txns = self.txns.iter().zip(&self.lines);
        txns.map(|(txn, lines)| self.spend(txn, lines, names))
            .collect()
    }

    fn spend<'s>(
        &self,
        txn: &'s Txn,
        lines: &'s [Line],
        names: &mut Names,
    ) -> Result<Spend<'s>, Stop> {
        let eligible = txn.eligible_amount.as_deref();
        let refunds = self.txns.iter().filter(|refund| {
            refund.kind.as_deref() == Some("refund") && refund.refund_of == txn.id
        });
        let linked = txn.refund_of.as_deref();
        let mcc = txn.mcc.as_ref().map(|mcc| match mcc {
            Value::String(text) => mcc_of(text),
            other => mcc_of(&other.to_string()),
        });
        let amount = money(&txn.amount)?;
        // An eligible part is written with its currency or without.
        let eligible = eligible.map(|text| {
            if text.contains(' ') {
                money(text)
            } else {
                plain(text, amount.currency())
            }
        });
        Ok(Spend {
            entry: Entry {
                id: EntryId(names.number(txn.id.as_deref().unwrap_or(""))),
                day: txn.date,
                account: AccountId(0),
                amount,
                authorised: None,
                kind: kind(txn.kind.as_deref())?,
                status: match txn.status.as_deref() {
                    None | Some("posted") => Status::Posted,
                    Some("pending") => Status::Pending,
                    Some("void") => Status::Void,
                    Some(other) => return Err(unknown(other)),
                },
                payee: &txn.merchant,
                category: category(txn.category.as_deref(), names),
                lines,
                refund_of: linked.map(|linked| EntryId(names.number(linked))),
            },
            eligible: eligible.transpose()?,
            mcc: mcc.transpose()?,
            method: txn.method.as_deref(),
            last_refund: txn.id.as_ref().and(refunds.map(|refund| refund.date).max()),
        })
    }
}

fn point_value(text: &str) -> Result<PointValue, Stop> {
    let (per_point, code) = text
        .split_once(' ')
        .ok_or_else(|| Stop::Case(format!("{text} has no currency")))?;
    Ok(PointValue {
        currency: currency(code)?,
        per_point: decimal(per_point)?,
    })
}

fn told_time(text: &str) -> Result<NaiveTime, Stop> {
    let read = NaiveTime::parse_from_str(text, "%H:%M");
    read.map_err(|error| Stop::Case(format!("{text}: {error}")))
}

/// A balance that is transferred is a transfer, and a payment to a card one of the card.
fn kind(word: Option<&str>) -> Result<Kind, Stop> {
    let word = match word.unwrap_or("purchase") {
        "balance_transfer" => "transfer",
        "payment" => "card_payment",
        word => word,
    };
    Kind::named(word).ok_or_else(|| unknown(word))
}

fn category(name: Option<&str>, names: &mut Names) -> Option<CategoryId> {
    name.map(|name| CategoryId(names.number(name)))
}

fn categories(list: &[String], names: &mut Names) -> BTreeSet<CategoryId> {
    list.iter()
        .map(|name| CategoryId(names.number(name)))
        .collect()
}

fn mccs(list: &[String]) -> Result<BTreeSet<u16>, Stop> {
    list.iter().map(|text| mcc_of(text)).collect()
}

fn mcc_of(text: &str) -> Result<u16, Stop> {
    text.parse()
        .map_err(|error| Stop::Case(format!("{text}: {error}")))
}
