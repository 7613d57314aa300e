import type { ReadStream } from "./outputs-folder";
import type { OwnedLine } from "./owned-lines";

/** The lines of a conversation by stream: where each begins and ends. */
export type LinePlaces = Readonly<Record<ReadStream, number[]>>;

/** The lines of many conversations, one behind the other: an object for each would take the garbage collector longer than reading them. */
export class PartLines {
  private bytes: Buffer;
  private used = 0;
  private readonly byConversation = new Map<string, LinePlaces>();

  /** Takes room for so many bytes, and more as it is needed. */
  constructor(bytes: number) {
    this.bytes = Buffer.allocUnsafeSlow(bytes);
  }

  add(stream: ReadStream, { conversationId, bytes }: OwnedLine): void {
    if (this.used + bytes.length > this.bytes.length) this.grow(this.used + bytes.length);
    const start = this.used;
    this.used += bytes.copy(this.bytes, start);
    let places = this.byConversation.get(conversationId);
    if (places === undefined) {
      places = { measurements: [], deadlines: [], conversations: [] };
      this.byConversation.set(conversationId, places);
    }
    places[stream].push(start, this.used);
  }

  conversations(): IterableIterator<[string, LinePlaces]> {
    return this.byConversation.entries();
  }

  /** The lines at such places, as text. */
  *texts(places: readonly number[]): Generator<string> {
    for (let index = 0; index < places.length; index += 2)
      yield this.bytes.toString("utf8", places[index], places[index + 1]);
  }

  private grow(needed: number): void {
    const larger = Buffer.allocUnsafeSlow(Math.max(needed, this.bytes.length * 2));
    this.bytes.copy(larger, 0, 0, this.used);
    this.bytes = larger;
  }
}
