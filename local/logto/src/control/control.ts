import { Hono } from 'hono';
import { z } from 'zod';
import type { OidcRows } from '../oidc/adapter.ts';
import type { Tenant } from '../tenant.ts';
import type { Calls } from './calls.ts';
import { Fault, type Faults } from './faults.ts';
import { mailboxPage } from './mailbox-page.ts';

const Lists = z.strictObject({ shuffled: z.boolean() });
const Age = z.strictObject({ seconds: z.number() });

/** What only the local Logto has: its mailbox, its faults, its counter, its lists, its time machine. All under `/local`. */
export function controlApi(tenant: Tenant, rows: OidcRows, faults: Faults, calls: Calls): Hono {
  const { store } = tenant;
  const app = new Hono();

  app.get('/mails', (c) => {
    const to = c.req.query('to')?.toLowerCase();
    return c.json(store.mails.filter((mail) => !to || mail.to.toLowerCase() === to));
  });
  app.delete('/mails', (c) => {
    store.mails = [];
    store.changed();
    return c.body(null, 204);
  });
  app.get('/mailbox', (c) => c.html(mailboxPage(store.mails, c.req.query('to'))));

  app.get('/faults', (c) => c.json(faults.list()));
  app.post('/faults', async (c) => {
    const fault = Fault.safeParse(await c.req.json().catch(() => undefined));
    if (!fault.success) return c.json({ message: z.prettifyError(fault.error) }, 400);
    faults.arm(fault.data);
    return c.json(fault.data, 201);
  });
  app.delete('/faults', (c) => {
    faults.clear();
    return c.body(null, 204);
  });

  app.get('/calls', (c) => c.json(calls));
  app.delete('/calls', (c) => {
    calls.clear();
    return c.body(null, 204);
  });

  app.get('/calls/times', (c) => c.json(calls.times));

  app.put('/lists', async (c) => {
    const lists = Lists.safeParse(await c.req.json().catch(() => undefined));
    if (!lists.success) return c.json({ message: z.prettifyError(lists.error) }, 400);
    tenant.lists.shuffled = lists.data.shuffled;
    return c.body(null, 204);
  });

  app.post('/age', async (c) => {
    const age = Age.safeParse(await c.req.json().catch(() => undefined));
    if (!age.success) return c.json({ message: z.prettifyError(age.error) }, 400);
    rows.age(age.data.seconds);
    return c.body(null, 204);
  });
  return app;
}
