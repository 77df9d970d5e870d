/** The Logto of the browser tests over plain HTTP: people without clicking, and the mails they get. */
import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { machineEndpoint } from '#app/logto/machine-token.server.ts';
import type { Stack } from './browser-stack.ts';

export interface Person {
  id: string;
  name: string;
  email: string;
  password: string;
}

/** What an HTTP e-mail connector posts; mailboxes may add to it. */
export interface SentMail {
  to: string;
  type: string;
  payload: Record<string, string>;
}

export type BrowserLogto = ReturnType<typeof logtoForBrowser>;

/** Logto refused. */
export class LogtoAnswer extends Error {
  readonly status: number;
  readonly code: string;
  constructor(what: string, status: number, text: string) {
    super(`${what} answered ${status}: ${text}`);
    this.status = status;
    this.code = /"code":"([^"]+)"/.exec(text)?.[1] ?? String(status);
  }
}

/** The Management API as it is: `manage('POST', '/users', { … })`. */
export function connectLogto({
  endpoint,
  m2m,
  managementApi,
}: Pick<Stack['logto'], 'endpoint' | 'm2m' | 'managementApi'>) {
  const machines = machineEndpoint({ endpoint, managementApi });
  let token: Promise<{ access_token: string; expires_in: number; readAt: number }> | undefined;

  async function requestToken() {
    const answer = await fetch(new URL('/oidc/token', machines), {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(`${m2m.id}:${m2m.secret}`).toString('base64')}` },
      body: new URLSearchParams({ grant_type: 'client_credentials', resource: managementApi, scope: 'all' }),
    });
    const granted = await read<{ access_token: string; expires_in: number }>('the token endpoint', answer);
    return { ...granted, readAt: Date.now() };
  }

  async function machineToken(): Promise<string> {
    token ??= requestToken();
    const { access_token, expires_in, readAt } = await token;
    if (Date.now() < readAt + expires_in * 500) return access_token;
    token = undefined;
    return machineToken();
  }

  return {
    async manage<T = unknown>(method: string, path: string, body?: unknown): Promise<T> {
      const headers = { authorization: `Bearer ${await machineToken()}`, 'content-type': 'application/json' };
      const init = body === undefined ? { method, headers } : { method, headers, body: JSON.stringify(body) };
      return read<T>(`${method} ${path}`, await fetch(new URL(`/api${path}`, machines), init));
    },
  };
}

/** `withoutMailbox` is called where a mail is wanted and nobody said where they are; it must not return. */
export function logtoForBrowser({ logto, run }: Stack, withoutMailbox: () => void = () => {}) {
  const { manage } = connectLogto(logto);

  /** Everything sent to an address so far, in no order that could be relied on. */
  async function mails(to: string): Promise<SentMail[]> {
    if (!logto.mailboxUrl) withoutMailbox();
    const all = await read<SentMail[]>('the mailbox', await fetch(logto.mailboxUrl ?? ''));
    return all.filter((mail) => String(mail.to).toLowerCase() === to.toLowerCase());
  }

  /** In the name of everything that is made: by it the run's leftovers are found. */
  const mark = () => `${run}${randomBytes(3).toString('hex')}`;
  const unique = (word: string) => `${word}-${mark()}`;
  const newPassword = () => `Pw-${randomBytes(9).toString('base64url')}`;
  /** An address nobody else has. */
  const newEmail = (name = 'someone') => `${unique(name.toLowerCase().replace(/\W+/g, '.').slice(0, 60))}@example.test`;

  return {
    endpoint: logto.endpoint,
    manage,
    mails,
    mark,
    unique,
    newPassword,
    newEmail,

    /** Without a name: like somebody who registered and has not told one yet. */
    async createPerson(name?: string): Promise<Person> {
      const email = newEmail(name);
      const password = newPassword();
      const body = { ...(name && { name }), primaryEmail: email, password };
      const { id } = await manage<{ id: string }>('POST', '/users', body);
      return { id, name: name ?? '', email, password };
    },

    /** The mail of a type (`Register`, `SignIn`, `OrganizationInvitation` …) to an address, once it is there. */
    async mailTo(to: string, type: string, { except = [] }: { except?: SentMail[] } = {}): Promise<SentMail> {
      const known = new Set(except.map((mail) => JSON.stringify(mail)));
      for (const end = Date.now() + 20_000; Date.now() < end; await pause(100)) {
        const found = (await mails(to)).filter((mail) => mail.type === type && !known.has(JSON.stringify(mail)));
        if (found.length > 1) throw new Error(`${found.length} mails of type ${type} came to ${to}: which one?`);
        if (found[0]) return found[0];
      }
      throw new Error(`No mail of type ${type} came to ${to}: there are ${JSON.stringify(await mails(to))}.`);
    },
  };
}

/** Some answers are text: older servers say `Created`. */
async function read<T>(what: string, answer: Response): Promise<T> {
  const text = await answer.text();
  if (!answer.ok) throw new LogtoAnswer(what, answer.status, text);
  return (answer.headers.get('content-type')?.includes('json') ? JSON.parse(text) : undefined) as T;
}
