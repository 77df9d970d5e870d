import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { AuditAction, AuditDetails } from '#app/audit-actions.ts';
import { auditMany, type AuditRecord, logtoItself } from '#app/tenants/audit.server.ts';
import { asSystem } from '#app/tenants/db.server.ts';
import type { TestUser } from '#tests/support/logto.ts';
import { openStage } from '../auth/stage.ts';
import { AppBrowser } from './app.ts';
import { parseCsv } from './csv.ts';

const stage = await openStage();

let ada: TestUser;
let ben: TestUser;
let browser: AppBrowser;

beforeAll(async () => {
  [ada, ben] = [await stage.person('Ada Byron'), await stage.person('Ben')];
  browser = new AppBrowser();
  await browser.signIn(ada);
});

type Written<Action extends AuditAction = AuditAction> = {
  action: Action;
  actor?: { userId: string; name: string; ip: string };
  target?: { id: string; name: string };
  details?: Action extends keyof AuditDetails ? AuditDetails[Action] : object;
  at?: string;
};

const byAda = () => ({ userId: ada.id, name: ada.name, ip: '198.51.100.7' });

/** A workspace of Ada's with these events in its log, at the minutes of one hour unless they say when. */
async function workspaceWith(events: Written[]) {
  const acme = await stage.organization('Acme', { [ada.id]: 'owner', [ben.id]: 'member' });
  await write(acme.tenantId, events);
  return { ...acme, log: `/o/${acme.slug}/audit`, csv: `/o/${acme.slug}/audit.csv` };
}

async function write(tenantId: string, events: Written[]): Promise<void> {
  for (const [minute, { at, actor = byAda(), ...event }] of events.entries()) {
    await asSystem((db) => auditMany(db, [{ tenantId, actor, ...event } as AuditRecord]));
    await stage.sql(
      `UPDATE audit_events SET at = $1 WHERE id = (SELECT id FROM audit_events WHERE tenant_id = $2 ORDER BY id DESC LIMIT 1)`,
      [at ?? new Date(Date.UTC(2026, 10, 1, 12, minute)), tenantId],
    );
  }
}

const ofBen = () => ({ id: ben.id, name: 'Ben' });
const open = (path: string) => browser.open(path);
const sentences = async (path: string) =>
  [...(await open(path)).body.matchAll(/<span class="wrap-anywhere">(.*?)<\/span>/gs)].map(([, inner = '']) =>
    inner.replace(/<!--.*?-->|<[^>]*>/g, '').replaceAll('&#x27;', "'"),
  );

describe('who may read the log', () => {
  it('is said by `read:audit`: others meet the page of their role, strangers nothing', async () => {
    const { log, csv } = await workspaceWith([]);
    const [bens, eves] = [new AppBrowser(), new AppBrowser()];
    await bens.signIn(ben);
    await eves.signIn(await stage.person('Eve'));
    for (const path of [log, csv]) {
      expect((await open(path)).status).toBe(200);
      expect((await bens.open(path)).status).toBe(403);
      expect((await eves.open(path)).status).toBe(404);
      expect((await new AppBrowser().open(path)).leaves).not.toBeNull();
    }
  });

  it('sees no event of another workspace, whatever filter or place is forged', async () => {
    const other = await workspaceWith([{ action: 'member.left', target: ofBen() }]);
    const { log, csv } = await workspaceWith([]);
    const [foreign] = await stage.sql<{ id: string; at: Date }>(
      'SELECT id, at FROM audit_events WHERE tenant_id = $1',
      [other.tenantId],
    );
    const place = Buffer.from(JSON.stringify({ at: '2030-01-01T00:00:00Z', id: foreign!.id })).toString('base64url');
    for (const query of [
      `actor=${ada.id}`,
      `target=${ben.id}`,
      `after=${place}`,
      `before=${place}`,
      'after=nonsense',
    ]) {
      expect(await sentences(`${log}?${query}`), query).toEqual([]);
    }
    expect(parseCsv((await open(csv)).body)).toHaveLength(1);
  });
});

describe('the log', () => {
  it('says each event in the reader’s language, newest first, with where from', async () => {
    const { log } = await workspaceWith([
      { action: 'member.roles-changed', target: ofBen(), details: { before: ['member'], after: ['admin', 'auditor'] } },
      {
        action: 'member.roles-changed',
        actor: logtoItself,
        target: ofBen(),
        details: { before: [], after: ['owner'] },
      },
      {
        action: 'member.joined',
        actor: logtoItself,
        target: ofBen(),
        details: { roles: ['member'], domain: 'acme.test' },
      },
    ]);
    expect(await sentences(log)).toEqual([
      'Ben joined with an address at acme.test.',
      'The role of Ben was changed in Logto, from no role to owner.',
      'Ada Byron changed the role of Ben from member to admin and auditor.',
    ]);
    const page = AppBrowser.text(await open(log));
    expect(page).toContain('198.51.100.7');
    expect(page).toMatch(/Nov 1, 2026, 12:00:00.PM UTC/);
    browser.language = 'es';
    expect(await sentences(log)).toEqual([
      'Ben entró por tener un correo de acme.test.',
      'Desde Logto se cambió el rol de Ben: antes sin rol, ahora propietario.',
      'Ada Byron cambió el rol de Ben: antes miembro, ahora administrador y auditor.',
    ]);
    browser.language = 'en';
  });

  it('tells API keys and machines from people, and leads on to all that they did', async () => {
    const ids = { 'API key': `key:${randomUUID()}`, Machine: 'machine:abcdefghijklmnopqrstu' };
    const { log } = await workspaceWith(
      Object.entries(ids).map(([kind, userId]) => ({
        action: 'member.removed',
        actor: { userId, name: `Import <${kind}>`, ip: '' },
        target: ofBen(),
      })),
    );
    for (const [kind, id] of Object.entries(ids)) {
      const address = `${log}?${new URLSearchParams({ actor: id }).toString()}`;
      expect((await open(log)).body).toContain(`href="${address}"`);
      const page = await open(address);
      expect(await sentences(address)).toEqual([`Import &lt;${kind}&gt; removed Ben.`]);
      expect(page.body).toContain(`<span class="sr-only">${kind}</span>`);
      expect(AppBrowser.text(page)).toContain(`Only what Import &lt;${kind}&gt; did`);
    }
    browser.language = 'es';
    expect((await open(log)).body).toContain('<span class="sr-only">Clave de API</span>');
    browser.language = 'en';
  });

  it('shows plainly what another version of the product wrote', async () => {
    const { log, tenantId } = await workspaceWith([]);
    for (const [action, details] of [
      ['projects.renamed', '{"from": {"deep": [1, null]}}'],
      ['constructor', '[]'],
      ['member.roles-changed', '{"before": 7}'],
      ['member.joined', 'null'],
    ]) {
      await stage.sql(
        `INSERT INTO audit_events (id, tenant_id, actor_id, actor_name, action, target_name, details)
         VALUES (gen_random_uuid(), $1, 'gone', '<b>Al</b>', $2, $3, $4)`,
        [tenantId, action, action === 'constructor' ? null : 'Roof', details],
      );
    }
    expect((await sentences(log)).toSorted()).toEqual([
      '&lt;b&gt;Al&lt;/b&gt; changed the role of Roof from no role to no role.',
      '&lt;b&gt;Al&lt;/b&gt;: “constructor”.',
      '&lt;b&gt;Al&lt;/b&gt;: “projects.renamed”, on Roof.',
      'Roof joined as no role.',
    ]);
  });

  it('pages through all of it, there and back, also through events of one moment', async () => {
    const { log, tenantId } = await workspaceWith([]);
    await stage.sql(
      `INSERT INTO audit_events (id, tenant_id, actor_id, actor_name, action, at)
       SELECT gen_random_uuid(), $1, 'x', 'Event ' || n, 'member.left', timestamptz '2026-11-01' + (n / 40) * interval '1 day'
         FROM generate_series(1, 120) AS n`,
      [tenantId],
    );
    const there: string[][] = [];
    const walk = async (rel: 'next' | 'prev', from: string): Promise<string> => {
      let at = from;
      for (;;) {
        there.push(await sentences(at));
        const { body, url } = await open(at);
        const link = new RegExp(`<a[^>]* rel="${rel}"[^>]*>`).exec(body)?.[0];
        const href = /href="([^"]*)"/.exec(link ?? '')?.[1];
        if (!href) return at;
        at = new URL(href.replaceAll('&amp;', '&'), url).href;
      }
    };
    const end = await walk('next', log);
    expect(there.map((page) => page.length)).toEqual([50, 50, 20]);
    const all = there.splice(0).flat();
    expect(new Set(all).size).toBe(120);
    expect(all[0]).toBe('Event 120 left the workspace.');
    await walk('prev', end);
    expect(there.reverse().flat()).toEqual(all);
  });

  it('says so when nothing has happened, and when nothing matches', async () => {
    const { log } = await workspaceWith([]);
    expect(AppBrowser.text(await open(log))).toContain('Nothing has happened yet');
    expect(AppBrowser.text(await open(`${log}?who=nobody`))).toContain('No event matches');
  });
});

describe('a filter', () => {
  let acme: Awaited<ReturnType<typeof workspaceWith>>;

  beforeAll(async () => {
    const byBen = { userId: ben.id, name: 'Ben_50% O’Hara', ip: '' };
    acme = await workspaceWith([
      { action: 'organization.created', target: { id: 'acme', name: 'Acme' }, at: '2026-11-01T22:59:59.999Z' },
      {
        action: 'invitation.sent',
        target: { id: 'i1', name: 'zoe@b.test' },
        details: { role: 'member' },
        at: '2026-11-01T23:00:00Z',
      },
      { action: 'member.left', actor: byBen, target: ofBen(), at: '2026-11-02T22:59:59.999Z' },
      { action: 'ownership.transferred', target: ofBen(), at: '2026-11-02T23:00:00Z' },
      { action: 'member.removed', actor: logtoItself, target: ofBen(), at: '2026-11-03T12:00:00Z' },
    ]);
  });

  const all = ['removed', 'handed', 'left', 'invited', 'created'];
  const filters: [query: string, ...found: string[]][] = [
    ['', ...all],
    ['what=invitations', 'invited'],
    ['what=members', 'removed', 'left'],
    ['what=ownership', 'handed'],
    ['what=workspace', 'created'],
    ['what=no-such-group', ...all],
    ['who=byron', 'handed', 'invited', 'created'],
    ['who=beN_50%25', 'left'],
    ['who=a_a'], // wildcards to PostgreSQL
    ['who=a%25a'],
    ['who=%00', ...all],
    ['on=ZOE', 'invited'],
    ['actor=BEN', 'left'],
    ['actor=logto', 'removed'],
    ['target=BEN', 'removed', 'handed', 'left'],
    ['actor=ADA&on=ben', 'handed'],
    ['from=2026-11-02', 'removed', 'handed', 'left'],
    ['to=2026-11-01', 'invited', 'created'],
    ['from=2026-11-02&to=2026-11-02', 'handed', 'left'],
    ['from=2026-11-02&to=2026-11-02&zone=Europe/Madrid', 'left', 'invited'],
    ['from=2026-11-02&to=2026-11-02&zone=Nowhere/Town', 'handed', 'left'],
    ['from=2026-02-31&to=yesterday', ...all],
    ['from=2026-11-03&to=2026-11-01'],
  ];

  it.each(filters)('“%s” finds what it says, on the page and in the export', async (query, ...found) => {
    const search = query.replace('BEN', ben.id).replace('ADA', ada.id);
    const filtered = await sentences(`${acme.log}?${search}`);
    expect(filtered.map((sentence) => all.find((word) => sentence.includes(word)))).toEqual(found);
    const [, ...rows] = parseCsv((await open(`${acme.csv}?${search}`)).body);
    expect(rows.map((row) => row.at(-1))).toEqual(filtered);
    await stage.sql(`DELETE FROM audit_events WHERE action = 'audit.exported'`);
  });

  it('is kept by the form, the pages and the export, and says whose events are shown', async () => {
    const { body } = await open(`${acme.log}?actor=${ada.id}&who=Ada&from=2026-11-02&zone=Europe/Madrid`);
    const text = AppBrowser.text({ body } as never);
    expect(text).toContain('Only what Ada Byron did');
    expect(text).toContain('Days begin and end at midnight in Europe/Madrid.');
    expect(body).toMatch(/<input[^>]*name="who"[^>]*value="Ada"/);
    expect(body).toContain(`<input type="hidden" name="actor" value="${ada.id}"/>`);
    expect(body).toContain(
      `href="/o/${acme.slug}/audit.csv?who=Ada&amp;actor=${ada.id}&amp;from=2026-11-02&amp;zone=Europe%2FMadrid"`,
    );
  });
});

describe('the export', () => {
  it('is a CSV file for spreadsheets, and an event itself', async () => {
    const { csv, slug, tenantId, log } = await workspaceWith([
      { action: 'member.removed', target: { id: 'x', name: 'He said "no",\r\nthen left; ñ 日本' } },
    ]);
    const { headers, body } = await open(`${csv}?who=ada`);
    const day = new Date().toISOString().slice(0, 10);
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(headers.get('content-disposition')).toBe(`attachment; filename="${slug}-audit-${day}.csv"`);
    expect(headers.get('cache-control')).toContain('no-store');
    expect(parseCsv(body)).toEqual([
      ['time', 'action', 'actor_id', 'actor_name', 'target_id', 'target_name', 'ip', 'details', 'sentence'],
      [
        '2026-11-01T12:00:00.000Z',
        'member.removed',
        ada.id,
        'Ada Byron',
        'x',
        'He said "no",\r\nthen left; ñ 日本',
        '198.51.100.7',
        '{}',
        'Ada Byron removed He said "no",\r\nthen left; ñ 日本.',
      ],
    ]);
    const [noted] = await stage.sql(
      `SELECT actor_id, ip, details FROM audit_events WHERE action = 'audit.exported'
                                      AND tenant_id = $1`,
      [tenantId],
    );
    expect(noted).toEqual({ actor_id: ada.id, ip: '192.0.2.1', details: { filter: { who: 'ada' } } });
    expect((await sentences(log))[0]).toBe('Ada Byron exported the audit log.');
  });

  it('runs no formula that somebody chose as a name', async () => {
    const names = ['=1+1', '+1', '-1', '@SUM(A1)', ' =1', '\t=1', '\r=1', '＝1', '＠SUM', '\u00a0\u200b=1', '\ttab'];
    const { csv } = await workspaceWith(
      names.map((name) => ({ action: 'member.left', actor: { userId: 'x', name, ip: '' } }) as const),
    );
    const [, ...rows] = parseCsv((await open(csv)).body);
    const cells = rows.map((row) => row[3] ?? '').reverse();
    expect(cells.map((cell) => cell.replaceAll("'", ''))).toEqual(names);
    for (const cell of rows.flat()) expect(cell).not.toMatch(/^[\s\p{C}]*[=+\-@＝＋－＠]/u);
  });

  it('brings 20,000 events, each once and in order', async () => {
    const { csv, tenantId } = await workspaceWith([]);
    await stage.sql(
      `INSERT INTO audit_events (id, tenant_id, actor_id, actor_name, action, at)
       SELECT gen_random_uuid(), $1, 'x', 'Event ' || n, 'member.left', timestamptz '2026-01-01' + (n / 7) * interval '1 s'
         FROM generate_series(1, 20000) AS n`,
      [tenantId],
    );
    const [, ...rows] = parseCsv((await open(csv)).body);
    expect(new Set(rows.map((row) => row[3])).size).toBe(20_000);
    const times = rows.map((row) => row[0]!);
    expect(times).toEqual(times.toSorted().reverse());
  }, 60_000);
});
