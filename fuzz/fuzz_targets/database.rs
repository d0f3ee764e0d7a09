//! Databases of other programs with bytes of theirs replaced: the input's first byte chooses the database,
//! and each further three are a place in it and the byte that stands there instead.
#![no_main]

use std::sync::LazyLock;

use farthing_ledger::{ImportOptions, StatementFile, report_without_ledger};
use tokio::runtime::{Builder, Runtime};

const SAMPLES: [&str; 3] = [
    include_str!("../../crates/ledger/tests/databases/actual.sql"),
    include_str!("../../crates/ledger/tests/databases/gnucash.sql"),
    include_str!("../../crates/ledger/tests/databases/mmex.sql"),
];

static DATABASES: LazyLock<[Vec<u8>; 3]> = LazyLock::new(|| SAMPLES.map(database));
static RUNTIME: LazyLock<Runtime> =
    LazyLock::new(|| Builder::new_current_thread().build().expect("a runtime"));

fn database(sql: &str) -> Vec<u8> {
    let db = rusqlite::Connection::open_in_memory().expect("a database");
    db.execute_batch(sql).expect("SQL that SQLite knows");
    db.serialize("main").expect("its bytes").to_vec()
}

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    let Some((first, patches)) = input.split_first() else {
        return;
    };
    let mut bytes = DATABASES[usize::from(*first) % SAMPLES.len()].clone();
    for patch in patches.chunks_exact(3) {
        let place = usize::from(u16::from_be_bytes([patch[0], patch[1]]));
        let at = place % bytes.len();
        bytes[at] = patch[2];
    }
    let file = StatementFile {
        name: "book".to_owned(),
        bytes,
    };
    let _ = RUNTIME.block_on(report_without_ledger(&file, &ImportOptions::default()));
});
