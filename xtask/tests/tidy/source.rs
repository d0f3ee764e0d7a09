//! Rust source, taken apart: code without comments and strings, and the strings.

/// A file's code and its string literals.
pub(super) struct Source {
    /// The source with every comment, string and character literal turned into spaces.
    pub code: String,
    /// The strings' content, each with the line it starts on.
    pub strings: Vec<(usize, String)>,
}

impl Source {
    pub(super) fn of(rust: &str) -> Self {
        let mut reader = Reader {
            rest: rust.chars().collect(),
            at: 0,
            line: 1,
            source: Self {
                code: String::with_capacity(rust.len()),
                strings: Vec::new(),
            },
        };
        while reader.at < reader.rest.len() {
            reader.step();
        }
        reader.source
    }

    /// The lines on which a word stands by itself in the code.
    pub(super) fn lines_with_word(&self, word: &str) -> Vec<usize> {
        let holds = |line: &str| {
            line.match_indices(word).any(|(at, _)| {
                let part_of_name = |c: char| c.is_alphanumeric() || c == '_';
                let before = line.get(..at).unwrap_or_default();
                let after = line.get(at + word.len()..).unwrap_or_default();
                !before.ends_with(part_of_name) && !after.starts_with(part_of_name)
            })
        };
        numbered(&self.code, holds)
    }

    /// The lines of the code that hold a piece of text.
    pub(super) fn lines_with(&self, piece: &str) -> Vec<usize> {
        numbered(&self.code, |line| line.contains(piece))
    }
}

/// The numbers of the lines for which `holds` is true.
pub(super) fn numbered(text: &str, holds: impl Fn(&str) -> bool) -> Vec<usize> {
    let lines = (1..).zip(text.lines());
    lines
        .filter(|(_, line)| holds(line))
        .map(|(number, _)| number)
        .collect()
}

struct Reader {
    rest: Vec<char>,
    at: usize,
    line: usize,
    source: Source,
}

impl Reader {
    fn step(&mut self) {
        match (self.peek(0), self.peek(1)) {
            ('/', '/') => self.blank_while(|reader| reader.peek(0) != '\n'),
            ('/', '*') => self.block_comment(),
            ('"', _) => self.string(),
            ('\'', '\\') => self.escaped_character(),
            ('\'', _) if self.peek(2) == '\'' => self.blank(3),
            (c, _) => {
                self.source.code.push(c);
                self.count(c);
            }
        }
    }

    fn peek(&self, ahead: usize) -> char {
        self.rest.get(self.at + ahead).copied().unwrap_or('\n')
    }

    fn count(&mut self, c: char) {
        self.at += 1;
        self.line += usize::from(c == '\n');
    }

    fn blank(&mut self, characters: usize) {
        for _ in 0..characters {
            let c = self.peek(0);
            self.source.code.push(if c == '\n' { '\n' } else { ' ' });
            self.count(c);
        }
    }

    fn blank_while(&mut self, more: impl Fn(&Self) -> bool) {
        while self.at < self.rest.len() && more(self) {
            self.blank(1);
        }
    }

    fn block_comment(&mut self) {
        let mut depth = 0;
        while self.at < self.rest.len() {
            match (self.peek(0), self.peek(1)) {
                ('/', '*') => depth += 1,
                ('*', '/') if depth == 1 => return self.blank(2),
                ('*', '/') => depth -= 1,
                _ => {
                    self.blank(1);
                    continue;
                }
            }
            self.blank(2);
        }
    }

    fn escaped_character(&mut self) {
        self.blank(3);
        self.blank_while(|reader| reader.peek(0) != '\'');
        self.blank(1);
    }

    fn string(&mut self) {
        let before = self.rest.get(..self.at).unwrap_or_default();
        let hashes = before.iter().rev().take_while(|c| **c == '#').count();
        let raw = before.iter().rev().nth(hashes) == Some(&'r');
        let (line, start) = (self.line, self.at + 1);
        self.blank(1);
        while self.at < self.rest.len() && !self.closes(raw, hashes) {
            self.blank(if !raw && self.peek(0) == '\\' { 2 } else { 1 });
        }
        let content = self.rest.get(start..self.at).unwrap_or_default();
        self.source.strings.push((line, content.iter().collect()));
        self.blank(1);
    }

    fn closes(&self, raw: bool, hashes: usize) -> bool {
        self.peek(0) == '"' && (!raw || (1..=hashes).all(|ahead| self.peek(ahead) == '#'))
    }
}

#[test]
fn comments_and_strings_are_no_code() {
    let source = Source::of(
        "let a = \"f64 \\\" still\"; // f64\n/* f64 /* f64 */ f64 */ let q = '\"'; let n = '\\'';\nlet b: f64 = r#\"a \"f64\" b\"#;",
    );
    assert_eq!(source.lines_with_word("f64"), [3]);
    assert_eq!(
        source.strings,
        [
            (1, "f64 \\\" still".to_owned()),
            (3, "a \"f64\" b".to_owned())
        ]
    );
}

#[test]
fn a_lifetime_does_not_start_a_character() {
    let source = Source::of("fn a<'a>(b: &'a str) -> f64 { 'x': loop {} }");
    assert_eq!(source.lines_with_word("f64"), [1]);
    assert!(source.lines_with_word("f6").is_empty());
}
