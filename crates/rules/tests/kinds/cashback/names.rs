//! The names of a case, numbered in their order.

use std::collections::BTreeMap;

#[derive(Default)]
pub(super) struct Names {
    numbers: BTreeMap<String, i64>,
    names: Vec<String>,
}

impl Names {
    pub(super) fn number(&mut self, name: &str) -> i64 {
        let next = i64::try_from(self.names.len()).unwrap_or(i64::MAX);
        *self.numbers.entry(name.to_owned()).or_insert_with(|| {
            self.names.push(name.to_owned());
            next
        })
    }

    pub(super) fn name(&self, number: i64) -> &str {
        let place = usize::try_from(number).ok();
        place
            .and_then(|place| self.names.get(place))
            .map_or("", String::as_str)
    }
}
