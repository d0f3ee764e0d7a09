// Pairs that wait for the person's word, read once for the whole window.
import { SvelteSet } from "svelte/reactivity";
import {
  commands,
  type ChangeLabel,
  type EntryId,
  type PairKind,
  type Review,
  type SuggestedPair,
} from "../bindings";
import { refusalOf } from "../shared/answer";
import { debounce } from "../shared/debounce";
import { Loader } from "../shared/loader.svelte";
import { toasts } from "../shared/toasts.svelte";
import { session } from "../session/session.svelte";

export type Pair = SuggestedPair & { kind: PairKind; key: string };

const QUIET_MS = 300;

class Pairs {
  readonly #answer = new Loader<Review>();
  // Settled here, and not yet gone from the last answer.
  readonly #settled = new SvelteSet<string>();
  readonly list = $derived(
    listOf(this.#answer.data).filter((pair) => !this.#settled.has(pair.key)),
  );
  readonly error = $derived(this.#answer.error);
  /** Looks again; several writes in a row are one reason to. */
  readonly look = debounce(() => void this.#lookNow(), QUIET_MS);

  /** A pair that was settled does not wait any more. */
  drop(pair: Pair): void {
    this.#settled.add(pair.key);
  }

  link({ kind, first, second }: Pair): Promise<boolean> {
    return write(() => commands.linkPair(kind, first.id, second.id));
  }

  /** Says that two entries do not belong together, and is not asked again. */
  takeApart(kind: PairKind, first: EntryId, second: EntryId): Promise<boolean> {
    return write(() => commands.takePairApart(kind, first, second));
  }

  async #lookNow(): Promise<void> {
    await this.#answer.load(() => commands.review());
    this.#settled.clear();
  }
}

async function write(ask: () => ReturnType<typeof commands.linkPair>): Promise<boolean> {
  try {
    await session.write<ChangeLabel>(ask);
    return true;
  } catch (error) {
    toasts.show({ tone: "error", text: refusalOf(error).message });
    return false;
  }
}

function listOf(review: Review | null): Pair[] {
  const of = (kind: PairKind, pairs: SuggestedPair[]): Pair[] =>
    pairs.map((pair) => ({ ...pair, kind, key: `${kind} ${pair.first.id} ${pair.second.id}` }));
  return review ? [...of("transfer", review.transfers), ...of("refund", review.refunds)] : [];
}

export const pairs = new Pairs();
