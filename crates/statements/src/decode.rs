//! Bytes to text: byte order marks, UTF-16 without one, UTF-8 with a few bad bytes, legacy code pages.

use std::borrow::Cow;

use encoding_rs::{
    BIG5, EUC_KR, Encoding, GB18030, SHIFT_JIS, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1250,
    WINDOWS_1251, WINDOWS_1252, WINDOWS_1253, WINDOWS_1254,
};

use crate::model::ReadError;

/// A file as text, and how its bytes were understood.
#[derive(Debug)]
pub(crate) struct Decoded<'b> {
    /// The text without byte order mark and NULs.
    pub text: Cow<'b, str>,
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
pub(crate) fn decode(bytes: &[u8]) -> Decoded<'_> {
    if let Some((encoding, mark_len)) = Encoding::for_bom(bytes) {
        return decoded(encoding, bytes.get(mark_len..).unwrap_or_default());
    }
    if let Some(encoding) = utf16_without_mark(bytes) {
        return decoded(encoding, bytes);
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Decoded {
            text: cleaned(Cow::Borrowed(text)),
            encoding: "UTF-8",
            damaged_lines: Vec::new(),
        },
        Err(_) if is_damaged_utf8(bytes) => decoded(UTF_8, bytes),
        Err(_) => {
            let declared = declared_encoding(bytes);
            decoded(declared.unwrap_or_else(|| legacy_encoding(bytes)), bytes)
        }
    }
}

/// Decodes a whole file in the encoding with this label; a byte order mark still counts.
pub(crate) fn decode_as<'b>(bytes: &'b [u8], label: &str) -> Result<Decoded<'b>, ReadError> {
    let encoding = Encoding::for_label(label.as_bytes()).ok_or_else(|| ReadError::BadMapping {
        field: "encoding",
        message: format!("“{label}” is no character encoding, such as UTF-8 or windows-1252"),
    })?;
    match Encoding::for_bom(bytes) {
        Some((marked, length)) if marked == encoding => {
            Ok(decoded(encoding, bytes.get(length..).unwrap_or_default()))
        }
        _ => Ok(decoded(encoding, bytes)),
    }
}

fn decoded<'b>(encoding: &'static Encoding, bytes: &'b [u8]) -> Decoded<'b> {
    let (text, had_errors) = encoding.decode_without_bom_handling(bytes);
    let text = cleaned(text);
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

/// A text without NULs, its lines ended by line feeds even where it comes from an old Macintosh.
fn cleaned(text: Cow<'_, str>) -> Cow<'_, str> {
    let text = without_nuls(text);
    if text.contains('\n') || !text.contains('\r') {
        text
    } else {
        Cow::Owned(text.replace('\r', "\n"))
    }
}

fn without_nuls(text: Cow<'_, str>) -> Cow<'_, str> {
    if text.contains('\0') {
        Cow::Owned(text.replace('\0', ""))
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

/// The code page that an XML declaration or an OFX header (`CHARSET:1252`) names. UTF-8 has been
/// ruled out before.
fn declared_encoding(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = bytes.get(..SNIFFED_BYTES).unwrap_or(bytes);
    let header = String::from_utf8_lossy(start);
    let charset = declared_in_xml(&header).or_else(|| declared_in_ofx(&header))?;
    let label = if charset.starts_with("125") {
        format!("windows-{charset}")
    } else {
        charset.to_owned()
    };
    // Whoever writes bytes of one and declares the other is not to be believed.
    let is_one_byte = |e: &&Encoding| ![UTF_8, UTF_16LE, UTF_16BE].contains(e);
    Encoding::for_label(label.as_bytes()).filter(is_one_byte)
}

/// `<?xml version="1.0" encoding="ISO-8859-1"?>`
fn declared_in_xml(header: &str) -> Option<&str> {
    let declaration = header.trim_start().strip_prefix("<?xml")?;
    let declaration = declaration.split("?>").next()?;
    let value = declaration.split("encoding").nth(1)?;
    value.split(['"', '\'']).nth(1)
}

fn declared_in_ofx(header: &str) -> Option<&str> {
    header.trim_start().starts_with("OFXHEADER").then_some(())?;
    let mut lines = header.lines().map(str::trim);
    lines.find_map(|line| line.strip_prefix("CHARSET:"))
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
    if is_shift_jis(bytes, runs) {
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
    if decodes_cleanly(GB18030, bytes).is_some() && common_hanzi(bytes) * 10 >= pairs * 6 {
        return Some(GB18030);
    }
    is_big5(bytes).then_some(BIG5)
}

/// Kana, or double bytes side by side of which nearly all begin as Japanese characters do. English
/// with a few curly quotes decodes as Shift JIS too, but has them one by one.
fn is_shift_jis(bytes: &[u8], runs: &HighRuns) -> bool {
    let Some(text) = decodes_cleanly(SHIFT_JIS, bytes) else {
        return false;
    };
    let kana = text
        .chars()
        .filter(|c| matches!(c, '\u{3041}'..='\u{30FF}'));
    if kana.count() * 4 > runs.high / 2 {
        return true;
    }
    let (mut pairs, mut usual) = (0_usize, 0_usize);
    for (lead, _) in double_bytes(bytes) {
        pairs += 1;
        usual += usize::from(matches!(lead, 0x81..=0x83 | 0x88..=0x9F));
    }
    usual * 10 >= pairs * 8 && side_by_side(&text) * 2 > pairs
}

/// The 5,401 most used characters of Big5 have lead bytes A4 to C6.
fn is_big5(bytes: &[u8]) -> bool {
    let Some(text) = decodes_cleanly(BIG5, bytes) else {
        return false;
    };
    let (mut pairs, mut usual, mut low_trails) = (0_usize, 0_usize, 0_usize);
    for (lead, trail) in double_bytes(bytes) {
        pairs += 1;
        usual += usize::from(matches!(lead, 0xA1 | 0xA4..=0xC6));
        low_trails += usize::from(trail < 0x80);
    }
    usual * 10 >= pairs * 8 && low_trails * 10 >= pairs && side_by_side(&text) * 2 > pairs
}

/// Chinese or Japanese characters that stand right behind another one.
fn side_by_side(text: &str) -> usize {
    let is_wide = |c: char| matches!(c, '\u{3000}'..='\u{9FFF}' | '\u{FF01}'..='\u{FF60}');
    let pairs = text.chars().zip(text.chars().skip(1));
    pairs.filter(|(a, b)| is_wide(*a) && is_wide(*b)).count()
}

fn decodes_cleanly(encoding: &'static Encoding, bytes: &[u8]) -> Option<String> {
    encoding
        .decode_without_bom_handling_and_without_replacement(bytes)
        .map(Cow::into_owned)
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
    if (central > 0 && central >= turkish) || is_czech(bytes) {
        WINDOWS_1250
    } else if turkish > western {
        WINDOWS_1254
    } else {
        WINDOWS_1252
    }
}

/// An `ř` that would be an `ø`, with accents that no language has beside an `ø`, and no `å` or `æ`.
fn is_czech(bytes: &[u8]) -> bool {
    let has = |wanted: &[u8]| bytes.iter().any(|b| wanted.contains(b));
    has(&[0xF8, 0xD8]) && has(&[0xEC, 0xED, 0xF9, 0xFD]) && !has(&[0xE5, 0xE6, 0xC5, 0xC6])
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
            (GB18030, "日期,商户,金额\n2026-05-07,城南面馆,-18.00\n"),
            (EUC_KR, "2026-04-07,동네가게,-12.50\n"),
            (SHIFT_JIS, "日付,お店,金額\n2024-04-01,コンビニ,-250\n"),
            (
                SHIFT_JIS,
                "取引日,入出金(円),取引後残高(円),入出金内容\n20260313,150000,150000,給料\n",
            ),
            (
                BIG5,
                "日期,摘要,支出金額,存入金額,餘額\n2026/03/14,便利商店,120,,880\n",
            ),
            (GB18030, "记账日期,摘要,金额\n2026-05-07,工资,9000.00\n"),
            (WINDOWS_1251, "14.03.2026;Кофе;-120,00\n"),
            (
                WINDOWS_1250,
                "14.03.2026;Pekařství U lípy, žitný chléb;-45,00\n",
            ),
            (WINDOWS_1250, "14.03.2026;Pekařství;-45,00\n"),
            (WINDOWS_1252, "14.03.2026;Købmand Sørensen;-45,00\n"),
            (
                WINDOWS_1252,
                "2026-03-14,Bob’s “Corner” shop – tea,-4.50\n2026-03-15,Ann’s,-1.00\n",
            ),
            (WINDOWS_1251, "31.05.17;Перевод за май;1,00\n"),
            (WINDOWS_1253, "31.05.17;Πληρωμή λογαριασμού;1,00\n"),
            (WINDOWS_1250, "2026-10-12;Żółta łódź nad Wisłą;-7,00\n"),
            (WINDOWS_1254, "01.02.2020;Maaş ödemesi iş;5,00\n"),
            (WINDOWS_1252, "2025.12.04;Pâtisserie Noël;1,00\n"),
        ] {
            assert_eq!(name_of(encoding, text), encoding.name(), "{text}");
        }
    }

    #[test]
    fn the_code_page_that_a_file_declares_is_taken() {
        for (start, expected) in [
            (
                &b"<?xml version='1.0' encoding='ISO-8859-2'?>"[..],
                "ISO-8859-2",
            ),
            (
                b"<?xml version=\"1.0\" encoding=\"windows-1251\" ?>",
                "windows-1251",
            ),
            (b"OFXHEADER:100\nCHARSET:1250\n", "windows-1250"),
        ] {
            let mut bytes = start.to_vec();
            bytes.extend(b"<a>\xE9</a>");
            assert_eq!(decode(&bytes).encoding, expected);
        }
    }

    #[test]
    fn utf16_is_known_without_a_mark_and_nul_padding_is_not_utf16() {
        let text = "Date,Összeg\n2025.12.01,100\n";
        let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(
            (&*decode(&little).text, decode(&little).encoding),
            (text, "UTF-16LE")
        );
        assert_eq!(
            (&*decode(&big).text, decode(&big).encoding),
            (text, "UTF-16BE")
        );
        let mut padded = text.as_bytes().to_vec();
        padded.extend([0; 64]);
        assert_eq!(
            (&*decode(&padded).text, decode(&padded).encoding),
            (text, "UTF-8")
        );
    }

    #[test]
    fn lines_that_end_as_on_an_old_macintosh_are_lines() {
        assert_eq!(decode(b"a\rb\r").text, "a\nb\n");
        assert_eq!(decode(b"a\r\nb\rc").text, "a\r\nb\rc");
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
