import { LogtoError } from '../errors.ts';
import type { Tenant } from '../tenant.ts';
import type { Identifier } from '../users/users.ts';
import { signInExperience } from './settings.ts';

const WINDOW_MS = 60 * 60 * 1000;
const DEFAULT_ATTEMPTS = 100;
const DEFAULT_MINUTES = 60;

/** Counts failed sign-ins per identifier, as the sentinel policy says. The attempt that reaches the maximum is refused as blocked already. */
export class Lockout {
  readonly #failures = new Map<string, number[]>();
  readonly #blockedUntil = new Map<string, number>();

  refuseBlocked(tenant: Tenant, identifier: Identifier): void {
    const until = this.#blockedUntil.get(keyOf(identifier)) ?? 0;
    if (until > Date.now()) throw blocked(minutes(tenant));
  }

  failed(tenant: Tenant, identifier: Identifier): void {
    const key = keyOf(identifier);
    const now = Date.now();
    const recent = [...(this.#failures.get(key) ?? []).filter((at) => at > now - WINDOW_MS), now];
    this.#failures.set(key, recent);
    const { maxAttempts = DEFAULT_ATTEMPTS } = signInExperience(tenant.store).sentinelPolicy;
    if (recent.length < maxAttempts) return;
    this.#failures.delete(key);
    this.#blockedUntil.set(key, now + minutes(tenant) * 60_000);
    tenant.webhooks.sendSoon('Identifier.Lockout', {
      createdAt: new Date().toISOString(),
      type: identifier.type,
      value: identifier.value,
    });
    throw blocked(minutes(tenant));
  }

  succeeded(identifier: Identifier): void {
    this.#failures.delete(keyOf(identifier));
  }
}

const keyOf = ({ type, value }: Identifier) => `${type}:${value.toLowerCase()}`;
const minutes = (tenant: Tenant) => signInExperience(tenant.store).sentinelPolicy.lockoutDuration ?? DEFAULT_MINUTES;

const blocked = (count: number) =>
  new LogtoError('session.verification_blocked_too_many_attempts', 400, {
    variables: { relativeTime: `${count} ${count === 1 ? 'minute' : 'minutes'}` },
  });
