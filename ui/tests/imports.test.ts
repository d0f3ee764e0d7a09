import { render, screen } from "@testing-library/svelte";
import { expect, test } from "vitest";
import Result from "../src/lib/imports/Result.svelte";
import { session } from "../src/lib/session/session.svelte";
import {
  answered,
  countsOf,
  formatSize,
  keepQuestions,
  noOptions,
} from "../src/lib/imports/options";
import { QueuedFile } from "../src/lib/imports/queue.svelte";
import { toasts } from "../src/lib/shared/toasts.svelte";
import { answerWith, preview, refuse, status } from "./ipc";

const question = { hint: "date_order" as const, prompt: "Which?", choices: [] };
const file = { token: 1, name: "bank.csv", size: 2048 };

test("an answer fills its own option only", () => {
  expect(answered(noOptions(), "date_order", "day_month_year")).toEqual({
    ...noOptions(),
    date_order: "day_month_year",
  });
});

test("a question stays on the page after its answer, in its place", () => {
  const other = { ...question, hint: "currency" as const };
  expect(keepQuestions([question], [])).toEqual([question]);
  expect(keepQuestions([question], [other, question]).map((item) => item.hint)).toEqual([
    "date_order",
    "currency",
  ]);
});

test("the rows of all accounts in a file are counted together", () => {
  const two = preview({ accounts: [...preview().accounts, ...preview().accounts] });
  expect(countsOf(two)).toMatchObject({ rows: 6, new: 4, duplicates: 2, skipped: 0 });
});

test("sizes are said as people say them", () => {
  expect([formatSize(812), formatSize(18_230), formatSize(4_200_000)]).toEqual([
    "812 B",
    "18 kB",
    "4.2 MB",
  ]);
});

test("a file with an open question waits for the answer, which is sent with the next reading", async () => {
  const calls = answerWith({
    preview_import: ({ options }: { options: { date_order: string | null } }) =>
      preview({ questions: options.date_order ? [] : [question] }),
  });
  const item = new QueuedFile(file);
  await item.read();
  expect(item.mayRun).toBe(false);
  item.answer("date_order", "day_month_year");
  await expect.poll(() => item.mayRun).toBe(true);
  expect(calls.at(-1)?.args).toMatchObject({ token: 1, options: { date_order: "day_month_year" } });
  expect(item.questions).toHaveLength(1);
});

test("a cancelled import shows the sentence and can be run again", async () => {
  answerWith({
    preview_import: () => preview(),
    run_import: () => refuse("The import was cancelled, and nothing was kept.", "cancelled"),
    status: () => status(),
  });
  const item = new QueuedFile(file);
  await item.read();
  await item.run();
  expect(item.error).toBe("The import was cancelled, and nothing was kept.");
  expect(item.result).toBeNull();
  expect(item.mayRun).toBe(true);
});

test("a file that cannot be read shows why", async () => {
  answerWith({ preview_import: () => refuse("notes.txt is not a statement.") });
  const item = new QueuedFile(file);
  await item.read();
  expect(item.error).toBe("notes.txt is not a statement.");
  expect(item.mayRun).toBe(false);
});

test("a result says so when its import was undone, and again when it is back", async () => {
  const change = { id: 12, label: "Import bank.csv (2 entries)" };
  answerWith({ status: () => status(), undo: () => change, redo: () => change });
  const result = {
    batch: 1,
    change,
    new: 2,
    duplicates: 0,
    skipped: 0,
    problems: 0,
    matches: [],
    transfers: 1,
    from: null,
    to: null,
  };
  render(Result, { result });
  expect(screen.getByText("2 entries imported")).toBeTruthy();
  expect(screen.getByText("1 transfer between your accounts linked")).toBeTruthy();
  await session.undo(12);
  expect(await screen.findByText("This import was undone")).toBeTruthy();
  await session.redo(12);
  expect(await screen.findByText("2 entries imported")).toBeTruthy();
});

test("a file with unreadable lines is imported only once the person agrees", async () => {
  const calls = answerWith({
    preview_import: () => preview({ problems: [{ line: 4, message: "No date." }] }),
    run_import: () => refuse("later"),
    status: () => status(),
  });
  const item = new QueuedFile(file);
  await item.read();
  expect([item.waitsFor, item.mayRun]).toEqual(["agreement", false]);
  item.agree(true);
  expect(item.mayRun).toBe(true);
  await item.run();
  expect(calls.find((call) => call.command === "run_import")?.args).toMatchObject({
    options: { accept_problems: true },
  });
});

test("a write that changed nothing offers no undo", async () => {
  const undo = { id: 3, label: "Add account Purse" };
  answerWith({ status: () => status({ undo }), run_import: () => null });
  await session.refresh();
  toasts.list = [];
  await session.write(() => Promise.resolve({ status: "ok", data: null }));
  expect(toasts.list).toEqual([]);
});
