/** Something took longer than it may: calls of the client can hang for ever after a broker has died. */
export class TimeoutError extends Error {
  constructor(what: string, ms: number) {
    super(`${what} took longer than ${ms} ms`);
    this.name = "TimeoutError";
  }
}

/** The result of some work, or an error when it takes too long. */
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

/** Waits; no longer than until it is stopped, where that is given. */
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

/** One thing after the other: each piece of work begins when the one before it has ended. */
export class Mutex {
  private last: Promise<unknown> = Promise.resolve();

  async take<Result>(work: () => Promise<Result>): Promise<Result> {
    return this.queue(this.last.then(work));
  }

  /** The same for work before which something may hang: it begins after so long in any case. */
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
