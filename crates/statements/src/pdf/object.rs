//! The values that a document is made of (ISO 32000-1, 7.3).

use std::collections::BTreeMap;

use super::fixed::Fixed;

/// A dictionary.
pub(super) type Dict = BTreeMap<String, Object>;

/// A value.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) enum Object {
    /// Nothing, and everything that is not there.
    #[default]
    Null,
    /// True or false.
    Bool(bool),
    /// A number.
    Number(Fixed),
    /// A name.
    Name(String),
    /// Bytes, mostly a text.
    Text(Vec<u8>),
    /// Values in order.
    Array(Vec<Object>),
    /// Values by name.
    Dict(Dict),
    /// Another object, by its number.
    Ref(u32),
    /// In a page's content: what to do with the values before.
    Operator(String),
}

impl Object {
    /// The number that it is.
    pub(super) fn number(&self) -> Option<Fixed> {
        match self {
            Self::Number(number) => Some(*number),
            _ => None,
        }
    }

    /// The whole number that it is.
    pub(super) fn whole(&self) -> Option<i64> {
        self.number().map(Fixed::to_whole)
    }

    /// The size or place that it is.
    pub(super) fn size(&self) -> Option<usize> {
        usize::try_from(self.whole()?).ok()
    }

    /// The name that it is.
    pub(super) fn name(&self) -> Option<&str> {
        match self {
            Self::Name(name) => Some(name),
            _ => None,
        }
    }

    /// The bytes that it is.
    pub(super) fn text(&self) -> Option<&[u8]> {
        match self {
            Self::Text(bytes) => Some(bytes),
            _ => None,
        }
    }

    /// The values that it is; none where it is no array.
    pub(super) fn array(&self) -> &[Object] {
        match self {
            Self::Array(values) => values,
            _ => &[],
        }
    }

    /// The dictionary that it is.
    pub(super) fn dict(&self) -> Option<&Dict> {
        match self {
            Self::Dict(dict) => Some(dict),
            _ => None,
        }
    }

    /// Changes every text in it.
    pub(super) fn change_texts(&mut self, change: &mut impl FnMut(&[u8]) -> Vec<u8>) {
        match self {
            Self::Text(bytes) => *bytes = change(bytes),
            Self::Array(values) => {
                for value in values {
                    value.change_texts(change);
                }
            }
            Self::Dict(dict) => {
                for value in dict.values_mut() {
                    value.change_texts(change);
                }
            }
            _ => {}
        }
    }
}
