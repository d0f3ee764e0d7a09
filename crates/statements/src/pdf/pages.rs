//! The pages of a document in their order (ISO 32000-1, 7.7.3).

use std::collections::BTreeSet;

use super::content::{Letter, Painter};
use super::file::File;
use super::lines::{Line, lines};
use super::object::{Dict, Object};
use crate::model::ReadError;

/// More pages than any statement has.
const MAX_PAGES: usize = 5_000;
/// How much one page may be drawn of.
const MAX_CONTENT: usize = 32 * 1024 * 1024;
/// How much all pages together may say.
const MAX_LETTERS: usize = 4_000_000;

/// The lines of all pages.
pub(super) fn lines_of(file: &File<'_>) -> Result<Vec<Line>, ReadError> {
    let Some(tree) = file.pages()? else {
        let message = "the document's pages cannot be found; the file is damaged";
        return Err(ReadError::Unknown(message.to_owned()));
    };
    let mut painter = Painter::of(file);
    let mut all = Vec::new();
    let (mut page, mut letters) = (0, 0);
    let mut seen = BTreeSet::new();
    // Branches give their resources to the pages that have none of their own.
    let mut waiting = vec![(tree, Object::Null)];
    while let Some((object, inherited)) = waiting.pop() {
        if let Object::Ref(number) = object
            && !seen.insert(number)
        {
            continue;
        }
        let node = file.get(&object)?;
        let Some(dict) = node.dict() else {
            continue;
        };
        let resources = dict.get("Resources").cloned().unwrap_or(inherited);
        let kids = file.value(dict, "Kids")?;
        if dict.contains_key("Kids") {
            let kids = kids.array().iter().rev();
            waiting.extend(kids.map(|kid| (kid.clone(), resources.clone())));
            continue;
        }
        page += 1;
        if page > MAX_PAGES {
            let message = format!("the document has more than {MAX_PAGES} pages");
            return Err(ReadError::Limit(message));
        }
        let shown = page_letters(file, &mut painter, dict, &resources)?;
        letters += shown.len();
        if letters > MAX_LETTERS {
            let message = format!("the document has more than {MAX_LETTERS} letters");
            return Err(ReadError::Limit(message));
        }
        all.extend(lines(shown, page));
    }
    Ok(all)
}

fn page_letters(
    file: &File<'_>,
    painter: &mut Painter<'_, '_>,
    page: &Dict,
    resources: &Object,
) -> Result<Vec<Letter>, ReadError> {
    let resources = file.get(resources)?;
    let content = content_of(file, page)?;
    let empty = Dict::new();
    painter.letters(&content, resources.dict().unwrap_or(&empty))
}

fn content_of(file: &File<'_>, page: &Dict) -> Result<Vec<u8>, ReadError> {
    let Some(contents) = page.get("Contents") else {
        return Ok(Vec::new());
    };
    let whole = file.get(contents)?;
    let parts = match &whole {
        Object::Array(parts) => parts.clone(),
        _ => vec![contents.clone()],
    };
    let mut content = Vec::new();
    for part in parts {
        if let Some((_, bytes)) = file.stream(&part)? {
            content.extend(bytes);
            content.push(b'\n');
            if content.len() > MAX_CONTENT {
                let mib = MAX_CONTENT / (1024 * 1024);
                return Err(ReadError::Limit(format!(
                    "a page has more than {mib} MiB to draw"
                )));
            }
        }
    }
    Ok(content)
}
