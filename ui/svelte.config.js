import { vitePreprocess } from "@sveltejs/vite-plugin-svelte";

// `tree` builds elements one by one, so that the page itself never touches innerHTML.
export default {
  preprocess: vitePreprocess(),
  compilerOptions: { runes: true, fragments: "tree" },
  vitePlugin: {
    // Packages that still use the older component style keep their own mode.
    dynamicCompileOptions: ({ filename }) =>
      filename.includes("node_modules") ? { runes: undefined } : undefined,
  },
};
