import type { Adapter, AdapterPayload } from 'oidc-provider';
import type { Json } from '../store/entities.ts';
import type { OidcRow, Store } from '../store/store.ts';
import { clientMetadata } from './clients.ts';

/** A rotated-out refresh token goes on working for this long after its last use (observed). */
const GRACE_MS = 3_000;
const grantable = new Set(['AccessToken', 'AuthorizationCode', 'RefreshToken']);

/** oidc-provider's storage over our store, with indexes by grant and session uid. */
export class OidcRows {
  readonly #store: Store;
  readonly #byGrant = new Map<string, Set<string>>();
  readonly #sessionByUid = new Map<string, string>();

  constructor(store: Store) {
    this.#store = store;
    for (const [key, row] of store.oidc) this.#index(key, row.payload);
  }

  get(key: string): OidcRow | undefined {
    const row = this.#store.oidc.get(key);
    if (row?.expiresAt !== undefined && row.expiresAt < Date.now() - 24 * 3600 * 1000) {
      this.delete(key);
      return undefined;
    }
    return row;
  }

  set(key: string, row: OidcRow): void {
    this.#store.oidc.set(key, row);
    this.#index(key, row.payload);
    this.#store.changed();
  }

  delete(key: string): void {
    const row = this.#store.oidc.get(key);
    if (!row) return;
    this.#store.oidc.delete(key);
    this.#byGrant.get(String(row.payload.grantId))?.delete(key);
    if (key.startsWith('Session:')) this.#sessionByUid.delete(String(row.payload.uid));
    this.#store.changed();
  }

  sessionKey(uid: string): string | undefined {
    return this.#sessionByUid.get(uid);
  }

  deleteGrant(grantId: string): void {
    for (const key of this.#byGrant.get(grantId) ?? []) this.delete(key);
    this.#byGrant.delete(grantId);
  }

  /** Everything that speaks for a user. */
  deleteAccount(accountId: string): void {
    for (const [key, { payload }] of this.#store.oidc) if (payload.accountId === accountId) this.delete(key);
  }

  /** Moves tokens, grants and sessions into the past, for tests of what happens after days. */
  age(seconds: number): void {
    for (const [key, row] of this.#store.oidc) {
      if (!/^(Session|Grant|AccessToken|RefreshToken|AuthorizationCode):/.test(key)) continue;
      for (const field of ['iat', 'exp', 'iiat', 'loginTs']) {
        if (typeof row.payload[field] === 'number') row.payload[field] -= seconds;
      }
      if (typeof row.payload.consumedAt === 'number') row.payload.consumedAt -= seconds * 1000;
    }
    this.#store.changed();
  }

  #index(key: string, payload: Json): void {
    if (key.startsWith('Session:')) this.#sessionByUid.set(String(payload.uid), key);
    if (typeof payload.grantId !== 'string' || !grantable.has(key.slice(0, key.indexOf(':')))) return;
    const keys = this.#byGrant.get(payload.grantId) ?? new Set<string>();
    this.#byGrant.set(payload.grantId, keys.add(key));
  }
}

export function adapterFactory(store: Store, rows: OidcRows): (model: string) => Adapter {
  return (model) => {
    const keyOf = (id: string) => `${model}:${id}`;
    const find = (id: string) => {
      const payload = rows.get(keyOf(id))?.payload;
      if (!payload) return undefined;
      const { consumedAt, ...rest } = payload;
      if (typeof consumedAt !== 'number') return rest as AdapterPayload;
      const grace = model === 'RefreshToken' ? GRACE_MS : 0;
      return {
        ...rest,
        ...(Date.now() - consumedAt >= grace && { consumed: Math.floor(consumedAt / 1000) }),
      } as AdapterPayload;
    };
    return {
      async upsert(id, payload, expiresIn) {
        const expiresAt = typeof expiresIn === 'number' ? Date.now() + expiresIn * 1000 : undefined;
        rows.set(keyOf(id), { payload: { ...payload } as Json, expiresAt });
      },
      async find(id) {
        return model === 'Client' ? (clientMetadata(store, id) as AdapterPayload) : find(id);
      },
      async findByUid(uid) {
        const key = rows.sessionKey(uid);
        return key === undefined ? undefined : find(key.slice('Session:'.length));
      },
      async findByUserCode() {
        return undefined;
      },
      async consume(id) {
        const row = rows.get(keyOf(id));
        if (row) rows.set(keyOf(id), { ...row, payload: { ...row.payload, consumedAt: Date.now() } });
      },
      async destroy(id) {
        rows.delete(keyOf(id));
      },
      async revokeByGrantId(grantId) {
        rows.deleteGrant(grantId);
      },
    };
  };
}
