import { readFileSync } from "node:fs";
import { hostname } from "node:os";

import { z } from "zod";

import type { KafkaAccess } from "../../consumers/kafka/client";
import { AppError } from "../../models/app-error";
import { readEnvironment, type Environment } from "./environment";

/** How to reach a cluster, from the environment: secrets stand there or in files, never among the arguments. */
const schema = z.object({
  KAFKA_SSL: z.enum(["true", "false"]).optional(),
  KAFKA_SSL_CA_FILE: z.string().optional(),
  KAFKA_SSL_CERT_FILE: z.string().optional(),
  KAFKA_SSL_KEY_FILE: z.string().optional(),
  KAFKA_SASL_MECHANISM: z.enum(["plain", "scram-sha-256", "scram-sha-512", "oauthbearer"]).optional(),
  KAFKA_SASL_USERNAME: z.string().optional(),
  KAFKA_SASL_PASSWORD: z.string().optional(),
  KAFKA_SASL_PASSWORD_FILE: z.string().optional(),
  KAFKA_SASL_TOKEN_FILE: z.string().optional(),
});
type Settings = z.infer<typeof schema>;

/** Reads how to reach a cluster. Throws `AppError` where the environment says something that cannot be. */
export function readAccess(brokers: string, environment: Environment): KafkaAccess {
  const named = brokers.split(",").map((one) => one.trim());
  const wrong = named.find((one) => !/^[^\s:]+:\d+$/.test(one));
  if (wrong !== undefined) {
    throw new AppError("wrongUse", `"${wrong}" is no broker.`, "Write HOST:PORT, several with commas between.");
  }
  const read = readEnvironment(schema, environment);
  return { brokers: named, clientId: `convofold-${hostname()}`, ssl: readSsl(read), sasl: readSasl(read) };
}

function readSsl(environment: Settings): KafkaAccess["ssl"] {
  const { KAFKA_SSL_CA_FILE: ca, KAFKA_SSL_CERT_FILE: cert, KAFKA_SSL_KEY_FILE: key } = environment;
  if (environment.KAFKA_SSL !== "true" && ca === undefined && cert === undefined) return undefined;
  return {
    ...(ca !== undefined && { ca: [readSecret(ca)] }),
    ...(cert !== undefined && { cert: readSecret(cert) }),
    ...(key !== undefined && { key: readSecret(key) }),
  };
}

function readSasl(environment: Settings): KafkaAccess["sasl"] {
  const { KAFKA_SASL_MECHANISM: mechanism, KAFKA_SASL_USERNAME: username = "" } = environment;
  if (mechanism === undefined) return undefined;
  if (mechanism === "oauthbearer") {
    const file = environment.KAFKA_SASL_TOKEN_FILE;
    if (file === undefined) throw missing("KAFKA_SASL_TOKEN_FILE");
    // Read anew each time: whoever renews the token replaces the file.
    return { mechanism, oauthBearerProvider: () => Promise.resolve({ value: readSecret(file).trim() }) };
  }
  const file = environment.KAFKA_SASL_PASSWORD_FILE;
  const password = file === undefined ? environment.KAFKA_SASL_PASSWORD : readSecret(file).trim();
  if (password === undefined) throw missing("KAFKA_SASL_PASSWORD or KAFKA_SASL_PASSWORD_FILE");
  return { mechanism: mechanism as "plain", username, password };
}

function missing(name: string): AppError {
  return new AppError("wrongUse", `${name} is not set.`, "See docs/operations.md for what each mechanism needs.");
}

/** The text of a file that holds a secret. Throws `AppError` where it cannot be read. */
export function readSecret(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    throw new AppError("inputUnreadable", `The file "${file}" cannot be read.`, "Check the path and its permissions.");
  }
}
