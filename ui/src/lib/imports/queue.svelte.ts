// The files that wait to be imported, each with what is known about it.
import {
  commands,
  type DroppedFile,
  type ImportOptions,
  type ImportResult,
  type Mapping,
  type Progress,
} from "../bindings";
import { refusalOf, take } from "../shared/answer";
import { debounce } from "../shared/debounce";
import { toasts } from "../shared/toasts.svelte";
import { progressChannel } from "../shell";
import { session } from "../session/session.svelte";
import {
  answered,
  keepQuestions,
  noOptions,
  withAnswers,
  type Preview,
  type Question,
} from "./options";
import { paceOf, type Pace } from "./pace";

const QUIET_MS = 250;

export class QueuedFile {
  options = $state.raw<ImportOptions>(noOptions());
  preview = $state.raw<Preview | null>(null);
  questions = $state.raw<Question[]>([]);
  result = $state.raw<ImportResult | null>(null);
  progress = $state.raw<Progress | null>(null);
  pace = $state.raw<Pace | null>(null);
  error = $state<string | null>(null);
  reading = $state(false);
  /** What is on the page is not what the options say: the last reading failed. */
  stale = $state(false);
  /** The table is being laid out. */
  wizardIsOpen = $state(false);
  /** The table lacks columns without which there are no rows. */
  lacksColumns = $state(false);
  readonly running = $derived(this.progress !== null);
  /** What the person has still to say before the file can be imported. */
  readonly waitsFor = $derived.by(() => {
    if (!this.preview || this.preview.questions.length > 0) return "answer";
    if (this.stale || this.lacksColumns) return "table";
    const agreed = this.preview.problems.length === 0 || this.options.accept_problems;
    return agreed ? null : "agreement";
  });
  readonly mayRun = $derived(this.waitsFor === null && !this.reading && !this.running);
  #asked = 0;
  #readSoon = debounce(() => void this.read(), QUIET_MS);

  /** `pasted` is the text of a file that is no file. */
  constructor(
    readonly file: DroppedFile,
    readonly pasted: string | null = null,
  ) {}

  /** Reads the file and says what would come in. Nothing is written. */
  async read(): Promise<void> {
    const asked = ++this.#asked;
    this.reading = true;
    try {
      const preview = await take(commands.previewImport(this.file.token, this.options));
      if (asked !== this.#asked) return;
      this.questions = keepQuestions(this.questions, preview.questions);
      [this.preview, this.error, this.stale] = [preview, null, false];
    } catch (error) {
      if (asked === this.#asked) [this.error, this.stale] = [refusalOf(error).message, true];
    } finally {
      if (asked === this.#asked) this.reading = false;
    }
  }

  answer(hint: Question["hint"], value: string): void {
    this.options = answered(this.options, hint, value);
    void this.read();
  }

  /** Which accounts of a book are the person's own. */
  own(own_accounts: string[]): void {
    this.options = { ...this.options, own_accounts };
    void this.read();
  }

  /** Whether rows are the entries beside them. */
  answerRows(lines: number[], same: boolean): void {
    this.options = { ...this.options, answers: withAnswers(this.options, lines, same) };
    this.readSoon();
  }

  /** How the table is to be read; nothing for as it explains itself. */
  layOut(mapping: Mapping | null): void {
    this.options = { ...this.options, mapping };
    this.readSoon();
  }

  /** Whether the readable rows may come in although others could not be read. */
  agree(accept_problems: boolean): void {
    this.options = { ...this.options, accept_problems };
  }

  goTo(account: number): void {
    this.options = { ...this.options, account, account_name: null };
    void this.read();
  }

  goToNew(name: string): void {
    this.options = { ...this.options, account: null, account_name: name.trim() || null };
    this.readSoon();
  }

  async run(): Promise<void> {
    this.#readSoon.cancel();
    this.progress = { done: 0, total: 0 };
    this.error = null;
    let begun: number | null = null;
    const channel = progressChannel((progress) => {
      if (!this.running) return;
      begun ??= performance.now();
      this.pace = paceOf(progress, performance.now() - begun);
      this.progress = progress;
    });
    try {
      const run = () => commands.runImport(this.file.token, this.options, channel);
      this.result = await session.write(run);
      this.options = { ...this.options, password: null };
    } catch (error) {
      const refusal = refusalOf(error);
      this.error = refusal.message;
      if (refusal.code === "question") void this.read();
    }
    [this.progress, this.pace] = [null, null];
  }

  async cancel(): Promise<void> {
    try {
      await take(commands.cancelImport(this.file.token));
    } catch (error) {
      this.error = refusalOf(error).message;
    }
  }

  /** Reads again once the hand rests. */
  readSoon(): void {
    this.reading = true;
    this.#readSoon();
  }

  /** Nobody waits for this file any more. */
  leave(): void {
    this.#readSoon.cancel();
    this.#asked += 1;
    this.options = noOptions();
  }
}

class Queue {
  files = $state.raw<QueuedFile[]>([]);
  /** A file hovers over the window. */
  hovered = $state(false);

  /** Takes files in, once each, and shows the import screen. */
  add(dropped: DroppedFile[]): void {
    this.hovered = false;
    const known = new Set(this.files.map((item) => item.file.token));
    const fresh = dropped
      .filter((file) => !known.has(file.token))
      .map((file) => new QueuedFile(file));
    if (dropped.length === 0) return;
    this.takeIn(fresh);
  }

  /** Takes text in as if it were a file. */
  async paste(text: string): Promise<void> {
    this.takeIn([new QueuedFile(await take(commands.pasteText(text)), text)]);
  }

  has(token: number): boolean {
    return this.files.some((item) => item.file.token === token);
  }

  /** A template that was just kept may read what could not be read before. */
  readPastedAgain(): void {
    for (const item of this.files) {
      if (item.pasted !== null && !item.result && !item.running) void item.read();
    }
  }

  remove(item: QueuedFile): void {
    item.leave();
    this.files = this.files.filter((other) => other !== item);
  }

  /** Opens the system's own dialog, in Rust: the page never sees a path. */
  async pick(): Promise<void> {
    try {
      this.add(await take(commands.pickFiles()));
    } catch (error) {
      toasts.show({ tone: "error", text: refusalOf(error).message });
    }
  }

  private takeIn(fresh: QueuedFile[]): void {
    this.files = [...fresh, ...this.files];
    session.go("import");
    for (const item of fresh) void item.read();
  }
}

export const queue = new Queue();
