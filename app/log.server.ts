import { pino } from 'pino';
import { env } from '#app/env.server.ts';
import { once } from '#app/once.server.ts';

/** JSON logs, a line an event. Secrets have no business here; these paths are the net below that rule. */
export const log = once('log', () =>
  pino({
    level: env().LOG_LEVEL,
    base: null,
    redact: {
      paths: [
        'cookie',
        'authorization',
        'token',
        'secret',
        'password',
        '*.cookie',
        '*.authorization',
        '*.token',
        '*.refreshToken',
        '*.secret',
        '*.password',
      ],
      censor: '[redacted]',
    },
  }),
);

/** What an access log may tell of an address: a mailed secret is part of the path, so it is left out. */
export const loggedPath = (pathname: string): string => pathname.replace(/^\/join\/[^/]+/, '/join/[secret]');
