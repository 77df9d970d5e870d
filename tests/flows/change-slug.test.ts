import { beforeEach, describe, expect, it } from 'vitest';
import type { Access } from '#app/auth/organization.server.ts';
import { ChangeSlug, changeSlug } from '#app/flows/change-slug.server.ts';
import { createOrganization } from '#app/flows/create-organization.server.ts';
import { logto } from '#app/logto/logto.server.ts';
import { findOrganization } from '#app/tenants/access.server.ts';
import { adoptMemberships } from '#app/tenants/adopt.server.ts';
import { asSystem } from '#app/tenants/db.server.ts';
import { listOldSlugs, mostOldSlugs } from '#app/tenants/slugs.server.ts';
import { slugIsFree } from '#app/tenants/tenants.server.ts';
import { testApp } from '#tests/support/app.ts';
import { newKey, newPerson, newWorkspace } from './people.ts';

/** Without a session: nothing of Logto is known of it. */
const whoever = ({ userId }: Access) => ({ userId, sessionId: '' });

const { logto: server } = await testApp();

let access: Access;
let workspaces = 0;
const unused = () => `moving-${++workspaces}`;

beforeEach(async () => {
  await server.clearFaults();
  access = await newWorkspace(await newPerson(server, 'Ada'), unused());
});

const move = (slug: string, by = access) => changeSlug(by, { slug });
const slugNow = async () =>
  (await asSystem((db) => db.tenant.findUniqueOrThrow({ where: { id: access.tenantId } }))).slug;
const told = async () =>
  (
    await asSystem((db) =>
      db.auditEvent.findMany({
        where: { tenantId: access.tenantId, action: 'organization.moved' },
        orderBy: { id: 'asc' },
      }),
    )
  ).map(({ details }) => details);

describe('moving to another address', () => {
  it('keeps the old one leading to it, for its members', async () => {
    const [from, to] = [access.slug, unused()];
    expect(await move(to)).toEqual({ ok: true, value: { slug: to } });
    expect(await findOrganization(whoever(access), from)).toMatchObject({ slug: to, tenantId: access.tenantId });
    expect(await findOrganization(whoever(access), to)).toMatchObject({ slug: to });
    expect(await findOrganization(await newPerson(server, 'Bob'), from)).toBeNull();
    expect(await told()).toEqual([{ from, to }]);
    expect(await slugIsFree(from)).toBe(false);
  });

  it('does it once when pressed twice', async () => {
    const to = unused();
    const answers = await Promise.all([move(to), move(to), move(to)]);
    expect([...answers, await move(to)]).toEqual(Array(4).fill({ ok: true, value: { slug: to } }));
    expect(await told()).toHaveLength(1);
  });

  it('takes back an address it had, and only its own', async () => {
    const [first, second] = [access.slug, unused()];
    await move(second);
    expect(await move(first)).toMatchObject({ ok: true });
    expect(await listOldSlugs(access.tenantId)).toEqual([second]);
    const other = await newWorkspace(await newPerson(server, 'Bob'), unused());
    expect(await move(second, other)).toMatchObject({ code: 'slug-taken', field: 'slug' });
    expect(await move(first, other)).toMatchObject({ code: 'slug-taken', field: 'slug' });
  });

  it('keeps twenty, and gives the oldest back', async () => {
    const first = access.slug;
    const second = unused();
    await move(second);
    for (let moves = 1; moves < mostOldSlugs; moves++) await move(unused());
    expect(await slugIsFree(first)).toBe(false);
    await move(unused());
    expect(await listOldSlugs(access.tenantId)).toHaveLength(mostOldSlugs);
    expect(await findOrganization(whoever(access), first)).toBeNull();
    expect(await findOrganization(whoever(access), second)).toMatchObject({ tenantId: access.tenantId });
    const other = await newWorkspace(await newPerson(server, 'Bob'), unused());
    expect(await move(first, other)).toMatchObject({ ok: true });
  });

  it('gives an address that two want at once to one of them', async () => {
    const other = await newWorkspace(await newPerson(server, 'Bob'), unused());
    const wanted = unused();
    const answers = await Promise.all([move(wanted), move(wanted, other)]);
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    expect(answers.find(({ ok }) => !ok)).toMatchObject({ code: 'slug-taken', values: { slug: wanted } });
  });
});

describe('an old address of another workspace', () => {
  it('is nobody else’s, neither for a new workspace nor for one that Logto brings', async () => {
    const old = access.slug;
    await move(unused());
    const bob = await newPerson(server, 'Bob');
    const input = { name: 'Bob’s', slug: old, description: null };
    expect(await createOrganization(bob, input, newKey())).toMatchObject({ code: 'slug-taken', field: 'slug' });
    const organization = await logto().organizations.create({ name: old });
    await adoptMemberships(bob.userId, [{ organization, roles: ['owner'] }]);
    const { slug } = await asSystem((db) => db.tenant.findUniqueOrThrow({ where: { logtoOrgId: organization.id } }));
    expect(slug).toMatch(new RegExp(`^${old}-`));
  });
});

describe('is refused', () => {
  it.each([
    ['a', 'slug-invalid'],
    ['Two Words', 'slug-invalid'],
    ['double--hyphen', 'slug-invalid'],
    ['x'.repeat(49), 'slug-invalid'],
    ['with\0null', 'slug-invalid'],
    ['settings', 'slug-reserved'],
  ])('%j with %s', (slug, code) => {
    expect(ChangeSlug.safeParse({ slug }).error?.issues).toMatchObject([{ message: code, path: ['slug'] }]);
  });

  it('for whom Logto does not permit it, whatever the session remembers', async () => {
    const forged = { ...access, ...(await newPerson(server, 'Bob')) } as Access;
    expect(await move(unused(), forged)).toMatchObject({ code: 'not-permitted' });
    expect(await move(unused(), { ...access, permissions: [] } as Access)).toMatchObject({ code: 'not-permitted' });
    expect(await slugNow()).toBe(access.slug);
  });

  it.each([
    [{ status: 500 }, 'logto-unreachable'],
    [{ status: 429 }, 'rate-limited'],
    [{ drop: 'before' as const }, 'logto-unreachable'],
  ])('when Logto cannot be asked: %j', async (fault, code) => {
    await server.fail({ method: 'GET', path: '/organizations/:id/users/:userId/scopes', ...fault });
    expect(await move(unused())).toMatchObject({ code });
    expect(await slugNow()).toBe(access.slug);
  });

  it('when it was closed at that moment', async () => {
    await asSystem((db) => db.tenant.update({ where: { id: access.tenantId }, data: { deletionDueAt: new Date() } }));
    expect(await move(unused())).toMatchObject({ code: 'organization-closed' });
  });
});
