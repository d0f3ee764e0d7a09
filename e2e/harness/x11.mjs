// A small client of the screen's own protocol, for what no web driver can do: drag and drop from
// another program, and keys for a dialog of the system.
import { once } from "node:events";
import fs from "node:fs";
import net from "node:net";

const EVENT_BYTES = 32;
const SELECTION_REQUEST = 30;
const SELECTION_NOTIFY = 31;

/** Connects to a display such as `:99`. */
export async function connect(display) {
  const number = /:(\d+)/.exec(display)[1];
  const socket = net.connect(`/tmp/.X11-unix/X${number}`);
  await once(socket, "connect");
  const client = new Client(socket);
  await client.begin(cookieOf(number));
  return client;
}

/** The secret of a display, where its server asks for one: `xvfb-run` makes one. */
function cookieOf(number) {
  const file = process.env.XAUTHORITY;
  if (!file || !fs.existsSync(file)) return null;
  const bytes = fs.readFileSync(file);
  for (let at = 0; at < bytes.length; ) {
    at += 2;
    const fields = [];
    for (let field = 0; field < 4; field += 1) {
      const length = bytes.readUInt16BE(at);
      fields.push(bytes.subarray(at + 2, at + 2 + length));
      at += 2 + length;
    }
    const [, display, name, data] = fields;
    if (display.toString() === number) return { name, data };
  }
  return null;
}

class Client {
  #socket;
  #bytes = Buffer.alloc(0);
  #sequence = 0;
  #answers = new Map();
  #more = null;
  #nextId = 0;
  #atoms = new Map();
  #asked = () => {};
  /** What the server says unasked; called with each event. */
  onEvent = () => {};

  constructor(socket) {
    this.#socket = socket;
  }

  async begin(cookie) {
    const name = cookie?.name ?? Buffer.alloc(0);
    const data = cookie?.data ?? Buffer.alloc(0);
    const head = Buffer.alloc(12);
    head.write("l");
    head.writeUInt16LE(11, 2);
    head.writeUInt16LE(name.length, 6);
    head.writeUInt16LE(data.length, 8);
    this.#socket.on("data", (bytes) => {
      this.#bytes = Buffer.concat([this.#bytes, bytes]);
      this.#more?.();
    });
    this.#socket.write(Buffer.concat([head, padded(name), padded(data)]));
    await this.#setUp();
    this.#more = () => this.#read();
    this.#read();
  }

  async #setUp() {
    while (this.#bytes.length < 8 || this.#bytes.length < 8 + this.#bytes.readUInt16LE(6) * 4) {
      await new Promise((more) => (this.#more = more));
    }
    const bytes = this.#bytes;
    if (bytes[0] !== 1) throw new Error(`the screen refuses: ${bytes.subarray(8, 8 + bytes[1])}`);
    this.#nextId = bytes.readUInt32LE(12);
    [this.minKey, this.maxKey] = [bytes[34], bytes[35]];
    const vendor = bytes.readUInt16LE(24);
    this.root = bytes.readUInt32LE(40 + vendor + ((4 - (vendor % 4)) % 4) + bytes[29] * 8);
    this.#bytes = bytes.subarray(8 + bytes.readUInt16LE(6) * 4);
  }

  close() {
    this.#socket.destroy();
  }

  newId() {
    this.#nextId += 1;
    return this.#nextId;
  }

  /** Sends a request: its number, the byte beside it, and words of four bytes or whole buffers. */
  send(opcode, detail, ...parts) {
    const body = Buffer.concat(parts.map((part) => (Buffer.isBuffer(part) ? padded(part) : word(part))));
    const head = Buffer.alloc(4);
    head[0] = opcode;
    head[1] = detail;
    head.writeUInt16LE(1 + body.length / 4, 2);
    this.#sequence = (this.#sequence + 1) & 0xffff;
    this.#socket.write(Buffer.concat([head, body]));
    return this.#sequence;
  }

  /** Sends a request and waits for its reply. */
  ask(opcode, detail, ...parts) {
    const sequence = this.send(opcode, detail, ...parts);
    return new Promise((resolve, reject) => this.#answers.set(sequence, { resolve, reject }));
  }

  async atom(name) {
    if (!this.#atoms.has(name)) {
      const reply = await this.ask(16, 0, pair(name.length, 0), Buffer.from(name));
      this.#atoms.set(name, reply.readUInt32LE(8));
    }
    return this.#atoms.get(name);
  }

  /** Every window below another, nearest first. */
  async windowsBelow(window) {
    const reply = await this.ask(15, 0, window);
    const count = reply.readUInt16LE(16);
    const children = Array.from({ length: count }, (_, at) => reply.readUInt32LE(32 + at * 4));
    const below = await Promise.all(children.map((child) => this.windowsBelow(child).catch(() => [])));
    return [...children, ...below.flat()];
  }

  /** The window with this title, if it is there. */
  async windowNamed(title) {
    for (const window of await this.windowsBelow(this.root)) {
      const name = await this.property(window, "WM_NAME").catch(() => Buffer.alloc(0));
      if (name.toString() === title) return window;
    }
    return null;
  }

  /** The value of a property; empty where there is none. */
  async property(window, name) {
    const reply = await this.ask(20, 0, window, await this.atom(name), 0, 0, 1024);
    const units = reply.readUInt32LE(16);
    return reply.subarray(32, 32 + (units * reply[1]) / 8);
  }

  /** Sets a property to bytes, or to words of four bytes where `format` is 32. */
  setProperty(window, name, type, bytes, format = 8) {
    this.send(18, 0, window, name, type, format, bytes.length / (format / 8), bytes);
  }

  /** An unseen window of one point, which can own what is dragged or copied. */
  unseenWindow() {
    const window = this.newId();
    this.send(1, 0, window, this.root, pair(-9, -9), pair(1, 1), pair(0, 2), 0, 0);
    return window;
  }

  /**
   * Owns a selection such as the clipboard from now on: whoever asks gets it in one of `targets`,
   * a map from the name of a target to its bytes.
   */
  async own(window, selection, targets) {
    const kinds = new Map();
    for (const [name, bytes] of Object.entries(targets)) kinds.set(await this.atom(name), bytes);
    const [list, atom] = await Promise.all([this.atom("TARGETS"), this.atom("ATOM")]);
    this.#asked = (request) => {
      const [time, , requestor, name, target, property] = [4, 8, 12, 16, 20, 24].map((at) =>
        request.readUInt32LE(at),
      );
      const place = property || target;
      const given = target === list || kinds.has(target);
      if (target === list) this.setProperty(requestor, place, atom, words(kinds.keys()), 32);
      else if (given) this.setProperty(requestor, place, target, kinds.get(target));
      const answer = [time, requestor, name, target, given ? place : 0];
      this.sendEvent(requestor, eventOf(SELECTION_NOTIFY, answer));
    };
    this.send(22, 0, window, await this.atom(selection), 0);
  }

  /** An event for another window, as if it came from the server. */
  sendEvent(window, event) {
    this.send(25, 0, window, 0, event);
  }

  #read() {
    while (this.#bytes.length >= EVENT_BYTES) {
      const kind = this.#bytes[0];
      const size = kind === 1 ? EVENT_BYTES + this.#bytes.readUInt32LE(4) * 4 : EVENT_BYTES;
      if (this.#bytes.length < size) return;
      const message = this.#bytes.subarray(0, size);
      this.#bytes = this.#bytes.subarray(size);
      if (kind > 1) this.#tell(message);
      else this.#settle(message);
    }
  }

  #tell(event) {
    if ((event[0] & 0x7f) === SELECTION_REQUEST) this.#asked(event);
    else this.onEvent(event);
  }

  #settle(message) {
    const sequence = message.readUInt16LE(2);
    const waiting = this.#answers.get(sequence);
    this.#answers.delete(sequence);
    if (message[0] === 1) waiting?.resolve(message);
    else waiting?.reject(new Error(`the screen refused request ${message[10]} (error ${message[1]})`));
  }
}

function padded(bytes) {
  return Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);
}

function word(value) {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value >>> 0);
  return bytes;
}

/** Two numbers of two bytes in one word. */
export function pair(low, high) {
  return ((high & 0xffff) << 16) | (low & 0xffff);
}

/** An event of this kind with words from its fifth byte on. */
export function eventOf(kind, data, format = 0) {
  const head = Buffer.from([kind, format, 0, 0]);
  return Buffer.concat([head, words(data)], EVENT_BYTES);
}

const words = (values) => Buffer.concat([...values].map(word));
