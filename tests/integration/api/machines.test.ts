/** Applications of Logto that call the API: their tokens live for an hour, and open what the copy says at this moment. */
import { generateKeyPair, SignJWT } from 'jose';
import { describe, expect, it, vi } from 'vitest';
import { addMachine } from '#app/flows/add-machine.server.ts';
import { changeMachineRole } from '#app/flows/change-machine-role.server.ts';
import { settleOperation } from '#app/flows/index.server.ts';
import { removeMachine } from '#app/flows/remove-machine.server.ts';
import { logto } from '#app/logto/logto.server.ts';
import { asApplicationId } from '#app/logto/ids.ts';
import { machineRoles, roles } from '#app/permissions.ts';
import type { Access } from '#app/auth/organization.server.ts';
import { newKey } from '#tests/flows/people.ts';
import { AppBrowser } from '../pages/app.ts';
import { openStage } from './stage.ts';

const stage = await openStage();

const inLogto = async (access: Access) => {
  const found: Record<string, string[]> = {};
  for await (const { name, roles } of logto().applications.list(access.organizationId)) {
    found[name] = roles.map((role) => role.name).sort();
  }
  return found;
};

const applicationNamed = async (name: string) => {
  const query = { types: 'MachineToMachine' as const, page: 1, page_size: 100 };
  const { data = [] } = await stage.logto.api.GET('/api/applications', { params: { query } });
  return data.filter((application) => application.name === name);
};

/** Settles what is under way, as a worker would once its time has come. */
async function settle({ tenantId }: Access) {
  for (let round = 0; round < 10; round++) {
    const open = await stage.sql<{ id: string }>(
      `UPDATE operations SET lease_until = to_timestamp(0)
        WHERE tenant_id = $1 AND state IN ('running', 'interrupted') RETURNING id`,
      [tenantId],
    );
    if (open.length === 0) return;
    for (const { id } of open) await settleOperation(id);
  }
}

let names = 0;
const newName = () => `Robot ${++names}`;

describe('a machine', () => {
  it('is added with its role on both sides, and its token says who calls and where', async () => {
    const acme = await stage.organization();
    const name = newName();
    const robot = await stage.machine(acme, 'member', name);
    expect(await inLogto(acme)).toEqual({ [name]: ['machine-member'] });
    expect(await stage.machines(acme)).toEqual([
      {
        ...{ application_id: robot.id, name, roles: ['machine-member'] },
        ...{ made_here: true, added_by_name: acme.name },
      },
    ]);
    expect(await stage.audit(acme)).toMatchObject([
      { action: 'machine.added', actor_name: acme.name, target_name: name, details: { roles: ['member'] } },
    ]);
    const { status, body } = await stage.me(await stage.organizationToken(robot, acme));
    expect(status).toBe(200);
    expect(body).toEqual({
      caller: { kind: 'machine', id: robot.id, name, role: 'member', permissions: expect.any(Array) },
      organization: { id: acme.organizationId, slug: acme.slug, name: acme.organizationName },
    });
    const { permissions } = body['caller'] as { permissions: string[] };
    expect(permissions.sort()).toEqual([...roles.member.permissions].sort());
    const [row] = await stage.sql<{ last_used_at: Date | null }>(
      'SELECT last_used_at FROM machines WHERE application_id = $1',
      [robot.id],
    );
    expect(row!.last_used_at).not.toBeNull();
  });

  it('leaves no secret of it in the database', async () => {
    const acme = await stage.organization();
    const { secret } = await stage.machine(acme);
    expect(secret.length).toBeGreaterThan(16);
    const rows = await stage.sql<{ text: string }>(
      `SELECT row_to_json(o)::text || (SELECT coalesce(string_agg(row_to_json(s)::text, ''), '') FROM operation_steps s) AS text
         FROM operations o WHERE tenant_id = $1`,
      [acme.tenantId],
    );
    expect(rows).toHaveLength(1);
    expect(rows[0]!.text).not.toContain(secret);
  });

  it('does no more than the scopes that it asked for', async () => {
    const acme = await stage.organization();
    const robot = await stage.machine(acme, 'admin');
    const token = await stage.organizationToken(robot, acme, 'read:data');
    expect((await stage.me(token)).body['caller']).toMatchObject({ role: 'admin', permissions: ['read:data'] });
    const none = await stage.organizationToken(robot, acme, '');
    const refused = await stage.me(none);
    expect(refused).toMatchObject({ status: 403, body: { code: 'not-permitted' } });
    expect(refused.headers.get('www-authenticate')).toContain('error="insufficient_scope", scope="read:data"');
    const inside = `/api/v1/organizations/${acme.organizationId}`;
    for (const path of [inside, `${inside}/members`, '/api/v1/organizations']) {
      expect(await stage.call(path, { token: none }), path).toMatchObject({
        status: 403,
        body: { code: 'not-permitted' },
      });
    }
  });

  it('that is removed here is refused at once though its token lives, and gone in Logto', async () => {
    const acme = await stage.organization();
    const name = newName();
    const robot = await stage.machine(acme, 'member', name);
    const token = await stage.organizationToken(robot, acme);
    expect((await stage.me(token)).status).toBe(200);
    const key = newKey();
    expect(await removeMachine(acme, robot.id, key)).toMatchObject({ ok: true });
    expect(await stage.me(token)).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
    expect(await inLogto(acme)).toEqual({});
    expect(await applicationNamed(name)).toEqual([]);
    expect(await removeMachine(acme, robot.id, key)).toMatchObject({ ok: true }); // pressed twice
    expect(await removeMachine(acme, robot.id, newKey())).toMatchObject({ code: 'not-found' });
    expect((await stage.audit(acme)).map(({ action }) => action)).toEqual(['machine.added', 'machine.removed']);
  });

  it('is refused at once even while Logto does not answer, and a worker tells Logto later', async () => {
    const acme = await stage.organization();
    const robot = await stage.machine(acme);
    const token = await stage.organizationToken(robot, acme);
    await stage.logto.fail({ method: 'DELETE', path: '/organizations/:id/applications/:applicationId', status: 500 });
    expect(await removeMachine(acme, robot.id, newKey())).toMatchObject({ code: 'still-working' });
    expect((await stage.me(token)).status).toBe(401);
    await stage.logto.clearFaults();
    await settle(acme);
    expect(await inLogto(acme)).toEqual({});
    expect((await stage.audit(acme)).map(({ action }) => action)).toEqual(['machine.added', 'machine.removed']);
  });

  it('stays refused however long Logto does not answer', async () => {
    const acme = await stage.organization();
    const robot = await stage.machine(acme);
    const token = await stage.organizationToken(robot, acme);
    const take = { method: 'DELETE', path: '/organizations/:id/applications/:applicationId' };
    await stage.logto.fail({ ...take, status: 503 });
    expect(await removeMachine(acme, robot.id, newKey())).toMatchObject({ code: 'still-working' });
    await settle(acme); // more often than a worker goes forward
    expect((await stage.me(token)).status).toBe(401);
    expect(await stage.machines(acme)).toEqual([]);
    await stage.logto.clearFaults();
    await settle(acme);
    expect(await inLogto(acme)).toEqual({});
    expect((await stage.audit(acme)).map(({ action }) => action)).toEqual(['machine.added', 'machine.removed']);
  });

  it('that Logto refuses to let go is back, and the log tells of nothing', async () => {
    const acme = await stage.organization();
    const robot = await stage.machine(acme);
    const token = await stage.organizationToken(robot, acme);
    const before = await stage.machines(acme);
    await stage.logto.fail({
      ...{ method: 'DELETE', path: '/organizations/:id/applications/:applicationId' },
      ...{ status: 422, body: { code: 'entity.db_constraint_violated' } },
    });
    expect(await removeMachine(acme, robot.id, newKey())).toMatchObject({ code: 'logto-refused' });
    await stage.logto.clearFaults();
    expect(await stage.machines(acme)).toEqual(before);
    expect((await stage.me(token)).status).toBe(200);
    expect((await stage.audit(acme)).map(({ action }) => action)).toEqual(['machine.added']);
  });

  it('whose application Logto refuses to delete is no member all the same', async () => {
    const acme = await stage.organization();
    const robot = await stage.machine(acme);
    const token = await stage.organizationToken(robot, acme);
    await stage.logto.fail({
      ...{ method: 'DELETE', path: '/applications/:id' },
      ...{ status: 422, body: { code: 'entity.db_constraint_violated' } },
    });
    expect(await removeMachine(acme, robot.id, newKey())).toMatchObject({ code: 'logto-refused' });
    await stage.logto.clearFaults();
    expect(await inLogto(acme)).toEqual({});
    expect((await stage.me(token)).status).toBe(401);
    expect(await stage.machines(acme)).toEqual([]);
    expect((await stage.audit(acme)).map(({ action }) => action)).toEqual(['machine.added', 'machine.removed']);
  });

  it('gets another role, which counts at the next call; roles that are not ours stay', async () => {
    const acme = await stage.organization();
    const name = newName();
    const robot = await stage.machine(acme, 'admin', name);
    const { data: auditor } = await stage.logto.api.POST('/api/organization-roles', {
      body: { name: `auditor ${name}`, type: 'MachineToMachine', organizationScopeIds: [], resourceScopeIds: [] },
    });
    await logto().applications.addRoles(acme.organizationId, asApplicationId(robot.id), [auditor!.id]);
    const token = await stage.organizationToken(robot, acme);
    const may = async () => (await stage.me(token)).body['caller'] as { role: string; permissions: string[] };
    expect((await may()).permissions).toContain('manage:organization');
    const key = newKey();
    for (let press = 0; press < 2; press++) {
      expect(await changeMachineRole(acme, robot.id, { role: 'member' }, key)).toMatchObject({ ok: true });
    }
    expect(await may()).toMatchObject({ role: 'member' });
    expect((await may()).permissions).not.toContain('manage:organization');
    expect(await inLogto(acme)).toEqual({ [name]: [`auditor ${name}`, 'machine-member'] });
    expect((await stage.audit(acme)).at(-1)).toMatchObject({
      action: 'machine.roles-changed',
      details: { before: expect.arrayContaining(['admin', `auditor ${name}`]), after: [`auditor ${name}`, 'member'] },
    });
  });

  it('of another organization is nobody’s here, with its id as with its token', async () => {
    const [acme, blue] = [await stage.organization(), await stage.organization()];
    const robot = await stage.machine(acme);
    for (const forged of [robot.id, 'aaaaaaaaaaaaaaaaaaaaa', "'\0"]) {
      expect(await removeMachine(blue, forged, newKey())).toMatchObject({ code: 'not-found' });
      expect(await changeMachineRole(blue, forged, { role: 'admin' }, newKey())).toMatchObject({ code: 'not-found' });
    }
    const answer = await stage.token(robot, { organization_id: blue.organizationId, scope: 'read:data' });
    expect(answer).toMatchObject({ status: 403, body: { code: 'oidc.access_denied' } });
    expect((await stage.me(await stage.organizationToken(robot, acme))).body['organization']).toMatchObject({
      id: acme.organizationId,
    });
  });

  it('of a closed workspace is told so', async () => {
    const acme = await stage.organization();
    const token = await stage.organizationToken(await stage.machine(acme), acme);
    await stage.sql(`UPDATE tenants SET deletion_due_at = now() + interval '7 days' WHERE id = $1`, [acme.tenantId]);
    const left = async () => {
      const closed = await stage.me(token);
      expect(closed).toMatchObject({ status: 410, body: { code: 'organization-closed' } });
      return Number(/r=(\d+)/.exec(closed.headers.get('ratelimit') ?? '')?.[1]);
    };
    expect((await left()) - (await left())).toBe(1); // counted like every other call
  });
});

describe('adding one', () => {
  it('pressed twice makes one application', async () => {
    const acme = await stage.organization();
    const name = newName();
    const key = newKey();
    const answers = await Promise.all([1, 2].map(() => addMachine(acme, { name, role: 'member' }, key)));
    expect(answers[0]).toEqual(answers[1]);
    expect(await applicationNamed(name)).toHaveLength(1);
    await stage.sql(`UPDATE machines SET created_at = now() - interval '11 minutes' WHERE tenant_id = $1`, [
      acme.tenantId,
    ]);
    expect(await addMachine(acme, { name, role: 'member' }, key)).toMatchObject({ ok: true, value: { secret: null } });
    expect(await addMachine(acme, { name, role: 'admin' }, key)).toMatchObject({ code: 'form-used-differently' });
  });

  it('is refused beyond what the person may', async () => {
    const acme = await stage.organization();
    const less = { ...acme, permissions: [...roles.member.permissions, 'manage:organization' as const] };
    expect(await addMachine(less, { name: 'x', role: 'admin' }, newKey())).toMatchObject({ code: 'role-above-own' });
    const nothing = { ...acme, permissions: [] };
    expect(await addMachine(nothing, { name: 'x', role: 'member' }, newKey())).toMatchObject({ code: 'not-permitted' });
    expect(await inLogto(acme)).toEqual({});
  });

  const calls = [
    { method: 'POST', path: '/applications' },
    { method: 'POST', path: '/organizations/:id/applications' },
    { method: 'POST', path: '/organizations/:id/applications/roles' },
  ];

  describe.each(calls)('when $method $path', (call) => {
    it.each([
      ['answers 500', { status: 500 }, 'logto-unreachable'],
      ['answers 429', { status: 429, headers: { 'retry-after': '60' } }, 'rate-limited'],
      ['never comes', { drop: 'before' }, 'logto-unreachable'],
      ['is carried out unheard', { drop: 'after' }, 'logto-unreachable'],
    ])('%s, pressing again makes it whole, once', async (_name, fault, code) => {
      const acme = await stage.organization();
      const name = newName();
      const key = newKey();
      await stage.logto.fail({ ...call, ...fault });
      expect(await addMachine(acme, { name, role: 'member' }, key)).toMatchObject({ code });
      await stage.logto.clearFaults();
      expect(await stage.machines(acme)).toEqual([]);
      const again = await addMachine(acme, { name, role: 'member' }, key);
      expect(again).toMatchObject({ ok: true });
      expect(await applicationNamed(name)).toHaveLength(1);
      expect(await inLogto(acme)).toEqual({ [name]: ['machine-member'] });
      expect(await stage.audit(acme)).toHaveLength(1);
    });

    it('stays unanswered and nobody presses again, nothing is left', async () => {
      const acme = await stage.organization();
      const name = newName();
      await stage.logto.fail({ ...call, drop: 'after' });
      await addMachine(acme, { name, role: 'member' }, newKey());
      await stage.logto.clearFaults();
      await settle(acme);
      expect(await applicationNamed(name)).toEqual([]);
      expect([await stage.machines(acme), await stage.audit(acme), await inLogto(acme)]).toEqual([[], [], {}]);
    });

    it('is refused, nothing is left', async () => {
      const acme = await stage.organization();
      const name = newName();
      await stage.logto.fail({ ...call, status: 403, body: { code: 'subscription.limit_exceeded' } });
      expect(await addMachine(acme, { name, role: 'member' }, newKey())).toMatchObject({ ok: false });
      await stage.logto.clearFaults();
      await settle(acme);
      expect(await applicationNamed(name)).toEqual([]);
      expect([await stage.machines(acme), await inLogto(acme)]).toEqual([[], {}]);
    });
  });

  it('whose secret Logto does not tell is added all the same', async () => {
    const acme = await stage.organization();
    await stage.logto.fail({ method: 'GET', path: '/applications/:id/secrets', status: 500 });
    const added = await addMachine(acme, { name: newName(), role: 'member' }, newKey());
    await stage.logto.clearFaults();
    expect(added).toMatchObject({ ok: true, value: { secret: null } });
  });
});

describe('changing a role', () => {
  it.each([
    ['answers 500', { status: 500 }],
    ['is carried out unheard', { drop: 'after' }],
  ])('that %s and is not pressed again is taken back', async (_name, fault) => {
    const acme = await stage.organization();
    const name = newName();
    const robot = await stage.machine(acme, 'member', name);
    await stage.logto.fail({
      ...{ method: 'PUT', path: '/organizations/:id/applications/:applicationId/roles' },
      ...fault,
    });
    const answer = await changeMachineRole(acme, robot.id, { role: 'admin' }, newKey());
    expect(answer).toMatchObject({ code: 'logto-unreachable' });
    expect(await removeMachine(acme, robot.id, newKey())).toMatchObject({ code: 'changed-meanwhile' });
    await stage.logto.clearFaults();
    await settle(acme);
    expect(await inLogto(acme)).toEqual({ [name]: ['machine-member'] });
    expect((await stage.machines(acme))[0]).toMatchObject({ roles: ['machine-member'] });
  });

  it('of one that was taken out in Logto is refused', async () => {
    const acme = await stage.organization();
    const robot = await stage.machine(acme);
    await logto().applications.leave(acme.organizationId, asApplicationId(robot.id));
    const answer = await changeMachineRole(acme, robot.id, { role: 'admin' }, newKey());
    expect(answer).toMatchObject({ code: 'not-found' });
  });
});

describe('what is no machine’s token', () => {
  it('is a person’s organization token, who stays a person even if the app they signed in with were a machine here', async () => {
    const eve = await stage.person('Eve');
    const acme = await stage.organization();
    await stage.join({ id: acme.organizationId, tenantId: acme.tenantId }, eve.id, 'admin');
    const browser = new AppBrowser();
    await browser.signIn(eve);
    const { LOGTO_APP_ID: id, LOGTO_APP_SECRET: secret } = stage.logto.environment;
    const person = await stage.token(
      { id, secret },
      {
        ...{ grant_type: 'refresh_token', refresh_token: await stage.refreshToken(eve.id) },
        ...{ organization_id: acme.organizationId, scope: 'read:data' },
      },
    );
    expect(person.status).toBe(200);
    await stage.sql(
      `INSERT INTO machines (tenant_id, application_id, name, roles) VALUES ($1, $2, '', '{machine-admin}')`,
      [acme.tenantId, id],
    );
    expect((await stage.me(person.token)).body['caller']).toMatchObject({ kind: 'user-token', id: eve.id });
  });

  it('is one that somebody else has signed', async () => {
    const acme = await stage.organization();
    const robot = await stage.machine(acme);
    expect((await stage.me(await forged({ sub: robot.id, client_id: robot.id, org: acme }))).status).toBe(401);
  });

  it('is one for the Management API, or with another issuer, or changed, or over', async () => {
    const acme = await stage.organization();
    const robot = await stage.machine(acme, 'admin');
    const good = await stage.organizationToken(robot, acme);
    const management = await stage.token(stage.logto.m2m, { resource: 'https://default.logto.app/api', scope: 'all' });
    expect((await stage.me(management.token)).status).toBe(401);
    const [head, , signature] = good.split('.');
    const claims = JSON.parse(Buffer.from(good.split('.')[1]!, 'base64url').toString()) as Record<string, unknown>;
    const changed = Buffer.from(JSON.stringify({ ...claims, scope: 'delete:organization' })).toString('base64url');
    expect((await stage.me(`${head}.${changed}.${signature}`)).status).toBe(401);
    expect((await stage.me(good)).status).toBe(200);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 2 * 3_600_000 });
    try {
      expect((await stage.me(good)).status).toBe(401);
    } finally {
      vi.useRealTimers();
    }
  });

  const forged = async ({ sub, client_id, org }: { sub: string; client_id: string; org: Access }) => {
    const { privateKey } = await generateKeyPair('ES384');
    return new SignJWT({ client_id, scope: 'read:data' })
      .setProtectedHeader({ alg: 'ES384', typ: 'at+jwt', kid: 'mine' })
      .setIssuer(`${stage.logto.endpoint}/oidc`)
      .setAudience(`urn:logto:organization:${org.organizationId}`)
      .setSubject(sub)
      .setExpirationTime('1h')
      .sign(privateKey);
  };
});

describe('the twins of the roles', () => {
  it('are in the template and held by machines only', async () => {
    const ids = await logto().roles.idsOf(Object.values(machineRoles).map(({ name }) => name));
    expect(ids).toHaveLength(2);
  });
});
