// The theme follows the system until the person chooses. Kept in memory only.

export type ThemeChoice = "system" | "light" | "dark";

class Theme {
  choice = $state<ThemeChoice>("system");
  #systemIsDark = $state(false);
  readonly shown = $derived<"light" | "dark">(
    this.choice === "system" ? (this.#systemIsDark ? "dark" : "light") : this.choice,
  );

  /** Starts to follow the system and to mark the document. */
  start(): void {
    const query = matchMedia("(prefers-color-scheme: dark)");
    this.#systemIsDark = query.matches;
    query.addEventListener("change", (event) => (this.#systemIsDark = event.matches));
    $effect.root(() => {
      $effect(() => {
        document.documentElement.dataset.theme = this.shown;
      });
    });
  }
}

export const theme = new Theme();
