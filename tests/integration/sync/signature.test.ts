import { describe, expect, it } from 'vitest';
import { isSigned } from '#app/sync/signature.server.ts';
import { openStage } from './stage.ts';

/** One delivery of a real server (1.41). */
const recorded = {
  signingKey: 'wmeKMpH0YFYbZ46UkDrWo6QHYsxhvUGM',
  signature: '783adcd4f0d9d898f58971b280a771bda12e020d3e93cfa8d81fe6369fa218ff',
  body: '{"event":"Organization.Deleted","createdAt":"2026-11-22T06:22:20.509Z","userAgent":"node","ip":"127.0.0.1","path":"/organizations/6fn3mty7bjom","method":"DELETE","status":204,"params":{"id":"6fn3mty7bjom"},"matchedRoute":"/organizations/:id","hookId":"qhhyet5egogz6zdacowqa"}',
};

const stage = await openStage();

const event = (id: string) =>
  JSON.stringify({
    event: 'User.Created',
    data: { id, name: 'Ada', primaryEmail: 'Ada@example.test', avatar: null, isSuspended: false },
  });

describe('a signature', () => {
  const { body, signature, signingKey } = recorded;

  it('is right for what a real server sent', () => {
    expect(isSigned(Buffer.from(body), signature, signingKey)).toBe(true);
  });

  it('is wrong with another key, and for a body of which one character differs', () => {
    expect(isSigned(Buffer.from(body), signature, `${signingKey}x`)).toBe(false);
    expect(isSigned(Buffer.from(body.replace('204', '205')), signature, signingKey)).toBe(false);
  });
});

describe('the webhook', () => {
  it('takes what the local Logto signs', async () => {
    const { id } = await stage.person('Ada');
    expect(stage.deliveries.at(-1)).toMatchObject({ event: 'User.Created', status: 204 });
    expect(await stage.user(id)).toMatchObject({ name: 'Ada' });
  });

  it.each([
    ['none', null],
    ['an empty one', ''],
    ['a short one', 'ab'],
    ['one of something else', '0'.repeat(64)],
  ])('refuses an event with %s for a signature, and does nothing', async (_, signature) => {
    expect((await stage.post(event('stranger'), signature)).status).toBe(401);
    expect(await stage.user('stranger')).toBeUndefined();
    expect((await stage.post(event('stranger'))).status).toBe(204);
    expect(await stage.user('stranger')).toBeDefined();
    await stage.sql('DELETE FROM users');
  });

  it.each(['GET', 'PUT', 'DELETE', 'PATCH'])('has no %s', async (method) => {
    const answer = await fetch(`${stage.url}/webhooks/logto`, {
      method,
      ...(method !== 'GET' && { body: event('x') }),
    });
    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toBe('POST');
  });
});
