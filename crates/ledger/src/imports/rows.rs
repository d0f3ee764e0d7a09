//! New rows become balanced entries: what they refer to is found or made, and money gets its two sides.

use std::collections::HashMap;
use std::ops::ControlFlow;

use sha2::{Digest, Sha256};
use tokio::sync::mpsc;

use super::gather::Known;
use super::insert::{Full, Tables};
use super::joins::Joins;
use super::maker::Maker;
use super::plan::{Fate, Plan};
use super::sorting::Sorted;
use super::{Progress, StatementFile, known};
use crate::day::day_number;
use crate::error::{LedgerError, Result};
use crate::ids::{AccountId, EntryId, ImportId, PayeeId};
use crate::image::Thing;
use crate::rules::rule_set;
use crate::totals::Deltas;
use crate::write::Write;

/// Statements that may wait for the database while the next are made.
const STATEMENTS_AHEAD: usize = 8;

/// Writes the new rows of a plan; gives the import they belong to, and the plan back.
///
/// One thread makes entries while the database writes the ones before.
pub(crate) async fn write_import(
    write: &mut Write,
    file: &StatementFile,
    mut plan: Plan,
    progress: &mut (dyn FnMut(Progress) -> ControlFlow<()> + Send),
) -> Result<(ImportId, Plan)> {
    make_accounts(write, &mut plan).await?;
    let import = insert_import(write, file, &plan).await?;
    let sorted = Sorted::by(&rule_set(write.connection()).await?, &plan);
    let known = Known::gather(write, &plan, &sorted).await?;
    let payees: Vec<PayeeId> = known.payees.values().copied().collect();
    let mut joins = Joins::of(&plan);
    joins.find_transfers(write.connection(), &plan).await?;
    plan.transfers = u32::try_from(joins.count_transfers()).unwrap_or(u32::MAX);
    let following = u32::try_from(joins.count_following()).unwrap_or(u32::MAX);
    let total = plan.count_new().saturating_sub(following);
    plan.entries = total;
    let first = EntryId(write.new_ids(total)?);
    note_rows(write, import, first, total, &plan).await?;
    let maker = Maker::new(&mut plan, known, joins, sorted, first);
    let after = maker.take_what_follows(&plan);
    let (sender, mut statements) = mpsc::channel(STATEMENTS_AHEAD);
    let making = tokio::task::spawn_blocking(move || {
        let deltas = make_entries(&mut plan, maker, import, first, &sender);
        deltas.map(|deltas| (deltas, plan))
    });
    let mut done = 0;
    while let Some((statement, made)) = statements.recv().await {
        if progress(Progress { done, total }).is_break() {
            return Err(LedgerError::Cancelled);
        }
        statement.write(write.connection()).await?;
        done = made;
    }
    let (deltas, plan) = making.await.map_err(|error| stopped(&error))??;
    write.deltas = deltas;
    require_targets(write, import, &payees).await?;
    after.write(write).await?;
    let _ = progress(Progress { done, total });
    write.is_import(import, i64::from(total));
    Ok((import, plan))
}

/// An import's connection does not look up what each row refers to. Entries and rows refer to the
/// entries of their own batch; every account, payee and import they name is looked up here, once.
async fn require_targets(write: &mut Write, import: ImportId, payees: &[PayeeId]) -> Result<()> {
    let payees = serde_json::to_string(payees)?;
    let missing = sqlx::query_scalar!(
        r#"with recursive used (account) as (
               select min(account_id) from postings
               union all
               select (select min(account_id) from postings where account_id > account) from used
               where account is not null
           )
           select (select count(*) from used where account is not null
                       and account not in (select id from accounts))
                + (select count(*) from json_each(?) where value not in (select id from payees))
                + (select count(*) from imports where id = ? and account_id is not null
                       and account_id not in (select id from accounts)) as "missing!: i64""#,
        payees,
        import
    )
    .fetch_one(write.connection())
    .await?;
    if missing == 0 {
        return Ok(());
    }
    Err(LedgerError::Groundless)
}

/// The thread that made the entries ended without them: a fault of the program, not of the file.
fn stopped(cause: &dyn std::fmt::Display) -> LedgerError {
    LedgerError::Damaged(format!(
        "the import stopped half-way ({cause}); nothing was written"
    ))
}

/// Makes entries and their statements until all are made or nobody takes them any more; gives what
/// they add to the kept totals. Each statement goes with the number of entries made until then. The rows
/// give their texts away.
fn make_entries(
    plan: &mut Plan,
    mut maker: Maker,
    import: ImportId,
    first: EntryId,
    sender: &mpsc::Sender<(Full, u32)>,
) -> Result<Deltas> {
    let mut deltas = Deltas::default();
    let mut tables = Tables::of(import);
    let mut ids = (first.0..).map(EntryId);
    let mut made = 0;
    let statements = &mut plan.reading.statements;
    for (index, (section, statement)) in plan.sections.iter().zip(statements).enumerate() {
        let account = section.account.ok_or(LedgerError::Missing("account"))?;
        for (place, planned) in section.rows.iter().enumerate() {
            let place = (index, place);
            if planned.fate != Fate::New || maker.follows(place) {
                continue;
            }
            let (Some(row), Some(id)) = (statement.rows.get_mut(planned.index), ids.next()) else {
                continue;
            };
            let entry = maker.entry(id, place, account, planned, row)?;
            deltas.count(&entry.fact, 1)?;
            made += 1;
            for full in tables.take(entry)? {
                if sender.blocking_send((full, made)).is_err() {
                    return Ok(deltas);
                }
            }
        }
    }
    for full in tables.rest()? {
        if sender.blocking_send((full, made)).is_err() {
            break;
        }
    }
    Ok(deltas)
}

/// Entries take their ids in a row, so that their import finds them by the first and the last; their
/// rows are known again by its days and its list of identities.
async fn note_rows(
    write: &mut Write,
    import: ImportId,
    first: EntryId,
    entries: u32,
    plan: &Plan,
) -> Result<()> {
    let count = i64::from(entries);
    let (first, last) = match count {
        0 => (None, None),
        _ => (Some(first), Some(EntryId(first.0 + count - 1))),
    };
    let days = plan.days_of_sources();
    let first_day = days.as_ref().map(|days| day_number(*days.start()));
    let last_day = days.as_ref().map(|days| day_number(*days.end()));
    sqlx::query!(
        "update imports set first_entry = ?, last_entry = ?, first_day = ?, last_day = ? where id = ?",
        first,
        last,
        first_day,
        last_day,
        import
    )
    .execute(write.connection())
    .await?;
    known::keep(write.connection(), import, plan.new_identities()).await
}

async fn make_accounts(write: &mut Write, plan: &mut Plan) -> Result<()> {
    let mut made: HashMap<String, AccountId> = HashMap::new();
    for (section, statement) in plan.sections.iter_mut().zip(&plan.reading.statements) {
        if section.account.is_some() {
            continue;
        }
        let account = if let Some(&account) = made.get(&section.name) {
            account
        } else {
            let (bank, number) = (&section.hint.institution, &section.hint.number);
            write
                .insert_account(
                    &section.name,
                    section.kind,
                    bank.as_deref(),
                    number.as_deref(),
                )
                .await?
        };
        made.insert(section.name.clone(), account);
        section.account = Some(account);
        section.identify(account, &statement.rows);
    }
    plan.mark_repeats();
    Ok(())
}

async fn insert_import(write: &mut Write, file: &StatementFile, plan: &Plan) -> Result<ImportId> {
    let id = ImportId(write.new_id()?);
    write.make(Thing::Import(id));
    let at = write.at();
    let size = i64::try_from(file.bytes.len()).unwrap_or(i64::MAX);
    let digest = hex(&Sha256::digest(&file.bytes));
    let account = plan.sections.first().and_then(|section| section.account);
    let reading = &plan.reading;
    sqlx::query!(
        "insert into imports (id, file_name, byte_size, digest, format, provider, encoding, shape,
                              account_id, imported_at)
         values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        id,
        file.name,
        size,
        digest,
        reading.format,
        reading.provider,
        reading.encoding,
        reading.shape,
        account,
        at
    )
    .execute(write.connection())
    .await?;
    Ok(id)
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
