import { createHmac, timingSafeEqual } from 'node:crypto';

/** A webhook's proof of where it comes from. https://docs.logto.io/developers/webhooks/secure-webhooks */
export const signatureHeader = 'logto-signature-sha-256';

/** Hex SHA-256. What does not look like one needs no body to be refused. */
export const isSignature = (value: string | null): value is string => value !== null && /^[0-9a-f]{64}$/.test(value);

/** Whether `signature` is the HMAC-SHA256 of the body as it came over the wire. Takes as long when it is not. */
export const isSigned = (body: Uint8Array, signature: string, signingKey: string): boolean =>
  timingSafeEqual(createHmac('sha256', signingKey).update(body).digest(), Buffer.from(signature, 'hex'));
