//! The floor: the least that answers the same questions. One flat table with its indexes and totals,
//! parsed by splitting bytes, written through a thin wrapper of the C interface. No double entry, no
//! provenance, no history, no checks.

use std::collections::HashMap;
use std::path::Path;
use std::time::{Duration, Instant};

use rusqlite::Connection;

/// A flat table of payments.
pub struct Floor(Connection);

type Rows = Vec<(i64, i64)>;

impl Floor {
    /// Opens or makes the file.
    pub fn open(path: &Path) -> Self {
        let db = Connection::open(path).unwrap();
        db.execute_batch(
            "pragma page_size = 16384; pragma journal_mode = wal; pragma synchronous = full;
             pragma cache_size = -65536;
             create table if not exists payments (id integer primary key, day integer, payee text,
                 category text, minor integer, reference text);
             create unique index if not exists by_reference on payments (reference);
             create index if not exists by_day on payments (day);
             create index if not exists by_payee on payments (payee, day);
             create table if not exists category_months (month integer, category text, count integer,
                 minor integer, primary key (month, category)) without rowid;
             create table if not exists small_days (day integer primary key, count integer, minor integer);
             create table if not exists small_payees (month integer, payee text, count integer,
                 minor integer, primary key (month, payee)) without rowid;",
        )
        .unwrap();
        Self(db)
    }

    /// Imports the file; gives the number of new rows.
    pub fn import(&self, bytes: &[u8]) -> usize {
        let text = std::str::from_utf8(bytes).unwrap();
        self.0.execute_batch("begin immediate").unwrap();
        let mut new = 0;
        let mut months: HashMap<(i64, &str), (i64, i64)> = HashMap::new();
        let mut days: HashMap<i64, (i64, i64)> = HashMap::new();
        let mut payees: HashMap<(i64, &str), (i64, i64)> = HashMap::new();
        {
            let mut insert = self
                .0
                .prepare("insert or ignore into payments (day, payee, category, minor, reference) values (?, ?, ?, ?, ?)")
                .unwrap();
            for line in text.lines().skip(1) {
                let mut fields = line.split(',');
                let mut next = || fields.next().unwrap();
                let (date, payee, category, amount, reference) =
                    (next(), next(), next(), next(), next());
                let (day, month, minor) = (day(date), month(date), minor(amount));
                if insert
                    .execute((day, payee, category, minor, reference))
                    .unwrap()
                    == 0
                {
                    continue;
                }
                new += 1;
                add(months.entry((month, category)).or_default(), minor);
                if (-500..0).contains(&minor) {
                    add(days.entry(day).or_default(), minor);
                    add(payees.entry((month, payee)).or_default(), minor);
                }
            }
        }
        self.write_totals(months, days, payees);
        self.0.execute_batch("commit").unwrap();
        new
    }

    fn write_totals(
        &self,
        months: HashMap<(i64, &str), (i64, i64)>,
        days: HashMap<i64, (i64, i64)>,
        payees: HashMap<(i64, &str), (i64, i64)>,
    ) {
        let put = |sql: &str| self.0.prepare(sql).unwrap();
        let mut insert = put(
            "insert into category_months values (?, ?, ?, ?) on conflict do update set
            count = count + excluded.count, minor = minor + excluded.minor",
        );
        for ((month, category), (count, minor)) in months {
            insert.execute((month, category, count, minor)).unwrap();
        }
        let mut insert = put(
            "insert into small_days values (?, ?, ?) on conflict do update set
            count = count + excluded.count, minor = minor + excluded.minor",
        );
        for (day, (count, minor)) in days {
            insert.execute((day, count, minor)).unwrap();
        }
        let mut insert = put(
            "insert into small_payees values (?, ?, ?, ?) on conflict do update set
            count = count + excluded.count, minor = minor + excluded.minor",
        );
        for ((month, payee), (count, minor)) in payees {
            insert.execute((month, payee, count, minor)).unwrap();
        }
    }

    /// The small-money dashboard of 2025: by day, and the merchants that took most.
    pub fn small(&self) -> (Rows, Vec<(String, i64)>) {
        let mut by_day = self
            .0
            .prepare_cached("select day, minor from small_days where day between ? and ?")
            .unwrap();
        let days = by_day
            .query_map((day("2025-01-01"), day("2025-12-31")), |row| {
                Ok((row.get(0)?, row.get(1)?))
            })
            .unwrap()
            .collect::<Result<_, _>>()
            .unwrap();
        let mut by_payee = self
            .0
            .prepare_cached(
                "select payee, sum(minor) from small_payees where month between 202501 and 202512
                 group by payee order by sum(minor) limit 50",
            )
            .unwrap();
        let payees = by_payee
            .query_map((), |row| Ok((row.get(0)?, row.get(1)?)))
            .unwrap()
            .collect::<Result<_, _>>()
            .unwrap();
        (days, payees)
    }

    /// Five years of months by category.
    pub fn months(&self) -> Vec<(i64, String, i64)> {
        self.0
            .prepare_cached(
                "select month, category, minor from category_months order by month, category",
            )
            .unwrap()
            .query_map((), |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
            .unwrap()
            .collect::<Result<_, _>>()
            .unwrap()
    }
}

/// The median time of a commit of one row, safely on disk.
pub fn commit(path: &Path, times: usize) -> Duration {
    let floor = Floor::open(path);
    let mut insert = floor
        .0
        .prepare("insert into payments (day, payee, minor) values (?, 'Merchant', 350)")
        .unwrap();
    let mut taken: Vec<Duration> = (0_i64..)
        .take(times)
        .map(|day| {
            let start = Instant::now();
            insert.execute([day]).unwrap();
            start.elapsed()
        })
        .collect();
    taken.sort();
    taken[times / 2]
}

/// A payment of an OFX file: day, minor units, id and payee.
type OfxRow<'t> = (i64, i64, &'t str, &'t str);

/// The rows of an OFX file, one tag a line, by looking for the tags that count.
pub fn ofx(text: &str) -> Vec<OfxRow<'_>> {
    let mut rows = Vec::new();
    let mut row: OfxRow<'_> = (0, 0, "", "");
    for line in text.lines() {
        if let Some(date) = line.strip_prefix("<DTPOSTED>") {
            row.0 = compact_day(date);
        } else if let Some(amount) = line.strip_prefix("<TRNAMT>") {
            row.1 = minor(amount);
        } else if let Some(id) = line.strip_prefix("<FITID>") {
            row.2 = id;
        } else if let Some(name) = line.strip_prefix("<NAME>") {
            row.3 = name;
        } else if line == "</STMTTRN>" {
            rows.push(row);
        }
    }
    rows
}

fn compact_day(date: &str) -> i64 {
    days_since_1970(number(&date[..4]), number(&date[4..6]), number(&date[6..8]))
}

fn add(total: &mut (i64, i64), minor: i64) {
    total.0 += 1;
    total.1 += minor;
}

fn number(text: &str) -> i64 {
    text.bytes()
        .fold(0, |number, digit| number * 10 + i64::from(digit - b'0'))
}

fn day(date: &str) -> i64 {
    days_since_1970(number(&date[..4]), number(&date[5..7]), number(&date[8..]))
}

/// By the civil calendar.
fn days_since_1970(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era_year = year % 400;
    let month_day = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    year / 400 * 146_097 + era_year * 365 + era_year / 4 - era_year / 100 + month_day - 719_468
}

fn month(date: &str) -> i64 {
    number(&date[..4]) * 100 + number(&date[5..7])
}

fn minor(amount: &str) -> i64 {
    let (sign, digits) = amount
        .strip_prefix('-')
        .map_or((1, amount), |digits| (-1, digits));
    let (main, part) = digits.split_once('.').unwrap();
    sign * (number(main) * 100 + number(part))
}
