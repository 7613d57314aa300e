/** The log of a service. Details are numbers, names of topics and kinds of errors: never the content of a record. */
export interface Log {
  readonly info: (message: string, details?: object) => void;
  readonly warn: (message: string, details?: object) => void;
  /** A person must act. */
  readonly error: (message: string, details?: object) => void;
}
