// A programme while it is written: as a form or as the text of its file, with a trial beside it.
import {
  commands,
  type ProgrammeInput_Deserialize,
  type ProgrammeRow,
  type ProgrammeTrial,
  type WrittenProgramme,
} from "../bindings";
import { session } from "../session/session.svelte";
import { Refusal, refusalOf, take } from "../shared/answer";
import { Loader } from "../shared/loader.svelte";
import { t } from "../shared/messages";
import {
  draftOf,
  inputOf,
  needAccounts,
  newDraft,
  withProgramme,
  writtenOf,
  type ProgrammeDraft,
} from "./draft";
import { programmeWrong, type ProgrammeWrong } from "./wrong";

export class ProgrammeEditor {
  draft = $state<ProgrammeDraft | null>(null);
  mode = $state<"form" | "text">("form");
  text = $state("");
  wrong = $state.raw<ProgrammeWrong | null>(null);
  busy = $state(false);
  readonly trial = new Loader<ProgrammeTrial>();

  constructor(private readonly kept: ProgrammeRow | null) {
    if (kept) this.draft = draftOf(kept.input);
  }

  /** Begins with a programme of a file. */
  begin(written: WrittenProgramme): void {
    this.draft = newDraft(written);
    [this.mode, this.wrong] = ["form", null];
  }

  /** Goes back to the choice of what to begin with. */
  leave(): void {
    [this.draft, this.wrong] = [null, null];
  }

  /** Shows the programme as a form or as a text; stays where it cannot be read. */
  async show(mode: "form" | "text"): Promise<void> {
    if (mode === this.mode) return;
    await this.attempt(async () => {
      if (mode === "text") this.text = await take(commands.programmeText(writtenOf(this.taken())));
      else await this.readText();
      this.mode = mode;
    });
  }

  /** Keeps the programme; whether it was kept. */
  save(): Promise<boolean> {
    return this.attempt(async () => {
      const input = await this.input();
      needAccounts(this.taken());
      await session.write(() => commands.saveProgramme(this.kept?.id ?? null, input));
    });
  }

  /** Asks what the programme would have earned; what cannot be tried says so in its place. */
  try(): Promise<void> {
    return this.trial.load(async () => {
      try {
        return await commands.tryProgramme(await this.input());
      } catch (error) {
        const { message, code } = refusalOf(error);
        return { status: "error", error: { message, code } };
      }
    });
  }

  /** What is to be kept, as the form or the text says it. */
  private async input(): Promise<ProgrammeInput_Deserialize> {
    if (this.mode === "text") await this.readText();
    return inputOf(this.taken());
  }

  private async readText(): Promise<void> {
    this.draft = withProgramme(this.taken(), await take(commands.readProgramme(this.text)));
  }

  private taken(): ProgrammeDraft {
    if (!this.draft) throw new Refusal(t("error.unknown"));
    return $state.snapshot(this.draft) as ProgrammeDraft;
  }

  private async attempt(run: () => Promise<void>): Promise<boolean> {
    [this.busy, this.wrong] = [true, null];
    try {
      await run();
    } catch (reason) {
      this.wrong = programmeWrong(reason);
    }
    this.busy = false;
    return this.wrong === null;
  }
}
