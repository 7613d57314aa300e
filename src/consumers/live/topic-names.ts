/** The topics of a service: where it reads, and where it writes. */
export interface TopicNames {
  readonly input: string;
  readonly state: string;
  readonly measurements: string;
  readonly deadlines: string;
  readonly conversations: string;
  readonly rejects: string;
}

/** The topics for an input; those that are written begin with a prefix. */
export function nameTopics(input: string, prefix: string): TopicNames {
  const named = (name: string) => `${prefix}.${name}`;
  return {
    input,
    state: named("state"),
    measurements: named("measurements"),
    deadlines: named("deadlines"),
    conversations: named("conversations"),
    rejects: named("rejects"),
  };
}
