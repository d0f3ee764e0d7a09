//! The crate's own samples give exactly the rows and sums written beside them.
//!
//! Real files are compared in the ledger, which reads databases too.
#![cfg(test)]

mod fixtures;

#[test]
fn own_samples_give_the_rows_written_beside_them() {
    let (same, different) = fixtures::check_all();
    println!("{same} samples as expected, {different} not");
    assert_eq!(different, 0, "{different} samples differ");
    assert!(same >= 134, "samples have gone");
}
