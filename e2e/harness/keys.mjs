// Types as on the keyboard itself (XTEST): a dialog of the system knows no web driver.
import { connect, pair } from "./x11.mjs";

const KEY_PRESS = 2;
const KEY_RELEASE = 3;
const SHIFT = 0xffe1;
const NAMED = { Enter: 0xff0d, Escape: 0xff1b };

/** Types text, and keys by name such as `Enter`, into the dialog with this title. */
export async function typeInDialog(display, title, words) {
  const screen = await connect(display);
  try {
    const keyboard = await keyboardOf(screen);
    await focusDialog(screen, title);
    for (const word of words) {
      const symbols = NAMED[word] ? [NAMED[word]] : [...word].map((char) => char.codePointAt(0));
      for (const symbol of symbols) await keyboard.type(symbol);
    }
    // The last key is there before the line is cut.
    await screen.ask(43, 0);
  } finally {
    screen.close();
  }
}

async function keyboardOf(screen) {
  const name = Buffer.from("XTEST");
  const extension = await screen.ask(98, 0, pair(name.length, 0), name);
  const opcode = extension[9];
  const count = screen.maxKey - screen.minKey + 1;
  const reply = await screen.ask(101, 0, pair(screen.minKey | (count << 8), 0));
  const keys = new Map();
  for (let key = 0; key < count; key += 1) {
    for (const level of [1, 0]) {
      const symbol = reply.readUInt32LE(32 + (key * reply[1] + level) * 4);
      if (symbol) keys.set(symbol, { code: screen.minKey + key, level });
    }
  }
  const send = (kind, code) =>
    screen.send(opcode, 2, kind | (code << 8), 0, 0, 0, 0, 0, 0, 0);
  const type = async (symbol) => {
    const key = keys.get(symbol);
    if (!key) throw new Error(`the keyboard has no key for ${String.fromCodePoint(symbol)}`);
    const shift = keys.get(SHIFT).code;
    if (key.level === 1) send(KEY_PRESS, shift);
    send(KEY_PRESS, key.code);
    send(KEY_RELEASE, key.code);
    if (key.level === 1) send(KEY_RELEASE, shift);
    await pause(30);
  };
  return { type };
}

/** Gives the keyboard to the dialog: without a window manager nobody else does. */
async function focusDialog(screen, title) {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const dialog = await screen.windowNamed(title);
    if (dialog) {
      await pause(500);
      screen.send(42, 1, dialog, 0);
      await pause(300);
      return;
    }
    await pause(50);
  }
  throw new Error(`no dialog opened with the title ${title}`);
}

const pause = (ms) => new Promise((later) => setTimeout(later, ms));
