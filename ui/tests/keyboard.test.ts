import { expect, test } from "vitest";
import { commandOf, takesText, type Press } from "../src/lib/session/shortcuts";
import { nextMark, type Mark } from "../src/lib/shared/marks";

const press = (key: string, held: Partial<Press> = {}): Press => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...held,
});
const ctrl = { ctrlKey: true };

test("control or alt with a digit goes to a screen, also from a text field", () => {
  expect(commandOf(press("1", ctrl), false)).toEqual({ do: "go", screen: "today" });
  expect(commandOf(press("3", { altKey: true }), true)).toEqual({ do: "go", screen: "ledger" });
  expect(commandOf(press("5", { metaKey: true }), false)).toEqual({ do: "go", screen: "accounts" });
  expect(commandOf(press("6", ctrl), false)).toEqual({ do: "go", screen: "rules" });
  expect(commandOf(press("7", ctrl), false)).toEqual({ do: "go", screen: "saving" });
  expect(commandOf(press("8", ctrl), false)).toEqual({ do: "go", screen: "goals" });
  expect(commandOf(press("9", ctrl), false)).toEqual({ do: "go", screen: "cashback" });
  expect(commandOf(press("0", ctrl), false)).toEqual({ do: "go", screen: "recurring" });
});

test("undo and redo work everywhere but in a text field, which has its own", () => {
  expect(commandOf(press("z", ctrl), false)).toEqual({ do: "undo" });
  expect(commandOf(press("Z", { ...ctrl, shiftKey: true }), false)).toEqual({ do: "redo" });
  expect(commandOf(press("y", ctrl), false)).toEqual({ do: "redo" });
  expect(commandOf(press("z", ctrl), true)).toBeNull();
});

test("a slash searches and a question mark helps, unless it is typed", () => {
  expect(commandOf(press("/"), false)).toEqual({ do: "search" });
  expect(commandOf(press("?", { shiftKey: true }), false)).toEqual({ do: "help" });
  expect(commandOf(press("w"), false)).toEqual({ do: "review" });
  expect(commandOf(press("w"), true)).toBeNull();
  expect(commandOf(press("/"), true)).toBeNull();
  expect(commandOf(press("a"), false)).toBeNull();
});

test("a text field takes text, a slider and a tick box do not", () => {
  const input = (type: string) => Object.assign(document.createElement("input"), { type });
  expect(takesText(input("search"))).toBe(true);
  expect(takesText(document.createElement("textarea"))).toBe(true);
  expect(takesText(input("range"))).toBe(false);
  expect(takesText(input("checkbox"))).toBe(false);
  expect(takesText(document.createElement("button"))).toBe(false);
});

const mark = (x: number, y: number, height = 10): Mark => ({
  x,
  y,
  width: 10,
  height,
  label: "",
  value: "",
  key: "",
});

test("arrows walk through a calendar in all four directions and stop at its edges", () => {
  const week = [mark(0, 0), mark(0, 10), mark(0, 20), mark(10, 0), mark(10, 10), mark(10, 20)];
  expect(nextMark(week, 1, "ArrowRight")).toBe(4);
  expect(nextMark(week, 4, "ArrowLeft")).toBe(1);
  expect(nextMark(week, 1, "ArrowDown")).toBe(2);
  expect(nextMark(week, 1, "ArrowUp")).toBe(0);
  expect(nextMark(week, 0, "ArrowLeft")).toBe(0);
  expect(nextMark(week, 2, "Home")).toBe(0);
  expect(nextMark(week, 2, "End")).toBe(5);
});

test("arrows walk along bars of different heights one by one", () => {
  const bars = [mark(0, 80, 20), mark(10, 10, 90), mark(20, 60, 40)];
  expect(nextMark(bars, 0, "ArrowRight")).toBe(1);
  expect(nextMark(bars, 1, "ArrowRight")).toBe(2);
  expect(nextMark(bars, 2, "ArrowLeft")).toBe(1);
});
