/** Where the room tells what happens. Details are numbers, names of topics and kinds of errors: never a record's content. */
export interface Log {
  readonly info: (message: string, details?: object) => void;
  readonly warn: (message: string, details?: object) => void;
  /** A person must act. */
  readonly error: (message: string, details?: object) => void;
}
