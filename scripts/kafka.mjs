// A real Apache Kafka (KRaft) on this machine without Docker, out of Maven Central's jars; needs Java 17 and Maven. Node n
// listens for clients on port + n - 1 and for the other nodes on port + 99 + n. `stop` ends only what `start` began.
// With --secure a single node also listens on port + 200 for clients with a certificate and a SASL name and password, both of
// which it makes; certificates lie in FOLDER/secrets. Needs openssl.
import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, openSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { readWords } from "./words.mjs";

const USAGE = `npm run kafka [-- start] [--brokers 1|3] [--version 4.1.0] [--port 9092] [--data FOLDER] [--secure]
npm run kafka -- stop | status | kill NODE | up NODE   [--data FOLDER]`;
const { values, positionals } = readWords(USAGE, {
  allowPositionals: true,
  options: {
    brokers: { type: "string", default: "1" },
    version: { type: "string", default: process.env.KAFKA_VERSION ?? "4.1.0" },
    port: { type: "string", default: "9092" },
    data: { type: "string", default: path.join(".kafka", "data") },
    secure: { type: "boolean", default: false },
  },
});
const [action = "start", node] = positionals;
const data = path.resolve(values.data);
const cache = process.env.KAFKA_JARS ?? path.join(homedir(), ".cache", "convofold-kafka");
const READY_MS = 90_000;

const log4j = [
  "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
  "-Dorg.slf4j.simpleLogger.log.kafka.server.KafkaRaftServer=info",
];
const folderOf = (number) => path.join(data, `node-${number}`);
const pidOf = (number) => {
  const file = path.join(folderOf(number), "pid");
  return existsSync(file) ? Number(readFileSync(file, "utf8")) : undefined;
};

/** The jars of a version; fetched once. */
function fetchJars(version) {
  const folder = path.join(cache, version);
  const libs = path.join(folder, "libs");
  if (existsSync(path.join(folder, "complete"))) return libs;
  mkdirSync(folder, { recursive: true });
  const dependency = (group, artifact, its, inside = "") =>
    `<dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId><version>${its}</version>${inside}</dependency>`;
  const noLog4j =
    "<exclusions><exclusion><groupId>org.slf4j</groupId><artifactId>slf4j-reload4j</artifactId></exclusion></exclusions>";
  const dependencies =
    dependency("org.apache.kafka", "kafka_2.13", version) +
    dependency("org.apache.kafka", "kafka-tools", version, noLog4j) +
    dependency("org.slf4j", "slf4j-simple", "1.7.36");
  const project = `<groupId>local</groupId><artifactId>kafka</artifactId><version>1</version><dependencies>${dependencies}</dependencies>`;
  writeFileSync(
    path.join(folder, "pom.xml"),
    `<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>${project}</project>`,
  );
  execFileSync("mvn", ["-q", "-B", "dependency:copy-dependencies", `-DoutputDirectory=${libs}`], {
    cwd: folder,
    stdio: ["ignore", 2, 2],
  });
  writeFileSync(path.join(folder, "complete"), "");
  return libs;
}

const secrets = path.join(data, "secrets");
/** Of a cluster that lives for a trial on one machine. */
const TRIAL_USER = { name: "convofold", password: "of-a-trial-only" };

/** An authority, and certificates of it for the broker and for a client, each a file of its own. */
function makeCertificates() {
  mkdirSync(secrets, { recursive: true });
  const openssl = (...words) => execFileSync("openssl", words, { cwd: secrets, stdio: ["ignore", "ignore", "pipe"] });
  const newKey = ["-newkey", "rsa:2048", "-nodes"];
  openssl(
    "req",
    "-x509",
    ...newKey,
    "-keyout",
    "ca-key.pem",
    "-out",
    "ca.pem",
    "-days",
    "2",
    "-subj",
    "/CN=trial-authority",
  );
  writeFileSync(path.join(secrets, "names.txt"), "subjectAltName=IP:127.0.0.1,DNS:localhost\n");
  for (const name of ["broker", "client"]) {
    openssl("req", ...newKey, "-keyout", `${name}-key.pem`, "-out", `${name}.csr`, "-subj", `/CN=${name}`);
    const signing = ["-CA", "ca.pem", "-CAkey", "ca-key.pem", "-CAcreateserial", "-days", "2", "-extfile", "names.txt"];
    openssl("x509", "-req", "-in", `${name}.csr`, ...signing, "-out", `${name}.pem`);
  }
  const store = ["broker-key.pem", "broker.pem"].map((name) => readFileSync(path.join(secrets, name), "utf8")).join("");
  writeFileSync(path.join(secrets, "broker-store.pem"), store);
}

/** A listener that asks for a certificate and a SASL name. */
function secureListener(port) {
  const { name, password } = TRIAL_USER;
  const security = "org.apache.kafka.common.security";
  const scram = `${security}.scram.ScramLoginModule required;`;
  const secure = "listener.name.secure";
  return {
    listeners: `SECURE://127.0.0.1:${port + 200}`,
    lines: {
      "sasl.enabled.mechanisms": "PLAIN,SCRAM-SHA-256,SCRAM-SHA-512,OAUTHBEARER",
      [`${secure}.plain.sasl.jaas.config`]: `${security}.plain.PlainLoginModule required user_${name}="${password}";`,
      [`${secure}.scram-sha-256.sasl.jaas.config`]: scram,
      [`${secure}.scram-sha-512.sasl.jaas.config`]: scram,
      [`${secure}.oauthbearer.sasl.jaas.config`]: `${security}.oauthbearer.OAuthBearerLoginModule required unsecuredLoginStringClaim_sub="broker";`,
      [`${secure}.ssl.client.auth`]: "required",
      "ssl.keystore.type": "PEM",
      "ssl.keystore.location": path.join(secrets, "broker-store.pem"),
      "ssl.truststore.type": "PEM",
      "ssl.truststore.location": path.join(secrets, "ca.pem"),
    },
  };
}

function properties(number, count, port) {
  const numbers = Array.from({ length: count }, (_, index) => index + 1);
  const replicas = count < 3 ? 1 : 3;
  const inSync = count < 3 ? 1 : 2;
  const secured = values.secure ? secureListener(port) : undefined;
  const client = [`PLAINTEXT://127.0.0.1:${port + number - 1}`, secured?.listeners].filter(Boolean).join(",");
  const lines = {
    "process.roles": "broker,controller",
    "node.id": number,
    "controller.quorum.voters": numbers.map((one) => `${one}@127.0.0.1:${port + 99 + one}`).join(","),
    listeners: `${client},CONTROLLER://127.0.0.1:${port + 99 + number}`,
    "advertised.listeners": client,
    "controller.listener.names": "CONTROLLER",
    "listener.security.protocol.map": "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SECURE:SASL_SSL",
    "log.dirs": path.join(folderOf(number), "log"),
    "default.replication.factor": replicas,
    "min.insync.replicas": inSync,
    "offsets.topic.replication.factor": replicas,
    "offsets.topic.num.partitions": 4,
    "transaction.state.log.replication.factor": replicas,
    "transaction.state.log.min.isr": inSync,
    "transaction.state.log.num.partitions": 4,
    "group.initial.rebalance.delay.ms": 0,
    "group.min.session.timeout.ms": 1000,
    "auto.create.topics.enable": false,
    "log.cleaner.dedupe.buffer.size": 16777216,
    "num.network.threads": 2,
    "num.io.threads": 4,
    ...secured?.lines,
    ...(!values.version.startsWith("3.") && {
      "share.coordinator.state.topic.replication.factor": replicas,
      "share.coordinator.state.topic.min.isr": 1,
      "share.coordinator.state.topic.num.partitions": 2,
    }),
  };
  return Object.entries(lines)
    .map(([name, value]) => `${name}=${value}\n`)
    .join("");
}

function launch(number, libs) {
  const folder = folderOf(number);
  const out = openSync(path.join(folder, "server.log"), "w");
  const heap = process.env.KAFKA_HEAP ?? "512m";
  const jvm = [`-Xmx${heap}`, "-Xms64m", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError", ...log4j];
  const words = [...jvm, "-cp", `${libs}/*`, "kafka.Kafka", path.join(folder, "server.properties")];
  const child = spawn("java", words, { detached: true, stdio: ["ignore", out, out] });
  child.unref();
  writeFileSync(path.join(folder, "pid"), String(child.pid));
}

async function isReady(number) {
  const log = path.join(folderOf(number), "server.log");
  for (const until = Date.now() + READY_MS; Date.now() < until; await sleep(50)) {
    const text = readFileSync(log, "utf8");
    if (text.includes("Kafka Server started")) return;
    if (!isAlive(pidOf(number))) throw new Error(`node ${number} died:\n${text.slice(-2000)}`);
  }
  throw new Error(`node ${number} was not ready within ${READY_MS / 1000} s; see ${log}`);
}

function isAlive(pid) {
  if (pid === undefined) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function scramUsers() {
  const { name, password } = TRIAL_USER;
  const users = ["SCRAM-SHA-256", "SCRAM-SHA-512"].map(
    (mechanism) => `${mechanism}=[name=${name},password=${password}]`,
  );
  return values.secure ? users.flatMap((user) => ["--add-scram", user]) : [];
}

async function start() {
  const [count, port] = [Number(values.brokers), Number(values.port)];
  const libs = fetchJars(values.version);
  mkdirSync(data, { recursive: true });
  if (values.secure && count > 1) throw new Error("--secure is for a single broker");
  if (values.secure) makeCertificates();
  writeFileSync(path.join(data, "cluster.json"), JSON.stringify({ version: values.version, count, port }));
  for (let number = 1; number <= count; number += 1) {
    const folder = folderOf(number);
    if (isAlive(pidOf(number))) continue;
    if (!existsSync(path.join(folder, "server.properties"))) {
      mkdirSync(folder, { recursive: true });
      const file = path.join(folder, "server.properties");
      writeFileSync(file, properties(number, count, port));
      const format = ["kafka.tools.StorageTool", "format", "-t", "MkU3OEVBNTcwNTJENDM2Qk", "-c", file, ...scramUsers()];
      const jvm = ["-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", log4j[0]];
      execFileSync("java", [...jvm, "-cp", `${libs}/*`, ...format], { stdio: ["ignore", "ignore", 2] });
    }
    launch(number, libs);
  }
  for (let number = 1; number <= count; number += 1) await isReady(number);
  const brokers = Array.from({ length: count }, (_, index) => `127.0.0.1:${port + index}`).join(",");
  process.stdout.write(`Apache Kafka ${values.version} is ready. KAFKA_BROKERS=${brokers}\n`);
  process.stderr.write("It runs on when this ends: npm run kafka -- stop\n");
}

async function end(number, signal) {
  const pid = pidOf(number);
  if (isAlive(pid) && readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(folderOf(number))) {
    process.kill(pid, signal);
    for (const until = Date.now() + 30_000; isAlive(pid) && Date.now() < until; await sleep(50));
    if (isAlive(pid)) process.kill(pid, "SIGKILL");
  }
  rmSync(path.join(folderOf(number), "pid"), { force: true });
}

const nodes = () =>
  existsSync(data) ? readdirSync(data).flatMap((name) => (/^node-\d+$/.test(name) ? [Number(name.slice(5))] : [])) : [];
const cluster = () => JSON.parse(readFileSync(path.join(data, "cluster.json"), "utf8"));

const ACTIONS = {
  start,
  stop: async () => {
    const up = nodes().filter((number) => isAlive(pidOf(number)));
    await Promise.all(nodes().map((number) => end(number, "SIGTERM")));
    process.stdout.write(
      up.length > 0 ? "Apache Kafka is stopped; its topics stay.\n" : "No Kafka of this folder runs.\n",
    );
  },
  kill: () => end(Number(node), "SIGKILL"),
  up: async () => {
    launch(Number(node), fetchJars(cluster().version));
    await isReady(Number(node));
  },
  status: async () => {
    if (nodes().length === 0) process.stdout.write("No Kafka of this folder was ever started.\n");
    for (const number of nodes()) {
      process.stdout.write(`node ${number}: ${isAlive(pidOf(number)) ? `up, pid ${pidOf(number)}` : "down"}\n`);
    }
  },
};
const act = Object.hasOwn(ACTIONS, action) ? ACTIONS[action] : undefined;
if (act === undefined) {
  process.stderr.write(`"${action}" is none of its words.\n\n${USAGE}\n`);
  process.exitCode = 2;
} else {
  await act().catch((error) => {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 3;
  });
}
