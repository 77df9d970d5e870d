/** The history of invitations: its parts, its pages, and what it offers to whom. */
import type { AppLoadContext } from '@remix-run/node';
import { pino } from 'pino';
import { beforeAll, describe, expect, it } from 'vitest';
import * as page from '#app/routes/organization.invitations.tsx';
import { Browser } from '../auth/browser.ts';
import { openStage } from '../auth/stage.ts';

const stage = await openStage();
let acme: Awaited<ReturnType<typeof stage.organization>>;
let blue: typeof acme;
let owner: Browser;
let admin: Browser;

beforeAll(async () => {
  const [ada, amy] = [await stage.person('Ada'), await stage.person('Amy')];
  acme = await stage.organization('Acme', { [ada.id]: 'owner', [amy.id]: 'admin' });
  blue = await stage.organization('Blue', { [ada.id]: 'owner' });
  [owner, admin] = [new Browser(), new Browser()];
  await owner.signIn(ada);
  await admin.signIn(amy);
  const insert = (tenantId: string, count: number, status: string, role: string, days: number) =>
    stage.sql(
      `INSERT INTO invitations (id, tenant_id, email, role, status, invited_by_name, created_at, expires_at)
       SELECT gen_random_uuid(), $1, $2 || n || '@example.test', $3, $2::invitation_status, 'Ada',
              now() - n * interval '1 hour', now() + $4 * interval '1 day'
         FROM generate_series(1, $5) AS n`,
      [tenantId, status, role, days, count],
    );
  await insert(acme.tenantId, 120, 'accepted', 'member', 1);
  await insert(acme.tenantId, 3, 'pending', 'member', 1);
  await insert(acme.tenantId, 2, 'expired', 'owner', -1);
  await insert(acme.tenantId, 1, 'revoked', 'member', 1);
  await insert(acme.tenantId, 1, 'declined', 'member', 1);
  await insert(acme.tenantId, 1, 'sending', 'member', 1);
  await stage.sql(
    `INSERT INTO invitations (id, tenant_id, email, role, status, invited_by_name, expires_at)
     VALUES (gen_random_uuid(), $1, 'clock_over@example.test', 'owner', 'pending', 'Ada', now() - interval '1 minute'),
            (gen_random_uuid(), $1, 'to-be-owner@example.test', 'owner', 'pending', 'Ada', now() + interval '1 day')`,
    [acme.tenantId],
  );
  await insert(blue.tenantId, 2, 'pending', 'member', 1);
});

async function ask(browser: Browser, search = '', form?: Record<string, string>) {
  const cookie = [...browser.cookies].map((pair) => pair.join('=')).join('; ');
  const context = { nonce: '', requestId: 'test', log: pino({ level: 'silent' }), clientIp: '' } as AppLoadContext;
  const url = `http://localhost:3000/o/${acme.slug}/invitations${search}`;
  const request = new Request(url, {
    headers: { cookie, origin: 'http://localhost:3000' },
    ...(form && { method: 'POST', body: new URLSearchParams(form) }),
  });
  return { request, context, params: { slug: acme.slug } };
}

const view = async (browser: Browser, search = '') => page.loader(await ask(browser, search));
const emails = ({ invitations }: Awaited<ReturnType<typeof view>>) => invitations.map(({ email }) => email);

describe('the history', () => {
  it('counts its parts, by the clock and not by what was written down', async () => {
    const { counts } = await view(owner);
    expect(counts).toEqual({ all: 129, open: 4, accepted: 120, declined: 1, withdrawn: 1, expired: 3 });
  });

  it.each([
    ['open', ['to-be-owner@example.test', 'pending1@example.test', 'pending2@example.test', 'pending3@example.test']],
    ['expired', ['clock_over@example.test', 'expired1@example.test', 'expired2@example.test']],
    ['withdrawn', ['revoked1@example.test']],
    ['declined', ['declined1@example.test']],
  ])('has the part “%s”, newest first', async (status, expected) => {
    expect(emails(await view(owner, `?status=${status}`))).toEqual(expected);
  });

  it('goes through all of it page by page, each once', async () => {
    const seen: string[] = [];
    for (let search: string | null = ''; search !== null;) {
      const { invitations, next } = await view(owner, search);
      seen.push(...invitations.map(({ id }) => id));
      search = next && `?${new URLSearchParams({ after: next })}`;
    }
    expect(new Set(seen).size).toBe(129);
    expect(seen).toHaveLength(129);
  });

  it('is searched by a part of the address, in any case, and letters with a meaning to PostgreSQL mean themselves', async () => {
    expect(emails(await view(owner, '?q=ACCEPTED11'))).toHaveLength(11);
    expect(emails(await view(owner, '?q=clock_over'))).toEqual(['clock_over@example.test']);
    expect(emails(await view(owner, '?q=pending1&status=accepted'))).toEqual([]);
    for (const odd of ['%25', '_ending', '%5C', "'"]) expect(emails(await view(owner, `?q=${odd}`))).toEqual([]);
  });

  it('bears whatever stands in its address', async () => {
    for (const odd of [
      '?after=nonsense',
      '?status=nonsense',
      '?q=%00',
      `?after=${btoa('{"createdAt":"x","id":"y"}')}`,
    ]) {
      expect((await view(owner, odd)).invitations).toHaveLength(50);
    }
  });
});

describe('what is offered', () => {
  const offers = async (browser: Browser, status: string) =>
    (await view(browser, `?status=${status}`)).invitations.map(({ email, link, maySendAgain, mayRevoke }) => [
      email.split('@')[0],
      link !== null,
      maySendAgain,
      mayRevoke,
    ]);

  it('is what the rules allow: an admin withdraws an owner’s invitation and does not send it again', async () => {
    expect((await offers(owner, 'open')).slice(0, 2)).toEqual([
      ['to-be-owner', true, true, true],
      ['pending1', true, true, true],
    ]);
    expect((await offers(admin, 'open')).slice(0, 2)).toEqual([
      ['to-be-owner', true, false, true],
      ['pending1', true, true, true],
    ]);
    expect(await offers(admin, 'expired')).toEqual([
      ['clock_over', false, false, false],
      ['expired1', false, false, false],
      ['expired2', false, false, false],
    ]);
    expect(await offers(owner, 'withdrawn')).toEqual([['revoked1', false, false, false]]);
  });

  it('answers a forged id of another organization as one that does not exist', async () => {
    const [foreign] = await stage.sql<{ id: string }>('SELECT id FROM invitations WHERE tenant_id = $1', [
      blue.tenantId,
    ]);
    for (const intent of ['revoke', 'send-again']) {
      const answers = [];
      for (const id of [foreign!.id, crypto.randomUUID(), 'nonsense']) {
        const answer = (await page.action(await ask(owner, '', { id, intent }))) as {
          data: { problems: unknown };
          init: { status: number } | null;
        };
        answers.push({ problems: answer.data.problems, status: answer.init?.status });
      }
      expect(answers).toEqual(Array(3).fill({ problems: [{ code: 'not-found' }], status: 404 }));
    }
  });
});
