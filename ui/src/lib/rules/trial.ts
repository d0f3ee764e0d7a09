// What rules would change, entry by entry.
import type { EntryRow, RuleChange } from "../bindings";
import { t, type MessageKey } from "../shared/messages";

export type Change = { what: string; before: string; after: string; rule: string };

const WORDS: Record<string, MessageKey> = {
  category: "entry.category",
  payee: "entry.payee",
  tag: "rule.tag",
  split: "entry.split",
  kind: "entry.kind",
  excluded: "rule.excluded",
};

/** The changes of each entry together, in their order. */
export function byEntry(changes: RuleChange[]): { entry: EntryRow; changes: Change[] }[] {
  const found = new Map<number, { entry: EntryRow; changes: Change[] }>();
  for (const { entry, field, before, after, rule } of changes) {
    const word = WORDS[field];
    const place = found.get(entry.id) ?? { entry, changes: [] };
    // A tag is added; everything else takes the place of something.
    const shown = before || (field === "tag" ? "" : t("rule.nothing"));
    place.changes.push({ what: word ? t(word) : field, before: shown, after, rule });
    found.set(entry.id, place);
  }
  return [...found.values()];
}
