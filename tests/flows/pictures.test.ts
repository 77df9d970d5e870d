/** Logos and portraits: on both sides, whole or not at all, with nothing lost beside them. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { Access } from '#app/auth/organization.server.ts';
import type { SignedIn } from '#app/auth/session.server.ts';
import { env } from '#app/env.server.ts';
import type { Result } from '#app/failures.ts';
import { changeAvatar, removeAvatar } from '#app/flows/change-avatar.server.ts';
import { changeLogo, removeLogo } from '#app/flows/change-logo.server.ts';
import { settleOperation } from '#app/flows/index.server.ts';
import { bodyOf } from '#app/logto/management-api.server.ts';
import { logto } from '#app/logto/logto.server.ts';
import { asSystem } from '#app/tenants/db.server.ts';
import { findImage, hashIn, sweepImages } from '#app/tenants/images.server.ts';
import { testApp } from '#tests/support/app.ts';
import * as files from '#tests/unit/images/files.ts';
import { memberStage, type Party } from './member-stage.ts';
import { newKey, newPerson } from './people.ts';

const { logto: server } = await testApp();
const stage = memberStage(server);
const [one, other] = [files.fileOf(await files.png()), files.fileOf(files.black(10, 10))];

let party: Party;
let ada: Access;
let zoe: SignedIn;
let people = 0;

beforeEach(async () => {
  await server.clearFaults();
  party = await stage.organization({ Ada: ['owner'], Bob: ['member'] });
  ada = await party.access('Ada');
  zoe = await newPerson(server, `Zoë ${++people}`);
});

const params = () => ({ params: { path: { id: party.organizationId } } });
const inLogto = () => bodyOf(server.api.GET('/api/organizations/{id}', params()));

const settleAll = async () => {
  for (let round = 0; round < 10; round++) {
    const open = await asSystem((db) =>
      db.operation.findMany({ where: { state: { in: ['running', 'interrupted'] } } }),
    );
    if (open.length === 0) return;
    for (const { id } of open) {
      await asSystem((db) => db.operation.update({ where: { id }, data: { leaseUntil: new Date(0) } }));
      await settleOperation(id);
    }
  }
  throw new Error('An operation never ends.');
};

/** Where a picture is, on both sides, which have to agree; and which images are kept for it. */
const subjects = {
  'the logo of an organization': {
    change: (file: Blob | null, key: string): Promise<Result<null>> => changeLogo(ada, file, key),
    remove: (key: string) => removeLogo(ada, key),
    async shown() {
      const { logoUrl } = await asSystem((db) => db.tenant.findUniqueOrThrow({ where: { id: party.tenantId } }));
      expect((await logto().organizations.get(party.organizationId))?.logoUrl).toBe(logoUrl);
      return logoUrl;
    },
    kept: () => asSystem((db) => db.image.findMany({ where: { tenantId: party.tenantId }, select: { hash: true } })),
    call: () => ({ method: 'PATCH', path: '/organizations/:id' }),
  },
  'the picture of a person': {
    change: (file: Blob | null, key: string): Promise<Result<null>> => changeAvatar(zoe, file, key),
    remove: (key: string) => removeAvatar(zoe, key),
    async shown() {
      const { avatarUrl } = await asSystem((db) => db.user.findUniqueOrThrow({ where: { id: zoe.userId } }));
      expect((await logto().users.get(zoe.userId))?.avatar || null).toBe(avatarUrl);
      return avatarUrl;
    },
    kept: () => asSystem((db) => db.image.findMany({ where: { userId: zoe.userId }, select: { hash: true } })),
    call: () => ({ method: 'PATCH', path: '/users/:userId' }),
  },
};

describe.each(Object.entries(subjects))('%s', (_name, subject) => {
  it('is an address of ours, behind which are its bytes', async () => {
    expect(await subject.change(one, newKey())).toMatchObject({ ok: true });
    const url = await subject.shown();
    expect(url).toMatch(new RegExp(`^${env().APP_URL}/images/[0-9a-f]{64}\\.png$`));
    expect(
      Buffer.from((await findImage(hashIn(url)!))!)
        .subarray(1, 4)
        .toString(),
    ).toBe('PNG');
  });

  it('goes when another one comes, and when it is removed', async () => {
    await subject.change(one, newKey());
    const first = await subject.shown();
    await subject.change(other, newKey());
    expect(await subject.shown()).not.toBe(first);
    expect(await subject.kept()).toEqual([{ hash: hashIn(await subject.shown()) }]);
    expect(await subject.remove(newKey())).toMatchObject({ ok: true });
    expect([await subject.shown(), await subject.kept()]).toEqual([null, []]);
  });

  it('stays when the same one comes again', async () => {
    await subject.change(one, newKey());
    await subject.change(one, newKey());
    expect(await subject.kept()).toEqual([{ hash: hashIn(await subject.shown()) }]);
  });

  it('is changed once when somebody presses twice', async () => {
    const key = newKey();
    await server.clearCalls();
    const answers = await Promise.all([subject.change(one, key), subject.change(one, key)]);
    expect(answers).toMatchObject([{ ok: true }, { ok: true }]);
    const { method, path } = subject.call();
    expect((await server.calls()).routes[`${method} ${path}`]).toBe(1);
  });

  it('is on both sides the one that came last, though the one before is finished later', async () => {
    await server.fail({ ...subject.call(), drop: 'after', times: 50 });
    expect(await subject.change(one, newKey())).toMatchObject({ code: 'still-working' });
    await server.clearFaults();
    expect(await subject.change(other, newKey())).toMatchObject({ ok: true });
    const url = await subject.shown();
    await settleAll();
    expect(await subject.shown()).toBe(url);
    expect(await subject.kept()).toEqual([{ hash: hashIn(url) }]);
  });

  it('is one of two that come at once, on both sides', async () => {
    await server.fail({ ...subject.call(), delayMs: 300, times: 1 });
    const answers = await Promise.all([subject.change(one, newKey()), subject.change(other, newKey())]);
    expect(answers).toMatchObject([{ ok: true }, { ok: true }]);
    expect(await subject.kept()).toEqual([{ hash: hashIn(await subject.shown()) }]);
  });

  it('stays as it was when the file is none', async () => {
    await subject.change(one, newKey());
    const before = await subject.shown();
    expect(await subject.change(files.fileOf(files.svg), newKey())).toMatchObject({ ok: false, code: 'image-kind' });
    expect(await subject.change(null, newKey())).toMatchObject({ ok: false, code: 'image-missing' });
    expect(await subject.shown()).toBe(before);
  });

  it.each([
    ['says 422', { status: 422, body: { code: 'guard.invalid_input', message: '' } }, 'logto-refused'],
    ['says 404', { status: 404, body: { code: 'entity.not_found', message: '' } }, 'logto-refused'],
    ['says 429', { status: 429, body: { code: 'request.rate_limited', message: '' } }, 'rate-limited'],
    ['says 500', { status: 500, body: { code: 'local.fault', message: '' } }, null],
    ['hangs up before', { drop: 'before' }, null],
    ['hangs up after', { drop: 'after' }, null],
  ])('is as it was, or as it is to be, while Logto %s', async (_failure, fault, code) => {
    await subject.change(one, newKey());
    const before = await subject.shown();
    await server.fail({ ...subject.call(), ...fault, times: 50 });
    const key = newKey();
    const answer = await subject.change(other, key);
    await server.clearFaults();
    if (code) expect(answer).toMatchObject({ ok: false, code });
    if (answer.ok || answer.code === 'still-working') {
      await settleAll();
      expect(await subject.shown()).not.toBe(before);
    } else {
      expect(await subject.shown()).toBe(before);
      expect(await subject.kept()).toEqual([{ hash: hashIn(before) }]);
      await settleAll();
      expect(await subject.shown()).toBe(before);
    }
    expect(await subject.change(other, key)).toMatchObject({ ok: true });
    expect(await subject.kept()).toEqual([{ hash: hashIn(await subject.shown()) }]);
  });

  it('fills no more than its places, whatever is uploaded and refused, and is not among what goes', async () => {
    const key = newKey();
    await subject.change(one, key);
    const url = await subject.shown();
    for (let width = 1; width <= 14; width++) {
      const file = files.fileOf(files.black(width, 3));
      expect(await subject.change(file, key)).toMatchObject({ code: 'form-used-differently' });
    }
    const kept = (await subject.kept()).map(({ hash }) => hash);
    expect(kept.length).toBeLessThan(13);
    expect(kept).toContain(hashIn(url));
  });

  it('leaves nothing of an upload that was given up', async () => {
    await subject.change(one, newKey());
    const [kept] = await subject.kept();
    const owner = { hash: 'f'.repeat(64), bytes: new Uint8Array(1), createdAt: new Date(0) };
    await asSystem((db) => db.image.create({ data: { ...owner, tenantId: party.tenantId } }));
    await asSystem((db) => db.image.create({ data: { ...owner, userId: zoe.userId } }));
    await asSystem((db) => db.image.updateMany({ data: { createdAt: new Date(0) } }));
    await sweepImages();
    expect(await subject.kept()).toEqual([kept]);
  });
});

describe('a logo', () => {
  it('loses nothing that Logto has beside it', async () => {
    const beside = {
      branding: {
        logoUrl: 'https://a.test/old.png',
        darkLogoUrl: 'https://a.test/dark.png',
        favicon: 'https://a.test/f.ico',
      },
      color: { primaryColor: '#123456', isDarkModeEnabled: true },
      customCss: 'body { color: red }',
      customData: { theirs: { kept: true } },
    };
    await server.api.PATCH('/api/organizations/{id}', { ...params(), body: beside } as never);
    await changeLogo(ada, one, newKey());
    const { branding, ...others } = await inLogto();
    expect(others).toMatchObject({ color: beside.color, customCss: beside.customCss, customData: beside.customData });
    const { darkLogoUrl, favicon } = beside.branding;
    expect(branding).toEqual({ logoUrl: await subjects['the logo of an organization'].shown(), darkLogoUrl, favicon });
    await removeLogo(ada, newKey());
    expect((await inLogto()).branding).toEqual({ darkLogoUrl, favicon });
  });

  it('is told of in the log', async () => {
    await changeLogo(ada, one, newKey());
    await removeLogo(ada, newKey());
    expect(await party.audit()).toMatchObject([
      { actor: 'Ada', action: 'organization.logo-changed', ip: '192.0.2.1' },
      { actor: 'Ada', action: 'organization.logo-removed' },
    ]);
  });

  it('is not changed by who may not, and by who may no more', async () => {
    const refused = { ok: false, code: 'not-permitted' };
    expect(await changeLogo(await party.access('Bob'), one, newKey())).toMatchObject(refused);
    await party.console.setRoles('Ada', ['member']);
    expect(await changeLogo(ada, one, newKey())).toMatchObject(refused);
    expect(await removeLogo(ada, newKey())).toMatchObject(refused);
    expect(await subjects['the logo of an organization'].kept()).toEqual([]);
  });

  it('that another organization has too stays theirs', async () => {
    const blue = await stage.organization({ Ada: ['owner'] });
    await changeLogo(ada, one, newKey());
    await changeLogo(await blue.access('Ada'), one, newKey());
    const url = await subjects['the logo of an organization'].shown();
    await removeLogo(ada, newKey());
    expect(await findImage(hashIn(url)!)).not.toBeNull();
  });
});
