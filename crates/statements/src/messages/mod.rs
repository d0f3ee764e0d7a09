//! Messages and notices of wallets, pasted as text: each becomes the draft of an entry, and the
//! balances in two of them say whether a third is missing.
//!
//! A message is held against templates, whole: a person's own first, then the built-in ones. To add a
//! wallet: declare its wordings in `built_in.rs`, and add a message of each to the tests here.

mod built_in;
mod chain;
mod draft;
mod matching;
mod signs;
mod slots;
mod split;
mod template;

pub use chain::{ChainGap, check_chain};
pub use draft::{Draft, MessageError};
pub use split::read_messages;
pub(crate) use split::{Message, may_begin, read_each};
pub use template::{Template, TemplateError};

use built_in::BUILT_IN;
use signs::Signs;

use crate::text::{excerpt, with_single_blanks};

/// The longest message, in characters.
const MAX_LEN: usize = 8000;

/// Reads one message: the first template with its wording makes the draft.
pub fn read_message(text: &str, own: &[Template]) -> Result<Draft, MessageError> {
    let text = with_single_blanks(text);
    if text.is_empty() {
        return Err(MessageError::Empty);
    }
    if text.chars().count() > MAX_LEN {
        return Err(MessageError::TooLong);
    }
    let signs = Signs::of(&text);
    let mut refused = None;
    for template in own.iter().chain(BUILT_IN.iter()) {
        let Some(found) = matching::read(template, &signs) else {
            continue;
        };
        match Draft::of(template, &found) {
            Ok(draft) => return Ok(draft),
            Err(error) => refused = refused.or(Some(error)),
        }
    }
    Err(refused.unwrap_or_else(|| MessageError::Unknown(excerpt(&text).into_owned())))
}

/// Whether a message may begin with these words.
fn begins(text: &str, own: &[Template]) -> bool {
    let text = with_single_blanks(text);
    let signs = Signs::of(&text);
    let mut all = own.iter().chain(BUILT_IN.iter());
    all.any(|template| matching::begins(template, &signs))
}
