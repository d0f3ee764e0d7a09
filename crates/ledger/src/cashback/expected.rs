//! What a purchase should earn, and what it really cost.

mod detail;
mod net;
mod rewards;
mod shares;

use chrono::{DateTime, NaiveDate, Utc};
use farthing_rules::cashback::{NotLive, Reward};
use farthing_rules::ids::RuleId;
use sqlx::SqliteConnection;

use super::inputs::PurchaseDetail;
use super::kept::Laid;
use super::purchase::Purchase;
use super::read::ReadProgramme;
use super::views::PurchaseRewards;
use super::words;
use crate::choices::ChoiceKind;
use crate::error::Result;
use crate::ids::EntryId;
use crate::store::Ledger;

pub(super) use rewards::rule_name_of;

impl Ledger {
    /// What a purchase earns in each programme, and its net price.
    pub async fn purchase_rewards(
        &self,
        entry: EntryId,
        today: NaiveDate,
    ) -> Result<PurchaseRewards> {
        let mut db = self.pool.acquire().await?;
        shown(&mut db, entry, today).await
    }

    /// Keeps what is known of a purchase beside its entry.
    pub async fn set_purchase_detail(
        &self,
        entry: EntryId,
        detail: PurchaseDetail,
        today: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<PurchaseRewards> {
        let mut write = self.begin(now).await?;
        write.on(today);
        let purchase = Purchase::of(write.connection(), entry).await?;
        let laid = Laid::of(write.connection()).await?;
        let detail = detail::checked(&laid, &purchase, detail)?;
        let is_kept = laid.details.contains_key(&entry);
        if detail != PurchaseDetail::default() {
            let kept = super::kept::KeptDetail { entry, detail };
            let kind = ChoiceKind::PurchaseDetail;
            write.choose(kind, &entry.0.to_string(), 0, &kept).await?;
        } else if is_kept {
            let id = detail::choice_of(write.connection(), entry).await?;
            write.unchoose(ChoiceKind::PurchaseDetail, id).await?;
        }
        let label = format!("Note details of {}", purchase.named());
        write.commit(&label).await?;
        self.purchase_rewards(entry, today).await
    }
}

async fn shown(
    db: &mut SqliteConnection,
    entry: EntryId,
    today: NaiveDate,
) -> Result<PurchaseRewards> {
    let purchase = Purchase::of(db, entry).await?;
    let laid = Laid::of(db).await?;
    let programmes = ReadProgramme::all(&laid);
    Ok(PurchaseRewards {
        entry,
        detail: laid.details.get(&entry).cloned().unwrap_or_default(),
        rewards: rewards::of(db, (&laid, &programmes), &purchase, today).await?,
        net: net::of(db, (&laid, &programmes), &purchase, today).await?,
    })
}

/// How a reward came about, in a sentence: base, rate, rule, cap and rounding.
pub(super) fn earned_words(programme: &ReadProgramme<'_>, reward: &Reward) -> Result<String> {
    rewards::earned_words(programme, reward)
}

/// Why other rules did not pay, in a sentence each.
pub(super) fn why_not_words(
    programme: &ReadProgramme<'_>,
    not: &[(RuleId, NotLive)],
) -> Vec<String> {
    let sentences = not.iter().map(|(rule, why)| {
        let name = rule_name_of(programme, *rule);
        format!("{name} did not pay: {}.", words::not_live_words(*why))
    });
    sentences.collect()
}
