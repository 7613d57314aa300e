/** As what objects are walked over: levels around a body, participants and communications, and from there on each folded object. */
export const CONTEXT = { level: 1, participant: 2, firstObject: 3 } as const;
