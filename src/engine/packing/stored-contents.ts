import type { ReadContents, SavedContents } from "../saved";
import { Chain, type ByteStore } from "./byte-store";

/** The contents of a conversation as they were restored, until they are needed. */
export class StoredContents {
  private readonly chain = new Chain();

  constructor(
    private readonly store: ByteStore,
    bytes: Uint8Array,
    private readonly read: ReadContents,
  ) {
    store.append(this.chain, bytes, bytes.length);
  }

  /** The contents; it holds them no longer. */
  take(): SavedContents {
    const contents = this.read(this.store.read(this.chain));
    this.release();
    return contents;
  }

  release(): void {
    this.store.release(this.chain);
  }
}
