/**
 * PostgreSQL's LIKE: `%` and `_` are wildcards, a backslash escapes. Logto passes a search text on as it is, so a
 * client that wants a literal `%` has to write `\%`.
 */
export function like(pattern: string, caseSensitive = false): (text: string | null) => boolean {
  let source = '';
  for (let i = 0; i < pattern.length; i += 1) {
    const char = pattern[i] ?? '';
    if (char === '\\' && i + 1 < pattern.length) source += literal(pattern[(i += 1)] ?? '');
    else if (char === '%') source += '.*';
    else if (char === '_') source += '.';
    else source += literal(char);
  }
  const expression = new RegExp(`^${source}$`, caseSensitive ? 's' : 'si');
  return (text) => text !== null && expression.test(text);
}

const literal = (char: string) => char.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');

/** The `q` parameter: a substring in any of the fields. Everything matches without it. */
export function matches(q: string | null): (...fields: (string | null)[]) => boolean {
  if (!q) return () => true;
  const test = like(`%${q}%`);
  return (...fields) => fields.some(test);
}
