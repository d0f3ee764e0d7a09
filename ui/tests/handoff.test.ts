import { render, screen, waitFor, within } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, test, vi } from "vitest";
import type { Sweep, WayInput } from "../src/lib/bindings";
import { place } from "../src/lib/goals/place.svelte";
import { session } from "../src/lib/session/session.svelte";
import { toasts } from "../src/lib/shared/toasts.svelte";
import { destinationDraft, destinationOf, wayDraft, wayOf, wayWords } from "../src/lib/sweeps/ways";
import GoalsView from "../src/views/Goals.svelte";
import { answerWith, entryRow, refuse, status } from "./ipc";
import { change, eur, handlers, handoff, kept, sweep } from "./sweepsIpc";

beforeEach(() => {
  session.status = status({ currencies: ["EUR"] });
  session.go("goals");
  place.part = "transfers";
  toasts.list = [];
});

describe("how a confirmed transfer is made", () => {
  async function opened(one: Sweep, changes: Record<string, (args: never) => unknown> = {}) {
    const keys = userEvent.setup();
    let shown = [one];
    const calls = answerWith({
      ...handlers,
      sweeps: () => ({ proposals: [], sweeps: shown }),
      mark_sweep_paid: () => ((shown = [{ ...one, paid: true }]), change),
      cancel_sweep: () => ((shown = []), change),
      ...changes,
    });
    render(GoalsView);
    await keys.click(await screen.findByTestId("sweep-pay"));
    const sheet = await screen.findByRole("dialog");
    return { keys, calls, sheet };
  }

  test("its code is a picture with a name, built from clean nodes", async () => {
    await opened(sweep());
    const shown = await screen.findByRole("img", {
      name: "Code for a camera: €4.20 to Savings, reference SAVE 7K3Q9",
    });
    expect(shown.querySelector("svg")?.getAttribute("viewBox")).toBe("0 0 33 33");
    expect(shown.querySelector("path")?.getAttribute("fill")).toBe("#000000");
  });

  test("a way without a code asks for none", async () => {
    const steps = [
      { number: 1, text: "Open M-PESA and choose Send Money.", copy: null },
      { number: 2, text: "Enter this phone number.", copy: "0712345678" },
    ];
    const { calls } = await opened(sweep(), {
      handoff: () => handoff({ code: null, payload: null, steps }),
    });
    expect(await screen.findAllByTestId("handoff-step")).toHaveLength(2);
    expect(screen.getByRole("button", { name: "Copy what step 2 needs" })).toBeTruthy();
    expect(screen.queryByTestId("sweep-code")).toBeNull();
    expect(calls.map((call) => call.command)).not.toContain("sweep_code");
  });

  test("reference, amount and link are copied, and it is said; nothing is opened", async () => {
    const open = vi.spyOn(window, "open");
    const link = "upi://pay?pa=a@b&am=4.20";
    const { keys, sheet } = await opened(sweep(), { handoff: () => handoff({ link }) });
    await keys.click(await screen.findByRole("button", { name: "Copy the reference" }));
    expect(await navigator.clipboard.readText()).toBe("SAVE 7K3Q9");
    const told = (await within(sheet).findByText("Copied")).closest("[role=status]");
    expect(told).toBeTruthy();
    await keys.click(screen.getByRole("button", { name: "Copy the amount" }));
    expect(await navigator.clipboard.readText()).toBe("4.20");
    await keys.click(screen.getByRole("button", { name: "Copy the link" }));
    expect(await navigator.clipboard.readText()).toBe(link);
    expect(sheet.querySelector("a")).toBeNull();
    expect(open).not.toHaveBeenCalled();
  });

  test("where copying is refused, the text can be selected", async () => {
    const { keys, sheet } = await opened(sweep());
    vi.spyOn(navigator.clipboard, "writeText").mockRejectedValue(new Error("no"));
    await keys.click(await screen.findByRole("button", { name: "Copy the reference" }));
    expect(await within(sheet).findByText("Not copied. Select the text to copy it.")).toBeTruthy();
    expect(within(sheet).getByText("SAVE 7K3Q9").tagName).toBe("CODE");
  });

  test("it is paid when the person says so", async () => {
    const { keys, calls } = await opened(sweep());
    screen.getByTestId("sweep-paid").focus();
    await keys.keyboard("{Enter}");
    await waitFor(() => expect(screen.queryByTestId("sweep-paid")).toBeNull());
    expect(screen.getByTestId("handoff-state").textContent).toContain("You said that it was paid.");
    expect(calls.find((call) => call.command === "mark_sweep_paid")?.args).toEqual({ id: 11 });
  });

  test("it is taken back while nothing of it has moved, and not after", async () => {
    const { keys, calls } = await opened(sweep());
    await keys.click(screen.getByTestId("sweep-cancel"));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(calls.map((call) => call.command)).toContain("cancel_sweep");
  });

  test("one that is found meanwhile cannot be taken back, and nobody is shown how to pay twice", async () => {
    const one = sweep();
    let shown = [one];
    await opened(one, { sweeps: () => ({ proposals: [], sweeps: shown }) });
    expect(await screen.findByTestId("sweep-code")).toBeTruthy();
    shown = [sweep({ state: "settled", moved: eur("4.20"), legs: [entryRow(30)] })];
    await session.reread();
    await waitFor(() => expect(screen.queryByTestId("sweep-code")).toBeNull());
    for (const gone of ["sweep-cancel", "sweep-paid", "sweep-pay"]) {
      expect(screen.queryByTestId(gone)).toBeNull();
    }
  });
});

describe("destinations", () => {
  const ways: WayInput[] = [
    { kind: "sepa", holder: "A", iban: "DE33", bic: null },
    {
      kind: "swiss",
      holder: "A",
      iban: "CH44",
      street: "Weg",
      building: "1",
      postcode: "8000",
      town: "Zürich",
      country: "CH",
    },
    { kind: "upi", holder: "A", address: "a@bank" },
    { kind: "pix", holder: "A", city: "Brasilia", key_type: "cpf", key: "123" },
    { kind: "paypal_me", handle: "asaver" },
    { kind: "steps", wallet: "mpesa", holder: "A", account: "0712" },
    { kind: "steps", wallet: "bank", holder: "A", account: "77" },
  ];

  test.each(ways)("a way comes out as it went in: $kind", (way) => {
    expect(wayOf(wayDraft(way))).toEqual(way);
  });

  test("a destination comes out as it went in", () => {
    expect(destinationOf(destinationDraft(kept, ""))).toEqual({
      ...kept.destination,
      way: { ...kept.destination.way, bic: null },
      threshold: null,
    });
    expect(wayWords(kept.destination.way)).toBe("SEPA transfer, DE33100205000001194700");
  });

  test("one says its way, when a transfer is proposed and for which goals", async () => {
    answerWith(handlers);
    render(GoalsView);
    const { textContent } = await screen.findByTestId("destination");
    expect(textContent).toContain("SEPA transfer, DE33100205000001194700 · EUR");
    expect(textContent).toContain("Proposed from €5.00 on · Every Monday");
    expect(textContent).toContain("For Bicycle");
  });

  test("a way shows its own fields only, and brings its currency", async () => {
    const keys = userEvent.setup();
    const calls = answerWith({ ...handlers, save_destination: () => kept });
    render(GoalsView);
    await keys.click(await screen.findByTestId("goals-add"));
    const dialog = await screen.findByRole("dialog", { name: "New destination" });
    expect(within(dialog).getByTestId("way-iban")).toBeTruthy();
    within(dialog).getByRole("combobox", { name: "Way" }).focus();
    await keys.keyboard("{Enter}");
    await screen.findByText("M-PESA, step by step");
    await keys.keyboard("{ArrowDown>5/}{Enter}");
    await waitFor(() => expect(within(dialog).queryByTestId("way-iban")).toBeNull());
    expect(within(dialog).getByText(/usually costs a fee/)).toBeTruthy();
    await keys.type(within(dialog).getByTestId("destination-name"), "Chama");
    await keys.type(within(dialog).getByLabelText("Phone number"), "0712345678");
    await keys.type(within(dialog).getByTestId("way-holder"), "A. Saver");
    await keys.click(within(dialog).getByTestId("destination-save"));
    await waitFor(() =>
      expect(calls.find((call) => call.command === "save_destination")?.args).toEqual({
        id: null,
        destination: {
          name: "Chama",
          account: null,
          currency: "KES",
          way: { kind: "steps", wallet: "mpesa", holder: "A. Saver", account: "0712345678" },
          threshold: null,
          when: { kind: "threshold" },
        },
      }),
    );
  });

  test("a wrong IBAN is told at the IBAN", async () => {
    const keys = userEvent.setup();
    answerWith({
      ...handlers,
      save_destination: () => refuse("iban: its check digits are wrong"),
    });
    render(GoalsView);
    await keys.click(await screen.findByRole("button", { name: "Edit Savings" }));
    await keys.click(await screen.findByTestId("destination-save"));
    const note = await screen.findByRole("alert");
    expect(note.textContent).toBe("Its check digits are wrong.");
    expect(screen.getByTestId("way-iban").getAttribute("aria-describedby")).toBe(note.id);
  });

  test("one that is needed is not deleted, and the reason is said", async () => {
    const keys = userEvent.setup();
    answerWith({
      ...handlers,
      delete_destination: () => refuse("The goal “Bicycle” names this destination."),
    });
    render(GoalsView);
    await keys.click(await screen.findByRole("button", { name: "Delete Savings" }));
    await waitFor(() => expect(toasts.list[0]?.text).toContain("names this destination"));
  });
});
