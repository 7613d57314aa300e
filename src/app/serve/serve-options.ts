import type { KafkaAccess } from "../../consumers/kafka/client";
import type { MisroutedChoice } from "../../consumers/live/fold/fold-options";
import type { Log } from "../../consumers/live/port/log";
import type { GapOptions } from "../../engine/gaps/log-gaps";
import type { PolicyReach } from "../../models/policy-switch";
import type { RunSpans } from "../../models/policy-values";
import type { PolicyDocument } from "../policy";
import type { OtlpOptions } from "./otlp-options";

/** What each worker of a service is to do: plain data, but for its access. */
export interface WorkerSpec {
  readonly access: KafkaAccess;
  /** The topics of the input, which are folded together. */
  readonly topics: readonly string[];
  readonly prefix: string;
  readonly groupId: string;
  readonly policy: PolicyDocument;
  readonly overrides: Partial<RunSpans>;
  /** For what the policy is to hold where the state goes by another one; undefined where that is refused. */
  readonly policyFrom: PolicyReach | undefined;
  /** Whether it is taken also where the state went by it before, and left it. */
  readonly mayReturnToPolicy: boolean;
  readonly recordBytesMax: number;
  readonly sessionMs: number;
  readonly checkpointMs: number;
  /** Whether time passes by the clock where nothing comes, or by records alone. */
  readonly hasClock: boolean;
  readonly misrouted: MisroutedChoice;
  /** Which gaps in the input views are marked with. */
  readonly gaps: GapOptions;
}

/** What a service is to do. */
export interface ServeOptions extends WorkerSpec {
  /** How many workers it has, each in a thread of its own where there are several. */
  readonly threads: number;
  readonly mayStampOnArrival: boolean;
  /** How long the last view of a conversation is kept; a month beyond the policy's sweep where it is not given. */
  readonly viewsMs?: number;
  readonly http: { readonly host: string; readonly port: number } | undefined;
  /** Whether metrics are pushed, too. */
  readonly otlp: OtlpOptions | undefined;
  readonly log: Log;
}
