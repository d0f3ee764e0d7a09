// What a file in the watched folder has to tell.
import type { FolderNews } from "../bindings";
import { formatCount, t } from "../shared/messages";

/** "march.csv: 12 new, 3 known" */
export function wordsOf({ name, new: fresh, known, change }: FolderNews): string {
  const values = { file: name, new: formatCount(fresh), known: formatCount(known) };
  if (change) return t("watch.imported", values);
  return fresh === 0 ? t("watch.asks", values) : t("watch.new", values);
}
