import { policySwitch } from "../../../models/policy-schema";
import type { PolicySwitch } from "../../../models/policy-switch";
import type { LogRecord, Outgoing } from "../port/port";

const POLICY = "p:";

/** A policy that came to hold, as a message: by its number among those of the partition, as text. */
export function encodePolicy(topic: string, number: number, change: PolicySwitch): Outgoing {
  return { topic, key: `${POLICY}${number}`, value: JSON.stringify(change) };
}

/** Gathers the policies by which a partition went from the messages of its state. */
export class KeptPolicies {
  private readonly byNumber = new Map<number, PolicySwitch>();

  /** Takes a message, whatever it is of. Returns whether it was one of a policy. */
  take({ key, value }: Pick<LogRecord, "key" | "value">): boolean {
    const name = key?.toString() ?? "";
    if (value === null || !name.startsWith(POLICY)) return false;
    this.byNumber.set(Number(name.slice(POLICY.length)), policySwitch.parse(JSON.parse(value.toString())));
    return true;
  }

  /** In the order in which they came to hold. */
  all(): readonly PolicySwitch[] {
    return [...this.byNumber].sort(([left], [right]) => left - right).map(([, change]) => change);
  }
}
