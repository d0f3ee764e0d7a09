// Statements for the stories, and what they add up to, worked out here and not by Farthing.
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const FIXTURES = path.join(path.dirname(fileURLToPath(import.meta.url)), "../fixtures");
const CORPUS = process.env.FARTHING_CORPUS;

/**
 * Writes a fixture into the home with its days counted back from today: `~12~` is 12 days ago as the
 * format writes it, `~iso:12~` with the year first. `change` may do something to its text.
 */
export function statement(home, name, change = (text) => text) {
  const write = name.endsWith(".ofx") ? ofxDay : usDay;
  const text = fs
    .readFileSync(path.join(FIXTURES, name), "utf8")
    .replaceAll(/~iso:(\d+)~/g, (_, days) => dayBefore(Number(days)))
    .replaceAll(/~(\d+)~/g, (_, days) => write(dayBefore(Number(days))));
  const file = path.join(home.folder, name);
  fs.writeFileSync(file, change(text));
  return file;
}

/** The two files of the first walk: from the corpus where there is one, else our own. */
export function firstWalkFiles(home) {
  if (!CORPUS) return [statement(home, "paypal.csv"), statement(home, "bank.ofx")];
  return [
    path.join(CORPUS, "paypal/ydeng11__Minance__paypal_balance_debit_correct.csv"),
    // In another currency, so that it must not change the sum in dollars.
    path.join(CORPUS, "ofx1/asgrim__ofxparser__ofxdata-bpbfc.ofx"),
  ];
}

/** What purchases in dollars up to a limit add up to in these files, in cents. */
export function smallCents(files, limitCents) {
  const sizes = files.flatMap(purchases).filter((size) => size <= limitCents);
  return { count: sizes.length, cents: sizes.reduce((sum, size) => sum + size, 0) };
}

/** How many rows these files have. */
export function rowCount(files) {
  const rows = (file) => (file.endsWith(".ofx") ? transactions(file) : records(file)).length;
  return files.map(rows).reduce((sum, count) => sum + count, 0);
}

/** "$1,234.50" as cents. */
export function centsOf(shown) {
  const match = /^([-\u2212]?)\$([\d,]+)(?:\.(\d\d))?$/.exec(shown);
  if (!match) throw new Error(`${JSON.stringify(shown)} is no amount in dollars`);
  const size = Number(match[2].replaceAll(",", "")) * 100 + Number(match[3] ?? 0);
  return match[1] ? -size : size;
}

function purchases(file) {
  const sizes = file.endsWith(".ofx") ? ofxPurchases(file) : paypalPurchases(file);
  return sizes.filter((cents) => cents < 0).map((cents) => -cents);
}

const isNoPurchase = /refund|deposit|reversal|mass pay|withdrawal|transfer|conversion|hold/i;

function paypalPurchases(file) {
  const rows = records(file).filter((row) => row.Currency === "USD" && !isNoPurchase.test(row.Type));
  return rows.map((row) => wholeCents(row.Net ?? row.Total));
}

function ofxPurchases(file) {
  const text = fs.readFileSync(file, "latin1");
  if (!/<CURDEF>USD/.test(text)) return [];
  return transactions(file).map((part) => wholeCents(/<TRNAMT>([^<\s]+)/.exec(part)[1]));
}

const transactions = (file) => fs.readFileSync(file, "latin1").split("<STMTTRN>").slice(1);

function wholeCents(text) {
  const [, sign, whole, part = ""] = /^(-?)([\d,]+)(?:\.(\d{1,2}))?$/.exec(text.trim());
  const size = Number(whole.replaceAll(",", "")) * 100 + Number(part.padEnd(2, "0"));
  return sign ? -size : size;
}

/** The rows of a CSV file by column. A line in a quoted field is not needed here. */
function records(file) {
  const [head, ...rows] = fs.readFileSync(file, "utf8").replace(/^\uFEFF/, "").trim().split(/\r?\n/);
  const names = fields(head);
  return rows.map((row) => Object.fromEntries(fields(row).map((value, at) => [names[at], value])));
}

function fields(line) {
  const parts = line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g);
  return [...parts].map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain);
}

/** The day so many days ago, `2026-03-14`. */
export function dayBefore(days) {
  const day = new Date();
  day.setUTCDate(day.getUTCDate() - days);
  return day.toISOString().slice(0, 10);
}

/**
 * The last day of last month with the quarter it is in, the day after it, and a day that was long before,
 * in another quarter.
 */
export function lastMonth() {
  const now = new Date();
  const day = (date) => date.toISOString().slice(0, 10);
  const first = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 1));
  const last = new Date(first.getTime() - 86_400_000);
  const [year, number] = [last.getUTCFullYear(), Math.floor(last.getUTCMonth() / 3) + 1];
  const begins = new Date(Date.UTC(year, (number - 1) * 3, 1));
  return {
    bought: day(last),
    paid: day(first),
    quarter: { year, number },
    quarterBegins: day(begins),
    before: day(new Date(begins.getTime() - 20 * 86_400_000)),
  };
}

const ofxDay = (day) => day.replaceAll("-", "");

function usDay(day) {
  const [year, month, date] = day.split("-");
  return `${month}/${date}/${year}`;
}
