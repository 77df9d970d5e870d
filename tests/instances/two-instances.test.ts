/**
 * Two processes of the production build on one database and one Logto: what one of them does, the other one neither does
 * too, nor leaves undone when the first one ends. Another INSTANCES_SEED kills at other moments.
 */
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { expectDoneOnce } from './both-sides.ts';
import type { Instance } from './instance.ts';
import { addresses, keyOf, openStage } from './stage.ts';

const stage = await openStage();
const { logto, one, two, sql, until } = stage;

it('a job is done by one of them, and both do some', async () => {
  const acme = await stage.organization(20);
  const emails = addresses(0, 60, acme);
  await logto.fail({ path: '/organizations/*', delayMs: 60 }); // as far away as a real one
  const begun = await Promise.all([
    acme.call(one, 'POST', '/invitations', { emails, role: 'member' }),
    ...acme.members.map((user, index) => {
      const body = { action: 'remove', users: [user], delaySeconds: 1 + (index % 3) };
      return acme.call(index % 2 ? one : two, 'POST', '/members/bulk', body, keyOf(user));
    }),
  ]);
  expect(begun.map((answer) => answer?.status)).toEqual(begun.map(() => 202));
  await expectDoneOnce(stage, acme, { invited: emails, removed: acme.members, risen: [] });
  const taken = [one, two].map((instance) => instance.taken('settle-operation'));
  expect(new Set(taken.flat()).size).toBe(taken.flat().length);
  expect(Math.min(...taken.map((jobs) => jobs.length))).toBeGreaterThan(0);
});

it('an organization token that has ended is asked for once, however many pages want it of both', async () => {
  const { ada } = stage;
  const parties = [await stage.organization(), await stage.organization()];
  const browser = stage.visitor();
  await browser.signIn(ada);
  const open = (index: number) =>
    browser.at(index % 4 < 2 ? one : two).request(`/o/${parties[index % parties.length]!.slug}`);
  for (const index of parties.keys()) expect((await open(index)).status).toBe(200);
  const refreshToken = async () => {
    const [row] = await sql<{ token: Buffer }>(
      'SELECT refresh_token AS token FROM sessions WHERE user_id = $1',
      ada.id,
    );
    return row!.token.toString('hex');
  };
  await logto.age(11 * 86_400); // so late that Logto gives another refresh token too
  // Twice: the second time only that one is good.
  for (const rotates of [true, false]) {
    await sql(`UPDATE organization_access SET expires_at = now() - interval '1 s' WHERE user_id = $1`, ada.id);
    const before = await refreshToken();
    const asked = await stage.tokenRequests(async () => {
      const answers = await Promise.all(Array.from({ length: 30 }, (_, index) => open(index)));
      expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    }, 100);
    expect(asked).toBe(parties.length);
    expect((await refreshToken()) !== before).toBe(rotates);
  }
});

it('what Logto tells one of them counts at the next request to the other', async () => {
  const acme = await stage.organization();
  const bob = await logto.createUser({ name: 'Bob' });
  const id = acme.organizationId;
  await logto.api.POST('/api/organizations/{id}/users', { params: { path: { id } }, body: { userIds: [bob.id] } });
  const browser = stage.visitor();
  await browser.signIn(bob);
  const open = async (at: Instance) => (await browser.at(at).request(`/o/${acme.slug}`)).status;
  await until(async () => expect(await open(two)).toBe(200));
  // From now on both go by what was said, and ask nobody.
  expect(await stage.tokenRequests(async () => expect([await open(one), await open(two)]).toEqual([200, 200]))).toBe(0);

  await logto.api.DELETE('/api/organizations/{id}/users/{userId}', { params: { path: { id, userId: bob.id } } });
  await until(async () =>
    expect(await sql('SELECT FROM webhook_deliveries WHERE $1 = ANY(removed)', bob.id)).toHaveLength(1),
  );
  expect(await open(two)).toBe(404);
});

describe('when one is killed, nothing is lost that it had accepted', () => {
  const seed = process.env['INSTANCES_SEED'] ?? '1';
  const chosen = (what: string, below: number) =>
    createHash('sha256').update(`${seed} ${what}`).digest().readUInt32BE() % below;
  const kills = ['second', 'first', 'second'].map((victim, round) => ({
    victim,
    answers: 1 + chosen(`answers of round ${round}`, 12),
  }));

  it.each(kills)('the $victim one, after $answers of its 20 answers', async ({ victim, answers }) => {
    await stage.start(one, two);
    const acme = await stage.organization(26);
    const [dying, living] = victim === 'first' ? [one, two] : [two, one];
    const [removed, risen] = [acme.members.slice(0, 13), acme.members.slice(13)];
    const [inJob, alone] = [addresses(0, 25, acme), addresses(25, 39, acme)];
    const writes = alone.flatMap((email, index): [method: string, path: string, body?: object][] => [
      ['POST', '/invitations', { emails: [email], role: 'member' }],
      ...removed.slice(index, index + 1).map((id): [string, string] => ['DELETE', `/members/${id}`]),
      ...risen
        .slice(index, index + 1)
        .map((id): [string, string, object] => ['PUT', `/members/${id}/role`, { role: 'admin' }]),
    ]);
    expect(writes).toHaveLength(40);
    const keys = writes.map((_, index) => keyOf(`${acme.slug} ${index}`));
    const send = (index: number, to: Instance) => {
      const [method, path, body] = writes[index]!;
      return acme.call(to, method, path, body, keys[index]);
    };
    await logto.fail({ path: '/organization*', delayMs: 30 });
    // A worker of either of them is at it when one dies.
    expect(await acme.call(living, 'POST', '/invitations', { emails: inJob, role: 'member' })).toMatchObject({
      status: 202,
    });

    let answered = 0;
    let die: (ended: Promise<unknown>) => void;
    const dead = new Promise<unknown>((resolve) => (die = resolve));
    const first = writes.map(async (_, index) => {
      const answer = await send(index, index % 2 ? dying : living);
      if (answer && index % 2 && ++answered === answers) die(dying.end('SIGKILL'));
      return answer;
    });
    await dead;
    const lost = (
      await Promise.all(first.map(async (each, index) => (index % 2 && !(await each) ? [index] : [])))
    ).flat();
    expect(lost.length).toBeGreaterThan(0);
    const inHand = await stage.operationsOf(
      dying,
      lost.map((index) => keys[index]!),
    );
    const repeated = Promise.all(lost.map((index) => send(index, living)));
    await stage.leasesEnd(inHand);
    await stage.minutesPass();
    const all = [...(await Promise.all(first)).filter(Boolean), ...(await repeated)];
    expect(all.filter((answer) => !answer || answer.status >= 300)).toEqual([]);
    expect(all).toHaveLength(40);
    await expectDoneOnce(stage, acme, { invited: [...inJob, ...alone], removed, risen });
  });
});

it('when one is killed, another goes on with the jobs that it held and all that queued behind them', async () => {
  await stage.start(one);
  await two.end('SIGTERM');
  const acme = await stage.organization();
  const [bob, eve] = await stage.people(2);
  const join = (userId: string) =>
    logto.api.POST('/api/organizations/{id}/users', {
      params: { path: { id: acme.organizationId } },
      body: { userIds: [userId] },
    });
  const members = async () =>
    (await sql<{ id: string }>('SELECT user_id AS id FROM members WHERE tenant_id = $1', acme.tenantId)).map(
      ({ id }) => id,
    );
  await logto.fail({ method: 'GET', path: '/organizations/*', delayMs: 60_000 });
  await join(bob!);
  const held = () => one.taken('copy-members').length - one.completed('copy-members').length;
  await until(() => expect(held()).toBe(1));
  await join(eve!);
  await until(async () =>
    expect(await sql('SELECT FROM webhook_deliveries WHERE $1 = ANY(added)', eve)).toHaveLength(1),
  );
  await one.end('SIGKILL');
  await logto.clearFaults();
  await stage.start(two);
  await stage.minutesPass();
  await until(async () => expect(await members()).toEqual(expect.arrayContaining([bob, eve])));
});

it('when one is stopped, it answers all that it took, and ends though others would ask on', async () => {
  await stage.start(two);
  const acme = await stage.organization(10);
  const invited = addresses(0, 10, acme);
  await logto.fail({ path: '/organization*', delayMs: 200 });
  const answers = Promise.all([
    ...invited.map((email) =>
      acme.call(two, 'POST', '/invitations', { emails: [email], role: 'member' }, keyOf(email)),
    ),
    ...acme.members.map((id) => acme.call(two, 'DELETE', `/members/${id}`, undefined, keyOf(id))),
  ]);
  const askOn = async () => {
    const told: (number | undefined)[] = [];
    do told.push((await acme.call(two, 'GET', '/members'))?.status);
    while (told.at(-1) !== undefined);
    return told.slice(0, -1);
  };
  const readers = [askOn(), askOn()];
  await until(async () => expect((await acme.open()).length).toBeGreaterThan(10));
  const stopped = Date.now();
  const code = await two.end('SIGTERM');
  expect((await answers).map((answer) => answer?.status).toSorted()).toEqual([
    ...invited.map(() => 201),
    ...acme.members.map(() => 204),
  ]);
  for (const told of await Promise.all(readers)) expect(new Set(told)).toEqual(new Set([200]));
  expect(code).toBe(0);
  expect(Date.now() - stopped).toBeLessThan(9_000); // when it would cut off who is still there
  await expectDoneOnce(stage, acme, { invited, removed: acme.members, risen: [] });
});

it('what is to be done at a time is done by one of them', async () => {
  const [third, fourth] = stage.atTime('16:58', { RECONCILE_CRON: '17 * * * *' });
  await Promise.all([one.end('SIGTERM'), two.end('SIGTERM')]);
  await sql('DELETE FROM graphile_worker._private_known_crontabs'); // what those have done lies in the future
  await stage.start(third, fourth);
  for (const clock of [third, fourth]) clock.signal('SIGUSR2');
  const tasks = ['sweep', 'reconcile', 'free-jobs-of-the-dead'];
  const done = (task: string) => [...third.completed(task), ...fourth.completed(task)];
  await until(() => tasks.forEach((task) => expect(done(task)).not.toEqual([])));
  await Promise.all([third.fetch('/readyz'), fourth.fetch('/readyz')]); // whose clock is a moment late has struck too
  const waiting = () => sql('SELECT FROM graphile_worker.jobs WHERE task_identifier = ANY($1)', tasks);
  await until(async () => expect(await waiting()).toEqual([]));
  for (const task of tasks) expect([task, ...third.taken(task), ...fourth.taken(task)]).toHaveLength(2);
});
