import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { cpSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { featureFiles, newFeature, removeFeature } from '#scripts/new/feature.ts';
import { newFlow } from '#scripts/new/flow.ts';
import { featureNames } from '#scripts/new/names.ts';
import { newPermission } from '#scripts/new/permission.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'tenantry-new-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What the generator reads and edits, fresh. */
const edited = [
  'app/routes.ts',
  'app/paths.ts',
  'app/routes/organization.tsx',
  'app/audit-actions.ts',
  'app/permissions.ts',
  'app/flows/index.server.ts',
  'app/tenants/limits.server.ts',
  'app/i18n/en.ts',
  'app/i18n/es.ts',
  'app/i18n/en/audit.ts',
  'app/i18n/es/audit.ts',
  'prisma/schema.prisma',
  'prisma/migrations',
  '.prettierrc.json',
];
beforeEach(() => {
  rmSync(folder, { recursive: true, force: true });
  for (const file of edited) {
    if (!existsSync(join(root, file))) continue;
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    cpSync(join(root, file), join(folder, file), { recursive: true });
  }
});

const read = (file: string) => readFileSync(join(folder, file), 'utf8');
const everything = () =>
  readdirSync(folder, { recursive: true, encoding: 'utf8', withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((file) => [file, readFileSync(file, 'utf8')]);

describe('the sample', () => {
  const stamp = '20261122133000';
  const files = featureFiles(root, 'projects', { spanish: 'el proyecto, los proyectos', stamp });

  // Whoever took the sample out has nothing to compare.
  it.skipIf(!existsSync(join(root, 'app/tenants/projects.server.ts'))).each(Object.entries(files))(
    'has in %s what the generator writes',
    async (file, text) => {
      const path = join(root, file);
      const formatted = /\.tsx?$/.test(file)
        ? await format(text, { ...(await resolveConfig(path)), filepath: path })
        : text;
      expect(readFileSync(path, 'utf8')).toBe(formatted);
    },
  );
});

describe('names', () => {
  it.each([
    ['tasks', 'task'],
    ['purchase-orders', 'purchase-order'],
    ['companies', 'company'],
    ['boxes', 'box'],
    ['branches', 'branch'],
    ['addresses', 'address'],
    ['keys', 'key'],
  ])('of several, %s, tell one: %s', (things, thing) => {
    expect(featureNames(things).thing).toBe(thing);
  });

  it.each(['data', 'news', 'people', 'a-b', 'movies', 'statuses', 'analysis', 'series', 'caches', 'leaves', 'task'])(
    'that leave a doubt are asked for: %s',
    (things) => {
      expect(() => featureNames(things)).toThrow(/--singular NAME/);
      expect(featureNames(things, { singular: 'thing' }).thing).toBe('thing');
    },
  );

  it.each([
    ['Person', 'such as `person`'],
    ['purchaseOrders', 'such as `purchase-orders`'],
    ['a b', 'such as `a-b`'],
    ['-a', 'such as `a`'],
    ['1a', 'cannot be a name'],
    ['', 'cannot be a name'],
    ['../etc', 'such as `etc`'],
    ['x'.repeat(33), 'longer than 32'],
    ['class', 'a word of the language'],
    ['classes', 'a word of the language'],
    ['maps', 'a word of the language'],
    ['awaits', 'a word of the language'],
  ])('that nothing can be called are refused: “%s”', (things, why) => {
    expect(() => featureNames(things)).toThrow(why);
  });

  it('have Spanish words with their article, or English ones in quotes until they do', () => {
    const given = featureNames('tasks', { spanish: 'la tarea, las tareas' }).tokens;
    expect([given['el cosa'], given['del cosa'], given.Cosas]).toEqual(['la tarea', 'de la tarea', 'Tareas']);
    expect(featureNames('tasks').tokens['del cosa']).toBe('del «task»');
    expect(() => featureNames('tasks', { spanish: 'tarea' })).toThrow('with their articles');
  });
});

describe('a feature', () => {
  it('is whole: its files, and its lines in those that are shared', async () => {
    const { created, edited } = await newFeature(folder, 'purchase-orders').write();
    expect(created).toHaveLength(6);
    expect(edited).toHaveLength(9);
    expect(read('prisma/schema.prisma')).toMatch(/^ {2}purchaseOrders +PurchaseOrder\[\]$/m);
    expect(read('app/routes.ts')).toContain(`route('purchase-orders', 'routes/organization.purchase-orders.tsx')`);
    expect(read('app/tenants/purchase-orders.server.ts')).toContain('FROM purchase_orders WHERE');
    for (const file of created) expect(read(file)).not.toMatch(/__[A-Za-z]/);
  });

  it.each([
    ['members', /app\/routes\.ts has a route/],
    ['sessions', /there is a model Session/],
    ['operation-steps', /there is a model OperationStep/],
    ['columns', undefined],
    ['names', undefined],
    ['filters', undefined],
  ])('called “%s” is refused when that is taken', async (name, why) => {
    const before = everything();
    if (why) expect(() => newFeature(folder, name)).toThrow(why);
    else expect((await newFeature(folder, name).files()).size).toBe(15);
    expect(everything()).toEqual(before);
  });

  it('is refused the names that its page uses', () => {
    expect(() => newFeature(folder, 'paths', { singular: 'way' })).toThrow(/uses itself/);
    expect(() => newFeature(folder, 'query', { singular: 'question' })).toThrow(/uses itself/);
  });

  it('is not written in part: neither over what is there, nor into files that look different', () => {
    mkdirSync(join(folder, 'app/i18n/es'), { recursive: true });
    writeFileSync(join(folder, 'app/i18n/es/tasks.ts'), '// mine\n');
    const before = everything();
    expect(() => newFeature(folder, 'tasks')).toThrow('app/i18n/es/tasks.ts is there already');
    expect(everything()).toEqual(before);
    writeFileSync(join(folder, 'app/paths.ts'), 'export {};\n');
    expect(() => newFeature(folder, 'notes')).toThrow('app/paths.ts does not look as it did');
    expect(existsSync(join(folder, 'app/tenants/notes.server.ts'))).toBe(false);
  });

  it('is taken back when it cannot be written to the end', async () => {
    const change = newFeature(folder, 'tasks');
    const before = everything();
    symlinkSync(join(folder, 'nowhere/at/all'), join(folder, 'prisma/schema.prisma.new')); // the last file it writes
    await expect(change.write()).rejects.toThrow('ENOENT');
    rmSync(join(folder, 'prisma/schema.prisma.new'), { force: true });
    expect(everything()).toEqual(before);
  });

  it('comes after all migrations, and twice is refused', async () => {
    await newFeature(folder, 'tasks').write();
    const names = readdirSync(join(folder, 'prisma/migrations')).filter((name) => /^\d/.test(name));
    expect(names.sort().at(-1)).toMatch(/_tasks$/);
    expect(() => newFeature(folder, 'tasks')).toThrow(/is taken/);
  });

  it('is taken out again without a trace but for its migrations', async () => {
    const before = everything().filter(([file]) => !file!.includes('prisma/migrations'));
    await newFeature(folder, 'purchase-orders').write();
    await removeFeature(folder, 'purchase-orders').write();
    expect(everything().filter(([file]) => !file!.includes('prisma/migrations'))).toEqual(before);
    const last = readdirSync(join(folder, 'prisma/migrations'))
      .filter((name) => /^\d/.test(name))
      .sort()
      .at(-1)!;
    expect(read(`prisma/migrations/${last}/migration.sql`)).toBe('DROP TABLE purchase_orders;\n');
    expect(() => removeFeature(folder, 'purchase-orders')).toThrow('There is no feature');
  });
});

describe('a flow', () => {
  it('is a file, its test, its fault scenario, and a line among all flows', async () => {
    const { created, edited } = await newFlow(folder, 'archive-workspace').write();
    expect([created, edited]).toEqual([
      [
        'app/flows/archive-workspace.server.ts',
        'tests/flows/archive-workspace.test.ts',
        'tests/faults/flows/archive-workspace.ts',
      ],
      ['app/flows/index.server.ts'],
    ]);
    expect(read('app/flows/index.server.ts')).toContain(`import './archive-workspace.server.ts';\n`);
    expect(() => newFlow(folder, 'archive-workspace')).toThrow('is there already');
    expect(() => newFlow(folder, 'delete')).toThrow('a word of the language');
    expect(() => newFlow(folder, 'perform')).toThrow('use themselves');
  });
});

describe('a permission', () => {
  it.each([
    [undefined, 'admin'],
    ['owner', 'owner'],
    ['member, owner,admin', 'member'],
  ])('is held by those it is for: %s', async (roles, lowest) => {
    await newPermission(folder, 'export:data', {
      ...(roles && { roles }),
      description: `What is ‘ours’ and Ada's`,
    }).write();
    const text = read('app/permissions.ts');
    expect(text).toContain(`'export:data': "What is ‘ours’ and Ada's"`);
    const list = (role: string) => new RegExp(`const ${role} = \\[[^\\]]*'export:data'`).test(text);
    expect([list('admin'), list('member')]).toEqual([lowest === 'admin', lowest === 'member']);
    expect(() => newPermission(folder, 'export:data')).toThrow('already');
  });

  it.each([
    ['export', {}, 'such as `export:data`'],
    ['Export:Data', {}, 'cannot be a permission'],
    ['export:data', { roles: 'member' }, '--roles owner,admin,member'],
    ['export:data', { roles: 'boss' }, 'no role `boss`'],
    ['read:data', {}, 'already'],
  ])('is refused as %s %o', (name, options, why) => {
    expect(() => newPermission(folder, name, options)).toThrow(why);
  });
});
