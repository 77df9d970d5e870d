import type { AppLoadContext } from '@remix-run/node';
import { pino } from 'pino';
import { beforeAll, describe, expect, it } from 'vitest';
import * as auditLog from '#app/routes/organization.audit.tsx';
import * as home from '#app/routes/organization.home.tsx';
import * as frame from '#app/routes/organization.tsx';
import * as invitations from '#app/routes/organization.invitations.tsx';
import * as invite from '#app/routes/organization.invitations.new.tsx';
import * as leave from '#app/routes/organization.leave.tsx';
import * as members from '#app/routes/organization.members.tsx';
import * as workspaces from '#app/routes/workspaces.tsx';
import { Browser } from '../auth/browser.ts';
import { openStage } from '../auth/stage.ts';

const stage = await openStage();
let browser = new Browser();
let slug = '';

beforeAll(async () => {
  const ada = await stage.person('Ada');
  ({ slug } = await stage.organization('Acme', { [ada.id]: 'owner' }));
  await browser.signIn(ada);
});

/** One page view: its loaders run at the same time and share a request. */
async function view(path: string, ...loaders: ((args: never) => Promise<unknown>)[]) {
  const cookie = [...browser.cookies].map((pair) => pair.join('=')).join('; ');
  const context = { nonce: '', requestId: 'test', log: pino({ level: 'silent' }), clientIp: '' } as AppLoadContext;
  const request = () => new Request(`http://localhost:3000${path}`, { headers: { cookie } });
  await Promise.all(loaders.map((loader) => loader({ request: request(), context, params: { slug } } as never)));
}

describe('a warm page view', () => {
  const views: [page: string, path: () => string, ...loaders: ((args: never) => Promise<unknown>)[]][] = [
    ['home', () => `/o/${slug}`, frame.loader, home.loader],
    ['members', () => `/o/${slug}/members`, frame.loader, members.loader],
    ['members, searched', () => `/o/${slug}/members?q=ada&role=owner&sort=seen`, frame.loader, members.loader],
    ['leaving', () => `/o/${slug}/leave`, frame.loader, leave.loader],
    ['invitations', () => `/o/${slug}/invitations`, frame.loader, invitations.loader],
    ['invite', () => `/o/${slug}/invitations/new`, frame.loader, invite.loader],
    ['the audit log', () => `/o/${slug}/audit?who=ada`, frame.loader, auditLog.loader],
    ['workspaces', () => '/workspaces?all', workspaces.loader],
  ];

  it.each(views)('of %s asks Logto nothing: no Management API call, no token', async (_page, path, ...loaders) => {
    await view(path(), ...loaders);
    await stage.logto.clearCalls();
    const tokens = await stage.tokenRequests(() => view(path(), ...loaders));
    expect({ tokens, calls: (await stage.logto.calls()).total }).toEqual({ tokens: 0, calls: 0 });
  });

  it('asks for one token an organization and session, however many loaders want it first', async () => {
    const ben = await stage.person('Ben');
    const other = await stage.organization('Blue', { [ben.id]: 'member' });
    browser = new Browser();
    await browser.signIn(ben);
    slug = other.slug;
    expect(await stage.tokenRequests(() => view(`/o/${slug}`, frame.loader, home.loader, members.loader))).toBe(1);
  });
});
