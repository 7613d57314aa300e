import { readFileSync } from "node:fs";

import importX from "eslint-plugin-import-x";
import tseslint from "typescript-eslint";

/** Rooms that know no clock, no chance, no process and no world; `test/architecture.test.ts` reads the same list. */
const PURE = JSON.parse(readFileSync(new URL("pure-rooms.json", import.meta.url), "utf8")).map(
  (room) => `src/${room}/**/*.ts`,
);

export default tseslint.config(
  { ignores: ["dist", "node_modules", "out", "coverage", "bin", "*.js", "*.mjs", "scripts", "assembly", "benchmarks", "docs"] },
  ...tseslint.configs.strictTypeChecked,
  ...tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true } },
    plugins: { "import-x": importX },
    rules: {
      "import-x/no-cycle": "error",
      "import-x/no-default-export": "error",
      "max-lines": ["error", { max: 200 }],
      "max-lines-per-function": ["error", { max: 50, skipBlankLines: true, skipComments: true }],
      "no-warning-comments": ["error", { terms: ["todo", "fixme", "xxx"] }],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-confusing-void-expression": "off",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      "@typescript-eslint/prefer-nullish-coalescing": "off",
      "@typescript-eslint/no-dynamic-delete": "off",
      "@typescript-eslint/dot-notation": "off",
    },
  },
  {
    files: PURE,
    rules: {
      "no-restricted-globals": [
        "error",
        "process",
        "console",
        "setTimeout",
        "setInterval",
        "setImmediate",
        "performance",
        "fetch",
      ],
      "no-restricted-syntax": [
        "error",
        { selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']", message: "no clock here" },
        { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: "no clock here" },
        {
          selector: "CallExpression[callee.object.name='Math'][callee.property.name='random']",
          message: "no chance here",
        },
        { selector: ":function[async=true]", message: "nothing here waits" },
      ],
    },
  },
  // One line for each fact, generated.
  { files: ["src/**/generated/*.ts"], rules: { "max-lines-per-function": "off" } },
  // Tables of data, and factories whose functions are each short, are no long functions.
  { files: ["src/models/**/*.ts", "src/app/documentation/pages.ts"], rules: { "max-lines": "off" } },
  {
    files: ["test/**/*.ts"],
    rules: {
      "max-lines": "off",
      "max-lines-per-function": "off",
      "@typescript-eslint/no-non-null-assertion": "off",
      "@typescript-eslint/require-await": "off",
    },
  },
);
