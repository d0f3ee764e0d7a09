//! Entries as the programmes look at them.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;
use farthing_money::Money;
use farthing_rules::cashback::Spend;
use farthing_rules::ids as rule_ids;
use farthing_rules::kind::Kind;
use farthing_rules::roundup::Entry;
use sqlx::SqliteConnection;

use super::inputs::{ProgrammeInput, PurchaseDetail};
use crate::day::{day_number, day_of};
use crate::error::Result;
use crate::ids::{AccountId, ChoiceId, EntryId};
use crate::savings::Facts;

/// What a programme looks at.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scope<'l> {
    pub id: ChoiceId,
    pub input: &'l ProgrammeInput,
    /// What is known of purchases beside their entries.
    pub details: &'l BTreeMap<EntryId, PurchaseDetail>,
}

/// Entries of a stretch of days with the names of their payees, in the order of day, time and import.
#[derive(Debug, Default)]
pub(super) struct ProgrammeFacts {
    facts: Facts,
    known: HashMap<rule_ids::EntryId, Known>,
}

#[derive(Debug)]
struct Known {
    payee: String,
    last_refund: Option<NaiveDate>,
}

impl Scope<'_> {
    /// Its accounts.
    pub(super) fn accounts(&self) -> BTreeSet<AccountId> {
        self.input.accounts.iter().copied().collect()
    }

    fn looks_at(&self, entry: &Entry<'_>) -> bool {
        let detail = self.details.get(&EntryId(entry.id.0));
        let is_left_out = detail.is_some_and(|detail| detail.left_out.contains(&self.id));
        !is_left_out
            && self.input.accounts.contains(&AccountId(entry.account.0))
            && self.input.from.is_none_or(|from| entry.day >= from)
            && self.input.until.is_none_or(|until| entry.day <= until)
    }
}

impl ProgrammeFacts {
    /// The entries from a day to another, both inclusive.
    pub(super) async fn between(
        db: &mut SqliteConnection,
        first: NaiveDate,
        last: NaiveDate,
    ) -> Result<Self> {
        let facts = Facts::between(&mut *db, first, last).await?;
        let (first, last) = (day_number(first), day_number(last));
        let rows = sqlx::query!(
            r#"select e.id as "id!: i64", coalesce(p.name, '') as "payee!: String",
                   (select max(r.day) from entries r where r.refund_of = e.id and r.status = 3)
                       as "last_refund: i64"
               from entries e left join payees p on p.id = e.payee_id
               where e.day between ? and ? and e.status <> 1"#,
            first,
            last
        )
        .fetch_all(db)
        .await?;
        let known = rows.into_iter().map(|row| {
            let known = Known {
                payee: row.payee,
                last_refund: row.last_refund.map(day_of).transpose()?,
            };
            Ok((rule_ids::EntryId(row.id), known))
        });
        Ok(Self {
            facts,
            known: known.collect::<Result<_>>()?,
        })
    }

    /// What a programme sees of them, each entry once.
    pub(super) fn spends<'f>(&'f self, scope: &Scope<'f>) -> Vec<Spend<'f>> {
        let entries = self.facts.entries();
        let mut spends: Vec<Spend<'f>> = Vec::new();
        for of_entry in entries.chunk_by(|a, b| a.id == b.id) {
            let seen = of_entry.iter().filter(|entry| scope.looks_at(entry));
            // Of two accounts that paid, the one that paid most has the purchase.
            let main = seen.min_by_key(|entry| entry.kind == Kind::Transfer);
            spends.extend(main.map(|entry| self.spend(scope, *entry)));
        }
        spends
    }

    fn spend<'f>(&'f self, scope: &Scope<'f>, entry: Entry<'f>) -> Spend<'f> {
        let known = self.known.get(&entry.id);
        let detail = scope.details.get(&EntryId(entry.id.0));
        let method = detail.map_or("", |detail| detail.method.as_str());
        let method = if method.is_empty() {
            scope.input.method.as_str()
        } else {
            method
        };
        Spend {
            entry: Entry {
                payee: known.map_or("", |known| known.payee.as_str()),
                ..entry
            },
            eligible: detail.and_then(|detail| eligible(detail, entry.amount)),
            mcc: detail.and_then(|detail| detail.mcc),
            method: (!method.is_empty()).then_some(method),
            last_refund: known.and_then(|known| known.last_refund),
        }
    }
}

/// The part of a purchase that earns. What was said in another currency, before the entry was changed,
/// says nothing of it any more.
fn eligible(detail: &PurchaseDetail, amount: Money) -> Option<Money> {
    if detail.eligible.is_empty() {
        return None;
    }
    Money::parse(&detail.eligible, amount.currency()).ok()
}
