//! Real statements and the crate's own samples give exactly the rows and sums written down for them.
//!
//! The samples of `tests/fixtures` are always read. With `FARTHING_CORPUS`, the files of that folder are
//! compared with its `MANIFEST.tsv` too.
#![cfg(test)]

mod fixtures;
mod manifest;

#[test]
fn own_samples_give_the_rows_written_beside_them() {
    let (passed, failed) = fixtures::check_all();
    assert_eq!(failed, 0, "{failed} samples differ");
    assert!(passed >= 105, "samples have gone");
}

#[test]
fn real_statements_give_the_rows_and_sums_of_their_list() {
    let Some(folder) = std::env::var_os("FARTHING_CORPUS") else {
        let (passed, failed) = fixtures::check_all();
        println!("{passed} passed, {failed} failed");
        assert_eq!(failed, 0, "{failed} samples differ");
        return;
    };
    let (passed, failed) = manifest::check_all(folder.as_ref());
    println!("{passed} passed, {failed} failed");
    assert!(
        passed >= manifest::FLOOR,
        "{passed} files pass, {} did before",
        manifest::FLOOR
    );
}
