//! What columns mean: dates, amounts, sides and texts, decided from all rows together.

pub(crate) mod chain;
mod contents;
pub(crate) mod currency;
pub(crate) mod date;
pub(crate) mod decide;
mod fees;
pub(crate) mod flags;
pub(crate) mod header;
pub(crate) mod infer;
mod month;
pub(crate) mod number;
mod proof;
pub(crate) mod role;
mod words;

/// Whether a cell is a date of some order.
pub(crate) fn looks_like_date(cell: &str) -> bool {
    has_digit(cell) && date::scan(cell).is_some()
}

/// Whether a cell is an amount of some decimal mark.
pub(crate) fn looks_like_amount(cell: &str) -> bool {
    has_digit(cell) && number::scan(cell).is_some()
}

fn has_digit(cell: &str) -> bool {
    cell.chars().any(|c| number::digit_of(c).is_some())
}

/// Blanks of every width, and the invisible marks that exports put between digits.
fn is_blank(c: char) -> bool {
    c == ' ' || (!c.is_ascii_graphic() && crate::table::is_padding(c))
}

/// A Latin letter without its accent; any other character as it is.
pub(crate) fn fold(c: char) -> char {
    if c.is_ascii() {
        return c;
    }
    match c {
        'à'..='å' | 'ā' | 'ă' | 'ą' => 'a',
        'À'..='Å' | 'Ā' | 'Ă' | 'Ą' => 'A',
        'ç' | 'ć' | 'č' => 'c',
        'Ç' | 'Ć' | 'Č' => 'C',
        'è'..='ë' | 'ē' | 'ė' | 'ę' | 'ě' => 'e',
        'È'..='Ë' | 'Ē' | 'Ė' | 'Ę' | 'Ě' => 'E',
        'ì'..='ï' | 'ī' | 'į' | 'ı' => 'i',
        'Ì'..='Ï' | 'Ī' | 'Į' | 'İ' => 'I',
        'ł' => 'l',
        'Ł' => 'L',
        'ñ' | 'ń' | 'ň' => 'n',
        'Ñ' | 'Ń' | 'Ň' => 'N',
        'ò'..='ö' | 'ø' | 'ő' => 'o',
        'Ò'..='Ö' | 'Ø' | 'Ő' => 'O',
        'ř' => 'r',
        'Ř' => 'R',
        'ś' | 'š' | 'ş' | 'ș' => 's',
        'Ś' | 'Š' | 'Ş' | 'Ș' => 'S',
        'ť' | 'ț' => 't',
        'ù'..='ü' | 'ū' | 'ů' | 'ű' => 'u',
        'Ù'..='Ü' | 'Ū' | 'Ů' | 'Ű' => 'U',
        'ý' | 'ÿ' => 'y',
        'ź' | 'ż' | 'ž' => 'z',
        'Ź' | 'Ż' | 'Ž' => 'Z',
        c => c,
    }
}
