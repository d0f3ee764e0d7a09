import { render, screen, waitFor } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, test } from "vitest";
import type { Action, Condition, RuleInput, SortingRule } from "../src/lib/bindings";
import EntryCategory from "../src/lib/rules/EntryCategory.svelte";
import RuleDialog from "../src/lib/rules/RuleDialog.svelte";
import { draftOf, newRule, ruleOf } from "../src/lib/rules/draft";
import { rules } from "../src/lib/rules/rules.svelte";
import { byEntry } from "../src/lib/rules/trial";
import { session } from "../src/lib/session/session.svelte";
import { toasts } from "../src/lib/shared/toasts.svelte";
import Rules from "../src/views/Rules.svelte";
import { answerWith, entryRow, refuse, status } from "./ipc";

const cafe: Condition = { type: "text", field: "payee", how: "contains", text: "cafe" };
const eating: Action = { type: "set_category", category: 12 };

const rule = (changes: Partial<RuleInput> = {}): RuleInput => ({
  name: "Coffee",
  when: cafe,
  then: [eating],
  stop: false,
  ...changes,
});

const kept = (id: number, name: string): SortingRule => ({
  id,
  rule: { ...rule({ name }), stop: id === 2 } as SortingRule["rule"],
  when_words: `the payee contains “${name}”`,
  then_words: ["goes to Eating out", "gets the tag “habit”"],
});

const change = (id: number, field: string, before: string, after: string) => ({
  entry: entryRow(id),
  field,
  before,
  after,
  rule: "Coffee",
});

const handlers = {
  status: () => status(),
  categories: () => [{ id: 12, name: "Eating out", class: "expense" }],
  accounts: () => [],
  rules: () => [kept(1, "cafe"), kept(2, "kiosk")],
};

beforeEach(() => {
  session.status = status();
  rules.editing = null;
  rules.answer.data = null;
  toasts.list = [];
});

describe("a rule in its form", () => {
  const conditions: Condition[] = [
    cafe,
    { type: "regex", field: "any", pattern: "^to" },
    { type: "amount", currency: "USD", min: "1.00", max: null, side: "out" },
    { type: "side", side: "in" },
    { type: "account", accounts: [7, 8] },
    { type: "weekday", days: ["monday"] },
    { type: "provider_category", how: "equals", text: "Food" },
    { type: "kind", kinds: ["purchase", "fee"] },
  ];
  const actions: Action[] = [
    eating,
    { type: "set_payee", payee: "Corner Cafe" },
    { type: "add_tag", tag: "habit" },
    {
      type: "split",
      parts: [
        { category: 1, share: { type: "percent", percent: "30" } },
        { category: 2, share: { type: "fixed", amount: "4.99", currency: "EUR" } },
      ],
      rest: 3,
    },
    { type: "set_kind", kind: "refund" },
    { type: "exclude" },
  ];

  test.each(conditions)("a condition comes out as it went in: $type", (when) => {
    expect(ruleOf(draftOf(rule({ when })))).toEqual(rule({ when }));
  });

  test.each(actions)("an action comes out as it went in: $type", (action) => {
    expect(ruleOf(draftOf(rule({ then: [action] })))).toEqual(rule({ then: [action] }));
  });

  test("several conditions stay one list, and a group within it stays as it is", () => {
    const group: Condition = { type: "all", of: [cafe, { type: "side", side: "out" }] };
    const when: Condition = { type: "any", of: [cafe, group] };
    expect(ruleOf(draftOf(rule({ when, stop: true })))).toEqual(rule({ when, stop: true }));
  });

  test("it is no rule while something is not chosen", () => {
    expect(ruleOf(newRule())).toBeNull();
    expect(ruleOf(draftOf(rule({ then: [] })))).toBeNull();
    expect(ruleOf(draftOf(rule()))).not.toBeNull();
  });

  test("what Rust says is wrong stands in the form, and nothing is lost", async () => {
    const keys = userEvent.setup();
    const calls = answerWith({
      ...handlers,
      save_rule: () => refuse("pattern: it is no regular expression: unclosed group"),
    });
    render(RuleDialog, { editing: { id: null, draft: draftOf(rule()) } });
    await keys.clear(screen.getByTestId("condition-text"));
    await keys.type(screen.getByTestId("condition-text"), "corner");
    await keys.click(screen.getByTestId("rule-save"));
    expect((await screen.findByTestId("status-error")).textContent).toContain("unclosed group");
    const asked = calls.find((call) => call.command === "save_rule");
    expect(asked?.args).toEqual({ id: null, rule: rule({ when: { ...cafe, text: "corner" } }) });
    expect(screen.getByTestId<HTMLInputElement>("condition-text").value).toBe("corner");
  });

  test("an unchosen category is asked for before Rust is", async () => {
    const keys = userEvent.setup();
    const calls = answerWith(handlers);
    render(RuleDialog, { editing: { id: null, draft: newRule() } });
    await keys.click(screen.getByTestId("rule-try"));
    expect((await screen.findByTestId("status-error")).textContent).toContain("not chosen yet");
    expect(calls.map((call) => call.command)).not.toContain("try_rules");
  });

  test("conditions and actions are added and taken out by name", async () => {
    const keys = userEvent.setup();
    answerWith(handlers);
    render(RuleDialog, { editing: { id: null, draft: newRule() } });
    await keys.click(screen.getByTestId("add-condition"));
    expect(screen.getByText("All must hold")).toBeTruthy();
    await keys.click(screen.getByRole("button", { name: "Remove condition 1" }));
    expect(screen.queryByRole("group", { name: "Condition 2" })).toBeNull();
    await keys.click(screen.getByTestId("add-action"));
    expect(screen.getByRole("group", { name: "Action 2" })).toBeTruthy();
  });
});

test("the changes of one entry stand together, and a tag takes no place", () => {
  const found = byEntry([
    change(1, "category", "", "Eating out"),
    change(1, "tag", "", "habit"),
    change(2, "payee", "CAFE 12", "Cafe"),
  ]);
  expect(found.map(({ entry }) => entry.id)).toEqual([1, 2]);
  expect(found[0]?.changes.map(({ what, before }) => [what, before])).toEqual([
    ["Category", "nothing"],
    ["Tag", ""],
  ]);
});

describe("the screen of the rules", () => {
  test("without rules it says what a rule is", async () => {
    answerWith({ ...handlers, rules: () => [] });
    render(Rules);
    expect(await screen.findByText("No rules yet")).toBeTruthy();
    expect(screen.queryByTestId("rules-try")).toBeNull();
  });

  test("rules stand in their order, in plain words", async () => {
    answerWith(handlers);
    render(Rules);
    const [first, second] = await screen.findAllByTestId("rule");
    expect(first?.textContent).toContain(
      "When the payee contains “cafe”: goes to Eating out, gets the tag “habit”.",
    );
    expect(first?.textContent).not.toContain("no rule below");
    expect(second?.textContent).toContain("no rule below it is asked");
  });

  test("a button or Alt and an arrow move a rule, and the focus stays on it", async () => {
    const keys = userEvent.setup();
    let order = [kept(1, "cafe"), kept(2, "kiosk")];
    const calls = answerWith({
      ...handlers,
      rules: () => order,
      move_rule: () => ((order = order.toReversed()), { id: 5, label: "Move a rule" }),
    });
    render(Rules);
    await screen.findAllByTestId("rule");
    const up = screen.getByRole<HTMLButtonElement>("button", { name: "Move cafe up" });
    expect(up.disabled).toBe(true);
    await keys.click(screen.getByRole("button", { name: "Move kiosk up" }));
    const down = await screen.findByRole("button", { name: "Move kiosk down" });
    await waitFor(() => expect(document.activeElement).toBe(down));
    await keys.keyboard("{Alt>}{ArrowUp}{/Alt}");
    await keys.keyboard("{Alt>}{ArrowDown}{/Alt}");
    await waitFor(() =>
      expect(calls.filter((call) => call.command === "move_rule").map((call) => call.args)).toEqual(
        [
          { id: 2, to: 0 },
          { id: 2, to: 1 },
        ],
      ),
    );
  });

  test("trying shows each change, and only then they can be applied", async () => {
    const keys = userEvent.setup();
    const calls = answerWith({
      ...handlers,
      try_rules: () => ({
        looked_at: 1_200,
        entries: 2,
        changes: [
          change(1, "category", "Other", "Eating out"),
          change(2, "kind", "fee", "purchase"),
        ],
      }),
      apply_rules: () => ({ id: 6, label: "Apply rules to 2 entries" }),
    });
    render(Rules);
    await keys.click(await screen.findByTestId("rules-try"));
    expect((await screen.findAllByTestId("rule-change"))[0]?.textContent).toContain("Eating out");
    expect(screen.getByText(/2 of 1,200 entries would change/)).toBeTruthy();
    await keys.click(screen.getByRole("button", { name: "Apply to 2 entries" }));
    await waitFor(() => expect(screen.queryByTestId("rule-trial")).toBeNull());
    expect(calls.filter((call) => call.command === "apply_rules")).toHaveLength(1);
  });
});

describe("the category of an entry", () => {
  const suggestion = {
    entry: entryRow(3),
    category: 12,
    name: "Eating out",
    confidence_permille: 978,
    because: "“Corner Cafe” went there 12 of 12 times",
    rule: rule(),
  };

  test("a suggestion says how sure it is, and is put there only by a press", async () => {
    const keys = userEvent.setup();
    const calls = answerWith({
      ...handlers,
      suggest_category: () => suggestion,
      categorise: () => ({ id: 7, label: "Categorise 1 entry" }),
    });
    render(EntryCategory, { entry: entryRow(3), onleave: () => undefined });
    const shown = await screen.findByTestId("suggestion");
    expect(shown.textContent).toMatch(/12 of 12 times\.\s+Of 100 such suggestions, about 97/);
    expect(calls.map((call) => call.command)).not.toContain("categorise");
    await keys.click(screen.getByTestId("suggestion-take"));
    await waitFor(() =>
      expect(calls.find((call) => call.command === "categorise")?.args).toEqual({
        ids: [3],
        category: 12,
      }),
    );
  });

  test("why it is there is answered when it is asked", async () => {
    const keys = userEvent.setup();
    answerWith({
      ...handlers,
      suggest_category: () => null,
      why: () => ({ sentences: ["Your rule “Coffee” put it there."] }),
    });
    render(EntryCategory, { entry: entryRow(3), onleave: () => undefined });
    expect(screen.queryByText(/Your rule/)).toBeNull();
    await keys.click(screen.getByTestId("why"));
    expect(await screen.findByText("Your rule “Coffee” put it there.")).toBeTruthy();
    expect(screen.getByTestId("why").getAttribute("aria-expanded")).toBe("true");
  });

  test("making a rule leaves the entry and opens the form with what it says", async () => {
    const keys = userEvent.setup();
    let left = 0;
    answerWith({ ...handlers, suggest_category: () => null, rule_from: () => rule() });
    render(EntryCategory, { entry: entryRow(3), onleave: () => (left += 1) });
    await keys.click(screen.getByTestId("make-rule"));
    await waitFor(() => expect(rules.editing?.draft.name).toBe("Coffee"));
    expect(left).toBe(1);
  });
});
