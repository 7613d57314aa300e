import { parseArgs } from "node:util";

/** Reads the words of a script's command line. Shows `usage` where `--help` asks for it; ends with 2 where a word is not known. */
export function readWords(usage, { options, ...rest }) {
  try {
    const read = parseArgs({ ...rest, options: { ...options, help: { type: "boolean", short: "h", default: false } } });
    if (!read.values.help) return read;
    process.stdout.write(`${usage}\n`);
    process.exit(0);
  } catch (error) {
    process.stderr.write(`${error.message}\n\n${usage}\n`);
    process.exit(2);
  }
}
