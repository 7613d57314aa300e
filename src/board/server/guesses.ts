import { isIPv6 } from "node:net";

const GUESSES_MAX = 10;
const WINDOW_MS = 60_000;
const CLIENTS_MAX = 10_000;

/** Counts the wrong tokens of each client, on whatever way they come, so that a token cannot be found by trying. */
export class Guesses {
  private readonly byClient = new Map<string, { wrong: number; readonly since: number }>();

  /** Whether a client has to wait: it showed too many wrong tokens in the last minute. */
  isExceeded(address: string, now: number): boolean {
    const known = this.byClient.get(clientOf(address));
    return known !== undefined && now - known.since < WINDOW_MS && known.wrong >= GUESSES_MAX;
  }

  /** Notes that a client showed a wrong token. */
  note(address: string, now: number): void {
    const client = clientOf(address);
    const known = this.byClient.get(client);
    if (known !== undefined && now - known.since < WINDOW_MS) {
      known.wrong += 1;
      return;
    }
    this.byClient.delete(client);
    const [oldest] = this.byClient.keys();
    if (this.byClient.size >= CLIENTS_MAX && oldest !== undefined) this.byClient.delete(oldest);
    this.byClient.set(client, { wrong: 1, since: now });
  }
}

/** An address of the older kind is one client; of the newer one, whoever has one has 2^64: they count as one. */
function clientOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, "");
  if (!isIPv6(plain)) return plain;
  const [head = "", tail] = plain.split("::");
  const front = head.split(":").filter(Boolean);
  const back = tail?.split(":").filter(Boolean) ?? [];
  const left = Array<string>(Math.max(0, 8 - front.length - back.length)).fill("0");
  return [...front, ...left, ...back].slice(0, 4).join(":");
}
