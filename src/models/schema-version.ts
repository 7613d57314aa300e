/** The version of all output records. It rises when a field changes its meaning or goes away. */
export const SCHEMA_VERSION = 1;
