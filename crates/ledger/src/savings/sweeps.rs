//! Transfers that really move what was set aside: proposed, confirmed, found again at the bank.

mod payers;
mod proposals;
mod shown;

use chrono::{DateTime, NaiveDate, Utc};
use farthing_money::Money;
use farthing_rules::payment::unlike_reference;
use farthing_rules::sweeps::Window;
use sha2::{Digest as _, Sha256};
use sqlx::SqliteConnection;

use super::kept::{KeptItem, KeptSweep, Laid};
use super::names::names;
use super::{Handoff, ItemKey, Sweep, SweepInput, SweepParts, Sweeps, handoff};
use crate::choices::{Choice, ChoiceKind};
use crate::day::day_number;
use crate::error::{LedgerError, Result};
use crate::ids::{ChoiceId, EntryId};
use crate::store::Ledger;
use crate::totals::stored_currency;
use crate::write::{ChangeLabel, Write};
use payers::Payers;
use proposals::{Pending, pending};

/// The word before the code of a reference.
const WORD: &str = "SAVE";
/// How many codes are tried before a reference is given up.
const TRIES: u32 = 64;

impl Ledger {
    /// What waits for a transfer, and the transfers that were confirmed, the newest first.
    pub async fn sweeps(&self, today: NaiveDate) -> Result<Sweeps> {
        self.saving_up_to(today).await?;
        let mut db = self.pool.acquire().await?;
        let laid = Laid::of(&mut db).await?;
        let names = names(&mut db, &laid).await?;
        Ok(Sweeps {
            proposals: proposals::of(&mut db, &laid, &names, today).await?,
            sweeps: shown::all(&mut db, &laid, &names).await?,
        })
    }

    /// Confirms a transfer: from now on it is looked for at the bank, and its parts are on their way.
    pub async fn confirm_sweep(
        &self,
        input: SweepInput,
        today: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<Sweep> {
        self.saving_up_to(today).await?;
        let mut write = self.begin(now).await?;
        write.on(today);
        let laid = Laid::of(write.connection()).await?;
        let destination = &laid.destination(input.destination)?.value;
        let payers = Payers::of(write.connection(), &laid).await?;
        let paid_by = match input.parts {
            SweepParts::OfAccount => Some(input.from),
            SweepParts::WithoutPayer => {
                payers.require(input.from)?;
                None
            }
        };
        let waiting = pending(write.connection(), &laid, &payers).await?;
        let items: Vec<Pending> = waiting
            .into_iter()
            .filter(|item| item.destination == Some(input.destination))
            .filter(|item| item.from == paid_by)
            .filter(|item| item.amount.currency().code() == destination.currency)
            .filter(|item| !input.leave_out.contains(&item.key()))
            .collect();
        let currency = stored_currency(&destination.currency)?;
        let mut amount = Money::zero(currency);
        for item in &items {
            amount = amount.checked_add(item.amount)?;
        }
        if amount.minor() <= 0 {
            return Err(LedgerError::invalid(
                "leave_out",
                "there is nothing left to move; leave less out",
            ));
        }
        let most = proposals::limit(write.connection(), &laid, input.from, amount).await?;
        if let Some(most) = most.filter(|most| most.minor() < amount.minor()) {
            let message = format!("the account can pay {most} and keep its floor; leave more out");
            return Err(LedgerError::invalid("leave_out", message));
        }
        let reference = reference(&laid, &at(now))?;
        // What cannot be handed over is refused before anything is written.
        handoff::handoff(destination, amount, &reference)?;
        let kept = KeptSweep {
            reference: reference.clone(),
            created: today,
            from: input.from,
            destination: input.destination,
            currency: destination.currency.clone(),
            minor: amount.minor(),
            items: items.iter().map(Pending::kept).collect(),
            paid: None,
            accepted: Vec::new(),
        };
        let label = format!("Confirm transfer {reference} of {amount}");
        let id = write
            .choose(ChoiceKind::Sweep, &reference, 0, &kept)
            .await?;
        write.commit(&label).await?;
        self.sweep(id).await
    }

    /// How a confirmed transfer is made.
    pub async fn handoff(&self, id: ChoiceId) -> Result<Handoff> {
        let mut db = self.pool.acquire().await?;
        let laid = Laid::of(&mut db).await?;
        let sweep = &laid.sweep(id)?.value;
        let destination = &laid.destination(sweep.destination)?.value;
        let amount = Money::from_minor(sweep.minor, stored_currency(&sweep.currency)?)?;
        handoff::handoff(destination, amount, &sweep.reference)
    }

    /// Says that a transfer was paid.
    pub async fn mark_sweep_paid(
        &self,
        id: ChoiceId,
        today: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<ChangeLabel> {
        let mut write = self.begin(now).await?;
        write.on(today);
        let laid = Laid::of(write.connection()).await?;
        let sweep = laid.sweep(id)?;
        let mut kept = sweep.value.clone();
        kept.paid = Some(today);
        write.keep_sweep(sweep, &kept, "Transfer paid").await
    }

    /// Takes the entry that was suggested as the transfer.
    pub async fn accept_sweep_entry(
        &self,
        id: ChoiceId,
        entry: EntryId,
        today: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<ChangeLabel> {
        let mut write = self.begin(now).await?;
        write.on(today);
        let laid = Laid::of(write.connection()).await?;
        let sweep = laid.sweep(id)?;
        require_leg(write.connection(), &sweep.value, entry).await?;
        let mut kept = sweep.value.clone();
        if kept.accepted.contains(&entry) {
            return Err(LedgerError::invalid("entry", "it is part of the transfer"));
        }
        kept.accepted.push(entry);
        write.keep_sweep(sweep, &kept, "Recognise transfer").await
    }

    /// Takes a confirmed transfer back that has not moved.
    pub async fn cancel_sweep(&self, id: ChoiceId, now: DateTime<Utc>) -> Result<ChangeLabel> {
        let mut write = self.begin(now).await?;
        let laid = Laid::of(write.connection()).await?;
        let reference = laid.sweep(id)?.value.reference.clone();
        let moved = sqlx::query_scalar!(
            r#"select exists (select 1 from moves where sweep_id = ? and moved_day is not null)
               as "moved!: bool""#,
            id
        )
        .fetch_one(write.connection())
        .await?;
        if moved {
            return Err(LedgerError::invalid(
                "transfer",
                "the bank has moved it; it cannot be taken back here",
            ));
        }
        write.unchoose(ChoiceKind::Sweep, id).await?;
        write
            .commit(&format!("Take back transfer {reference}"))
            .await
    }

    async fn sweep(&self, id: ChoiceId) -> Result<Sweep> {
        let mut db = self.pool.acquire().await?;
        let laid = Laid::of(&mut db).await?;
        let names = names(&mut db, &laid).await?;
        let all = shown::all(&mut db, &laid, &names).await?;
        let found = all.into_iter().find(|sweep| sweep.id == id);
        found.ok_or(LedgerError::Missing("transfer"))
    }
}

impl Write {
    async fn keep_sweep(
        mut self,
        sweep: &Choice<KeptSweep>,
        kept: &KeptSweep,
        verb: &str,
    ) -> Result<ChangeLabel> {
        self.choose(ChoiceKind::Sweep, &sweep.key, sweep.position, kept)
            .await?;
        let label = format!("{verb} {}", kept.reference);
        self.commit(&label).await
    }
}

/// Only money that left the account that pays, in the days of the transfer, can be it.
async fn require_leg(db: &mut SqliteConnection, sweep: &KeptSweep, entry: EntryId) -> Result<()> {
    let window = Window::default();
    let day = day_number(sweep.created);
    let (first, last) = (
        day - i64::from(window.days_before),
        day + i64::from(window.days_after),
    );
    let fits = sqlx::query_scalar!(
        r#"select exists (select 1 from postings p join entries e on e.id = p.entry_id
               where e.id = ? and e.status = 3 and p.account_id = ? and p.currency = ?
                 and p.minor < 0 and p.day between ? and ?) as "fits!: bool""#,
        entry,
        sweep.from,
        sweep.currency,
        first,
        last
    )
    .fetch_one(db)
    .await?;
    if fits {
        return Ok(());
    }
    Err(LedgerError::invalid(
        "entry",
        "it is no posted payment of the account that pays, in the currency and the days of the \
         transfer; choose another one",
    ))
}

fn at(now: DateTime<Utc>) -> String {
    now.to_rfc3339()
}

/// A code that is like none of the other transfers'. It comes from the moment and what is there, because
/// the ledger knows no chance.
fn reference(laid: &Laid, seed: &str) -> Result<String> {
    let others: Vec<String> = laid
        .sweeps
        .iter()
        .map(|sweep| sweep.value.reference.clone())
        .collect();
    let numbers = (0..TRIES).map(|attempt| {
        let hash = Sha256::digest(format!("{seed} {attempt}").as_bytes());
        let first: [u8; 4] = std::array::from_fn(|at| hash.get(at).copied().unwrap_or_default());
        u32::from_be_bytes(first)
    });
    let reference = unlike_reference(WORD, numbers, &others)
        .map_err(|error| LedgerError::invalid("reference", error.to_string()))?;
    reference.ok_or(LedgerError::Busy)
}

impl Pending {
    fn key(&self) -> ItemKey {
        ItemKey {
            goal: self.goal,
            rule: (self.rule != 0).then_some(ChoiceId(self.rule)),
            cause: self.cause.clone(),
        }
    }

    fn kept(&self) -> KeptItem {
        KeptItem {
            goal: self.goal,
            rule: self.rule,
            cause: self.cause.clone(),
            day: self.day,
            minor: self.amount.minor(),
            whole_minor: self.whole_minor,
            entry: self.entry,
            payee: self.payee.clone().unwrap_or_default(),
            size_minor: self.size_minor,
            account: self.account,
        }
    }
}
