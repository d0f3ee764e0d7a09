//! What programme files say, and what they may not say.

mod headline;
mod round_trip;
mod wrong;

use super::shipped::SHIPPED;
use super::*;

/// The shipped programme of this id.
fn shipped(id: &str) -> ProgrammeFile {
    let all = shipped_programmes().unwrap();
    let found = all.into_iter().find(|file| file.written().id == id);
    found.unwrap_or_else(|| panic!("no programme {id} is shipped"))
}
