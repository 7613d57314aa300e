/* eslint-disable @typescript-eslint/no-require-imports -- inner modules of kafkajs, without types */
import { patchFetching } from "./fetch-answer";
import { encodeProduce, type ProduceFields } from "./produce-request";

let isPatched = false;

/** Patches what makes the client slow, and what it says wrong, in its inner modules, once for a process. */
export function patchClient(): void {
  if (isPatched) return;
  isPatched = true;
  patchIdleTimers();
  patchEncoding();
  patchGrowth();
  patchFetching();
  patchFirstOffset();
}

interface RequestQueue {
  readonly pending: readonly unknown[];
  readonly inflight: ReadonlyMap<number, SentRequest>;
  readonly enforceRequestTimeout: boolean;
  readonly isConnected: () => boolean;
  destroy: () => void;
  scheduleCheckPendingRequests: () => void;
  scheduleRequestTimeoutCheck: () => void;
}

interface SentRequest {
  readonly sentAt: number;
  readonly requestTimeout: number;
  readonly timeoutRequest: () => void;
}

/** How often it is looked whether a request has taken too long. */
const TIMEOUT_CHECK_MS = 500;

/**
 * Each connection looks at its queue of waiting requests each millisecond, also while none waits: 3 % of a core, idle. And each looks by itself
 * ten times a second whether a request has taken too long: with a connection for each of many partitions that wakes the process all the time.
 */
function patchIdleTimers(): void {
  const { prototype } = require("kafkajs/src/network/requestQueue") as { readonly prototype: RequestQueue };
  const { scheduleCheckPendingRequests: schedule, destroy } = prototype;
  prototype.scheduleCheckPendingRequests = function checkIfAnyWaits(this: RequestQueue) {
    if (this.pending.length > 0) schedule.call(this);
  };
  const watched = new Set<RequestQueue>();
  let timer: NodeJS.Timeout | undefined;
  const look = () => {
    for (const queue of watched) endTimedOut(queue);
  };
  prototype.scheduleRequestTimeoutCheck = function watch(this: RequestQueue) {
    if (!this.enforceRequestTimeout) return;
    watched.add(this);
    timer ??= setInterval(look, TIMEOUT_CHECK_MS);
  };
  prototype.destroy = function forget(this: RequestQueue) {
    destroy.call(this);
    watched.delete(this);
    if (watched.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

function endTimedOut(queue: RequestQueue): void {
  for (const request of queue.inflight.values())
    if (Date.now() - request.sentAt > request.requestTimeout) request.timeoutRequest();
  if (!queue.isConnected()) queue.destroy();
}

interface Request {
  readonly encode: () => Promise<object>;
}

type MakeRequest = (options: ProduceFields) => { readonly request: Request; readonly response: object };

/** Before this version records are encoded in another form. */
const RECORD_BATCHES_FROM = 3;

/** What is produced is encoded into one buffer where it can be: see there. */
function patchEncoding(): void {
  const produce = require("kafkajs/src/protocol/requests/produce") as {
    protocol: (options: { readonly version: number }) => MakeRequest;
  };
  const usual = produce.protocol;
  produce.protocol = ({ version }) => {
    const make = usual({ version });
    return version < RECORD_BATCHES_FROM ? make : (options) => encodedAtOnce(make(options), options);
  };
}

function encodedAtOnce(made: ReturnType<MakeRequest>, options: ProduceFields): ReturnType<MakeRequest> {
  const encode = async () => {
    const bytes = encodeProduce(options, Date.now());
    return bytes === undefined ? made.request.encode() : { buf: bytes, buffer: bytes };
  };
  return { ...made, request: { ...made.request, encode } };
}

interface Encoder {
  buf: Buffer;
  readonly offset: number;
}

/** What lies around a request is written into two more buffers: each becomes as large as it must, and is not zeroed first. */
function patchGrowth(): void {
  const { prototype } = require("kafkajs/src/protocol/encoder") as {
    readonly prototype: { ensureAvailable: (this: Encoder, length: number) => void };
  };
  prototype.ensureAvailable = function grow(length) {
    const needed = this.offset + length;
    if (needed <= this.buf.length) return;
    const larger = Buffer.allocUnsafe(Math.max(needed, 2 * this.buf.length));
    this.buf.copy(larger, 0, 0, this.offset);
    this.buf = larger;
  };
}

interface Batch {
  readonly fetchedOffset: string;
  readonly isEmpty: () => boolean;
  readonly firstOffset: () => string | null;
}

/**
 * Of a batch without a record for anybody it says where that begins by its first mark or aborted record. Compaction may have taken what lies
 * before, so whoever waits is called back from where it asked.
 */
function patchFirstOffset(): void {
  const { prototype } = require("kafkajs/src/consumer/batch") as {
    readonly prototype: { firstOffset: (this: Batch) => string | null };
  };
  const usual = prototype.firstOffset;
  prototype.firstOffset = function firstOrAsked(this: Batch) {
    return this.isEmpty() ? this.fetchedOffset : usual.call(this);
  };
}
