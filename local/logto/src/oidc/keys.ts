import { randomBytes } from 'node:crypto';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type CryptoKey, type JWK } from 'jose';
import type { Store } from '../store/store.ts';

export interface Keys {
  privateJwk: JWK;
  publicKey: CryptoKey;
  cookieKey: string;
}

/** The ES384 signing key and the cookie key, made once per state file. */
export async function loadKeys(store: Store): Promise<Keys> {
  const stored = store.documents.get('keys') as { privateJwk: JWK; cookieKey: string } | undefined;
  const { privateJwk, cookieKey } = stored ?? {
    privateJwk: await newKey(),
    cookieKey: randomBytes(24).toString('base64url'),
  };
  store.documents.set('keys', { privateJwk, cookieKey });
  const { d: _, ...publicJwk } = privateJwk;
  return { privateJwk, cookieKey, publicKey: (await importJWK(publicJwk, 'ES384')) as CryptoKey };
}

async function newKey(): Promise<JWK> {
  const { privateKey } = await generateKeyPair('ES384', { extractable: true });
  const jwk = await exportJWK(privateKey);
  return { ...jwk, kid: await calculateJwkThumbprint(jwk), use: 'sig', alg: 'ES384' };
}
