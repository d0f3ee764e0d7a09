// Cashback: what its screen shows, read part by part, and what is done there.
import {
  commands,
  type ChoiceId,
  type Desk,
  type GiftCard,
  type PointsPurse,
  type ProgrammeRow,
  type Receivable,
  type ReceivableState,
  type Stranded,
} from "../bindings";
import { session } from "../session/session.svelte";
import { refusalOf, type Answer } from "../shared/answer";
import { Loader } from "../shared/loader.svelte";
import { toasts } from "../shared/toasts.svelte";

export const PARTS = ["desk", "programmes", "points", "parked", "advisor"] as const;
export type Part = (typeof PARTS)[number];

export const PARKED_ORDERS = ["expiry", "ease"] as const;
export type ParkedOrder = (typeof PARKED_ORDERS)[number];

/** What stands open above the screen: a programme or a gift card being written, or one looked at. */
export type Open =
  | { what: "programme"; programme: ProgrammeRow | null }
  | { what: "reward"; key: string }
  | { what: "card"; id: ChoiceId }
  | { what: "card_form"; card: GiftCard | null };

class Cashback {
  readonly desk = new Loader<Desk>();
  readonly programmes = new Loader<ProgrammeRow[]>();
  readonly points = new Loader<PointsPurse[]>();
  readonly cards = new Loader<GiftCard[]>();
  readonly stranded = new Loader<Stranded>();
  part = $state<Part>("desk");
  view = $state<"list" | "board">("list");
  /** The state that the list of rewards is kept to. */
  only = $state<ReceivableState | "all">("all");
  /** What comes first of what is parked: what expires first, or what is freed most easily. */
  parkedBy = $state<ParkedOrder>("expiry");
  open = $state.raw<Open | null>(null);

  /** Reads what a part shows. */
  async load(part: Part): Promise<void> {
    if (part === "desk") await this.desk.load(() => commands.cashbackDesk());
    if (part === "programmes") await this.loadProgrammes();
    if (part === "parked") await this.stranded.load(() => commands.stranded());
    if (part === "points") {
      await Promise.all([
        this.points.load(() => commands.points()),
        this.cards.load(() => commands.giftCards()),
      ]);
    }
  }

  loadProgrammes(): Promise<void> {
    return this.programmes.load(() => commands.programmes());
  }

  /** A reward by its key, as it is now. */
  reward(key: string): Receivable | null {
    return this.desk.data?.items.find((item) => item.key === key) ?? null;
  }

  close(): void {
    this.open = null;
  }
}

/** Writes; what is refused is told at the foot of the window. */
export async function attempt(ask: () => Promise<Answer<unknown>>): Promise<boolean> {
  try {
    await session.write(ask);
    return true;
  } catch (error) {
    complain(error);
    return false;
  }
}

/** Says at the foot of the window what went wrong. */
export function complain(error: unknown): void {
  toasts.show({ tone: "error", text: refusalOf(error).message });
}

export const cashback = new Cashback();
