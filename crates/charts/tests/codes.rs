//! Codes are drawn as the standards say, and an independent reader reads from them what was written.
//!
//! The payloads are those of the own cases of `farthing-rules`, which makes exactly these.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "outside tests' bodies, but only for them"
)]

use std::fs;
use std::path::Path;
use std::process::Command;

use farthing_charts::{ChartError, Code, CodeStandard, code, code_png};
use proptest::prelude::*;
use quick_xml::Reader;
use quick_xml::events::Event;
use serde_json::Value;

const STANDARDS: [(CodeStandard, usize); 3] = [
    (CodeStandard::Open, 2331),
    (CodeStandard::Epc, 331),
    (CodeStandard::SwissBill, 997),
];

/// Every payload of the rules' own cases, with the standard it is drawn by.
fn payloads() -> Vec<(CodeStandard, String)> {
    let cases = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../rules/tests/cases/payment.json"
    );
    let cases: Value = serde_json::from_str(&fs::read_to_string(cases).unwrap()).unwrap();
    let cases = cases["cases"].as_array().unwrap().iter();
    cases
        .filter_map(|case| {
            let payload = case["expected"]["payload"].as_str()?;
            let standard = match case["op"].as_str()? {
                "epc" => CodeStandard::Epc,
                "swiss" => CodeStandard::SwissBill,
                _ => CodeStandard::Open,
            };
            Some((standard, payload.to_owned()))
        })
        .collect()
}

/// The bytes that `zbarimg` reads from a PNG.
fn read(png: &Path) -> Vec<u8> {
    let result = Command::new("zbarimg")
        .args([
            "--quiet",
            "--raw",
            "--oneshot",
            "-Sdisable",
            "-Sqrcode.enable",
            "-Sqrcode.binary",
        ])
        .arg(png)
        .output();
    let output = result.unwrap_or_else(|cause| {
        panic!("zbarimg, which reads the codes back, cannot be started ({cause}): run `make test`, which installs zbar-tools on Debian and Ubuntu")
    });
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "nothing was read: {said}");
    output.stdout
}

/// What is read from a code that is painted at a scale.
fn read_back(code: &Code, scale: u32) -> String {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("code.png");
    fs::write(&file, code_png(code, scale).unwrap()).unwrap();
    String::from_utf8(read(&file)).unwrap()
}

#[test]
fn another_reader_reads_every_payload_as_it_was_written() {
    let payloads = payloads();
    for (standard, payload) in &payloads {
        let drawn = code(payload, *standard, "A payment").unwrap();
        for scale in [3, 8] {
            assert_eq!(&read_back(&drawn, scale), payload, "at scale {scale}");
        }
    }
    let starts = ["BCD\n", "SPC\n", "upi://", "000201", "https://paypal.me/"];
    for start in starts {
        let is_there = payloads.iter().any(|(_, text)| text.starts_with(start));
        assert!(is_there, "no case of the rules begins with {start:?}");
    }
    for standard in [CodeStandard::Epc, CodeStandard::SwissBill] {
        let is_there = payloads
            .iter()
            .any(|(s, text)| *s == standard && !text.is_ascii());
        assert!(
            is_there,
            "no case of {standard:?} has a letter beyond ASCII"
        );
    }
}

#[test]
fn another_reader_reads_letters_of_any_script() {
    for name in [
        "Zoë van Dijk",
        "Ελένη",
        "Жана",
        "茶の貯金",
        "चाय",
        "ÅÄÖ ñ ł ș €",
    ] {
        let payload = format!("BCD\n002\n1\nSCT\n\n{name}\nNL91ABNA0417164300\nEUR4.20");
        let drawn = code(&payload, CodeStandard::Epc, "A payment").unwrap();
        assert_eq!(read_back(&drawn, 4), payload);
    }
}

#[test]
fn another_reader_reads_bills_of_any_usual_length_past_the_cross() {
    for length in [100, 250, 400, 550, 700] {
        let payload = "Zoë 7 ".repeat(length / 7) + &"z".repeat(length % 7);
        assert_eq!(payload.len(), length);
        let drawn = code(&payload, CodeStandard::SwissBill, "A bill").unwrap();
        for scale in [3, 4, 8] {
            assert_eq!(
                read_back(&drawn, scale),
                payload,
                "{length} at scale {scale}"
            );
        }
    }
}

#[test]
fn another_reader_reads_the_largest_code_of_each_standard() {
    for (standard, most) in STANDARDS {
        let payload = "éa9".repeat(most / 4) + &"7".repeat(most % 4);
        assert_eq!(payload.len(), most);
        let drawn = code(&payload, standard, "A payment").unwrap();
        assert_eq!(read_back(&drawn, 4), payload, "{standard:?}");
    }
}

#[test]
fn the_largest_code_of_each_standard_has_its_version() {
    // A version has 17 modules and 4 for each step, and 8 are its quiet zone.
    let sides = STANDARDS
        .map(|(standard, most)| code(&"a".repeat(most), standard, "A payment").unwrap().side);
    assert_eq!(sides, [40, 13, 25].map(|version| 17 + 4 * version + 8));
}

#[test]
fn a_code_of_one_byte_more_is_refused() {
    for (standard, most) in STANDARDS {
        let error = code(&"a".repeat(most + 1), standard, "A payment").unwrap_err();
        let length = most + 1;
        assert_eq!(error, ChartError::CodeTooLong { length, most });
        let said = error.to_string();
        assert!(said.contains(&most.to_string()) && said.contains("shorten"));
    }
}

#[test]
fn a_code_is_dark_on_white_with_a_quiet_zone_and_crisp() {
    let drawn = code("https://paypal.me/TeaJar", CodeStandard::Open, "Pay").unwrap();
    let side = drawn.side;
    assert!(
        drawn
            .svg
            .contains(&format!("viewBox=\"0 0 {side} {side}\""))
    );
    assert!(drawn.svg.contains("shape-rendering=\"crispEdges\""));
    let ground = format!("<rect width=\"{side}\" height=\"{side}\" fill=\"#ffffff\"/>");
    assert!(drawn.svg.contains(&ground));
    // The upper left pattern begins after four modules.
    assert!(
        drawn
            .svg
            .contains("<path fill=\"#000000\" d=\"M4 4h7v1h-7z")
    );
    let png = code_png(&drawn, 1).unwrap();
    assert_eq!(png[..8], *b"\x89PNG\r\n\x1a\n");
    assert_eq!(png[16..20], u32::from(side).to_be_bytes());
}

#[test]
fn only_a_swiss_code_has_the_cross() {
    let rects = |standard| {
        let svg = code("SPC", standard, "A payment").unwrap().svg;
        svg.matches("<rect").count()
    };
    assert_eq!(STANDARDS.map(|(standard, _)| rects(standard)), [1, 1, 5]);
}

#[test]
fn a_title_is_text_and_never_markup() {
    let hostile = "</title><script>alert(1)</script> & \u{202e}\"'";
    let drawn = code("a", CodeStandard::Open, hostile).unwrap();
    let mut reader = Reader::from_str(&drawn.svg);
    let (mut names, mut title) = (Vec::new(), String::new());
    loop {
        match reader.read_event().unwrap() {
            Event::Start(tag) | Event::Empty(tag) => names.push(tag.name().as_ref().to_owned()),
            Event::Text(text) => title.push_str(&text),
            Event::GeneralRef(name) => {
                title.push_str(quick_xml::escape::resolve_predefined_entity(&name).unwrap());
            }
            Event::End(_) => {}
            Event::Eof => break,
            other => panic!("{other:?} has no place in a code"),
        }
    }
    assert_eq!(names, ["svg", "title", "rect", "path"]);
    assert_eq!(title.trim(), drawn.title);
    assert_eq!(drawn.title, "</title><script>alert(1)</script> & \"'");
}

#[test]
fn a_scale_of_no_pixels_or_too_many_is_refused() {
    let drawn = code("a", CodeStandard::Open, "A payment").unwrap();
    for scale in [0, 33, u32::MAX] {
        assert_eq!(code_png(&drawn, scale), Err(ChartError::CodeScale(scale)));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_payload_is_drawn_or_refused_and_always_the_same(
        payload in ".{0,1200}", which in 0_usize..3, title in ".{0,100}",
    ) {
        let (standard, most) = STANDARDS[which];
        let drawn = code(&payload, standard, &title);
        prop_assert_eq!(&drawn, &code(&payload, standard, &title));
        match drawn {
            Ok(drawn) => {
                prop_assert!((1..=most).contains(&payload.len()));
                prop_assert!(drawn.svg.ends_with("</svg>\n"));
            }
            Err(ChartError::EmptyCode) => prop_assert!(payload.is_empty()),
            Err(error) => {
                let length = payload.len();
                prop_assert!(length > most);
                prop_assert_eq!(error, ChartError::CodeTooLong { length, most });
            }
        }
    }
}
