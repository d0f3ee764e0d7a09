//! What two rows say about being one transfer.

use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};

use super::{Certainty, OwnAccount, Reason, Row};
use crate::ids::AccountId;
use crate::kind::Kind;
use crate::matching::at;
use crate::text::{compact, is_dense, spaced};

/// A number shorter than this is only the end of one, and ends repeat.
const SHORTEST_NUMBER: usize = 5;
/// In the middle of a text, fewer letters and digits than this may be anything.
const SHORTEST_NUMBER_IN_TEXT: usize = 8;
/// The same for the id of a payment, which also has a digit.
const SHORTEST_REFERENCE: usize = 6;
/// A name shorter than this is found in too many texts.
const SHORTEST_NAME: usize = 4;
const SHORTEST_DENSE_NAME: usize = 2;

/// Letters that only stand in rows about money moved, in lower case without accents and spaces.
const MOVED: [&str; 33] = [
    "transfer",
    "trnsfr",
    "topup",
    "cashin",
    "cashout",
    "sweep",
    "deposit",
    "withdrawal",
    "ownaccount",
    "paymentthankyou",
    "paymentreceived",
    "balancepayment",
    "uberweisung",
    "ueberweisung",
    "umbuchung",
    "ubertrag",
    "aufladung",
    "einzahlung",
    "auszahlung",
    "sparplan",
    "virement",
    "bonifico",
    "ricarica",
    "transferencia",
    "traspaso",
    "recarga",
    "przelew",
    "overboeking",
    "overschrijving",
    "转账",
    "充值",
    "振替",
    "이체",
];

/// What is known of rows and accounts, each text looked at once and only when two amounts meet.
pub(super) struct Evidence<'a> {
    rows: &'a [Row<'a>],
    accounts: HashMap<AccountId, Known>,
    by_number: HashMap<String, AccountId>,
    by_name: HashMap<String, AccountId>,
    said: Vec<OnceCell<Box<Said>>>,
}

/// What the evidence comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Verdict {
    pub certainty: Certainty,
    pub reason: Reason,
    /// How many things speak for it.
    pub hints: u8,
}

/// How an account is called.
struct Known {
    /// As words with spaces around, or without spaces where the script has none.
    names: Vec<String>,
    /// Letters and digits only.
    numbers: Vec<String>,
}

/// What a row says.
struct Said {
    /// The own accounts that it speaks of, with the strongest reason to think so.
    proofs: Vec<(AccountId, Reason)>,
    moved: bool,
    /// The own account that it gives as its other side, by number or by name.
    by_number: Option<AccountId>,
    by_name: Option<AccountId>,
    /// It is something else by its kind, and has a name on the other side.
    elsewhere: bool,
}

impl<'a> Evidence<'a> {
    pub(super) fn of(rows: &'a [Row<'a>], accounts: &[OwnAccount]) -> Self {
        let mut evidence = Self {
            rows,
            accounts: HashMap::new(),
            by_number: HashMap::new(),
            by_name: HashMap::new(),
            said: rows.iter().map(|_| OnceCell::new()).collect(),
        };
        let (mut shared_numbers, mut shared_names) = (HashSet::new(), HashSet::new());
        for account in accounts {
            let known = Known::of(account);
            let names: Vec<String> = account.names.iter().map(|name| compact(name)).collect();
            let (numbers, id) = (numbers_of(account, SHORTEST_NUMBER), account.id);
            note(&mut evidence.by_number, &mut shared_numbers, &numbers, id);
            note(&mut evidence.by_name, &mut shared_names, &names, id);
            evidence.accounts.insert(id, known);
        }
        evidence
    }

    /// What two rows of two accounts, whose amounts fit, say; none where they speak against it.
    pub(super) fn verdict(&self, from: u32, to: u32) -> Option<Verdict> {
        let (out, into) = (at(self.rows, from)?, at(self.rows, to)?);
        let (said_out, said_into) = (self.said(from)?, self.said(to)?);
        let strangers = said_out.names_another(out, into) || said_into.names_another(into, out);
        if strangers {
            return None;
        }
        let proof = said_out.proof(into).min(said_into.proof(out));
        let reason = proof.min(shared_reference(out, into));
        let hints = [
            said_out.moved,
            said_into.moved,
            moved_by_kind(out),
            moved_by_kind(into),
        ];
        let hints = hints.into_iter().chain([reason == Reason::AccountInText]);
        let hints = u8::try_from(hints.filter(|hint| *hint).count()).unwrap_or(u8::MAX);
        let reason = match reason {
            Reason::EqualAmounts if hints > 0 => Reason::SaysTransfer,
            reason => reason,
        };
        let certainty = match reason {
            _ if said_out.elsewhere || said_into.elsewhere => Certainty::Suggested,
            Reason::NamesNumber | Reason::NamesAccount | Reason::SharedReference => {
                Certainty::Certain
            }
            Reason::AccountInText | Reason::SaysTransfer => Certainty::Likely,
            Reason::EqualAmounts => Certainty::Suggested,
        };
        Some(Verdict {
            certainty,
            reason,
            hints,
        })
    }

    fn said(&self, row: u32) -> Option<&Said> {
        let (cell, row) = (at(&self.said, row)?, at(self.rows, row)?);
        Some(cell.get_or_init(|| Box::new(self.read(row))))
    }

    fn read(&self, row: &Row) -> Said {
        let found = |map: &HashMap<String, AccountId>, text: Option<&str>| {
            text.and_then(|text| map.get(&compact(text)).copied())
        };
        let texts = Texts::of(row);
        let by_number = found(&self.by_number, row.counter_number);
        let by_name = found(&self.by_name, row.counter_account);
        let proofs = self.accounts.iter().filter_map(|(account, known)| {
            let proof = if by_number == Some(*account) || texts.has_number(known) {
                Reason::NamesNumber
            } else if by_name == Some(*account) {
                Reason::NamesAccount
            } else if texts.has_name(known) {
                Reason::AccountInText
            } else {
                return None;
            };
            Some((*account, proof))
        });
        let proofs: Vec<(AccountId, Reason)> = proofs.collect();
        let moved = MOVED.iter().any(|piece| texts.letters.contains(piece));
        let speaks_of_own = moved || self.accounts.values().any(|known| texts.has_name(known));
        Said {
            proofs,
            moved,
            by_number,
            by_name,
            elsewhere: is_elsewhere(row.kind) && texts.has_payee && !speaks_of_own,
        }
    }
}

/// The texts of a row in the forms in which they are searched.
struct Texts {
    /// Letters and digits only.
    letters: String,
    /// As words with spaces around.
    spaced: String,
    has_payee: bool,
}

impl Texts {
    fn of(row: &Row) -> Self {
        let payee = compact(row.payee);
        Self {
            has_payee: !payee.is_empty(),
            letters: format!("{payee} {}", compact(row.memo)),
            spaced: format!("{}{}", spaced(row.payee), spaced(row.memo)),
        }
    }

    fn has_number(&self, known: &Known) -> bool {
        let mut numbers = known.numbers.iter();
        numbers.any(|number| self.letters.contains(number))
    }

    fn has_name(&self, known: &Known) -> bool {
        let mut names = known.names.iter();
        names.any(|name| self.spaced.contains(name) || self.letters.contains(name))
    }
}

impl Said {
    /// Whether the row gives a third own account as its other side. Some banks give the row's own.
    fn names_another(&self, own: &Row, other: &Row) -> bool {
        let named = self.by_number.or(self.by_name);
        named.is_some_and(|named| named != other.account && named != own.account)
    }

    /// What the row proves about the account of another.
    fn proof(&self, other: &Row) -> Reason {
        let mut proofs = self.proofs.iter();
        let proof = proofs.find(|(account, _)| *account == other.account);
        proof.map_or(Reason::EqualAmounts, |(_, reason)| *reason)
    }
}

impl Known {
    fn of(account: &OwnAccount) -> Self {
        let names = account.names.iter().filter_map(|name| findable(name));
        Self {
            names: names.collect(),
            numbers: numbers_of(account, SHORTEST_NUMBER_IN_TEXT),
        }
    }
}

/// The letters and digits of an account's numbers, where there are so many.
fn numbers_of(account: &OwnAccount, shortest: usize) -> Vec<String> {
    let numbers = account.numbers.iter().map(|number| compact(number));
    numbers.filter(|number| number.len() >= shortest).collect()
}

/// A name in the form in which texts are searched for it; none where it is too short to mean
/// anything there.
fn findable(name: &str) -> Option<String> {
    let letters = compact(name);
    let (form, shortest) = if name.chars().any(is_dense) {
        (letters.clone(), SHORTEST_DENSE_NAME)
    } else {
        (spaced(name), SHORTEST_NAME)
    };
    (letters.chars().count() >= shortest).then_some(form)
}

/// Notes which account a text belongs to; one that several have, such as the holder's name, tells
/// nothing about which it is.
fn note(
    map: &mut HashMap<String, AccountId>,
    shared: &mut HashSet<String>,
    texts: &[String],
    account: AccountId,
) {
    for text in texts {
        let before = map.insert(text.clone(), account);
        if before.is_some_and(|before| before != account) {
            shared.insert(text.clone());
        }
        if shared.contains(text) {
            map.remove(text);
        }
    }
}

fn shared_reference(a: &Row, b: &Row) -> Reason {
    let proves = |id: &str| {
        let letters = id.chars().filter(|c| c.is_alphanumeric()).count();
        letters >= SHORTEST_REFERENCE && id.chars().any(|c| c.is_ascii_digit())
    };
    match (a.reference, b.reference) {
        (Some(a), Some(b)) if a == b && proves(a) => Reason::SharedReference,
        _ => Reason::EqualAmounts,
    }
}

fn moved_by_kind(row: &Row) -> bool {
    matches!(
        row.kind,
        Some(
            Kind::Transfer
                | Kind::CashWithdrawal
                | Kind::CardPayment
                | Kind::TopUp
                | Kind::GiftCard
                | Kind::CashAdvance
        )
    )
}

/// Whether a kind says that the money went to or came from someone else.
fn is_elsewhere(kind: Option<Kind>) -> bool {
    matches!(
        kind,
        Some(
            Kind::Purchase
                | Kind::Income
                | Kind::Refund
                | Kind::Fee
                | Kind::Interest
                | Kind::Adjustment
                | Kind::Cashback
        )
    )
}
