//! Bytes to text: byte order marks, UTF-16 without one, UTF-8 with a few bad bytes, legacy code pages.

use encoding_rs::{
    EUC_KR, Encoding, GB18030, SHIFT_JIS, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1250, WINDOWS_1251,
    WINDOWS_1252, WINDOWS_1253, WINDOWS_1254,
};

/// A file as text, and how its bytes were understood.
#[derive(Debug)]
pub(crate) struct Decoded {
    /// The text without byte order mark and NULs.
    pub text: String,
    /// The encoding's WHATWG name.
    pub encoding: &'static str,
    /// Lines with bytes that are no text in that encoding, from 1.
    pub damaged_lines: Vec<u32>,
}

/// How many bytes at the start decide on UTF-16 without a byte order mark.
const SNIFFED_BYTES: usize = 4096;
/// How many damaged lines are worth naming.
const MAX_DAMAGED_LINES: usize = 20;

/// Decodes a whole file; never fails, since every byte means something in some encoding.
pub(crate) fn decode(bytes: &[u8]) -> Decoded {
    if let Some((encoding, mark_len)) = Encoding::for_bom(bytes) {
        return decoded(encoding, bytes.get(mark_len..).unwrap_or_default());
    }
    if let Some(encoding) = utf16_without_mark(bytes) {
        return decoded(encoding, bytes);
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Decoded {
            text: without_nuls(text.to_owned()),
            encoding: "UTF-8",
            damaged_lines: Vec::new(),
        },
        Err(_) if is_damaged_utf8(bytes) => decoded(UTF_8, bytes),
        Err(_) => decoded(legacy_encoding(bytes), bytes),
    }
}

fn decoded(encoding: &'static Encoding, bytes: &[u8]) -> Decoded {
    let (text, had_errors) = encoding.decode_without_bom_handling(bytes);
    let text = without_nuls(text.into_owned());
    let damaged_lines = if had_errors {
        damaged_lines(&text)
    } else {
        Vec::new()
    };
    Decoded {
        text,
        encoding: encoding.name(),
        damaged_lines,
    }
}

fn without_nuls(text: String) -> String {
    if text.contains('\0') {
        text.replace('\0', "")
    } else {
        text
    }
}

fn damaged_lines(text: &str) -> Vec<u32> {
    (1..)
        .zip(text.lines())
        .filter(|(_, line)| line.contains(char::REPLACEMENT_CHARACTER))
        .map(|(number, _)| number)
        .take(MAX_DAMAGED_LINES)
        .collect()
}

/// UTF-16 text of any statement has NULs in one half of its bytes only: digits and commas are ASCII.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = bytes.get(..SNIFFED_BYTES).unwrap_or(bytes);
    let nuls = |offset: usize| {
        sample
            .iter()
            .skip(offset)
            .step_by(2)
            .filter(|b| **b == 0)
            .count()
    };
    let (even, odd) = (nuls(0), nuls(1));
    let pairs = sample.len() / 2;
    let mostly = |count: usize| pairs >= 4 && count * 10 >= pairs * 4;
    if mostly(even) && odd * 20 <= even {
        return Some(UTF_16BE);
    }
    (mostly(odd) && even * 20 <= odd).then_some(UTF_16LE)
}

/// Whether a file that is not UTF-8 was meant to be: good multi-byte characters outnumber bad bytes.
fn is_damaged_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good >= bad
}

/// The code page of bytes that are not UTF-8.
fn legacy_encoding(bytes: &[u8]) -> &'static Encoding {
    let runs = HighRuns::of(bytes);
    if let Some(encoding) = multi_byte_encoding(bytes, &runs) {
        return encoding;
    }
    if runs.in_long_runs * 4 > runs.high * 3 {
        return if greek_weight(bytes) > cyrillic_weight(bytes) {
            WINDOWS_1253
        } else {
            WINDOWS_1251
        };
    }
    single_latin_encoding(bytes)
}

/// How bytes above 0x7F stand together: alone in Western text, in words in Cyrillic, in pairs in Chinese.
struct HighRuns {
    high: usize,
    in_long_runs: usize,
    in_even_runs: usize,
}

impl HighRuns {
    fn of(bytes: &[u8]) -> Self {
        let mut runs = Self {
            high: 0,
            in_long_runs: 0,
            in_even_runs: 0,
        };
        for run in bytes.split(u8::is_ascii) {
            runs.high += run.len();
            runs.in_long_runs += if run.len() >= 3 { run.len() } else { 0 };
            runs.in_even_runs += if run.len() % 2 == 0 { run.len() } else { 0 };
        }
        runs
    }
}

fn multi_byte_encoding(bytes: &[u8], runs: &HighRuns) -> Option<&'static Encoding> {
    if let Some(text) = decodes_cleanly(SHIFT_JIS, bytes)
        && text
            .chars()
            .filter(|c| matches!(c, '\u{3041}'..='\u{30FF}'))
            .count()
            * 4
            > runs.high / 2
    {
        return Some(SHIFT_JIS);
    }
    let pairs = runs.high / 2;
    if let Some(text) = decodes_cleanly(EUC_KR, bytes) {
        let hangul = text
            .chars()
            .filter(|c| matches!(c, '\u{AC00}'..='\u{D7A3}'))
            .count();
        if runs.in_even_runs * 10 >= runs.high * 9
            && hangul * 10 >= pairs * 8
            && all_hangul_leads(bytes)
        {
            return Some(EUC_KR);
        }
    }
    decodes_cleanly(GB18030, bytes)?;
    let common = common_hanzi(bytes);
    (common * 10 >= pairs * 6).then_some(GB18030)
}

fn decodes_cleanly(encoding: &'static Encoding, bytes: &[u8]) -> Option<String> {
    encoding
        .decode_without_bom_handling_and_without_replacement(bytes)
        .map(std::borrow::Cow::into_owned)
}

/// Hangul of EUC-KR has lead bytes B0 to C8; Chinese text soon uses higher ones.
fn all_hangul_leads(bytes: &[u8]) -> bool {
    double_bytes(bytes).all(|(lead, _)| (0xA1..=0xC8).contains(&lead))
}

/// The 3,755 most used characters of GB 2312 have lead bytes B0 to D7, its punctuation A1 to A3.
fn common_hanzi(bytes: &[u8]) -> usize {
    double_bytes(bytes)
        .filter(|(lead, trail)| matches!(lead, 0xA1..=0xA3 | 0xB0..=0xD7) && *trail >= 0xA1)
        .count()
}

fn double_bytes(bytes: &[u8]) -> impl Iterator<Item = (u8, u8)> {
    let mut rest = bytes.iter().copied();
    std::iter::from_fn(move || {
        let lead = rest.find(|byte| *byte >= 0x81)?;
        Some((lead, rest.next()?))
    })
}

/// The letters that make up a third of any Russian, Ukrainian or Bulgarian text.
fn cyrillic_weight(bytes: &[u8]) -> usize {
    bytes
        .iter()
        .filter(|b| matches!(b, 0xEE | 0xE5 | 0xE0 | 0xE8))
        .count()
}

/// The letters that make up a third of any Greek text.
fn greek_weight(bytes: &[u8]) -> usize {
    bytes
        .iter()
        .filter(|b| matches!(b, 0xE1 | 0xEF | 0xE9 | 0xF4 | 0xF2))
        .count()
}

/// Western, Central European or Turkish: by bytes that are letters in only one of them.
fn single_latin_encoding(bytes: &[u8]) -> &'static Encoding {
    let count = |wanted: &[u8]| bytes.iter().filter(|b| wanted.contains(b)).count();
    let central = central_letters(bytes);
    let turkish = count(&[0xF0, 0xFD, 0xFE, 0xD0, 0xDD, 0xDE]);
    let western = count(&[0xE9, 0xE8, 0xE0, 0xE3, 0xF5, 0xF1, 0xEA]);
    if central > 0 && central >= turkish {
        WINDOWS_1250
    } else if turkish > western {
        WINDOWS_1254
    } else {
        WINDOWS_1252
    }
}

/// Bytes that are Polish, Czech or Hungarian letters in 1250 and only signs in 1252, beside a letter.
fn central_letters(bytes: &[u8]) -> usize {
    let is_letter = |byte: u8| byte.is_ascii_alphabetic() || byte >= 0xC0;
    bytes
        .windows(2)
        .filter(|pair| match pair {
            [a, b] => {
                let sign = |byte: u8| {
                    matches!(
                        byte,
                        0xB3 | 0xB9
                            | 0xBF
                            | 0x9C
                            | 0x9F
                            | 0xA3
                            | 0xAF
                            | 0xA5
                            | 0x8C
                            | 0x8F
                            | 0x9D
                            | 0x9A
                            | 0x9E
                            | 0xBE
                    )
                };
                (sign(*a) && is_letter(*b)) || (is_letter(*a) && sign(*b))
            }
            _ => false,
        })
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name_of(encoding: &'static Encoding, text: &str) -> &'static str {
        let (bytes, _, unmappable) = encoding.encode(text);
        assert!(!unmappable, "{text} does not fit {}", encoding.name());
        let decoded = decode(&bytes);
        assert_eq!(decoded.text, text);
        decoded.encoding
    }

    #[test]
    fn code_pages_are_told_apart_by_their_words() {
        for (encoding, text) in [
            (GB18030, "日期,商户,金额\n2024-05-01,北京餐厅,-35.00\n"),
            (EUC_KR, "2024-04-01,서울식품,-25.50\n"),
            (SHIFT_JIS, "日付,お店,金額\n2024-04-01,コンビニ,-250\n"),
            (WINDOWS_1251, "31.05.17;Перевод за май;1,00\n"),
            (WINDOWS_1253, "31.05.17;Πληρωμή λογαριασμού;1,00\n"),
            (WINDOWS_1250, "2019-10-11;Opłata za kartę;-5,00\n"),
            (WINDOWS_1254, "01.02.2020;Maaş ödemesi iş;5,00\n"),
            (WINDOWS_1252, "2025.12.04;Café Rémy;1,00\n"),
        ] {
            assert_eq!(name_of(encoding, text), encoding.name(), "{text}");
        }
    }

    #[test]
    fn utf16_is_known_without_a_mark_and_nul_padding_is_not_utf16() {
        let text = "Date,Összeg\n2025.12.01,100\n";
        let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(
            (decode(&little).text.as_str(), decode(&little).encoding),
            (text, "UTF-16LE")
        );
        assert_eq!(
            (decode(&big).text.as_str(), decode(&big).encoding),
            (text, "UTF-16BE")
        );
        let mut padded = text.as_bytes().to_vec();
        padded.extend([0; 64]);
        assert_eq!(
            (decode(&padded).text.as_str(), decode(&padded).encoding),
            (text, "UTF-8")
        );
    }

    #[test]
    fn one_bad_byte_leaves_a_utf8_file_utf8_and_names_its_line() {
        let mut bytes = "Datum;Händler;Betrag\n01.02.2020;Müller;1,00\n02.02.2020;"
            .as_bytes()
            .to_vec();
        bytes.push(0xFC);
        bytes.extend(b"ber;2,00\n");
        let decoded = decode(&bytes);
        assert_eq!(decoded.encoding, "UTF-8");
        assert!(decoded.text.contains("Händler"));
        assert_eq!(decoded.damaged_lines, [3]);
    }
}
