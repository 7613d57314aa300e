import type { TopicNames } from "./topic-names";

/** The steps of what is done with a partition. Tests inject faults into each of them. */
export const PHASES = [
  "fence",
  "restore",
  "sendState",
  "sendMeasurements",
  "sendDeadlines",
  "sendConversations",
  "sendRejects",
  "offsets",
  "commit",
  "advance",
] as const;
export type Phase = (typeof PHASES)[number];

/** Does a piece of work as a phase: calls `work`, and returns its result. */
export type DuringPhase = <Result>(phase: Phase, work: () => Promise<Result>) => Promise<Result>;

/** The phase of a send, by its topic. */
export function phaseOfSend(topic: string, topics: TopicNames): Phase {
  switch (topic) {
    case topics.measurements:
      return "sendMeasurements";
    case topics.deadlines:
      return "sendDeadlines";
    case topics.conversations:
      return "sendConversations";
    case topics.rejects:
      return "sendRejects";
    default:
      return "sendState";
  }
}
