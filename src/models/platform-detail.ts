import type { PlatformSegment } from "./platform-segment";
import type { Position } from "./position";

/** A number as the platform's own analytics have it. `at`: when it became final (`emitDate`), epoch ms. */
export interface PlatformNumber {
  readonly name: string;
  readonly value: number;
  readonly at: number;
}

/** A session of an analytics detail: what we call a communication, with the platform's numbers and segments. */
export interface PlatformSession {
  readonly participantId: string;
  /** The id of the communication. */
  readonly sessionId: string | undefined;
  readonly mediaType: string;
  readonly purpose: string | undefined;
  readonly queueId: string | undefined;
  readonly wrapupCode: string | undefined;
  readonly segments: readonly PlatformSegment[];
  readonly numbers: readonly PlatformNumber[];
}

/** A conversation of an analytics export. Instants are epoch milliseconds. */
export interface PlatformConversation {
  readonly id: string;
  /** Where in the export it lies. */
  readonly position: Position;
  readonly startAt: number | undefined;
  /** Undefined where it was going on when it was exported. */
  readonly endAt: number | undefined;
  readonly sessions: readonly PlatformSession[];
}

/** The latest instant that an analytics detail names; undefined where it names none. */
export function latestIn({ startAt, endAt, sessions }: PlatformConversation): number | undefined {
  const dates = sessions.flatMap(({ segments, numbers }) => [
    ...segments.map((segment) => segment.endAt ?? segment.startAt),
    ...numbers.map(({ at }) => at),
  ]);
  const latest = [startAt, endAt, ...dates].reduce<number>((most, at = -Infinity) => Math.max(most, at), -Infinity);
  return latest === -Infinity ? undefined : latest;
}
