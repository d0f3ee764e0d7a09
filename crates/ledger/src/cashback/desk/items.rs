//! The rewards of the desk as they are told.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;
use farthing_money::{Currency, Money};
use sqlx::SqliteConnection;

use super::super::kept::{KeptReceivable, Laid, RewardCause};
use super::super::programme_list::bonus_name;
use super::super::read::ReadProgramme;
use super::super::views::{EvidenceFile, Receivable, ReceivableEvent, ReceivableState};
use super::super::words::{self, Claim, ClaimOf, Standing};
use super::owed::Owed;
use super::states::expected_minor;
use crate::error::Result;
use crate::ids::EntryId;
use crate::totals::stored_currency;

/// A reward with how far it is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Item<'p, 'l> {
    pub programme: &'p ReadProgramme<'l>,
    pub owed: Owed,
    pub standing: Standing,
}

/// What entries and files are called, for those that are told.
#[derive(Debug, Default)]
pub(super) struct Known {
    payees: HashMap<EntryId, String>,
    prices: HashMap<(EntryId, Currency), Money>,
    files: HashMap<i64, (String, u32)>,
}

impl Known {
    pub(super) async fn of(
        db: &mut SqliteConnection,
        laid: &Laid,
        items: &[Item<'_, '_>],
    ) -> Result<Self> {
        let mut known = Self::default();
        let entries: BTreeSet<EntryId> =
            items.iter().filter_map(|item| item.owed.entry()).collect();
        known.learn_entries(db, &entries).await?;
        let kept = items.iter().filter_map(|item| kept_of(laid, &item.owed));
        let files: BTreeSet<i64> = kept
            .flat_map(|kept| kept.evidence.iter().map(|file| file.attachment))
            .collect();
        known.learn_files(db, &files).await?;
        Ok(known)
    }

    async fn learn_entries(
        &mut self,
        db: &mut SqliteConnection,
        entries: &BTreeSet<EntryId>,
    ) -> Result<()> {
        let entries = serde_json::to_string(entries)?;
        let rows = sqlx::query!(
            r#"select e.id as "id!: EntryId", coalesce(n.name, '') as "payee!: String",
                   p.currency as "currency!", -sum(p.minor) as "minor!: i64"
               from json_each(?) asked
               cross join entries e on e.id = asked.value
               join postings p on p.entry_id = e.id
               join accounts a on a.id = p.account_id and a.class = 'own'
               left join payees n on n.id = e.payee_id
               group by e.id, p.currency"#,
            entries
        )
        .fetch_all(db)
        .await?;
        for row in rows {
            let currency = stored_currency(&row.currency)?;
            let price = Money::from_minor(row.minor, currency)?;
            self.prices.insert((row.id, currency), price);
            self.payees.insert(row.id, row.payee);
        }
        Ok(())
    }

    async fn learn_files(
        &mut self,
        db: &mut SqliteConnection,
        files: &BTreeSet<i64>,
    ) -> Result<()> {
        if files.is_empty() {
            return Ok(());
        }
        let files = serde_json::to_string(files)?;
        let rows = sqlx::query!(
            r#"select id, media_type, length(content) as "bytes!: u32" from attachments
               where id in (select value from json_each(?))"#,
            files
        )
        .fetch_all(db)
        .await?;
        let rows = rows.into_iter();
        self.files
            .extend(rows.map(|row| (row.id, (row.media_type, row.bytes))));
        Ok(())
    }

    fn payee(&self, entry: EntryId) -> &str {
        self.payees.get(&entry).map_or("", String::as_str)
    }
}

fn kept_of<'l>(laid: &'l Laid, owed: &Owed) -> Option<&'l KeptReceivable> {
    laid.receivable(owed.programme, owed.cause)
}

/// A reward as it is told.
pub(super) fn told(
    laid: &Laid,
    known: &Known,
    item: &Item<'_, '_>,
    today: NaiveDate,
) -> Result<Receivable> {
    let Item {
        programme,
        owed,
        standing,
    } = item;
    let kept = kept_of(laid, owed);
    let days_left = standing.act_until.map(|until| (until - today).num_days());
    Ok(Receivable {
        key: owed.key(),
        programme: programme.id(),
        programme_name: programme.name().to_owned(),
        programme_kind: programme.file.written().kind,
        entry: owed.entry(),
        title: title(known, item),
        day: owed.day,
        amount: standing.amount.into(),
        due: standing.due,
        state: standing.state,
        action: standing.action,
        act_until: standing.act_until,
        days_left: days_left.and_then(|days| i32::try_from(days).ok()),
        paid: standing.paid.map(Into::into),
        receipt: owed.receipt,
        words: words::receivable_words(standing),
        claim_text: claim(known, item, kept)?,
        order: kept.map_or_else(String::new, |kept| kept.order.clone()),
        note: kept.map_or_else(String::new, |kept| kept.note.clone()),
        events: kept.map_or_else(|| Ok(Vec::new()), |kept| events(programme, kept))?,
        evidence: kept.map_or_else(Vec::new, |kept| evidence(known, kept)),
    })
}

fn title(known: &Known, item: &Item<'_, '_>) -> String {
    match item.owed.cause {
        RewardCause::Entry(entry) => match known.payee(entry) {
            "" => "A purchase".to_owned(),
            payee => payee.to_owned(),
        },
        RewardCause::Statement(closes) => words::statement_title(closes),
        RewardCause::Bonus(bonus, _) => bonus_title(item.programme, bonus),
    }
}

fn bonus_title(programme: &ReadProgramme<'_>, id: i64) -> String {
    let mut bonuses = programme.file.written().bonuses.iter();
    let found = bonuses.find(|bonus| bonus.id == id);
    found.map_or_else(|| "A bonus".to_owned(), bonus_name)
}

/// The text to send; empty where there is nothing to ask for.
fn claim(known: &Known, item: &Item<'_, '_>, kept: Option<&KeptReceivable>) -> Result<String> {
    let standing = &item.standing;
    if matches!(
        standing.state,
        ReceivableState::Paid | ReceivableState::TakenBack
    ) {
        return Ok(String::new());
    }
    let owed = &item.owed;
    let expected = expected_minor(owed, kept);
    let name = bonus_title_of(item);
    let of = match owed.cause {
        RewardCause::Entry(entry) => ClaimOf::Purchase {
            shop: known.payee(entry),
            day: owed.day,
            price: known
                .prices
                .get(&(entry, item.programme.file.currency()))
                .copied(),
        },
        RewardCause::Statement(closes) => ClaimOf::Statement(closes),
        RewardCause::Bonus(..) => ClaimOf::Bonus {
            name: &name,
            day: owed.day,
        },
    };
    Ok(words::claim_text(&Claim {
        programme: item.programme.name(),
        state: standing.state,
        of,
        expected: item.programme.reward(expected)?,
        received: standing.paid,
        due: standing.due,
        order: kept.map_or("", |kept| &kept.order),
        files: kept.map_or(0, |kept| kept.evidence.len()),
    }))
}

fn bonus_title_of(item: &Item<'_, '_>) -> String {
    match item.owed.cause {
        RewardCause::Bonus(bonus, _) => bonus_title(item.programme, bonus),
        RewardCause::Entry(_) | RewardCause::Statement(_) => String::new(),
    }
}

fn events(programme: &ReadProgramme<'_>, kept: &KeptReceivable) -> Result<Vec<ReceivableEvent>> {
    let events = kept.events.iter().map(|event| {
        let amount = event.minor.map(|minor| programme.reward(minor));
        Ok(ReceivableEvent {
            day: event.day,
            state: event.state,
            amount: amount.transpose()?.map(Into::into),
        })
    });
    events.collect()
}

fn evidence(known: &Known, kept: &KeptReceivable) -> Vec<EvidenceFile> {
    let files = kept.evidence.iter().filter_map(|file| {
        let (media_type, bytes) = known.files.get(&file.attachment)?;
        Some(EvidenceFile {
            id: i32::try_from(file.attachment).ok()?,
            name: file.name.clone(),
            media_type: media_type.clone(),
            bytes: *bytes,
        })
    });
    files.collect()
}
