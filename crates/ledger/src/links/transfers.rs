//! The two sides of a transfer between own accounts.

use chrono::NaiveDate;
use farthing_rules::ids as rule_ids;
use farthing_rules::transfers::{self, Certainty, OwnAccount, Pair, Reason, Row};
use sqlx::SqliteConnection;

use super::{Found, Loose, days_apart, loose_entries};
use crate::error::{LedgerError, Result};
use crate::ids::{AccountId, EntryId, built_in};
use crate::image::Thing;
use crate::kinds::EntryKind;
use crate::write::Write;

/// What own accounts are called and numbered.
pub(crate) struct Accounts(Vec<Named>);

struct Named {
    id: AccountId,
    names: Vec<String>,
    numbers: Vec<String>,
}

impl Accounts {
    /// Every own account of the ledger.
    pub(crate) async fn all(db: &mut SqliteConnection) -> Result<Self> {
        let rows = sqlx::query!(
            r#"select id as "id: AccountId", name, institution, number from accounts
               where class = 'own'"#
        )
        .fetch_all(db)
        .await?;
        let named = rows.into_iter().map(|row| Named {
            id: row.id,
            names: std::iter::once(row.name).chain(row.institution).collect(),
            numbers: row.number.into_iter().collect(),
        });
        Ok(Self(named.collect()))
    }

    /// How many there are.
    pub(crate) fn count(&self) -> usize {
        self.0.len()
    }

    /// Does something with them as the rules take them.
    pub(crate) fn with<T>(&self, work: impl FnOnce(&[OwnAccount]) -> T) -> T {
        let texts: Vec<(Vec<&str>, Vec<&str>)> = self
            .0
            .iter()
            .map(|account| (borrowed(&account.names), borrowed(&account.numbers)))
            .collect();
        let own: Vec<OwnAccount> = self
            .0
            .iter()
            .zip(&texts)
            .map(|(account, (names, numbers))| OwnAccount {
                id: rule_ids::AccountId(account.id.0),
                names,
                numbers,
            })
            .collect();
        work(&own)
    }
}

fn borrowed(texts: &[String]) -> Vec<&str> {
    texts.iter().map(String::as_str).collect()
}

impl Loose {
    /// The entry as the rules take it, numbered by its id.
    pub(crate) fn as_row(&self) -> Row<'_> {
        Row {
            id: rule_ids::RowId(self.id.0),
            account: rule_ids::AccountId(self.account.0),
            day: self.day,
            amount: self.amount,
            fee_minor: self.fee_minor,
            kind: (!self.by_sign).then(|| self.kind.into()),
            payee: &self.payee,
            memo: &self.note,
            counter_account: self.counter.as_deref(),
            counter_number: self.counter.as_deref(),
            reference: self.reference.as_deref(),
        }
    }
}

/// Pairs among the entries from a day on that nobody has put together.
pub(super) async fn suggested(
    db: &mut SqliteConnection,
    from: NaiveDate,
    rejected: &[(EntryId, EntryId)],
) -> Result<Vec<Found>> {
    let accounts = Accounts::all(db).await?;
    if accounts.count() < 2 {
        return Ok(Vec::new());
    }
    let entries = loose_entries(db, from..=NaiveDate::MAX).await?;
    let rows: Vec<Row> = entries.iter().map(Loose::as_row).collect();
    let rejected: Vec<_> = rejected
        .iter()
        .map(|(a, b)| (rule_ids::RowId(a.0), rule_ids::RowId(b.0)))
        .collect();
    let mut pairs =
        accounts.with(|accounts| transfers::find(&rows, accounts, &rejected, |_, _, _| None));
    pairs.sort_by_key(|pair| pair.certainty);
    let found = pairs.iter().map(|pair| Found {
        first: EntryId(pair.from.0),
        second: EntryId(pair.to.0),
        reason: because(pair),
    });
    Ok(found.collect())
}

/// Why two rows are one transfer, as part of a sentence.
pub(crate) fn because(pair: &Pair) -> String {
    let why = match pair.reason {
        Reason::NamesNumber => "one names the other account's number",
        Reason::NamesAccount => "one names the other account",
        Reason::SharedReference => "the same reference",
        Reason::AccountInText => "the text has the other account's name",
        Reason::SaysTransfer => "the words of a transfer",
        Reason::EqualAmounts => "equal amounts",
    };
    let likely = match pair.certainty {
        Certainty::Certain | Certainty::Likely => "",
        Certainty::Suggested => ", nothing else",
    };
    format!("{why}{likely}, {}", days_apart(pair.days))
}

impl Write {
    /// An error unless one entry took money from one own account and the other brought some to another.
    pub(super) async fn require_two_sides(&mut self, from: EntryId, to: EntryId) -> Result<()> {
        let sides = [self.own_side(from).await?, self.own_side(to).await?];
        let [(from_account, out), (to_account, into)] = sides;
        if from_account == to_account || out.signum() * into.signum() >= 0 {
            return Err(LedgerError::invalid(
                "second",
                "a transfer leaves one own account and comes to another; choose two such entries",
            ));
        }
        Ok(())
    }

    /// The only own account that an entry touches, and how much.
    async fn own_side(&mut self, id: EntryId) -> Result<(AccountId, i64)> {
        self.require_entry(id).await?;
        let rows = sqlx::query!(
            r#"select p.account_id as "account: AccountId", sum(p.minor) as "minor!: i64"
               from postings p join accounts a on a.id = p.account_id and a.class = 'own'
               join entries e on e.id = p.entry_id and e.transfer_of is null
               where p.entry_id = ? group by p.account_id, p.currency"#,
            id
        )
        .fetch_all(self.connection())
        .await?;
        match rows.as_slice() {
            [only] => Ok((only.account, only.minor)),
            _ => Err(LedgerError::invalid(
                "first",
                "an entry of a transfer touches one own account and belongs to no other transfer",
            )),
        }
    }

    /// Two entries that were there become the sides of one transfer.
    pub(super) async fn link_transfer(&mut self, from: EntryId, to: EntryId) -> Result<()> {
        self.become_side(from, to).await?;
        self.become_side(to, from).await
    }

    /// An entry becomes one side of a transfer: what it faced as spending or income is the other
    /// account now, and it counts as neither.
    pub(crate) async fn become_side(&mut self, id: EntryId, other: EntryId) -> Result<()> {
        self.touch(Thing::Entry(id)).await?;
        let transfer = EntryKind::Transfer;
        sqlx::query!(
            "update entries set transfer_of = ?1, refund_of = null,
                 kind = case when kind in (1, 2, 7) then ?2 else kind end
             where id = ?3",
            other,
            transfer,
            id
        )
        .execute(self.connection())
        .await?;
        let transfers = built_in::TRANSFERS;
        sqlx::query!(
            "update postings set account_id = ?1 where entry_id = ?2 and account_id in
                 (select id from accounts where class in ('income', 'expense')
                  and (role is null or role in ('spending', 'income')))",
            transfers,
            id
        )
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// The two entries name each other no more; what they face stays, and can be changed.
    pub(super) async fn unlink_transfer(&mut self, a: EntryId, b: EntryId) -> Result<()> {
        for (id, other) in [(a, b), (b, a)] {
            self.require_entry(id).await?;
            self.touch(Thing::Entry(id)).await?;
            sqlx::query!(
                "update entries set transfer_of = null where id = ? and transfer_of = ?",
                id,
                other
            )
            .execute(self.connection())
            .await?;
        }
        Ok(())
    }
}
