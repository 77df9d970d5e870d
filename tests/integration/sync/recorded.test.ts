/**
 * Deliveries recorded from a real server, through the real route. They are no part of this repository: `WEBHOOK_SAMPLES`
 * names the file, a list of `{event, signingKey, headers, rawBody}`, and without it this is skipped.
 */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { reactions } from '#app/sync/reactions.server.ts';
import { isSignature, isSigned, signatureHeader } from '#app/sync/signature.server.ts';
import { openStage } from './stage.ts';

type Sample = { event: string; signingKey: string; headers: Record<string, string>; rawBody: string };

const file = process.env['WEBHOOK_SAMPLES'] ?? '';
const samples: Sample[] = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Sample[]) : [];

/** What is older than some minutes is asked about instead of being believed. */
const asOfNow = (rawBody: string) =>
  rawBody.replace(/"createdAt":"[^"]+"/, `"createdAt":"${new Date().toISOString()}"`);

describe.skipIf(samples.length === 0)('what a real server delivered', async () => {
  const stage = await openStage();

  it('is signed as we check it', () => {
    for (const { headers, rawBody, signingKey } of samples) {
      const signature = headers[signatureHeader] ?? '';
      expect(isSignature(signature) && isSigned(Buffer.from(rawBody), signature, signingKey), rawBody).toBe(true);
    }
  });

  it('is taken and understood, every one', async () => {
    for (const { rawBody, event } of samples) {
      stage.lines.splice(0);
      expect((await stage.post(asOfNow(rawBody))).status, event).toBe(204);
      const isTest = rawBody.includes('/fake-path/');
      const said = reactions.has(event) && !isTest ? 'event taken' : 'without meaning';
      expect(stage.lines, rawBody).toEqual([expect.stringContaining(said)]);
    }
    expect(samples.some(({ event }) => reactions.has(event))).toBe(true);
  });

  it('wrote down its people', async () => {
    const alive = samples
      .filter(({ event }) => event === 'User.Created')
      .map(({ rawBody }) => JSON.parse(rawBody).data);
    for (const { id, name } of alive as { id: string; name: string }[]) {
      expect(await stage.user(id)).toMatchObject({ name });
    }
  });
});
