/** Something took too long: calls of the Kafka client can hang for ever after a broker has died. */
export class TimeoutError extends Error {
  constructor(what: string, ms: number) {
    super(`${what} took longer than ${ms} ms`);
    this.name = "TimeoutError";
  }
}

/** The result of some work. Throws `TimeoutError` after `ms`; the work itself is not ended. */
export async function withTimeout<Result>(ms: number, what: string, work: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new TimeoutError(what, ms)), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Waits for `ms`, or until `stop` is aborted. */
export async function pause(ms: number, stop?: AbortSignal): Promise<void> {
  if (stop?.aborted === true) return;
  await new Promise<void>((resolve) => {
    const end = () => {
      clearTimeout(timer);
      stop?.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    stop?.addEventListener("abort", end);
  });
}

/** Runs pieces of work one after the other: each begins when the one before it has ended, well or not. */
export class Mutex {
  private last: Promise<unknown> = Promise.resolve();

  async take<Result>(work: () => Promise<Result>): Promise<Result> {
    return this.queue(this.last.then(work));
  }

  /** The same, but begins after `patienceMs` in any case, as the work before may hang. */
  async takeWithin<Result>(patienceMs: number, work: () => Promise<Result>): Promise<Result> {
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, patienceMs);
    });
    const turn = Promise.race([this.last, patience]).finally(() => clearTimeout(timer));
    return this.queue(turn.then(work));
  }

  private async queue<Result>(mine: Promise<Result>): Promise<Result> {
    this.last = mine.catch(() => undefined);
    return mine;
  }
}
