import { env } from '#app/env.server.ts';

/**
 * The two cookies of sign-in. Each holds 256 random bits and nothing else; the rest is in the database.
 *
 * Over https their names start with `__Host-`, so that no other host of the same domain can plant them. Over http, on a
 * developer's machine, the instance is part of the name: cookies ignore ports, and two copies would sign each other out.
 */
const day = 86_400;

/** As long as a session can live at all: how long it does live is decided by its row. */
const sessionCookieSeconds = 180 * day;
/** Signing up includes reading a mail. */
const attemptCookieSeconds = 3_600;

const overHttps = () => env().APP_URL.startsWith('https://');

const nameOf = (name: string): string => {
  if (overHttps()) return `__Host-${name}`;
  const instance = env().TENANTRY_INSTANCE;
  return instance ? `${name}-${instance}` : name;
};

const read = (request: Request, name: string): string | undefined => {
  const wanted = `${nameOf(name)}=`;
  const found = (request.headers.get('cookie') ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .find((pair) => pair.startsWith(wanted));
  const value = found?.slice(wanted.length);
  return value && /^[\w-]{43}$/.test(value) ? value : undefined;
};

const write = (name: string, value: string, seconds: number): string =>
  [`${nameOf(name)}=${value}`, 'Path=/', `Max-Age=${seconds}`, 'HttpOnly', 'SameSite=Lax']
    .concat(overHttps() ? ['Secure'] : [])
    .join('; ');

/** The session's secret id. */
export const sessionCookie = {
  read: (request: Request) => read(request, 'tenantry'),
  set: (secret: string) => write('tenantry', secret, sessionCookieSeconds),
  clear: () => write('tenantry', '', 0),
};

/** Ties a sign-in on its way to the browser that started it; several at a time share one. */
export const attemptCookie = {
  read: (request: Request) => read(request, 'tenantry-attempt'),
  set: (secret: string) => write('tenantry-attempt', secret, attemptCookieSeconds),
};

/** The secret of a mailed invitation, once its link was opened: out of the address, so that no link carries it on. */
export const invitationCookie = {
  read: (request: Request) => read(request, 'tenantry-invitation'),
  set: (secret: string) => write('tenantry-invitation', secret, 3_600),
  clear: () => write('tenantry-invitation', '', 0),
};
