import { contain } from "../../models/fault";
import type { Instant } from "../../models/instant";
import type { Conversation } from "../store/conversation";
import type { Conversations } from "../store/conversations";
import type { EvictionRecord } from "../store/eviction-records";
import type { Faults } from "../store/faults";
import type { Outputs } from "../ports";
import { viewConversation } from "./view";

/** Emits a view that is made. */
export type EmitView = (outputs: Outputs) => void;

/** Makes the last views of conversations that are evicted. */
export class LastViews {
  constructor(
    private readonly conversations: Conversations,
    private readonly faults: Faults,
  ) {}

  /** Makes the last view of a conversation; returns what emits it. */
  of(conversation: Conversation, asOf: Instant, isSwept: boolean): EmitView {
    const isFaulted = this.faults.has(conversation.id);
    const view = viewConversation(conversation, asOf, { isSwept, isFaulted });
    const anomalies = conversation.shown()?.anomalies() ?? {};
    return (outputs) => {
      if (view !== undefined) outputs.conversation(view, anomalies);
    };
  }

  /** The same from its record, made when it is emitted. */
  later(id: string, record: EvictionRecord, asOf: Instant, isSwept: boolean): EmitView {
    const make = () =>
      this.conversations.lookAtEvicted(id, record, (conversation) => this.of(conversation, asOf, isSwept));
    return (outputs) => {
      const noView = (error: unknown) => () => {
        this.faults.mark(id);
        outputs.fault?.({ stage: "view", position: undefined, conversationId: id, error });
      };
      contain(make, noView)(outputs);
    };
  }
}
