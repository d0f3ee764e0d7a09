import { render, screen, waitFor, within } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, test } from "vitest";
import type { InsightRows, Insights, InsightView } from "../src/lib/bindings";
import { insights } from "../src/lib/insights/insights.svelte";
import InsightsPart from "../src/lib/insights/InsightsPart.svelte";
import { emptyFilter } from "../src/lib/ledger/filter";
import { session } from "../src/lib/session/session.svelte";
import { toasts } from "../src/lib/shared/toasts.svelte";
import { answerWith, refuse, status } from "./ipc";

const CHARGES: InsightRows = {
  currency: "USD",
  from: null,
  to: null,
  payee: 12,
  category: null,
  without: [],
  small_limit: null,
  fee_account: null,
  fee_side: null,
};

const rise = (changes: Partial<InsightView> = {}): InsightView => ({
  key: "price_rise:7:10.99 USD",
  kind: "price_rise",
  kind_name: "Price rises",
  first_seen: "2026-11-20",
  title: "Streamly costs 10.99 USD instead of 9.99 USD",
  cause: "The charge of 5 November 2026 was 10.99 USD, the price before it 9.99 USD.",
  why: "A confirmed series has a new price. Dismiss it to hide this one.",
  state: "open",
  over: null,
  told: null,
  target: {
    screen: "recurring",
    rows: CHARGES,
  },
  ...changes,
});

const log = (all: InsightView[], muted: Insights["kinds"][number]["kind"][] = []): Insights => ({
  all,
  kinds: [
    { kind: "price_rise", name: "Price rises", is_muted: muted.includes("price_rise") },
    { kind: "burst", name: "Many payments", is_muted: muted.includes("burst") },
  ],
  settings: { notices: "on", quiet_from: "21:00", quiet_to: "08:00" },
});

const label = (text: string) => ({ id: 1, label: text });
const handlers = (answer: Insights, notice: InsightView | null = null) => ({
  status: () => status(),
  look_for_insights: () => ({ new: [] }),
  next_insight_notice: () => notice,
  insights: () => answer,
  dismiss_insight: () => label("Dismiss"),
  restore_insight: () => label("Show again"),
  mute_insights: () => label("Never again"),
  unmute_insights: () => label("Note again"),
  set_insight_settings: () => label("Change when insights are told"),
});

beforeEach(() => {
  session.status = status();
  session.filter = emptyFilter();
  session.go("today");
  insights.answer.data = null;
  insights.answer.error = null;
  insights.error = null;
  insights.isOpen = false;
  toasts.list = [];
});

describe("insights on Today", () => {
  test("are looked for, and nothing is shown while nothing was noted", async () => {
    const calls = answerWith(handlers(log([])));
    render(InsightsPart);
    await waitFor(() => expect(insights.answer.data).not.toBeNull());
    expect(calls.map((call) => call.command)).toEqual([
      "look_for_insights",
      "next_insight_notice",
      "insights",
    ]);
    expect(screen.queryByRole("heading")).toBeNull();
  });

  test("say what there is, and why only when it is asked, by keys", async () => {
    const keys = userEvent.setup();
    answerWith(handlers(log([rise()])));
    render(InsightsPart);
    expect(await screen.findByText("Streamly costs $10.99 instead of $9.99")).toBeTruthy();
    const why = screen.getByRole("button", { name: /^Why am I seeing this: Streamly/ });
    expect(why.getAttribute("aria-expanded")).toBe("false");
    expect(screen.getByTestId("insight-reason").hidden).toBe(true);
    why.focus();
    await keys.keyboard("{Enter}");
    expect(why.getAttribute("aria-expanded")).toBe("true");
    expect(screen.getByTestId("insight-reason").hidden).toBe(false);
    expect(screen.getByTestId("insight-reason").textContent).toContain("Its kind: Price rises.");
  });

  test("open at their rows", async () => {
    const keys = userEvent.setup();
    answerWith(handlers(log([rise()])));
    render(InsightsPart);
    await keys.click(await screen.findByTestId("insight-rows"));
    expect(session.screen).toBe("ledger");
    expect(session.filter).toEqual({
      ...emptyFilter(),
      currency: "USD",
      payee: 12,
      kind: "purchase",
    });
  });

  test("of fees open at the payments with a fee", async () => {
    const keys = userEvent.setup();
    const rows = { ...CHARGES, payee: null, fee_account: 4, fee_side: "received" as const };
    const fees = rise({ target: { screen: "fees", rows } });
    answerWith(handlers(log([fees])));
    render(InsightsPart);
    await keys.click(await screen.findByTestId("insight-rows"));
    expect(session.filter.fee).toEqual({ account: 4, side: "received", above: null, up_to: null });
    expect(session.filter.kind).toBeNull();
  });

  test("are dismissed by their key and muted by their kind", async () => {
    const keys = userEvent.setup();
    const calls = answerWith(handlers(log([rise()])));
    render(InsightsPart);
    await keys.click(await screen.findByTestId("insight-dismiss"));
    await keys.click(await screen.findByTestId("insight-never"));
    await waitFor(() =>
      expect(calls.filter((call) => /dismiss|mute/.test(call.command))).toEqual([
        { command: "dismiss_insight", args: { key: "price_rise:7:10.99 USD" } },
        { command: "mute_insights", args: { kind: "price_rise" } },
      ]),
    );
  });

  test("are three at most; the log has them all", async () => {
    const all = [1, 2, 3, 4, 5].map((place) =>
      rise({ key: `price_rise:${place}`, title: `${place}` }),
    );
    answerWith(handlers(log(all)));
    render(InsightsPart);
    expect(await screen.findAllByTestId("insight")).toHaveLength(3);
    expect(screen.getByText("2 more are in the log")).toBeTruthy();
  });

  test("that are dismissed or over are not on Today, and the log stays within reach", async () => {
    const keys = userEvent.setup();
    const all = [
      rise({ state: "dismissed" }),
      rise({ key: "b", state: "over", over: "2026-11-21" }),
    ];
    const calls = answerWith(handlers(log(all)));
    render(InsightsPart);
    expect((await screen.findByTestId("insights-none")).textContent).toContain("Nothing new");
    expect(screen.queryByTestId("insight")).toBeNull();
    await keys.click(screen.getByTestId("insights-log"));
    const dialog = await screen.findByRole("dialog");
    expect(within(dialog).getAllByTestId("insight")).toHaveLength(2);
    expect(within(dialog).getByText(/Over since/)).toBeTruthy();
    await keys.click(within(dialog).getByTestId("insight-restore"));
    await waitFor(() =>
      expect(calls.some((call) => call.command === "restore_insight")).toBe(true),
    );
  });

  test("one may be told as a notice, with the way to the log", async () => {
    answerWith(handlers(log([rise()]), rise()));
    render(InsightsPart);
    await waitFor(() => expect(toasts.list).toHaveLength(1));
    expect(toasts.list[0]).toMatchObject({
      tone: "news",
      text: "Streamly costs $10.99 instead of $9.99",
    });
    toasts.list[0]?.action?.run();
    expect(await screen.findByRole("dialog")).toBeTruthy();
  });

  test("say what went wrong while looking, and still show what was noted", async () => {
    const refused = {
      look_for_insights: () => refuse("another program is writing to this ledger"),
    };
    answerWith({ ...handlers(log([rise()])), ...refused });
    render(InsightsPart);
    expect((await screen.findByRole("alert")).textContent).toContain("another program is writing");
    expect(await screen.findByTestId("insight")).toBeTruthy();
  });
});

describe("the insights log", () => {
  test("lets a muted kind come again", async () => {
    const keys = userEvent.setup();
    const calls = answerWith(handlers(log([], ["burst"])));
    render(InsightsPart);
    await keys.click(await screen.findByTestId("insights-log"));
    await keys.click(await screen.findByRole("button", { name: "Note again: Many payments" }));
    await waitFor(() =>
      expect(calls).toContainEqual({ command: "unmute_insights", args: { kind: "burst" } }),
    );
  });

  test("keeps quiet hours, and says what is wrong with one at its field", async () => {
    const keys = userEvent.setup();
    const answers = handlers(log([rise()]));
    const calls = answerWith(answers);
    render(InsightsPart);
    await keys.click(await screen.findByTestId("insights-log"));
    const from = await screen.findByTestId("quiet-from");
    await keys.clear(from);
    await keys.type(from, "22:00");
    await keys.click(screen.getByTestId("insight-settings-keep"));
    const input = { notices: "on", quiet_from: "22:00", quiet_to: "08:00" };
    await waitFor(() =>
      expect(calls).toContainEqual({ command: "set_insight_settings", args: { input } }),
    );
    answerWith({
      ...answers,
      set_insight_settings: () =>
        refuse("quiet_from: “22” is no time of the day; write it like 21:00", "invalid"),
    });
    await keys.click(screen.getByTestId("insight-settings-keep"));
    expect((await screen.findByRole("alert")).textContent).toContain("no time of the day");
    expect(from.getAttribute("aria-invalid")).toBe("true");
  });
});
