import js from "@eslint/js";
import svelte from "eslint-plugin-svelte";
import globals from "globals";
import ts from "typescript-eslint";
import svelteConfig from "./svelte.config.js";

const shellDoor = {
  group: ["@tauri-apps/*"],
  message: "The page knows Rust only through src/lib/bindings.ts and src/lib/shell.ts.",
};
const noViews = {
  group: ["**/views/*"],
  message: "Tiers go shared, feature, view: a view is never imported from below.",
};
const noFeatures = {
  regex:
    "^(\\.\\./)+(session|today|ledger|imports|small|accounts|history|batches|links|templates|watch|rules|saving|goals|sweeps|wishes|cashback)/",
  message: "Tiers go shared, feature, view: shared components know no feature.",
};
const restrict = (...patterns) => ({ "no-restricted-imports": ["error", { patterns }] });

const rawHtml = "Text from a statement must never be read as HTML: build nodes instead.";

export default ts.config(
  { ignores: ["dist", "node_modules", "src/lib/bindings.ts"] },
  js.configs.recommended,
  ...ts.configs.strict,
  ...svelte.configs.recommended,
  { languageOptions: { globals: { ...globals.browser } } },
  {
    files: ["**/*.svelte", "**/*.svelte.ts"],
    languageOptions: {
      parserOptions: { parser: ts.parser, extraFileExtensions: [".svelte"], svelteConfig },
    },
  },
  {
    rules: {
      "svelte/no-at-html-tags": "error",
      "max-lines": ["error", { max: 300 }],
      "no-undef": "off",
      "no-restricted-properties": [
        "error",
        { property: "innerHTML", message: rawHtml },
        { property: "outerHTML", message: rawHtml },
        { property: "insertAdjacentHTML", message: rawHtml },
      ],
      "no-restricted-syntax": [
        "error",
        {
          selector: "SvelteAttribute[key.name='style']",
          message:
            "A style attribute is blocked by the policy of the window: use a class, or style:property.",
        },
        {
          selector: "Literal[value='style'][parent.callee.property.name='setAttribute']",
          message: "A style attribute is blocked by the policy of the window: set properties.",
        },
      ],
      "no-restricted-globals": [
        "error",
        { name: "localStorage", message: "What is kept is kept in the ledger." },
        { name: "fetch", message: "Nothing leaves this computer." },
      ],
      "no-eval": "error",
      "no-implied-eval": "error",
      "no-new-func": "error",
      ...restrict(shellDoor, noViews),
    },
  },
  { files: ["src/lib/shared/**"], rules: restrict(shellDoor, noViews, noFeatures) },
  { files: ["src/App.svelte", "src/main.ts", "tests/**"], rules: restrict(shellDoor) },
  { files: ["src/lib/shell.ts"], rules: { "no-restricted-imports": "off" } },
  { files: ["*.js", "*.ts"], languageOptions: { globals: { ...globals.node } } },
);
