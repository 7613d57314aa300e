import { writeFileSync } from "node:fs";
import path from "node:path";

import { convofold, withFolder } from "../../support/cli";
import {
  describeWithKafka,
  freePort,
  killWorkers,
  ServedWorker,
  startSecureCluster,
  whyNoOwnKafka,
  type SecureCluster,
} from "../../support/kafka";

jest.setTimeout(120_000);

const LOG = path.join(__dirname, "../../../samples/call.ndjson");
const PASSWORD = "of-a-trial-only";

let cluster: SecureCluster;

const inSecrets = (name: string) => path.join(cluster.secrets, name);

/** How a client of the cluster says who it is; a setting without text is not set. */
const access = (settings: Readonly<Record<string, string>> = {}) => ({
  KAFKA_SSL: "true",
  KAFKA_SSL_CA_FILE: inSecrets("ca.pem"),
  KAFKA_SSL_CERT_FILE: inSecrets("client.pem"),
  KAFKA_SSL_KEY_FILE: inSecrets("client-key.pem"),
  KAFKA_SASL_USERNAME: "convofold",
  KAFKA_SASL_PASSWORD: PASSWORD,
  ...settings,
});

const publish = async (topic: string, environment: Readonly<Record<string, string>>) =>
  convofold(["publish", LOG, "--brokers", cluster.secureBrokers, "--topic", topic, "-q"], { environment });

/** What was printed besides that the leader of a new topic was waited for, which on a busy machine takes a moment. */
const troublesIn = (stderr: string) =>
  stderr
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("convofold waited for the leader of a partition"));

/** A bearer token as a cluster takes it that trusts its clients: not signed. */
function unsignedToken(): string {
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString("base64url");
  const now = Math.floor(Date.now() / 1000);
  return `${encode({ alg: "none" })}.${encode({ sub: "convofold", iat: now, exp: now + 600 })}.`;
}

describeWithKafka(
  "a secured cluster",
  () => {
    beforeAll(async () => {
      cluster = await startSecureCluster();
    }, 180_000);

    afterEach(killWorkers);

    afterAll(async () => cluster.stop(), 60_000);

    it.each(["plain", "scram-sha-256", "scram-sha-512"])("is reached with a certificate and %s", async (mechanism) => {
      const result = await publish(mechanism, access({ KAFKA_SASL_MECHANISM: mechanism }));
      expect({ code: result.code, troubles: troublesIn(result.stderr) }).toEqual({ code: 0, troubles: [] });
    });

    it("is reached with a bearer token out of a file", async () => {
      await withFolder(async (folder) => {
        const file = path.join(folder, "token");
        writeFileSync(file, unsignedToken());
        const result = await publish(
          "bearer",
          access({ KAFKA_SASL_MECHANISM: "oauthbearer", KAFKA_SASL_TOKEN_FILE: file }),
        );
        expect({ code: result.code, troubles: troublesIn(result.stderr) }).toEqual({ code: 0, troubles: [] });
      });
    });

    it("is served, and no secret is logged", async () => {
      const environment = access({ KAFKA_SASL_MECHANISM: "scram-sha-512" });
      expect((await publish("served", environment)).code).toBe(0);
      const args = ["--brokers", cluster.secureBrokers, "--topic", "served", "--prefix", "served-out", "--no-clock"];
      const worker = new ServedWorker(await freePort(), args, environment);
      await worker.caughtUp();
      worker.child.kill("SIGTERM");
      expect(await worker.ended).toBe(0);
      expect(worker.stderr).not.toContain(PASSWORD);
      expect(worker.stderr).not.toContain("PRIVATE KEY");
    });

    it("says what to look at where it refuses", async () => {
      const wrong = await publish(
        "refused",
        access({ KAFKA_SASL_MECHANISM: "plain", KAFKA_SASL_PASSWORD: "another-one" }),
      );
      expect(wrong.code).toBe(3);
      expect(wrong.stderr).toContain("Check KAFKA_SASL_*");
      expect(wrong.stderr).not.toContain("another-one");
      const untrusted = await publish(
        "refused",
        access({ KAFKA_SASL_MECHANISM: "plain", KAFKA_SSL_CA_FILE: inSecrets("client.pem") }),
      );
      expect(untrusted.code).toBe(3);
      expect(untrusted.stderr).toContain("Check KAFKA_SSL_*");
    });
  },
  whyNoOwnKafka(),
);
