import { FritzError } from '../../http/fritz-error.ts';

const windowMs = 60_000;
const maxFailures = 20;
const maxAddresses = 10_000;

/** Slows down whoever tries many login secrets from one address. */
export class LoginLimiter {
  private readonly now: () => Date;
  private readonly failures = new Map<string, { since: number; count: number }>();

  constructor(now: () => Date) {
    this.now = now;
  }

  /** @throws FritzError too_many_requests after 20 failures within a minute */
  demand(address: string): void {
    const known = this.current(address);
    if (known !== undefined && known.count >= maxFailures) {
      throw new FritzError('too_many_requests');
    }
  }

  /** Notes a secret that was wrong. */
  countFailure(address: string): void {
    const known = this.current(address);
    if (known !== undefined) {
      known.count += 1;
      return;
    }
    if (this.failures.size >= maxAddresses) this.failures.clear();
    this.failures.set(address, { since: this.now().getTime(), count: 1 });
  }

  private current(address: string): { since: number; count: number } | undefined {
    const known = this.failures.get(address);
    if (known === undefined || this.now().getTime() - known.since < windowMs) return known;
    this.failures.delete(address);
    return undefined;
  }
}
