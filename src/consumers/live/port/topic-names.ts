import { compareText } from "../../../models/position";

/** The topics of a service: where it reads, and where it writes. */
export interface TopicNames {
  /** One topic, or several, which are folded together; each once, by name. */
  readonly inputs: readonly string[];
  readonly state: string;
  readonly measurements: string;
  readonly deadlines: string;
  readonly conversations: string;
  readonly rejects: string;
}

/** The topics for an input of one topic or several; those that are written begin with a prefix. */
export function nameTopics(input: string | readonly string[], prefix: string): TopicNames {
  const named = (name: string) => `${prefix}.${name}`;
  return {
    inputs: [...new Set([input].flat())].sort(compareText),
    state: named("state"),
    measurements: named("measurements"),
    deadlines: named("deadlines"),
    conversations: named("conversations"),
    rejects: named("rejects"),
  };
}

/** The input as it is named: no topic has a comma in its name. */
export function inputName({ inputs }: Pick<TopicNames, "inputs">): string {
  return inputs.join(",");
}
