/** By what a communication is known in the ids of outputs. */
export interface NamedCommunication {
  readonly participantId: string;
  readonly communicationId?: string | undefined;
  readonly mediaType: string;
  /** From 2 on: the life that a later connect opened. */
  readonly episode?: number | undefined;
}

/** The key of the communication that a measurement or deadline is about, out of its id. */
export function communicationKeyIn(conversationId: string, id: string): string {
  const [key = ""] = id.slice(conversationId.length + 1).split("/");
  return key;
}

/** Whether a key is a communication's; also where its id was taken, and the participant distinguishes it. */
export function isKeyOf(
  key: string,
  { participantId, communicationId, mediaType, episode }: NamedCommunication,
): boolean {
  const again = episode === undefined ? "" : `#${episode}`;
  const own = `${communicationId ?? `${participantId}:${mediaType}`}${again}`;
  return key === own || key === `${own}@${participantId}`;
}
