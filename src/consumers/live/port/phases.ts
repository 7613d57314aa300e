import type { TopicNames } from "./topic-names";

/** What is done with a partition, step by step: each can be struck by whoever tries what happens then. */
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

/** Does a piece of work as a phase. */
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
