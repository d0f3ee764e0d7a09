//! Legal forms at the end of a name.
//!
//! They go, because the same shop has its form on one statement and not on the next. Only what
//! cannot be mistaken for a word does: a lone “Co” or “SL” stays.

use super::What;
use super::tokens::Tokens;

/// Legal forms by their words without points and in lower case, longer ones first.
const FORMS: [&str; 52] = [
    "gmbh & co kgaa",
    "gmbh&co kg",
    "gmbh&cokg",
    "gmbh & co kg",
    "gmbh & co ohg",
    "gmbh + co kg",
    "ag & co kg",
    "ug (haftungsbeschränkt)",
    "ug haftungsbeschränkt",
    "public limited company",
    "private limited",
    "sp z oo",
    "pte ltd",
    "pty ltd",
    "pvt ltd",
    "pvt limited",
    "co ltd",
    "co inc",
    "sdn bhd",
    "& co kg",
    "s de rl",
    "as de cv",
    "sa de cv",
    "ggmbh",
    "gmbh",
    "mbh",
    "kgaa",
    "ohg",
    "kg",
    "ek",
    "eg",
    "ev",
    "ug",
    "ag",
    "limited",
    "ltd",
    "llc",
    "llp",
    "plc",
    "inc",
    "corp",
    "sarl",
    "sas",
    "srl",
    "spa",
    "bv",
    "nv",
    "aps",
    "oyj",
    "oy",
    "ab",
    "sa",
];

/// Forms that are also words or names, and count only as they are written for a form: with points
/// (`S.p.A.`, `e.V.`), or in capitals.
const WRITTEN_AS_FORM: [(&str, &str); 12] = [
    ("kg", "KG"),
    ("ek", "e.K."),
    ("eg", "eG"),
    ("ev", "e.V."),
    ("ug", "UG"),
    ("ag", "AG"),
    ("sas", "SAS"),
    ("spa", "S.p.A."),
    ("bv", "BV"),
    ("nv", "NV"),
    ("ab", "AB"),
    ("sa", "SA"),
];

/// Takes legal forms away from the end, one after the other.
pub(super) fn strip(tokens: &mut Tokens) {
    while strip_one(tokens) {}
}

fn strip_one(tokens: &mut Tokens) -> bool {
    let last = tokens.list().last().map(|last| plain(&last.text));
    let Some(last) = last.filter(|last| !last.is_empty()) else {
        return false;
    };
    let mut forms = FORMS.iter().filter(|form| form.ends_with(&last));
    forms.any(|form| strip_form(tokens, form))
}

fn strip_form(tokens: &mut Tokens, form: &str) -> bool {
    let words = form.split(' ').count();
    let Some(begin) = tokens.len().checked_sub(words).filter(|begin| *begin > 0) else {
        return false;
    };
    let ends = form.split(' ').zip(tokens.list().iter().skip(begin));
    let mut ends = ends.map(|(word, token)| plain(&token.text) == word);
    let written = tokens
        .get(begin)
        .is_none_or(|token| is_written(form, &token.text));
    ends.all(|is| is) && written && tokens.take(begin..begin + words, What::LegalForm)
}

fn plain(text: &str) -> String {
    text.to_lowercase().replace(['.', ','], "")
}

fn is_written(form: &str, text: &str) -> bool {
    let text = text.trim_matches(',');
    let listed = WRITTEN_AS_FORM.iter().find(|(word, _)| *word == form);
    listed.is_none_or(|(_, written)| {
        let pointed = text.matches('.').count() >= 2;
        pointed || text == *written || text == written.trim_end_matches('.')
    })
}
