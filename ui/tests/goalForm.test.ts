import { render, screen, waitFor } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { draftOf, goalOf } from "../src/lib/goals/draft";
import * as photo from "../src/lib/goals/photo";
import { place } from "../src/lib/goals/place.svelte";
import { session } from "../src/lib/session/session.svelte";
import { wrongOf } from "../src/lib/shared/fields";
import { toasts } from "../src/lib/shared/toasts.svelte";
import GoalsView from "../src/views/Goals.svelte";
import { handlers, summary } from "./goalsIpc";
import { answerWith, refuse, status } from "./ipc";

beforeEach(() => {
  session.status = status();
  session.go("goals");
  place.part = "goals";
  toasts.list = [];
});

describe("a goal in its form", () => {
  test("a goal comes out as it went in, and what is empty is none", () => {
    const goal = {
      name: "Trip",
      currency: "EUR",
      target: "900",
      by: null,
      initial: null,
      priority: 2,
      overfund: "spill" as const,
      destination: 6,
      interest: "3.5",
      icon: "plane",
      photo: null,
      note: "",
    };
    expect(goalOf(draftOf(goal))).toEqual(goal);
    expect(goalOf(draftOf({ name: "", currency: "USD" }))).toMatchObject({
      target: null,
      destination: null,
      priority: 1,
      overfund: "keep",
    });
  });

  test("keys alone write a goal and keep it", async () => {
    const keys = userEvent.setup();
    const calls = answerWith({ ...handlers, save_goal: () => summary() });
    render(GoalsView);
    (await screen.findByTestId("goals-add")).focus();
    await keys.keyboard("{Enter}");
    const name = await screen.findByTestId("goal-name");
    await waitFor(() => expect(document.activeElement).toBe(name));
    await keys.keyboard("Trip{Tab}900");
    screen.getByTestId("goal-save").focus();
    await keys.keyboard("{Enter}");
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    const asked = calls.find((call) => call.command === "save_goal");
    expect(asked?.args).toMatchObject({
      id: null,
      goal: { name: "Trip", target: "900", currency: "USD", by: null, icon: "target" },
    });
  });

  test("what is wrong with a field stands at the field, and nothing is lost", async () => {
    const keys = userEvent.setup();
    answerWith({ ...handlers, save_goal: () => refuse("target: it is above zero") });
    render(GoalsView);
    await keys.click(await screen.findByRole("button", { name: "Edit Bicycle" }));
    const target = await screen.findByTestId<HTMLInputElement>("goal-target");
    await keys.clear(target);
    await keys.type(target, "-5");
    await keys.click(screen.getByTestId("goal-save"));
    const note = await screen.findByRole("alert");
    expect(note.textContent).toBe("It is above zero.");
    expect(target.getAttribute("aria-describedby")).toBe(note.id);
    expect(screen.queryByTestId("status-error")).toBeNull();
    expect(target.value).toBe("-5");
  });

  test("what belongs to no field stands above the form", async () => {
    const keys = userEvent.setup();
    answerWith({ ...handlers, save_goal: () => refuse("A goal of this name is there.") });
    render(GoalsView);
    await keys.click(await screen.findByTestId("goals-add"));
    await keys.click(await screen.findByTestId("goal-save"));
    const note = await screen.findByTestId("status-error");
    expect(note.textContent).toContain("A goal of this name is there.");
  });

  test("a day can be taken out again", async () => {
    const keys = userEvent.setup();
    const calls = answerWith({ ...handlers, save_goal: () => summary() });
    render(GoalsView);
    await keys.click(await screen.findByRole("button", { name: "Edit Bicycle" }));
    await keys.click(await screen.findByRole("button", { name: "No day" }));
    await keys.click(screen.getByTestId("goal-save"));
    await waitFor(() => expect(calls.map((call) => call.command)).toContain("save_goal"));
    const asked = calls.find((call) => call.command === "save_goal");
    expect(asked?.args).toMatchObject({ id: 1, goal: { by: null } });
  });

  test("an icon is chosen by its word", async () => {
    const keys = userEvent.setup();
    const calls = answerWith({ ...handlers, save_goal: () => summary() });
    render(GoalsView);
    await keys.click(await screen.findByTestId("goals-add"));
    await keys.click(await screen.findByRole("radio", { name: "Plane" }));
    await keys.click(screen.getByTestId("goal-save"));
    await waitFor(() =>
      expect(calls.find((call) => call.command === "save_goal")?.args).toMatchObject({
        goal: { icon: "plane" },
      }),
    );
  });

  test("a file that is no picture is refused in words", async () => {
    const keys = userEvent.setup({ applyAccept: false });
    answerWith(handlers);
    render(GoalsView);
    await keys.click(await screen.findByTestId("goals-add"));
    const picker = await screen.findByLabelText<HTMLInputElement>("Choose a photo…");
    await keys.upload(picker, new File(["x"], "notes.txt", { type: "text/plain" }));
    expect((await screen.findByRole("alert")).textContent).toBe(
      "This is no PNG, JPEG or WebP picture.",
    );
  });
});

describe("a photo", () => {
  test("keeps its shape, and is never made larger", () => {
    expect(photo.fitted(4000, 3000, 800)).toEqual({ width: 800, height: 600 });
    expect(photo.fitted(40, 30, 800)).toEqual({ width: 40, height: 30 });
    expect(photo.fitted(9000, 2, 800)).toEqual({ width: 800, height: 1 });
  });

  test("is drawn smaller until it has at most 400 kB", () => {
    const draw = vi.fn(({ width }: { width: number }) => "data:image/jpeg;".padEnd(width * 700));
    expect(photo.smallEnough(4000, 3000, draw)?.length).toBe(280_000);
    expect(draw.mock.calls.map(([size]) => size.width)).toEqual([800, 600, 400]);
  });

  test("is none where nothing could be drawn", () => {
    expect(photo.smallEnough(10, 10, () => "data:,")).toBeNull();
  });
});

test("a refusal belongs to the field it names, also within another", () => {
  const at = (message: string) => wrongOf({ message }, ["iban", "name"] as const);
  expect(at("iban: the check digits are wrong")).toEqual({
    field: "iban",
    message: "The check digits are wrong.",
  });
  expect(at("way.iban: too long").field).toBe("iban");
  expect(at("colour: unknown")).toEqual({ field: null, message: "colour: unknown" });
  expect(at("The ledger is busy.").field).toBeNull();
});
