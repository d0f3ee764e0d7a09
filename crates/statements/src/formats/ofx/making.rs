//! Transactions on their way to rows: of a long file one thread finds the tags, while this one makes rows
//! of what they say.

use std::collections::BTreeMap;
use std::mem;
use std::panic::resume_unwind;
use std::sync::mpsc::{self, SyncSender};
use std::thread::{self, Builder};

use chrono::{NaiveTime, Timelike};

use super::row::{Amount, RawRow, amount_with};
use crate::model::{DecimalMark, Problem, Row};

/// A thread is worth its while for longer files than this, in bytes.
const LONG_FILE: usize = 64 * 1024;
/// Transactions that are handed over together.
const BATCH: usize = 256;
/// Batches that may wait for their rows to be made.
const BATCHES_AHEAD: usize = 64;
/// How many bytes a transaction takes, roughly.
const TRANSACTION_BYTES: usize = 130;

/// Takes transactions in the order of the file and hands them over.
pub(super) struct Transactions<'t> {
    /// They are written where they wait, as each is a few hundred bytes.
    waiting: Vec<RawRow<'t>>,
    /// The last one is still being read.
    is_open: bool,
    /// Where they go, batch by batch; of a short file they all wait.
    to: Option<SyncSender<Vec<RawRow<'t>>>>,
}

/// What became of the transactions.
pub(super) struct Made<'t> {
    text: &'t str,
    /// By statement.
    rows: BTreeMap<usize, StatementRows>,
    pub problems: Vec<Problem>,
    lines: Lines,
    marks: Marks<'t>,
}

/// The rows of a statement.
struct StatementRows {
    rows: Vec<Row>,
    /// The time of the first, which is written into none while all have the same: a bank that knows no
    /// times writes noon or midnight into every row.
    time: Option<NaiveTime>,
    is_same_time: bool,
}

/// Counts lines up to places in ascending order.
struct Lines {
    counted: usize,
    line: u32,
}

/// Which decimal marks the file's amounts prove, and the amounts that leave it open.
#[derive(Default)]
struct Marks<'t> {
    point: bool,
    comma: bool,
    /// Statement, row and text of an amount such as `1,234`.
    open: Vec<(usize, usize, &'t str)>,
}

/// Reads a text with `read`, which takes its transactions, and makes their rows. The rows are made on
/// this thread, as it is the one that will free their memory.
pub(super) fn read_and_make<'t, R: Send>(
    text: &'t str,
    read: impl Fn(&mut Transactions<'t>) -> R + Sync,
) -> (R, Made<'t>) {
    let beside = (text.len() > LONG_FILE).then(|| make_beside(text, &read));
    beside.flatten().unwrap_or_else(|| {
        let mut transactions = Transactions::to(None);
        let read = read(&mut transactions);
        let mut made = Made::new(text);
        made.take_all(&transactions.waiting);
        (read, made)
    })
}

/// The same with a thread of its own for reading; `None` where the machine gives none.
fn make_beside<'t, R: Send>(
    text: &'t str,
    read: &(impl Fn(&mut Transactions<'t>) -> R + Sync),
) -> Option<(R, Made<'t>)> {
    let (sender, batches) = mpsc::sync_channel(BATCHES_AHEAD);
    thread::scope(|scope| {
        let reading = move || {
            let mut transactions = Transactions::to(Some(sender));
            let read = read(&mut transactions);
            transactions.hand_over();
            read
        };
        let reading = Builder::new().spawn_scoped(scope, reading).ok()?;
        let mut made = Made::new(text);
        for batch in batches {
            made.take_all(&batch);
        }
        let read = reading.join().unwrap_or_else(|cause| resume_unwind(cause));
        Some((read, made))
    })
}

impl<'t> Transactions<'t> {
    fn to(to: Option<SyncSender<Vec<RawRow<'t>>>>) -> Self {
        Self {
            waiting: Vec::with_capacity(BATCH),
            is_open: false,
            to,
        }
    }

    /// The next one begins at a byte.
    pub(super) fn begin(&mut self, start: usize) {
        self.waiting.push(RawRow::starting(start));
        self.is_open = true;
    }

    /// The one that is being read.
    #[inline]
    pub(super) fn open(&mut self) -> Option<&mut RawRow<'t>> {
        self.waiting.last_mut().filter(|_| self.is_open)
    }

    /// The one that is being read ends at a byte and belongs to a statement.
    pub(super) fn end(&mut self, end: usize, statement: usize) {
        if let Some(transaction) = self.open() {
            (transaction.end, transaction.statement) = (end, statement);
        }
        self.is_open = false;
        if self.waiting.len() >= BATCH {
            self.hand_over();
        }
    }

    fn hand_over(&mut self) {
        if let Some(to) = &self.to {
            let batch = mem::replace(&mut self.waiting, Vec::with_capacity(BATCH));
            // Nobody takes it only while the making thread panics, and then nobody will read on.
            let _ = to.send(batch);
        }
    }
}

impl<'t> Made<'t> {
    fn new(text: &'t str) -> Self {
        Self {
            text,
            rows: BTreeMap::new(),
            problems: Vec::new(),
            lines: Lines {
                counted: 0,
                line: 1,
            },
            marks: Marks::default(),
        }
    }

    fn take_all(&mut self, batch: &[RawRow<'t>]) {
        for raw in batch {
            self.take(raw);
        }
    }

    fn take(&mut self, raw: &RawRow<'t>) {
        let line = self.lines.at(self.text, raw.start);
        match raw.facts() {
            Ok(facts) => {
                let (text, amount) = (self.text, facts.amount);
                let rows = self.rows_of(raw.statement);
                let place = (raw.statement, rows.rows.len());
                rows.push(raw.row(text, line, facts));
                self.marks.add(amount, place, raw.amount);
            }
            Err(message) => self.problems.push(Problem { line, message }),
        }
    }

    fn rows_of(&mut self, statement: usize) -> &mut StatementRows {
        let is_first = self.rows.is_empty();
        self.rows.entry(statement).or_insert_with(|| {
            // Most files have one statement; one reservation spares copying all its rows again and again.
            let expected = self.text.len() / TRANSACTION_BYTES;
            StatementRows {
                rows: Vec::with_capacity(if is_first { expected } else { 0 }),
                time: None,
                is_same_time: true,
            }
        })
    }

    /// Takes the rows of a statement away.
    pub(super) fn take_rows(&mut self, statement: usize) -> Vec<Row> {
        self.rows
            .remove(&statement)
            .map_or_else(Vec::new, StatementRows::settled)
    }

    /// The format has no thousands marks, but some banks do: `1,234` is a thousand where all other
    /// amounts of the file have a decimal point.
    pub(super) fn settle_marks(&mut self) {
        let mark = match (self.marks.point, self.marks.comma) {
            (true, false) => DecimalMark::Point,
            (false, true) => DecimalMark::Comma,
            _ => return,
        };
        for (statement, row, text) in mem::take(&mut self.marks.open) {
            let rows = self.rows.get_mut(&statement);
            if let Some(row) = rows.and_then(|rows| rows.rows.get_mut(row))
                && let Some(value) = amount_with(text, mark)
            {
                row.amount = value;
            }
        }
    }
}

impl StatementRows {
    #[inline]
    fn push(&mut self, mut row: Row) {
        if self.rows.is_empty() {
            self.time = row.time;
        }
        if self.is_same_time && row.time == self.time {
            row.time = None;
        } else if self.is_same_time {
            self.is_same_time = false;
            for earlier in &mut self.rows {
                earlier.time = self.time;
            }
        }
        self.rows.push(row);
    }

    /// The rows; one alone keeps its time unless that is noon or midnight.
    fn settled(mut self) -> Vec<Row> {
        if let [row] = self.rows.as_mut_slice() {
            row.time = self.time.filter(|time| !is_round(*time));
        }
        self.rows
    }
}

impl Lines {
    /// The line that a byte stands on, from 1.
    fn at(&mut self, text: &str, place: usize) -> u32 {
        let passed = text.as_bytes().get(self.counted..place);
        let lines = memchr::memchr_iter(b'\n', passed.unwrap_or_default()).count();
        self.counted = place;
        self.line = self
            .line
            .saturating_add(u32::try_from(lines).unwrap_or(u32::MAX));
        self.line
    }
}

impl<'t> Marks<'t> {
    fn add(&mut self, amount: Amount, place: (usize, usize), text: &'t str) {
        match (amount.mark, amount.is_open) {
            (None, _) => {}
            (Some(_), true) => self.open.push((place.0, place.1, text)),
            (Some(DecimalMark::Point), false) => self.point = true,
            (Some(DecimalMark::Comma), false) => self.comma = true,
        }
    }
}

fn is_round(time: NaiveTime) -> bool {
    time.minute() == 0 && time.second() == 0 && matches!(time.hour(), 0 | 12)
}
