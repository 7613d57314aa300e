/** The public exports: the engine with its ports, the decoder, and what they speak of. */
export { decodeDocument, decodeRecord, decodeRecords } from "./decoding/decode";
export { createEngine, type Engine } from "./engine/engine";
export type { EngineOptions } from "./engine/engine-options";
export type { EngineCounts, Outputs, RecordOutcome } from "./engine/ports";
export { compilePolicy, EMPTY_POLICY, type PolicyDocument } from "./app/policy";
export { parsePolicy, readPolicyFile } from "./app/policy-file";
export type { Decoded, ObservationBody as Sighting } from "./models/decoded";
export { deadlineRecord, type DeadlineRecord, type DeadlineStatus } from "./models/deadline";
export { measurementRecord, type MeasurementRecord, type Origin } from "./models/measurement";
export type { Facts } from "./models/facts";
export type { Observation } from "./models/observation";
export type { Policy } from "./models/policy";
export type { Position } from "./models/position";
export { rejectionMeaning, type Rejection, type RejectionReason } from "./models/rejection";
export { conversationRecord, rejectionRecord, type ConversationRecord } from "./models/view";
