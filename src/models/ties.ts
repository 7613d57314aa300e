import type { ClosedSpan, Dated } from "./dated";
import type {
  AgentCallbackTimeline,
  CallbackTimeline,
  CommunicationTimeline,
  QueueTimeline,
  TransferTimeline,
} from "./timeline";

/**
 * What ties a communication to the others of its conversation. A definition sees its communication and this, and nothing else: so it is
 * known when what it derives has to be derived again.
 */
export interface Ties {
  /** Of a communication in a queue: how it left. */
  readonly queue: QueueTimeline | undefined;
  /** Of an agent's communication: the one in a queue that offered it. */
  readonly offer: CommunicationTimeline | undefined;
  /** How its agent gave the conversation on. */
  readonly transfer: TransferTimeline | undefined;
  /** The instants at which those whom its agent consulted appeared. */
  readonly consults: readonly Dated[] | undefined;
  /** Of a customer's communication of medium callback: all that belongs to it. */
  readonly callback: CallbackTimeline | undefined;
  /** Of an agent's communication of medium callback. */
  readonly agentCallback: AgentCallbackTimeline | undefined;
  /** Of the communication that appeared first: the life of the conversation, once all of it has ended. */
  readonly life: ClosedSpan | undefined;
}
