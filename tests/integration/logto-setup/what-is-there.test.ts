/** What others, or an earlier run, have made: used, left alone, or in the way. */
import { describe, expect, it, vi } from 'vitest';
import { bodyOf } from '#app/logto/management-api.server.ts';
import { humanTasks, planLogtoSetup, readLogtoSetup, setUpLogto, webhookFor } from '#scripts/logto-setup/index.ts';
import { stage, type Stage } from './stage.ts';

const plan = async ({ options }: Stage) => (await planLogtoSetup(options)).map(({ what }) => what);

const applications = ({ api }: Stage) =>
  bodyOf(api.GET('/api/applications', { params: { query: { types: 'Traditional' } } }));

const addApplication = ({ api }: Stage, type: 'Traditional' | 'SPA', name = 'Somebody’s') =>
  bodyOf(
    api.POST('/api/applications', {
      body: { name, type, oidcClientMetadata: { redirectUris: [], postLogoutRedirectUris: [] } },
    }),
  );

describe('the application', () => {
  it('that is in use already is used, whoever made it', async () => {
    const logto = await stage();
    const { id } = await addApplication(logto, 'Traditional');
    const made = await setUpLogto({ ...logto.options, appId: id });
    expect(made.appId).toBe(id);
    expect(await applications(logto)).toMatchObject([
      { name: 'Somebody’s', oidcClientMetadata: { redirectUris: ['http://localhost:3000/auth/callback'] } },
    ]);
    expect(await planLogtoSetup({ ...logto.options, appId: id })).toEqual([]);
  });

  it('that LOGTO_APP_ID names and Logto does not have is told, and ours is used', async () => {
    const logto = await stage();
    const gone = { ...logto.options, appId: 'gone' };
    expect((await planLogtoSetup(gone)).map(({ what }) => what)).toContainEqual(
      expect.stringContaining('(LOGTO_APP_ID gone is not on this Logto)'),
    );
    const { appId } = await setUpLogto(gone);
    expect((await setUpLogto(gone)).appId).toBe(appId);
    expect(await applications(logto)).toHaveLength(1);
  });

  it('of another type is refused before anything is changed', async () => {
    const logto = await stage();
    const { id } = await addApplication(logto, 'SPA');
    await expect(setUpLogto({ ...logto.options, appId: id })).rejects.toThrow(
      `LOGTO_APP_ID ${id} is a SPA application`,
    );
    expect(await bodyOf(logto.api.GET('/api/organization-scopes'))).toEqual([]);
  });

  it('is found behind more pages than one', async () => {
    const logto = await stage();
    const { appId } = await setUpLogto(logto.options);
    for (let number = 0; number < 101; number++) await addApplication(logto, 'Traditional', `Other ${number}`);
    expect((await setUpLogto(logto.options)).appId).toBe(appId);
  });

  it('keeps the secret that is in use, and gets a new one when all have expired', async () => {
    const logto = await stage();
    const { appId } = await setUpLogto(logto.options);
    const params = { path: { id: appId } };
    const second = await bodyOf(
      logto.api.POST('/api/applications/{id}/secrets', {
        params,
        body: { name: 'second', expiresAt: Date.now() + 9e6 },
      }),
    );
    const inUse = { ...logto.options, appSecret: second.value };
    expect((await readLogtoSetup(inUse))?.appSecret).toBe(second.value);

    await logto.api.DELETE('/api/applications/{id}/secrets/{name}', {
      params: { path: { id: appId, name: 'Default secret' } },
    });
    vi.setSystemTime(Date.now() + 1e7);
    try {
      expect(await readLogtoSetup(inUse)).toBeUndefined();
      expect(await plan(logto)).toEqual([`add a secret to application ${appId} (now: all expired)`]);
      await logto.fail({ method: 'POST', path: '/applications/:id/secrets', drop: 'after', times: 1 });
      const { appSecret } = await setUpLogto(inUse);
      expect(appSecret).not.toBe(second.value);
      expect(await plan(logto)).toEqual([]);
      const secrets = await bodyOf(logto.api.GET('/api/applications/{id}/secrets', { params }));
      expect(secrets.map(({ value }) => value)).toEqual([second.value, appSecret]);
    } finally {
      vi.useRealTimers();
    }
  });

  it('keeps its other settings', async () => {
    const logto = await stage();
    const { appId } = await setUpLogto(logto.options);
    const params = { path: { id: appId } };
    const customClientMetadata = { refreshTokenTtlInDays: 30, alwaysIssueRefreshToken: false };
    await logto.api.PATCH('/api/applications/{id}', { params, body: { name: 'Renamed', customClientMetadata } });
    expect(await plan(logto)).toEqual(['always issue refresh tokens (now: only with prompt=consent)']);
    await setUpLogto(logto.options);
    expect(await applications(logto)).toMatchObject([
      { name: 'Renamed', customClientMetadata: { refreshTokenTtlInDays: 30, alwaysIssueRefreshToken: true } },
    ]);
  });
});

describe('the organization template', () => {
  it('with a role of our name for machines is refused in one line, and nothing is changed', async () => {
    const logto = await stage();
    const body = { name: 'owner', type: 'MachineToMachine' as const, organizationScopeIds: [], resourceScopeIds: [] };
    await logto.api.POST('/api/organization-roles', { body });
    await expect(setUpLogto(logto.options)).rejects.toThrow(/^Role owner in this Logto is for machines[^\n]*$/);
    expect(await bodyOf(logto.api.GET('/api/organization-scopes'))).toEqual([]);
    expect(await applications(logto)).toEqual([]);
  });

  it('with a role for people that is to be the machines’ is refused too, each in a line', async () => {
    const logto = await stage();
    for (const [name, type] of [
      ['machine-admin', 'User'],
      ['admin', 'MachineToMachine'],
    ] as const) {
      const body = { name, type, organizationScopeIds: [], resourceScopeIds: [] };
      await logto.api.POST('/api/organization-roles', { body });
    }
    const lines = (await setUpLogto(logto.options).catch((error: Error) => error.message)) as string;
    expect(lines.split('\n')).toEqual([
      expect.stringMatching(
        /^Role admin in this Logto is for machines, and the app needs it for people: .*run this again/,
      ),
      expect.stringMatching(/^Role machine-admin in this Logto is for people, and the app needs it for machines: /),
    ]);
    expect(await bodyOf(logto.api.GET('/api/organization-scopes'))).toEqual([]);
  });

  it('keeps what others wrote, and describes what nobody did', async () => {
    const logto = await stage();
    const scope = await bodyOf(
      logto.api.POST('/api/organization-scopes', { body: { name: 'read:data', description: 'Their words' } }),
    );
    await logto.api.POST('/api/organization-scopes', { body: { name: 'write:data' } });
    await logto.api.POST('/api/organization-roles', {
      body: { name: 'member', organizationScopeIds: [scope.id], resourceScopeIds: [], description: 'Theirs' },
    });
    expect(await plan(logto)).toEqual(
      expect.arrayContaining([
        'describe permission write:data (now: no description)',
        'give role member write:data, delete:data (now: read:data; then: delete:data, read:data, write:data)',
      ]),
    );
    await setUpLogto(logto.options);
    const scopes = await bodyOf(logto.api.GET('/api/organization-scopes'));
    expect(scopes.find(({ name }) => name === 'read:data')).toMatchObject({ id: scope.id, description: 'Their words' });
    const roles = await bodyOf(logto.api.GET('/api/organization-roles'));
    expect(roles.find(({ name }) => name === 'member')?.description).toBe('Theirs');
  });

  it('is compared to its last page', async () => {
    const logto = await stage();
    await setUpLogto(logto.options);
    for (let number = 0; number < 101; number++) {
      await logto.api.POST('/api/organization-roles', {
        body: { name: `a role ${number}`, organizationScopeIds: [], resourceScopeIds: [] },
      });
      await logto.api.POST('/api/organization-scopes', { body: { name: `a:scope-${number}` } });
      await logto.api.POST('/api/resources', { body: { name: 'other', indicator: `https://other.test/${number}` } });
    }
    expect(await plan(logto)).toEqual([]);
  });
});

describe('the webhook', () => {
  it('that somebody switched off, or told to send less, is drift', async () => {
    const logto = await stage();
    expect(await webhookFor(logto.options)).toBeUndefined();
    await setUpLogto(logto.options);
    const hook = await webhookFor(logto.options);
    const params = { path: { id: hook?.id ?? '' } };
    await logto.api.PATCH('/api/hooks/{id}', {
      params,
      body: { enabled: false, events: ['PostSignIn', 'User.Deleted'] },
    });
    expect(await plan(logto)).toEqual([
      expect.stringMatching(/^send User\.Created, .* \(now: PostSignIn, User\.Deleted\)$/),
      'switch on the webhook to http://localhost:3000/webhooks/logto (now: off)',
    ]);
    await setUpLogto(logto.options);
    const healed = await webhookFor(logto.options);
    expect(healed).toMatchObject({ id: hook?.id, enabled: true, signingKey: hook?.signingKey });
    expect([...(healed?.events ?? [])].sort()).toEqual([...(hook?.events ?? []), 'PostSignIn'].sort());
  });
});

describe('the account center', () => {
  const fields = async ({ api }: Stage) => bodyOf(api.GET('/api/account-center'));

  it('is switched on for what the app links to, and keeps the fields that somebody has set', async () => {
    const logto = await stage();
    expect(await plan(logto)).toContain(
      'switch it on (now: off) and let people change their email, mfa, password there (now: not)',
    );
    const theirs = { name: 'Off', phone: 'Edit', email: 'ReadOnly', mfa: 'Off' } as const;
    await logto.api.PATCH('/api/account-center', { body: { fields: theirs } });
    await setUpLogto(logto.options);
    expect(await fields(logto)).toMatchObject({
      enabled: true,
      fields: { name: 'Off', phone: 'Edit', email: 'ReadOnly', mfa: 'Edit', password: 'Edit' },
    });
    expect(await plan(logto)).toEqual([]);
  });

  it.each([
    ['that somebody switched off', { enabled: false }, 'switch it on (now: off)'],
    [
      'that lost a field',
      { fields: { email: 'Edit', mfa: 'Edit' } },
      'let people change their password there (now: not)',
    ],
  ] as const)('%s is drift', async (_, body, what) => {
    const logto = await stage();
    await setUpLogto(logto.options);
    await logto.api.PATCH('/api/account-center', { body });
    expect(await plan(logto)).toEqual([what]);
    await setUpLogto(logto.options);
    expect(await plan(logto)).toEqual([]);
  });

  it('of a server that has none is no failure: a person is told', async () => {
    const logto = await stage();
    await logto.fail({ path: '/account-center', status: 404, body: { code: 'entity.not_found' } });
    await setUpLogto(logto.options);
    expect(await plan(logto)).toEqual([]);
    const tasks = (await humanTasks(logto.options)).map((task) => task.what);
    expect(tasks).toContainEqual(expect.stringMatching(/^Update Logto: this one has no account center/));
    await logto.clearFaults();
    expect((await humanTasks(logto.options)).map((task) => task.what).join()).not.toContain('account center');
  });
});

describe('a server that does not know newer settings', () => {
  it('is not asked for them', async () => {
    const logto = await stage({ version: '1.37' });
    await setUpLogto(logto.options);
    const {
      unknownSessionRedirectUrl: _,
      supportWebsiteUrl: __,
      forgotPasswordMethods: ___,
      ...older
    } = await bodyOf(logto.api.GET('/api/sign-in-exp'));
    await logto.fail({ method: 'GET', path: '/sign-in-exp', status: 200, body: older });
    await logto.fail({ path: '/configs/id-token', status: 404, body: { code: 'entity.not_found' } });
    expect(await plan(logto)).toEqual([]);
  });
});

describe('what is left for a person', () => {
  const left = async (options: Stage['options']) => (await humanTasks(options)).map(({ what }) => what);

  it('is an e-mail connector where there is none, and the sign-in by e-mail once it is there', async () => {
    const logto = await stage({ connector: false });
    await setUpLogto(logto.options);
    expect(await left(logto.options)).toContainEqual(expect.stringMatching(/^Add an e-mail connector.*run this again/));
    expect(await humanTasks(logto.options)).toContainEqual(
      expect.objectContaining({ where: 'Console → Connectors → Email and SMS' }),
    );
    const config = { endpoint: 'http://127.0.0.1:9/mail' };
    await logto.api.POST('/api/connectors', { body: { connectorId: 'http-email', config } });
    expect(await plan(logto)).toContainEqual(expect.stringContaining('sign-up asks for an e-mail'));
    expect(await left(logto.options)).not.toContainEqual(expect.stringContaining('connector'));
  });

  it('is a template for invitations where the connector shows that it has none', async () => {
    const logto = await stage();
    const [connector] = await bodyOf(logto.api.GET('/api/connectors'));
    const smtp = (usageTypes: string[]) => ({
      method: 'GET',
      path: '/connectors',
      status: 200,
      body: [
        { ...connector, name: { en: 'SMTP' }, config: { templates: usageTypes.map((usageType) => ({ usageType })) } },
      ],
    });
    await logto.fail(smtp(['Register', 'SignIn']));
    expect(await left(logto.options)).toContainEqual(expect.stringContaining('OrganizationInvitation'));
    await logto.clearFaults();
    await logto.fail(smtp(['OrganizationInvitation']));
    expect(await left(logto.options)).not.toContainEqual(expect.stringContaining('OrganizationInvitation'));
  });

  it('is the address for production, only while it is a local one or not https', async () => {
    const logto = await stage();
    expect(await left(logto.options)).toContainEqual(expect.stringMatching(/^For production/));
    const at = (appUrl: string) => left({ ...logto.options, appUrl });
    expect(await at('http://app.example.test')).toContainEqual(expect.stringMatching(/^Serve the app over https/));
    expect((await at('https://app.example.test')).join()).not.toMatch(/production|https/);
  });

  it('is the webhook of an address that the app has left', async () => {
    const logto = await stage();
    await setUpLogto(logto.options);
    const moved = { ...logto.options, appUrl: 'https://app.example.test' };
    await setUpLogto(moved);
    expect(await left(moved)).toContain(
      'Delete the webhook to http://localhost:3000/webhooks/logto if no app is there any more.',
    );
  });
});
