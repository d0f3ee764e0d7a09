//! A document's objects, looked up by number when they are asked for.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use super::filter::unpacked;
use super::lexer::Lexer;
use super::object::{Dict, Object};
use super::xref::{Place, Table, found, object_at, written};
use crate::container::inflate::{allowance, bomb};
use crate::crypt::pdf::{Decryptor, Protection};
use crate::model::{Password, ReadError};

/// How many references may lead to the next one.
const MAX_HOPS: usize = 16;

/// How much is read at most: a document that leads to the same things again and again has no end.
const MAX_WORK: usize = 192 * 1024 * 1024;
/// An object's bytes cost more than those of a page's content, since they are kept.
const OBJECT_COST: usize = 12;

/// A document in memory.
pub(super) struct File<'b> {
    bytes: &'b [u8],
    table: Table,
    decryptor: Option<Decryptor>,
    /// Streams of objects that were unpacked: their bytes, and where each object begins.
    opened: RefCell<BTreeMap<u32, Rc<Opened>>>,
    /// How many bytes all streams together may still unpack to.
    left: Cell<usize>,
    /// How much may still be read.
    work: Cell<usize>,
}

#[derive(Default)]
struct Opened {
    bytes: Vec<u8>,
    places: BTreeMap<u32, usize>,
}

/// A value as it stands in the file: with its number, and the place of its stream's data.
#[derive(Default)]
struct Found {
    object: Object,
    stream: Option<((u32, u16), usize)>,
}

impl<'b> File<'b> {
    /// Reads the tables, and opens the protection with the password where there is one.
    pub(super) fn open(bytes: &'b [u8], password: Option<&Password>) -> Result<Self, ReadError> {
        let left = allowance(bytes.len());
        let mut file = Self {
            bytes,
            table: written(bytes, left)?.unwrap_or_default(),
            decryptor: None,
            opened: RefCell::default(),
            left: Cell::new(left),
            work: Cell::new(MAX_WORK),
        };
        file.decryptor = file.protection(password)?;
        if file.pages()?.is_none() {
            file.search(password)?;
        }
        Ok(file)
    }

    /// Looks at every byte, where the tables lead nowhere.
    fn search(&mut self, password: Option<&Password>) -> Result<(), ReadError> {
        let (table, streams) = found(self.bytes)?;
        self.table = table;
        self.opened.take();
        self.decryptor = None;
        self.decryptor = self.protection(password)?;
        for number in streams {
            let inside: Vec<u32> = self.opened(number)?.places.keys().copied().collect();
            for object in inside {
                self.table.places.entry(object).or_insert(Place::In(number));
            }
        }
        if self.pages()?.is_some() {
            return Ok(());
        }
        // Without a trailer, the catalogue is found by its type.
        let numbers: Vec<u32> = self.table.places.keys().copied().collect();
        for number in numbers {
            let object = self.get(&Object::Ref(number))?;
            let kind = object.dict().and_then(|dict| dict.get("Type"));
            if kind.and_then(Object::name) == Some("Catalog") {
                self.table
                    .trailer
                    .insert("Root".to_owned(), Object::Ref(number));
            }
        }
        Ok(())
    }

    fn protection(&self, password: Option<&Password>) -> Result<Option<Decryptor>, ReadError> {
        let Some(encrypt) = self.table.trailer.get("Encrypt") else {
            return Ok(None);
        };
        let encrypt = self.get(encrypt)?;
        let Some(dict) = encrypt.dict() else {
            return Ok(None);
        };
        let ids = self.get(self.table.trailer.get("ID").unwrap_or(&Object::Null))?;
        let id = ids
            .array()
            .first()
            .and_then(Object::text)
            .unwrap_or_default();
        let text = |key: &str| {
            dict.get(key)
                .and_then(Object::text)
                .unwrap_or_default()
                .to_vec()
        };
        let number = |key: &str| dict.get(key).and_then(Object::whole);
        let filter = dict.get("Filter").and_then(Object::name);
        let protection = Protection {
            is_standard: filter == Some("Standard"),
            version: number("V").unwrap_or_default(),
            revision: number("R").unwrap_or_default(),
            key_bits: number("Length"),
            method: self.crypt_method(dict)?,
            owner: text("O"),
            user: text("U"),
            owner_key: text("OE"),
            user_key: text("UE"),
            permissions: number("P").unwrap_or_default(),
            has_open_metadata: dict.get("EncryptMetadata") == Some(&Object::Bool(false)),
            id: id.to_vec(),
        };
        protection.open(password).map(Some)
    }

    /// How streams are encrypted in versions that name it.
    fn crypt_method(&self, encrypt: &Dict) -> Result<Option<String>, ReadError> {
        let filters = self.value(encrypt, "CF")?;
        let Some(name) = encrypt.get("StmF").and_then(Object::name) else {
            return Ok(None);
        };
        let filters = filters.dict();
        let filter = match filters.and_then(|filters| filters.get(name)) {
            Some(filter) => self.get(filter)?,
            None => return Ok(Some("None".to_owned())),
        };
        let method = filter.dict().and_then(|filter| filter.get("CFM"));
        Ok(method.and_then(Object::name).map(str::to_owned))
    }

    /// The document's tree of pages.
    pub(super) fn pages(&self) -> Result<Option<Object>, ReadError> {
        let root = self.value(&self.table.trailer, "Root")?;
        let Some(root) = root.dict() else {
            return Ok(None);
        };
        let pages = root.get("Pages").cloned();
        match &pages {
            Some(tree) if self.get(tree)?.dict().is_some() => Ok(pages),
            _ => Ok(None),
        }
    }

    /// A value itself, whether it stands here or is referred to.
    pub(super) fn get(&self, object: &Object) -> Result<Object, ReadError> {
        Ok(self.find(object)?.object)
    }

    /// A dictionary's value itself.
    pub(super) fn value(&self, dict: &Dict, key: &str) -> Result<Object, ReadError> {
        dict.get(key)
            .map_or(Ok(Object::Null), |value| self.get(value))
    }

    /// An entry of a dictionary in a dictionary, as it stands there.
    pub(super) fn entry(
        &self,
        dict: &Dict,
        key: &str,
        name: &str,
    ) -> Result<Option<Object>, ReadError> {
        match dict.get(key) {
            Some(Object::Dict(inner)) => Ok(inner.get(name).cloned()),
            Some(other) => Ok(self
                .get(other)?
                .dict()
                .and_then(|inner| inner.get(name))
                .cloned()),
            None => Ok(None),
        }
    }

    /// A stream's dictionary and its bytes, unpacked; nothing for what is no stream or a picture.
    pub(super) fn stream(&self, object: &Object) -> Result<Option<(Dict, Vec<u8>)>, ReadError> {
        let found = self.find(object)?;
        let (Object::Dict(dict), Some((id, data))) = (found.object, found.stream) else {
            return Ok(None);
        };
        let packed = self.packed(&dict, data)?;
        let is_table = dict.get("Type").and_then(Object::name) == Some("XRef");
        let plain = match &self.decryptor {
            Some(decryptor) if !is_table => decryptor.stream(id, packed),
            _ => packed.to_vec(),
        };
        Ok(self.unpacked(&dict, plain)?.map(|bytes| (dict, bytes)))
    }

    fn find(&self, object: &Object) -> Result<Found, ReadError> {
        let mut found = Found {
            object: object.clone(),
            stream: None,
        };
        for _ in 0..MAX_HOPS {
            let Object::Ref(number) = found.object else {
                return Ok(found);
            };
            found = self.look_up(number)?;
        }
        Ok(Found::default())
    }

    fn look_up(&self, number: u32) -> Result<Found, ReadError> {
        match self.table.places.get(&number) {
            None => Ok(Found::default()),
            Some(Place::In(stream)) => self.look_inside(*stream, number),
            Some(Place::At(at)) => self.look_at(*at, number),
        }
    }

    fn look_inside(&self, stream: u32, number: u32) -> Result<Found, ReadError> {
        let opened = self.opened(stream)?;
        let Some(at) = opened.places.get(&number) else {
            return Ok(Found::default());
        };
        let mut lexer = Lexer::at(&opened.bytes, *at);
        let object = lexer.next_with_refs()?.unwrap_or_default();
        self.work(lexer.place().saturating_sub(*at) * OBJECT_COST)?;
        Ok(Found {
            object,
            stream: None,
        })
    }

    fn look_at(&self, at: usize, number: u32) -> Result<Found, ReadError> {
        let standing = object_at(self.bytes, at)?;
        let Some(standing) = standing.filter(|standing| standing.id.0 == number) else {
            return Ok(Found::default());
        };
        self.work((standing.end - at) * OBJECT_COST)?;
        let (id, mut object) = (standing.id, standing.object);
        if let Some(decryptor) = &self.decryptor {
            object.change_texts(&mut |text| decryptor.text(id, text));
        }
        Ok(Found {
            object,
            stream: standing.data.map(|data| (id, data)),
        })
    }

    /// A stream's bytes as they stand in the file: as long as it says, or else up to its end.
    fn packed(&self, dict: &Dict, data: usize) -> Result<&'b [u8], ReadError> {
        const END: &[u8] = b"endstream";
        let rest = self.bytes.get(data..).unwrap_or_default();
        // The length may be an object of its own, but never one inside a stream that is being read.
        let length = match dict.get("Length") {
            Some(Object::Ref(number)) => match self.table.places.get(number) {
                Some(Place::At(at)) => object_at(self.bytes, *at)?.and_then(|s| s.object.size()),
                _ => None,
            },
            other => other.and_then(Object::size),
        };
        if let Some(length) = length
            && let Some((packed, after)) = rest.split_at_checked(length)
        {
            let after = after.get(..END.len() + 4).unwrap_or(after);
            if after.windows(END.len()).any(|window| window == END) {
                return Ok(packed);
            }
        }
        let end = rest.windows(END.len()).position(|window| window == END);
        Ok(rest.get(..end.unwrap_or(rest.len())).unwrap_or_default())
    }

    fn unpacked(&self, dict: &Dict, packed: Vec<u8>) -> Result<Option<Vec<u8>>, ReadError> {
        let filters = self
            .value(dict, "Filter")
            .and_then(|filter| self.all(filter))?;
        let parameters = match dict.get("DecodeParms").or_else(|| dict.get("DP")) {
            Some(parameters) => self.get(parameters).and_then(|all| self.all(all))?,
            None => Vec::new(),
        };
        let mut bytes = packed;
        for (step, filter) in filters.iter().enumerate().take(8) {
            let name = filter.name().unwrap_or_default();
            let parameters = parameters.get(step).and_then(Object::dict);
            match unpacked(name, &bytes, parameters, self.left.get())? {
                Some(plain) => bytes = plain,
                None => return Ok(None),
            }
            self.spend(bytes.len())?;
        }
        if filters.is_empty() {
            self.spend(bytes.len())?;
        }
        Ok(Some(bytes))
    }

    /// The values of an array, each itself; a single value is an array of one.
    fn all(&self, object: Object) -> Result<Vec<Object>, ReadError> {
        match object {
            Object::Null => Ok(Vec::new()),
            Object::Array(values) => values
                .iter()
                .take(64)
                .map(|value| self.get(value))
                .collect(),
            one => Ok(vec![one]),
        }
    }

    /// Takes from what may still be read.
    pub(super) fn work(&self, bytes: usize) -> Result<(), ReadError> {
        let left = self.work.get().checked_sub(bytes).ok_or_else(|| {
            ReadError::Limit("the document leads to the same objects again and again".to_owned())
        })?;
        self.work.set(left);
        Ok(())
    }

    /// Takes from what may still be unpacked.
    fn spend(&self, bytes: usize) -> Result<(), ReadError> {
        let left = self.left.get().checked_sub(bytes).ok_or_else(bomb)?;
        self.left.set(left);
        Ok(())
    }

    /// A stream of objects, unpacked once.
    fn opened(&self, number: u32) -> Result<Rc<Opened>, ReadError> {
        if let Some(opened) = self.opened.borrow().get(&number) {
            return Ok(Rc::clone(opened));
        }
        // While it is being opened it holds nothing, so that it cannot need itself.
        self.opened.borrow_mut().insert(number, Rc::default());
        let mut opened = Opened::default();
        // Such a stream stands in the file itself, so that none is inside another.
        let is_direct = matches!(self.table.places.get(&number), Some(Place::At(_)));
        if is_direct && let Some((dict, bytes)) = self.stream(&Object::Ref(number))? {
            let size = |key| dict.get(key).and_then(Object::size).unwrap_or_default();
            let (count, first) = (size("N"), size("First"));
            let mut lexer = Lexer::at(&bytes, 0);
            for _ in 0..count {
                let (Some(object), Some(place)) = (lexer.whole(), lexer.whole()) else {
                    break;
                };
                let place = usize::try_from(place).unwrap_or(usize::MAX);
                if let Ok(object) = u32::try_from(object) {
                    opened.places.insert(object, first.saturating_add(place));
                }
            }
            opened.bytes = bytes;
        }
        let opened = Rc::new(opened);
        self.opened.borrow_mut().insert(number, Rc::clone(&opened));
        Ok(opened)
    }
}
