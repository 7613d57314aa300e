import { isClosing, isOpening } from "./brackets";

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** What a byte does: it opens or closes an object or a list, or ends a text. */
export type JsonEvent = "opens" | "closes" | "endsText" | undefined;

/** Follows JSON byte by byte, from outside of any value. A closing bracket does nothing where none is open. */
export class JsonFollower {
  /** How many objects and lists are open. */
  depth = 0;
  inText = false;
  private isEscaped = false;

  /** Whether no object, list or text is open. */
  isOutside(): boolean {
    return this.depth === 0 && !this.inText;
  }

  /** Moves over a byte. */
  step(byte: number): JsonEvent {
    if (this.inText) return this.stepInText(byte);
    if (byte === QUOTE) this.inText = true;
    else if (isOpening(byte)) {
      this.depth += 1;
      return "opens";
    } else if (isClosing(byte) && this.depth > 0) {
      this.depth -= 1;
      return "closes";
    }
    return undefined;
  }

  /** Moves over a byte; says whether a text, an object or a list of the outermost level ends with it. */
  endsValue(byte: number): boolean {
    const event = this.step(byte);
    return this.depth === 0 && (event === "closes" || event === "endsText");
  }

  private stepInText(byte: number): JsonEvent {
    if (this.isEscaped) this.isEscaped = false;
    else if (byte === BACKSLASH) this.isEscaped = true;
    else if (byte === QUOTE) {
      this.inText = false;
      return "endsText";
    }
    return undefined;
  }
}
