// The files that wait to be imported, each with what is known about it.
import {
  commands,
  type DroppedFile,
  type ImportOptions,
  type ImportResult,
  type Progress,
} from "../bindings";
import { refusalOf, take } from "../shared/answer";
import { debounce } from "../shared/debounce";
import { toasts } from "../shared/toasts.svelte";
import { progressChannel } from "../shell";
import { session } from "../session/session.svelte";
import { answered, keepQuestions, noOptions, type Preview, type Question } from "./options";

export class QueuedFile {
  options = $state.raw<ImportOptions>(noOptions());
  preview = $state.raw<Preview | null>(null);
  questions = $state.raw<Question[]>([]);
  result = $state.raw<ImportResult | null>(null);
  progress = $state.raw<Progress | null>(null);
  error = $state<string | null>(null);
  reading = $state(false);
  readonly running = $derived(this.progress !== null);
  /** What the person has still to say before the file can be imported. */
  readonly waitsFor = $derived.by(() => {
    if (!this.preview || this.preview.questions.length > 0) return "answer";
    const agreed = this.preview.problems.length === 0 || this.options.accept_problems;
    return agreed ? null : "agreement";
  });
  readonly mayRun = $derived(this.waitsFor === null && !this.reading && !this.running);
  #asked = 0;
  #readSoon = debounce(() => void this.read(), 250);

  constructor(readonly file: DroppedFile) {}

  /** Reads the file and says what would come in. Nothing is written. */
  async read(): Promise<void> {
    const asked = ++this.#asked;
    this.reading = true;
    try {
      const preview = await take(commands.previewImport(this.file.token, this.options));
      if (asked !== this.#asked) return;
      this.questions = keepQuestions(this.questions, preview.questions);
      [this.preview, this.error] = [preview, null];
    } catch (error) {
      if (asked === this.#asked) this.error = refusalOf(error).message;
    } finally {
      if (asked === this.#asked) this.reading = false;
    }
  }

  answer(hint: Question["hint"], value: string): void {
    this.options = answered(this.options, hint, value);
    void this.read();
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
    this.reading = true;
    this.#readSoon();
  }

  async run(): Promise<void> {
    this.#readSoon.cancel();
    this.progress = { done: 0, total: 0 };
    this.error = null;
    const channel = progressChannel((progress) => {
      if (this.running) this.progress = progress;
    });
    try {
      const run = () => commands.runImport(this.file.token, this.options, channel);
      this.result = await session.write(run);
    } catch (error) {
      const refusal = refusalOf(error);
      this.error = refusal.message;
      if (refusal.code === "question") void this.read();
    }
    this.progress = null;
  }

  async cancel(): Promise<void> {
    try {
      await take(commands.cancelImport(this.file.token));
    } catch (error) {
      this.error = refusalOf(error).message;
    }
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
    this.files = [...fresh, ...this.files];
    session.go("import");
    for (const item of fresh) void item.read();
  }

  remove(item: QueuedFile): void {
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
}

export const queue = new Queue();
