/** How often the group's offset is brought up to date: only tools that show lag read it, and it costs two requests. */
const GROUP_OFFSET_MS = 1000;

/** What the offset of a group in a partition was last set to, as a place in the fold, and when. */
export class GroupOffset {
  private place: bigint | undefined;
  private setAt = -Infinity;

  /** Whether it says how far the fold is. */
  isAt(place: bigint): boolean {
    return this.place === place;
  }

  isDue(now: number): boolean {
    return now - this.setAt >= GROUP_OFFSET_MS;
  }

  set(place: bigint, now: number): void {
    [this.place, this.setAt] = [place, now];
  }
}
