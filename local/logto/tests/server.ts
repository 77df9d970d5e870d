import { afterAll, beforeAll } from 'vitest';
import { startLocalLogto, type LocalLogto, type LocalLogtoOptions } from '../src/index.ts';

export interface Answer {
  status: number;
  headers: Headers;
  body: any; // eslint-disable-line @typescript-eslint/no-explicit-any
}

/** A running server with a Management API client. */
export interface TestLogto extends LocalLogto {
  api: (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Answer>;
  local: (method: string, path: string, body?: unknown) => Promise<Answer>;
  token: (params: Record<string, string>, credentials?: { id: string; secret: string }) => Promise<Answer>;
}

async function answer(response: Response): Promise<Answer> {
  const text = await response.text();
  let body: unknown = text === '' ? null : text;
  try {
    body = JSON.parse(text);
  } catch {
    // Koa's reason phrases and pages are text.
  }
  return { status: response.status, headers: response.headers, body };
}

const send = async (url: string, method: string, body?: unknown, headers: Record<string, string> = {}) =>
  answer(
    await fetch(url, {
      method,
      headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
      body: body === undefined ? undefined : JSON.stringify(body),
    }),
  );

export async function startTestLogto(options: LocalLogtoOptions = {}): Promise<TestLogto> {
  const logto = await startLocalLogto(options);
  const token: TestLogto['token'] = async (params, { id, secret } = logto.m2m) =>
    answer(
      await fetch(`${logto.endpoint}/oidc/token`, {
        method: 'POST',
        headers: { authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` },
        body: new URLSearchParams(params),
      }),
    );
  const { body } = await token({
    grant_type: 'client_credentials',
    resource: 'https://default.logto.app/api',
    scope: 'all',
  });
  const authorization = `Bearer ${body.access_token}`;
  return {
    ...logto,
    token,
    api: (method, path, body, headers) =>
      send(`${logto.endpoint}/api${path}`, method, body, { authorization, ...headers }),
    local: (method, path, body) => send(`${logto.endpoint}/local${path}`, method, body),
  };
}

/** One server for the tests of a file. */
export function testLogto(options?: LocalLogtoOptions): () => TestLogto {
  let logto: TestLogto;
  beforeAll(async () => {
    logto = await startTestLogto(options);
  });
  afterAll(() => logto?.stop());
  return () => logto;
}
