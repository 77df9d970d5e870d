import { readFileSync } from 'node:fs';
import { Change } from './change.ts';
import { capital, filled, words } from './names.ts';
import { Refused } from './refused.ts';

export type PermissionOptions = { roles?: string; description?: string };

const template = new URL('./templates/permission/test.ts.template', import.meta.url);

/** The roles of app/permissions.ts, highest first, and the list there that a permission is added to for them. */
const ladder = [
  { upTo: 'owner', list: undefined },
  { upTo: 'admin', list: 'admin' },
  { upTo: 'member', list: 'member' },
];

/** `npm run new -- permission export:data`: a name for Logto's template, the roles that hold it, and a test of that. */
export function newPermission(
  root: string,
  name: string,
  { roles = 'owner,admin', description }: PermissionOptions = {},
): Change {
  if (!/^[a-z]+(-[a-z]+)*:[a-z]+(-[a-z]+)*$/.test(name) || name.length > 64) {
    throw new Refused(
      `\`${name}\` cannot be a permission: what is done to what, in small letters, such as \`export:data\`.`,
    );
  }
  const held = heldBy(roles);
  const { list } = ladder[held.length - 1]!;
  const [verb = '', object = ''] = name.split(':');
  const says = description ?? capital(`${words(verb)} ${words(object)}`);
  const change = new Change(root);
  const file = 'app/permissions.ts';
  if (change.read(file)?.includes(`'${name}':`)) throw new Refused(`${file} has \`${name}\` already.`);
  change.edit(file, (text) => {
    const named = text.replace(
      /^(export const permissions = \{\n[\s\S]*?)(^\} as const)/m,
      (_, before: string, after: string) => `${before}  '${name}': '${says.replace(/[\\']/g, '\\$&')}',\n${after}`,
    );
    if (named === text) return undefined;
    if (list === undefined) return named; // owners hold everything
    const granted = named.replace(
      new RegExp(`^(const ${list} = \\[[^\\]]*?),?(\\s*\\] as const;)`, 'm'),
      (_, before: string, after: string) => `${before}, '${name}'${after}`,
    );
    return granted === named ? undefined : granted;
  });
  const tokens = {
    permission: name,
    held: held.join(', '),
    roles: JSON.stringify(held).replaceAll('"', "'"),
  };
  change.create(
    `tests/unit/permissions/${name.replace(':', '-')}.test.ts`,
    filled(readFileSync(template, 'utf8'), tokens),
  );
  return change;
}

/** Each role holds what the roles below it hold, so only the lowest of them is a choice. */
function heldBy(given: string): string[] {
  const asked = given.split(',').map((role) => role.trim());
  const all = ladder.map(({ upTo }) => upTo);
  const unknown = asked.find((role) => !all.includes(role));
  if (unknown !== undefined)
    throw new Refused(`There is no role \`${unknown}\`: --roles takes some of ${all.join(', ')}.`);
  const lowest = Math.max(...asked.map((role) => all.indexOf(role)));
  const held = all.slice(0, lowest + 1);
  if (held.length === new Set(asked).size) return held;
  throw new Refused(`Each role holds what the roles below it hold: say --roles ${held.join(',')}.`);
}
