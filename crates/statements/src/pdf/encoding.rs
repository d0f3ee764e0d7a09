//! Which character a byte of a simple font is (ISO 32000-1, annex D), and the names of glyphs.

use std::collections::HashMap;

use encoding_rs::{Encoding, MACINTOSH, WINDOWS_1252};

/// The characters of a font's 256 bytes.
pub(super) type Characters = Vec<Option<char>>;

/// The characters of an encoding with a name; of the standard one where it has none.
pub(super) fn of_name(name: Option<&str>) -> Characters {
    match name {
        Some("WinAnsiEncoding") => of_code_page(WINDOWS_1252),
        Some("MacRomanEncoding") => of_code_page(MACINTOSH),
        _ => standard(),
    }
}

fn of_code_page(encoding: &'static Encoding) -> Characters {
    (0..=255_u8)
        .map(|byte| {
            let one = [byte];
            let (text, _) = encoding.decode_without_bom_handling(&one);
            text.chars().next().filter(|c| !c.is_control())
        })
        .collect()
}

fn standard() -> Characters {
    // From A1 on; a full stop where there is nothing.
    const UPPER: &str = "¡¢£⁄¥ƒ§¤'“«‹›ﬁﬂ.–†‡·.¶•‚„”»…‰.¿.`´ˆ˜¯˘˙¨.˚¸.˝˛ˇ—................Æ.ª....ŁØŒº.....æ...ı..łøœß";
    let mut characters: Characters = (0..=255_u8)
        .map(|byte| Some(char::from(byte)).filter(|c| matches!(c, ' '..='~')))
        .collect();
    let upper = UPPER.chars().map(|c| (c != '.').then_some(c));
    for (place, c) in characters.iter_mut().skip(0xA1).zip(upper) {
        *place = c;
    }
    for (byte, c) in [(0x27, '’'), (0x60, '‘')] {
        if let Some(place) = characters.get_mut(byte) {
            *place = Some(c);
        }
    }
    characters
}

/// The characters that glyphs are named after.
pub(super) struct Names(HashMap<&'static str, char>);

impl Names {
    /// All names; made once for a font that uses any.
    pub(super) fn all() -> Self {
        let mut words = NAMES.split_whitespace();
        let pairs = std::iter::from_fn(|| {
            let name = words.next()?;
            let c = words.next()?.chars().next()?;
            Some((name, if c == '␣' { ' ' } else { c }))
        });
        Self(pairs.collect())
    }

    /// The character of a name such as `aacute`, `uni20AC` or `one.oldstyle`.
    pub(super) fn character(&self, name: &str) -> Option<char> {
        let name = name.split('.').next()?;
        let mut letters = name.chars();
        if let (Some(letter), None) = (letters.next(), letters.next()) {
            return letter.is_ascii_alphabetic().then_some(letter);
        }
        self.0.get(name).copied().or_else(|| by_number(name))
    }
}

/// `uni20AC`, `u20AC` and the Cyrillic letters, which were numbered.
fn by_number(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix("afii") {
        let number: u32 = number.parse().ok()?;
        let code = match number {
            10023 => 0x401,
            10071 => 0x451,
            10017..=10022 => 0x410 + number - 10017,
            10024..=10049 => 0x416 + number - 10024,
            10065..=10070 => 0x430 + number - 10065,
            10072..=10097 => 0x436 + number - 10072,
            61352 => 0x2116,
            _ => return None,
        };
        return char::from_u32(code);
    }
    let digits = name
        .strip_prefix("uni")
        .or_else(|| name.strip_prefix('u'))?;
    let digits = digits
        .get(..4)
        .filter(|_| name.starts_with("uni"))
        .unwrap_or(digits);
    let is_hex = (4..=6).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_hexdigit());
    char::from_u32(u32::from_str_radix(digits, 16).ok().filter(|_| is_hex)?)
}

/// Names and characters in pairs; `␣` stands for a blank.
const NAMES: &str = "
space ␣ exclam ! quotedbl \" numbersign # dollar $ percent % ampersand & quotesingle '
quoteright ’ quoteleft ‘ parenleft ( parenright ) asterisk * plus + comma , hyphen - minus −
period . slash / zero 0 one 1 two 2 three 3 four 4 five 5 six 6 seven 7 eight 8 nine 9 colon :
semicolon ; less < equal = greater > question ? at @ bracketleft [ backslash \\ bracketright ]
asciicircum ^ underscore _ grave ` braceleft { bar | braceright } asciitilde ~ exclamdown ¡
cent ¢ sterling £ currency ¤ yen ¥ brokenbar ¦ section § dieresis ¨ copyright © ordfeminine ª
guillemotleft « logicalnot ¬ softhyphen - registered ® macron ¯ degree ° plusminus ±
twosuperior ² threesuperior ³ acute ´ mu µ paragraph ¶ periodcentered · middot · cedilla ¸
onesuperior ¹ ordmasculine º guillemotright » onequarter ¼ onehalf ½ threequarters ¾
questiondown ¿ multiply × divide ÷ florin ƒ circumflex ˆ caron ˇ breve ˘ dotaccent ˙ ring ˚
ogonek ˛ tilde ˜ hungarumlaut ˝ endash – emdash — quotesinglbase ‚ quotedblleft “
quotedblright ” quotedblbase „ dagger † daggerdbl ‡ bullet • ellipsis … perthousand ‰
guilsinglleft ‹ guilsinglright › fraction ⁄ Euro € euro € lira ₤ rupee ₨ peso ₱ won ₩ dong ₫
trademark ™ nbspace ␣ nonbreakingspace ␣ fi ﬁ fl ﬂ ff ﬀ ffi ﬃ ffl ﬄ Agrave À Aacute Á
Acircumflex Â Atilde Ã Adieresis Ä Aring Å Ccedilla Ç Egrave È Eacute É Ecircumflex Ê
Edieresis Ë Igrave Ì Iacute Í Icircumflex Î Idieresis Ï Ntilde Ñ Ograve Ò Oacute Ó Ocircumflex Ô
Otilde Õ Odieresis Ö Oslash Ø Ugrave Ù Uacute Ú Ucircumflex Û Udieresis Ü Yacute Ý agrave à
aacute á acircumflex â atilde ã adieresis ä aring å ccedilla ç egrave è eacute é ecircumflex ê
edieresis ë igrave ì iacute í icircumflex î idieresis ï ntilde ñ ograve ò oacute ó ocircumflex ô
otilde õ odieresis ö oslash ø ugrave ù uacute ú ucircumflex û udieresis ü yacute ý ydieresis ÿ
Amacron Ā amacron ā Abreve Ă abreve ă Aogonek Ą aogonek ą Cacute Ć cacute ć Ccircumflex Ĉ
ccircumflex ĉ Cdotaccent Ċ cdotaccent ċ Ccaron Č ccaron č Dcaron Ď dcaron ď Dcroat Đ dcroat đ
Emacron Ē emacron ē Ebreve Ĕ ebreve ĕ Edotaccent Ė edotaccent ė Eogonek Ę eogonek ę Ecaron Ě
ecaron ě Gcircumflex Ĝ gcircumflex ĝ Gbreve Ğ gbreve ğ Gdotaccent Ġ gdotaccent ġ Gcedilla Ģ
gcedilla ģ Hcircumflex Ĥ hcircumflex ĥ Hbar Ħ hbar ħ Itilde Ĩ itilde ĩ Imacron Ī imacron ī
Ibreve Ĭ ibreve ĭ Iogonek Į iogonek į Idotaccent İ Jcircumflex Ĵ jcircumflex ĵ Kcedilla Ķ
kcedilla ķ Lacute Ĺ lacute ĺ Lcedilla Ļ lcedilla ļ Lcaron Ľ lcaron ľ Lslash Ł lslash ł Nacute Ń
nacute ń Ncedilla Ņ ncedilla ņ Ncaron Ň ncaron ň Omacron Ō omacron ō Obreve Ŏ obreve ŏ
Ohungarumlaut Ő ohungarumlaut ő Racute Ŕ racute ŕ Rcedilla Ŗ rcedilla ŗ Rcaron Ř rcaron ř
Sacute Ś sacute ś Scircumflex Ŝ scircumflex ŝ Scedilla Ş scedilla ş Scaron Š scaron š Tcedilla Ţ
tcedilla ţ Tcaron Ť tcaron ť Tbar Ŧ tbar ŧ Utilde Ũ utilde ũ Umacron Ū umacron ū Ubreve Ŭ
ubreve ŭ Uring Ů uring ů Uhungarumlaut Ű uhungarumlaut ű Uogonek Ų uogonek ų Wcircumflex Ŵ
wcircumflex ŵ Ycircumflex Ŷ ycircumflex ŷ Ydieresis Ÿ Zacute Ź zacute ź Zdotaccent Ż
zdotaccent ż Zcaron Ž zcaron ž Scommaaccent Ș scommaaccent ș Tcommaaccent Ț tcommaaccent ț AE Æ
ae æ OE Œ oe œ Eth Ð eth ð Thorn Þ thorn þ germandbls ß dotlessi ı
";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_characters_of_their_encoding() {
        let at = |name, byte: usize| of_name(name)[byte];
        assert_eq!(at(Some("WinAnsiEncoding"), 0x80), Some('€'));
        assert_eq!(at(Some("MacRomanEncoding"), 0x8E), Some('é'));
        assert_eq!((at(None, 0xA3), at(None, 0x27)), (Some('£'), Some('’')));
        assert_eq!((at(None, 0xFB), at(None, 0xE9)), (Some('ß'), Some('Ø')));
        assert_eq!(at(None, 0x80), None);
    }

    #[test]
    fn glyphs_are_named_after_characters() {
        let names = Names::all();
        for (name, c) in [
            ("A", Some('A')),
            ("seven", Some('7')),
            ("one.oldstyle", Some('1')),
            ("lslash", Some('ł')),
            ("Scaron", Some('Š')),
            ("Euro", Some('€')),
            ("space", Some(' ')),
            ("uni20B9", Some('₹')),
            ("u20B1", Some('₱')),
            ("afii10017", Some('А')),
            ("afii10097", Some('я')),
            ("g37", None),
        ] {
            assert_eq!(names.character(name), c, "{name}");
        }
    }
}
