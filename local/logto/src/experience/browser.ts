import type { Context } from 'hono';
import { getCookie } from 'hono/cookie';
import type { HttpBindings } from '@hono/node-server';
import { languageOf } from '../messages.ts';
import type { Client } from './flow.ts';

/** What we can tell about the browser behind a request. */
export class Browser {
  readonly #cookie: string;

  constructor(cookieName: string) {
    this.#cookie = `${cookieName}_interaction`;
  }

  interactionUid(c: Context): string | undefined {
    return getCookie(c, this.#cookie);
  }

  client(c: Context): Client {
    const ip = (c.env as Partial<HttpBindings>).incoming?.socket.remoteAddress ?? '127.0.0.1';
    return {
      ip: ip.replace(/^::ffff:/, ''),
      userAgent: c.req.header('user-agent') ?? '',
      language: languageOf(c.req.header('accept-language')),
    };
  }
}
