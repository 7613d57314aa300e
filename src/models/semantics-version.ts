/** The version of what a log comes to. It rises when the same log under the same policy comes to other numbers, deadlines or views. */
export const SEMANTICS_VERSION = 6;
