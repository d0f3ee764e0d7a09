// What is tried in the lab; kept while the person visits other screens.
import {
  commands,
  type ChoiceId,
  type LabQuery,
  type LabResult,
  type SavingRule,
  type SavingRuleInput,
} from "../bindings";
import { take } from "../shared/answer";
import { Loader } from "../shared/loader.svelte";
import { session } from "../session/session.svelte";
import { draftOf, newDraft, ruleOf } from "./draft";
import { newKey, newStep, withWay, type Way } from "./steps";
import { stretchDays, type Stretch } from "./stretch";

/** Terms that are tried; with the rule they began as, where that is kept. */
export type LabSet = { key: number; source: ChoiceId | null; rule: SavingRuleInput };

const NO_DAYS = { today: "", first_date: null };

class Lab {
  sets = $state.raw<LabSet[]>([]);
  stretch = $state<Stretch>("half");
  custom = $state({ from: "", to: "" });
  readonly answer = new Loader<LabResult[]>();
  asked = $state.raw<LabQuery | null>(null);

  readonly query = $derived<LabQuery>({
    // The whole stretch counts, whatever the first day of a kept rule is.
    rules: this.sets.map(({ rule }) => ({ ...rule, from: null })),
    ...stretchDays(this.stretch, session.status ?? NO_DAYS, this.custom),
  });
  /** The results, as long as nothing else is asked. */
  readonly results = $derived(
    this.asked && JSON.stringify(this.asked) === JSON.stringify(this.query)
      ? this.answer.data
      : null,
  );

  /** Begins with the usual terms in the currency most used. */
  begin(): void {
    const { today = "", currencies = [] } = session.status ?? {};
    if (!this.custom.to)
      this.custom = stretchDays("quarter", session.status ?? NO_DAYS, this.custom);
    const currency = currencies[0];
    if (this.sets.length > 0 || !currency) return;
    this.sets = [newSet(ruleOf(newDraft("round_up", currency, today)))];
  }

  /** Puts a second set beside the first: the same, and double. */
  add(): void {
    const [first] = this.sets;
    if (!first || this.sets.length > 1 || first.rule.terms.kind !== "round_up") return;
    const times = (first.rule.terms.times ?? 1) * 2;
    this.sets = [first, newSet({ ...first.rule, terms: { ...first.rule.terms, times } })];
  }

  remove(set: LabSet): void {
    this.sets = this.sets.filter((other) => other.key !== set.key);
  }

  change(set: LabSet, changes: Partial<LabSet>): void {
    this.sets = this.sets.map((other) =>
      other.key === set.key ? { ...other, ...changes } : other,
    );
  }

  startFrom(set: LabSet, { id, rule }: SavingRule): void {
    this.change(set, { source: id, rule });
  }

  /** Takes a way of rounding, with the sizes that suit the currency. */
  async takeWay(set: LabSet, way: Way): Promise<void> {
    const currency = session.status?.currencies[0] ?? null;
    const examples = await take(commands.roundingExamples(currency));
    const draft = newDraft("round_up", currency, session.status?.today ?? "");
    draft.terms.steps_by_currency = [withWay(newStep({ currency }), way, examples)];
    this.change(set, { source: null, rule: ruleOf(draft) });
  }

  async run(): Promise<void> {
    const query = this.query;
    await this.answer.load(() => commands.lab(query));
    this.asked = query;
  }
}

const newSet = (rule: SavingRuleInput): LabSet => ({ key: newKey(), source: null, rule });

/** A set by a letter, so that two of one name can be told apart. */
export const letterOf = (at: number): string => "AB".charAt(at);

/** The way in which each currency of a set is rounded. */
export const waysOf = (rule: SavingRuleInput): { currency: string; way: Way }[] =>
  draftOf(rule).terms.steps_by_currency.map(({ currency, way }) => ({
    currency: currency ?? "",
    way,
  }));

export const lab = new Lab();
