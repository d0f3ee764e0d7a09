//! The kind of a row by the words of its type.

use crate::model::RowKind;

/// Words that mean the same at any bank.
pub(crate) const GENERIC_KINDS: &[(&str, RowKind)] = &[
    ("atm", RowKind::CashWithdrawal),
    ("cash withdrawal", RowKind::CashWithdrawal),
    ("refund", RowKind::Refund),
    ("cashback", RowKind::Cashback),
    ("interest", RowKind::Interest),
    ("fee", RowKind::Fee),
    ("transfer", RowKind::Transfer),
    ("topup", RowKind::TopUp),
    ("top-up", RowKind::TopUp),
];

/// Finds kinds by words; remembers the last text, since most rows repeat it.
pub(crate) struct KindMemory {
    kinds: &'static [(&'static str, RowKind)],
    last: Option<(String, RowKind)>,
}

impl KindMemory {
    /// A memory for this list of words in lower case.
    pub(crate) fn new(kinds: &'static [(&'static str, RowKind)]) -> Self {
        Self { kinds, last: None }
    }

    /// The kind of the first word in the list that the text contains, whatever its case.
    pub(crate) fn kind_of(&mut self, text: &str) -> RowKind {
        if text.is_empty() || self.kinds.is_empty() {
            return RowKind::Unknown;
        }
        if let Some((last, kind)) = &self.last
            && last == text
        {
            return *kind;
        }
        let lower = text.to_lowercase();
        let found = self.kinds.iter().find(|(word, _)| lower.contains(word));
        let kind = found.map_or(RowKind::Unknown, |(_, kind)| *kind);
        self.last = Some((text.to_owned(), kind));
        kind
    }
}

/// What the German banks' business codes (GVC) say an entry is, where they say it.
pub(crate) fn kind_of_business_code(code: &str) -> Option<RowKind> {
    Some(match code {
        "083" => RowKind::CashWithdrawal,
        "053" | "153" => RowKind::Income,
        "808" | "809" => RowKind::Fee,
        "814" => RowKind::Interest,
        _ => return None,
    })
}
