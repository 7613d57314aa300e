import { AppError } from "../../../models/app-error";
import { describeError, isOwnFault } from "../../../models/fault";
import type { StateReader } from "./state-codec";
import type { Checkpoint, StateKind, StateOwner } from "./state-kinds";
import { checkNotSucceeded } from "./successor";

/**
 * Throws `AppError` where a state is of another input or another group: two who write the same outputs would emit everything twice. What
 * an earlier release wrote does not say whose it is; its version does.
 */
export function checkOwner(stored: Partial<StateOwner>, wanted: StateOwner, topic: string): void {
  const { input = wanted.input, group = wanted.group } = stored;
  if (input !== wanted.input)
    throw new AppError(
      "stateWrong",
      `The state in "${topic}" is of the input "${input}", not of "${wanted.input}".`,
      `Fold "${wanted.input}" under another --prefix, or go on with ${topicOptions(input)}.`,
    );
  if (group === wanted.group) return;
  throw new AppError(
    "stateWrong",
    `The state in "${topic}" is kept by the group "${group}", not by "${wanted.group}".`,
    `Join it with --group ${group}, or fold under another --prefix.`,
  );
}

/** The options that name the topics of an input. */
export function topicOptions(input: string): string {
  return input
    .split(",")
    .map((topic) => `--topic ${topic}`)
    .join(" ");
}

/** Throws `AppError` where a state is another's, or was made in another way than it would be now. */
export function checkState(
  { checkpoint, position, successor }: Pick<StateReader, "checkpoint" | "position" | "successor">,
  wanted: StateKind,
  topic: string,
): void {
  checkNotSucceeded(successor, topic);
  if (position !== undefined) checkOwner(position, wanted, topic);
  if (checkpoint === undefined) return;
  checkOwner(checkpoint, wanted, topic);
  checkKind(checkpoint, wanted, topic);
}

function checkKind(stored: Checkpoint, wanted: StateKind, topic: string): void {
  const differing = (["semantics", "partitions"] as const).filter((name) => stored[name] !== wanted[name]);
  if (differing.length === 0) return;
  const what = { semantics: "version of the semantics", partitions: "number of partitions" };
  throw new AppError(
    "stateWrong",
    `The state in "${topic}" was made with another ${differing.map((name) => what[name]).join(" and another ")}.`,
    "Fold again from the input under another --prefix, or run with what it was made with.",
  );
}

/** Does what reads a state. Throws `AppError` where that cannot be read: it would not get better by being read again. */
export function readingState<Result>(topic: string, partition: number, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    if (!isOwnFault(error)) throw error;
    throw new AppError(
      "stateWrong",
      `The state in ${topic}[${partition}] cannot be read: ${describeError(error).error}.`,
      "Run the version of convofold that wrote it. If the topic was harmed, restore it, or fold again from the input under another --prefix.",
    );
  }
}

/** Why a topic that convofold itself writes cannot be read: whoever deleted what is broken in it, as of an input, would lose more. */
export function ofOwnTopic(error: unknown): unknown {
  if (!(error instanceof AppError) || error.code !== "inputUnreadable") return error;
  return new AppError(
    "stateWrong",
    error.message,
    "Restore the topic, or fold again from the input under another --prefix.",
  );
}
