import { expect, test } from "vitest";
import { refusalOf, take } from "../src/lib/shared/answer";
import { Loader } from "../src/lib/shared/loader.svelte";

const ok = <T>(data: T) => Promise.resolve({ status: "ok" as const, data });
const error = (message: string) =>
  Promise.resolve({ status: "error" as const, error: { code: null, message } });

test("an answer is its value or a sentence", async () => {
  await expect(take(ok(3))).resolves.toBe(3);
  await expect(take(error("The ledger is busy."))).rejects.toThrow("The ledger is busy.");
});

test("whatever is thrown, a person never sees an object", () => {
  expect(refusalOf("not allowed").message).toBe("not allowed");
  for (const odd of [{}, null, undefined, 7, { message: { inner: 1 } }, ""]) {
    expect(refusalOf(odd).message).toMatch(/^Something went wrong/);
  }
});

test("the newest question wins, however late an older answer comes", async () => {
  const loader = new Loader<string>();
  let slow: (value: { status: "ok"; data: string }) => void = () => undefined;
  const first = loader.load(() => new Promise((resolve) => (slow = resolve)));
  await loader.load(() => ok("new"));
  slow({ status: "ok", data: "old" });
  await first;
  expect(loader.data).toBe("new");
});

test("what was shown stays when the next answer is an error", async () => {
  const loader = new Loader<string>();
  await loader.load(() => ok("kept"));
  await loader.load(() => error("Busy."));
  expect([loader.data, loader.error, loader.loading]).toEqual(["kept", "Busy.", false]);
});
