// Who may come in: a one-time token in the link, exchanged for a session cookie. Neither is ever compared by its letters.
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** Random words, of which it can only be asked whether a given one is among them; in time that tells nothing. */
class Secrets {
  readonly #digests: Buffer[] = [];
  readonly #limit: number;

  /** Beyond `limit` the oldest are forgotten. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  issue(): string {
    const secret = randomBytes(32).toString('base64url');
    this.#digests.push(digest(secret));
    if (this.#digests.length > this.#limit) this.#digests.shift();
    return secret;
  }

  has(secret: string): boolean {
    return this.#find(secret) >= 0;
  }

  /** True once per secret. */
  consume(secret: string): boolean {
    const index = this.#find(secret);
    if (index >= 0) this.#digests.splice(index, 1);
    return index >= 0;
  }

  /** Looks at all of them, wherever it is found. */
  #find(secret: string): number {
    const wanted = digest(secret);
    return this.#digests.reduce((found, each, index) => (timingSafeEqual(each, wanted) ? index : found), -1);
  }
}

/** Whether two secrets are equal, in time that tells nothing. */
export function sameSecret(one: string, other: string): boolean {
  return timingSafeEqual(digest(one), digest(other));
}

function digest(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

export class Sessions {
  readonly #tokens = new Secrets(20);
  readonly #sessions = new Secrets(100);
  readonly #cookieName: string;

  /** Cookies do not know ports: the name keeps two Narashis on one PC apart. */
  constructor(port: number) {
    this.#cookieName = `narashi-${port}`;
  }

  issueToken(): string {
    return this.#tokens.issue();
  }

  /** The Set-Cookie header for a token that was not used before. */
  exchange(token: string): string | undefined {
    if (!this.#tokens.consume(token)) return undefined;
    return `${this.#cookieName}=${this.#sessions.issue()}; Path=/; HttpOnly; SameSite=Strict`;
  }

  /** Whether a Cookie header holds a session. */
  admits(cookieHeader: string | undefined): boolean {
    const prefix = `${this.#cookieName}=`;
    const values = (cookieHeader ?? '').split(';').map((pair) => pair.trim());
    return values.some((pair) => pair.startsWith(prefix) && this.#sessions.has(pair.slice(prefix.length)));
  }
}
