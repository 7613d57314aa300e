import type { z } from "zod";

import { reference } from "./references";
import { either, integer, listOf, model, one, text } from "./schema";

/** An agent with a score for this conversation. */
export const scoredAgent = model({
  agent: one(reference, "The agent."),
  score: integer("Agent's score for the current conversation, from 0 - 100, higher being better. Unit: 0-100."),
});
export type ScoredAgent = z.infer<typeof scoredAgent>;

/** How the communication is to be routed. */
export const conversationRoutingData = model({
  queue: one(reference, "The queue to use for routing decisions."),
  language: one(reference, "The language to use for routing decisions."),
  priority: integer("The priority of the conversation to use for routing decisions."),
  skills: listOf(reference, "The skills to use for routing decisions."),
  skillExpression: text("The string with skill expression requested by the caller for routing decisions."),
  skillExpressionId: either(
    text("The internal id of the skill expression, if any, that is currently in use for routing decisions."),
    one(reference, "The internal id of the skill expression, if any, that is currently in use for routing decisions."),
    "The internal id of the skill expression, if any, that is currently in use for routing decisions.",
  ),
  scoredAgents: listOf(
    scoredAgent,
    "A collection of agents and their assigned scores for this conversation (0 - 100, higher being better), for use in routing to preferred agents.",
  ),
  label: text(
    "An optional label that categorizes the conversation. Max-utilization settings can be configured at a per-label level.",
  ),
});
export type ConversationRoutingData = z.infer<typeof conversationRoutingData>;
