import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { backgroundDone } from '#app/auth/in-background.server.ts';
import { liveCheck } from '#app/auth/live-check.server.ts';
import { requireOrganization } from '#app/auth/organization.server.ts';
import { requirePerson } from '#app/auth/session.server.ts';
import { asUserId } from '#app/logto/ids.ts';
import { logto as api, userTokens } from '#app/logto/logto.server.ts';
import { dropAccess, findOrganization, type Lease, storeAccess, takeLease } from '#app/tenants/access.server.ts';
import type { TestUser } from '#tests/support/logto.ts';
import { Browser } from './browser.ts';
import { openStage, type Stage } from './stage.ts';

const day = 86_400;

let stage: Stage;
let ada: TestUser;
let acme: Awaited<ReturnType<Stage['organization']>>;
let browser: Browser;
let home: string;

beforeAll(async () => {
  stage = await openStage();
});

beforeEach(async () => {
  ada = await stage.person('Ada');
  acme = await stage.organization('Acme', { [ada.id]: 'owner' });
  home = `/o/${acme.slug}`;
  browser = new Browser();
  await browser.signIn(ada);
});

const permissionsAt = async (path = home) =>
  ((await browser.open(path)).data['organization'] as { permissions: string[] }).permissions.toSorted();
const ofMember = ['delete:data', 'read:data', 'write:data'];
const cached = () => stage.sql('SELECT FROM organization_access WHERE tenant_id = $1', [acme.tenantId]);

describe('what Logto said', () => {
  it('holds for the better part of an hour without another question', async () => {
    await browser.open(home);
    await stage.later(54);
    expect(await stage.tokenRequests(() => browser.open(home))).toBe(0);
  });

  it('is asked for again shortly before its end, while the page is answered', async () => {
    await browser.open(home);
    await stage.later(56);
    const requests = await stage.tokenRequests(async () => {
      await Promise.all([browser.open(home), browser.open(home)]);
      await backgroundDone();
    });
    expect(requests).toBe(1);
    await stage.later(10);
    expect(await stage.tokenRequests(() => browser.open(home))).toBe(0);
  });

  it('is asked for again after its end, and follows changes in Logto', async () => {
    expect(await permissionsAt()).toHaveLength(8);
    await api().members.setRoles(acme.id, asUserId(ada.id), ['member']);
    expect(await permissionsAt()).toHaveLength(8);
    await stage.later(61);
    expect(await permissionsAt()).toEqual(ofMember);
  });

  it('counts no longer once it is dropped, in all sessions of that person', async () => {
    const other = new Browser();
    await other.signIn(ada);
    await Promise.all([browser.open(home), other.open(home)]);
    await api().members.setRoles(acme.id, asUserId(ada.id), ['member']);
    await dropAccess({ tenantId: acme.tenantId, userId: asUserId(ada.id) });
    expect(await permissionsAt()).toEqual(ofMember);
    const { data } = await other.open(home);
    expect((data['organization'] as { permissions: string[] }).permissions).toHaveLength(3);
  });

  it('can be dropped for everybody, and for one person only', async () => {
    const bob = await stage.person('Bob');
    await stage.join(acme, bob.id, 'member');
    const bobs = new Browser();
    await bobs.signIn(bob);
    await Promise.all([browser.open(home), bobs.open(home)]);
    expect(await cached()).toHaveLength(2);
    await dropAccess({ tenantId: acme.tenantId, userId: asUserId(bob.id) });
    expect(await cached()).toHaveLength(1);
    await dropAccess({ tenantId: acme.tenantId });
    expect(await cached()).toHaveLength(0);
  });

  it('is not kept when it was asked before a drop', async () => {
    const { sessionId, userId } = await requirePerson(browser.args(home));
    await stage.later(61);
    const found = await findOrganization({ userId, sessionId }, acme.slug);
    const lease = (await takeLease({ userId, sessionId }, found!, 5_000)) as Lease;
    await dropAccess({ tenantId: acme.tenantId });
    const late = { scopes: ['delete:organization'], expiresAt: new Date(Date.now() + 3_600_000) };
    expect(await storeAccess(lease, late)).toBe(false);
    const next = (await takeLease({ userId, sessionId }, { ...found!, expiresAt: null }, 5_000)) as Lease;
    expect(await storeAccess(lease, late)).toBe(false);
    expect(await storeAccess(next, { ...late, scopes: [] })).toBe(true);
  });

  it('is asked by one request at a time, and by the next when that one’s process died', async () => {
    const { sessionId, userId } = await requirePerson(browser.args(home));
    await stage.later(61);
    const found = await findOrganization({ userId, sessionId }, acme.slug);
    expect(await takeLease({ userId, sessionId }, found!, 60_000)).toHaveProperty('until');
    expect(await takeLease({ userId, sessionId }, found!, 60_000)).toHaveProperty('busyMs');
    await stage.later(2);
    expect(await browser.open(home)).toMatchObject({ status: 200 });
  });
});

describe('a stranger', () => {
  it.each(['/o/no-such-organization', '/o/%00', "/o/'", '/o/acme%2Fmembers'])(
    'at %s meets a 404, and Logto is not asked',
    async (path) => {
      const requests = await stage.tokenRequests(async () => {
        expect(await browser.open(path)).toMatchObject({ status: 404, leaves: null });
      });
      expect(requests).toBe(0);
    },
  );

  it('at somebody else’s organization meets the same 404', async () => {
    const foreign = await stage.organization('Foreign');
    const [theirs, none] = [await browser.open(`/o/${foreign.slug}`), await browser.open('/o/none')];
    expect(theirs).toMatchObject({ status: 404 });
    expect(theirs.refusal).toEqual(none.refusal);
    expect(theirs.refusal).toMatchObject({ code: 'not-found' });
  });

  it('at an organization that is still being made meets a 404', async () => {
    await stage.sql(`UPDATE tenants SET state = 'creating' WHERE id = $1`, [acme.tenantId]);
    expect(await browser.open(home)).toMatchObject({ status: 404 });
  });

  it('is who was removed from the copy, at the next request', async () => {
    await browser.open(home);
    await stage.sql('DELETE FROM members WHERE tenant_id = $1', [acme.tenantId]);
    expect(await browser.open(home)).toMatchObject({ status: 404 });
  });

  it('is who is invited and has not accepted', async () => {
    const foreign = await stage.organization('Foreign');
    await stage.sql(
      `INSERT INTO invitations (id, tenant_id, email, role, status, invited_by_name, expires_at)
       VALUES (gen_random_uuid(), $1, $2, 'owner', 'pending', 'Bob', now() + interval '1 day')`,
      [foreign.tenantId, ada.email],
    );
    expect(await browser.open(`/o/${foreign.slug}`)).toMatchObject({ status: 404 });
  });

  it('is who was removed in Logto, and what was kept is gone', async () => {
    await browser.open(home);
    await api().members.remove(acme.id, asUserId(ada.id));
    await stage.later(61);
    expect(await browser.open(home)).toMatchObject({ status: 404 });
    expect(await cached()).toEqual([]);
  });

  it('is everybody when the organization is gone from Logto', async () => {
    await api().organizations.delete(acme.id);
    expect(await browser.open(home)).toMatchObject({ status: 404, leaves: null });
  });
});

describe('a permission', () => {
  it('that is missing is a 403 with its code, on pages and forms', async () => {
    await api().members.setRoles(acme.id, asUserId(ada.id), ['member']);
    const refused = { status: 403, refusal: { code: 'not-permitted', requestId: 'request-1' } };
    expect(await browser.open(`${home}/danger`)).toMatchObject(refused);
    expect(await browser.open(`${home}/danger`, { form: {} })).toMatchObject(refused);
    expect(await browser.open(`${home}/members`)).toMatchObject({ status: 200 });
  });

  it('is none for a member without a role', async () => {
    await api().members.setRoles(acme.id, asUserId(ada.id), []);
    expect(await permissionsAt()).toEqual([]);
  });
});

describe('an organization that requires MFA', () => {
  const factor = { type: 'Totp' as const };

  it('leads to setting it up, and opens afterwards in the same session', async () => {
    await browser.open(home);
    await api().organizations.update(acme.id, { isMfaRequired: true });
    await stage.later(61);
    const page = await browser.open(home);
    expect(page).toMatchObject({ status: 200, url: { pathname: '/auth/mfa' } });
    expect(await cached()).toEqual([]);
    const { leaves } = await browser.open(page.url, { form: {} });
    expect(leaves!.searchParams.get('prompt')).toBe('login consent'); // else Logto shows no page
    await stage.logto.api.POST('/api/users/{userId}/mfa-verifications', {
      params: { path: { userId: ada.id } },
      body: factor as never,
    });
    expect(await browser.open(home)).toMatchObject({ status: 200, url: { pathname: home } });
  });

  it('shows that page to its members only', async () => {
    const foreign = await stage.organization('Foreign');
    expect(await browser.open(`/auth/mfa?organization=${foreign.slug}`)).toMatchObject({ status: 404 });
    expect(await browser.open('/auth/mfa')).toMatchObject({ status: 404 });
    expect((await new Browser().open(`/auth/mfa?organization=${acme.slug}`)).leaves).not.toBeNull();
  });
});

describe('a refresh token that is', () => {
  it('revoked leads to signing in again, and back', async () => {
    await stage.later(2);
    await userTokens().revokeRefreshToken(await stage.refreshToken(ada.id));
    const page = await browser.open(`${home}/members?x=1`);
    expect(page.leaves).not.toBeNull();
    expect(browser.cookies.has('tenantry')).toBe(false);
    const back = await browser.goOn(page, ada);
    expect(back).toMatchObject({ status: 200, url: { pathname: `${home}/members`, search: '?x=1' } });
  });

  it('expired does so too', async () => {
    await stage.later(2);
    await stage.logto.age(15 * day);
    const back = await browser.goOn(await browser.open(home), ada);
    expect(back).toMatchObject({ status: 200, url: { pathname: home } });
  });

  it('dead for a form leads back to the page of the form', async () => {
    await stage.later(2);
    await userTokens().revokeRefreshToken(await stage.refreshToken(ada.id));
    const referer = `${new URL(browser.args(home).request.url).origin}${home}/danger`;
    const page = await browser.open(`${home}/danger`, { form: {}, headers: { referer } });
    expect((await browser.goOn(page, ada)).url.pathname).toBe(`${home}/danger`);
  });

  it('dead right after signing in ends on a page, in no circle', async () => {
    await userTokens().revokeRefreshToken(await stage.refreshToken(ada.id));
    const page = await browser.open(home);
    expect(page).toMatchObject({ status: 502, leaves: null, data: { callback: { problem: 'failed' } } });
  });

  it('a suspended person’s leads to Logto, which says so', async () => {
    await stage.later(2);
    await stage.logto.api.PATCH('/api/users/{userId}/is-suspended', {
      params: { path: { userId: ada.id } },
      body: { isSuspended: true },
    });
    const page = await browser.open(home);
    expect(page.leaves).not.toBeNull();
    await expect(browser.goOn(page, ada)).rejects.toThrow('user.suspended');
  });

  it('made with another SESSION_SECRET leads to signing in again', async () => {
    await stage.later(2);
    await stage.sql(`UPDATE sessions SET refresh_token = '\\x00' WHERE user_id = $1`, [ada.id]);
    expect((await browser.open(home)).leaves).not.toBeNull();
  });
});

describe('the live check', () => {
  const changeRole = (role: string) => api().members.setRoles(acme.id, asUserId(ada.id), [role]);

  it('answers all permissions by one call to Logto', async () => {
    const access = await requireOrganization(browser.args(home));
    await changeRole('admin');
    await stage.logto.clearCalls();
    const live = await liveCheck(access, 'invite:member');
    expect(live).toMatchObject({ ok: true, value: expect.arrayContaining(['invite:member']) });
    expect(live.ok && live.value).not.toContain('delete:organization');
    expect((await stage.logto.calls()).total).toBe(1);
  });

  it('refuses what Logto’s console has taken away, and drops what was kept', async () => {
    const access = await requireOrganization(browser.args(home), 'manage:member');
    await changeRole('member');
    expect(await liveCheck(access, 'manage:member')).toEqual({ ok: false, code: 'not-permitted' });
    expect(await permissionsAt()).toEqual(ofMember);
  });

  it('refuses who was removed', async () => {
    const access = await requireOrganization(browser.args(home));
    await api().members.remove(acme.id, asUserId(ada.id));
    expect(await liveCheck(access, 'manage:member')).toEqual({ ok: false, code: 'not-permitted' });
  });
});
