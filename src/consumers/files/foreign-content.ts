import { looksLikeUtf16 } from "../../decoding/utf16";
import { compareText } from "../../models/position";

/** A file of a log whose first bytes are those of something else than JSON, and what to do about it. */
export interface ForeignFile {
  readonly file: string;
  /** Such as `text in UTF-16`. */
  readonly content: string;
  readonly advice: string;
}

type Content = Omit<ForeignFile, "file">;

/** What files begin with that hold no JSON as it stands. */
const SIGNATURES: readonly (Content & { readonly bytes: string })[] = [
  { bytes: "425a68", content: "bzip2", advice: "Unpack it with bunzip2." },
  { bytes: "fd377a585a00", content: "xz", advice: "Unpack it with xz -d." },
  { bytes: "04224d18", content: "lz4", advice: "Unpack it with lz4 -d." },
  { bytes: "ff060000734e61507059", content: "snappy", advice: "Unpack it first." },
  { bytes: "504b0304", content: "a ZIP archive", advice: "Unpack it with unzip." },
  { bytes: "377abcaf271c", content: "a 7-Zip archive", advice: "Unpack it with 7z x." },
  { bytes: "50415231", content: "Parquet", advice: "Write it out as JSON, a record a line." },
  { bytes: "4f626a01", content: "Avro", advice: "Write it out as JSON, a record a line." },
  { bytes: "4f5243", content: "ORC", advice: "Write it out as JSON, a record a line." },
  { bytes: "53514c69746520", content: "an SQLite database", advice: "Write the records out as JSON, one a line." },
];

const LOOKED_AT_BYTES = 4096;
const TAR_MAGIC_AT = 257;
const UTF16_ADVICE =
  "Re-encode it: `iconv -f UTF-16 -t UTF-8`; or begin it with a byte-order mark. PowerShell writes UTF-8 with `Out-File -Encoding utf8`.";

/** What a file holds, by its first bytes, decompressed; undefined where that may well be JSON in UTF-8. */
export function foreignContent(head: Uint8Array): Content | undefined {
  const bytes = Buffer.from(head.subarray(0, LOOKED_AT_BYTES));
  const hex = bytes.toString("hex");
  const known = SIGNATURES.find((one) => hex.startsWith(one.bytes));
  if (known !== undefined) return { content: known.content, advice: known.advice };
  if (bytes.toString("latin1", TAR_MAGIC_AT, TAR_MAGIC_AT + 5) === "ustar")
    return { content: "a tar archive", advice: "Unpack it with tar -xf." };
  return foreignEncoding(bytes) ?? foreignText(bytes);
}

function foreignEncoding(bytes: Buffer): Content | undefined {
  const hex = bytes.toString("hex", 0, 4);
  if (hex === "fffe0000" || hex === "0000feff") return { content: "text in UTF-32", advice: "Re-encode it as UTF-8." };
  if (hex.startsWith("fffe") || hex.startsWith("feff") || looksLikeUtf16(bytes, 2))
    return { content: "text in UTF-16", advice: UTF16_ADVICE };
  if (bytes.includes(0)) return { content: "binary data", advice: "Look where it comes from." };
  return undefined;
}

const TEXT_ADVICE = "A log holds JSON, a document a record.";

/** Text of which no line begins as a document does. */
function foreignText(bytes: Buffer): Content | undefined {
  const text = bytes
    .toString("utf8")
    .replace(/^\uFEFF?\u001E?/, "")
    .trimStart();
  if (text === "" || /^\s*["[{]/m.test(text)) return undefined;
  if (text.startsWith("<")) return { content: "XML or HTML", advice: TEXT_ADVICE };
  const [first = ""] = text.split(/\r?\n/);
  const separators = /[,;\t]/g;
  if ((first.match(separators) ?? []).length >= 2)
    return { content: "what looks like CSV", advice: "Write the records out as JSON, one a line." };
  return { content: "text that is not JSON", advice: TEXT_ADVICE };
}

/** Adds a file to those that are known, in the order of names; one is named once. */
export function withForeignFile(known: readonly ForeignFile[], file: ForeignFile): readonly ForeignFile[] {
  if (known.some((one) => one.file === file.file)) return known;
  return [...known, file].sort((left, right) => compareText(left.file, right.file));
}
