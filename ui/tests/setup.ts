// What the window has and the test's document lacks.
import { configure } from "@testing-library/svelte";
import { beforeEach } from "vitest";

// A busy machine is slow, not wrong.
configure({ asyncUtilTimeout: 10_000 });

class NoResize {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
}

globalThis.ResizeObserver ??= NoResize;
globalThis.matchMedia ??= (query: string) =>
  ({ matches: false, media: query, addEventListener() {}, removeEventListener() {} }) as never;
Element.prototype.scrollIntoView ??= () => undefined;

// Open lists and popovers have their place beside the screens.
beforeEach(() => {
  document.getElementById("overlays")?.remove();
  const overlays = document.createElement("section");
  overlays.id = "overlays";
  document.body.append(overlays);
});
