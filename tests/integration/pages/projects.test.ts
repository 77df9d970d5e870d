import { beforeAll, describe, expect, it } from 'vitest';
import { asSystem, forTenant } from '#app/tenants/db.server.ts';
import { createProject } from '#app/tenants/projects.server.ts';
import { openStage } from '../auth/stage.ts';
import { AppBrowser } from './app.ts';

const stage = await openStage();
const [ada, eve] = [new AppBrowser(), new AppBrowser()];
let acme: Awaited<ReturnType<typeof stage.organization>>;
let blue: typeof acme;
let list = '';

/** Ada is in Acme, Eve in Blue. */
beforeAll(async () => {
  const people = [await stage.person('Ada'), await stage.person('Eve')] as const;
  acme = await stage.organization('Acme', { [people[0].id]: 'member' });
  blue = await stage.organization('Blue', { [people[1].id]: 'owner' });
  list = `/o/${acme.slug}/projects`;
  await ada.signIn(people[0]);
  await eve.signIn(people[1]);
});

const key = () => `a-key-of-a-form-${crypto.randomUUID()}`;
const create = (name: string, idempotencyKey = key()) =>
  ada.open(list, { form: { intent: 'create', name, idempotencyKey } });
const rename = (id: string, name: string) => ada.open(list, { form: { intent: 'rename', id, name } });
const remove = (id: string) => ada.open(list, { form: { intent: 'delete', id } });
const show = async (search = '') => AppBrowser.text(await ada.open(`${list}${search}`));

const inDatabase = (name: string) => asSystem((db) => db.project.findMany({ where: { name } }));
const idOf = async (name: string) => (await inDatabase(name))[0]!.id;
const told = async (id: string) => {
  const events = await asSystem((db) => db.auditEvent.findMany({ where: { targetId: id }, orderBy: { id: 'asc' } }));
  return events.map(({ action }) => action);
};

describe('the projects of a workspace', () => {
  it('begin with a page that says what they are', async () => {
    expect(await show()).toContain('No projects yet');
    expect(await show('?new')).toContain('Create project');
  });

  it('are created, renamed and deleted, and the audit log tells of each', async () => {
    expect(AppBrowser.text(await create('Apollo'))).toContain('Apollo');
    const id = await idOf('Apollo');
    expect(await show(`?rename=${id}`)).toContain('Save name');
    const renamed = await rename(id, 'Artemis');
    expect([renamed.status, AppBrowser.text(renamed)]).toEqual([200, expect.stringContaining('Artemis')]);
    expect(await show(`?delete=${id}`)).toContain('Delete Artemis?');
    const deleted = await remove(id);
    expect([deleted.url.pathname, await inDatabase('Artemis')]).toEqual([list, []]);
    expect(await told(id)).toEqual(['project.created', 'project.renamed', 'project.deleted']);
  });

  it('are one when the button is pressed twice, and a form sent with another name says so', async () => {
    const once = key();
    await Promise.all([create('Twice', once), create('Twice', once)]);
    await create('Twice', once);
    expect(await inDatabase('Twice')).toHaveLength(1);
    expect(await told(await idOf('Twice'))).toEqual(['project.created']);
    expect(await create('Other', once)).toMatchObject({ status: 409 });
    expect(await inDatabase('Other')).toEqual([]);
  });

  it('are told of once when a change is pressed twice at once', async () => {
    await create('Before');
    const id = await idOf('Before');
    await Promise.all([rename(id, 'After'), rename(id, 'After')]);
    const answers = await Promise.all([remove(id), remove(id)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 404]);
    expect(await told(id)).toEqual(['project.created', 'project.renamed', 'project.deleted']);
  });

  it('need a name of up to 128 characters', async () => {
    const [none, long] = [await create('  '), await create('x'.repeat(129))];
    expect([none.status, long.status]).toEqual([400, 400]);
    expect(await inDatabase('x'.repeat(129))).toEqual([]);
  });

  it('are found by a part of the name, whatever letters it has', async () => {
    await create('100% of_it');
    expect(await show('?q=0%25%20OF_')).toContain('100% of_it');
    expect(await show('?q=0_%25')).toContain('No name contains “0_%”.');
    for (const odd of ['?after=nonsense', '?q=%00', '?rename=x', '?delete=x']) {
      expect((await ada.open(`${list}${odd}`)).status).toBe(200);
    }
  });

  it('come page by page, newest first, each once', async () => {
    // Not by the page, which takes its time to be drawn.
    const actor = { userId: 'ada', name: 'Ada', ip: '' };
    for (let n = 1; n <= 55; n++) await createProject(acme.tenantId, actor, `Number ${n}.`, key());
    const first = await ada.open(`${list}?q=number`);
    const [, next = ''] = /href="([^"]*after=[^"]*)"/.exec(first.body) ?? [];
    const second = await ada.open(next.replaceAll('&amp;', '&'));
    const shown = [first, second].map(({ body }) => [...new Set(body.match(/Number \d+\./g))]);
    expect(shown[0]![0]).toBe('Number 55.');
    expect(shown.flat()).toEqual([...Array(55).keys()].map((n) => `Number ${55 - n}.`));
  });
});

describe('another workspace', () => {
  it('sees none of them, and changes none by a forged id', async () => {
    await create('Secret');
    const id = await idOf('Secret');
    const own = `/o/${blue.slug}/projects`;
    expect((await eve.open(own)).body).not.toContain('Secret');
    const forged: Record<string, string>[] = [
      { intent: 'rename', id, name: 'Mine' },
      { intent: 'delete', id },
    ];
    for (const form of forged) {
      expect(await eve.open(own, { form })).toMatchObject({ status: 404 });
      expect(await eve.open(list, { form })).toMatchObject({ status: 404 }); // she is no member there
    }
    expect(await told(id)).toEqual(['project.created']);
    expect(await forTenant(blue.tenantId, (db) => db.project.findMany())).toEqual([]); // no WHERE at all
  });
});

describe('a role without a permission', () => {
  it.each([
    ['write:data', { intent: 'create', name: 'No' }],
    ['write:data', { intent: 'rename', name: 'No' }],
    ['delete:data', { intent: 'delete' }],
    ['read:data', { intent: 'create', name: 'No' }],
  ])('such as %s is refused what needs it', async (permission, form) => {
    await create('Guarded');
    const id = await idOf('Guarded');
    await stage.sql('UPDATE organization_access SET scopes = array_remove(scopes, $1)', [permission]);
    await stage.sql('UPDATE members SET roles = $1 WHERE tenant_id = $2', [[], acme.tenantId]);
    expect(await ada.open(list, { form: { id, ...form } as Record<string, string> })).toMatchObject({ status: 403 });
    expect(await show()).not.toContain(permission === 'delete:data' ? 'Delete…' : 'Create project');
    await stage.sql('DELETE FROM organization_access');
    expect(await inDatabase('No')).toEqual([]);
  });
});
