// Drops files on the window as a file manager does: by the protocol that all programs speak (XDND).
import { pathToFileURL } from "node:url";
import { connect, pair, word } from "./x11.mjs";

const VERSION = 5;
const CLIENT_MESSAGE = 33;
const SELECTION_REQUEST = 30;
const SELECTION_NOTIFY = 31;

/** Drags files over the middle of the window and lets go of them there. */
export async function dropFiles(display, files) {
  const screen = await connect(display);
  try {
    const drag = await begin(screen, files);
    await drag.enter();
    await drag.move();
    await drag.letGo();
  } finally {
    screen.close();
  }
}

/** Drags files over the window and away again; calls `meanwhile` while they hover. */
export async function hoverFiles(display, files, meanwhile) {
  const screen = await connect(display);
  try {
    const drag = await begin(screen, files);
    await drag.enter();
    await drag.move();
    await meanwhile();
    await drag.leave();
  } finally {
    screen.close();
  }
}

async function begin(screen, files) {
  const target = await screen.windowNamed("Farthing");
  if (!target) throw new Error("the window is not on the screen");
  const source = screen.newId();
  // An unseen window of one point owns what is dragged.
  screen.send(1, 0, source, screen.root, pair(-9, -9), pair(1, 1), pair(0, 2), 0, 0);
  const [selection, list, copy] = await Promise.all(
    ["XdndSelection", "text/uri-list", "XdndActionCopy"].map((name) => screen.atom(name)),
  );
  screen.send(22, 0, source, selection, 0);
  const text = Buffer.from(files.map((file) => `${pathToFileURL(file).href}\r\n`).join(""));
  const answers = await listen(screen, { list, text });
  const middle = await middleOf(screen, target);
  const tell = async (name, ...data) =>
    screen.sendEvent(target, message(target, await screen.atom(name), [source, ...data]));
  return {
    enter: () => tell("XdndEnter", VERSION << 24, list, 0, 0),
    // The window asks for the names while files hover; it needs a moment to have them.
    move: async () => {
      for (let step = 0; step < 6; step += 1) {
        await tell("XdndPosition", 0, pair(middle.y + step, middle.x), 0, copy);
        await answers.next("XdndStatus");
        await pause(60);
      }
    },
    letGo: async () => {
      await tell("XdndDrop", 0, 0, 0, 0);
      await answers.next("XdndFinished");
    },
    leave: () => tell("XdndLeave", 0, 0, 0, 0),
  };
}

/** Gives the names of the files to whoever asks, and keeps what the window answers. */
async function listen(screen, { list, text }) {
  const names = new Map();
  for (const name of ["XdndStatus", "XdndFinished"]) names.set(await screen.atom(name), name);
  const waiting = new Map();
  screen.onEvent = (event) => {
    const kind = event[0] & 0x7f;
    if (kind === SELECTION_REQUEST) give(screen, event, list, text);
    if (kind === CLIENT_MESSAGE) waiting.get(names.get(event.readUInt32LE(8)))?.();
  };
  const next = (name) =>
    Promise.race([
      new Promise((resolve) => waiting.set(name, resolve)),
      pause(5000).then(() => {
        throw new Error(`the window did not answer with ${name}`);
      }),
    ]);
  return { next };
}

function give(screen, request, list, text) {
  const [time, , requestor, selection, target, asked] = [4, 8, 12, 16, 20, 24].map((at) =>
    request.readUInt32LE(at),
  );
  const property = asked || target;
  if (target === list) screen.setProperty(requestor, property, list, text);
  const event = Buffer.alloc(32);
  event[0] = SELECTION_NOTIFY;
  [time, requestor, selection, target, target === list ? property : 0].forEach((value, at) =>
    event.writeUInt32LE(value, 4 + at * 4),
  );
  screen.sendEvent(requestor, event);
}

async function middleOf(screen, window) {
  const [size, place] = await Promise.all([
    screen.ask(14, 0, window),
    screen.ask(40, 0, window, screen.root, 0),
  ]);
  return {
    x: place.readInt16LE(12) + Math.floor(size.readUInt16LE(16) / 2),
    y: place.readInt16LE(14) + Math.floor(size.readUInt16LE(18) / 2),
  };
}

function message(window, type, data) {
  const head = Buffer.from([CLIENT_MESSAGE, 32, 0, 0]);
  return Buffer.concat([head, word(window), word(type), ...data.map(word)]);
}

const pause = (ms) => new Promise((later) => setTimeout(later, ms));
