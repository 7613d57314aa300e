/** What can fail in the world around the programme. The list is closed. */
export type AppErrorCode =
  | "inputMissing"
  | "inputUnreadable"
  | "noLogs"
  | "notFound"
  | "outputExists"
  | "outputInUse"
  | "outputUnwritable"
  | "outputClosed"
  | "policyUnreadable"
  | "policyWrong"
  | "topicMissing"
  | "topicWrong"
  | "stateWrong"
  | "misrouted"
  | "inputGap"
  | "inputShrank"
  | "inputReplaced"
  | "partitionStuck"
  | "notAllowed"
  | "kafkaFailed"
  | "outputTooLarge"
  | "heapFull"
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

/** The exit code for an error: 2 for wrong use, 3 where something outside failed, 0 where whoever read the output has enough. */
export function exitCodeFor(error: AppError): 0 | 2 | 3 {
  if (error.code === "outputClosed") return 0;
  const isWrongUse = ["wrongUse", "policyWrong", "outputExists", "outputInUse", "notFound"].includes(error.code);
  return isWrongUse ? 2 : 3;
}
