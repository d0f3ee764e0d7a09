//! New rows become balanced entries: what they refer to is found or made, and money gets its two sides.

use std::collections::HashMap;
use std::mem;
use std::ops::ControlFlow;

use chrono::Timelike;
use farthing_money::Money;
use farthing_statements::{Row, RowKind, RowStatus};
use sha2::{Digest, Sha256};
use tokio::sync::mpsc;

use super::insert::{Full, Tables};
use super::plan::{Plan, Planned};
use super::settle::counter_of;
use super::{Progress, StatementFile, known};
use crate::day::day_number;
use crate::error::{LedgerError, Result};
use crate::ids::{AccountId, EntryId, ImportId, PayeeId, built_in};
use crate::image::Thing;
use crate::kinds::{CategoryClass, EntryKind, EntryStatus};
use crate::payees::alias_of;
use crate::totals::{Deltas, Fact, Part};
use crate::write::Write;

/// How many characters a category's name has at most.
const LONGEST_CATEGORY: usize = 200;
/// Statements that may wait for the database while the next are made.
const STATEMENTS_AHEAD: usize = 8;

/// An entry of an import, ready to be written.
pub(super) struct NewEntry {
    pub id: EntryId,
    pub fact: Fact,
    /// The local second of the day, where the row says one.
    pub second: Option<u32>,
    pub zone: Option<String>,
    pub note: String,
    pub refund_of: Option<EntryId>,
    pub identity: i64,
    pub line: u32,
    pub raw: String,
    pub reference: Option<String>,
    pub counter: Option<String>,
}

/// What the rows of a file refer to, found or made before the first is written.
struct Known {
    payees: HashMap<String, PayeeId>,
    categories: HashMap<CategoryClass, HashMap<String, AccountId>>,
    /// The purchases of this file that a refund in it names, by their provider's id; none until they
    /// are met.
    purchases: HashMap<String, Option<EntryId>>,
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
    let payees: Vec<PayeeId> = known.payees.values().copied().collect();
    let total = plan.count_new();
    let first = EntryId(write.new_ids(total)?);
    note_rows(write, import, first, &plan).await?;
    let (sender, mut statements) = mpsc::channel(STATEMENTS_AHEAD);
    let making = tokio::task::spawn_blocking(move || {
        let deltas = make_entries(&mut plan, known, import, first, &sender);
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
    mut known: Known,
    import: ImportId,
    first: EntryId,
    sender: &mpsc::Sender<(Full, u32)>,
) -> Result<Deltas> {
    let mut deltas = Deltas::default();
    let mut tables = Tables::of(import);
    let mut ids = (first.0..).map(EntryId);
    let mut made = 0;
    for (section, statement) in plan.sections.iter().zip(&mut plan.reading.statements) {
        let account = section.account.ok_or(LedgerError::Missing("account"))?;
        for planned in section.new_rows() {
            let (Some(row), Some(id)) = (statement.rows.get_mut(planned.index), ids.next()) else {
                continue;
            };
            let entry = understood(id, account, planned, row, &mut known)?;
            deltas.count(&entry.fact, 1)?;
            made += 1;
            for full in tables.take(entry)? {
                if sender.blocking_send((full, made)).is_err() {
                    return Ok(deltas);
                }
            }
        }
    }
    for full in tables.rest() {
        if sender.blocking_send((full, made)).is_err() {
            break;
        }
    }
    Ok(deltas)
}

/// Entries take their ids in a row, so that their import finds them by the first and the last; their
/// rows are known again by its days and its list of identities.
async fn note_rows(write: &mut Write, import: ImportId, first: EntryId, plan: &Plan) -> Result<()> {
    let count = i64::from(plan.count_new());
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

impl Known {
    async fn gather(write: &mut Write, plan: &Plan) -> Result<Self> {
        Ok(Self {
            payees: gather_payees(write, plan).await?,
            categories: gather_categories(write, plan).await?,
            purchases: plan
                .new_rows()
                .filter(|row| kind_of(row) == EntryKind::Refund)
                .filter_map(|row| Some((row.related.clone()?, None)))
                .collect(),
        })
    }
}

/// Payees by the text of the file. New ones stay when the import is undone: they hold no money, and
/// a redo finds them again.
async fn gather_payees(write: &mut Write, plan: &Plan) -> Result<HashMap<String, PayeeId>> {
    let mut payees: HashMap<String, PayeeId> = HashMap::new();
    let mut aliases: Vec<(String, &str)> = Vec::new();
    for row in plan.new_rows().filter(|row| !row.payee.trim().is_empty()) {
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
) -> Result<HashMap<CategoryClass, HashMap<String, AccountId>>> {
    let mut categories: HashMap<CategoryClass, HashMap<String, AccountId>> = HashMap::new();
    for row in plan.new_rows() {
        let (Some(name), Some(class)) = (category_name(row), class_of(kind_of(row))) else {
            continue;
        };
        let of_class = categories.entry(class).or_default();
        if of_class.contains_key(name) {
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
            None => write.insert_category(name, class).await?,
        };
        of_class.insert(name.to_owned(), id);
    }
    Ok(categories)
}

/// What the provider calls the row's category, as far as a name goes.
fn category_name(row: &Row) -> Option<&str> {
    let text = row.category.as_deref()?.trim();
    let end = text.char_indices().nth(LONGEST_CATEGORY);
    let name = end.and_then(|(end, _)| text.get(..end)).unwrap_or(text);
    (!name.is_empty()).then_some(name)
}

fn class_of(kind: EntryKind) -> Option<CategoryClass> {
    match kind {
        EntryKind::Purchase | EntryKind::Refund => Some(CategoryClass::Expense),
        EntryKind::Income => Some(CategoryClass::Income),
        _ => None,
    }
}

fn understood(
    id: EntryId,
    account: AccountId,
    planned: &Planned,
    row: &mut Row,
    known: &mut Known,
) -> Result<NewEntry> {
    let kind = kind_of(row);
    let refund_of = match (kind, &row.related, &row.reference) {
        (EntryKind::Refund, Some(purchase), _) => known.purchases.get(purchase).copied().flatten(),
        (EntryKind::Purchase, _, Some(reference)) => {
            if let Some(wanted) = known.purchases.get_mut(reference) {
                *wanted = Some(id);
            }
            None
        }
        _ => None,
    };
    let fact = Fact {
        day: row.date,
        kind,
        status: match row.status {
            RowStatus::Pending => EntryStatus::Pending,
            RowStatus::Posted => EntryStatus::Posted,
        },
        payee: known.payees.get(&row.payee).copied(),
        parts: parts(account, planned, row, kind, known)?,
    };
    Ok(NewEntry {
        id,
        fact,
        second: row.time.map(|time| time.num_seconds_from_midnight()),
        zone: row.zone.take(),
        note: mem::take(&mut row.memo),
        refund_of,
        identity: planned.identity,
        line: row.line,
        raw: mem::take(&mut row.raw),
        reference: row.reference.take(),
        counter: counter_of(row).map(str::to_owned),
    })
}

/// What the account saw, the fee in it, and the rest to the account that faces it.
fn parts(
    account: AccountId,
    planned: &Planned,
    row: &Row,
    kind: EntryKind,
    known: &Known,
) -> Result<Vec<Part>> {
    let other = facing(row, kind, known);
    if row.neutral {
        // No side can be proved: the size is kept, and the account's balance is left alone.
        return Ok(vec![
            Part::of(account, Money::zero(planned.amount.currency())).own(),
            Part::of(other, planned.amount),
            Part::of(other, planned.amount.negated()),
        ]);
    }
    let rest = planned.fee.checked_add(planned.amount.negated())?;
    let mut parts = vec![Part::of(account, planned.amount).own()];
    if planned.fee.is_zero() || !rest.is_zero() {
        parts.push(Part::of(other, rest));
    }
    if !planned.fee.is_zero() {
        parts.push(Part::of(built_in::FEES, planned.fee.negated()));
    }
    Ok(parts)
}

fn facing(row: &Row, kind: EntryKind, known: &Known) -> AccountId {
    let category = |otherwise| {
        let known = class_of(kind).and_then(|class| known.categories.get(&class));
        category_name(row)
            .and_then(|name| known?.get(name).copied())
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
