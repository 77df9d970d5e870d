import type { Organization } from './types.ts';

/**
 * Without case and accents, for comparing: `Ångström` is found by `angstrom`, `STRASSE` by `straße`, full-width letters by
 * plain ones. Invisible characters (bidi controls, joiners) do not count.
 */
export const fold = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f\p{Cf}]/gu, '')
    .toUpperCase();

const folded = new WeakMap<Organization, string>();

function foldedOf(organization: Organization): string {
  let text = folded.get(organization);
  if (text === undefined) folded.set(organization, (text = fold(` ${organization.name} ${organization.slug}`)));
  return text;
}

/** Those whose name or address has all the words, in their order; first those that have the text at a word's beginning. */
export function searchOrganizations(organizations: Iterable<Organization>, search: string): Organization[] {
  const text = fold(search).trim();
  const words = text.split(/\s+/);
  const first: Organization[] = [];
  const rest: Organization[] = [];
  for (const organization of organizations) {
    const name = foldedOf(organization);
    if (words.every((word) => name.includes(word))) (name.includes(` ${text}`) ? first : rest).push(organization);
  }
  return [...first, ...rest];
}
