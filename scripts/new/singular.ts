import { Refused } from './refused.ts';

/** Endings whose singular is certain enough to be written into twenty files. Anything else is asked for. */
const rules: [RegExp, string][] = [
  [/([^aeiou])ies$/, '$1y'],
  [/(ss|x|sh|tch|nch|rch)es$/, '$1'],
  [/([^s]|[^aeiou]s)s$/, '$1'],
];

/** `-ies`, `-ses`, `-ves`, `-oes`, `-ches` and the like, of which English has both kinds; and words that only look plural. */
const uncertain =
  /(^|-)(movies|cookies|calories|zombies|pies|ties|lies|series|species|news|means|lens|axes)$|([^s]ses|[aeiou]ches|ves|oes|us|is|ss)$/;

export function singularOf(things: string): string {
  const rule = uncertain.test(things) ? undefined : rules.find(([ending]) => ending.test(things));
  if (rule) return things.replace(...rule);
  const plural = things.endsWith('s') ? '' : ` If several are called something else, name that: \`${things}s\`.`;
  throw new Refused(`What is one of \`${things}\` called? Say it with --singular NAME.${plural}`);
}
