const BLOCK_BYTES = 128;
const BLOCKS_PER_PAGE = 4096;
const PAGE_BYTES = BLOCK_BYTES * BLOCKS_PER_PAGE;
const NONE = -1;

/** Where a chain of blocks begins and ends, at first an empty one. It is owned by whoever appends to it. */
export class Chain {
  first = NONE;
  last = NONE;
  /** How many bytes of the last block are used. */
  used = BLOCK_BYTES;
  /** How many blocks it has. */
  blocks = 0;
}

/**
 * Bytes that grow, many runs of them, outside of the garbage collector's reach: each is a chain of small blocks out
 * of large pages. What is released is used again.
 */
export class ByteStore {
  private readonly pages: Uint8Array[] = [];
  private next = new Int32Array(BLOCKS_PER_PAGE);
  private blocks = 0;
  private blocksUsed = 0;
  private free = NONE;

  /** How many bytes the chains take. */
  bytesUsed(): number {
    return this.blocksUsed * BLOCK_BYTES;
  }

  append(chain: Chain, bytes: Uint8Array, length: number): void {
    let from = 0;
    while (from < length) {
      if (chain.used === BLOCK_BYTES) this.grow(chain);
      const count = Math.min(length - from, BLOCK_BYTES - chain.used);
      const page = this.pages[Math.floor(chain.last / BLOCKS_PER_PAGE)];
      const at = (chain.last % BLOCKS_PER_PAGE) * BLOCK_BYTES + chain.used;
      for (let index = 0; index < count; index += 1)
        if (page !== undefined) page[at + index] = bytes[from + index] ?? 0;
      chain.used += count;
      from += count;
    }
  }

  /** All bytes of a chain, one after the other. */
  read(chain: Chain): Uint8Array {
    let blocks = 0;
    for (let block = chain.first; block !== NONE; block = this.next[block] ?? NONE) blocks += 1;
    const all = new Uint8Array(blocks * BLOCK_BYTES);
    let to = 0;
    for (let block = chain.first; block !== NONE; block = this.next[block] ?? NONE) {
      const page = this.pages[Math.floor(block / BLOCKS_PER_PAGE)];
      const at = (block % BLOCKS_PER_PAGE) * BLOCK_BYTES;
      if (page !== undefined) all.set(page.subarray(at, at + BLOCK_BYTES), to);
      to += BLOCK_BYTES;
    }
    return blocks === 0 ? all : all.subarray(0, to - BLOCK_BYTES + chain.used);
  }

  release(chain: Chain): void {
    if (chain.first === NONE) return;
    this.next[chain.last] = this.free;
    this.free = chain.first;
    this.blocksUsed -= chain.blocks;
    chain.blocks = 0;
    chain.first = NONE;
    chain.last = NONE;
    chain.used = BLOCK_BYTES;
  }

  private grow(chain: Chain): void {
    const block = this.take();
    this.next[block] = NONE;
    if (chain.last === NONE) chain.first = block;
    else this.next[chain.last] = block;
    chain.last = block;
    chain.used = 0;
    chain.blocks += 1;
    this.blocksUsed += 1;
  }

  private take(): number {
    if (this.free !== NONE) {
      const block = this.free;
      this.free = this.next[block] ?? NONE;
      return block;
    }
    if (this.blocks === this.pages.length * BLOCKS_PER_PAGE) this.pages.push(new Uint8Array(PAGE_BYTES));
    if (this.blocks === this.next.length) {
      const larger = new Int32Array(this.next.length * 2);
      larger.set(this.next);
      this.next = larger;
    }
    const block = this.blocks;
    this.blocks += 1;
    return block;
  }
}
