//! Entries of some days as a programme looks at them: one for each own account and currency that they
//! touch, in the order of day, time and import.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use farthing_money::{Currency, Money};
use farthing_rules::cashback::Spend;
use farthing_rules::ids as rule_ids;
use farthing_rules::kind::Kind;
use farthing_rules::roundup::{Entry, Line, Status};
use sqlx::SqliteConnection;

use super::inputs::PurchaseDetail;
use super::read::ReadProgramme;
use super::typed::typed_amount;
use crate::day::{day_number, day_of};
use crate::error::Result;
use crate::ids::{AccountId, EntryId, built_in};
use crate::kinds::{EntryKind, EntryStatus};
use crate::totals::stored_currency;

/// Entries of some days.
#[derive(Debug, Default)]
pub(super) struct Looked {
    seen: Vec<Seen>,
    lines: Vec<Line>,
    /// The day of the last refund of each purchase that has any.
    last_refunds: HashMap<EntryId, NaiveDate>,
}

#[derive(Debug)]
struct Seen {
    id: EntryId,
    day: NaiveDate,
    kind: Kind,
    status: Status,
    payee: String,
    refund_of: Option<EntryId>,
    account: AccountId,
    amount: Money,
    category: Option<rule_ids::CategoryId>,
    lines: std::ops::Range<usize>,
}

/// A posting with the words of its entry, as the database gives it.
struct Stored {
    id: EntryId,
    day: i64,
    kind: EntryKind,
    status: EntryStatus,
    payee: String,
    refund_of: Option<EntryId>,
    account: AccountId,
    own: bool,
    minor: i64,
    currency: String,
}

impl Looked {
    /// The entries of some own accounts, or of all where none is named, up to a day; none for the first
    /// is all of history.
    pub(super) async fn of_days(
        db: &mut SqliteConnection,
        accounts: &[AccountId],
        first: Option<NaiveDate>,
        last: NaiveDate,
    ) -> Result<Self> {
        let first = first.map_or(i64::from(i32::MIN), day_number);
        let last = day_number(last);
        let accounts = match accounts {
            [] => all_own(db).await?,
            some => some.to_vec(),
        };
        let accounts = serde_json::to_string(&accounts)?;
        let rows = sqlx::query_as!(
            Stored,
            r#"select e.id as "id!: EntryId", e.day as "day!",
                   case when e.id in (select leg.value from settlements, json_each(legs) leg) then 3
                       when exists (select 1 from receipts r where r.entry_id = e.id) then 13
                       else e.kind end as "kind!: EntryKind",
                   e.status as "status!: EntryStatus", coalesce(n.name, '') as "payee!: String",
                   e.refund_of as "refund_of: EntryId", p.account_id as "account!: AccountId",
                   a.class = 'own' as "own!: bool", p.minor as "minor!", p.currency as "currency!"
               from (select distinct entry_id from postings
                     where account_id in (select value from json_each(?)) and day between ? and ?) asked
               join entries e on e.id = asked.entry_id
               join postings p on p.entry_id = e.id
               join accounts a on a.id = p.account_id
               left join payees n on n.id = e.payee_id
               where e.status <> 1
               order by e.day, coalesce(e.second, 86400), e.id, p.position"#,
            accounts,
            first,
            last
        )
        .fetch_all(&mut *db)
        .await?;
        let mut looked = Self::default();
        for postings in rows.chunk_by(|a, b| a.id == b.id) {
            looked.take(postings)?;
        }
        looked.last_refunds = last_refunds(db, &looked.seen).await?;
        Ok(looked)
    }

    /// What a programme looks at: its accounts, in its days, without what it is told to leave out.
    pub(super) fn spends<'s>(
        &'s self,
        programme: &'s ReadProgramme<'_>,
        details: &'s BTreeMap<EntryId, PurchaseDetail>,
    ) -> Result<Vec<Spend<'s>>> {
        let input = &programme.choice.value;
        let seen = self.seen.iter().filter(|seen| {
            let detail = details.get(&seen.id);
            let is_left_out =
                detail.is_some_and(|detail| detail.left_out.contains(&programme.id()));
            !is_left_out
                && (input.accounts.is_empty() || input.accounts.contains(&seen.account))
                && input.from.is_none_or(|from| seen.day >= from)
                && input.until.is_none_or(|until| seen.day <= until)
        });
        let usual = Some(input.method.as_str()).filter(|method| !method.is_empty());
        seen.map(|seen| self.spend(seen, details.get(&seen.id), usual))
            .collect()
    }

    fn spend<'s>(
        &'s self,
        seen: &'s Seen,
        detail: Option<&'s PurchaseDetail>,
        usual: Option<&'s str>,
    ) -> Result<Spend<'s>> {
        let currency = seen.amount.currency();
        let eligible = detail.map_or("", |detail| &detail.eligible);
        let said = detail.map_or("", |detail| &detail.method);
        Ok(Spend {
            entry: seen.entry(&self.lines),
            eligible: typed_amount("eligible", eligible, currency)?,
            mcc: detail.and_then(|detail| detail.mcc),
            method: Some(said).filter(|said| !said.is_empty()).or(usual),
            last_refund: self.last_refunds.get(&seen.id).copied(),
        })
    }

    /// An entry for each own account and currency that it touches.
    fn take(&mut self, postings: &[Stored]) -> Result<()> {
        let mut effects: Vec<(AccountId, &str, i64)> = Vec::new();
        for part in postings.iter().filter(|part| part.own) {
            let mut known = effects.iter_mut();
            match known
                .find(|(account, code, _)| (*account, *code) == (part.account, &part.currency))
            {
                Some((_, _, minor)) => *minor = minor.saturating_add(part.minor),
                None => effects.push((part.account, &part.currency, part.minor)),
            }
        }
        let paid_most = effects.iter().min_by_key(|(.., minor)| *minor).copied();
        for (account, code, minor) in effects {
            let amount = Money::from_minor(minor, stored_currency(code)?)?;
            // A purchase that two accounts paid is one purchase, of the account that paid most.
            let is_main = paid_most.is_some_and(|most| (most.0, most.1) == (account, code));
            self.see(postings, (account, amount), is_main.then_some(()))?;
        }
        Ok(())
    }

    fn see(
        &mut self,
        postings: &[Stored],
        (account, amount): (AccountId, Money),
        main: Option<()>,
    ) -> Result<()> {
        let Some(head) = postings.first() else {
            return Ok(());
        };
        let (category, lines) = self.lines_of(head, postings, amount)?;
        self.seen.push(Seen {
            id: head.id,
            day: day_of(head.day)?,
            kind: main.map_or(Kind::Transfer, |()| head.kind.into()),
            status: match head.status {
                EntryStatus::Planned | EntryStatus::Pending => Status::Pending,
                EntryStatus::Posted => Status::Posted,
                EntryStatus::Void => Status::Void,
            },
            payee: head.payee.clone(),
            refund_of: head.refund_of,
            account,
            amount,
            category,
            lines,
        });
        Ok(())
    }

    /// The category of an entry, or its lines where it is split.
    fn lines_of(
        &mut self,
        head: &Stored,
        postings: &[Stored],
        amount: Money,
    ) -> Result<(Option<rule_ids::CategoryId>, std::ops::Range<usize>)> {
        let currency: Currency = amount.currency();
        let faced = |part: &&Stored| !part.own && part.currency == currency.code();
        let is_charge = |part: &&Stored| [built_in::FEES, built_in::TIPS].contains(&part.account);
        let main: Vec<&Stored> = postings
            .iter()
            .filter(|part| faced(part) && !is_charge(part))
            .collect();
        let all: i64 = postings.iter().filter(faced).map(|part| -part.minor).sum();
        let start = self.lines.len();
        let category = |part: &Stored| rule_ids::CategoryId(part.account.0);
        if main.len() < 2 && all == amount.minor() || main.is_empty() {
            return Ok((main.first().map(|part| category(part)), start..start));
        }
        for part in postings.iter().filter(faced) {
            let is_fee = part.account == built_in::FEES;
            self.lines.push(Line {
                amount: Money::from_minor(-part.minor, currency)?,
                kind: if is_fee { Kind::Fee } else { head.kind.into() },
                category: Some(category(part)),
            });
        }
        if all != amount.minor() {
            self.lines.push(Line {
                amount: Money::from_minor(amount.minor() - all, currency)?,
                kind: Kind::Transfer,
                category: None,
            });
        }
        Ok((None, start..self.lines.len()))
    }
}

impl Seen {
    fn entry<'s>(&'s self, lines: &'s [Line]) -> Entry<'s> {
        Entry {
            id: rule_ids::EntryId(self.id.0),
            day: self.day,
            account: rule_ids::AccountId(self.account.0),
            amount: self.amount,
            authorised: None,
            kind: self.kind,
            status: self.status,
            payee: &self.payee,
            category: self.category,
            lines: lines.get(self.lines.clone()).unwrap_or_default(),
            refund_of: self.refund_of.map(|of| rule_ids::EntryId(of.0)),
        }
    }
}

async fn all_own(db: &mut SqliteConnection) -> Result<Vec<AccountId>> {
    let ids =
        sqlx::query_scalar!(r#"select id as "id!: AccountId" from accounts where class = 'own'"#);
    Ok(ids.fetch_all(db).await?)
}

/// The day of the last refund of each of these entries that has any.
async fn last_refunds(
    db: &mut SqliteConnection,
    seen: &[Seen],
) -> Result<HashMap<EntryId, NaiveDate>> {
    let ids: Vec<EntryId> = seen.iter().map(|seen| seen.id).collect();
    let ids = serde_json::to_string(&ids)?;
    let rows = sqlx::query!(
        r#"select refund_of as "of!: EntryId", max(day) as "day!: i64" from entries
           where refund_of is not null and status not in (1, 4)
             and refund_of in (select value from json_each(?))
           group by refund_of"#,
        ids
    )
    .fetch_all(db)
    .await?;
    let rows = rows.into_iter();
    rows.map(|row| Ok((row.of, day_of(row.day)?))).collect()
}
