import { render, screen, waitFor, within } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, test } from "vitest";
import MirrorSheet from "../src/lib/saving/MirrorSheet.svelte";
import WhySaved from "../src/lib/saving/WhySaved.svelte";
import { session } from "../src/lib/session/session.svelte";
import { answerWith, entryRow, status, usd } from "./ipc";
import { kept, whySaved } from "./saved";

const done = (label: string) => ({ id: 9, label });
const handlers = { status: () => status() };

beforeEach(() => {
  session.status = status();
});

describe("a bank's own round-ups", () => {
  test("are held beside the rule with the stretch and the words of the person", async () => {
    const keys = userEvent.setup();
    const calls = answerWith({
      ...handlers,
      mirror: () => ({
        attached: [
          {
            transfer: entryRow(20, { kind: "transfer", payee: "Pot", amount: usd("1.40") }),
            purchases: [
              { day: "2026-11-20", payee: "Kiosk", size: usd("2.60"), saves: usd("0.40") },
            ],
            difference: usd("1.00"),
          },
        ],
        missed: [
          {
            day: "2026-11-19",
            purchases: [
              { day: "2026-11-19", payee: "Tram", size: usd("2.80"), saves: usd("0.20") },
            ],
            amount: usd("0.20"),
          },
        ],
        waiting: [],
        unexplained: [],
        moved: [usd("1.40")],
        expected: [usd("0.60")],
      }),
    });
    render(MirrorSheet, { rule: kept(1, "Spare change") });
    await keys.type(await screen.findByTestId("mirror-words"), "round up, pot{Enter}");
    const report = await screen.findByTestId("mirror-report");
    expect(calls.find((call) => call.command === "mirror")?.args).toEqual({
      rule: 1,
      from: "2026-08-22",
      to: "2026-11-22",
      words: ["round up", "pot"],
    });
    expect(report.textContent).toContain("Kiosk");
    expect(report.textContent).toContain("+$1.00 beside what the purchases explain");
    expect(report.textContent).toContain("1 round-up that did not move");
    expect(report.textContent).toContain("0 transfers that no purchase explains");
  });
});

describe("what an entry saved", () => {
  test("is told rule by rule, with version, reason, shares and later changes", async () => {
    answerWith({ ...handlers, why_saved: () => [whySaved()] });
    render(WhySaved, { entry: entryRow(3) });
    const made = await screen.findByTestId("why-saved");
    expect(made.textContent).toContain("Spare change");
    expect(made.textContent).toContain("The gap to the next 1.00.");
    expect(made.textContent).toContain("Version 2 of the rule, from 1 Mar 2026.");
    expect(within(made).getByText("Bike").parentElement?.textContent).toContain("$0.70");
    expect(made.textContent).toContain("21 Nov 2026: Half of it came back.");
  });

  test("nothing is said where no rule looks at it", async () => {
    const calls = answerWith({ ...handlers, why_saved: () => [] });
    render(WhySaved, { entry: entryRow(3) });
    await waitFor(() => expect(calls.map(({ command }) => command)).toContain("why_saved"));
    expect(screen.queryByText("What it saved")).toBeNull();
  });

  test("a purchase is left out of one rule, and taken in again", async () => {
    const keys = userEvent.setup();
    let out = false;
    const calls = answerWith({
      ...handlers,
      why_saved: () => [whySaved(out ? { reason: "excluded", amount: usd("0.00") } : {})],
      leave_out: () => ((out = true), done("Leave out")),
      take_in: () => ((out = false), done("Take in")),
    });
    render(WhySaved, { entry: entryRow(3) });
    (await screen.findByTestId("leave-out")).focus();
    await keys.keyboard("{Enter}");
    await keys.click(await screen.findByTestId("take-in"));
    expect(await screen.findByTestId("leave-out")).toBeTruthy();
    const asked = calls.filter(({ command }) => ["leave_out", "take_in"].includes(command));
    expect(asked.map(({ args }) => args)).toEqual([
      { entry: 3, rule: 1 },
      { entry: 3, rule: 1 },
    ]);
  });
});
