//! Which rewards stack, what a programme is worth, and what to pay with.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use farthing_money::{Money, Rounding};
use farthing_rules::cashback::{
    self, Bonuses, CouponEffect, Instrument, Layer, LayerBase, NetRateTerms, Place, SpendShare,
    Stack, Standing, Tax, Welcome,
};
use farthing_rules::ids::AccountId;
use serde::Deserialize;
use serde_json::{Value, json};

use super::names::Names;
use super::terms::{Book, ProgramCase, Txn};
use super::{Outcome, Stop, currency, decimal, plain, unknown};

#[derive(Deserialize)]
pub(super) struct StackCase {
    currency: String,
    list_price: String,
    coupon: Option<String>,
    shipping: Option<String>,
    tax: Option<String>,
    tax_rate: Option<String>,
    stored_value: Option<String>,
    layers: Vec<LayerCase>,
}

#[derive(Deserialize)]
struct LayerCase {
    id: String,
    base: String,
    rate: String,
    #[serde(default)]
    rounding: Rounding,
    cap: Option<String>,
    if_coupon: Option<String>,
}

pub(super) fn stack(case: &StackCase) -> Outcome {
    let currency = currency(&case.currency)?;
    let amount = |text: &Option<String>| {
        let text = text.as_deref();
        text.map_or(Ok(Money::zero(currency)), |text| plain(text, currency))
    };
    let layers = case.layers.iter().map(|layer| {
        Ok(Layer {
            base: match layer.base.as_str() {
                "goods_gross" => LayerBase::GoodsGross,
                "goods_net" => LayerBase::GoodsNet,
                "goods_net_plus_tax" => LayerBase::GoodsNetPlusTax,
                "order_total" => LayerBase::OrderTotal,
                "charged" => LayerBase::Charged,
                other => return Err(unknown(other)),
            },
            rate: decimal(&layer.rate)?,
            rounding: layer.rounding,
            cap: layer
                .cap
                .as_deref()
                .map(|cap| plain(cap, currency))
                .transpose()?,
            coupon: match layer.if_coupon.as_deref() {
                None | Some("keep") => CouponEffect::Keeps,
                Some("void") => CouponEffect::Voids,
                Some(rate) => CouponEffect::Rate(decimal(rate)?),
            },
        })
    });
    let purchase = Stack {
        list_price: plain(&case.list_price, currency)?,
        coupon: amount(&case.coupon)?,
        shipping: amount(&case.shipping)?,
        tax: match &case.tax_rate {
            Some(rate) => Tax::Rate(decimal(rate)?),
            None => Tax::Amount(amount(&case.tax)?),
        },
        stored_value: amount(&case.stored_value)?,
        layers: layers.collect::<Result<_, Stop>>()?,
    };
    let stacked = cashback::stack(&purchase)?;
    let layers = case.layers.iter().zip(&stacked.layers);
    let layers =
        layers.map(|(layer, paid)| json!({ "id": layer.id, "reward": paid.reward.to_string() }));
    Ok(json!({
        "charged": stacked.charged.to_string(),
        "layers": layers.collect::<Value>(),
        "rewards": stacked.rewards.to_string(),
        "effective_rate": stacked.effective_rate.map(|rate| rate.to_string()),
        "net_cost": stacked.net_cost.to_string(),
        "saving_vs_list": stacked.saving.map(|saving| saving.to_string()),
    }))
}

#[derive(Deserialize)]
pub(super) struct NetRateCase {
    currency: String,
    spend: BTreeMap<String, String>,
    rates: BTreeMap<String, String>,
    #[serde(default)]
    caps: BTreeMap<String, String>,
    annual_fee: Option<String>,
    alternative_rate: Option<String>,
    break_even_category: Option<String>,
}

pub(super) fn net_rate(case: &NetRateCase) -> Outcome {
    let currency = currency(&case.currency)?;
    let rate = |category: &str| {
        let rate = case.rates.get(category).or_else(|| case.rates.get("*"));
        decimal(rate.map_or("0", String::as_str))
    };
    let spend = case.spend.iter().map(|(category, amount)| {
        let cap = case.caps.get(category);
        Ok(SpendShare {
            amount: plain(amount, currency)?,
            rate: rate(category)?,
            cap: cap.map(|cap| plain(cap, currency)).transpose()?,
            rate_beyond: rate("*")?,
        })
    });
    let alternative = case.alternative_rate.as_deref();
    let fee = case.annual_fee.as_deref();
    let terms = NetRateTerms {
        currency,
        spend: spend.collect::<Result<_, Stop>>()?,
        annual_fee: fee.map_or(Ok(Money::zero(currency)), |fee| plain(fee, currency))?,
        alternative_rate: alternative.map(decimal).transpose()?,
    };
    let net = cashback::net_rate(&terms)?;
    let mut told = json!({
        "gross": net.gross.to_string(),
        "net": net.net.to_string(),
        "effective_rate": net.effective_rate.map(|rate| rate.to_string()),
    });
    if let Some(versus) = net.versus_alternative {
        told["versus_alternative"] = versus.to_string().into();
    }
    if let Some(category) = &case.break_even_category {
        let alternative = terms.alternative_rate.unwrap_or_default();
        let spend = cashback::break_even(terms.annual_fee, rate(category)?, alternative)?;
        told["break_even"] = spend.map(|spend| spend.to_string()).into();
    }
    Ok(told)
}

#[derive(Deserialize)]
pub(super) struct AdviseCase {
    purchase: Txn,
    instruments: Vec<InstrumentCase>,
    #[serde(default)]
    count_welcome: bool,
}

#[derive(Deserialize)]
struct InstrumentCase {
    id: String,
    program: ProgramCase,
    fx_fee: Option<String>,
    surcharge_rate: Option<String>,
    surcharge_fixed: Option<String>,
    welcome: Option<WelcomeCase>,
}

#[derive(Deserialize)]
struct WelcomeCase {
    deadline: NaiveDate,
    missing: String,
    reward: String,
}

pub(super) fn advise(case: &AdviseCase) -> Outcome {
    let mut names = Names::default();
    let txns = std::slice::from_ref(&case.purchase);
    // The accounts are numbered in the order of their names, which decides between equals.
    let mut ids: Vec<&str> = case.instruments.iter().map(|one| one.id.as_str()).collect();
    ids.sort_unstable();
    for id in &ids {
        names.number(id);
    }
    let mut programmes = Vec::new();
    for instrument in &case.instruments {
        let programme = instrument.program.programme(&mut names)?;
        programmes.push((Standing::start(&programme), programme));
    }
    let book = Book::of(txns, &mut names)?;
    let spends = book.spends(&mut names)?;
    let spend = spends.first().ok_or_else(|| unknown("purchase"))?;
    let currency = spend.entry.amount.currency();
    let rate = |text: &Option<String>| decimal(text.as_deref().unwrap_or("0"));
    let welcomes = case.instruments.iter().map(|instrument| {
        let welcomes = instrument.welcome.iter().map(|welcome| {
            Ok(Welcome {
                deadline: welcome.deadline,
                missing: plain(&welcome.missing, currency)?,
                reward: plain(&welcome.reward, currency)?,
            })
        });
        welcomes.collect()
    });
    let welcomes = welcomes.collect::<Result<Vec<Vec<Welcome>>, Stop>>()?;
    let instruments = case.instruments.iter().zip(&programmes).zip(&welcomes);
    let instruments = instruments.map(|((instrument, (standing, programme)), welcomes)| {
        let surcharge = instrument.surcharge_fixed.as_deref();
        Ok(Instrument {
            account: AccountId(names.number(&instrument.id)),
            programme,
            standing,
            fx_fee: rate(&instrument.fx_fee)?,
            surcharge_rate: rate(&instrument.surcharge_rate)?,
            surcharge: surcharge.map(|text| plain(text, currency)).transpose()?,
            welcomes,
        })
    });
    let instruments = instruments.collect::<Result<Vec<_>, Stop>>()?;
    let place = if case.purchase.foreign {
        Place::Abroad
    } else {
        Place::Home
    };
    let bonuses = if case.count_welcome {
        Bonuses::Share
    } else {
        Bonuses::Leave
    };
    let ranking = cashback::advise(spend, place, bonuses, &instruments)?;
    let ranking = ranking.iter().map(|advice| {
        json!({ "id": names.name(advice.account.0), "net": advice.net.to_string(),
                "reward": advice.value.to_string(), "cost": advice.cost.to_string() })
    });
    Ok(json!({ "ranking": ranking.collect::<Value>() }))
}
