// What the keyboard alone can tell and do.
import { press, waitFor } from "./app.mjs";

/** What has the focus: its mark, its name, and whether a person can see that it has it. */
export const focused = (page) =>
  page.execute(() => {
    const element = document.activeElement;
    const isDrawn = (style) =>
      (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none";
    // A list points to its active row; a radio is drawn by its label.
    const row = document.getElementById(element.getAttribute("aria-activedescendant"));
    const places = [element, row, element.closest("label")].filter(Boolean);
    // The handle of a slider is a part that no script can measure: its rule must be there.
    const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]);
    const handle = (rule) => /:focus-visible::-webkit-slider-thumb/.test(rule.selectorText ?? "");
    const isHandle = element.type === "range" && element.matches(":focus-visible") && rules.some(handle);
    const named = (element.getAttribute("aria-labelledby") ?? "")
      .split(" ")
      .map((id) => document.getElementById(id)?.textContent.trim())
      .filter(Boolean)
      .join(" ");
    const label = named || element.labels?.[0]?.innerText;
    return {
      tag: element.tagName,
      role: element.getAttribute("role") ?? "",
      testid: element.dataset.testid ?? "",
      text: (element.ariaLabel ?? (label || element.innerText || element.value) ?? "").trim().slice(0, 60),
      visible: isHandle || places.some((place) => isDrawn(getComputedStyle(place))),
    };
  });

/** Presses Tab until what has the focus is marked or named so: a mark, or a pattern for the name. */
export async function tabTo(page, wanted, most = 120) {
  const isWanted = ({ testid, text }) => (wanted instanceof RegExp ? wanted.test(text) : testid === wanted);
  for (let steps = 0; steps < most; steps += 1) {
    if (isWanted(await focused(page))) return;
    await press(page, "Tab");
  }
  throw new Error(`Tab does not come to ${wanted}`);
}

/** Types letter by letter: pressed together, the second of two equal ones would be lost. */
export async function type(page, text) {
  for (const letter of text) await press(page, letter);
}

/** Opens the list that has the focus and takes the choice with this name. */
export async function choose(page, name) {
  await press(page, "Enter");
  const list = page.$("[role=listbox]");
  await list.waitForExist({ timeoutMsg: "no list opened" });
  // A blank would take what its first word finds.
  const [word] = name.split(" ");
  await type(page, word);
  const highlighted = () =>
    page.execute(() => document.querySelector("[role=listbox] [data-highlighted]")?.innerText.trim() ?? "");
  await waitFor(page, highlighted, (text) => text.startsWith(word), `typing does not come to ${name}`);
  for (let steps = 0; steps < 40 && (await highlighted()) !== name; steps += 1) await press(page, "ArrowDown");
  if ((await highlighted()) !== name) throw new Error(`the list has no ${name}`);
  await press(page, "Enter");
  await list.waitForExist({ reverse: true });
}

/** Types into the list that was just opened and takes what the words find first. */
export async function find(page, words) {
  await waitFor(page, () => focused(page), ({ role }) => role === "combobox", "no list to type into opened");
  await type(page, words);
  await press(page, "Enter");
}

/** Nothing has the focus any more, as when the window was just opened. */
export async function startOver(page) {
  await page.execute(() => document.activeElement.blur());
}
