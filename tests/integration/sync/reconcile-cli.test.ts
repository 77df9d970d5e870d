/** `npm run reconcile` as an operator calls it: processes of its own, which are also stopped and killed. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { afterAll, expect, it } from 'vitest';
import { asUserId } from '#app/logto/ids.ts';
import { logto } from '#app/logto/logto.server.ts';
import { barOf, onTerminal } from '#scripts/reconcile-terminal.ts';
import { reconcileStage } from './reconcile-stage.ts';

const { server, sql, expectEqual } = await reconcileStage();

const children: ChildProcess[] = [];
afterAll(() => children.forEach((child) => child.kill('SIGKILL')));

type Line = { what?: string; id?: string; outcome?: string; done?: boolean; mended?: number };

/** `until`: what to do when so many lines have come. */
async function call(
  args: string[],
  how: { env?: Record<string, string>; after?: number; signal?: NodeJS.Signals } = {},
) {
  const child = spawn(process.execPath, ['--import', 'tsx', 'scripts/reconcile.ts', ...args], {
    env: { ...process.env, ...how.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  const out: string[] = [];
  const errors: string[] = [];
  createInterface(child.stderr).on('line', (line) => errors.push(line));
  createInterface(child.stdout).on('line', (line) => {
    if (out.push(line) === how.after) child.kill(how.signal);
  });
  const [exit, signal] = (await once(child, 'close')) as [number | null, string | null];
  return { out, lines: () => out.map((line) => JSON.parse(line) as Line), errors, exit: exit ?? signal };
}

async function organizationOf(people: number) {
  const userIds: string[] = [];
  for (let count = 0; count < people; count++) {
    const { data } = await server.api.POST('/api/users', { body: { name: `Member ${count}` } });
    userIds.push(asUserId(data!.id));
  }
  const { id } = await logto().organizations.create({ name: `Of ${people} people` });
  await server.api.POST('/api/organizations/{id}/users', { params: { path: { id } }, body: { userIds } });
  return id;
}

it('says in a line what is wrong with the call, the environment, the database and Logto', async () => {
  const unset = { LOGTO_M2M_APP_ID: '', LOGTO_M2M_APP_SECRET: '', DATABASE_WORKER_URL: '', DATABASE_OWNER_URL: '' };
  const nothing = 'localhost:1';
  const [help, unknown, slow, environment, database, secret, away, nobody] = await Promise.all([
    call(['--help']),
    call(['--dryrun']),
    call(['--pace', '9']),
    call([], { env: unset }),
    call([], { env: { DATABASE_WORKER_URL: `postgresql://nobody:x@${nothing}/x` } }),
    call([], { env: { LOGTO_M2M_APP_SECRET: 'wrong' } }),
    call([], { env: { LOGTO_ENDPOINT: `http://${nothing}` } }),
    call(['--organization', 'no-such-slug']),
  ]);
  expect(help).toMatchObject({ exit: 0, errors: [] });
  expect(help.out[0]).toContain('npm run reconcile -- [--dry-run] [--organization ID|SLUG] [--pace CALLS]');
  expect(unknown).toMatchObject({ exit: 2, out: [], errors: [expect.stringMatching(/'--dryrun'\. Usage: npm run/)] });
  expect(slow).toMatchObject({ exit: 2, out: [], errors: [expect.stringMatching(/^--pace 9: .* Usage: /)] });
  const missing = 'Not set, or not valid: DATABASE_WORKER_URL, LOGTO_M2M_APP_ID, LOGTO_M2M_APP_SECRET.';
  expect(environment).toMatchObject({ exit: 1, out: [], errors: [expect.stringContaining(missing)] });
  for (const [failed, told] of [
    [database, /database/i],
    [secret, /LOGTO_M2M_APP_SECRET/],
    [away, /localhost:1/],
    [nobody, /no-such-slug/],
  ] as const) {
    expect(failed).toMatchObject({ exit: 1, out: [], errors: [expect.stringMatching(told)] });
  }
}, 60_000);

it('tells by lines of JSON and by its code what a dry run finds, goes on after a kill, and ends on request', async () => {
  const id = await organizationOf(40);
  const dry = await call(['--dry-run', '--pace', '10000']);
  expect(dry).toMatchObject({ exit: 3, errors: [] });
  expect(dry.lines().at(-1)).toMatchObject({ done: true, dryRun: true, 'to-mend': 41, mended: 0, organizations: 1 });
  expect(dry.lines()).toContainEqual({ what: 'organization', id, difference: 'missing', outcome: 'to-mend' });
  expect(await sql('SELECT FROM tenants')).toEqual([]);

  const killed = await call(['--pace', '1000'], { after: 10, signal: 'SIGKILL' });
  expect(killed.exit).toBe('SIGKILL');
  const stopped = await call(['--pace', '1000'], { after: 10, signal: 'SIGINT' });
  expect(stopped).toMatchObject({ exit: 130, errors: ['Stopped: what is mended stays so.'] });
  const before = (await sql('SELECT FROM users')).length;
  expect(before).toBeGreaterThanOrEqual(20);
  expect(before).toBeLessThan(40);

  const whole = await call(['--pace', '10000']);
  expect(whole).toMatchObject({ exit: 0, errors: [] });
  expect(whole.lines().at(-1)).toMatchObject({ done: true, dryRun: false, mended: 40 - before + 1, 'left-alone': 0 });
  await expectEqual();

  // Members, each of which is told of in the log: by whoever was killed, or by whoever came after, and once.
  const others = await organizationOf(20);
  await call(['--organization', others, '--pace', '10000']); // people and their organization, which is new here
  await sql('DELETE FROM members m USING tenants t WHERE t.id = m.tenant_id AND t.logto_org_id = $1', [others]);
  await call(['--organization', others, '--pace', '500'], { after: 8, signal: 'SIGKILL' });
  const [{ slug }] = (await sql('SELECT slug FROM tenants WHERE logto_org_id = $1', [others])) as [{ slug: string }];
  const last = await call(['--organization', slug, '--pace', '10000']);
  expect(last.lines().at(-1)).toMatchObject({ done: true, organizations: 1 });
  expect(last.lines().length).toBeLessThan(20);
  await expectEqual();
  const told = await sql(`SELECT target_id, count(*)::int FROM audit_events WHERE action = 'member.joined' GROUP BY 1`);
  expect(told.map(({ count }) => count as number)).toEqual(Array(20).fill(1));
}, 90_000);

it('shows on a terminal what it finds, and under it how far it is', () => {
  let screen = '';
  const shown = onTerminal({ write: (text) => (screen += text) });
  shown.step({ looksAt: 'organizations', done: 500, total: 2_000 });
  shown.told({ what: 'member', id: 'person', organizationId: 'acme', difference: 'gone', outcome: 'mended' });
  const bar = '██████░░░░░░░░░░░░░░░░░░  organizations: 500 of 2,000';
  expect(screen.split('\r\x1b[K')).toEqual(['', bar, 'mended      member person of acme: gone\n', bar]);
  expect(barOf({ looksAt: 'people', done: 3, total: 2 })).toMatch(/^█{24} {2}people: 3 of 3$/);
  expect(barOf({ looksAt: 'people', done: 0, total: 0 })).toMatch(/^░{24} {2}people: 0 of 0$/);
  screen = '';
  shown.done({ people: 1, organizations: 1_000, mended: 3, 'to-mend': 0, 'left-alone': 2 }, false);
  expect(screen).toContain('Looked at people: 1, organizations: 1,000. 3 mended, 2 left to operations under way.\n');
});
