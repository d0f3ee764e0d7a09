// The arithmetic of a list that is longer than an element can be tall.
// Browsers stop at about 33 million pixels; a million rows of 56 px need 56 million.
// So the scroll bar spans a shorter track, and where it stands is mapped to a place in the list.

export const TALLEST_PX = 12_000_000;

export type Geometry = { count: number; row: number; view: number };

/** Height of all rows. */
export const listHeight = ({ count, row }: Geometry): number => count * row;

/** Height of the scroll track. */
export const trackHeight = (geometry: Geometry): number =>
  Math.min(listHeight(geometry), TALLEST_PX);

const furthest = (height: number, view: number): number => Math.max(0, height - view);

/** Where in the list the scroll bar points to. */
export function listOffset(track: number, geometry: Geometry): number {
  const list = furthest(listHeight(geometry), geometry.view);
  const bar = furthest(trackHeight(geometry), geometry.view);
  return bar === 0 ? 0 : (clamp(track, 0, bar) / bar) * list;
}

/** Where the scroll bar stands for a place in the list. */
export function trackOffset(offset: number, geometry: Geometry): number {
  const list = furthest(listHeight(geometry), geometry.view);
  const bar = furthest(trackHeight(geometry), geometry.view);
  return list === 0 ? 0 : (clamp(offset, 0, list) / list) * bar;
}

/** The new place after a scroll: a turn of the wheel moves rows by just as much, a drag jumps. */
export function scrolledTo(
  place: { offset: number; track: number },
  track: number,
  geometry: Geometry,
): number {
  const bar = furthest(trackHeight(geometry), geometry.view);
  if (track <= 0 || track >= bar || trackHeight(geometry) === listHeight(geometry)) {
    return listOffset(track, geometry);
  }
  const moved = track - place.track;
  if (Math.abs(moved) > geometry.view) return listOffset(track, geometry);
  return clamp(place.offset + moved, 0, furthest(listHeight(geometry), geometry.view));
}

/** First and last row to draw (inclusive), with some to spare; null for an empty list. */
export function visibleRows(
  offset: number,
  geometry: Geometry,
  spare = 6,
): [number, number] | null {
  if (geometry.count === 0) return null;
  const first = Math.floor(offset / geometry.row) - spare;
  const last = Math.ceil((offset + geometry.view) / geometry.row) + spare;
  return [clamp(first, 0, geometry.count - 1), clamp(last, 0, geometry.count - 1)];
}

/** The place nearest to this one at which a row can be seen whole. */
export function offsetToShow(index: number, offset: number, geometry: Geometry): number {
  const top = index * geometry.row;
  const bottom = top + geometry.row;
  if (top < offset) return top;
  if (bottom > offset + geometry.view) return bottom - geometry.view;
  return offset;
}

export const clamp = (value: number, low: number, high: number): number =>
  Math.min(Math.max(value, low), high);
