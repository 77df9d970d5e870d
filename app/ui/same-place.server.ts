/** A path on this site, or `/` when the text leads anywhere else: `//evil.example`, `/\evil.example`, `https:…`. */
export function samePlace(returnTo: unknown): string {
  if (typeof returnTo !== 'string' || !returnTo.startsWith('/')) return '/';
  const here = 'https://here.invalid';
  const url = URL.canParse(returnTo, here) ? new URL(returnTo, here) : undefined;
  // `/.//evil.example` has our origin and the path `//evil.example`.
  return url?.origin === here && !url.pathname.startsWith('//') ? url.pathname + url.search : '/';
}
