//! Transactions on their way to rows: at once where a file has few, beside the reading where it has many,
//! so that one core finds the tags while the other makes what they say.

use std::collections::BTreeMap;
use std::mem;
use std::panic::resume_unwind;
use std::sync::mpsc::{self, Receiver, SyncSender};
use std::thread::{Builder, Scope, ScopedJoinHandle};

use chrono::{NaiveTime, Timelike};

use super::row::{Amount, RawRow, amount_with};
use crate::model::{DecimalMark, Problem, Row};

/// Transactions that are handed over together: a thread is worth its while for more than these.
const BATCH: usize = 256;
/// Batches that may wait while the reading goes on.
const BATCHES_AHEAD: usize = 8;
/// How many bytes a transaction takes, roughly.
const TRANSACTION_BYTES: usize = 130;

/// Takes transactions in the order of the file.
pub(super) struct Making<'scope, 'env> {
    scope: &'scope Scope<'scope, 'env>,
    waiting: Vec<RawRow<'env>>,
    place: Place<'scope, 'env>,
    /// What is made here.
    made: Made<'env>,
}

/// Where rows are made.
enum Place<'scope, 'env> {
    /// Here, as long as there are few transactions.
    Undecided,
    /// Here, as the machine gives no thread.
    Here,
    /// On a thread of its own.
    Beside {
        sender: SyncSender<Vec<RawRow<'env>>>,
        maker: ScopedJoinHandle<'scope, Made<'env>>,
    },
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

impl<'scope, 'env> Making<'scope, 'env> {
    pub(super) fn of(text: &'env str, scope: &'scope Scope<'scope, 'env>) -> Self {
        Self {
            scope,
            waiting: Vec::new(),
            place: Place::Undecided,
            made: Made::new(text),
        }
    }

    pub(super) fn take(&mut self, transaction: RawRow<'env>) {
        self.waiting.push(transaction);
        if self.waiting.len() == BATCH {
            let batch = mem::replace(&mut self.waiting, Vec::with_capacity(BATCH));
            self.hand_over(batch);
        }
    }

    fn hand_over(&mut self, batch: Vec<RawRow<'env>>) {
        if matches!(self.place, Place::Undecided) {
            let (sender, batches) = mpsc::sync_channel(BATCHES_AHEAD);
            let text = self.made.text;
            let maker = Builder::new().spawn_scoped(self.scope, move || Made::of(text, &batches));
            self.place = match maker {
                Ok(maker) => Place::Beside { sender, maker },
                Err(_) => Place::Here,
            };
        }
        match &self.place {
            // Only a thread that has panicked takes no more, and that is told when it is joined.
            Place::Beside { sender, .. } => drop(sender.send(batch)),
            Place::Here | Place::Undecided => self.made.take_all(&batch),
        }
    }

    /// What became of all of them.
    pub(super) fn finish(self) -> Made<'env> {
        let mut made = match self.place {
            Place::Here | Place::Undecided => self.made,
            Place::Beside { sender, maker } => {
                drop(sender);
                maker.join().unwrap_or_else(|cause| resume_unwind(cause))
            }
        };
        made.take_all(&self.waiting);
        made
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

    fn of(text: &'t str, batches: &Receiver<Vec<RawRow<'t>>>) -> Self {
        let mut made = Self::new(text);
        for batch in batches {
            made.take_all(&batch);
        }
        made
    }

    fn take_all(&mut self, batch: &[RawRow<'t>]) {
        for raw in batch {
            self.take(raw);
        }
    }

    fn take(&mut self, raw: &RawRow<'t>) {
        let line = self.lines.at(self.text, raw.start);
        match raw.row(self.text, line) {
            Ok((row, amount)) => {
                let rows = self.rows_of(raw.statement);
                let place = (raw.statement, rows.rows.len());
                rows.push(row);
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
