import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { Change } from './change.ts';
import { camel, featureNames, filled, snake, type FeatureNames } from './names.ts';
import { Refused } from './refused.ts';

/**
 * `npm run new -- feature NAME`: data of a tenant with its table, policy, page, texts, audit events and test. The sample
 * `projects` is what this writes for that name, which tests/environment/generator.test.ts holds.
 */
export type FeatureOptions = {
  singular?: string;
  spanish?: string;
  /** Of the migration: `YYYYMMDDHHMMSS`. */
  stamp?: string;
};

const templates = new URL('./templates/feature/', import.meta.url);
const template = (name: string) => readFileSync(new URL(`${name}.template`, templates), 'utf8');

/** Its files, by the template that each is made of. */
const filesOf = ({ things }: FeatureNames, migration: string) => ({
  [`prisma/migrations/${migration}/migration.sql`]: 'migration.sql',
  [`app/tenants/${things}.server.ts`]: 'queries.server.ts',
  [`app/routes/organization.${things}.tsx`]: 'page.tsx',
  [`app/i18n/en/${things}.ts`]: 'texts.en.ts',
  [`app/i18n/es/${things}.ts`]: 'texts.es.ts',
  [`tests/integration/pages/${things}.test.ts`]: 'test.ts',
});

export function newFeature(root: string, name: string, { stamp, ...options }: FeatureOptions = {}): Change {
  const names = featureNames(name, options);
  const change = new Change(root);
  requireFree(change, names);
  for (const [file, from] of Object.entries(
    featureFiles(root, name, { ...options, stamp: stamp ?? nextStamp(root) }),
  )) {
    change.create(file, from);
  }
  for (const [file, where, line] of linesOf(names)) {
    if ('sorted' in where) change.insertSorted(file, line, where.sorted);
    else change.insert(file, line, where);
  }
  change.edit('prisma/schema.prisma', (schema) => withModel(schema, names));
  return change;
}

/** What the templates say for this name, not formatted yet. */
export function featureFiles(
  root: string,
  name: string,
  options: FeatureOptions & { stamp: string },
): Record<string, string> {
  const names = featureNames(name, options);
  const limited = isLimited(root, names);
  const files = Object.entries(filesOf(names, `${options.stamp}_${snake(names.things)}`));
  return Object.fromEntries(files.map(([file, from]) => [file, filled(template(from), names.tokens, { limited })]));
}

/** What stands in other files because of a feature, line by line. */
const linesOf = ({ things, thing }: FeatureNames): [file: string, where: Where, line: string][] => {
  const name = camel(things);
  const events = ['created', 'renamed', 'deleted'].map((event) => `'${thing}.${event}'`).join(', ');
  return [
    [
      'app/routes.ts',
      { after: /^ {4}index\('routes\/organization\.home\.tsx'\)/ },
      `    route('${things}', 'routes/organization.${things}.tsx'),`,
    ],
    ['app/paths.ts', { after: /^ {2}home: at,$/ }, `  ${name}: (slug: string) => \`\${at(slug)}/${things}\`,`],
    [
      'app/routes/organization.tsx',
      { after: /^ {4}\{ to: paths\.home\(slug\)/ },
      `    { to: paths.${name}(slug), label: t.${name}.title, icon: 'folder' },`,
    ],
    [
      'app/audit-actions.ts',
      { before: /^\} as const satisfies Record<string, readonly string\[\]>;$/ },
      `  ${name}: [${events}],`,
    ],
    ...['en', 'es'].flatMap((language): [string, Where, string][] => [
      [
        `app/i18n/${language}.ts`,
        { sorted: /^import \{ \w+ \} from '\.\/e[ns]\// },
        `import { ${name} } from './${language}/${things}.ts';`,
      ],
      [`app/i18n/${language}.ts`, { sorted: /^ {2}\w+,$/ }, `  ${name},`],
      [`app/i18n/${language}/audit.ts`, { after: /^import / }, `import { ${name} } from './${things}.ts';`],
      [`app/i18n/${language}/audit.ts`, { after: /^ {2}groups: \{$/ }, `    ${name}: ${name}.title,`],
      [`app/i18n/${language}/audit.ts`, { after: /^ {4}byPeople: \{$/ }, `      ...${name}.events,`],
    ]),
  ];
};

type Where = { after: RegExp } | { before: RegExp } | { sorted: RegExp };

function withModel(schema: string, { tokens }: FeatureNames): string | undefined {
  const [found] = /^model Tenant \{\n[\s\S]*?^\}/m.exec(schema) ?? [];
  const relations = found?.match(/^ {2}\w+ +\w+\[\]\n(?! {2}\w+ +\w+\[\]\n)/m)?.[0];
  if (!found || !relations) return undefined;
  const relation = relationOf(tokens, relations.indexOf(relations.trim().split(/ +/)[1]!));
  return (
    schema.replace(found, found.replace(relations, `${relations}${relation}\n`)) +
    filled(template('model.prisma'), tokens)
  );
}

const relationOf = (tokens: FeatureNames['tokens'], column = 0) =>
  `${`  ${tokens.things} `.padEnd(column)}${tokens.Thing}[]`;

/** After all that are there, also when the clock of this machine is behind. */
function nextStamp(root: string): string {
  const last = readdirSync(join(root, 'prisma/migrations'))
    .filter((name) => /^\d{14}_/.test(name))
    .sort()
    .at(-1);
  const now = new Date().toISOString().replace(/\D/g, '').slice(0, 14);
  const after = String(BigInt(last?.slice(0, 14) ?? 0) + 1n);
  return now > after ? now : after;
}

/** Whether plans limit it: then it is counted there, and asks before it adds one. */
const isLimited = (root: string, { things }: FeatureNames): boolean =>
  new RegExp(`^  '?${things}'?: \\{$`, 'm').test(new Change(root).read('app/tenants/limits.server.ts') ?? '');

function requireFree(change: Change, names: FeatureNames): void {
  const { things, thing, tokens } = names;
  const taken = (where: string) => new Refused(`\`${things}\` is taken: ${where}.`);
  const has = (file: string, pattern: string) => new RegExp(pattern, 'm').test(change.read(file) ?? '');
  const name = camel(things);
  if (has('app/routes.ts', `'${things}(/|')`)) throw taken('app/routes.ts has a route of this name');
  if (has('app/paths.ts', `^  ${name}:`)) throw taken('app/paths.ts has an address of this name');
  if (has('prisma/schema.prisma', `^(model|enum|type) ${tokens.Thing} `))
    throw taken(`there is a model ${tokens.Thing}`);
  if (has('prisma/schema.prisma', `@@map\\("${tokens.things_table}"\\)`)) throw taken('there is a table of this name');
  if (has('app/i18n/en.ts', `^  ${name},$`)) throw taken('app/i18n/en.ts has texts of this name');
  if (has('app/audit-actions.ts', `'${thing}\\.`)) throw taken(`the audit log tells of \`${thing}\` already`);
  if (has('app/audit-actions.ts', `^  ${name}: `)) throw taken('the audit log has a group of this name');
  const own = new Set(declaredInPage());
  for (const word of [name, tokens.Things!]) {
    if (own.has(word)) {
      throw new Refused(`\`${word}\` is a name that the generated page uses itself: choose another.`);
    }
  }
}

/** Everything that a generated page imports or declares, but for what is called after its feature. */
function declaredInPage(): string[] {
  const { tokens } = featureNames('zzzs');
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const declares =
      ts.isImportSpecifier(node) ||
      ts.isBindingElement(node) ||
      ts.isVariableDeclaration(node) ||
      ts.isFunctionDeclaration(node) ||
      ts.isParameter(node);
    if (declares && node.name && ts.isIdentifier(node.name)) found.push(node.name.text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('page.tsx', filled(template('page.tsx'), tokens), ts.ScriptTarget.Latest));
  return found.filter((each) => !/zzz/i.test(each));
}

/**
 * `npm run new -- remove NAME`: the other way round. Its migration stays, since databases have run it; another one drops
 * the table, with what is in it.
 */
export function removeFeature(root: string, name: string, { stamp, ...options }: FeatureOptions = {}): Change {
  const names = featureNames(name, options);
  const change = new Change(root);
  if (change.read(`app/tenants/${names.things}.server.ts`) === undefined) {
    throw new Refused(`There is no feature \`${names.things}\`.`);
  }
  for (const file of Object.keys(filesOf(names, ''))) if (!file.startsWith('prisma/')) change.delete(file);
  change.delete(`tests/e2e/${names.things}.spec.ts`);
  change.delete(`tests/flows/limit-of-${names.things}.test.ts`);
  for (const [file, , line] of linesOf(names)) change.remove(file, line);
  if (isLimited(root, names)) removeLimit(change, names);
  change.edit('prisma/schema.prisma', (schema) =>
    schema
      .replace(new RegExp(`^  ${names.tokens.things} +${names.tokens.Thing}\\[\\]\\n`, 'm'), '')
      .replace(new RegExp(`\\n(^///.*\\n)*^model ${names.tokens.Thing} \\{[\\s\\S]*?^\\}\\n`, 'm'), ''),
  );
  const migration = `prisma/migrations/${stamp ?? nextStamp(root)}_remove_${snake(names.things)}/migration.sql`;
  change.create(migration, `DROP TABLE ${names.tokens.things_table};\n`);
  return change;
}

/** No plan counts what is not there any more: its limit goes with its numbers and texts. */
function removeLimit(change: Change, { things }: FeatureNames): void {
  const key = `(?:${camel(things)}|'?${things}'?)`;
  const code = `'${things}-used-up'`;
  const lines = new RegExp(`^ +${key}: [^\\n]*[,;]\\n`, 'gm');
  const without = (file: string, ...patterns: RegExp[]) => {
    if (change.read(file) === undefined) return;
    change.edit(file, (text) => patterns.reduce((left, pattern) => left.replace(pattern, ''), text));
  };
  without('app/plans.ts', lines, new RegExp(`, ${key}: [\\w_]+`, 'g'));
  without('app/tenants/limits.server.ts', new RegExp(`^  ${key}: \\{\\n[\\s\\S]*?^  \\},\\n`, 'm'));
  without('app/tenants/usage.server.ts', lines);
  const meter = new RegExp(`^ +<Meter \\{\\.\\.\\.${camel(things)}\\} [^\\n]*\\n`, 'm');
  without('app/routes/organization.settings.plan.tsx', meter, new RegExp(` ${camel(things)},(?=[^\\n]*useLoaderData)`));
  without('app/failures.ts', new RegExp(`^ +${code}: \\d+,\\n`, 'm'));
  for (const language of ['en', 'es']) {
    without(`app/i18n/${language}/plans.ts`, lines);
    without(`app/i18n/${language}/failures.ts`, new RegExp(`^ +${code}: [^\\n]*\\n(?: {4}[^\\n]*\\n)?`, 'm'));
  }
}
