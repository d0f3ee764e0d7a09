// What a typed word finds in a short list.

type Named = { label: string; note?: string };

/** The items with this word in their name or note: whole names first, then those that begin with it. */
export function bestFirst<Item extends Named>(items: Item[], word: string): Item[] {
  if (!word) return items;
  const ranked = items.map((item) => ({ item, rank: rankOf(item, word) }));
  return ranked
    .filter(({ rank }) => rank < NOWHERE)
    .sort((a, b) => a.rank - b.rank)
    .map(({ item }) => item);
}

const NOWHERE = 3;

function rankOf({ label, note = "" }: Named, word: string): number {
  const names = [label.toLowerCase(), note.toLowerCase()];
  if (names.includes(word)) return 0;
  if (names.some((name) => name.startsWith(word))) return 1;
  return names.some((name) => name.includes(word)) ? 2 : NOWHERE;
}
