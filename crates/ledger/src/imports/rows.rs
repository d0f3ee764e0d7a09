//! New rows become balanced entries, written many at a time.

use std::collections::HashMap;
use std::ops::ControlFlow;
use std::sync::Arc;

use chrono::Timelike;
use farthing_money::Money;
use farthing_statements::{Row, RowKind, RowStatus};
use sha2::{Digest, Sha256};
use sqlx::{QueryBuilder, Sqlite};
use tokio::sync::mpsc;

use super::plan::{Plan, Planned, Section};
use super::settle::counter_of;
use super::{Progress, StatementFile};
use crate::day::day_number;
use crate::error::{LedgerError, Result};
use crate::ids::{AccountId, EntryId, ImportId, PayeeId, built_in};
use crate::image::Thing;
use crate::kinds::{CategoryClass, EntryKind, EntryStatus};
use crate::payees::alias_of;
use crate::totals::{Deltas, Fact, Part};
use crate::write::Write;

/// Entries written by one statement: nine values each, well below SQLite's 32,766.
const ENTRIES_A_STATEMENT: usize = 1_000;
/// Batches that may wait for the database while the next is made.
const BATCHES_AHEAD: usize = 2;

/// An entry of an import, ready to be written.
struct NewEntry<'a> {
    id: EntryId,
    row: &'a Row,
    identity: i64,
    kind: EntryKind,
    status: EntryStatus,
    payee: Option<PayeeId>,
    refund_of: Option<EntryId>,
    postings: Vec<(AccountId, bool, Money)>,
}

/// What the rows of a file refer to, found or made before the first is written.
struct Known {
    payees: HashMap<String, PayeeId>,
    categories: HashMap<(String, CategoryClass), AccountId>,
    /// Purchases of this file by their provider's id, for the refunds that name them.
    purchases: HashMap<String, EntryId>,
}

/// The statements that write some entries, with their values.
struct Batch {
    entries: usize,
    statements: [QueryBuilder<Sqlite>; 3],
}

/// Writes the new rows of a plan; gives the import they belong to, and the plan back.
///
/// One thread makes batches while the database writes the one before.
pub(crate) async fn write_import(
    write: &mut Write,
    file: &StatementFile,
    mut plan: Plan,
    progress: &mut (dyn FnMut(Progress) -> ControlFlow<()> + Send),
) -> Result<(ImportId, Plan)> {
    make_accounts(write, &mut plan).await?;
    let import = insert_import(write, file, &plan).await?;
    let known = Known::gather(write, &plan).await?;
    let total = plan.count_new();
    let first = EntryId(write.new_ids(total)?);
    note_entries(write, import, first, total).await?;
    let plan = Arc::new(plan);
    let (sender, mut batches) = mpsc::channel(BATCHES_AHEAD);
    let making = tokio::task::spawn_blocking({
        let plan = Arc::clone(&plan);
        move || make_batches(&plan, known, import, first, &sender)
    });
    let mut done = 0;
    while let Some(batch) = batches.recv().await {
        if progress(Progress { done, total }).is_break() {
            return Err(LedgerError::Cancelled);
        }
        done += u32::try_from(batch.entries).unwrap_or(u32::MAX);
        for mut statement in batch.statements {
            statement.build().execute(write.connection()).await?;
        }
    }
    write.deltas = making.await.map_err(|error| stopped(&error))??;
    let _ = progress(Progress { done, total });
    write.is_import(import, i64::from(total));
    let plan = Arc::into_inner(plan).ok_or_else(|| stopped(&"its rows are still in use"))?;
    Ok((import, plan))
}

/// The thread that made the entries ended without them: a fault of the program, not of the file.
fn stopped(cause: &dyn std::fmt::Display) -> LedgerError {
    LedgerError::Damaged(format!(
        "the import stopped half-way ({cause}); nothing was written"
    ))
}

/// Makes entries and their statements until all are made or nobody takes them any more; gives what
/// they add to the kept totals.
fn make_batches(
    plan: &Plan,
    mut known: Known,
    import: ImportId,
    first: EntryId,
    sender: &mpsc::Sender<Batch>,
) -> Result<Deltas> {
    let mut deltas = Deltas::default();
    let mut next = first;
    for (section, statement) in plan.sections.iter().zip(&plan.reading.statements) {
        let fresh: Vec<&Planned> = section.new_rows().collect();
        for chunk in fresh.chunks(ENTRIES_A_STATEMENT) {
            let entries = understood(next, section, &statement.rows, chunk, &mut known)?;
            next.0 += i64::try_from(entries.len()).unwrap_or_default();
            for entry in &entries {
                deltas.count(&entry.fact(), 1)?;
            }
            let batch = Batch {
                entries: entries.len(),
                statements: [
                    insert_entries(&entries),
                    insert_postings(&entries),
                    insert_sources(import, &entries),
                ],
            };
            if sender.blocking_send(batch).is_err() {
                return Ok(deltas);
            }
        }
    }
    Ok(deltas)
}

/// Entries take their ids in a row, so that their import finds them by the first and the last.
async fn note_entries(
    write: &mut Write,
    import: ImportId,
    first: EntryId,
    count: u32,
) -> Result<()> {
    if count == 0 {
        return Ok(());
    }
    let last = EntryId(first.0 + i64::from(count) - 1);
    sqlx::query!(
        "update imports set first_entry = ?, last_entry = ? where id = ?",
        first,
        last,
        import
    )
    .execute(write.connection())
    .await?;
    Ok(())
}

/// What a row is in the ledger: what the layout says, else by its sign.
pub(crate) fn kind_of(row: &Row) -> EntryKind {
    match row.kind {
        RowKind::Unknown if row.neutral => EntryKind::Transfer,
        RowKind::Unknown if row.amount.is_sign_negative() => EntryKind::Purchase,
        RowKind::Unknown | RowKind::Income => EntryKind::Income,
        RowKind::Purchase => EntryKind::Purchase,
        RowKind::Refund => EntryKind::Refund,
        RowKind::Transfer | RowKind::Conversion => EntryKind::Transfer,
        RowKind::CashWithdrawal => EntryKind::CashWithdrawal,
        RowKind::Fee => EntryKind::Fee,
        RowKind::Interest => EntryKind::Interest,
        RowKind::CardPayment => EntryKind::CardPayment,
        RowKind::TopUp => EntryKind::TopUp,
        RowKind::Cashback => EntryKind::Cashback,
    }
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
    Ok(())
}

async fn insert_import(write: &mut Write, file: &StatementFile, plan: &Plan) -> Result<ImportId> {
    let id = ImportId(write.new_id()?);
    write.touch(Thing::Import(id)).await?;
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

impl Known {
    async fn gather(write: &mut Write, plan: &Plan) -> Result<Self> {
        Ok(Self {
            payees: gather_payees(write, plan).await?,
            categories: gather_categories(write, plan).await?,
            purchases: HashMap::new(),
        })
    }
}

/// The new rows of a plan.
fn fresh_rows(plan: &Plan) -> impl Iterator<Item = &Row> {
    plan.sections
        .iter()
        .zip(&plan.reading.statements)
        .flat_map(|(section, statement)| {
            section
                .new_rows()
                .filter_map(|planned| statement.rows.get(planned.index))
        })
}

/// Payees by the text of the file. New ones stay when the import is undone: they hold no money, and
/// a redo finds them again.
async fn gather_payees(write: &mut Write, plan: &Plan) -> Result<HashMap<String, PayeeId>> {
    let mut payees: HashMap<String, PayeeId> = HashMap::new();
    let mut aliases: Vec<(String, &str)> = Vec::new();
    for row in fresh_rows(plan).filter(|row| !row.payee.trim().is_empty()) {
        if !payees.contains_key(&row.payee) {
            payees.insert(row.payee.clone(), PayeeId(0));
            aliases.push((alias_of(&row.payee), &row.payee));
        }
    }
    let by_alias = find_or_make_payees(write, &aliases).await?;
    for (alias, text) in &aliases {
        if let (Some(slot), Some(id)) = (payees.get_mut(*text), by_alias.get(alias)) {
            *slot = *id;
        }
    }
    Ok(payees)
}

async fn find_or_make_payees(
    write: &mut Write,
    aliases: &[(String, &str)],
) -> Result<HashMap<String, PayeeId>> {
    let list: Vec<&String> = aliases.iter().map(|(alias, _)| alias).collect();
    let list = serde_json::to_string(&list)?;
    let found = sqlx::query!(
        r#"select alias, payee_id as "id: PayeeId" from payee_aliases
           where alias in (select value from json_each(?))"#,
        list
    )
    .fetch_all(write.connection())
    .await?;
    let mut by_alias: HashMap<String, PayeeId> =
        found.into_iter().map(|row| (row.alias, row.id)).collect();
    for (alias, text) in aliases {
        if !by_alias.contains_key(alias) {
            let new = PayeeId(write.new_id()?);
            let id = write.name_payee(new, text).await?;
            write.alias_payee(alias, id).await?;
            by_alias.insert(alias.clone(), id);
        }
    }
    Ok(by_alias)
}

/// Categories by the provider's words for them, made where they are new.
async fn gather_categories(
    write: &mut Write,
    plan: &Plan,
) -> Result<HashMap<(String, CategoryClass), AccountId>> {
    let mut categories = HashMap::new();
    for row in fresh_rows(plan) {
        let (Some(name), Some(class)) = (category_name(row), class_of(kind_of(row))) else {
            continue;
        };
        let key = (name.clone(), class);
        if categories.contains_key(&key) {
            continue;
        }
        let known = sqlx::query_scalar!(
            r#"select id as "id: AccountId" from accounts where class = ? and name = ? collate nocase"#,
            class,
            name
        )
        .fetch_optional(write.connection())
        .await?;
        let id = match known {
            Some(known) => known,
            None => write.insert_category(&name, class).await?,
        };
        categories.insert(key, id);
    }
    Ok(categories)
}

fn category_name(row: &Row) -> Option<String> {
    let name: String = row.category.as_deref()?.trim().chars().take(200).collect();
    (!name.is_empty()).then_some(name)
}

fn class_of(kind: EntryKind) -> Option<CategoryClass> {
    match kind {
        EntryKind::Purchase | EntryKind::Refund => Some(CategoryClass::Expense),
        EntryKind::Income => Some(CategoryClass::Income),
        _ => None,
    }
}

fn understood<'a>(
    first: EntryId,
    section: &Section,
    rows: &'a [Row],
    chunk: &[&Planned],
    known: &mut Known,
) -> Result<Vec<NewEntry<'a>>> {
    let account = section.account.ok_or(LedgerError::Missing("account"))?;
    let mut entries = Vec::with_capacity(chunk.len());
    for (id, planned) in (first.0..).map(EntryId).zip(chunk) {
        let Some(row) = rows.get(planned.index) else {
            continue;
        };
        let kind = kind_of(row);
        if let (EntryKind::Purchase, Some(reference)) = (kind, &row.reference) {
            known.purchases.insert(reference.clone(), id);
        }
        entries.push(NewEntry {
            id,
            row,
            identity: planned.identity,
            kind,
            status: match row.status {
                RowStatus::Pending => EntryStatus::Pending,
                RowStatus::Posted => EntryStatus::Posted,
            },
            payee: known.payees.get(&row.payee).copied(),
            refund_of: (kind == EntryKind::Refund)
                .then(|| {
                    row.related
                        .as_ref()
                        .and_then(|r| known.purchases.get(r))
                        .copied()
                })
                .flatten(),
            postings: postings(account, planned, row, kind, known)?,
        });
    }
    Ok(entries)
}

/// What the account saw, the fee in it, and the rest to the account that faces it.
fn postings(
    account: AccountId,
    planned: &Planned,
    row: &Row,
    kind: EntryKind,
    known: &Known,
) -> Result<Vec<(AccountId, bool, Money)>> {
    let other = facing(row, kind, known);
    if row.neutral {
        // No side can be proved: the size is kept, and the account's balance is left alone.
        return Ok(vec![
            (account, true, Money::zero(planned.amount.currency())),
            (other, false, planned.amount),
            (other, false, planned.amount.negated()),
        ]);
    }
    let rest = planned.fee.checked_add(planned.amount.negated())?;
    let mut postings = Vec::with_capacity(3);
    postings.push((account, true, planned.amount));
    if planned.fee.is_zero() || !rest.is_zero() {
        postings.push((other, false, rest));
    }
    if !planned.fee.is_zero() {
        postings.push((built_in::FEES, false, planned.fee.negated()));
    }
    Ok(postings)
}

fn facing(row: &Row, kind: EntryKind, known: &Known) -> AccountId {
    let category = |otherwise| {
        category_name(row)
            .zip(class_of(kind))
            .and_then(|key| known.categories.get(&key).copied())
            .unwrap_or(otherwise)
    };
    match kind {
        EntryKind::Purchase | EntryKind::Refund => category(built_in::SPENDING),
        EntryKind::Income => category(built_in::INCOME),
        EntryKind::Fee => built_in::FEES,
        EntryKind::Interest => built_in::INTEREST,
        EntryKind::Cashback => built_in::CASHBACK,
        EntryKind::Adjustment => built_in::ADJUSTMENTS,
        EntryKind::Transfer
        | EntryKind::CashWithdrawal
        | EntryKind::CardPayment
        | EntryKind::TopUp
        | EntryKind::GiftCard
        | EntryKind::CashAdvance => built_in::TRANSFERS,
    }
}

impl NewEntry<'_> {
    fn fact(&self) -> Fact {
        Fact {
            day: self.row.date,
            kind: self.kind,
            status: self.status,
            payee: self.payee,
            parts: self
                .postings
                .iter()
                .map(|&(account, own, amount)| Part {
                    account,
                    own,
                    minor: amount.minor(),
                    currency: amount.currency(),
                })
                .collect(),
        }
    }
}

fn insert_entries(entries: &[NewEntry<'_>]) -> QueryBuilder<Sqlite> {
    let mut sql = QueryBuilder::<Sqlite>::new(
        "insert into entries (id, day, second, zone, kind, status, payee_id, note, refund_of) ",
    );
    sql.push_values(entries, |mut values, entry| {
        values
            .push_bind(entry.id.0)
            .push_bind(day_number(entry.row.date))
            .push_bind(entry.row.time.map(|time| time.num_seconds_from_midnight()))
            .push_bind(entry.row.zone.as_deref())
            .push_bind(entry.kind)
            .push_bind(entry.status)
            .push_bind(entry.payee)
            .push_bind(entry.row.memo.as_str())
            .push_bind(entry.refund_of);
    });
    sql
}

fn insert_postings(entries: &[NewEntry<'_>]) -> QueryBuilder<Sqlite> {
    let mut sql = QueryBuilder::<Sqlite>::new(
        "insert into postings (entry_id, position, account_id, day, minor, currency) ",
    );
    let lines = entries.iter().flat_map(|entry| {
        (0_i64..)
            .zip(&entry.postings)
            .map(move |(position, posting)| (entry, position, posting))
    });
    sql.push_values(
        lines,
        |mut values, (entry, position, (account, _, amount))| {
            values
                .push_bind(entry.id.0)
                .push_bind(position)
                .push_bind(account.0)
                .push_bind(day_number(entry.row.date))
                .push_bind(amount.minor())
                .push_bind(amount.currency().code().to_owned());
        },
    );
    sql
}

fn insert_sources(import: ImportId, entries: &[NewEntry<'_>]) -> QueryBuilder<Sqlite> {
    let mut sql = QueryBuilder::<Sqlite>::new(
        "insert into statement_rows (entry_id, identity, import_id, line, raw, reference, counter) ",
    );
    sql.push_values(entries, |mut values, entry| {
        values
            .push_bind(entry.id.0)
            .push_bind(entry.identity)
            .push_bind(import.0)
            .push_bind(entry.row.line)
            .push_bind(entry.row.raw.as_str())
            .push_bind(entry.row.reference.as_deref())
            .push_bind(counter_of(entry.row));
    });
    sql
}
