/** Whether what stands of a conversation was emitted, and if so, whether as one that a fault of ours came about in. */
export const EMITTED = { nothing: 0, whole: 1, faulted: 2 } as const;
export type EmittedFinal = (typeof EMITTED)[keyof typeof EMITTED];
