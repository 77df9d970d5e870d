/** The HTTP server itself around the whole app, without a socket: what it makes of a browser's request. */
import { backgroundDone } from '#app/auth/in-background.server.ts';
import { env } from '#app/env.server.ts';

export type Answer = {
  status: number;
  headers: Headers;
  body: Record<string, unknown> & { code?: string };
  text: string;
};

export async function openServer() {
  const { app } = await import('#app/server.ts');
  const connection = { incoming: { socket: { remoteAddress: '127.0.0.1' } } };

  return async (path: string, init: RequestInit = {}): Promise<Answer> => {
    const response = await app.request(new URL(path, env().APP_URL).href, init, connection);
    await backgroundDone();
    const text = await response.text();
    const isJson = /json/.test(response.headers.get('content-type') ?? '');
    return {
      status: response.status,
      headers: response.headers,
      body: isJson ? (JSON.parse(text) as Answer['body']) : {},
      text,
    };
  };
}
