/** The Logto of the browser tests over plain HTTP, local or real: people without clicking, and the mails they get. */
import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Stack } from './browser-stack.ts';

export interface Person {
  id: string;
  name: string;
  email: string;
  password: string;
}

export interface SentMail {
  to: string;
  type: string;
  payload: Record<string, string>;
  at: number | string;
}

export type BrowserLogto = ReturnType<typeof logtoForBrowser>;

export function logtoForBrowser({ logto }: Stack) {
  /** The Management API as it is: `manage('POST', '/users', { … })`. */
  async function manage<T = unknown>(method: string, path: string, body?: unknown): Promise<T> {
    const headers = { authorization: `Bearer ${await machineToken(logto)}`, 'content-type': 'application/json' };
    const init = body === undefined ? { method, headers } : { method, headers, body: JSON.stringify(body) };
    return read<T>(`${method} ${path}`, await fetch(new URL(`/api${path}`, logto.endpoint), init));
  }

  async function mails(to: string): Promise<SentMail[]> {
    const url = new URL(`/local/mails?to=${encodeURIComponent(to)}`, logto.endpoint);
    return read<SentMail[]>('the mailbox', await fetch(url));
  }

  return {
    endpoint: logto.endpoint,
    isLocal: logto.isLocal,
    manage,
    mails,

    async createPerson(name = 'Someone'): Promise<Person> {
      const email = `${name.toLowerCase().replace(/\W+/g, '.')}-${randomBytes(4).toString('hex')}@example.test`;
      const password = `pw-${randomBytes(9).toString('base64url')}`;
      const { id } = await manage<{ id: string }>('POST', '/users', { name, primaryEmail: email, password });
      return { id, name, email, password };
    },

    /** The newest mail of a type to an address, once it is there: `Register`, `SignIn`, `OrganizationInvitation` … */
    async mailTo(to: string, type: string, timeoutMs = 10_000): Promise<SentMail> {
      for (const end = Date.now() + timeoutMs; Date.now() < end; await pause(50)) {
        const found = (await mails(to)).findLast((mail) => mail.type === type);
        if (found) return found;
      }
      throw new Error(`No mail of type ${type} came to ${to}: there are ${JSON.stringify(await mails(to))}.`);
    },
  };
}

async function machineToken({ endpoint, m2m, managementApi }: Stack['logto']): Promise<string> {
  const answer = await fetch(new URL('/oidc/token', endpoint), {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${m2m.id}:${m2m.secret}`).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', resource: managementApi, scope: 'all' }),
  });
  return (await read<{ access_token: string }>('the token endpoint', answer)).access_token;
}

async function read<T>(what: string, answer: Response): Promise<T> {
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${what} answered ${answer.status}: ${text}`);
  return (text ? JSON.parse(text) : undefined) as T;
}
