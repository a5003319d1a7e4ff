import { createHash } from 'node:crypto';
import { FritzError } from './fritz-error.ts';

/** How much is let through; of what is counted per minute as much again may come at once. */
export interface RateLimits {
  /** Requests with one token. */
  tokenPerMinute: number;
  /** Requests of one user: all his tokens and browsers together. */
  userPerMinute: number;
  /** Requests with keys that are nobody's, from one address. */
  strangerPerMinute: number;
  /** Wrong login secrets from one address. */
  loginFailuresPerMinute: number;
  /** Sign-ins that are begun at a provider, from one address. */
  signInsPerMinute: number;
  /** Websockets of one user at once: all his tokens and browsers together. */
  socketsPerUser: number;
}

/** What a server of a library's user has, who names none; a program names its own. */
export const lenientLimits: RateLimits = {
  tokenPerMinute: Number.POSITIVE_INFINITY,
  userPerMinute: Number.POSITIVE_INFINITY,
  strangerPerMinute: Number.POSITIVE_INFINITY,
  loginFailuresPerMinute: 20,
  signInsPerMinute: 60,
  socketsPerUser: 50,
};

const maxEntries = 10_000;

/** Token buckets by name: each holds a minute's worth and is filled steadily. */
class Buckets {
  private readonly perMinute: number;
  private readonly now: () => Date;
  private readonly levels = new Map<string, { level: number; at: number }>();

  constructor(perMinute: number, now: () => Date) {
    this.perMinute = perMinute;
    this.now = now;
  }

  /** Seconds until something may be taken; 0 where it may be now. */
  waitS(name: string): number {
    if (this.perMinute === Number.POSITIVE_INFINITY) return 0;
    const { level } = this.current(name);
    return level >= 1 ? 0 : Math.max(1, Math.ceil(((1 - level) * 60) / this.perMinute));
  }

  take(name: string): void {
    if (this.perMinute === Number.POSITIVE_INFINITY) return;
    const { level, at } = this.current(name);
    // Anew at the end: the first entries are those that were not used for the longest time.
    this.levels.delete(name);
    this.levels.set(name, { level: Math.max(0, level - 1), at });
    if (this.levels.size <= maxEntries) return;
    const [oldest] = this.levels.keys();
    if (oldest !== undefined) this.levels.delete(oldest);
  }

  private current(name: string): { level: number; at: number } {
    const at = this.now().getTime();
    const known = this.levels.get(name);
    if (known === undefined) return { level: this.perMinute, at };
    const filled = ((at - known.at) * this.perMinute) / 60_000;
    return { level: Math.min(this.perMinute, known.level + Math.max(0, filled)), at };
  }
}

/** Whose bucket was empty; the answer names it. */
type Scope = 'token' | 'user' | 'address';

/**
 * Keeps one token, one user or one address from taking all there is. Counts in this process's
 * memory. Nobody is exempt, least of all the loopback address: behind a proxy that is everybody.
 */
export class RateLimiter {
  /** Websockets of one user at once. */
  readonly socketsPerUser: number;
  private readonly tokens: Buckets;
  private readonly users: Buckets;
  private readonly strangers: Buckets;
  private readonly failures: Buckets;
  private readonly signIns: Buckets;
  /** Whose the keys are that were good when they were used last; by their hash. */
  private readonly owners = new Map<string, number>();

  constructor(limits: RateLimits, now: () => Date) {
    this.socketsPerUser = limits.socketsPerUser;
    this.tokens = new Buckets(limits.tokenPerMinute, now);
    this.users = new Buckets(limits.userPerMinute, now);
    this.strangers = new Buckets(limits.strangerPerMinute, now);
    this.failures = new Buckets(limits.loginFailuresPerMinute, now);
    this.signIns = new Buckets(limits.signInsPerMinute, now);
  }

  /**
   * Lets a request with a key in, before the database is asked whose it is.
   *
   * @throws FritzError too_many_requests
   */
  enter(key: string, byCookie: boolean, address: string): void {
    const name = nameOfKey(key);
    const owner = this.owners.get(name);
    if (owner === undefined) this.demandStranger(key, address);
    else this.count(name, owner, byCookie);
  }

  /** Lets a key be looked up that may be nobody's. @throws FritzError too_many_requests */
  demandStranger(key: string, address: string): void {
    if (this.owners.has(nameOfKey(key))) return;
    demand(this.strangers, nameOfAddress(address), 'address');
  }

  /** Takes in whose a key is. @throws FritzError too_many_requests */
  recognize(key: string, byCookie: boolean, userId: number): void {
    const name = nameOfKey(key);
    if (this.owners.get(name) === userId) return;
    this.owners.set(name, userId);
    if (this.owners.size > maxEntries) {
      const [oldest] = this.owners.keys();
      if (oldest !== undefined) this.owners.delete(oldest);
    }
    this.count(name, userId, byCookie);
  }

  /** Takes in that a key is nobody's (any more). */
  reject(key: string, address: string): void {
    this.owners.delete(nameOfKey(key));
    this.strangers.take(nameOfAddress(address));
  }

  /** Lets a login by a secret be tried. @throws FritzError too_many_requests after many wrong ones */
  demandLogin(address: string): void {
    demand(this.failures, nameOfAddress(address), 'address');
  }

  /** Notes a login that failed. */
  countFailure(address: string): void {
    this.failures.take(nameOfAddress(address));
  }

  /** Lets a sign-in at a provider begin. @throws FritzError too_many_requests */
  demandSignIn(address: string): void {
    const name = nameOfAddress(address);
    demand(this.signIns, name, 'address');
    this.signIns.take(name);
  }

  private count(name: string, owner: number, byCookie: boolean): void {
    if (!byCookie) demand(this.tokens, name, 'token');
    demand(this.users, String(owner), 'user');
    if (!byCookie) this.tokens.take(name);
    this.users.take(String(owner));
  }
}

function demand(buckets: Buckets, name: string, scope: Scope): void {
  const waitS = buckets.waitS(name);
  if (waitS === 0) return;
  throw new FritzError('too_many_requests', {
    message: `Too many requests of this ${scope}: wait ${waitS} s.`,
    details: { scope, retry_after_s: waitS },
  });
}

function nameOfKey(key: string): string {
  return createHash('sha256').update(key).digest('base64');
}

/** One household has a whole /64 of IPv6 addresses. */
function nameOfAddress(address: string): string {
  if (!address.includes(':') || address.startsWith('::ffff:')) return address;
  const [head = '', tail] = address.split('::');
  const groups = head === '' ? [] : head.split(':');
  if (tail !== undefined) while (groups.length < 4) groups.push('0');
  return groups.slice(0, 4).join(':');
}
