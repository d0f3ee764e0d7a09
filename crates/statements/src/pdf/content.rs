//! What a page shows: its operators, followed as far as they place text (ISO 32000-1, 8.4 and 9.4).

use std::collections::HashMap;
use std::rc::Rc;

use super::file::File;
use super::fixed::{Fixed, Matrix};
use super::font::{Font, Glyph};
use super::lexer::Lexer;
use super::object::{Dict, Object};
use crate::model::ReadError;

/// How deep drawings may stand in drawings.
const MAX_DEPTH: usize = 12;
/// How many states may wait to be taken up again.
const MAX_STATES: usize = 256;
/// How many values may stand before an operator.
const MAX_VALUES: usize = 1024;
/// What it takes to begin with a content, however short it is.
const RUN_COST: usize = 1024;
/// What it takes to look a drawing up.
const LOOK_COST: usize = 256;
/// More than any page has letters.
const MAX_LETTERS: usize = 250_000;

/// A letter where it stands, seen so that its line runs from left to right and y goes upwards.
#[derive(Debug, Clone)]
pub(super) struct Letter {
    /// Its left edge.
    pub(super) x0: Fixed,
    /// Its right edge.
    pub(super) x1: Fixed,
    /// The line that it stands on.
    pub(super) y: Fixed,
    /// How high the font is.
    pub(super) size: Fixed,
    /// What it says.
    pub(super) text: String,
}

/// A drawing that pages share: what it says about itself, and its content.
type Drawing = Rc<(Dict, Vec<u8>)>;

/// Follows the contents of pages; what they share is read once.
pub(super) struct Painter<'f, 'b> {
    file: &'f File<'b>,
    fonts: HashMap<u32, Rc<Font>>,
    drawings: HashMap<u32, Drawing>,
    /// The letters of the page, by the way that their lines run: right, up, left and down.
    letters: [Vec<Letter>; 4],
}

#[derive(Clone)]
struct State {
    matrix: Matrix,
    font: Option<Rc<Font>>,
    size: Fixed,
    between: Fixed,
    at_blanks: Fixed,
    stretch: Fixed,
    leading: Fixed,
    rise: Fixed,
}

/// One content: its state, and the resources that its names stand for.
struct Run<'r> {
    resources: &'r Dict,
    fonts: HashMap<String, Option<Rc<Font>>>,
    state: State,
    waiting: Vec<State>,
    text: Matrix,
    line: Matrix,
    depth: usize,
}

impl<'f, 'b> Painter<'f, 'b> {
    /// For a document.
    pub(super) fn of(file: &'f File<'b>) -> Self {
        Self {
            file,
            fonts: HashMap::new(),
            drawings: HashMap::new(),
            letters: Default::default(),
        }
    }

    /// The letters of a page, of the way that most of them run: a page may lie on its side, and
    /// what runs another way then is no line of a statement.
    pub(super) fn letters(
        &mut self,
        content: &[u8],
        resources: &Dict,
    ) -> Result<Vec<Letter>, ReadError> {
        let state = State {
            matrix: Matrix::IDENTITY,
            font: None,
            size: Fixed::ZERO,
            between: Fixed::ZERO,
            at_blanks: Fixed::ZERO,
            stretch: Fixed::ONE,
            leading: Fixed::ZERO,
            rise: Fixed::ZERO,
        };
        self.run(content, resources, state, 0)?;
        let ways = std::mem::take(&mut self.letters).into_iter().rev();
        Ok(ways.max_by_key(Vec::len).unwrap_or_default())
    }

    fn run(
        &mut self,
        content: &[u8],
        resources: &Dict,
        state: State,
        depth: usize,
    ) -> Result<(), ReadError> {
        self.file.work(content.len().saturating_add(RUN_COST))?;
        let mut run = Run {
            resources,
            fonts: HashMap::new(),
            state,
            waiting: Vec::new(),
            text: Matrix::IDENTITY,
            line: Matrix::IDENTITY,
            depth,
        };
        let mut lexer = Lexer::at(content, 0);
        let mut values = Vec::new();
        while let Some(value) = lexer.next()? {
            match value {
                Object::Operator(word) if word == "BI" => skip_picture(content, &mut lexer)?,
                Object::Operator(word) => {
                    self.operate(&mut run, &word, &values)?;
                    values.clear();
                }
                value if values.len() < MAX_VALUES => values.push(value),
                _ => {}
            }
        }
        Ok(())
    }

    fn operate(
        &mut self,
        run: &mut Run<'_>,
        word: &str,
        values: &[Object],
    ) -> Result<(), ReadError> {
        let name = || values.first().and_then(Object::name).unwrap_or_default();
        match word {
            "q" if run.waiting.len() < MAX_STATES => run.waiting.push(run.state.clone()),
            "Q" => {
                if let Some(state) = run.waiting.pop() {
                    run.state = state;
                }
            }
            "cm" => run.state.matrix = matrix(values).then(run.state.matrix),
            "Do" => self.draw(run, name())?,
            "Tf" => {
                run.state.size = values.get(1).and_then(Object::number).unwrap_or_default();
                run.state.font = self.font(run, name())?;
            }
            "TJ" => {
                for value in values.first().map(Object::array).unwrap_or_default() {
                    match value {
                        Object::Text(bytes) => self.show(run, bytes)?,
                        Object::Number(back) => run.move_back(*back),
                        _ => {}
                    }
                }
            }
            "Tj" | "'" | "\"" => {
                run.set(word, values);
                let text = values.last().and_then(Object::text);
                self.show(run, text.unwrap_or_default())?;
            }
            _ => run.set(word, values),
        }
        Ok(())
    }

    fn font(&mut self, run: &mut Run<'_>, name: &str) -> Result<Option<Rc<Font>>, ReadError> {
        if let Some(font) = run.fonts.get(name) {
            return Ok(font.clone());
        }
        let font = match self.file.entry(run.resources, "Font", name)? {
            Some(font) => self.font_of(&font)?,
            None => None,
        };
        run.fonts.insert(name.to_owned(), font.clone());
        Ok(font)
    }

    fn font_of(&mut self, object: &Object) -> Result<Option<Rc<Font>>, ReadError> {
        let number = match object {
            Object::Ref(number) => Some(*number),
            _ => None,
        };
        if let Some(font) = number.and_then(|number| self.fonts.get(&number)) {
            return Ok(Some(Rc::clone(font)));
        }
        let dict = self.file.get(object)?;
        let Some(dict) = dict.dict() else {
            return Ok(None);
        };
        let font = Rc::new(Font::of(self.file, dict)?);
        if let Some(number) = number {
            self.fonts.insert(number, Rc::clone(&font));
        }
        Ok(Some(font))
    }

    fn show(&mut self, run: &mut Run<'_>, bytes: &[u8]) -> Result<(), ReadError> {
        let Some(font) = run.state.font.clone() else {
            return Ok(());
        };
        for glyph in font.glyphs(bytes) {
            if let Some((way, letter)) = run.place(glyph)
                && let Some(letters) = self.letters.get_mut(way)
            {
                letters.push(letter);
            }
        }
        if self.letters.iter().map(Vec::len).sum::<usize>() > MAX_LETTERS {
            return Err(ReadError::Limit(format!(
                "a page shows more than {MAX_LETTERS} letters"
            )));
        }
        Ok(())
    }

    /// Follows a drawing that is kept apart from the page.
    fn draw(&mut self, run: &mut Run<'_>, name: &str) -> Result<(), ReadError> {
        self.file.work(LOOK_COST)?;
        let Some(object) = self.file.entry(run.resources, "XObject", name)? else {
            return Ok(());
        };
        let Some(drawing) = self.drawing(&object)? else {
            return Ok(());
        };
        let (dict, content) = &*drawing;
        if run.depth >= MAX_DEPTH {
            return Ok(());
        }
        let own = self.file.value(dict, "Resources")?;
        let matrix = matrix_of(&self.file.value(dict, "Matrix")?);
        let mut state = run.state.clone();
        state.matrix = matrix.then(state.matrix);
        let resources = own.dict().unwrap_or(run.resources);
        self.run(content, resources, state, run.depth + 1)
    }

    fn drawing(&mut self, object: &Object) -> Result<Option<Drawing>, ReadError> {
        let Object::Ref(number) = object else {
            return Ok(None);
        };
        if let Some(drawing) = self.drawings.get(number) {
            return Ok(Some(Rc::clone(drawing)));
        }
        let dict = self.file.get(object)?;
        let kind = dict.dict().and_then(|dict| dict.get("Subtype"));
        if kind.and_then(Object::name) != Some("Form") {
            return Ok(None);
        }
        let drawing = self.file.stream(object)?.map(Rc::new);
        if let Some(drawing) = &drawing {
            self.drawings.insert(*number, Rc::clone(drawing));
        }
        Ok(drawing)
    }
}

impl Run<'_> {
    /// Sets what an operator says of the text that follows.
    fn set(&mut self, word: &str, values: &[Object]) {
        let number = |place: usize| {
            let value = values.get(place).and_then(Object::number);
            value.unwrap_or_default()
        };
        match word {
            "BT" => (self.text, self.line) = (Matrix::IDENTITY, Matrix::IDENTITY),
            "Tc" => self.state.between = number(0),
            "Tw" => self.state.at_blanks = number(0),
            "Tz" => self.state.stretch = number(0).over(100),
            "TL" => self.state.leading = number(0),
            "Ts" => self.state.rise = number(0),
            "Tm" => (self.text, self.line) = (matrix(values), matrix(values)),
            "Td" => self.move_line(number(0), number(1)),
            "TD" => {
                self.state.leading = Fixed::ZERO.minus(number(1));
                self.move_line(number(0), number(1));
            }
            "T*" | "'" => self.next_line(),
            "\"" => {
                (self.state.at_blanks, self.state.between) = (number(0), number(1));
                self.next_line();
            }
            _ => {}
        }
    }

    fn move_line(&mut self, x: Fixed, y: Fixed) {
        self.line = Matrix::moved(x, y).then(self.line);
        self.text = self.line;
    }

    fn next_line(&mut self) {
        self.move_line(Fixed::ZERO, Fixed::ZERO.minus(self.state.leading));
    }

    /// A number between strings moves back, in thousandths of the size.
    fn move_back(&mut self, back: Fixed) {
        let by = back
            .over(1000)
            .times(self.state.size)
            .times(self.state.stretch);
        self.text = Matrix::moved(Fixed::ZERO.minus(by), Fixed::ZERO).then(self.text);
    }

    /// Moves on by a glyph; the letter that it shows and the way that its line runs, unless that is
    /// across the page.
    fn place(&mut self, glyph: Glyph) -> Option<(usize, Letter)> {
        let state = &self.state;
        let width = glyph.width.times(state.size);
        let blank = if glyph.is_blank {
            state.at_blanks
        } else {
            Fixed::ZERO
        };
        let step = width.plus(state.between).plus(blank).times(state.stretch);
        let width = width.times(state.stretch);
        let whole = self.text.then(state.matrix);
        let start = whole.point(Fixed::ZERO, state.rise);
        let end = whole.point(width, state.rise);
        let (a, b) = whole.direction(Fixed::ZERO, state.size);
        self.text = Matrix::moved(step, Fixed::ZERO).then(self.text);
        let way = way_of(whole.direction(Fixed::ONE, Fixed::ZERO))?;
        let ((x0, y), (x1, _)) = (seen(way, start), seen(way, end));
        let letter = Letter {
            x0: x0.min(x1),
            x1: x1.max(x0),
            y,
            size: a.length(b),
            text: glyph.text,
        };
        Some((way, letter))
    }
}

/// Which way a line runs: 0 to the right, 1 up, 2 to the left, 3 down.
fn way_of((x, y): (Fixed, Fixed)) -> Option<usize> {
    let (wide, high) = (x.abs(), y.abs());
    if high <= wide.over(8) {
        return Some(if x < Fixed::ZERO { 2 } else { 0 });
    }
    (wide <= high.over(8)).then_some(if y < Fixed::ZERO { 3 } else { 1 })
}

/// A point as it lies when the page is turned so that lines run to the right.
fn seen(way: usize, (x, y): (Fixed, Fixed)) -> (Fixed, Fixed) {
    let minus = |number| Fixed::ZERO.minus(number);
    match way {
        1 => (y, minus(x)),
        2 => (minus(x), minus(y)),
        3 => (minus(y), x),
        _ => (x, y),
    }
}

fn matrix(values: &[Object]) -> Matrix {
    let number = |place: usize| {
        values
            .get(place)
            .and_then(Object::number)
            .unwrap_or_default()
    };
    Matrix(std::array::from_fn(number))
}

fn matrix_of(object: &Object) -> Matrix {
    match object.array() {
        values if values.len() == 6 => matrix(values),
        _ => Matrix::IDENTITY,
    }
}

/// Passes over a picture that stands in the content itself: from `BI` to `EI`.
fn skip_picture(content: &[u8], lexer: &mut Lexer<'_>) -> Result<(), ReadError> {
    while let Some(value) = lexer.next()? {
        if value == Object::Operator("ID".to_owned()) {
            break;
        }
    }
    let from = lexer.place();
    let rest = content.get(from..).unwrap_or_default();
    let is_end = |four: &[u8]| {
        matches!(four, [before, b'E', b'I', after]
            if before.is_ascii_whitespace() && after.is_ascii_whitespace())
    };
    let end = rest.windows(4).position(is_end);
    lexer.go_to(end.map_or(content.len(), |end| from + end + 3));
    Ok(())
}
