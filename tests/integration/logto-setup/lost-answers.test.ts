import { describe, expect, it } from 'vitest';
import { bodyOf } from '#app/logto/management-api.server.ts';
import { permissionNames, roleNames } from '#app/permissions.ts';
import { planLogtoSetup, setUpLogto } from '#scripts/logto-setup/index.ts';
import { stage, type Stage } from './stage.ts';

const whatIsThere = async ({ api }: Stage) => ({
  permissions: (await bodyOf(api.GET('/api/organization-scopes'))).map(({ name }) => name).sort(),
  roles: (await bodyOf(api.GET('/api/organization-roles'))).map(({ name, scopes }) => [name, scopes.length]),
  applications: (await bodyOf(api.GET('/api/applications', { params: { query: { types: 'Traditional' } } }))).length,
  resources: (await bodyOf(api.GET('/api/resources'))).length,
  hooks: (await bodyOf(api.GET('/api/hooks'))).length,
});

const whole = {
  permissions: [...permissionNames].sort(),
  roles: [
    ['admin', 7],
    ['machine-admin', 7],
    ['machine-member', 3],
    ['member', 3],
    ['owner', 8],
  ],
  applications: 1,
  resources: 2,
  hooks: 1,
};

const posts = ['/organization-scopes', '/organization-roles', '/applications', '/resources', '/hooks'];

describe('a change whose answer is lost', () => {
  it.each(posts)('by POST %s is not made twice, and told as done', async (path) => {
    const logto = await stage();
    const plan = await planLogtoSetup(logto.options);
    await logto.fail({ method: 'POST', path, drop: 'after', times: 1 });
    const lines: string[] = [];
    await setUpLogto({ ...logto.options, log: (line) => lines.push(line) });
    expect(await whatIsThere(logto)).toEqual(whole);
    expect(lines).toEqual(plan.map(({ step, what }) => `${step}: ${what}`));
  });

  it.each(posts)('and never came by POST %s is made', async (path) => {
    const logto = await stage();
    await logto.fail({ method: 'POST', path, drop: 'before', times: 1 });
    await setUpLogto(logto.options);
    expect(await whatIsThere(logto)).toEqual(whole);
  });

  it('a server that stays away ends it, and what was done stays', async () => {
    const logto = await stage();
    await logto.fail({ method: 'POST', path: '/hooks', drop: 'before' });
    await expect(setUpLogto(logto.options)).rejects.toMatchObject({ kind: 'unreachable' });
    expect(await whatIsThere(logto)).toEqual({ ...whole, hooks: 0 });
    await logto.clearFaults();
    await setUpLogto(logto.options);
    expect(await whatIsThere(logto)).toEqual(whole);
  });

  it('when two set up at once, both end well', async () => {
    const logto = await stage();
    await Promise.all([setUpLogto(logto.options), setUpLogto(logto.options)]);
    const { permissions, roles } = await whatIsThere(logto);
    expect({ permissions, roles }).toEqual({ permissions: whole.permissions, roles: whole.roles });
  });
});

describe('a role that 1.37 kept half-made', () => {
  it('is given the rest', async () => {
    const logto = await stage({ version: '1.37' });
    const body = { name: 'owner', organizationScopeIds: ['no-such-scope'], resourceScopeIds: [] };
    await expect(logto.api.POST('/api/organization-roles', { body })).rejects.toThrow('422');
    expect((await planLogtoSetup(logto.options)).map(({ what }) => what)).toContainEqual(
      expect.stringMatching(/^give role owner manage:organization, .*\(now: nothing; then: /),
    );
    await setUpLogto(logto.options);
    expect((await whatIsThere(logto)).roles).toEqual(whole.roles);
    expect(roleNames).toHaveLength(3);
    expect(await planLogtoSetup(logto.options)).toEqual([]);
  });
});
