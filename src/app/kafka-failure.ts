import { AppError } from "../models/app-error";

/** What the Kafka client threw, as a failure of the world with what to do next. */
export function asAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new AppError(
    "kafkaFailed",
    `Kafka failed: ${reason}`,
    "Check --brokers and that the cluster is up; then start again.",
  );
}
