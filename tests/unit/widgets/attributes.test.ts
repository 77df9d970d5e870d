import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { widgetAttributes } from '#app/i18n/widget-docs-texts.ts';

type Widget = { observedAttributes: string[] };
let widgets: Record<'org-switcher' | 'member-list', Widget>;

beforeAll(async () => {
  vi.stubGlobal('HTMLElement', class {}); // there is no page here
  const [{ OrgSwitcher }, { MemberList }] = await Promise.all([
    import('@tenantry/widgets/org-switcher'),
    import('@tenantry/widgets/member-list'),
  ]);
  widgets = { 'org-switcher': OrgSwitcher, 'member-list': MemberList } as never;
});
afterAll(() => vi.unstubAllGlobals());

it.each(['org-switcher', 'member-list'] as const)('<%s> has the attributes that its page lists', (tag) => {
  const listed = Object.entries(widgetAttributes).flatMap(([name, owner]) =>
    owner === 'both' || owner === tag ? [name] : [],
  );
  // Its styles know the theme, and no script.
  expect([...widgets[tag].observedAttributes.filter((name) => isAttribute(tag, name)), 'theme'].toSorted()).toEqual(
    listed.toSorted(),
  );
});

it('The README lists the same ones', () => {
  const readme = readFileSync(new URL('../../../widgets/README.md', import.meta.url), 'utf8');
  const table = readme.slice(readme.indexOf('| attribute'), readme.indexOf('Properties beside those'));
  const named = [...table.matchAll(/^\| (`.*?) +\|/gm)].flatMap(([, names = '']) => names.match(/[a-z-]+/g) ?? []);
  expect(named.toSorted()).toEqual(Object.keys(widgetAttributes).toSorted());
});

/** Values have none. */
function isAttribute(tag: keyof typeof widgets, name: string): boolean {
  const { props } = widgets[tag] as unknown as { props: Record<string, string> };
  const property = name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
  return props[property] !== 'value';
}
