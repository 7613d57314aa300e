import type { CallbackRow } from "../../models/board-rows";

/** A callback that was promised, as far as its calling window goes by it. `dueAt`: epoch ms. */
export interface PromisedCall {
  readonly dueAt: number;
  readonly queueId: string | undefined;
  /** Where the callee's number may be. */
  readonly calleeZones: readonly string[] | undefined;
}

/** Whether a promise lies in a calling window, until when the customer may be called in it, and from when on that is pressing; epoch ms. */
export type CallingLook = (promise: PromisedCall) =>
  | {
      readonly window: NonNullable<CallbackRow["window"]>;
      readonly closesAt: number | undefined;
      readonly warnAt: number | undefined;
    }
  | undefined;
