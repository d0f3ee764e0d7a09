//! What the rows of a file refer to, found or made before the first is written: payees, categories, and
//! the purchases that refunds name.

use std::collections::{HashMap, HashSet};

use chrono::Days;
use farthing_rules::payee::clean;
use sqlx::SqliteConnection;

use super::plan::Plan;
use super::postings::{Places, category_name, category_of_part, class_of, kind_of};
use super::sorting::Sorted;
use crate::day::day_number;
use crate::error::{LedgerError, Result};
use crate::ids::{AccountId, EntryId, PayeeId};
use crate::kinds::{CategoryClass, EntryKind};
use crate::payees::alias_of;
use crate::write::Write;

/// How far back a refund's purchase is looked for.
const REFUND_DAYS: u64 = 366;

/// What the rows of a file refer to.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// Payees by the text of the file, and by the names that rules give.
    pub payees: HashMap<String, PayeeId>,
    pub places: Places,
    /// The purchases that refunds of this file name, by their provider's id; none where there is none.
    pub purchases: HashMap<String, Option<EntryId>>,
}

impl Known {
    pub(super) async fn gather(write: &mut Write, plan: &Plan, sorted: &Sorted) -> Result<Self> {
        let accounts = plan.sections.iter().map(|section| {
            let account = section.account.ok_or(LedgerError::Missing("account"))?;
            Ok((account, section.currency))
        });
        Ok(Self {
            places: Places {
                accounts: accounts.collect::<Result<_>>()?,
                categories: gather_categories(write, plan).await?,
            },
            payees: gather_payees(write, plan, sorted).await?,
            purchases: purchases_named(write.connection(), plan).await?,
        })
    }
}

/// Payees by the text of the file. New ones stay when the import is undone: they hold no money, and
/// a redo finds them again.
async fn gather_payees(
    write: &mut Write,
    plan: &Plan,
    sorted: &Sorted,
) -> Result<HashMap<String, PayeeId>> {
    let mut payees: HashMap<String, PayeeId> = HashMap::new();
    let mut aliases: Vec<(String, &str)> = Vec::new();
    let texts = plan.new_rows().map(|row| row.payee.as_str());
    for text in texts
        .chain(sorted.payees())
        .filter(|text| !text.trim().is_empty())
    {
        if !payees.contains_key(text) {
            payees.insert(text.to_owned(), PayeeId(0));
            aliases.push((alias_of(text), text));
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

/// A payee that is new is named without what a terminal prints around its name; the text itself
/// stays its alias.
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
    // Texts that differ in capitals and blanks alone are one payee, named as the first is written.
    let mut seen: HashSet<&str> = HashSet::new();
    let is_new = |alias: &str| !by_alias.contains_key(alias);
    let new = aliases
        .iter()
        .filter(|(alias, _)| is_new(alias) && seen.insert(alias));
    let new: Vec<_> = new
        .map(|(alias, text)| (alias.as_str(), name_of(text)))
        .collect();
    by_alias.extend(write.name_payees(new).await?);
    Ok(by_alias)
}

/// The name of a payee. What no terminal prints, such as markup, is nobody's noise: it is shown as it
/// stands.
fn name_of(text: &str) -> String {
    let unprinted = |letter: char| letter.is_control() || "<>{}=".contains(letter);
    let is_escaped = text.contains('&') && text.contains(';');
    let cleaned = if is_escaped || text.contains(unprinted) {
        String::new()
    } else {
        clean(text).name
    };
    if cleaned.is_empty() {
        text.to_owned()
    } else {
        cleaned
    }
}

/// Categories by the file's words for them, made where they are new.
async fn gather_categories(
    write: &mut Write,
    plan: &Plan,
) -> Result<HashMap<CategoryClass, HashMap<String, AccountId>>> {
    let mut categories: HashMap<CategoryClass, HashMap<String, AccountId>> = HashMap::new();
    for row in plan.new_rows() {
        let of_row = category_name(row)
            .filter(|_| row.parts().is_empty())
            .zip(class_of(kind_of(row)));
        let of_parts = row.parts().iter().filter_map(category_of_part);
        for (name, class) in of_row.into_iter().chain(of_parts) {
            let of_class = categories.entry(class).or_default();
            if !of_class.contains_key(name) {
                let id = find_or_make_category(write, name, class).await?;
                of_class.insert(name.to_owned(), id);
            }
        }
    }
    Ok(categories)
}

async fn find_or_make_category(
    write: &mut Write,
    name: &str,
    class: CategoryClass,
) -> Result<AccountId> {
    let known = sqlx::query_scalar!(
        r#"select id as "id: AccountId" from accounts where class = ? and name = ? collate nocase"#,
        class,
        name
    )
    .fetch_optional(write.connection())
    .await?;
    match known {
        Some(known) => Ok(known),
        None => write.insert_category(name, class).await,
    }
}

/// The purchases of earlier imports that refunds of this file name by their provider's id.
async fn purchases_named(
    db: &mut SqliteConnection,
    plan: &Plan,
) -> Result<HashMap<String, Option<EntryId>>> {
    let mut purchases = HashMap::new();
    for (section, statement) in plan.sections.iter().zip(&plan.reading.statements) {
        let refunds = || {
            let rows = section.new_rows();
            let rows = rows.filter_map(|planned| statement.rows.get(planned.index));
            rows.filter(|row| row.related.is_some() && kind_of(row) == EntryKind::Refund)
        };
        let days = || refunds().map(|row| row.date);
        let (Some(account), Some((first, last))) =
            (section.account, days().min().zip(days().max()))
        else {
            continue;
        };
        let first = first
            .checked_sub_days(Days::new(REFUND_DAYS))
            .unwrap_or(first);
        let (first, last) = (day_number(first), day_number(last));
        let ids: Vec<&str> = refunds().filter_map(|row| row.related.as_deref()).collect();
        for id in &ids {
            purchases.entry((*id).to_owned()).or_insert(None);
        }
        let ids = serde_json::to_string(&ids)?;
        let rows = sqlx::query!(
            r#"select r.reference as "reference!: String", e.id as "id!: EntryId"
               from postings p join entries e on e.id = p.entry_id and e.kind = 1 and e.status <> 4
               join statement_rows r on r.entry_id = e.id
               where p.account_id = ? and p.day between ? and ?
                 and r.reference in (select value from json_each(?))"#,
            account,
            first,
            last,
            ids
        )
        .fetch_all(&mut *db)
        .await?;
        purchases.extend(rows.into_iter().map(|row| (row.reference, Some(row.id))));
    }
    Ok(purchases)
}
