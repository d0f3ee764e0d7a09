import { render, screen, waitFor } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test } from "vitest";
import App from "../src/App.svelte";
import { emptyFilter } from "../src/lib/ledger/filter";
import { session } from "../src/lib/session/session.svelte";
import { toasts } from "../src/lib/shared/toasts.svelte";
import { answerWith, entryRow, refuse, small, status, usd } from "./ipc";

const chart = {
  svg: '<svg xmlns="http://www.w3.org/2000/svg"><script/><rect/></svg>',
  marks: [],
  summary: "Nothing to draw.",
  width: 100,
  height: 100,
};

const handlers = {
  "plugin:event|listen": () => 1,
  status: () => status(),
  accounts: () => [],
  categories: () => [{ id: 1, name: "Coffee", class: "expense" }],
  small_money: () => small(),
  small_chart: () => chart,
  entries: () => ({ total: 1, rows: [entryRow(1)] }),
  review: () => ({ transfers: [], refunds: [] }),
  batches: () => [],
  message_templates: () => [],
  watched_folder: () => null,
  left_today: () => [],
  category_limits: () => [],
  today: () => ({
    today: "2026-11-22",
    currency: "USD",
    month: "2026-11",
    spent: usd("90.00"),
    spent_before: usd("80.00"),
    small: { count: 2, sum: usd("9.00") },
    small_before: { count: 1, sum: usd("4.50") },
    small_limit: usd("10.00"),
    small_share: "0.1000",
    fees: usd("0.00"),
    income: usd("0.00"),
    accounts: [],
    recent: [entryRow(1)],
  }),
};

beforeEach(() => {
  session.status = null;
  session.filter = emptyFilter();
  session.go("today");
  toasts.list = [];
});

test("an empty ledger welcomes, and the sample is one key press away", async () => {
  const keys = userEvent.setup();
  let entries = 0;
  const calls = answerWith({
    ...handlers,
    status: () => status({ entries, currencies: entries ? ["USD"] : [] }),
    load_demo: () => ((entries = 10), { id: 1, label: "Sample ledger" }),
  });
  render(App);
  const button = await screen.findByTestId("load-demo");
  expect(screen.getByText(/Nothing leaves this computer/)).toBeTruthy();
  button.focus();
  await keys.keyboard("{Enter}");
  expect((await screen.findByTestId("today-small")).textContent).toBe("$9.00");
  expect(screen.queryByTestId("first-run")).toBeNull();
  expect(screen.getByTestId("toast").textContent).toContain("Sample ledger");
  expect(calls.map((call) => call.command)).toContain("load_demo");
});

test("a refused sample leaves the welcome and says why", async () => {
  answerWith({
    ...handlers,
    status: () => status({ entries: 0, currencies: [] }),
    load_demo: () => refuse("The ledger is busy.", "busy"),
  });
  render(App);
  await userEvent.click(await screen.findByTestId("load-demo"));
  expect((await screen.findByTestId("toast")).getAttribute("role")).toBe("alert");
  expect(screen.getByTestId("toast").textContent).toContain("The ledger is busy.");
  expect(screen.getByTestId("first-run")).toBeTruthy();
});

test("keys alone lead from Today to the rows behind the figure of Small money", async () => {
  const keys = userEvent.setup();
  const calls = answerWith(handlers);
  render(App);
  await screen.findByTestId("today-small");
  await keys.keyboard("{Control>}2{/Control}");
  const figure = (await screen.findByTestId("small-sum")).closest("button");
  figure?.focus();
  await keys.keyboard("{Enter}");
  const link = await screen.findByText("Show the 2 payments");
  expect(screen.getByText("Posted purchases of at most 10.00 USD.")).toBeTruthy();
  link.focus();
  await keys.keyboard("{Enter}");
  expect((await screen.findByTestId("ledger-total")).textContent).toContain("1 entry");
  const asked = calls.findLast((call) => call.command === "entries")?.args.filter;
  expect(asked).toMatchObject({
    currency: "USD",
    small_limit: "10.00",
    from: "2025-12-01",
    to: "2026-11-22",
  });
  expect(screen.getByText("Purchases up to $10.00")).toBeTruthy();
});

test("the limit moves with the slider and is asked for once the hand rests", async () => {
  const calls = answerWith({
    ...handlers,
    small_money: ({ query }: { query: { limit: string | null } }) =>
      small({ limit: usd(query.limit ?? "10.00") }),
  });
  render(App);
  await screen.findByTestId("today-small");
  session.go("small");
  const slider = (await screen.findByTestId("small-limit")) as HTMLInputElement;
  expect(slider.getAttribute("aria-valuetext")).toBe("$10.00");
  for (const stop of ["2", "1", "0"]) {
    slider.value = stop;
    slider.dispatchEvent(new Event("input", { bubbles: true }));
  }
  await waitFor(() => expect(screen.getByTestId("small-limit-value").textContent).toBe("$1.00"));
  await waitFor(() => {
    const limits = calls
      .filter((call) => call.command === "small_money")
      .map((call) => (call.args.query as { limit: string }).limit);
    expect(limits).toEqual([null, "1.00"]);
  });
});

test("undo from the keyboard undoes the newest change and offers to redo it", async () => {
  const keys = userEvent.setup();
  answerWith({
    ...handlers,
    status: () => status({ undo: { id: 4, label: "Import bank.csv (2 entries)" } }),
    undo: () => ({ id: 4, label: "Import bank.csv (2 entries)" }),
  });
  render(App);
  await screen.findByTestId("today-small");
  await keys.keyboard("{Control>}z{/Control}");
  expect((await screen.findByTestId("toast")).textContent).toContain(
    "Undone: Import bank.csv (2 entries)",
  );
  expect(screen.getByTestId("toast-undo").textContent).toBe("Redo");
});

test("a screen that cannot be read says so in place", async () => {
  answerWith({ ...handlers, small_money: () => refuse("The ledger is busy.") });
  render(App);
  await screen.findByTestId("today-small");
  session.go("small");
  const note = await screen.findByTestId("status-error");
  expect(note.getAttribute("role")).toBe("alert");
  expect(note.textContent).toContain("The ledger is busy.");
});

test("files the app was opened with wait on the import screen, each once", async () => {
  answerWith({
    ...handlers,
    status: () => status({ waiting_files: [{ token: 9, name: "opened.csv", size: 10 }] }),
    preview_import: () => refuse("This file is empty."),
  });
  render(App);
  expect(await screen.findByText("opened.csv")).toBeTruthy();
  expect(screen.getAllByTestId("import-file")).toHaveLength(1);
  expect((await screen.findByTestId("status-error")).textContent).toContain("This file is empty.");
});
