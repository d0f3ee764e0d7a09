//! Room for the words inside a plot: none over another, and over as few lines as can be.

use crate::canvas::Area;

type Point = (f64, f64);

/// A line that words keep away from, and how much it spoils a word that it crosses.
pub(crate) struct Line {
    pub points: Vec<Point>,
    pub weight: u32,
}

/// A word that spoils no more than this is worth drawing.
pub(crate) const LEGIBLE: u32 = 2;

/// What is already there.
pub(crate) struct Labels {
    room: Area,
    taken: Vec<Area>,
    lines: Vec<Line>,
}

impl Labels {
    /// Words stay within this room and keep away from these lines where they can.
    pub fn new(room: Area, lines: Vec<Line>) -> Self {
        Self {
            room,
            taken: Vec::new(),
            lines,
        }
    }

    /// Keeps words off a place.
    pub fn block(&mut self, area: Area) {
        self.taken.push(area);
    }

    /// The place that lines spoil least, the first of several, and takes it; none where that is
    /// more than `most`, or where there is no room at all. A place is the left end of the middle
    /// line.
    pub fn place(
        &mut self,
        (width, font): (f64, f64),
        places: &[Point],
        most: u32,
    ) -> Option<Point> {
        let (spoilt, area, place) = places
            .iter()
            .map(|&(x, y)| self.pushed_inside((x, y), width, font))
            .filter(|(area, _)| area.right() <= self.room.right())
            .filter(|(area, _)| !self.taken.iter().any(|other| overlap(area, other)))
            .map(|(area, place)| (self.spoilt(&area), area, place))
            .min_by_key(|(spoilt, ..)| *spoilt)?;
        if spoilt > most {
            return None;
        }
        self.taken.push(area);
        Some(place)
    }

    fn pushed_inside(&self, (x, y): Point, width: f64, font: f64) -> (Area, Point) {
        let half = font * 0.62;
        let room = self.room;
        let x = x.min(room.right() - width).max(room.x);
        let y = y.min(room.bottom() - half).max(room.y + half);
        let area = Area {
            x,
            y: y - half,
            width,
            height: 2.0 * half,
        };
        (area, (x, y))
    }

    fn spoilt(&self, area: &Area) -> u32 {
        let in_the_way = |line: &&Line| {
            let mut parts = line.points.windows(2);
            parts.any(|ends| matches!(*ends, [from, to] if touches(area, from, to)))
        };
        let lines = self.lines.iter().filter(in_the_way);
        lines.map(|line| line.weight).sum()
    }
}

fn overlap(one: &Area, other: &Area) -> bool {
    one.x < other.right()
        && other.x < one.right()
        && one.y < other.bottom()
        && other.y < one.bottom()
}

/// Whether a straight line between two points runs through an area.
fn touches(area: &Area, from: Point, to: Point) -> bool {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let (mut enter, mut leave) = (0.0_f64, 1.0_f64);
    for (along, start, low, high) in [
        (dx, from.0, area.x, area.right()),
        (dy, from.1, area.y, area.bottom()),
    ] {
        if along.abs() < 1e-9 {
            if start < low || start > high {
                return false;
            }
            continue;
        }
        let (one, other) = ((low - start) / along, (high - start) / along);
        enter = enter.max(one.min(other));
        leave = leave.min(one.max(other));
    }
    enter <= leave
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROOM: Area = Area {
        x: 0.0,
        y: 0.0,
        width: 100.0,
        height: 100.0,
    };

    #[test]
    fn a_word_avoids_a_line_where_another_place_is_free() {
        let points = vec![(0.0, 0.0), (100.0, 100.0)];
        let mut labels = Labels::new(ROOM, vec![Line { points, weight: 3 }]);
        let places = [(40.0, 50.0), (60.0, 20.0)];
        let mut place = |most| labels.place((20.0, 10.0), &places, most);
        assert_eq!(place(0), Some((60.0, 20.0)));
        assert_eq!(place(LEGIBLE), None);
        assert_eq!(place(3), Some((40.0, 50.0)));
        assert_eq!(place(3), None);
    }

    #[test]
    fn a_word_is_pushed_into_the_room() {
        let mut labels = Labels::new(ROOM, Vec::new());
        let place = labels.place((20.0, 10.0), &[(95.0, -5.0)], 0).unwrap();
        assert_eq!(place, (80.0, 6.2));
        assert_eq!(labels.place((101.0, 10.0), &[(0.0, 50.0)], 0), None);
    }

    #[test]
    fn lines_beside_an_area_do_not_touch_it() {
        let touches = |from, to| touches(&ROOM, from, to);
        assert!(touches((-10.0, 50.0), (110.0, 50.0)));
        assert!(touches((50.0, -10.0), (50.0, -10.0 + 30.0)));
        assert!(!touches((101.0, 0.0), (101.0, 100.0)));
        assert!(!touches((-50.0, 40.0), (40.0, -50.0)));
    }
}
