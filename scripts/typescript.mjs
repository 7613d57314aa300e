import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const require = createRequire(import.meta.url);
const { transformSync } = require("@swc/core");

/** Lets Node require the TypeScript of the sources and tests as it stands. */
export function requireTypeScript() {
  require.extensions[".ts"] = (module, filename) => {
    const { code } = transformSync(readFileSync(filename, "utf8"), {
      filename,
      sourceMaps: "inline",
      jsc: { target: "es2022", parser: { syntax: "typescript" } },
      module: { type: "commonjs" },
    });
    module._compile(code, filename);
  };
  return require;
}
