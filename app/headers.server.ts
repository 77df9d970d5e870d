import { env } from '#app/env.server.ts';

/**
 * Response headers of every page. The policy is enforced, not report-only: scripts need the response's nonce, and
 * forms may lead to ourselves and, by the redirect of a sign-in or sign-out, to Logto.
 */
export function securityHeaders(nonce: string): Record<string, string> {
  const { APP_URL, LOGTO_ENDPOINT } = env();
  const secure = APP_URL.startsWith('https:');
  const development = import.meta.env.DEV ? ' ws:' : ''; // Vite's hot reload
  const policy = [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}'`,
    `style-src 'self' ${import.meta.env.DEV ? "'unsafe-inline'" : `'nonce-${nonce}'`}`,
    "img-src 'self' https: data:",
    `connect-src 'self'${development}`,
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    `form-action 'self' ${new URL(LOGTO_ENDPOINT).origin}`,
    ...(secure ? ['upgrade-insecure-requests'] : []),
  ];
  return {
    // Else the back button shows what was there before somebody signed out.
    'cache-control': 'private, no-store',
    'content-security-policy': policy.join('; '),
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    // Not `no-referrer`: browsers then send `Origin: null` with our own forms, and the origin check would refuse them.
    'referrer-policy': 'same-origin',
    'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=()',
    'cross-origin-opener-policy': 'same-origin',
    ...(secure && { 'strict-transport-security': 'max-age=63072000' }),
  };
}
