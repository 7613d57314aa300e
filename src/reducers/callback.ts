import type { CallbackPromise } from "../models/communication";
import type { Observation } from "../models/observation";
import type { Phase } from "../models/phase";
import { observedDate } from "./dates";

/**
 * Folds the promises of a callback: each new `callbackScheduledTime` is a promise, forwards or back, also one that
 * returns to an instant promised before. The field stays when its instant has passed, and says nothing when absent.
 */
export function foldPromises(
  promises: readonly CallbackPromise[],
  observation: Observation,
  phase: Phase,
): readonly CallbackPromise[] {
  const scheduledAt = observation.facts.callbackScheduledAt;
  if (scheduledAt === undefined || scheduledAt === promises.at(-1)?.scheduledAt) return promises;
  if (phase === "ended" && promises.length > 0) return promises;
  return [...promises, { scheduledAt, made: observedDate(observation) }];
}
