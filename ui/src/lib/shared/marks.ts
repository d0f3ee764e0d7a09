import type { Chart } from "../bindings";

export type Mark = Chart["marks"][number];

const DIRECTIONS: Record<string, [number, number]> = {
  ArrowRight: [1, 0],
  ArrowLeft: [-1, 0],
  ArrowDown: [0, 1],
  ArrowUp: [0, -1],
};

/** The mark that an arrow key leads to: the nearest that way, or the same one at an edge. */
export function nextMark(marks: Mark[], from: number, key: string): number {
  if (key === "Home") return 0;
  if (key === "End") return marks.length - 1;
  const direction = DIRECTIONS[key];
  const start = marks[from];
  if (!direction || !start) return from;
  return nearest(marks, start, direction) ?? from;
}

function nearest(marks: Mark[], start: Mark, direction: [number, number]): number | null {
  let best: { index: number; cost: number } | null = null;
  marks.forEach((mark, index) => {
    const cost = costOf(start, mark, direction);
    if (cost !== null && (!best || cost < best.cost)) best = { index, cost };
  });
  return (best as { index: number } | null)?.index ?? null;
}

// Going astray counts twice as much as going far. Bars stand on one line, so their middles decide
// only across the page; down the page it is the tops.
function costOf(start: Mark, mark: Mark, [right, down]: [number, number]): number | null {
  const dx = mark.x + mark.width / 2 - (start.x + start.width / 2);
  const dy = mark.y - start.y;
  const ahead = right * dx + down * dy;
  if (mark === start || ahead < 0.5) return null;
  return ahead + 2 * Math.abs(right ? dy : dx) * (right && mark.height !== start.height ? 0 : 1);
}
