// Programmes and their trial, as Rust would send them.
import type {
  ProgrammeRow,
  ProgrammeTemplate,
  ProgrammeTrial,
  WrittenProgramme,
} from "../src/lib/bindings";
import { usd } from "./ipc";

export const written = (changes: Partial<WrittenProgramme> = {}): WrittenProgramme => ({
  id: "corner_card",
  name: "Corner card",
  kind: "card",
  as_of: "2026-01-31",
  source: "the leaflet",
  currency: "USD",
  unit: null,
  unit_decimals: null,
  point_value: null,
  base_rate: "0.01",
  statement_day: 31,
  annual_fee: null,
  due: null,
  rounding: null,
  exclusions: null,
  expiry: null,
  payout: null,
  portal: null,
  pay_as_you_pay: null,
  rules: [
    {
      id: 7,
      name: "Dining",
      rate: "0.05",
      match: { categories: ["dining"] },
      activation: { deadline: "2026-12-14", retroactive: true },
      cap: { basis: "spend", amount: "1500", period: "quarter" },
    },
  ],
  ...changes,
});

export const template: ProgrammeTemplate = {
  id: "corner_card",
  programme: written(),
  words: "1 % on everything, 5 % on dining",
};

export const programme = (changes: Partial<ProgrammeRow> = {}): ProgrammeRow => ({
  id: 4,
  input: {
    programme: written(),
    accounts: [1],
    categories: [{ word: "dining", categories: [1] }],
    from: null,
    until: null,
    fx_fee: "",
    method: "",
  },
  name: "Corner card",
  kind: "card",
  account_names: ["Purse"],
  as_of: "2026-01-31",
  source: "the leaflet",
  words: "1 % on everything, 5 % on dining",
  rules: [
    {
      id: 7,
      name: "Dining",
      words: "5 % on dining",
      is_over: false,
      activation: "open",
      deadline: "2026-12-14",
      cap: {
        limit: usd("1500.00"),
        used: usd("300.00"),
        left: usd("1200.00"),
        days: ["2026-10-01", "2026-12-31"],
        words: "300.00 USD of 1500.00 USD is used, from 1 October to 31 December",
      },
    },
  ],
  bonuses: [
    {
      id: 1,
      name: "Welcome",
      reward: usd("200.00"),
      words: "120.00 USD is missing until 4 March",
      until: "2027-03-04",
      earned: false,
    },
  ],
  unmapped: [],
  earned: usd("12.00"),
  paid: usd("2.00"),
  spend: usd("800.00"),
  effective_percent: "1.50",
  problem: null,
  ...changes,
});

export const trial = (changes: Partial<ProgrammeTrial> = {}): ProgrammeTrial => ({
  purchases: [
    {
      entry: 9,
      day: "2026-11-10",
      payee: "Blue Door",
      amount: usd("50.00"),
      reward: "2.50 USD",
      words: "5 % by Dining",
    },
  ],
  sum: usd("2.50"),
  unmapped: [],
  ...changes,
});
