import { connect as connectSocket, type Socket } from "node:net";
import { readFileSync } from "node:fs";
import { get as getByTls } from "node:https";
import { execFileSync } from "node:child_process";
import path from "node:path";

import { serveBoard } from "../support/browser";
import { withFolder } from "../support/cli";

const TOKEN = "0123456789abcdef0123";
const ID = "ca110000-0000-4000-a000-000000000001";

/** A board of a small log, with a token unless the arguments say otherwise. */
async function served(
  args: readonly string[],
  work: (url: string, port: number, logged: () => readonly Record<string, unknown>[]) => Promise<void>,
): Promise<void> {
  const env = args.includes("--no-authentication") ? {} : { CONVOFOLD_TOKEN: TOKEN };
  const board = await serveBoard(["samples/call.ndjson", "--head", "100d", ...args], { env });
  let said = "";
  board.child.stderr?.on("data", (chunk: Buffer) => (said += chunk.toString()));
  const logged = () => [...said.matchAll(/^\{.*\}$/gm)].map(([line]) => JSON.parse(line) as Record<string, unknown>);
  try {
    await work(board.url, Number(new URL(board.url).port), logged);
  } finally {
    await board.kill("SIGTERM");
  }
}

const OPEN = ["--no-authentication"];

/** Sends bytes as they are, and gives what comes back until the other side ends. */
function exchange(port: number, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = "";
    const socket: Socket = connectSocket(port, "127.0.0.1", () => socket.write(text));
    socket.on("data", (chunk: Buffer) => (answer += chunk.toString()));
    socket.on("close", () => resolve(answer));
    socket.on("error", reject);
  });
}

const requestLine = (method: string, target: string) =>
  `${method} ${target} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`;
const statusOf = (answer: string) => Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1] ?? 0);

const PATHS = [
  ...["board", "queues", "breaches", "callbacks", "health", "events", "names", "rejects", "deadlines"],
  ...["conversations", `conversations/${ID}`, `conversations/${ID}/evidence`],
].map((name) => `/api/v1/${name}`);

/** A path in other spellings that a server might take for the same. */
function spellings(path: string): string[] {
  const escaped = `/%${path.charCodeAt(1).toString(16)}${path.slice(2)}`;
  return [
    path,
    escaped,
    escaped.toUpperCase(),
    path.toUpperCase(),
    path.replaceAll("/", "//"),
    `/${path}`,
    `/.${path}`,
    `/x/..${path}`,
    `/%2e${path}`,
    `${path}/`,
    `${path}.`,
    `${path}%2f`,
    `${path}?token=x`,
    `${path};x=1`,
    `${path}#x`,
    path.replace("/v1/", "/v1%2f"),
    path.replace("/api", "/livez/../api"),
    path.replace("/api", "/assets/../api"),
    `http://127.0.0.1${path}`,
    `http://elsewhere.example${path}`,
    `//elsewhere.example${path}`,
    `https://127.0.0.1${escaped}`,
    path.replace("/api/v1", "/api/v1/session/.."),
    path.replace("/api", "\\api"),
    `${path}\u00a0`,
  ];
}

describe("who is let in", () => {
  it("is nobody without the token, whatever way the path of any route is spelled", () =>
    served([], async (_, port) => {
      const got: string[] = [];
      for (const spelled of PATHS.flatMap(spellings)) {
        for (const method of ["GET", "HEAD", "POST", "OPTIONS"]) {
          const answer = await exchange(port, requestLine(method, spelled));
          if (![400, 401, 404, 421].includes(statusOf(answer)))
            got.push(`${method} ${spelled}: ${answer.slice(0, 90)}`);
        }
      }
      expect(got).toEqual([]);
    }));

  it("is whoever shows it, in the spellings that mean the route, in absolute form too", () =>
    served([], async (_, port) => {
      const ask = (target: string) =>
        exchange(port, requestLine("GET", target).replace("\r\n\r\n", `\r\nAuthorization: Bearer ${TOKEN}\r\n\r\n`));
      for (const target of ["/api/v1/names", "/%61pi/v1/names", "http://127.0.0.1/api/v1/names"])
        expect(await ask(target)).toContain('{"queues":');
      expect(await ask("/api/v1/names")).toMatch(/cache-control: no-store/i);
      expect(statusOf(await ask("/api/v2/names"))).toBe(404);
    }));

  it("is everybody for the page, its parts, the health and the description, and for nothing else", () =>
    served([], async (_, port) => {
      const open = ["/", "/wall", "/conversations/x", "/livez", "/readyz", "/api/openapi.json"];
      for (const path of open)
        expect([path, statusOf(await exchange(port, requestLine("GET", path)))]).toEqual([path, 200]);
      for (const path of ["/metrics", "/foo.js", "/foo", "/api", "/assets"])
        expect([path, statusOf(await exchange(port, requestLine("GET", path)))]).toEqual([path, 401]);
      expect(await exchange(port, requestLine("GET", "/"))).toMatch(/cache-control: public, max-age=0/i);
    }));

  it("is told which methods a path takes, once it is let in", () =>
    served(OPEN, async (_, port) => {
      const answer = await exchange(port, requestLine("PUT", "/api/v1/queues"));
      expect(statusOf(answer)).toBe(405);
      expect(answer).toMatch(/allow: GET, HEAD/i);
      expect(answer).toContain("application/problem+json");
      for (const path of ["/foo.js", "/metricsx", "/nothing"])
        expect(statusOf(await exchange(port, requestLine("GET", path)))).toBe(404);
    }));

  it("answers to every spelling of this machine's name where it is for this machine alone", () =>
    served(OPEN, async (_, port) => {
      const ask = (host: string) => exchange(port, requestLine("GET", "/livez").replace("127.0.0.1", host));
      for (const host of ["localhost", "LOCALHOST", "LocalHost:80", "127.0.0.1:1", "[::1]"])
        expect([host, statusOf(await ask(host))]).toEqual([host, 200]);
      for (const host of ["localhost.rebound.example", "127.0.0.1.example", "rebound.example"])
        expect([host, statusOf(await ask(host))]).toEqual([host, 421]);
    }));
});

describe("the token", () => {
  const show = (url: string, token: string, headers: Record<string, string> = {}) =>
    fetch(`${url}api/v1/session`, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify({ token }),
    });
  const bearer = (url: string, token: string, headers: Record<string, string> = {}) =>
    fetch(`${url}api/v1/names`, { headers: { authorization: `Bearer ${token}`, ...headers } });

  it("cannot be found by trying, on either way in, while those who are signed in go on", () =>
    served([], async (url) => {
      const cookie = (await show(url, TOKEN)).headers.get("set-cookie")?.split(";")[0] ?? "";
      for (let tries = 0; tries < 5; tries += 1) {
        expect((await show(url, "wrong")).status).toBe(401);
        expect((await bearer(url, "wrong")).status).toBe(401);
      }
      expect((await show(url, TOKEN)).status).toBe(429);
      expect((await bearer(url, TOKEN)).status).toBe(429);
      expect((await fetch(`${url}api/v1/names`, { headers: { cookie } })).status).toBe(200);
    }));

  it("is counted for each client behind a proxy that is trusted, and only then", async () => {
    const from = (client: string) => ({ "x-forwarded-for": client });
    await served(["--trusted-proxies", "127.0.0.1"], async (url) => {
      for (let tries = 0; tries < 11; tries += 1) await bearer(url, "wrong", from("192.0.2.1"));
      expect((await bearer(url, TOKEN, from("192.0.2.1"))).status).toBe(429);
      expect((await bearer(url, TOKEN, from("192.0.2.2"))).status).toBe(200);
    });
    await served([], async (url) => {
      for (let tries = 0; tries < 11; tries += 1) await bearer(url, "wrong", from(`192.0.2.${String(tries)}`));
      expect((await bearer(url, TOKEN, from("192.0.2.99"))).status).toBe(429);
    });
  });

  it("is remembered by a cookie that is good for nothing once it was signed out", () =>
    served([], async (url) => {
      const shown = (await show(url, TOKEN)).headers.get("set-cookie") ?? "";
      expect(shown).toMatch(/HttpOnly; SameSite=Strict/);
      expect(shown).not.toMatch(/Secure/);
      const cookie = shown.split(";")[0] ?? "";
      const names = () => fetch(`${url}api/v1/names`, { headers: { cookie } });
      expect((await names()).status).toBe(200);
      const out = await fetch(`${url}api/v1/session`, { method: "DELETE", headers: { cookie } });
      expect([out.status, out.headers.get("set-cookie")]).toEqual([
        204,
        expect.stringMatching(/Expires=Thu, 01 Jan 1970/),
      ]);
      expect((await names()).status).toBe(401);
      const [text = ""] = cookie.split(".");
      const forged = cookie.replace(
        text,
        text.replace(/\d$/, (digit) => String((Number(digit) + 1) % 10)),
      );
      expect((await fetch(`${url}api/v1/names`, { headers: { cookie: forged } })).status).toBe(401);
    }));

  it("has one pass: whoever signs in again ends the one before", () =>
    served([], async (url) => {
      const headersOf = (shown: Response) => ({ cookie: shown.headers.get("set-cookie")?.split(";")[0] ?? "" });
      const names = async (headers: Record<string, string>) => (await fetch(`${url}api/v1/names`, { headers })).status;
      const before = headersOf(await show(url, TOKEN));
      const elsewhere = headersOf(await show(url, TOKEN));
      expect(await names(before)).toBe(200);
      const after = headersOf(await show(url, TOKEN, before));
      expect([await names(before), await names(after), await names(elsewhere)]).toEqual([401, 200, 200]);
    }));

  it("has whoever signs in, signs out or is refused logged, by address, route and reason, and nothing of what was sent", () =>
    served(["--trusted-proxies", "127.0.0.1"], async (url, port, logged) => {
      const from = { "x-forwarded-for": "192.0.2.7" };
      const cookie = (await show(url, TOKEN, from)).headers.get("set-cookie")?.split(";")[0] ?? "";
      await fetch(`${url}api/v1/session`, { method: "DELETE", headers: { ...from, cookie } });
      await show(url, "guessed-secret", from);
      await bearer(url, TOKEN, from);
      await fetch(`${url}api/v1/conversations/${ID}?state=asked`, { headers: from });
      await exchange(port, requestLine("GET", "/nothing/asked"));
      // Lines are written before the answer, so what is logged last is there soon after.
      while (logged().length < 6) await new Promise((resolve) => setImmediate(resolve));
      const [session, client] = ["/api/v1/session", "192.0.2.7"];
      expect(logged().map(({ level, msg, client: who, route, reason }) => [level, msg, who, route, reason])).toEqual([
        [30, "signed in", client, session, undefined],
        [30, "signed out", client, session, undefined],
        [40, "refused a request", client, session, "tokenWrong"],
        [30, "accepted a token", client, "/api/v1/names", undefined],
        [40, "refused a request", client, "/api/v1/conversations/:id", "tokenNeeded"],
        [40, "refused a request", "127.0.0.1", undefined, "tokenNeeded"],
      ]);
      for (const text of [TOKEN, "guessed-secret", ID, "asked", cookie])
        expect(JSON.stringify(logged())).not.toContain(text);
    }));

  it("goes by TLS only, once it came by TLS", async () => {
    await served(["--trusted-proxies", "127.0.0.1"], async (url) => {
      const shown = await show(url, TOKEN, { "x-forwarded-proto": "https" });
      const cookie = shown.headers.get("set-cookie") ?? "";
      expect(cookie).toMatch(/^__Host-convofold=.*; Path=\/;.*; Secure/);
      const names = (proto: string) =>
        fetch(`${url}api/v1/names`, { headers: { cookie: cookie.split(";")[0] ?? "", "x-forwarded-proto": proto } });
      expect([(await names("https")).status, (await names("http")).status]).toEqual([200, 401]);
    });
    await served([], async (url) => {
      const shown = await show(url, TOKEN, { "x-forwarded-proto": "https" });
      expect(shown.headers.get("set-cookie")).not.toMatch(/; Secure/);
    });
  });
});

describe("serving by TLS", () => {
  it("takes a certificate and its key", () =>
    withFolder(async (folder) => {
      const [cert, key] = [path.join(folder, "cert.pem"), path.join(folder, "key.pem")];
      const words = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"];
      execFileSync("openssl", [...words, "-keyout", key, "-out", cert], { stdio: "ignore" });
      const ca = readFileSync(cert, "utf8");
      await served(["--tls-cert", cert, "--tls-key", key], async (url) => {
        expect(url).toMatch(/^https:/);
        const answer = await new Promise<string>((resolve, reject) => {
          getByTls(`${url}livez`, { ca, servername: "localhost" }, (response) => {
            let text = JSON.stringify(response.headers);
            response.on("data", (chunk: Buffer) => (text += chunk.toString()));
            response.on("end", () => resolve(text));
          }).on("error", reject);
        });
        expect(answer).toContain("alive");
        expect(answer).toContain("strict-transport-security");
      });
    }));
});

describe("a client that does not go on", () => {
  const half =
    "POST /api/v1/session HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 90\r\n\r\n{";

  it("does not delay a stop: a half-sent request, an idle connection, a stream that nobody reads", async () => {
    const closed: Promise<unknown>[] = [];
    const hold = (port: number, text: string) =>
      new Promise<void>((resolve) => {
        const socket = connectSocket(port, "127.0.0.1", () => socket.write(text, () => resolve()));
        socket.pause();
        closed.push(new Promise((done) => socket.on("close", done).on("error", () => undefined)));
        closed.push(Promise.resolve());
        socket.resume();
      });
    await served(OPEN, async (_, port) => {
      for (const text of [half, "GET / HT", "GET /api/v1/events HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"])
        await hold(port, text);
      expect(statusOf(await exchange(port, requestLine("GET", "/livez")))).toBe(200);
    });
    await Promise.all(closed);
  });

  it("gets no more streams than one address may have", () =>
    served(OPEN, async (_, port) => {
      const open = () =>
        new Promise<string>((resolve) => {
          const socket = connectSocket(port, "127.0.0.1", () =>
            socket.write("GET /api/v1/events HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"),
          );
          socket.once("data", (chunk: Buffer) => resolve(chunk.toString()));
          socket.on("error", () => undefined);
        });
      const answers: string[] = [];
      for (let count = 0; count <= 250; count += 1) answers.push(await open());
      expect(answers.slice(0, 250).every((answer) => statusOf(answer) === 200)).toBe(true);
      expect(statusOf(answers[250] ?? "")).toBe(429);
    }));
});
