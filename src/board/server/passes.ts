import { createHash, createHmac, randomUUID, timingSafeEqual } from "node:crypto";

/** For how long a screen stays signed in: one on a wall is not asked again and again. */
export const PASS_MS = 365 * 86_400_000;
const REVOKED_MAX = 10_000;

/**
 * The passes that screens hold once they showed the token. A pass says until when it is good and is signed with the
 * token, so that it outlives a restart and ends with the token. One that was signed out is refused until a restart.
 */
export class Passes {
  private readonly revoked = new Set<string>();

  constructor(private readonly token: string) {}

  issue(now: number): string {
    return this.signed(`${String(now + PASS_MS)}.${randomUUID()}`);
  }

  isGood(pass: string | undefined, now: number): boolean {
    const [expires = "", id = ""] = pass?.split(".") ?? [];
    if (pass === undefined || !isSame(pass, this.signed(`${expires}.${id}`))) return false;
    return Number(expires) > now && !this.revoked.has(id);
  }

  /** Makes a good pass useless. */
  revoke(pass: string | undefined, now: number): void {
    if (!this.isGood(pass, now)) return;
    const [oldest] = this.revoked;
    if (this.revoked.size >= REVOKED_MAX && oldest !== undefined) this.revoked.delete(oldest);
    this.revoked.add(pass?.split(".")[1] ?? "");
  }

  private signed(text: string): string {
    return `${text}.${createHmac("sha256", this.token).update(`convofold board ${text}`).digest("hex")}`;
  }
}

/** Whether two texts are the same; takes the same time wherever they differ. */
export function isSame(given: string | undefined, wanted: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return given !== undefined && timingSafeEqual(digest(given), digest(wanted));
}
