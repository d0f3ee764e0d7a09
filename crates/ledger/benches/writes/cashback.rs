//! Six programmes of different kinds that reward the same account.

use farthing_ledger::Ledger;
use serde_json::{Value, json};

use crate::{now, said, timed, today};

pub async fn lay_down(ledger: &Ledger, size: usize) {
    let account = ledger.accounts().await.unwrap()[0].id;
    for programme in programmes() {
        let name = programme["name"].as_str().unwrap().to_owned();
        let input = json!({
            "programme": programme, "accounts": [account], "categories": [], "from": "2021-01-01",
            "until": null, "fx_fee": "", "method": ""
        });
        let input = serde_json::from_value(input).unwrap();
        let saved = ledger.save_programme(None, input, today(), now());
        let time = timed(Box::pin(async { saved.await.unwrap() })).await;
        said(&format!("lay down {name}, {size}"), time);
    }
}

fn programmes() -> [Value; 6] {
    let card = |name: &str, base_rate: &str, more: Value| {
        let mut programme = json!({
            "id": name.replace(' ', "_"), "name": name, "kind": "card", "as_of": "2021-01-01",
            "source": "a bench", "currency": "EUR", "base_rate": base_rate,
            "due": {"after": "purchase", "days": 30},
        });
        let more = more.as_object().unwrap().clone();
        programme.as_object_mut().unwrap().extend(more);
        programme
    };
    let merchants = |from: u32| {
        let names = (from..from + 10).map(|number| format!("Merchant {number}"));
        json!({"merchants": names.collect::<Vec<_>>()})
    };
    let capped = |period: &str, from: u32| {
        json!({"rules": [{
            "id": 1, "name": "More", "rate": "0.05", "match": merchants(from),
            "cap": {"basis": "spend", "amount": "1500", "period": period},
        }]})
    };
    let tiers = json!([{"up_to": "500", "rate": "0.01"}, {"rate": "0.03"}]);
    [
        card("flat", "0.02", json!({})),
        card("capped by the month", "0.01", capped("month", 1)),
        card("capped by the quarter", "0.01", capped("quarter", 20)),
        card("capped by the year", "0.01", capped("year", 40)),
        card("in blocks", "0.003", json!({"rounding": {"block": "5"}})),
        card(
            "in tiers",
            "0",
            json!({"rules": [{
                "id": 1, "name": "Tiers", "match": {},
                "tiers": {"period": "month", "method": "marginal", "steps": tiers},
            }]}),
        ),
    ]
}
