/** What can fail in the world around the programme. The list is closed. */
export type AppErrorCode =
  | "inputMissing"
  | "inputUnreadable"
  | "noLogs"
  | "notFound"
  | "outputExists"
  | "outputUnwritable"
  | "policyUnreadable"
  | "policyWrong"
  | "topicMissing"
  | "topicWrong"
  | "stateWrong"
  | "misrouted"
  | "inputGap"
  | "kafkaFailed"
  | "outputTooLarge"
  | "wrongUse";

/** A failing world, or wrong use: says what happened, where, and what to do next. Safe to show and to log. */
export class AppError extends Error {
  readonly code: AppErrorCode;
  /** What to do next. */
  readonly advice: string;

  constructor(code: AppErrorCode, message: string, advice: string) {
    super(message);
    this.name = "AppError";
    this.code = code;
    this.advice = advice;
  }
}

/** The exit code for an error: 2 for wrong use, 3 where the world failed. */
export function exitCodeFor(error: AppError): 2 | 3 {
  const isWrongUse = ["wrongUse", "policyWrong", "outputExists", "notFound"].includes(error.code);
  return isWrongUse ? 2 : 3;
}
