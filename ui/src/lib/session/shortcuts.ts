// Which key does what, apart from the document so that it can be tested.
import { SCREENS, type Screen } from "./session.svelte";

export type Command =
  | { do: "go"; screen: Screen }
  | { do: "undo" }
  | { do: "redo" }
  | { do: "search" }
  | { do: "review" }
  | { do: "help" };

export type Press = Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">;

/** The command of a key press, or null. In a text field only the screen keys work. */
export function commandOf(press: Press, inText: boolean): Command | null {
  const held = press.ctrlKey || press.metaKey;
  if (held || press.altKey)
    return screenOf(press) ?? (inText || press.altKey ? null : stepOf(press));
  if (inText) return null;
  if (press.key === "/") return { do: "search" };
  if (press.key === "w") return { do: "review" };
  return press.key === "?" ? { do: "help" } : null;
}

/** The digit that goes to a screen: the tenth has 0, and what comes after it none. */
export function keyOf(screen: Screen): string | null {
  const at = SCREENS.indexOf(screen);
  return at < 10 ? String((at + 1) % 10) : null;
}

function screenOf(press: Press): Command | null {
  const screen = /^\d$/.test(press.key)
    ? SCREENS.find((screen) => keyOf(screen) === press.key)
    : undefined;
  return screen && !press.shiftKey ? { do: "go", screen } : null;
}

function stepOf(press: Press): Command | null {
  const key = press.key.toLowerCase();
  if (key === "z") return { do: press.shiftKey ? "redo" : "undo" };
  return key === "y" && !press.shiftKey ? { do: "redo" } : null;
}

/** Whether keys typed here are meant as text. */
export function takesText(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) {
    return !["checkbox", "radio", "range", "button"].includes(target.type);
  }
  return target instanceof HTMLTextAreaElement || target.isContentEditable === true;
}
