//! Real files of every format give exactly the rows and sums written down for them.
//!
//! With `FARTHING_CORPUS`, each file of that folder's `MANIFEST.tsv` is read as `farthing import
//! --dry-run --json` reads it, without a ledger and without an answer. Without it, the samples of the
//! statements crate are at least all read.
#![cfg(test)]

mod manifest;

#[tokio::test]
async fn real_files_give_the_rows_and_sums_of_their_list() {
    let Some(folder) = std::env::var_os("FARTHING_CORPUS") else {
        let read = manifest::read_samples().await;
        assert!(read >= 60, "samples have gone: {read}");
        return;
    };
    let (passed, failed) = manifest::check_all(folder.as_ref()).await;
    println!("{passed} passed, {failed} failed");
    assert!(
        passed >= manifest::FLOOR,
        "{passed} files pass, {} did before",
        manifest::FLOOR
    );
}
