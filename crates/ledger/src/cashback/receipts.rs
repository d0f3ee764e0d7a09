//! Credits that are cashback, and for what: what the rules found, and what the person says.

use chrono::{DateTime, NaiveDate, Utc};
use farthing_money::Currency;
use sqlx::SqliteConnection;

use super::desk::Owed;
use super::kept::{KeptReceipt, Laid, RewardCause};
use super::purchase::payee_of;
use super::read::ReadProgramme;
use super::views::Desk;
use crate::choices::ChoiceKind;
use crate::error::{LedgerError, Result};
use crate::ids::{ChoiceId, EntryId};
use crate::store::Ledger;
use crate::write::Write;

impl Ledger {
    /// Says that a credit is cashback of a programme, for these rewards by their keys, or for those that the rules find.
    pub async fn take_receipt(
        &self,
        entry: EntryId,
        programme: ChoiceId,
        keys: &[String],
        today: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<Desk> {
        let mut write = self.begin(now).await?;
        write.on(today);
        let laid = Laid::of(write.connection()).await?;
        let read = ReadProgramme::of(laid.programme(programme)?)?;
        if !read.pays_money() {
            let message = "this programme pays points; they come and go in its purse";
            return Err(LedgerError::invalid("programme", message));
        }
        require_credit(write.connection(), entry, Some(read.file.unit())).await?;
        let causes = causes(write.connection(), programme, keys).await?;
        let kept = KeptReceipt {
            entry,
            programme: Some(programme),
            causes,
        };
        let verb = format!("Take as cashback of {}:", read.name());
        write.keep_receipt(&kept, &verb).await?;
        self.cashback_desk(today).await
    }

    /// Says that a credit is no cashback.
    pub async fn refuse_receipt(
        &self,
        entry: EntryId,
        today: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<Desk> {
        let mut write = self.begin(now).await?;
        write.on(today);
        require_credit(write.connection(), entry, None).await?;
        let kept = KeptReceipt {
            entry,
            programme: None,
            causes: Vec::new(),
        };
        write.keep_receipt(&kept, "Not cashback:").await?;
        self.cashback_desk(today).await
    }

    /// Takes back what was said about a credit.
    pub async fn forget_receipt(
        &self,
        entry: EntryId,
        today: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<Desk> {
        let mut write = self.begin(now).await?;
        write.on(today);
        let laid = Laid::of(write.connection()).await?;
        let mut receipts = laid.receipts.iter();
        let found = receipts.find(|choice| choice.value.entry == entry);
        let found = found
            .ok_or_else(|| LedgerError::invalid("entry", "nothing was said about this credit"))?;
        write.unchoose(ChoiceKind::Receipt, found.id).await?;
        let of = credit_words(write.connection(), entry).await?;
        let label = format!("Take back what was said about {of}");
        write.commit(&label).await?;
        self.cashback_desk(today).await
    }
}

impl Write {
    async fn keep_receipt(mut self, kept: &KeptReceipt, verb: &str) -> Result<()> {
        let key = kept.entry.0.to_string();
        self.choose(ChoiceKind::Receipt, &key, 0, kept).await?;
        let of = credit_words(self.connection(), kept.entry).await?;
        self.commit(&format!("{verb} {of}")).await.map(drop)
    }
}

/// What a credit is called in the history.
async fn credit_words(db: &mut SqliteConnection, entry: EntryId) -> Result<String> {
    let payee = payee_of(db, entry).await?;
    Ok(if payee.is_empty() {
        "a credit".to_owned()
    } else {
        payee
    })
}

/// An entry that brought money in, of this currency where one is asked for.
async fn require_credit(
    db: &mut SqliteConnection,
    entry: EntryId,
    currency: Option<Currency>,
) -> Result<()> {
    let rows = sqlx::query!(
        r#"select p.currency as "currency!", sum(p.minor) as "minor!: i64"
           from entries e join postings p on p.entry_id = e.id
           join accounts a on a.id = p.account_id and a.class = 'own'
           where e.id = ? and e.status in (2, 3) group by p.currency"#,
        entry
    )
    .fetch_all(db)
    .await?;
    let mut credits = rows.iter().filter(|row| row.minor > 0).peekable();
    if credits.peek().is_none() {
        let message = "it brought no money in; choose a credit";
        return Err(LedgerError::invalid("entry", message));
    }
    let fits = |code: &str| currency.is_none_or(|currency| currency.code() == code);
    if credits.any(|row| fits(&row.currency)) {
        return Ok(());
    }
    Err(LedgerError::invalid(
        "entry",
        "it came in another currency than the programme pays in",
    ))
}

/// The rewards that a credit pays, each of the programme and expected.
async fn causes(
    db: &mut SqliteConnection,
    programme: ChoiceId,
    keys: &[String],
) -> Result<Vec<RewardCause>> {
    let mut causes = Vec::new();
    for key in keys {
        let invalid = |message| LedgerError::invalid("keys", message);
        let (of, cause) = RewardCause::of_key(key)
            .map_err(|_| invalid("one of these names no reward; take it from the list"))?;
        if of != programme {
            return Err(invalid("one of these rewards is of another programme"));
        }
        let owed = Owed::find(db, programme, cause).await?;
        if owed.is_none_or(|owed| owed.minor <= 0) {
            return Err(invalid("one of these rewards is not expected any more"));
        }
        if !causes.contains(&cause) {
            causes.push(cause);
        }
    }
    Ok(causes)
}
