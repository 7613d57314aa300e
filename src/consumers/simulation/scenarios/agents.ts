import type { Communication } from "../communication";
import { createCommunication, type Script } from "../script";

/** What is given of an agent's communication when it is made. */
export interface AgentSketch {
  readonly at: number;
  readonly queueId: string | undefined;
  readonly customer: Communication;
  readonly state?: string;
  readonly direction?: "inbound" | "outbound";
  readonly participantId?: string;
  readonly userId?: string;
  /** Whether it is somebody who has had no part in the conversation. */
  readonly isAnother?: boolean;
}

const PROMPTS = [
  "timeout",
  "timeout",
  "timeout",
  "forcedTimeout",
  "optional",
  "optional",
  "mandatory",
  "agentRequested",
] as const;

/** An agent's communication: each alert makes a new participant, for the same person too. */
export function createAgent(script: Script, mediaType: Communication["mediaType"], sketch: AgentSketch): Communication {
  const { random } = script;
  const user = sketch.isAnother === true ? script.someoneElse() : script.someone();
  const wrapupPrompt = random.pick(PROMPTS);
  const isTimed = wrapupPrompt !== "optional" && wrapupPrompt !== "mandatory";
  return createCommunication(random, {
    mediaType,
    purpose: "agent",
    name: user.name,
    userId: sketch.userId ?? user.id,
    queueId: sketch.queueId,
    state: sketch.state ?? "alerting",
    startedAt: sketch.at,
    direction: sketch.direction ?? "inbound",
    peerId: sketch.customer.communicationId,
    wrapupPrompt,
    wrapupTimeoutMs: isTimed ? random.pick([30_000, 60_000, 120_000]) : undefined,
    alertingTimeoutMs: random.pick([8_000, 15_000, 30_000]),
    ...(sketch.participantId !== undefined && { participantId: sketch.participantId }),
  });
}

/** A communication joins the conversation. */
export function join(script: Script, communication: Communication): readonly Communication[] {
  script.communications.push(communication);
  return [communication];
}
