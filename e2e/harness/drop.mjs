// Drops files on the window as a file manager does: by the protocol that all programs speak (XDND).
import { pathToFileURL } from "node:url";
import { connect, eventOf, pair } from "./x11.mjs";

const VERSION = 5;
const CLIENT_MESSAGE = 33;

/** Drags files over the middle of the window and lets go of them there. */
export async function dropFiles(display, files) {
  await dragged(display, files, async (drag) => {
    await drag.letGo();
  });
}

/** Drags files over the window and away again; calls `meanwhile` while they hover, `afterwards` when they have left. */
export async function hoverFiles(display, files, meanwhile, afterwards) {
  await dragged(display, files, async (drag) => {
    await meanwhile();
    await drag.leave();
    // The program that the files come from is still there when they have left.
    await afterwards();
  });
}

async function dragged(display, files, then) {
  const screen = await connect(display);
  try {
    const drag = await begin(screen, files);
    await drag.enter();
    await drag.move();
    await then(drag);
  } finally {
    screen.close();
  }
}

async function begin(screen, files) {
  const target = await screen.windowNamed("Farthing");
  if (!target) throw new Error("the window is not on the screen");
  const source = screen.unseenWindow();
  const names = files.map((file) => `${pathToFileURL(file).href}\r\n`).join("");
  await screen.own(source, "XdndSelection", { "text/uri-list": Buffer.from(names) });
  const [list, copy] = await Promise.all(["text/uri-list", "XdndActionCopy"].map((name) => screen.atom(name)));
  const answers = await listen(screen);
  const middle = await middleOf(screen, target);
  const tell = async (name, ...data) => {
    const type = await screen.atom(name);
    screen.sendEvent(target, eventOf(CLIENT_MESSAGE, [target, type, source, ...data], 32));
  };
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

/** What the window answers, by name. */
async function listen(screen) {
  const names = new Map();
  for (const name of ["XdndStatus", "XdndFinished"]) names.set(await screen.atom(name), name);
  const waiting = new Map();
  screen.onEvent = (event) => {
    if ((event[0] & 0x7f) === CLIENT_MESSAGE) waiting.get(names.get(event.readUInt32LE(8)))?.();
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

const pause = (ms) => new Promise((later) => setTimeout(later, ms));
