import { Prisma } from '#app/generated/prisma/client.ts';

/** The rest of a longer search changes nothing. */
const mostWords = 5;

/** What somebody typed, as the patterns that a member's name and e-mail have to be LIKE: every word has to be in them. */
export function patternsOf(search: string): Prisma.Sql | undefined {
  const words = search.replaceAll('\0', '').split(/\s+/).filter(Boolean).slice(0, mostWords);
  if (words.length === 0) return undefined;
  return Prisma.sql`ARRAY[${Prisma.join(words.map((word) => Prisma.sql`searchable(${patternOf(word)})`))}]`;
}

/**
 * One or two letters are the beginning of a word: three are the least that the index can look for in the middle of one.
 * Not so in Chinese, Japanese and Korean, where two are a name.
 */
function patternOf(word: string): string {
  const literal = word.replace(/[\\%_]/g, '\\$&');
  const begins = [...word].length < 3 && !/[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}]/u.test(word);
  return begins ? `% ${literal}%` : `%${literal}%`;
}
