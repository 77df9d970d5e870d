import { en } from '#app/i18n/en.ts';
import type { FlashMessage } from './flash-message.ts';
import { readCookies } from './preferences.server.ts';

/**
 * Headers that have the next page say something once.
 *
 *     return redirect(paths.invitations(slug), { headers: flash('invitations-sent', { count: 3 }) });
 */
export function flash(code: FlashMessage['code'], values: FlashMessage['values'] = {}): Headers {
  const said = encodeURIComponent(JSON.stringify({ code, values }));
  return new Headers({ 'set-cookie': `flash=${said}; Path=/; Max-Age=60; HttpOnly; SameSite=Lax` });
}

/** What the root loader tells the page, and the header that makes it the only time. */
export function takeFlash(request: Request): { message: FlashMessage; clear: string } | undefined {
  const message = parse(readCookies(request).get('flash'));
  return message && { message, clear: 'flash=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax' };
}

function parse(cookie: string | undefined): FlashMessage | undefined {
  if (!cookie) return undefined;
  try {
    const { code, values } = JSON.parse(decodeURIComponent(cookie)) as Partial<FlashMessage>;
    if (!code || !Object.hasOwn(en.flash, code) || typeof values !== 'object' || values === null) return undefined;
    const plain = Object.entries(values).filter(([, value]) => ['string', 'number'].includes(typeof value));
    return { code, values: Object.fromEntries(plain) };
  } catch {
    return undefined; // a cookie that someone else wrote
  }
}
