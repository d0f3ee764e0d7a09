//! Names from outside, made fit to be drawn: cleaned, shortened by character, and measured.

use unicode_segmentation::UnicodeSegmentation;

const ELLIPSIS: char = '…';
/// A family emoji has seven code points; a letter under ten thousand accents has no use for them.
const LONGEST_CHARACTER: usize = 8;
/// What a tooltip may hold.
pub(crate) const LONGEST_LABEL: usize = 80;
const NAMELESS: &str = "No name";

/// One line of text without control, direction and hidden characters, at most
/// [`LONGEST_LABEL`] characters as a person counts them; a word in place of nothing.
pub(crate) fn clean(raw: &str) -> String {
    clean_up_to(raw, LONGEST_LABEL).unwrap_or_else(|| NAMELESS.to_owned())
}

/// As [`clean`], with at most so many characters; none where there is nothing to see.
pub(crate) fn clean_up_to(raw: &str, most: usize) -> Option<String> {
    let visible = without_hidden(raw);
    let words: Vec<_> = visible.split_whitespace().collect();
    let line = words.join(" ");
    let mut kept = String::new();
    for (index, character) in line.graphemes(true).enumerate() {
        if index == most {
            kept.push(ELLIPSIS);
            break;
        }
        kept.extend(character.chars().take(LONGEST_CHARACTER));
    }
    let is_seen = !kept.chars().all(is_joiner);
    is_seen.then_some(kept)
}

/// The text on at most so many lines of a width, parted between words; the last is shortened.
pub(crate) fn wrapped(text: &str, font_size: f64, room: f64, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        let longer = lines.last().map(|line| format!("{line} {word}"));
        let is_last = lines.len() == most;
        match (longer, lines.last_mut()) {
            (Some(longer), Some(line)) if is_last || width(&longer, font_size) <= room => {
                *line = longer;
            }
            _ => lines.push(word.to_owned()),
        }
    }
    let fitted = |line: &String| fit(line, font_size, room);
    lines.iter().map(fitted).collect()
}

/// The text, or as much of it as fits into a width, with an ellipsis.
pub(crate) fn fit(text: &str, font_size: f64, room: f64) -> String {
    if width(text, font_size) <= room {
        return text.to_owned();
    }
    let room = room - width("…", font_size);
    let mut kept = String::new();
    let mut used = 0.0;
    for character in text.graphemes(true) {
        used += width(character, font_size);
        if used > room {
            break;
        }
        kept.push_str(character);
    }
    kept.truncate(kept.trim_end().len());
    kept.push(ELLIPSIS);
    kept
}

/// About how wide a text is in a plain sans-serif; rather too wide than too narrow. The wide one that
/// Linux has where no other is set (`DejaVu Sans`) is the measure.
pub(crate) fn width(text: &str, font_size: f64) -> f64 {
    let ems: f64 = text.graphemes(true).map(character_ems).sum();
    ems * font_size
}

fn character_ems(character: &str) -> f64 {
    match character.chars().next() {
        None | Some('\u{200C}' | '\u{200D}') => 0.0,
        Some('i' | 'j' | 'l' | '\'' | '.' | ',' | ':' | ';' | '|' | '!' | ' ' | '·') => 0.32,
        Some('f' | 'r' | 't' | '(' | ')' | '-' | '/' | 'I') => 0.4,
        Some('\u{202F}') => 0.22,
        Some('m' | 'w' | 'M' | 'W' | '@' | '%' | '…') => 0.96,
        Some(c) if c.is_ascii_uppercase() => 0.7,
        Some(c) if c.is_ascii() => 0.64,
        Some('\u{1100}'..) => 1.05,
        Some(_) => 0.66,
    }
}

/// Drops terminal sequences whole, turns other controls into spaces, drops what hides or turns text.
fn without_hidden(raw: &str) -> String {
    let mut kept = String::new();
    let mut rest = raw.chars();
    while let Some(c) = rest.next() {
        match c {
            '\u{1B}' => skip_escape(&mut rest),
            c if c.is_control() => kept.push(' '),
            c if is_hidden(c) => {}
            c => kept.push(c),
        }
    }
    kept
}

/// Steps over what follows an escape character: `[31m` and the like, or one character.
fn skip_escape(rest: &mut std::str::Chars<'_>) {
    let mut ahead = rest.clone();
    if ahead.next() != Some('[') {
        return;
    }
    *rest = ahead.clone();
    while let Some(c) = ahead.next() {
        match c {
            '0'..='?' | ' '..='/' => *rest = ahead.clone(),
            '@'..='~' => {
                *rest = ahead;
                return;
            }
            _ => return,
        }
    }
}

/// Characters that turn the direction of text, hide it, or are none.
fn is_hidden(c: char) -> bool {
    matches!(c,
        '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
        | '\u{180B}'..='\u{180F}' | '\u{200B}' | '\u{200E}' | '\u{200F}'
        | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{3164}'
        | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}'
        | '\u{E0000}'..='\u{E0FFF}')
        || (u32::from(c) & 0xFFFE) == 0xFFFE
        || matches!(c, '\u{FDD0}'..='\u{FDEF}')
}

/// Joiners shape Persian words and emoji families, and are nothing alone.
fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200C}' | '\u{200D}' | '\u{FE00}'..='\u{FE0F}') || c.is_whitespace()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn controls_terminal_sequences_and_direction_marks_are_gone() {
        assert_eq!(clean("a\0b\u{1b}[31;1mred\u{1b}[0m\tc"), "a bred c");
        assert_eq!(clean("pay\u{202E}lap\u{2066}x\u{2069}"), "paylapx");
        assert_eq!(clean("\u{1b}"), NAMELESS);
        assert_eq!(clean("\u{1b}[31"), NAMELESS);
    }

    #[test]
    fn nothing_to_see_has_a_word() {
        for text in ["", "  ", "\u{200B}\u{200D}", "\u{FEFF}", "\u{0}"] {
            assert_eq!(clean(text), NAMELESS, "{text:?}");
        }
    }

    #[test]
    fn long_names_are_shortened_between_characters() {
        let family = "👨‍👩‍👧‍👦".repeat(100);
        let kept = clean(&family);
        assert_eq!(kept, format!("{}…", "👨‍👩‍👧‍👦".repeat(LONGEST_LABEL)));
        let short = fit(&kept, 10.0, 40.0);
        assert_eq!(short, "👨‍👩‍👧‍👦👨‍👩‍👧‍👦…");
    }

    #[test]
    fn a_long_text_takes_several_lines_and_the_last_is_shortened() {
        let text = "one two three four five six";
        assert_eq!(
            wrapped(text, 10.0, 53.0, 9),
            ["one two", "three four", "five six"]
        );
        assert_eq!(wrapped(text, 10.0, 53.0, 2), ["one two", "three fo…"]);
        assert_eq!(wrapped(text, 10.0, 1_000.0, 2), [text]);
        assert_eq!(wrapped("unbroken words", 10.0, 30.0, 9), ["unb…", "wor…"]);
    }

    #[test]
    fn ten_thousand_accents_become_a_few() {
        let kept = clean(&format!(
            "Caf{}",
            "e\u{301}".to_owned() + &"\u{300}".repeat(10_000)
        ));
        assert!(kept.chars().count() <= 3 + LONGEST_CHARACTER);
    }

    #[test]
    fn persian_joiners_and_other_scripts_stay() {
        assert_eq!(clean("می\u{200C}خواهم"), "می\u{200C}خواهم");
        assert_eq!(clean("星巴克 קפה"), "星巴克 קפה");
    }
}
