// The watched folder: what it announced and nobody looked at yet.
import { commands, type FolderNews, type Watched } from "../bindings";
import { refusalOf, take, type Answer } from "../shared/answer";
import { t } from "../shared/messages";
import { toasts } from "../shared/toasts.svelte";
import { queue } from "../imports/queue.svelte";
import { session } from "../session/session.svelte";
import { wordsOf } from "./words";

class Folder {
  watched = $state.raw<Watched | null>(null);
  error = $state<string | null>(null);
  #news = $state.raw<FolderNews[]>([]);
  /** Announced files that wait for a look. */
  readonly news = $derived(
    this.#news.filter(({ file }) => file !== null && !queue.has(file.token)),
  );

  async load(): Promise<void> {
    try {
      this.watched = await take(commands.watchedFolder());
      this.error = null;
    } catch (error) {
      this.error = refusalOf(error).message;
    }
  }

  pick(): Promise<void> {
    return this.#change(() => commands.pickWatchedFolder());
  }

  letImport(byItself: boolean): Promise<void> {
    return this.#change(() => commands.letFolderImport(byItself));
  }

  stop(): Promise<void> {
    return this.#change(() => commands.stopWatching());
  }

  /** Tells the person about a file that came into the folder. */
  tell(news: FolderNews): void {
    if (news.change) return this.#tellImported(news, news.change.id);
    this.#news = [news, ...this.#news.filter((other) => other.name !== news.name)];
    toasts.show({
      tone: "news",
      text: wordsOf(news),
      action: { label: t("watch.look"), run: () => this.look(news) },
    });
  }

  /** Takes an announced file to the import screen. */
  look({ file }: FolderNews): void {
    if (!file) return;
    queue.add([file]);
    this.#news = this.#news.filter((news) => news.file?.token !== file.token);
  }

  #tellImported(news: FolderNews, change: number): void {
    void session.reread();
    toasts.show({
      tone: "news",
      text: wordsOf(news),
      action: { label: t("action.undo"), run: () => void session.undo(change) },
    });
  }

  async #change(ask: () => Promise<Answer<unknown>>): Promise<void> {
    try {
      await session.write(ask);
    } catch (error) {
      toasts.show({ tone: "error", text: refusalOf(error).message });
    }
  }
}

export const folder = new Folder();
