import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { guarded } from "./guarded";

/** A folder of its own for what is not kept, and what takes it away. Throws `AppError` where there can be none. */
export function temporaryFolder(what: string): { readonly folder: string; readonly close: () => void } {
  const folder = guarded(tmpdir(), () => mkdtempSync(path.join(tmpdir(), `convofold-${what}-`)));
  return { folder, close: () => rmSync(folder, { recursive: true, force: true }) };
}
