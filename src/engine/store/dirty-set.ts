/** Which conversations changed: each kind of reader asks for what is new to it since it asked last. */
export class DirtySet {
  private unsaved = new Set<string>();
  private unseen = new Set<string>();

  /** `isTracked`: somebody will ask. */
  constructor(private readonly isTracked: boolean) {}

  add(id: string): void {
    if (!this.isTracked) return;
    this.unsaved.add(id);
    this.unseen.add(id);
  }

  /** One that could not be kept: it is tried again. */
  addUnsaved(id: string): void {
    if (this.isTracked) this.unsaved.add(id);
  }

  /** For whoever keeps their state. */
  takeUnsaved(): ReadonlySet<string> {
    const ids = this.unsaved;
    this.unsaved = new Set();
    return ids;
  }

  /** For whoever shows them. */
  takeUnseen(): ReadonlySet<string> {
    const ids = this.unseen;
    this.unseen = new Set();
    return ids;
  }
}
