import { render, screen } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, test } from "vitest";
import type { FeeFlow, Fees, Games } from "../src/lib/bindings";
import { fees } from "../src/lib/fees/fees.svelte";
import { chipsOf, emptyFilter, without } from "../src/lib/ledger/filter";
import { session } from "../src/lib/session/session.svelte";
import FeesView from "../src/views/Fees.svelte";
import { answerWith, status, usd } from "./ipc";

const flow = (count: number, rate: string | null = null): FeeFlow => ({
  count,
  volume: usd("10.00"),
  fees: usd("0.91"),
  net: usd("9.09"),
  rate,
});
const bands = [
  { above: null, up_to: usd("5.00"), flow: flow(2, "0.0910") },
  { above: usd("5.00"), up_to: usd("20.00"), flow: flow(0) },
  { above: usd("20.00"), up_to: null, flow: flow(1, "0.0120") },
];
const provider = {
  account: 40,
  name: "PayPal",
  all: flow(3, "0.0500"),
  bands: bands.map((band) => band.flow),
};
const charged: Fees = {
  currency: "USD",
  from: "2026-01-01",
  to: "2026-11-22",
  total: usd("2.35"),
  annualised: usd("2.63"),
  alone: flow(0),
  paid: { all: flow(3, "0.0500"), bands, providers: [provider] },
  received: { all: flow(0), bands: [], providers: [] },
  others: [
    {
      key: "till",
      name: "Till",
      example: true,
      fees: usd("0.50"),
      rate: "0.0500",
      less: usd("0.41"),
    },
  ],
  formula: "Fees.",
};
const nothing: Games = {
  today: "2026-11-22",
  titles: [],
  cap: null,
  tips: [],
  tips_formula: "",
  creators: [],
};

beforeEach(() => {
  session.status = status();
  session.screen = "fees";
  session.filter = emptyFilter();
  fees.part = "fees";
});

const answers = {
  fees: () => charged,
  tariffs: () => [],
  games: () => nothing,
  payees: () => [{ id: 7, name: "Streamer", entries: 3 }],
  day_passes: () => [],
  mark_creator: () => ({ label: "Tips: Streamer" }),
  status: () => status(),
};

describe("fees", () => {
  test("a rate opens the payments of its account and size, and of no other", async () => {
    answerWith(answers);
    render(FeesView);
    await userEvent.click(await screen.findByRole("button", { name: /^9\.1 %, PayPal, up to/ }));
    expect(session.screen).toBe("ledger");
    expect(session.filter.fee).toEqual({ side: "paid", account: 40, above: "0", up_to: "5.00" });
    expect(session.filter.currency).toBe("USD");
  });

  test("sizes without a payment are no column", async () => {
    answerWith(answers);
    render(FeesView);
    await screen.findByText("PayPal");
    expect(screen.queryByText(/20\.00/, { selector: "th" })?.textContent).toMatch(/above/);
    expect(screen.getByTestId("other-tariff").textContent).toMatch(/Till.*example/s);
  });

  test("the filter says which fees it shows, and goes as a whole", () => {
    const fee = { side: null, account: null, above: "5.00", up_to: "20.00" };
    const filter = { ...emptyFilter(), currency: "USD", fee };
    expect(chipsOf(filter, {}).map(({ label }) => label)).toEqual(["With a fee, $5.00 to $20.00"]);
    expect(without(filter, "fee")).toEqual(emptyFilter());
    const alone = { ...filter, fee: { ...fee, above: null, up_to: "0" } };
    expect(chipsOf(alone, {})[0]?.label).toBe("Fees without a payment");
  });
});

describe("games and tips", () => {
  test("a new game is written with the keyboard alone", async () => {
    const calls = answerWith({ ...answers, save_game: () => ({ label: "Add game Castles" }) });
    const user = userEvent.setup();
    fees.part = "games";
    render(FeesView);
    (await screen.findByTestId("game-add")).focus();
    await user.keyboard("{Enter}");
    (await screen.findByTestId("game-title")).focus();
    await user.keyboard("Castles{Tab}gems");
    screen.getByLabelText("Pack").focus();
    await user.keyboard("Handful{Tab}4.99{Tab}500");
    screen.getByRole("button", { name: "Save" }).focus();
    await user.keyboard("{Enter}");
    const call = calls.find(({ command }) => command === "save_game");
    expect(call?.args).toMatchObject({
      id: null,
      input: {
        title: "Castles",
        unit: "gems",
        currency: "USD",
        packs: [{ name: "Handful", price: "4.99", units: 500 }],
      },
    });
  });
});
