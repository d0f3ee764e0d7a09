// Rewards, points and cards, as Rust would send them.
import type { Desk, GiftCard, PointsPurse, PurchaseRewards, Receivable } from "../src/lib/bindings";
import { entryRow, status, usd } from "./ipc";
import { programme, template, trial, written } from "./programmesIpc";

export const reward = (changes: Partial<Receivable> = {}): Receivable => ({
  key: "4:entry:9",
  programme: 4,
  programme_name: "Corner card",
  programme_kind: "card",
  entry: 9,
  title: "Blue Door",
  day: "2026-11-10",
  amount: usd("2.50"),
  due: "2026-12-10",
  state: "expected",
  action: null,
  act_until: null,
  days_left: null,
  paid: null,
  receipt: null,
  words: "2.50 USD is due on 10 December",
  claim_text: "",
  order: "",
  note: "",
  events: [],
  evidence: [],
  ...changes,
});

export const missing = reward({
  key: "5:entry:7",
  programme: 5,
  programme_name: "Harbour portal",
  programme_kind: "portal",
  entry: 7,
  title: "Tent shop",
  amount: usd("8.00"),
  due: "2026-10-01",
  state: "missing",
  action: "claim",
  act_until: "2026-12-04",
  days_left: 12,
  claim_text: "My order 77 of 1 October has not shown up.",
  order: "77",
  events: [{ day: "2026-10-05", state: "tracked", amount: usd("8.00") }],
  evidence: [
    { id: 31, name: "basket.png", media_type: "image/png", bytes: 24_300 },
    { id: 32, name: "bill.pdf", media_type: "application/pdf", bytes: 900 },
  ],
});

export const credit = {
  entry: 21,
  day: "2026-11-21",
  payee: "CORNER BANK",
  account_name: "Purse",
  amount: usd("4.00"),
  programme: 4,
  programme_name: "Corner card",
  keys: ["4:entry:9"],
  words: "its text is one of the programme",
};

export const desk = (changes: Partial<Desk> = {}): Desk => ({
  items: [missing, reward()],
  by_state: [
    { state: "expected", count: 1, sum: usd("2.50") },
    { state: "missing", count: 1, sum: usd("8.00") },
    { state: "missing", count: 2, sum: { value: "5.00", currency: "GBP" } },
  ],
  ageing: [
    { words: "not due yet", from_days: -1, count: 1, sum: usd("2.00") },
    { words: "31 to 60 days", from_days: 31, count: 1, sum: usd("8.00") },
    { words: "over 90 days", from_days: 91, count: 0, sum: usd("0.00") },
  ],
  payouts: [],
  offered: [],
  unexpected: [],
  ...changes,
});

export const purse = (changes: Partial<PointsPurse> = {}): PointsPurse => ({
  programme: 6,
  programme_name: "Sky points",
  unit: "PTS",
  balance: { value: "1500", currency: "PTS" },
  owed: { value: "0", currency: "PTS" },
  point_value: "0.01",
  value: usd("15.00"),
  expiry_words: "points expire after 36 months",
  next_expiry: { on: "2026-12-10", points: { value: "200", currency: "PTS" } },
  expires_soon: true,
  expired: [],
  moves: [
    {
      id: 51,
      entry: null,
      day: "2026-11-02",
      action: "earn",
      points: { value: "500", currency: "PTS" },
      expires: null,
      words: "a welcome",
      done: true,
    },
    {
      id: null,
      entry: 9,
      day: "2026-11-01",
      action: "earn",
      points: { value: "50", currency: "PTS" },
      expires: null,
      words: "Blue Door",
      done: true,
    },
  ],
  ...changes,
});

export const giftCard = (changes: Partial<GiftCard> = {}): GiftCard => ({
  id: 8,
  account: 12,
  input: {
    name: "Book shop",
    face: "50.00",
    currency: "USD",
    paid: "45.00",
    from: 1,
    day: "2026-09-01",
    expires: "2026-12-24",
    code: "",
    pin: "",
    remove: [],
    note: "",
  },
  state: "open",
  balance: usd("20.00"),
  face: usd("50.00"),
  paid: usd("45.00"),
  used: usd("30.00"),
  breakage: usd("0.00"),
  discount_percent: "10.00",
  expires: "2026-12-24",
  days_left: 32,
  code_hint: "…4821",
  has_pin: true,
  last_used: "2026-11-02",
  entries: [],
  ...changes,
});

export const rewards = (changes: Partial<PurchaseRewards> = {}): PurchaseRewards => ({
  entry: 9,
  detail: { eligible: "", mcc: null, method: "", fx_markup: "", voucher: "", left_out: [] },
  rewards: [
    {
      programme: 4,
      programme_name: "Corner card",
      reward: usd("2.50"),
      exact: "2.5",
      unit: "USD",
      base: usd("50.00"),
      rate: "5 %",
      rules: ["Dining"],
      caps: [{ rule: "Dining", left_before: usd("1250.00"), left_after: usd("1200.00") }],
      due: "2026-12-10",
      state: "expected",
      taken_back: [],
      words: "5 % of 50.00 USD by Dining",
      why_not: ["groceries: its category is another"],
    },
  ],
  net: {
    net: usd("51.00"),
    lines: [
      { words: "price", amount: usd("50.00"), entry: 9 },
      { words: "fee", amount: usd("1.00"), entry: 10 },
    ],
    expected: usd("2.50"),
    net_if_paid: usd("48.50"),
    apart: [],
  },
  ...changes,
});

export const chart = {
  svg: "<svg xmlns='http://www.w3.org/2000/svg'/>",
  width: 280,
  height: 240,
  summary: "Nothing",
  marks: [],
};

const account = (id: number, name: string, closed = false) => ({
  id,
  name,
  kind: "card",
  closed,
  balances: [],
});

export const handlers = {
  status: () => status(),
  accounts: () => [account(1, "Purse"), account(2, "Card"), account(3, "Old card", true)],
  categories: () => [
    { id: 1, name: "Coffee", class: "expense" },
    { id: 2, name: "Restaurants", class: "expense" },
  ],
  cashback_desk: () => desk(),
  programmes: () => [programme()],
  programme_templates: () => [
    template,
    { ...template, id: "other", programme: written({ name: "Harbour portal" }), words: "a portal" },
  ],
  try_programme: () => trial(),
  points: () => [purse()],
  gift_cards: () => [giftCard()],
  stranded: () => ({ totals: [], expiring: [], rows: [], unvalued: [] }),
  purchase_rewards: () => rewards(),
  cashback_chart: () => chart,
  entry: ({ id }: { id: number }) => ({
    entry: entryRow(id, { accounts: ["Purse", "Card"] }),
    zone: null,
    postings: [],
    sources: [],
    as_typed: null,
    refund_of: null,
  }),
};
