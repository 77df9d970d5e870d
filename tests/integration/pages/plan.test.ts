/** The page of the plan, what somebody sees who waits for a seat, and the seam for a billing provider. */
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { connectBilling } from '#app/billing.server.ts';
import { en } from '#app/i18n/en.ts';
import { es } from '#app/i18n/es.ts';
import { failureText } from '#app/i18n/failure-text.ts';
import { plans } from '#app/plans.ts';
import { bringUpSeats } from '#app/tenants/seats.server.ts';
import type { TestUser } from '#tests/support/logto.ts';
import { openStage } from '../auth/stage.ts';
import { AppBrowser } from './app.ts';

const stage = await openStage();
const text = AppBrowser.text;
const { seats } = plans.free;

let ada: TestUser;
let bob: TestUser;
let adas: AppBrowser;
let bobs: AppBrowser;
let acme: Awaited<ReturnType<typeof stage.organization>>;
let workspaces = 0;

beforeAll(async () => {
  await bringUpSeats();
  [ada, bob] = [await stage.person('Ada Byron'), await stage.person('Bob Late')];
  [adas, bobs] = [new AppBrowser(), new AppBrowser()];
  await adas.signIn(ada);
  await bobs.signIn(bob);
});

beforeEach(async () => {
  acme = await stage.organization(`Acme ${++workspaces}`, { [ada.id]: 'owner' });
  await onPlan('free');
  adas.language = bobs.language = 'en';
});

const onPlan = (plan: string) => stage.sql('UPDATE tenants SET plan = $2 WHERE id = $1', [acme.tenantId, plan]);
const page = (name = '') => `/o/${acme.slug}${name}`;

/** So many others, who joined in this order. */
async function others(count: number): Promise<void> {
  await stage.sql(
    `WITH made AS (INSERT INTO users (id, updated_at) SELECT $1 || n, now() FROM generate_series(1, $3::int) AS n RETURNING id)
     INSERT INTO members (tenant_id, user_id, roles, name, sort_name, joined_at)
     SELECT $2, id, '{member}', 'Somebody ' || id, id, '2026-01-01' FROM made`,
    [`w${workspaces}-`, acme.tenantId, count],
  );
}

describe('the page of the plan', () => {
  it('shows each limit with what is used', async () => {
    await others(2);
    await stage.sql(
      `INSERT INTO invitations (id, tenant_id, email, role, invited_by_name, status, expires_at)
       VALUES (gen_random_uuid(), $1, 'guest@example.test', 'member', 'Ada', 'pending', now() + interval '1 day')`,
      [acme.tenantId],
    );
    const said = text(await adas.open(page('/settings/plan')));
    expect(said).toContain('This workspace is on the Free plan');
    expect(said).toMatch(/Seats\s*Nearly full4 of 5\s*3 members, 1 open invitation/);
    expect(said).toMatch(/API keys\s*0 of 2/);
    expect(said).toMatch(/Projects\s*0 of 10/);
    expect(said).toMatch(/Workspaces you own\s*\d+ · no limit/);
    expect(said).toContain('Ask whoever runs this service');
    expect(said).not.toContain('Change to');
  });

  it('says when it is full, who waits, and what to do', async () => {
    await others(seats + 1);
    const said = text(await adas.open(page('/settings/plan')));
    expect(said).toContain('2 members wait for a seat');
    expect(said).toMatch(/Full7 of 5[^]*Remove a member, withdraw an invitation, or choose a larger plan/);
  });

  it('has no limits on the plan that everybody begins with, and names one that is gone', async () => {
    await onPlan('unlimited');
    expect(text(await adas.open(page('/settings/plan')))).toMatch(/Seats\s*1 · no limit/);
    await onPlan('golden');
    expect(text(await adas.open(page('/settings/plan')))).toContain('The plan golden is no longer offered.');
    adas.language = 'es';
    expect(text(await adas.open(page('/settings/plan')))).toContain('El plan golden ya no se ofrece.');
  });

  it('is not for members', async () => {
    await stage.join(acme, bob.id, 'member');
    expect((await bobs.open(page('/settings/plan'))).status).toBe(403);
  });
});

describe('inviting more than there are seats', () => {
  it.each([
    ['en', en],
    ['es', es],
  ] as const)('is refused at the field, with what was typed: %s', async (language, t) => {
    adas.language = language;
    const emails = Array.from({ length: seats }, (_, at) => `g${at}@example.test`).join('\n');
    const answer = await adas.open(page('/invitations/new'), { form: { emails, role: 'member' } });
    expect(answer.status).toBe(409);
    expect(text(answer)).toContain(
      failureText(t, { code: 'seats-used-up', values: { limit: seats, left: seats - 1 } }),
    );
    expect(answer.body).toContain('g0@example.test');
  });
});

describe('somebody who waits for a seat', () => {
  beforeEach(async () => {
    await others(seats - 1);
    await stage.join(acme, bob.id, 'member');
    await stage.sql(`UPDATE members SET name = 'Ada Byron', email = $2 WHERE user_id = $1`, [ada.id, ada.email]);
  });

  it('sees a page that says so and who can help, and is not sent around', async () => {
    for (const address of ['', '/members', '/settings/plan']) {
      const answer = await bobs.open(page(address));
      expect(answer).toMatchObject({ status: 403, url: { pathname: page(address) } });
      const said = text(answer);
      expect(said).toContain(`${acme.name} has no free seat for you yet`);
      expect(said).toContain(`Ada Byron ${ada.email}`);
      expect(said).not.toContain('Somebody');
    }
    bobs.language = 'es';
    expect(text(await bobs.open(page()))).toContain(`${acme.name} aún no tiene una plaza libre para ti`);
    expect((await bobs.open('/workspaces?all')).status).toBe(200);
  });

  it('does nothing there, by the data that scripts fetch or by a form', async () => {
    expect(await bobs.request(`${page('/members')}.data`)).toMatchObject({ status: 403 });
    const sent = await bobs.open(page('/projects'), { form: { intent: 'create', name: 'Mine' } });
    expect(sent.status).toBe(403);
    expect(await stage.sql('SELECT FROM projects WHERE tenant_id = $1', [acme.tenantId])).toEqual([]);
  });

  it('is marked in the list of members, with a notice for those who manage them', async () => {
    const said = text(await adas.open(page('/members')));
    expect(said).toContain('One member waits for a seat');
    expect(said.match(/Waits for a seat/g)).toHaveLength(1);
  });

  it('is in at the next look when somebody is removed, and out again when the plan is made smaller', async () => {
    await stage.sql(`DELETE FROM members WHERE tenant_id = $1 AND user_id LIKE 'w%-1'`, [acme.tenantId]);
    expect((await bobs.open(page())).status).toBe(200);
    await others(1).catch(() => undefined); // the same people once more: refused, and nothing is changed
    await onPlan('unlimited');
    expect((await bobs.open(page())).status).toBe(200);
  });

  it('is in when the plan is larger, and out at once when it is not any more', async () => {
    await onPlan('team');
    expect((await bobs.open(page())).status).toBe(200);
    await onPlan('free');
    expect((await bobs.open(page())).status).toBe(403);
  });
});

describe('a billing provider', () => {
  afterEach(() => connectBilling(null));

  const connect = () =>
    connectBilling({
      checkoutUrl: ({ tenantId }, plan) => Promise.resolve(`https://pay.example.test/${tenantId}/${plan}`),
      portalUrl: () => Promise.resolve(null),
      planOf: async (event) => {
        if (event.headers.get('signature') !== 'good') throw new Response(null, { status: 401 });
        return JSON.parse(String((await event.formData()).get('event'))) as { tenantId: string; plan: 'team' } | null;
      },
    });

  it('is not there: no way to pay, and no webhook', async () => {
    expect((await adas.request(page('/settings/plan?buy=team'))).status).toBe(404);
    expect((await adas.request(page('/settings/plan?portal'))).status).toBe(404);
    expect((await adas.request('/webhooks/billing', { form: { event: 'null' } })).status).toBe(404);
  });

  it('that is connected is a button away, for its own plans only', async () => {
    connect();
    expect(text(await adas.open(page('/settings/plan')))).toContain('Change to Team');
    const away = await adas.request(page('/settings/plan?buy=team'));
    expect(away.location?.href).toBe(`https://pay.example.test/${acme.tenantId}/team`);
    expect((await adas.request(page('/settings/plan?buy=constructor'))).status).toBe(404);
    expect((await adas.request(page('/settings/plan?portal'))).status).toBe(404);
  });

  it('changes the plan by its webhook, once and only with its signature', async () => {
    connect();
    const tell = (body: unknown, signature = 'good') =>
      adas.request('/webhooks/billing', { form: { event: JSON.stringify(body) }, headers: { signature } });
    const told = { tenantId: acme.tenantId, plan: 'team' };
    expect((await tell(told, 'forged')).status).toBe(401);
    expect((await tell(null)).status).toBe(204);
    for (let again = 0; again < 2; again++) expect((await tell(told)).status).toBe(204);
    const gone = { ...told, tenantId: '00000000-0000-0000-0000-000000000000' };
    expect((await tell(gone)).status).toBe(204);
    expect(await stage.sql(`SELECT plan, seats FROM tenants WHERE id = $1`, [acme.tenantId])).toEqual([
      { plan: 'team', seats: plans.team.seats },
    ]);
    const events = await stage.sql(
      `SELECT actor_name, details FROM audit_events WHERE tenant_id = $1 AND action = 'plan.changed'`,
      [acme.tenantId],
    );
    expect(events).toEqual([{ actor_name: 'Billing', details: { from: 'free', to: 'team' } }]);
  });
});
