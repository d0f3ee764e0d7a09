// Names from a bank file stay text, wherever they are shown.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { all, at, goTo, makeHome, openApp, shoot, waitFor } from "../harness/app.mjs";
import { SCREENS, importAll, smallMoney } from "../harness/screens.mjs";
import { statement } from "../harness/statements.mjs";

const home = makeHome();
const INJECTED = "iframe, object, embed, form[action], meta[http-equiv], img[onerror], [onload], [onclick], [onerror], a[href^='javascript'], svg a, svg script, svg foreignObject, body script";
let page;
let app;
let origin;

before(async () => {
  app = await openApp(home, { files: [statement(home, "hostile.csv")] });
  page = app.page;
  origin = await page.getUrl();
});

after(async () => {
  await app.close();
  home.remove();
});

async function assertHarmless(where) {
  const found = await page.execute((injected) => {
    const markup = [...document.querySelectorAll(injected)];
    const own = (node) => node.tagName === "SCRIPT" && node.src.startsWith(`${location.origin}/`);
    return { ran: window.ran ?? null, markup: markup.filter((node) => !own(node)).map((node) => node.outerHTML) };
  }, INJECTED);
  assert.deepEqual(found, { ran: null, markup: [] }, where);
  assert.equal(await page.getUrl(), origin, `${where}: the page is still its own`);
  assert.equal((await page.getWindowHandles()).length, 1, `${where}: no other window`);
}

test("hostile names are shown as they are written, and nothing of them runs", async () => {
  assert.equal(await importAll(page), 6);
  await assertHarmless("import");
  await goTo(page, "ledger");
  await waitFor(page, () => all(page, "ledger-row"), (rows) => rows.length === 6, "six rows");
  const text = await page.execute(() => document.querySelector("main").innerText);
  for (const name of ["</text><script>", "<img src=x onerror=", "<a href=javascript:", "&lt;b&gt;twice&lt;/b&gt;"]) {
    assert.ok(text.includes(name), `${name} is shown literally`);
  }
  await shoot(page, "hostile-ledger");
  await assertHarmless("ledger");
});

test("charts and lists of merchants are harmless, too, and the page keeps to its own policy", async () => {
  await page.execute(() => {
    window.violations = [];
    document.addEventListener("securitypolicyviolation", (event) =>
      window.violations.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}`),
    );
  });
  await smallMoney(page);
  await page.$(".picture svg").waitForExist();
  await waitFor(page, async () => (await page.$$(".picture svg").getElements()).length, (count) => count >= 3, "the charts");
  await shoot(page, "hostile-small");
  await assertHarmless("small");
  for (const screen of SCREENS) {
    await goTo(page, screen);
    await assertHarmless(screen);
  }
  assert.deepEqual(await page.execute(() => window.violations), []);
});

test("a chart writes a hostile name as text: in the picture, on its marks, in the table and in the sheet", async () => {
  const NAME = "</text><script>window.ran='script'</script>";
  await goTo(page, "small");
  const drawnNames = () =>
    page.execute(() => [...document.querySelectorAll(".picture svg text")].map((text) => text.textContent).join("\n"));
  // A long name is cut short, so its beginning is looked for.
  await waitFor(page, drawnNames, (names) => names.includes("</text><script"), "the picture does not show the name");
  const labels = await page.execute(() => [...document.querySelectorAll(".mark")].map((mark) => mark.ariaLabel));
  assert.ok(labels.some((label) => label.includes(NAME)), `${NAME} is on no mark`);
  const tags = await page.execute(() =>
    [...new Set([...document.querySelectorAll(".picture svg *")].map((node) => node.tagName))].sort(),
  );
  for (const tag of ["script", "a", "foreignObject", "image", "use", "style", "animate"])
    assert.ok(!tags.includes(tag), `a picture holds a ${tag}`);
  for (const button of await page.$$("main button[aria-pressed=false]").getElements()) await button.click();
  const cells = () => page.execute(() => [...document.querySelectorAll("main td")].map((cell) => cell.innerText));
  await waitFor(page, cells, (texts) => texts.some((text) => text.includes(NAME)), "no table shows the name");
  await assertHarmless("tables of charts");
  await page.$(`main td button[title*="window.ran='script'"]`).click();
  await (await at(page, "merchant-sum")).waitForExist();
  const title = await page.execute(() => document.querySelector("[role=dialog] h2").innerText);
  assert.equal(title, NAME);
  await shoot(page, "hostile-merchant");
  await assertHarmless("the sheet of a merchant");
  await page.keys(["Escape"]);
});

test("an entry with a hostile name opens as text", async () => {
  await goTo(page, "ledger");
  await (await at(page, "ledger-row")).click();
  const sheet = page.$("[role=dialog]");
  await waitFor(page, () => sheet.getText(), (text) => text.includes("meta http-equiv"), "the entry is shown");
  await shoot(page, "hostile-entry");
  await assertHarmless("entry");
  await page.keys(["Escape"]);
});

test("a script that got in could still run nothing, load nothing and go nowhere", async () => {
  const attempts = await page.executeAsync((done) => {
    const violations = [];
    document.addEventListener("securitypolicyviolation", (event) => violations.push(event.effectiveDirective));
    const add = (tag, attributes) => {
      const node = Object.assign(document.createElement(tag), attributes);
      document.body.append(node);
      return node;
    };
    const added = [
      add("script", { textContent: "window.ran = 'inline'" }),
      add("script", { src: "https://example.org/x.js" }),
      add("img", { src: "https://example.org/x.png" }),
      add("iframe", { src: "https://example.org/" }),
    ];
    const holder = add("div", {});
    holder.innerHTML = "<img src=x onerror=\"window.ran='handler'\">";
    const fetched = fetch("https://example.org/").then(() => "loaded", () => "refused");
    const link = add("a", { href: "https://example.org/", target: "_blank" });
    link.click();
    const opened = window.open("https://example.org/");
    location.href = "https://example.org/";
    setTimeout(async () => {
      added.forEach((node) => node.remove());
      [holder, link].forEach((node) => node.remove());
      done({ violations, fetched: await fetched, opened: opened === null, ran: window.ran ?? null, tauri: "__TAURI__" in window });
    }, 1500);
  });
  assert.equal(attempts.ran, null);
  assert.equal(attempts.fetched, "refused");
  assert.equal(attempts.opened, true);
  assert.equal(attempts.tauri, false);
  for (const directive of ["script-src-elem", "script-src-attr", "img-src", "connect-src"]) {
    assert.ok(attempts.violations.includes(directive), `${directive} is among ${attempts.violations}`);
  }
  await assertHarmless("after the attempts");
});

test("a command that is not granted is refused", async () => {
  const answers = await page.executeAsync((done) => {
    const ask = (command, payload) =>
      window.__TAURI_INTERNALS__.invoke(command, payload).then(() => "allowed", (error) => String(error));
    Promise.all([
      ask("plugin:dialog|open", { options: {} }),
      ask("plugin:event|emit", { event: "files-dropped", payload: [] }),
      ask("plugin:webview|create_webview_window", { options: { label: "other", url: "https://example.org" } }),
      ask("plugin:window|close", { label: "main" }),
      ask("no_such_command", {}),
      ask("preview_import", { token: 999, options: { account: null, account_name: null, currency: null, date_order: null, decimal_mark: null, accept_problems: false } }),
    ]).then(done);
  });
  for (const answer of answers) assert.notEqual(answer, "allowed");
});
