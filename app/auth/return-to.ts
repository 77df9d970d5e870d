/**
 * Where to go after signing in: a path of this app, or the fallback. Everything else is somebody's attempt to use our
 * address to send people elsewhere, or a page that would start the next sign-in.
 */
const base = 'http://tenantry.invalid';
const longest = 2048;
const signInPages = ['/auth/sign-in', '/auth/callback', '/auth/sign-out'];

export function safeReturnTo(wanted: string | null | undefined, fallback = '/'): string {
  if (!wanted || wanted.length > longest || !isPlain(wanted)) return fallback;
  if (!URL.canParse(wanted, base)) return fallback;
  const url = new URL(wanted, base);
  if (url.origin !== base) return fallback;
  const path = decoded(url.pathname);
  // Dots are resolved and escapes decoded by now: what was `/.//other.example` or `/%5Cother.example` shows itself.
  if (path === undefined || !isPlain(path) || signInPages.includes(routeOf(path))) return fallback;
  return url.pathname + url.search + url.hash;
}

/** One leading slash; no backslash, which browsers read as a slash; no control character, which they leave out. */
const isPlain = (path: string): boolean => /^\/(?![/\\])[^\\\u0000-\u001f\u007f]*$/.test(path);

/** Decoded as often as it can be, since each proxy on the way may decode once. */
function decoded(path: string): string | undefined {
  try {
    const once = decodeURIComponent(path);
    return once === path ? path : decoded(once);
  } catch {
    return undefined;
  }
}

/** The router ignores case and trailing slashes. */
const routeOf = (path: string): string =>
  path
    .toLowerCase()
    .replace(/\/+/g, '/')
    .replace(/(?:\.data)?\/*$/, '');
