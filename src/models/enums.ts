/**
 * The platform's enums in canonical spelling: that of its conversation topics, lower case. REST bodies, detail events and
 * analytics spell some of them otherwise. All are open: a value that is not listed is kept as it came and counted.
 */
interface EnumSpelling {
  readonly known: readonly string[];
  /** Other spellings, lower case, of known values. */
  readonly aliases?: Readonly<Record<string, string>>;
}

const STATES: EnumSpelling = {
  known: [
    "none",
    "scheduled",
    "offering",
    "contacting",
    "dialing",
    "alerting",
    "connected",
    "converting",
    "uploading",
    "transmitting",
    "parked",
    "disconnected",
    "terminated",
  ],
};

const DISCONNECT_TYPES: EnumSpelling = {
  known: [
    "endpoint",
    "endpoint.dnd",
    "client",
    "system",
    "timeout",
    "transfer",
    "transfer.conference",
    "transfer.consult",
    "transfer.forward",
    "transfer.noanswer",
    "transfer.notavailable",
    "transfer.dnd",
    "transport.failure",
    "error",
    "peer",
    "other",
    "spam",
    "uncallable",
    "inactivity",
    "session.expired",
    "takeover",
  ],
  aliases: {
    "endpoint.donotdisturb": "endpoint.dnd",
    dndendpoint: "endpoint.dnd",
    endpointdnd: "endpoint.dnd",
    dnd_endpoint: "endpoint.dnd",
    "transfer.donotdisturb": "transfer.dnd",
    dndtransfer: "transfer.dnd",
    transferdnd: "transfer.dnd",
    dnd_transfer: "transfer.dnd",
    conferencetransfer: "transfer.conference",
    conference_transfer: "transfer.conference",
    consulttransfer: "transfer.consult",
    consult_transfer: "transfer.consult",
    forwardtransfer: "transfer.forward",
    forward_transfer: "transfer.forward",
    noanswertransfer: "transfer.noanswer",
    no_answer_transfer: "transfer.noanswer",
    notavailabletransfer: "transfer.notavailable",
    not_available_transfer: "transfer.notavailable",
    transportfailure: "transport.failure",
    transport_failure: "transport.failure",
    sessionexpired: "session.expired",
    session_expired: "session.expired",
  },
};

/** The enums that are folded, by the name of their field. */
export const ENUMS = {
  state: STATES,
  disconnectType: DISCONNECT_TYPES,
  direction: { known: ["inbound", "outbound"] },
  purpose: {
    known: [
      "acd",
      "agent",
      "api",
      "botflow",
      "campaign",
      "customer",
      "dialer",
      "external",
      "fax",
      "group",
      "inbound",
      "ivr",
      "manual",
      "outbound",
      "station",
      "user",
      "voicemail",
      "voicesurveyflow",
      "workflow",
    ],
  },
  wrapupPrompt: {
    known: ["mandatory", "optional", "agentRequested", "timeout", "forcedTimeout"],
    aliases: { agentrequested: "agentRequested", forcedtimeout: "forcedTimeout" },
  },
  afterCallWorkState: {
    known: ["unknown", "notApplicable", "skipped", "pending", "complete"],
    aliases: { notapplicable: "notApplicable" },
  },
  recordingState: { known: ["none", "active", "paused"] },
  voicemailUploadStatus: { known: ["pending", "complete", "failed", "timeout", "none"] },
} as const satisfies Record<string, EnumSpelling>;

export type EnumName = keyof typeof ENUMS;

/** The wrap-up prompts whose after-call work ends by itself after `wrapupTimeoutMs`. */
export const TIMED_PROMPTS: ReadonlySet<string> = new Set(["timeout", "forcedTimeout", "agentRequested"]);

const canonical: Readonly<Record<string, ReadonlyMap<string, string>>> = Object.fromEntries(
  Object.entries<EnumSpelling>(ENUMS).map(([name, { known, aliases = {} }]) => [
    name,
    new Map([...known.map((value) => [value.toLowerCase(), value] as const), ...Object.entries(aliases)]),
  ]),
);

/** The canonical spelling of a value, or undefined where it is not known. Case does not matter. */
export function canonicalEnumValue(name: EnumName, value: string): string | undefined {
  const values = canonical[name];
  return values?.get(value) ?? values?.get(value.toLowerCase());
}
