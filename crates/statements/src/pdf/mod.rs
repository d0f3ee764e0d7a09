//! Documents in PDF (ISO 32000): their text layer as lines of words, each with its place on the page.
//!
//! Only what a statement needs is read: objects are looked up when they are asked for, streams are
//! unpacked within one allowance for the whole file, and nothing in a document is ever run.

mod content;
mod encoding;
mod file;
mod filter;
mod fixed;
mod font;
mod lexer;
mod lines;
mod object;
mod pages;
mod tounicode;
mod xref;

pub(crate) use fixed::Fixed;
pub(crate) use lines::{Line, Word};

use crate::model::{Password, ReadError};
use file::File;

/// Whether bytes are a PDF: its sign may stand behind a little rubbish.
pub(crate) fn is_pdf(bytes: &[u8]) -> bool {
    start_of(bytes).is_some()
}

/// The lines of all pages, from the top of the first to the bottom of the last.
pub(crate) fn lines_of(bytes: &[u8], password: Option<&Password>) -> Result<Vec<Line>, ReadError> {
    let start = start_of(bytes).unwrap_or(0);
    let file = File::open(bytes.get(start..).unwrap_or_default(), password)?;
    pages::lines_of(&file)
}

fn start_of(bytes: &[u8]) -> Option<usize> {
    let head = bytes.get(..1024).unwrap_or(bytes);
    head.windows(5).position(|five| five == b"%PDF-")
}

#[cfg(test)]
mod tests {
    use super::*;
    use miniz_oxide::deflate::compress_to_vec_zlib;
    use proptest::prelude::*;

    const SAMPLES: [&[u8]; 4] = [
        include_bytes!("../../tests/fixtures/pdf/konto.pdf"),
        include_bytes!("../../tests/fixtures/easypaisa/statement.pdf"),
        include_bytes!("../../tests/fixtures/mpesa/statement.pdf"),
        include_bytes!("../../tests/fixtures/gcash/history.pdf"),
    ];
    const FONT: &str = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>";

    /// A document of these objects, numbered from 1; the first is its catalogue.
    fn document(objects: &[Vec<u8>], more: &str) -> Vec<u8> {
        let mut bytes = b"%PDF-1.7\n".to_vec();
        let mut table: Vec<String> = Vec::new();
        for (number, object) in (1..).zip(objects) {
            table.push(format!("{:010} 00000 n \n", bytes.len()));
            bytes.extend(format!("{number} 0 obj\n").into_bytes());
            bytes.extend(object);
            bytes.extend(b"\nendobj\n");
        }
        let start = bytes.len();
        let size = objects.len() + 1;
        let head = format!("xref\n0 {size}\n0000000000 65535 f \n{}", table.concat());
        bytes.extend(head.into_bytes());
        let tail = format!("trailer\n<</Size {size}/Root 1 0 R{more}>>\nstartxref\n{start}\n%%EOF");
        bytes.extend(tail.into_bytes());
        bytes
    }

    fn stream(dict: &str, data: &[u8]) -> Vec<u8> {
        let head = format!("<<{dict}/Length {}>>\nstream\n", data.len());
        [head.as_bytes(), data, b"\nendstream"].concat()
    }

    /// A document of one page with this content, and objects from 6 on.
    fn page(content: Vec<u8>, others: &[Vec<u8>]) -> Vec<Vec<u8>> {
        let resources = "/Font<</F 5 0 R>>/XObject<</X 6 0 R>>";
        let mut objects: Vec<Vec<u8>> = [
            "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
            "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
            format!("<</Type/Page/Parent 2 0 R/Resources<<{resources}>>/Contents 4 0 R>>"),
        ]
        .map(String::into_bytes)
        .into();
        objects.push(content);
        objects.push(FONT.as_bytes().to_vec());
        objects.extend(others.iter().cloned());
        objects
    }

    fn texts(bytes: &[u8]) -> Result<Vec<String>, ReadError> {
        let lines = lines_of(bytes, None)?;
        Ok(lines.iter().map(Line::text).collect())
    }

    fn is_beyond_a_limit(bytes: &[u8]) -> bool {
        matches!(texts(bytes), Err(ReadError::Limit(_)))
    }

    #[test]
    fn text_is_found_in_strings_in_drawings_and_without_a_table() {
        let drawing = stream(
            "/Type/XObject/Subtype/Form/Resources<</Font<</F 5 0 R>>>>/Matrix[1 0 0 1 0 -20]",
            b"BT /F 10 Tf 20 700 Td (in a drawing) Tj ET",
        );
        let content = b"BI /W 1 /H 1 ID \xFFBT\x00 EI q BT /F 10 Tf 20 700 Td [(To) -10 (p) -2000 (x)] TJ T* ET Q /X Do";
        let bytes = document(&page(stream("", content), &[drawing]), "");
        let expected = ["Top x", "in a drawing"];
        assert_eq!(texts(&bytes).unwrap(), expected);
        let mut damaged = bytes.clone();
        let at = damaged.len() - 12;
        damaged.truncate(at);
        assert_eq!(texts(&damaged).unwrap(), expected);
    }

    #[test]
    fn what_nests_without_end_or_leads_back_to_itself_is_no_harm() {
        let deep = ["[".repeat(100_000), "]".repeat(100_000)].concat();
        let nested = document(&page(stream("", b""), &[deep.clone().into_bytes()]), "");
        assert_eq!(texts(&nested).unwrap(), [""; 0]);
        let nested = document(&page(stream("", deep.as_bytes()), &[]), "");
        assert!(is_beyond_a_limit(&nested));
        let own = stream(
            "/Type/XObject/Subtype/Form/Resources<</XObject<</X 6 0 R>>>>",
            "/X Do ".repeat(200).as_bytes(),
        );
        let turning = document(
            &page(stream("", "/X Do ".repeat(200).as_bytes()), &[own]),
            "",
        );
        assert!(is_beyond_a_limit(&turning));
        let loops = document(
            &[
                b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
                b"<</Type/Pages/Kids[2 0 R 3 0 R]>>".to_vec(),
                b"4 0 R".to_vec(),
                b"3 0 R".to_vec(),
            ],
            "/Prev 9",
        );
        assert_eq!(texts(&loops).unwrap(), [""; 0]);
    }

    #[test]
    fn what_unpacks_or_counts_without_end_is_refused() {
        let packed = compress_to_vec_zlib(&vec![b' '; 20_000_000], 6);
        let bomb = document(&page(stream("/Filter/FlateDecode", &packed), &[]), "");
        assert!(is_beyond_a_limit(&bomb));
        let twice = compress_to_vec_zlib(&packed, 6);
        let filters = "/Filter[/FlateDecode/FlateDecode]";
        let bomb = document(&page(stream(filters, &twice), &[]), "");
        assert!(is_beyond_a_limit(&bomb));
        let words = "(aaaaaaaaaaaaaaaaaaaa) Tj ".repeat(20_000);
        let letters = format!("BT /F 9 Tf {words}");
        assert!(is_beyond_a_limit(&document(
            &page(stream("", letters.as_bytes()), &[]),
            ""
        )));
        let kids: Vec<String> = (3..6_000).map(|number| format!("{number} 0 R")).collect();
        let tree = format!("<</Type/Pages/Kids[{}]>>", kids.join(" "));
        let mut objects = vec![b"<</Type/Catalog/Pages 2 0 R>>".to_vec(), tree.into_bytes()];
        objects.resize(6_000, b"<</Type/Page>>".to_vec());
        assert!(is_beyond_a_limit(&document(&objects, "")));
    }

    #[test]
    fn a_protection_that_nobody_knows_is_named_and_a_known_one_asks_for_its_password() {
        let unknown = "/Encrypt<</Filter/Fancy/V 9/R 9>>";
        let bytes = document(&page(stream("", b""), &[]), unknown);
        assert!(matches!(texts(&bytes), Err(ReadError::Unknown(_))));
        assert_eq!(texts(SAMPLES[2]), Err(ReadError::PasswordNeeded));
        let wrong = Password("482914".to_owned());
        assert_eq!(
            lines_of(SAMPLES[3], Some(&wrong)),
            Err(ReadError::PasswordWrong)
        );
        // The owner's password opens as well as the user's.
        for (sample, owners) in [(SAMPLES[2], "owner"), (SAMPLES[3], "o")] {
            let password = Password(owners.to_owned());
            assert!(!lines_of(sample, Some(&password)).unwrap().is_empty());
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn damage_never_panics(
            which in 0..SAMPLES.len(),
            edits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..24),
            cut in any::<prop::sample::Index>(),
        ) {
            let mut bytes = SAMPLES[which].to_vec();
            for (place, byte) in edits {
                let place = place.index(bytes.len());
                bytes[place] = byte;
            }
            let password = Password("482913".to_owned());
            drop(lines_of(&bytes, Some(&password)));
            bytes.truncate(cut.index(bytes.len()));
            drop(lines_of(&bytes, Some(&password)));
        }

        #[test]
        fn any_content_of_a_page_never_panics(
            words in prop::collection::vec(prop::sample::select(vec![
                "q", "Q", "BT", "ET", "/F 10 Tf", "Td", "TD", "Tm", "T*", "Tj", "TJ", "'", "\"", "cm",
                "/X Do", "Tz", "Ts", "Tc", "BI", "ID", "EI", "(ab c)", "<4142", "[(a) -3 (b)]", "1",
                "-0.5", "99999999999999999999", "0", "<<", ">>", "]", ")",
            ]), 0..200),
        ) {
            let content = words.join(" ");
            let own = stream("/Type/XObject/Subtype/Form", b"BT /F 8 Tf (x) Tj ET");
            drop(texts(&document(&page(stream("", content.as_bytes()), &[own]), "")));
        }
    }
}
