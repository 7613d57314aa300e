import { closeSync, existsSync, mkdirSync, openSync, renameSync, rmSync, statSync } from "node:fs";
import path from "node:path";

import { AppError } from "../../models/app-error";
import { guarded } from "./guarded";

/** A file that has its name only once it is whole. */
export interface NewFile {
  readonly descriptor: number;
  readonly commit: () => void;
  /** Takes away what was written. */
  readonly discard: () => void;
}

/** Throws `AppError` where a file is there that may not be replaced, or what another run left or is writing of it. */
export function refuseExisting(file: string, replace: boolean): void {
  if (replace || guarded(file, () => isDevice(file))) return;
  const partial = partialFileOf(file);
  if (existsSync(file))
    throw new AppError("outputExists", `The file "${file}" exists.`, "Choose another name, or --force to replace it.");
  if (!existsSync(partial)) return;
  const message = `"${partial}" is being written by another run, or was left by one that was stopped or killed.`;
  throw new AppError("outputExists", message, "Choose another name, or --force to replace it.");
}

/** Begins a file, beside its name; a device or pipe is written as it is. Throws `AppError` where it may or can not. */
export function createNewFile(file: string, replace: boolean): NewFile {
  refuseExisting(file, replace);
  if (guarded(file, () => isDevice(file))) {
    const descriptor = guarded(file, () => openSync(file, "w"));
    return { descriptor, commit: () => closeSync(descriptor), discard: () => closeSync(descriptor) };
  }
  const partial = partialFileOf(file);
  const descriptor = guarded(file, () => {
    mkdirSync(path.dirname(file), { recursive: true });
    return openSync(partial, replace ? "w" : "wx");
  });
  return {
    descriptor,
    commit() {
      guarded(file, () => {
        closeSync(descriptor);
        renameSync(partial, file);
      });
    },
    discard() {
      closeSync(descriptor);
      rmSync(partial, { force: true });
    },
  };
}

/** Where a file is written until it is whole. */
export function partialFileOf(file: string): string {
  return `${file}.partial`;
}

/** Whether a name is that of a device, pipe or socket: something that is written to and not made. */
function isDevice(file: string): boolean {
  const stats = statSync(file, { throwIfNoEntry: false });
  return stats !== undefined && !stats.isFile() && !stats.isDirectory();
}
