import type { CallbackPromise } from "../models/communication";
import { sortInPlace } from "../models/sort";
import type { CommunicationTimeline } from "../models/timeline";
import { endOf } from "./callback-dates";

/** What one communication of a callback said of its promised instant: its first value, or a change of it. */
interface Mention {
  readonly by: CommunicationTimeline;
  readonly isFirst: boolean;
  readonly promise: CallbackPromise;
}

/**
 * The promises of a callback, in order, from all of its communications. Each shows the instant promised, some of them
 * late. So every communication is read as one that follows the list of promises, perhaps behind the others:
 *
 * - a change of its own value moves it on to the next promise of that instant; where the list has none further on, the
 *   change is a new promise;
 * - its first value is where it joins the list; only an instant that nobody has promised so far is a new promise;
 * - a value that stays is no news, however old it is.
 *
 * Customer A → B, queue still A, queue → B: two promises. Customer A → B → A: three, also where the queue follows later.
 */
export function mergePromises(
  customer: CommunicationTimeline,
  others: readonly CommunicationTimeline[],
): readonly CallbackPromise[] {
  if (!others.some(({ state }) => state.promises.length > 0)) return customer.state.promises;
  const promises: CallbackPromise[] = [];
  const places = new Map<CommunicationTimeline, number>();
  for (const mention of mentionsOf(customer, others)) {
    const { by, promise } = mention;
    const known = placeOf(mention, promises, places.get(by) ?? -1);
    if (known >= 0) places.set(by, known);
    else if (by === customer || !isDoubtful(mention, promises)) places.set(by, promises.push(promise) - 1);
  }
  return promises;
}

/** In order of time, of equal instants the customer's first. What is said after the callback's end promises nothing. */
function mentionsOf(customer: CommunicationTimeline, others: readonly CommunicationTimeline[]): Mention[] {
  const ended = endOf(customer);
  const mentions = [customer, ...others].flatMap((by) =>
    by.state.promises.map((promise, index): Mention => ({ by, isFirst: index === 0, promise })),
  );
  return sortInPlace(
    mentions.filter(({ by, promise }) => by === customer || promise.made.at <= ended),
    (left, right) => left.promise.made.at - right.promise.made.at,
  );
}

/** Where in the list a communication is with its value; below 0 where it is not there. */
function placeOf({ isFirst, promise }: Mention, promises: readonly CallbackPromise[], before: number): number {
  const isSame = ({ scheduledAt }: CallbackPromise) => scheduledAt === promise.scheduledAt;
  return isFirst ? promises.findLastIndex(isSame) : promises.findIndex((one, index) => index > before && isSame(one));
}

/**
 * A first value is no promise beside others where it may be an old one: said by a communication that had ended, or
 * beside the first that is known of the promise at all.
 */
function isDoubtful({ by, isFirst, promise }: Mention, [first]: readonly CallbackPromise[]): boolean {
  if (!isFirst || first === undefined) return false;
  const isEnded = promise.made.at >= (by.state.phases.endSeenAt ?? Infinity);
  return isEnded || promise.made.at === first.made.at;
}
