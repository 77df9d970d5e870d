import { failure, type Failure } from '#app/failures.ts';
import { hashOf } from '#app/secrets.server.ts';
import { isApiKeySecret, startOf } from '#app/api-key-secret.server.ts';
import { audit, type AuditActor } from './audit.server.ts';
import { type Db, forKey, forTenant } from './db.server.ts';
import { isUuid } from './invitations.server.ts';
import { lockPlan, refuseWhenFull } from './limits.server.ts';

/**
 * API keys. Ours only: Logto knows nothing of them. Of a secret there is its SHA-256 and what a list shows of its start.
 * docs/decisions/0075-api-keys-and-machines.md
 */

export type ApiKey = {
  id: string;
  name: string;
  role: string;
  start: string;
  createdByName: string;
  createdAt: Date;
  expiresAt: Date | null;
  lastUsedAt: Date | null;
  revokedAt: Date | null;
  /** Until when the secret before this one still works. */
  previousUntil: Date | null;
};

const columns = {
  id: true,
  name: true,
  role: true,
  start: true,
  createdByName: true,
  createdAt: true,
  expiresAt: true,
  lastUsedAt: true,
  revokedAt: true,
  previousUntil: true,
} as const;

/** How long a list tells of keys that are revoked. */
const revokedShownDays = 30;

/** Those that can be used first, each part newest first; at most 200. */
export const listApiKeys = (tenantId: string): Promise<ApiKey[]> =>
  forTenant(tenantId, (db) =>
    db.apiKey.findMany({
      where: {
        tenantId,
        OR: [{ revokedAt: null }, { revokedAt: { gt: new Date(Date.now() - revokedShownDays * 86_400_000) } }],
      },
      select: columns,
      orderBy: [{ revokedAt: { sort: 'desc', nulls: 'first' } }, { createdAt: 'desc' }],
      take: 200,
    }),
  );

/** Null for a key of another tenant, as for an id of nothing. */
export const findApiKey = async (tenantId: string, id: string): Promise<ApiKey | null> =>
  isUuid(id) ? forTenant(tenantId, (db) => db.apiKey.findFirst({ where: { id, tenantId }, select: columns })) : null;

type Change = { tenantId: string; actor: AuditActor; id: string };

type NewKey = Change & { name: string; role: string; secret: string; expiresAt: Date | null };

/** Fails with `key-shown-once` when there is one of this id, `api-keys-used-up`. */
export const writeNewApiKey = (key: NewKey): Promise<Failure | null> =>
  forTenant(key.tenantId, async (db) => {
    const { id, tenantId, actor, name, role, secret, expiresAt } = key;
    await lockPlan(db, tenantId); // so that a second press waits for the first
    if (await db.apiKey.findFirst({ where: { id }, select: { id: true } })) return failure('key-shown-once');
    const full = await refuseWhenFull(db, tenantId, 'api-keys');
    if (full) return full;
    const made = { createdById: actor.userId, createdByName: actor.name };
    await db.apiKey.create({
      data: { id, tenantId, name, role, ...made, ...storedOf(secret), expiresAt },
      select: { id: true },
    });
    await audit(db, { tenantId, actor, action: 'api-key.created', target: { id, name }, details: { role } });
    return null;
  });

type Rotation = Change & {
  /** Of the secret that the person saw in the list: the one to take the place of. */
  from: string;
  secret: string;
  /** How long the old one goes on. */
  graceMs: number;
};

/** Fails with `not-found`, `key-revoked`, `key-expired`, and `key-shown-once` when it has another secret by now. */
export const writeNewSecret = ({ tenantId, actor, id, from, secret, graceMs }: Rotation): Promise<Failure | null> =>
  forTenant(tenantId, async (db) => {
    const key = await lock(db, tenantId, id);
    if (!key) return failure('not-found');
    if (key.revokedAt) return failure('key-revoked');
    if (key.expiresAt && key.expiresAt <= new Date()) return failure('key-expired');
    if (key.start !== from) return failure('key-shown-once');
    const old = { previousHash: key.secretHash, previousUntil: new Date(Date.now() + graceMs) };
    await db.apiKey.update({
      where: { id },
      data: { ...storedOf(secret), ...(graceMs > 0 ? old : noPrevious) },
      select: { id: true },
    });
    await audit(db, { tenantId, actor, action: 'api-key.rotated', target: { id, name: key.name } });
    return null;
  });

/** From now on no secret of it works. One that is revoked already is done. Fails with `not-found`. */
export const writeRevocation = ({ tenantId, actor, id }: Change): Promise<Failure | null> =>
  forTenant(tenantId, async (db) => {
    const key = await lock(db, tenantId, id);
    if (!key) return failure('not-found');
    if (key.revokedAt) return null;
    await db.apiKey.update({ where: { id }, data: { revokedAt: new Date(), ...noPrevious }, select: { id: true } });
    await audit(db, { tenantId, actor, action: 'api-key.revoked', target: { id, name: key.name } });
    return null;
  });

const storedOf = (secret: string) => ({ secretHash: hashOf(secret), start: startOf(secret) });

const noPrevious = { previousHash: null, previousUntil: null };

type Locked = { name: string; start: string; secretHash: string; revokedAt: Date | null; expiresAt: Date | null };

async function lock(db: Db, tenantId: string, id: string): Promise<Locked | undefined> {
  const [row] = await db.$queryRaw<Locked[]>`
    SELECT name, start, secret_hash AS "secretHash", revoked_at AS "revokedAt", expires_at AS "expiresAt"
      FROM api_keys WHERE id = ${id}::uuid AND tenant_id = ${tenantId}::uuid FOR UPDATE`;
  return row;
}

export type UsableKey = Pick<ApiKey, 'id' | 'name' | 'role' | 'lastUsedAt'> & { tenantId: string };

/** The key whose secret this is, as long as it may be used; null for everything else. */
export async function findUsableKey(secret: string): Promise<UsableKey | null> {
  if (!isApiKeySecret(secret)) return null;
  const hash = hashOf(secret);
  const now = new Date();
  return forKey(hash, (db) =>
    db.apiKey.findFirst({
      where: {
        revokedAt: null,
        AND: [
          { OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] },
          { OR: [{ secretHash: hash }, { previousHash: hash, previousUntil: { gt: now } }] },
        ],
      },
      select: { id: true, name: true, role: true, lastUsedAt: true, tenantId: true },
    }),
  );
}

/** The role of a key, as long as it may be used; null for one that was revoked, has expired, or is another tenant's. */
export const findRoleOfKey = async (tenantId: string, id: string): Promise<string | null> => {
  const usable = { revokedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: new Date() } }] };
  if (!isUuid(id)) return null;
  const key = await forTenant(tenantId, (db) =>
    db.apiKey.findFirst({ where: { id, tenantId, ...usable }, select: { role: true } }),
  );
  return key?.role ?? null;
};

/** To the minute: another caller of the same minute writes nothing. */
export const touchApiKey = (tenantId: string, id: string): Promise<unknown> =>
  forTenant(
    tenantId,
    (db) => db.$executeRaw`
      UPDATE api_keys SET last_used_at = date_trunc('minute', now())
       WHERE id = ${id}::uuid AND tenant_id = ${tenantId}::uuid
         AND (last_used_at IS NULL OR last_used_at < date_trunc('minute', now()))`,
  );
