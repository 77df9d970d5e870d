import { z } from 'zod';

/** Addresses out of what people paste: one a line, or by commas, semicolons and spaces; `Ann Lee <ann@example.com>` too. */
export function emailList(text: string): { emails: string[]; refused: string[] } {
  const bare = text.replace(/[^<,;\n]*<([^>\n]*)>/g, ' $1 ');
  const words = [
    ...new Set(
      bare
        .toLowerCase()
        .split(/[\s,;]+/)
        .filter(Boolean),
    ),
  ];
  const isEmail = (word: string) => word.length <= 320 && z.email().safeParse(word).success;
  return { emails: words.filter(isEmail), refused: words.filter((word) => !isEmail(word)) };
}
