/** API keys as programs use them: what opens, what does not, and that revoking counts at the next call. */
import { describe, expect, it } from 'vitest';
import { isApiKeySecret, newApiKeySecret } from '#app/api-key-secret.server.ts';
import { createApiKey } from '#app/flows/create-api-key.server.ts';
import { revokeApiKey } from '#app/flows/revoke-api-key.server.ts';
import { rotateApiKey } from '#app/flows/rotate-api-key.server.ts';
import { es } from '#app/i18n/es.ts';
import { en } from '#app/i18n/en.ts';
import { roles } from '#app/permissions.ts';
import { newKey } from '#tests/flows/people.ts';
import { openStage } from './stage.ts';

const stage = await openStage();

describe('an API key', () => {
  it('says who calls, where, and what that permits', async () => {
    const acme = await stage.organization();
    const { id, secret } = await stage.apiKey(acme, { name: 'Nightly', role: 'admin' });
    const { status, headers, body } = await stage.me(secret);
    expect(status).toBe(200);
    expect(headers.get('content-type')).toContain('application/json');
    expect(body).toEqual({
      caller: { kind: 'api-key', id, name: 'Nightly', role: 'admin', permissions: roles.admin.permissions },
      organization: { id: acme.organizationId, slug: acme.slug, name: acme.organizationName },
    });
  });

  it('is in the database as a hash and its start, and its use to the minute', async () => {
    const acme = await stage.organization();
    const { id, secret } = await stage.apiKey(acme);
    await stage.me(secret);
    const [row] = await stage.sql<Record<string, unknown>>('SELECT * FROM api_keys WHERE id = $1', [id]);
    expect(JSON.stringify(row)).not.toContain(secret.slice(12));
    expect(row).toMatchObject({ start: secret.slice(0, 12) });
    const [{ all = '' } = {}] = await stage.sql<{ all: string }>(
      `SELECT string_agg(o::text, '') AS all FROM (SELECT row_to_json(operations) o FROM operations UNION ALL
        SELECT row_to_json(audit_events) FROM audit_events WHERE action LIKE 'api-key%') t`,
    );
    expect(all).not.toContain(secret.slice(4, 20));
    const used = row!['last_used_at'] as Date;
    expect([used.getSeconds(), used.getMilliseconds()]).toEqual([0, 0]);
    expect(Date.now() - +used).toBeLessThan(61_000);
  });

  it('of one organization never reads another', async () => {
    const [acme, blue] = [await stage.organization(), await stage.organization()];
    const { id, secret } = await stage.apiKey(acme);
    await stage.apiKey(blue);
    expect((await stage.me(secret)).body['organization']).toMatchObject({ id: acme.organizationId });
    // Nor is it anything to those who manage the other one.
    const { start } = (await stage.sql<{ start: string }>('SELECT start FROM api_keys WHERE id = $1', [id]))[0]!;
    for (const forged of [id, crypto.randomUUID(), 'nonsense', "'\0"]) {
      expect(await revokeApiKey(blue, forged)).toMatchObject({ code: 'not-found' });
      expect(await rotateApiKey(blue, forged, { from: start, grace: '0' })).toMatchObject({ code: 'not-found' });
    }
    expect((await stage.me(secret)).status).toBe(200);
  });

  it('goes on when its maker leaves, and permits what its role permits today', async () => {
    const acme = await stage.organization();
    const { id, secret } = await stage.apiKey(acme, { role: 'admin' });
    await stage.sql('DELETE FROM members WHERE tenant_id = $1', [acme.tenantId]);
    expect((await stage.me(secret)).status).toBe(200);
    for (const role of ['owner', 'a-role-of-before', 'machine-admin']) {
      await stage.sql(`UPDATE api_keys SET role = $2 WHERE id = $1`, [id, role]);
      expect(await stage.me(secret)).toMatchObject({ status: 403, body: { code: 'not-permitted' } });
    }
  });

  it('is refused from the next call on once it is revoked, and revoking again changes nothing', async () => {
    const acme = await stage.organization();
    const { id, secret, name } = await stage.apiKey(acme);
    expect((await stage.me(secret)).status).toBe(200);
    expect(await revokeApiKey(acme, id)).toEqual({ ok: true, value: { name } });
    expect((await stage.me(secret)).status).toBe(401);
    expect((await revokeApiKey(acme, id)).ok).toBe(true);
    expect((await stage.audit(acme)).map(({ action }) => action)).toEqual(['api-key.created', 'api-key.revoked']);
  });

  it('ends when its time is over', async () => {
    const acme = await stage.organization();
    const { id, secret } = await stage.apiKey(acme, { lifetime: '30' });
    const { secret: forever } = await stage.apiKey(acme, { lifetime: 'never' });
    const [{ days } = { days: 0 }] = await stage.sql<{ days: number }>(
      `SELECT round(extract(epoch FROM expires_at - now()) / 86400)::int AS days FROM api_keys WHERE id = $1`,
      [id],
    );
    expect(days).toBe(30);
    await stage.sql(`UPDATE api_keys SET expires_at = now() - interval '1 second' WHERE id = $1`, [id]);
    expect((await stage.me(secret)).status).toBe(401);
    expect((await stage.me(forever)).status).toBe(200);
    const { start } = (await stage.sql<{ start: string }>('SELECT start FROM api_keys WHERE id = $1', [id]))[0]!;
    expect(await rotateApiKey(acme, id, { from: start, grace: '0' })).toMatchObject({ code: 'key-expired' });
  });

  it('of a closed workspace is told so', async () => {
    const acme = await stage.organization();
    const { secret } = await stage.apiKey(acme);
    await stage.sql(`UPDATE tenants SET deletion_due_at = now() + interval '7 days' WHERE id = $1`, [acme.tenantId]);
    expect(await stage.me(secret)).toMatchObject({ status: 410, body: { code: 'organization-closed' } });
  });
});

describe('making one', () => {
  const input = { name: 'Import', role: 'member', lifetime: '90' } as const;

  it('pressed twice makes one, and says that its secret was shown', async () => {
    const acme = await stage.organization();
    const key = newKey();
    const answers = await Promise.all([1, 2, 3].map(() => createApiKey(acme, input, key)));
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    expect(answers.filter(({ ok }) => !ok)).toMatchObject(Array(2).fill({ code: 'key-shown-once' }));
    expect(await createApiKey(acme, input, key)).toMatchObject({ code: 'key-shown-once' });
    expect((await stage.audit(acme)).map(({ action }) => action)).toEqual(['api-key.created']);
    expect((await createApiKey(acme, input, newKey())).ok).toBe(true);
  });

  it('is refused beyond what the person may, by Logto and by their session', async () => {
    const acme = await stage.organization();
    const less = { ...acme, permissions: [...roles.member.permissions, 'manage:organization' as const] };
    expect(await createApiKey(less, { ...input, role: 'admin' }, newKey())).toMatchObject({ code: 'role-above-own' });
    expect(await createApiKey({ ...acme, permissions: ['read:data'] }, input, newKey())).toMatchObject({
      code: 'not-permitted',
    });
    const { api } = stage.logto;
    await api.PUT('/api/organizations/{id}/users/{userId}/roles', {
      params: { path: { id: acme.organizationId, userId: acme.userId } },
      body: { organizationRoleNames: ['member'] },
    });
    expect(await createApiKey(acme, input, newKey())).toMatchObject({ code: 'not-permitted' });
    expect(await stage.audit(acme)).toEqual([]);
  });

  it.each([
    ['500', { status: 500 }, 'logto-unreachable'],
    ['429', { status: 429, headers: { 'retry-after': '60' } }, 'rate-limited'],
    ['no answer', { drop: 'before' }, 'logto-unreachable'],
  ])('is refused while Logto answers with %s, and nothing is made', async (_name, fault, code) => {
    const acme = await stage.organization();
    await stage.logto.fail({ method: 'GET', path: '/organizations/:id/users/:userId/scopes', ...fault });
    const answer = await createApiKey(acme, input, newKey());
    await stage.logto.clearFaults();
    expect(answer).toMatchObject({ code });
    expect(await stage.audit(acme)).toEqual([]);
  });

  it('is refused when the plan includes no further one, and two at once do not both get the last', async () => {
    const acme = await stage.organization();
    await stage.sql(`UPDATE tenants SET plan = 'free' WHERE id = $1`, [acme.tenantId]);
    await stage.apiKey(acme);
    const answers = await Promise.all([1, 2].map(() => createApiKey(acme, input, newKey())));
    expect(answers.map((answer) => (answer.ok ? 'made' : answer.code)).sort()).toEqual(['api-keys-used-up', 'made']);
  });
});

describe('rotating one', () => {
  const startOf = (secret: string) => secret.slice(0, 12);

  it.each([
    ['0', 401],
    ['1', 200],
    ['24', 200],
  ] as const)('gives a new secret, the old one going on for %s hours', async (grace, status) => {
    const acme = await stage.organization();
    const { id, secret } = await stage.apiKey(acme, { role: 'admin' });
    const rotated = await rotateApiKey(acme, id, { from: startOf(secret), grace });
    if (!rotated.ok) throw new Error(rotated.code);
    expect(await stage.me(rotated.value.secret)).toMatchObject({
      status: 200,
      body: { caller: { id, role: 'admin' } },
    });
    expect((await stage.me(secret)).status).toBe(status);
    await stage.sql(
      `UPDATE api_keys SET previous_until = previous_until - make_interval(hours => $2)`.replace('$2', grace),
    );
    expect((await stage.me(secret)).status).toBe(401);
    expect((await stage.me(rotated.value.secret)).status).toBe(200);
  });

  it('pressed twice gives one new secret', async () => {
    const acme = await stage.organization();
    const { id, secret } = await stage.apiKey(acme);
    const press = () => rotateApiKey(acme, id, { from: startOf(secret), grace: '24' });
    const answers = await Promise.all([press(), press()]);
    const shown = answers.flatMap((answer) => (answer.ok ? answer.value.secret : []));
    expect(shown).toHaveLength(1);
    expect(answers.find(({ ok }) => !ok)).toMatchObject({ code: 'key-shown-once' });
    expect((await stage.me(shown[0]!)).status).toBe(200);
  });

  it('does not bring back what is revoked, whose old secrets are over too', async () => {
    const acme = await stage.organization();
    const { id, secret } = await stage.apiKey(acme);
    const rotated = await rotateApiKey(acme, id, { from: startOf(secret), grace: '24' });
    await revokeApiKey(acme, id);
    const now = rotated.ok ? rotated.value.secret : '';
    for (const each of [secret, now]) expect((await stage.me(each)).status).toBe(401);
    expect(await rotateApiKey(acme, id, { from: startOf(now), grace: '0' })).toMatchObject({ code: 'key-revoked' });
  });

  it('of a key above one’s own role is refused: the secret would be theirs', async () => {
    const acme = await stage.organization();
    const { id, secret } = await stage.apiKey(acme, { role: 'admin' });
    const less = { ...acme, permissions: [...roles.member.permissions, 'manage:organization' as const] };
    expect(await rotateApiKey(less, id, { from: startOf(secret), grace: '0' })).toMatchObject({
      code: 'role-above-own',
    });
    expect((await revokeApiKey(less, id)).ok).toBe(true); // stopping it is no danger
  });
});

describe('what is no key', () => {
  it.each([
    ['nothing', undefined],
    ['nothing after Bearer', ''],
    ['a key that nobody was given', newApiKeySecret()],
    ['a key with a wrong checksum', `${newApiKeySecret().slice(0, -1)}_`],
    ['another’s token', 'eyJhbGciOiJub25lIn0.e30.'],
    ['bytes that PostgreSQL cannot hold', 'tnt_%00'],
  ])('is unauthenticated: %s', async (_name, token) => {
    const { status, headers, body } = await stage.call('/api/v1/me', { ...(token !== undefined && { token }) });
    expect({ status, code: body.code }).toEqual({ status: 401, code: 'unauthenticated' });
    expect(headers.get('content-type')).toBe('application/problem+json');
    expect(headers.get('www-authenticate')).toMatch(/^Bearer realm="api"/);
  });

  it('is told in the caller’s language, with the same code', async () => {
    const english = await stage.me(newApiKeySecret(), 'en');
    const spanish = await stage.me(newApiKeySecret(), 'es');
    expect(english.body).toMatchObject({
      type: 'urn:tenantry:problem:unauthenticated',
      title: en.failures.unauthenticated,
      status: 401,
      code: 'unauthenticated',
      requestId: 'request-1',
    });
    expect(spanish.body).toMatchObject({ title: es.failures.unauthenticated, code: 'unauthenticated' });
  });

  it('is a session’s cookie', async () => {
    const answer = await stage.call('/api/v1/me', { headers: { cookie: 'session=whatever' } });
    expect(answer.status).toBe(401);
  });
});

describe('the API', () => {
  it('answers JSON to addresses and methods that it does not know', async () => {
    const { secret: token } = await stage.apiKey(await stage.organization());
    const nowhere = await stage.call('/api/v1/nothing/here', { token });
    expect(nowhere).toMatchObject({ status: 404, body: { code: 'not-found' } });
    const posted = await stage.call('/api/v1/me', { token, method: 'POST', body: '{}' });
    expect(posted).toMatchObject({ status: 405, body: { code: 'method-not-allowed' } });
    expect(posted.headers.get('allow')).toBe('GET, HEAD');
    expect((await stage.call('/api/v1/me', { token, method: 'HEAD' })).status).toBe(200);
  });
});

describe('a secret', () => {
  it('is letters and digits with a checksum of its own', () => {
    const many = Array.from({ length: 500 }, newApiKeySecret);
    expect(new Set(many).size).toBe(500);
    for (const secret of many) {
      expect(secret).toMatch(/^tnt_[0-9A-Za-z]{49}$/);
      expect(isApiKeySecret(secret)).toBe(true);
    }
    const [one = ''] = many;
    const changed = one.slice(0, 10) + (one[10] === 'a' ? 'b' : 'a') + one.slice(11);
    expect(isApiKeySecret(changed)).toBe(false);
  });
});
