//! Several messages pasted at once.

use super::draft::{Draft, MessageError};
use super::template::Template;
use super::{begins, read_message};
use crate::text::{excerpt, with_single_blanks};

/// The longest text, in bytes.
const MAX_LEN: usize = 256 * 1024;
/// How many lines may hold the first words of a message.
const HEAD_LINES: usize = 3;
/// How much of a line is looked at for the beginning of a message, in characters.
const HEAD_LEN: usize = 200;
/// How many pieces may belong to one message.
const MAX_PIECES: usize = 5;
/// How often pieces are tried together in one text; real messages need it now and then.
const MAX_TRIES: usize = 2000;
/// Mails go on for long after what they say.
const MAILS: &str = "paypal";

/// A message of a text, and what was read of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Message {
    /// Its text.
    pub text: String,
    /// The draft that it gives, or why it gives none.
    pub read: Result<Draft, MessageError>,
}

/// Reads every message of a text, in order. Messages stand on lines of their own; what no template
/// reads is an error in its place.
pub fn read_messages(text: &str, own: &[Template]) -> Vec<Result<Draft, MessageError>> {
    let messages = read_each(text, own).into_iter();
    messages.map(|message| message.read).collect()
}

/// Whether the first words of a text are those of a message.
pub(crate) fn may_begin(text: &str, own: &[Template]) -> bool {
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    let head = lines.take(HEAD_LINES);
    let head = head.map(|line| line.chars().take(HEAD_LEN).collect::<String>());
    begins(&head.collect::<Vec<_>>().join(" "), own)
}

/// As [`read_messages`], each with its text.
pub(crate) fn read_each(text: &str, own: &[Template]) -> Vec<Message> {
    if text.len() > MAX_LEN {
        return vec![Message {
            text: excerpt(text).into_owned(),
            read: Err(MessageError::TooLong),
        }];
    }
    let pieces: Vec<Piece> = pieces_of(text, own)
        .into_iter()
        .map(|text| {
            let read = read_message(&text, own);
            Piece { text, read }
        })
        .collect();
    let mut all = Vec::new();
    let mut tries = MAX_TRIES;
    let mut rest = pieces.as_slice();
    while let [piece, others @ ..] = rest {
        let (text, read, used) = whole(piece, others, own, &mut tries);
        let tail = read
            .as_ref()
            .ok()
            .and_then(|draft| tail_of(&text, draft, own));
        all.push(Message { text, read });
        all.extend(tail.map(|tail| Message {
            read: Err(MessageError::Unknown(tail.clone())),
            text: tail,
        }));
        rest = others.get(used..).unwrap_or_default();
    }
    all
}

/// A piece of the text: from what may be the beginning of a message, or from a blank line.
struct Piece {
    text: String,
    read: Result<Draft, MessageError>,
}

/// A piece by itself, else with the next ones that say nothing by themselves; and how many of them.
fn whole(
    piece: &Piece,
    others: &[Piece],
    own: &[Template],
    tries: &mut usize,
) -> (String, Result<Draft, MessageError>, usize) {
    let mut text = piece.text.clone();
    if piece.read.is_err() {
        let unread = others.iter().take_while(|other| other.read.is_err());
        for (index, next) in unread.take(MAX_PIECES.min(*tries)).enumerate() {
            *tries -= 1;
            text.push('\n');
            text.push_str(&next.text);
            let together = read_message(&text, own);
            if together.is_ok() {
                return (text, together, index + 1);
            }
        }
    }
    (piece.text.clone(), piece.read.clone(), 0)
}

/// Lines after a message that say nothing of it and hold a number: another message perhaps, whose
/// wording is not known.
fn tail_of(text: &str, draft: &Draft, own: &[Template]) -> Option<String> {
    if draft.provider == Some(MAILS) {
        return None;
    }
    let lines: Vec<&str> = text.lines().collect();
    let first = |count: usize| lines.get(..count).unwrap_or_default().join("\n");
    let (mut too_few, mut enough) = (0, lines.len());
    while too_few + 1 < enough {
        let middle = usize::midpoint(too_few, enough);
        if read_message(&first(middle), own).as_ref() == Ok(draft) {
            enough = middle;
        } else {
            too_few = middle;
        }
    }
    let tail = with_single_blanks(&lines.get(enough..)?.join("\n"));
    let has_number = tail.contains(|c: char| c.is_ascii_digit());
    has_number.then(|| excerpt(&tail).into_owned())
}

fn pieces_of(text: &str, own: &[Template]) -> Vec<String> {
    let lines: Vec<&str> = text.lines().collect();
    let mut pieces: Vec<String> = Vec::new();
    let mut was_blank = true;
    for (index, line) in lines.iter().enumerate() {
        if line.trim().is_empty() {
            was_blank = true;
            continue;
        }
        let head = lines.iter().skip(index).take(HEAD_LINES);
        let head = head.map(|line| line.chars().take(HEAD_LEN).collect::<String>());
        let is_beginning = begins(&head.collect::<Vec<_>>().join(" "), own);
        match pieces.last_mut() {
            Some(piece) if !is_beginning && !was_blank => {
                piece.push('\n');
                piece.push_str(line);
            }
            _ => pieces.push((*line).to_owned()),
        }
        was_blank = false;
    }
    pieces
}
