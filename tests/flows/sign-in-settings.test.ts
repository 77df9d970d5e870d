/** How people come into an organization: each change is on both sides or on neither, whatever Logto answers. */
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Result } from '#app/failures.ts';
import { AddDomain, addDomain } from '#app/flows/add-domain.server.ts';
import { ChangeJoiningRole, changeJoiningRole } from '#app/flows/change-joining-role.server.ts';
import { copySignInSettings, lookAgain } from '#app/flows/copy-sign-in-settings.server.ts';
import { removeDomain } from '#app/flows/remove-domain.server.ts';
import { requireMfa } from '#app/flows/require-mfa.server.ts';
import { bodyOf } from '#app/logto/management-api.server.ts';
import { logto } from '#app/logto/logto.server.ts';
import { asSystem } from '#app/tenants/db.server.ts';
import { readSignInSettings } from '#app/tenants/sign-in-settings.server.ts';
import { strangeRole } from '#tests/member-cases.ts';
import { testApp } from '#tests/support/app.ts';
import { memberStage, type Party } from './member-stage.ts';
import { newKey } from './people.ts';

const { logto: server } = await testApp();
const stage = memberStage(server);

let made = 0;
const newDomain = () => `flow-${++made}.example.net`;

beforeAll(() => stage.makeStrangeRole());
beforeEach(() => server.clearFaults());

const factorsOn = (factors: string[]) =>
  server.api.PATCH('/api/sign-in-exp', {
    body: { mfa: { policy: 'NoPrompt', factors, organizationRequiredMfaPolicy: 'Mandatory' } } as never,
  });
const enrol = async (party: Party, name: string) => {
  const userId = party.id(name);
  if ((await logto().users.mfa(userId)).length > 0) return;
  await server.api.POST('/api/users/{userId}/mfa-verifications', {
    params: { path: { userId } },
    body: { type: 'Totp' } as never,
  });
};
const address = (party: Party, name: string, domain: string | null) =>
  server.api.PATCH('/api/users/{userId}', {
    params: { path: { userId: party.id(name) } },
    body: { primaryEmail: domain && `${name.toLowerCase()}-${++made}@${domain}` } as never,
  });

/** Both sides, which have to agree. */
async function state({ organizationId, tenantId }: Party) {
  const [organization, domains, roles, copy] = await Promise.all([
    logto().organizations.get(organizationId),
    logto().joining.domains(organizationId),
    logto().joining.roles(organizationId),
    readSignInSettings(tenantId),
  ]);
  const reserved = await asSystem((db) => db.emailDomain.count({ where: { tenantId, active: false } }));
  const inLogto = {
    mfa: organization?.isMfaRequired,
    domains: domains.toSorted(),
    roles: roles.map(({ name }) => name).sort(),
  };
  const inCopy = {
    mfa: copy.isMfaRequired,
    domains: [...copy.domains.map(({ domain }) => domain), ...copy.domainsInLogto].sort(),
    roles: copy.joiningRoles.toSorted(),
  };
  expect(inCopy).toEqual(inLogto);
  expect(reserved).toBe(0);
  return inLogto;
}

const nothing = { mfa: false, domains: [], roles: [] };
const people = { Ada: ['owner'], Bob: ['admin'], Cem: ['member'] };

describe('requiring MFA', () => {
  it('changes both sides, tells the log, and drops what was known of everybody’s access', async () => {
    const party = await stage.organization(people);
    await enrol(party, 'Ada');
    for (const name of ['Ada', 'Cem']) await party.signedIn(name);
    expect(await requireMfa(await party.access('Ada'), { required: true }, newKey())).toEqual({
      ok: true,
      value: null,
    });
    expect(await state(party)).toEqual({ ...nothing, mfa: true });
    expect(await party.withAccess()).toEqual([]);

    await requireMfa(await party.access('Ada'), { required: false }, newKey());
    expect(await state(party)).toEqual(nothing);
    expect((await party.audit()).map(({ actor, action }) => [actor, action])).toEqual([
      ['Ada', 'mfa.required'],
      ['Ada', 'mfa.not-required'],
    ]);
  });

  it('keeps what others wrote into the organization', async () => {
    const party = await stage.organization(people);
    await enrol(party, 'Ada');
    const params = { path: { id: party.organizationId } };
    const others = { customData: { theirs: 1 }, branding: { logoUrl: 'https://x.test/a.png' }, customCss: 'a{}' };
    await server.api.PATCH('/api/organizations/{id}', { params, body: others as never });
    await requireMfa(await party.access('Ada'), { required: true }, newKey());
    expect(await bodyOf(server.api.GET('/api/organizations/{id}', { params }))).toMatchObject({
      ...others,
      isMfaRequired: true,
    });
  });

  it('is refused to whoever has no second factor, and where none can be set up', async () => {
    const party = await stage.organization({ Dora: ['owner'] });
    const turnOn = async () => requireMfa(await party.access('Dora'), { required: true }, newKey());
    expect(await turnOn()).toMatchObject({ ok: false, code: 'own-mfa-missing' });
    await factorsOn(['BackupCode']);
    expect(await turnOn()).toMatchObject({ ok: false, code: 'mfa-not-offered' });
    await factorsOn(['Totp', 'BackupCode']);
    expect(await state(party)).toEqual(nothing);
    expect(await party.operations()).toEqual([]);
  });

  it('is refused to members, and to an admin who is none any more in Logto', async () => {
    const party = await stage.organization(people);
    const bobs = await party.access('Bob');
    await party.console.setRoles('Bob', ['member']);
    for (const access of [bobs, await party.access('Cem')]) {
      expect(await requireMfa(access, { required: false }, newKey())).toMatchObject({ code: 'not-permitted' });
    }
  });

  it('on and off at once by two people ends in one of both, on both sides', async () => {
    const party = await stage.organization(people);
    await enrol(party, 'Ada');
    await enrol(party, 'Bob');
    const [ada, bob] = [await party.access('Ada'), await party.access('Bob')];
    const answers = await Promise.all(
      [true, false, true, false].map((required, index) => requireMfa(index % 2 ? ada : bob, { required }, newKey())),
    );
    expect(answers.every(({ ok }) => ok)).toBe(true);
    await state(party);
  });
});

describe('adding a domain', () => {
  it('sets it in Logto with the role of a member for who joins, once however often it is pressed', async () => {
    const party = await stage.organization(people);
    const domain = newDomain();
    await address(party, 'Bob', domain);
    const key = newKey();
    const access = await party.access('Bob');
    const answers = await Promise.all([1, 2, 3].map(() => addDomain(access, { domain }, key)));
    expect(answers).toEqual(Array(3).fill({ ok: true, value: null }));
    expect(await addDomain(access, { domain }, newKey())).toEqual({ ok: true, value: null });
    expect(await state(party)).toEqual({ ...nothing, domains: [domain], roles: ['member'] });
    expect(await party.audit()).toMatchObject([{ actor: 'Bob', action: 'domain.added', details: { domain } }]);
  });

  it('keeps domains and roles that were set in Logto’s console', async () => {
    const party = await stage.organization(people);
    const [theirs, domain] = [newDomain(), newDomain()];
    await logto().joining.addDomain(party.organizationId, theirs);
    await logto().joining.setRoles(party.organizationId, await logto().roles.idsOf([strangeRole]));
    await copySignInSettings(party.organizationId);
    await address(party, 'Ada', domain);
    await addDomain(await party.access('Ada'), { domain }, newKey());
    expect(await state(party)).toMatchObject({
      domains: [domain, theirs].sort(),
      roles: [strangeRole, 'member'].sort(),
    });
    expect((await readSignInSettings(party.tenantId)).domainsInLogto).toEqual([theirs]);
  });

  it('takes over one that Logto’s console has for this organization', async () => {
    const party = await stage.organization(people);
    const domain = newDomain();
    await logto().joining.addDomain(party.organizationId, domain);
    await copySignInSettings(party.organizationId);
    await address(party, 'Ada', domain);
    expect(await addDomain(await party.access('Ada'), { domain }, newKey())).toMatchObject({ ok: true });
    expect(await readSignInSettings(party.tenantId)).toMatchObject({ domains: [{ domain }], domainsInLogto: [] });
  });

  it.each([
    ['another one', 'other.example.net', 'domain-not-yours'],
    ['one above their own', 'example.net', 'domain-not-yours'],
    ['one below their own', 'mail.flow-own.example.net', 'domain-not-yours'],
    ['a public provider', 'gmail.com', 'domain-public'],
    ['one below a public provider', 'me.gmail.com', 'domain-public'],
    ['one that the list lacks', 'tuta.com', 'domain-public'],
  ])('refuses %s', async (_name, domain, code) => {
    const party = await stage.organization(people);
    await address(party, 'Ada', 'flow-own.example.net');
    expect(await addDomain(await party.access('Ada'), { domain }, newKey())).toEqual({
      ok: false,
      code,
      field: 'domain',
      values: { domain },
    });
    expect(await state(party)).toEqual(nothing);
  });

  it('refuses one whose people would get more than the actor may give', async () => {
    const party = await stage.organization(people);
    const domain = newDomain();
    await logto().joining.setRoles(party.organizationId, await logto().roles.idsOf(['owner']));
    await copySignInSettings(party.organizationId);
    await address(party, 'Bob', domain);
    expect(await addDomain(await party.access('Bob'), { domain }, newKey())).toMatchObject({ code: 'role-above-own' });
    expect(await state(party)).toEqual({ ...nothing, roles: ['owner'] });
    await address(party, 'Ada', domain);
    expect(await addDomain(await party.access('Ada'), { domain }, newKey())).toMatchObject({ ok: true });
  });

  it('judges by the address that Logto has now, and refuses those without one', async () => {
    const party = await stage.organization(people);
    const domain = newDomain();
    await address(party, 'Ada', domain);
    const access = await party.access('Ada');
    await server.api.PATCH('/api/users/{userId}', {
      params: { path: { userId: party.id('Ada') } },
      body: { primaryEmail: null, username: `ada_${made}` } as never,
    });
    expect(await addDomain(access, { domain }, newKey())).toMatchObject({ code: 'domain-not-yours' });
  });

  it('of two organizations at the same moment lets one have it', async () => {
    const domain = newDomain();
    const parties = await Promise.all([1, 2, 3].map(() => stage.organization(people)));
    await address(parties[0]!, 'Ada', domain);
    const accesses = await Promise.all(parties.map((party) => party.access('Ada')));
    const answers = await Promise.all(accesses.map((access) => addDomain(access, { domain }, newKey())));
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    const refused = answers.filter((answer) => !answer.ok);
    expect(refused.map((answer) => !answer.ok && answer.code)).toEqual(['domain-taken', 'domain-taken']);
    const domains = await Promise.all(parties.map(async (party) => (await state(party)).domains));
    expect(domains.flat()).toEqual([domain]);
  });

  it('refuses what Logto’s console has set for another organization, once it was looked at', async () => {
    const [party, other] = [await stage.organization(people), await stage.organization(people)];
    const domain = newDomain();
    await logto().joining.addDomain(other.organizationId, domain);
    await copySignInSettings(other.organizationId);
    await address(party, 'Ada', domain);
    expect(await addDomain(await party.access('Ada'), { domain }, newKey())).toMatchObject({ code: 'domain-taken' });
  });

  it.each([
    ['  Straße.Example ', 'xn--strae-oqa.example'],
    ['ACME.example.', 'acme.example'],
    ['@acme.example', 'acme.example'],
    ['bücher.example', 'xn--bcher-kva.example'],
    ['acme', null],
    ['', null],
    ['acme.example/x', null],
    ['a@acme.example', null],
    ['127.0.0.1', null],
    ['acme..example', null],
    ['-acme.example', null],
    ['*.acme.example', null],
    [`${'a'.repeat(64)}.example`, null],
    [`${'a.'.repeat(70)}example`, null],
  ])('reads %s as %s', (typed, domain) => {
    const read = AddDomain.safeParse({ domain: typed });
    expect(read.success ? read.data.domain : read.error.issues[0]?.message).toBe(domain ?? 'domain-invalid');
  });
});

describe('removing a domain', () => {
  it('takes it from both sides, and leaves the roles', async () => {
    const { party, domain } = await withDomain();
    expect(await removeDomain(await party.access('Ada'), { domain }, newKey())).toMatchObject({ ok: true });
    expect(await state(party)).toEqual({ ...nothing, roles: ['member'] });
    expect((await party.audit()).map(({ actor, action }) => [actor, action])).toEqual([
      ['Bob', 'domain.added'],
      ['Ada', 'domain.removed'],
    ]);
    expect(await removeDomain(await party.access('Ada'), { domain }, newKey())).toMatchObject({ code: 'not-found' });
  });

  it('finds none of another organization or of Logto’s console', async () => {
    const { domain, party: other } = await withDomain();
    const party = await stage.organization(people);
    const theirs = newDomain();
    await logto().joining.addDomain(party.organizationId, theirs);
    await copySignInSettings(party.organizationId);
    for (const each of [domain, theirs, 'nothing\u0000', "x' OR '1'='1"]) {
      const gone = await removeDomain(await party.access('Ada'), { domain: each.replace('\0', '') }, newKey());
      expect(gone).toMatchObject({ code: 'not-found' });
    }
    expect((await state(other)).domains).toEqual([domain]);
    expect((await state(party)).domains).toEqual([theirs]);
  });
});

describe('the role of who joins', () => {
  it('takes the place of ours, and leaves others’', async () => {
    const { party } = await withDomain();
    const ids = await logto().roles.idsOf(['member', strangeRole]);
    await logto().joining.setRoles(party.organizationId, ids);
    expect(await changeJoiningRole(await party.access('Bob'), { role: 'admin' }, newKey())).toMatchObject({ ok: true });
    expect((await state(party)).roles).toEqual([strangeRole, 'admin'].sort());
    expect((await party.audit()).at(-1)).toMatchObject({
      actor: 'Bob',
      action: 'domain.roles-changed',
      details: { after: ['admin', strangeRole] },
    });
  });

  it('is never owner, and never above the actor’s own', async () => {
    const { party } = await withDomain();
    for (const role of ['owner', 'root', '', null]) {
      expect(ChangeJoiningRole.safeParse({ role })).toMatchObject({ success: false });
    }
    const access = await party.access('Bob');
    const weaker = { ...access, permissions: access.permissions.filter((each) => each !== 'manage:member') };
    expect(await changeJoiningRole(weaker as typeof access, { role: 'admin' }, newKey())).toMatchObject({
      code: 'role-above-own',
      field: 'role',
    });
    expect((await state(party)).roles).toEqual(['member']);
  });
});

describe('a look at Logto', () => {
  it('brings over what its console changed, and the log tells of what was ours', async () => {
    const { party, domain } = await withDomain();
    await lookAgain(await party.access('Ada'));
    const theirs = newDomain();
    await logto().joining.removeDomain(party.organizationId, domain);
    await logto().joining.addDomain(party.organizationId, theirs);
    await logto().joining.setRoles(party.organizationId, await logto().roles.idsOf(['admin']));
    await logto().organizations.update(party.organizationId, { isMfaRequired: true });
    await party.signedIn('Cem');
    expect(await lookAgain(await party.access('Ada'))).toEqual({ ok: true, value: null });
    expect(await state(party)).toEqual({ mfa: true, domains: [theirs], roles: ['admin'] });
    expect(await party.withAccess()).toEqual([]);
    expect((await party.audit()).slice(1)).toMatchObject([
      { actor: '', action: 'domain.removed', details: { domain } },
      { actor: '', action: 'domain.roles-changed', details: { before: ['member'], after: ['admin'] } },
    ]);
  });

  it('undoes nothing that was written while it was under way', async () => {
    const party = await stage.organization(people);
    const domain = newDomain();
    await address(party, 'Ada', domain);
    const access = await party.access('Ada');
    // The look has its list of domains, and waits for the connectors while the domain is added.
    await server.fail({ method: 'GET', path: '/organizations/:id/jit/sso-connectors', times: 1, delayMs: 800 });
    const looking = copySignInSettings(party.organizationId);
    await addDomain(access, { domain }, newKey());
    await looking;
    expect((await state(party)).domains).toEqual([domain]);
    expect((await party.audit()).map(({ action }) => action)).toEqual(['domain.added']);
  });

  it('is told of when Logto does not answer', async () => {
    const party = await stage.organization(people);
    await server.fail({ method: 'GET', path: '/organizations/:id/jit/roles', times: 10, status: 500, body: {} });
    expect(await lookAgain(await party.access('Ada'))).toMatchObject({ ok: false, code: 'logto-unreachable' });
  });
});

async function withDomain() {
  const party = await stage.organization(people);
  const domain = newDomain();
  await address(party, 'Bob', domain);
  expect(await addDomain(await party.access('Bob'), { domain }, newKey())).toMatchObject({ ok: true });
  return { party, domain };
}

/** What breaks on the way to Logto and back is the fault test's. */
const failures: Record<string, Record<string, unknown>> = {
  'says 422': { status: 422, body: { code: 'entity.relation_foreign_key_not_found', message: '' } },
  'says 404': { status: 404, body: { code: 'entity.not_found', message: '' } },
};

type Change = { press: (party: Party, domain: string, key: string) => Promise<Result<unknown>>; calls: string[] };

const scopes = 'GET /organizations/:id/users/:userId/scopes';
const changes: Record<string, Change> = {
  'requiring MFA': {
    press: async (party, _, key) => requireMfa(await party.access('Bob'), { required: true }, key),
    calls: ['GET /sign-in-exp', 'GET /users/:userId/mfa-verifications', 'PATCH /organizations/:id'],
  },
  'adding a domain': {
    press: async (party, domain, key) => addDomain(await party.access('Bob'), { domain }, key),
    calls: [
      'GET /users/:userId',
      'GET /organizations/:id/jit/email-domains',
      'GET /organizations/:id/jit/roles',
      'PUT /organizations/:id/jit/roles',
      'POST /organizations/:id/jit/email-domains',
    ],
  },
  'removing a domain': {
    press: async (party, domain, key) => removeDomain(await party.access('Bob'), { domain }, key),
    calls: ['DELETE /organizations/:id/jit/email-domains/:emailDomain'],
  },
  'changing the role': {
    press: async (party, _, key) => changeJoiningRole(await party.access('Bob'), { role: 'admin' }, key),
    calls: ['GET /organizations/:id/jit/roles', 'PUT /organizations/:id/jit/roles'],
  },
};

const cells = Object.entries(changes).flatMap(([name, { calls }]) =>
  [scopes, ...calls].flatMap((call) => Object.keys(failures).map((failure) => [name, call, failure] as const)),
);

/** What is not there needs no removing; Logto does not lie about that. And a role-less template is nobody's. */
const isDone = (call: string, failure: string) => call.startsWith('DELETE') && failure === 'says 404';

describe.each(cells.filter(([, call, failure]) => !isDone(call, failure)))('%s while %s %s', (name, call, failure) => {
  it('is done or is not, on both sides, and can be pressed again', async () => {
    const { press } = changes[name]!;
    const { party, domain } =
      name === 'adding a domain'
        ? { party: await stage.organization(people), domain: newDomain() }
        : await withDomain();
    await address(party, 'Bob', domain);
    await enrol(party, 'Bob');
    const before = await state(party);
    const events = (await party.audit()).length;
    const key = newKey();
    await party.access('Bob'); // not what is to fail
    const [method, path] = call.split(' ') as [string, string];
    const lasts = call === scopes ? 50 : 4;
    const access = party.access;
    const bobs = await access('Bob');
    party.access = async () => bobs;
    await server.fail({ method, path, times: lasts, ...failures[failure] });

    const answer = await press(party, domain, key);
    await server.clearFaults();
    await party.settle();
    if (answer.ok) expect((await party.audit()).length).toBe(events + 1);
    else {
      expect(answer.code).toMatch(/^(logto-unreachable|logto-refused|rate-limited|domain-not-yours)$/);
      expect(await state(party)).toEqual(before);
      expect((await party.audit()).length).toBe(events);
      expect(await press(party, domain, key)).toMatchObject({ ok: true });
    }
    expect(await state(party)).not.toEqual(before);
    expect((await party.audit()).length).toBe(events + 1);
  });
});
