// Starts the real program in a real window and steers it as a person would.
import { spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { remote } from "webdriverio";
import { openDisplay } from "./display.mjs";

const HERE = path.dirname(fileURLToPath(import.meta.url));
const BINARY = path.resolve(
  process.env.FARTHING_DESKTOP ?? path.join(HERE, "../../target/debug/farthing-desktop"),
);
const SHOTS = path.join(HERE, "../shots");

/** A home of its own for one story: nothing of the machine's user is read or written. */
export function makeHome() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "farthing-story-"));
  for (const name of ["data", "cache", "config", "run"]) {
    fs.mkdirSync(path.join(folder, name), { mode: 0o700 });
  }
  return {
    folder,
    ledger: path.join(folder, "story.farthing"),
    remove: () => fs.rmSync(folder, { recursive: true, force: true }),
  };
}

/** Opens the window on the home's ledger. `close` quits the program. */
export async function openApp(home, { files = [], env = {} } = {}) {
  if (!fs.existsSync(BINARY)) {
    throw new Error(`${BINARY} is missing: cargo build -p farthing-desktop, or set FARTHING_DESKTOP`);
  }
  const display = await openDisplay();
  const driver = await startDriver({ ...surroundings(home, display.name), ...env });
  try {
    const page = await openSession(driver.port, home, files);
    await settled(page);
    const pids = descendants(driver.pid);
    const close = async () => {
      await page.deleteSession();
      await gone(pids);
      await driver.stop();
      await display.close();
    };
    return { page, pids, close, display: display.name };
  } catch (error) {
    await driver.stop();
    await display.close();
    throw error;
  }
}

/** The element that the page marks with `data-testid`. */
export const at = (page, name) => page.$(`[data-testid="${name}"]`);

/** Every such element. */
export const all = (page, name) => page.$$(`[data-testid="${name}"]`).getElements();

/** Its text as it is laid out, once it is there. */
export async function textAt(page, name) {
  const element = await at(page, name);
  await element.waitForExist({ timeoutMsg: `nothing is marked ${name}` });
  return (await page.execute((node) => node.innerText, element)).trim();
}

/** Sends away what floats over the screen, as a person does when it lies in the way. */
export async function dismissToasts(page) {
  for (const button of await page.$$('[data-testid="toast"] button:last-of-type').getElements()) {
    await button.click();
  }
  await page.$('[data-testid="toast"]').waitForExist({ reverse: true });
}

/** Goes to one of the screens. */
export async function goTo(page, screen) {
  await (await at(page, `nav-${screen}`)).click();
  await page.$(`[data-testid="nav-${screen}"][aria-current="page"]`).waitForExist();
}

/** Waits until `read` gives something that `isWanted`, and returns it. */
export async function waitFor(page, read, isWanted, sentence) {
  let last;
  await page.waitUntil(
    async () => {
      last = await read();
      return isWanted(last);
    },
    { interval: 50, timeoutMsg: sentence },
  ).catch((error) => {
    throw new Error(`${error.message}; the last reading was ${JSON.stringify(last)}`);
  });
  return last;
}

/** Presses keys together, such as `press(page, "Control", "z")`. */
export async function press(page, ...keys) {
  const action = page.action("key");
  for (const key of keys) action.down(KEYS[key] ?? key);
  for (const key of keys.toReversed()) action.up(KEYS[key] ?? key);
  await action.perform();
}

/** Transitions are over, however slow the machine is, and the last frame is on the screen. */
export async function drawn(page) {
  await page.pause(400);
  const running = () =>
    page.execute(() => {
      const ends = (animation) => animation.effect?.getComputedTiming().iterations !== Infinity;
      return document.getAnimations().filter((a) => a.playState === "running" && ends(a)).length;
    });
  await waitFor(page, running, (count) => count === 0, "something still moves");
  await page.executeAsync((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())));
}

/** Leaves a picture in `shots/`. */
export async function shoot(page, name) {
  await drawn(page);
  fs.mkdirSync(SHOTS, { recursive: true });
  await page.saveScreenshot(path.join(SHOTS, `${name}.png`));
}

const KEYS = {
  Tab: "\uE004",
  Enter: "\uE007",
  Shift: "\uE008",
  Control: "\uE009",
  Escape: "\uE00C",
  Space: " ",
  PageUp: "\uE00E",
  PageDown: "\uE00F",
  End: "\uE010",
  Home: "\uE011",
  ArrowLeft: "\uE012",
  ArrowUp: "\uE013",
  ArrowRight: "\uE014",
  ArrowDown: "\uE015",
};

function surroundings(home, display) {
  const inside = (name) => path.join(home.folder, name);
  return {
    ...process.env,
    DISPLAY: display,
    HOME: home.folder,
    XDG_DATA_HOME: inside("data"),
    XDG_CACHE_HOME: inside("cache"),
    XDG_CONFIG_HOME: inside("config"),
    XDG_RUNTIME_DIR: inside("run"),
    // Two stories must not find each other on the session bus.
    DBUS_SESSION_BUS_ADDRESS: `unix:path=${inside("run")}/no-bus`,
    NO_AT_BRIDGE: "1",
    LC_ALL: "C.UTF-8",
    TZ: "UTC",
    TAURI_WEBVIEW_AUTOMATION: "true",
  };
}

async function startDriver(env) {
  const port = await freePort();
  const driver = spawn("WebKitWebDriver", [`--port=${port}`], { env, stdio: "ignore" });
  const failed = once(driver, "error").then(([error]) => {
    throw new Error(`WebKitWebDriver did not start: ${error.message}`);
  });
  await Promise.race([listening(port), failed]);
  const stop = async () => {
    driver.kill();
    if (driver.exitCode === null && driver.signalCode === null) await once(driver, "exit");
  };
  return { port, pid: driver.pid, stop };
}

async function openSession(port, home, files) {
  return remote({
    hostname: "127.0.0.1",
    port,
    logLevel: "error",
    waitforTimeout: 10_000,
    waitforInterval: 50,
    connectionRetryCount: 0,
    capabilities: {
      browserName: "wry",
      "wdio:enforceWebDriverClassic": true,
      "webkitgtk:browserOptions": { binary: BINARY, args: ["--ledger", home.ledger, ...files] },
    },
  });
}

/** The first answer of Rust is on the page: a screen, or the reason why there is none. */
async function settled(page) {
  await page.$("main > *").waitForExist({ timeoutMsg: "the page stayed empty" });
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = net.createServer().on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** The program and WebKit's helpers of it. */
function descendants(pid) {
  const own = fs.readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ").filter(Boolean);
  return own.flatMap((child) => [Number(child), ...descendants(child)]);
}

/** A quit program writes its last pages; the next one must not start before. */
async function gone(pids) {
  const isThere = (pid) => fs.existsSync(`/proc/${pid}`);
  for (let attempt = 0; attempt < 200 && pids.some(isThere); attempt += 1) {
    await new Promise((later) => setTimeout(later, 50));
  }
  const left = pids.filter(isThere);
  for (const pid of left) process.kill(pid);
  if (left.length > 0) throw new Error(`the program did not quit: ${left.join(", ")}`);
}

async function listening(port) {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const socket = net.connect(port, "127.0.0.1");
    const answered = await Promise.race([
      once(socket, "connect").then(() => true),
      once(socket, "error").then(() => false),
    ]).catch(() => false);
    socket.destroy();
    if (answered) return;
    await new Promise((later) => setTimeout(later, 50));
  }
  throw new Error("WebKitWebDriver does not listen");
}
