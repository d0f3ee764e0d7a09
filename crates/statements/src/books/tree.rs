//! Names of things that lie below each other, such as accounts and categories, by their ids.

use std::collections::HashMap;

/// Deeper than any account lies; what is deeper goes round in a circle.
const MAX_LEVELS: usize = 64;

/// Names by id, each with the id of what it lies below.
#[derive(Debug, Clone, Default)]
pub struct Tree {
    by_id: HashMap<String, (String, Option<String>)>,
}

impl Tree {
    /// Adds a name; an id that was added already keeps its first.
    pub fn add(&mut self, id: &str, name: &str, parent: Option<&str>) {
        let parent = parent.map(str::to_owned);
        self.by_id
            .entry(id.to_owned())
            .or_insert_with(|| (name.to_owned(), parent));
    }

    /// The name with those above it, parted by colons; empty for an unknown id.
    pub fn full_name(&self, id: &str) -> String {
        let mut names: Vec<&str> = self.above(id).map(|(name, _)| name).collect();
        names.reverse();
        names.retain(|name| !name.is_empty());
        names.join(":")
    }

    /// The id of the topmost thing above this one, or its own.
    pub fn root<'t>(&'t self, id: &'t str) -> &'t str {
        let ids = self.above(id).filter_map(|(_, parent)| parent);
        ids.last().unwrap_or(id)
    }

    fn above<'t>(&'t self, id: &'t str) -> impl Iterator<Item = (&'t str, Option<&'t str>)> {
        let entry = |id: &str| {
            let (name, parent) = self.by_id.get(id)?;
            Some((name.as_str(), parent.as_deref()))
        };
        std::iter::successors(entry(id), move |(_, parent)| entry((*parent)?)).take(MAX_LEVELS)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_stands_below_those_above_it() {
        let mut tree = Tree::default();
        tree.add("1", "Assets", None);
        tree.add("2", "Bank", Some("1"));
        tree.add("3", "Lost", Some("9"));
        assert_eq!(tree.full_name("2"), "Assets:Bank");
        assert_eq!(
            (tree.root("2"), tree.root("1"), tree.root("3")),
            ("1", "1", "9")
        );
        assert_eq!(
            (tree.full_name("3"), tree.full_name("8")),
            ("Lost".to_owned(), String::new())
        );
    }

    #[test]
    fn a_circle_ends() {
        let mut tree = Tree::default();
        tree.add("1", "a", Some("2"));
        tree.add("2", "b", Some("1"));
        assert!(tree.full_name("1").ends_with("b:a"));
    }
}
