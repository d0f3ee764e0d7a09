import { render, screen, waitFor } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, test } from "vitest";
import type { WantList, Wish } from "../src/lib/bindings";
import { saving } from "../src/lib/saving/saving.svelte";
import { session } from "../src/lib/session/session.svelte";
import { toasts } from "../src/lib/shared/toasts.svelte";
import { wants } from "../src/lib/wishes/wants.svelte";
import Saving from "../src/views/Saving.svelte";
import { answerWith, refuse, status, usd } from "./ipc";

const wish = (id: number, name: string, changes: Partial<Wish> = {}): Wish => ({
  id,
  name,
  price: usd("80.00"),
  added: "2026-11-01",
  state: "open",
  decided: null,
  saved: [],
  ...changes,
});
const dropped = { state: "dropped" as const, decided: "2026-11-20", saved: [usd("40.00")] };
const list = (wishes: Wish[], changes: Partial<WantList> = {}): WantList => ({
  wishes,
  kept: [],
  rules: ["Second thoughts"],
  ...changes,
});
const handlers = {
  status: () => status(),
  saving_rules: () => [],
  want_list: () => list([wish(1, "Tent"), wish(2, "Kite")]),
};

beforeEach(() => {
  session.status = status();
  saving.open = null;
  saving.part = "wants";
  wants.open = null;
  wants.answer.data = null;
  toasts.list = [];
});

describe("the want list", () => {
  test("is a part of Saving, one press from the rules", async () => {
    const keys = userEvent.setup();
    saving.part = "rules";
    answerWith({ ...handlers, want_list: () => list([], { rules: [] }) });
    render(Saving);
    await keys.click(await screen.findByLabelText("Want list"));
    expect(await screen.findByText("Nothing is on the want list")).toBeTruthy();
  });

  test("shows what is open, what was kept, and which rule looks at it", async () => {
    const keys = userEvent.setup();
    const all = [wish(1, "Tent"), wish(3, "Boots", dropped)];
    answerWith({ ...handlers, want_list: () => list(all, { kept: [usd("80.00")] }) });
    render(Saving);
    expect((await screen.findByTestId("wants-kept")).textContent).toBe("$80.00");
    expect(
      screen.getByText(
        "Looked at by Second thoughts: what is not bought is set aside, or a part of it.",
      ),
    ).toBeTruthy();
    expect(screen.getAllByTestId("wish").map((line) => line.textContent)).toHaveLength(1);
    expect(screen.getByText("On the list since 1 Nov 2026")).toBeTruthy();
    await keys.click(screen.getByText("1 decided thing"));
    expect(screen.getByText("Not bought, decided on 20 Nov 2026 · $40.00 set aside")).toBeTruthy();
  });

  test("says so where no rule looks at it", async () => {
    answerWith({ ...handlers, want_list: () => list([wish(1, "Tent")], { rules: [] }) });
    render(Saving);
    expect(await screen.findByText(/No saving rule looks at this list/)).toBeTruthy();
  });

  test.each([
    ["Not bought: Tent", "drop_wish"],
    ["Bought: Tent", "buy_wish"],
  ])("a thing is decided by keys: %s, and the next one has the focus", async (name, command) => {
    const keys = userEvent.setup();
    let open = [wish(1, "Tent"), wish(2, "Kite")];
    const decide = () => ((open = open.slice(1)), wish(1, "Tent", dropped));
    const calls = answerWith({
      ...handlers,
      want_list: () => list(open),
      drop_wish: decide,
      buy_wish: decide,
    });
    render(Saving);
    (await screen.findByRole("button", { name })).focus();
    await keys.keyboard("{Enter}");
    await waitFor(() =>
      expect(document.activeElement?.getAttribute("aria-label")).toBe("Not bought: Kite"),
    );
    expect(calls.find((call) => call.command === command)?.args).toEqual({ id: 1, day: null });
  });

  test("a thing is decided on an earlier day, and a day that cannot be is refused there", async () => {
    const keys = userEvent.setup();
    let answers = 0;
    const calls = answerWith({
      ...handlers,
      drop_wish: () =>
        answers++ === 0
          ? refuse("day: it is on the list since 2026-11-01; choose that day or a later one")
          : wish(1, "Tent", dropped),
    });
    render(Saving);
    await keys.click(await screen.findByRole("button", { name: "What to do with Tent" }));
    await keys.click(await screen.findByText("Not bought, decided on another day"));
    const [dayOfMonth] = await screen.findAllByRole("spinbutton");
    dayOfMonth?.focus();
    await keys.keyboard("20");
    await keys.click(screen.getByTestId("wish-decide"));
    expect((await screen.findByRole("alert")).textContent).toContain("It is on the list since");
    await keys.click(screen.getByTestId("wish-decide"));
    await waitFor(() => expect(wants.open).toBeNull());
    const asked = calls.filter(({ command }) => command === "drop_wish");
    expect(asked.map(({ args }) => args.day)).toEqual(["2026-11-20", "2026-11-20"]);
  });

  test("a thing is added by keys, dated today", async () => {
    const keys = userEvent.setup();
    const calls = answerWith({ ...handlers, add_wish: () => wish(4, "Lamp") });
    render(Saving);
    (await screen.findByTestId("wish-add")).focus();
    await keys.keyboard("{Enter}");
    await keys.type(await screen.findByLabelText("What it is"), "Lamp");
    await keys.type(screen.getByLabelText("What it costs"), "20");
    screen.getByTestId("wish-save").focus();
    await keys.keyboard("{Enter}");
    await waitFor(() => expect(wants.open).toBeNull());
    expect(calls.find(({ command }) => command === "add_wish")?.args).toEqual({
      wish: { name: "Lamp", price: "20", currency: "USD", added: "2026-11-22" },
    });
  });

  test("what cannot be added is refused at its field, and what was typed stays", async () => {
    const keys = userEvent.setup();
    answerWith({ ...handlers, add_wish: () => refuse("price: write an amount above zero") });
    wants.open = { what: "new" };
    render(Saving);
    const price = await screen.findByLabelText<HTMLInputElement>("What it costs");
    await keys.type(price, "-3");
    await keys.click(screen.getByTestId("wish-save"));
    expect((await screen.findByRole("alert")).textContent).toBe("Write an amount above zero.");
    expect([price.value, price.getAttribute("aria-invalid")]).toEqual(["-3", "true"]);
  });

  test("a decided thing is thought over again or taken off, and a refusal is told", async () => {
    const keys = userEvent.setup();
    const calls = answerWith({
      ...handlers,
      want_list: () => list([wish(3, "Boots", dropped)]),
      reopen_wish: () => wish(3, "Boots"),
      remove_wish: () => refuse("wish: it is not on the want list"),
    });
    render(Saving);
    await keys.click(await screen.findByText("1 decided thing"));
    const menu = () => screen.getByRole("button", { name: "What to do with Boots" });
    await keys.click(menu());
    await keys.click(await screen.findByText("Think it over again"));
    await waitFor(() => expect(calls.map(({ command }) => command)).toContain("reopen_wish"));
    // A menu lets the page be pressed again only once it is closed.
    await waitFor(() => expect(document.body.style.pointerEvents).not.toBe("none"));
    await keys.click(menu());
    await keys.click(await screen.findByText("Take it off the list"));
    await waitFor(() => expect(toasts.list.at(-1)?.text).toContain("not on the want list"));
  });
});
