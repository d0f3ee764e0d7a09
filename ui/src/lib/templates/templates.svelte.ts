// The person's own templates for messages, and the messages they paste.
import { commands, type MessageTemplate } from "../bindings";
import { refusalOf } from "../shared/answer";
import { Loader } from "../shared/loader.svelte";
import { toasts } from "../shared/toasts.svelte";
import { session } from "../session/session.svelte";

/** A template being written; `known` where it has a name already. */
export type Wording = { name: string; text: string; known: boolean };

class Templates {
  readonly answer = new Loader<MessageTemplate[]>();
  editing = $state.raw<Wording | null>(null);
  /** The window for pasted text is open. */
  pasting = $state(false);

  load(): Promise<void> {
    return this.answer.load(() => commands.messageTemplates());
  }

  /** A new template, made from a message. */
  begin(message: string): void {
    this.editing = { name: "", text: message.trim(), known: false };
  }

  edit({ name, text }: MessageTemplate): void {
    this.editing = { name, text, known: true };
  }

  /** Keeps a template; throws a Refusal that says what is wrong with it. */
  async save(name: string, text: string): Promise<void> {
    await session.write(() => commands.saveMessageTemplate(name, text));
    this.editing = null;
  }

  async remove(id: number): Promise<void> {
    try {
      await session.write(() => commands.deleteMessageTemplate(id));
    } catch (error) {
      toasts.show({ tone: "error", text: refusalOf(error).message });
    }
  }
}

export const templates = new Templates();
