//! What follows from a programme, written by the rules themselves.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};
use farthing_ledger::cashback::{CategoryWords, ProgrammeFile, ProgrammeRow};
use farthing_money::{Currency, Money};
use farthing_rules::calendar::{Period, Span};
use farthing_rules::cashback::{Blocks, Change, Made, Programme, Renewal, Reward, Spend};
use farthing_rules::ids::{AccountId, CategoryId, EntryId};
use farthing_rules::kind::Kind;
use farthing_rules::roundup::{Entry, Status};
use rusqlite::{Connection, params};

use super::World;

impl World {
    pub fn file(&self) -> Connection {
        Connection::open(self.fresh.folder.path().join("test.farthing")).unwrap()
    }

    /// Works a programme out and keeps its rows.
    pub fn follow(&self, row: &ProgrammeRow) {
        let file = ProgrammeFile::of(row.input.programme.clone()).unwrap();
        let categories = row.input.categories.iter();
        let words: CategoryWords = categories
            .map(|of| {
                let ids: BTreeSet<_> = of.categories.iter().map(|id| CategoryId(id.0)).collect();
                (of.word.clone(), ids)
            })
            .collect();
        let programme = file.programme(&words).unwrap().programme;
        let entries = self.stored(file.currency());
        let spends: Vec<Spend<'_>> = entries.iter().map(|entry| entry.spend(&entries)).collect();
        let Some(first) = spends.first() else { return };
        let history = Span::new(first.entry.day, spends.last().unwrap().entry.day).unwrap();
        let mut rewards = Vec::new();
        let mut statements = BTreeMap::new();
        let blocks = renew(&programme, &spends, history, &mut |made| match made {
            Made::Reward(reward) => rewards.push(reward.clone()),
            Made::Statement(total) => drop(statements.insert(total.end, total.reward.minor())),
        });
        if let Some(open) = blocks.values().next_back() {
            let open = open.statement_so_far(&programme).unwrap();
            statements.extend(open.map(|open| (open.end, open.reward.minor())));
        }
        self.keep(row, &blocks, &rewards, &statements);
    }

    fn keep(
        &self,
        row: &ProgrammeRow,
        blocks: &Blocks,
        rewards: &[Reward],
        statements: &BTreeMap<NaiveDate, i64>,
    ) {
        let (mut file, id) = (self.file(), row.id.0);
        let db = file.transaction().unwrap();
        for table in ["rewards", "reward_blocks", "reward_statements"] {
            let sql = format!("delete from {table} where programme_id = ?");
            db.execute(&sql, [id]).unwrap();
        }
        for (day, block) in blocks {
            let text = serde_json::to_string(block).unwrap();
            db.execute(
                "insert into reward_blocks values (?, ?, ?)",
                params![id, number(*day), text],
            )
            .unwrap();
        }
        for reward in rewards.iter().filter(|reward| !reward.exact.is_zero()) {
            let minor = reward.reward.map(|reward| reward.minor());
            db.execute(
                "insert into rewards values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                params![
                    id,
                    reward.entry.0,
                    number(reward.day),
                    reward.base.minor(),
                    minor,
                    reward.exact.to_string(),
                    reward.winner().map(|rule| rule.0),
                    reward.reason.word(),
                    reward.of.map(|of| of.0),
                ],
            )
            .unwrap();
            if let Some(minor) = minor {
                let cause = format!("entry:{}", reward.entry.0);
                owe_in(&db, row, &cause, reward.day, minor);
            }
        }
        for (day, minor) in statements {
            db.execute(
                "insert into reward_statements values (?, ?, ?)",
                params![id, number(*day), minor],
            )
            .unwrap();
            owe_in(&db, row, &format!("statement:{day}"), *day, *minor);
        }
        db.commit().unwrap();
    }

    /// A reward that should be paid thirty days after a day.
    pub fn owe(&self, row: &ProgrammeRow, cause: &str, day: NaiveDate, minor: i64) {
        owe_in(&self.file(), row, cause, day, minor);
    }

    /// A credit that pays a reward.
    pub fn pay(
        &self,
        row: &ProgrammeRow,
        cause: &str,
        credit: farthing_ledger::EntryId,
        more: i64,
    ) {
        self.file()
            .execute(
                "update receivables set receipt_id = ?, difference = ?
                 where programme_id = ? and cause = ?",
                params![credit.0, more, row.id.0, cause],
            )
            .unwrap();
    }

    fn stored(&self, currency: Currency) -> Vec<StoredEntry> {
        let db = self.file();
        let mut query = db
            .prepare(
                "select e.id, e.day, e.kind, e.refund_of, p.minor,
                     (select c.account_id from postings c where c.entry_id = e.id
                      and c.account_id <> p.account_id limit 1)
                 from entries e join postings p on p.entry_id = e.id and p.account_id = ?
                 order by e.day, coalesce(e.second, 86400), e.id",
            )
            .unwrap();
        let rows = query.query_map([self.card.0], |row| {
            Ok(StoredEntry {
                id: row.get(0)?,
                day: NaiveDate::from_ymd_opt(1970, 1, 1).unwrap()
                    + Days::new(row.get::<_, u32>(1)?.into()),
                kind: row.get(2)?,
                refund_of: row.get(3)?,
                amount: Money::from_minor(row.get(4)?, currency).unwrap(),
                category: row.get(5)?,
            })
        });
        rows.unwrap().map(Result::unwrap).collect()
    }
}

fn owe_in(db: &Connection, row: &ProgrammeRow, cause: &str, day: NaiveDate, minor: i64) {
    let due = number(day + Days::new(30));
    db.execute(
        "insert into receivables (programme_id, cause, day, due, minor) values (?, ?, ?, ?, ?)
         on conflict do update set minor = excluded.minor",
        params![row.id.0, cause, number(day), due, minor],
    )
    .unwrap();
}

struct StoredEntry {
    id: i64,
    day: NaiveDate,
    kind: i64,
    refund_of: Option<i64>,
    amount: Money,
    category: i64,
}

impl StoredEntry {
    fn spend<'s>(&self, all: &[Self]) -> Spend<'s> {
        let refunds = all.iter().filter(|other| other.refund_of == Some(self.id));
        Spend {
            entry: Entry {
                id: EntryId(self.id),
                day: self.day,
                account: AccountId(1),
                amount: self.amount,
                authorised: None,
                kind: match self.kind {
                    1 => Kind::Purchase,
                    2 => Kind::Refund,
                    _ => Kind::Transfer,
                },
                status: Status::Posted,
                payee: "",
                category: Some(CategoryId(self.category)),
                lines: &[],
                refund_of: self.refund_of.map(EntryId),
            },
            eligible: None,
            mcc: None,
            method: None,
            last_refund: refunds.map(|refund| refund.day).max(),
        }
    }
}

fn renew(
    programme: &Programme,
    spends: &[Spend<'_>],
    history: Span,
    sink: &mut impl FnMut(Made<'_>),
) -> Blocks {
    let mut blocks = Blocks::new();
    let change = Change::default();
    let mut renewal = Renewal::new(programme, &mut blocks, change, history).unwrap();
    while let Some(span) = renewal.next(programme, &mut blocks, sink).unwrap() {
        let within = spends.iter().filter(|spend| span.contains(spend.entry.day));
        let within: Vec<Spend<'_>> = within.copied().collect();
        renewal
            .go_on(programme, &mut blocks, &within, sink)
            .unwrap();
    }
    blocks
}

pub fn number(day: NaiveDate) -> i64 {
    (day - NaiveDate::from_ymd_opt(1970, 1, 1).unwrap()).num_days()
}

/// The day on which the statement of a day closes.
pub fn closes(day: NaiveDate, statement_day: u32) -> NaiveDate {
    Period::Statement(statement_day).span_of(day).unwrap().last
}
