/** The end of a page of a list, as it travels in an address. Whoever changes it gets the first page. */
export const encodeCursor = (cursor: Record<string, string>): string =>
  Buffer.from(JSON.stringify(cursor)).toString('base64url');

export function decodeCursor<T extends Record<string, string>>(
  text: string | null,
  names: readonly (keyof T & string)[],
): T | undefined {
  if (!text || text.length > 2_000) return undefined;
  try {
    const value = JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) as Record<string, unknown>;
    return names.every((name) => typeof value[name] === 'string') ? (value as T) : undefined;
  } catch {
    return undefined;
  }
}
