// Transfers and destinations, as Rust would send them.
import type { Destination, Handoff, Sweep, SweepItem, SweepProposal } from "../src/lib/bindings";
import { status } from "./ipc";

export const eur = (value: string) => ({ value, currency: "EUR" });

export const item = (
  cause: string,
  value: string,
  changes: Partial<SweepItem> = {},
): SweepItem => ({
  goal: 1,
  goal_name: "Bicycle",
  rule: 4,
  rule_name: "Round up",
  cause,
  day: "2026-11-20",
  words: "rounded up at Blue Door",
  entry: 9,
  amount: eur(value),
  ...changes,
});

export const items = [
  item("e9", "4.10"),
  item("e10", "0.20"),
  item("e10", "0.20", { goal: 2, goal_name: "Trip" }),
  item("h1", "-0.30", { rule: null, rule_name: "" }),
];

export const proposal = (changes: Partial<SweepProposal> = {}): SweepProposal => ({
  destination: 6,
  destination_name: "Savings",
  from: 3,
  from_name: "Bank",
  payers: [],
  pending: eur("4.20"),
  amount: eur("4.20"),
  threshold: eur("5.00"),
  due: false,
  words: "it is below 5.00 EUR",
  items,
  ...changes,
});

export const sweep = (changes: Partial<Sweep> = {}): Sweep => ({
  id: 11,
  reference: "SAVE 7K3Q9",
  created: "2026-11-21",
  from: 3,
  from_name: "Bank",
  destination: 6,
  destination_name: "Savings",
  amount: eur("4.20"),
  state: "open",
  words: "it is looked for at the bank until 1 Dec",
  moved: eur("0.00"),
  extra: eur("0.00"),
  back: eur("0.00"),
  paid: false,
  legs: [],
  suggested: null,
  items,
  ...changes,
});

export const handoff = (changes: Partial<Handoff> = {}): Handoff => ({
  payload: "BCD\n002\n1\nSCT",
  code: "epc",
  link: null,
  steps: [],
  ...changes,
});

export const kept: Destination = {
  id: 6,
  destination: {
    name: "Savings",
    account: 5,
    currency: "EUR",
    way: { kind: "sepa", holder: "A. Saver", iban: "DE33100205000001194700" },
    when: { kind: "weekly", weekday: "monday" },
  },
  threshold: eur("5.00"),
  goals: ["Bicycle"],
};

export const code =
  '<svg xmlns="http://www.w3.org/2000/svg" width="33" height="33"><rect width="33" height="33" fill="#FFFFFF"/><path d="M4 4h7v1H4z" fill="#000000"/></svg>';

export const handlers = {
  status: () => status({ currencies: ["EUR"] }),
  destinations: () => [kept],
  accounts: () => [{ id: 5, name: "Savings book", closed: false }],
  categories: () => [],
  sweeps: () => ({ proposals: [proposal()], sweeps: [] }),
  handoff: () => handoff(),
  sweep_code: () => code,
};

export const change = { id: 1, label: "done" };
