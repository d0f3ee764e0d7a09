// Short notices at the foot of the window. They wait while a person points at them or is inside them.

export type Toast = {
  id: number;
  tone: "done" | "error" | "news";
  text: string;
  action?: { label: string; run: () => void };
};

const SHOWN_MS = 8000;

class Toasts {
  list = $state<Toast[]>([]);
  #next = 1;
  #timers = new Map<number, ReturnType<typeof setTimeout>>();

  /** Shows a notice. What was done last takes the place of what was done before; news and errors stay. */
  show(toast: Omit<Toast, "id">): void {
    const id = this.#next++;
    const others = this.list.filter((other) => other.tone !== "done" || toast.tone !== "done");
    this.list = [...others, { ...toast, id }].slice(-3);
    this.resume(id);
  }

  dismiss(id: number): void {
    this.pause(id);
    this.list = this.list.filter((toast) => toast.id !== id);
  }

  pause(id: number): void {
    clearTimeout(this.#timers.get(id));
    this.#timers.delete(id);
  }

  resume(id: number): void {
    this.pause(id);
    this.#timers.set(
      id,
      setTimeout(() => this.dismiss(id), SHOWN_MS),
    );
  }
}

export const toasts = new Toasts();
