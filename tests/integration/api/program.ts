/** What calls the API in these tests: it holds every answer against the contract of its address. */
import { expect } from 'vitest';
import { statusOf } from '#app/api/contract.ts';
import { endpoints } from '#app/api/endpoints.server.ts';
import { failuresOf } from '#app/api/failures-of.ts';
import { Problem, StillWorking } from '#app/api/shapes.server.ts';
import { mintWidgetToken } from '#app/api/widget-token.server.ts';
import { env } from '#app/env.server.ts';
import type { FailureCode } from '#app/failures.ts';
import { asOrganizationId, type UserId } from '#app/logto/ids.ts';
import { type WidgetScope, widgetScopeNames } from '#app/widget-scopes.ts';
import type { Stage } from './stage.ts';

type Sent = {
  body?: unknown;
  /** As it is sent, when it is no JSON of ours. */
  raw?: BodyInit;
  type?: string;
  key?: string;
  headers?: Record<string, string>;
};

export type Credential = { token?: string; cookie?: string; origin?: string };

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- each test knows what it asked for
export type Answer = { status: number; headers: Headers; body: any };

export function program(stage: Stage) {
  async function call(who: Credential, address: `${string} ${string}`, sent: Sent = {}): Promise<Answer> {
    const [method = '', path = ''] = address.split(' ');
    const headers: Record<string, string> = {
      ...(who.origin !== undefined && { origin: who.origin }),
      ...(who.cookie !== undefined && { cookie: who.cookie }),
      ...(sent.key !== undefined && { 'idempotency-key': sent.key }),
      ...((sent.body !== undefined || sent.raw !== undefined) && { 'content-type': sent.type ?? 'application/json' }),
      ...sent.headers,
    };
    const body = sent.raw ?? (sent.body === undefined ? null : JSON.stringify(sent.body));
    const token = who.token === undefined ? {} : { token: who.token };
    const answer = await stage.call(`/api/v1${path}`, { method, headers, body, ...token });
    holdAgainstContract(method, path, answer);
    return answer;
  }

  /** A widget on our own site: whatever a person may do, without signing anybody in. */
  async function widget(
    { userId }: { userId: UserId },
    more: { scopes?: WidgetScope[]; origin?: string; organization?: string } = {},
  ): Promise<Credential & { token: string }> {
    const { scopes = widgetScopeNames, origin = env().APP_URL, organization } = more;
    const organizationId = organization === undefined ? null : asOrganizationId(organization);
    const { token } = await mintWidgetToken({ userId, origin, scopes, organizationId, keyId: null });
    return { token, origin };
  }

  return { call, widget };
}

const addresses = endpoints.map(({ contract }) => ({
  contract,
  pattern: new RegExp(`^${contract.path.replace(/\{\w+\}/g, '[^/?]+')}(\\?.*)?$`),
}));

function holdAgainstContract(method: string, path: string, { status, headers, body }: Answer): void {
  const found = addresses.find(({ contract, pattern }) => contract.method === method && pattern.test(path));
  if (!found) return;
  const { contract } = found;
  const told = `${method} ${path}: ${status} ${JSON.stringify(body)}`;
  if (status >= 400) {
    expect(Problem.parse(body), told).toEqual(body);
    expect(failuresOf(contract), told).toContain((body as { code: FailureCode }).code);
    expect(headers.get('content-type')).toBe('application/problem+json');
  } else if (status === 202) {
    expect(contract.mayTakeLonger, told).toBe(true);
    expect(StillWorking.parse(body), told).toEqual(body);
    expect(headers.get('location')).toBe((body as { operation: { url: string } }).operation.url);
  } else {
    expect(status, told).toBe(statusOf(contract));
    if (contract.answer) expect(contract.answer.parse(body), told).toEqual(body);
    else expect(body).toEqual({});
  }
  expect(headers.get('cache-control'), told).toBe('no-store');
  if (contract.caller !== 'anybody') expect(headers.get('ratelimit'), told).toMatch(/^"\w+";r=\d+;t=\d+$/);
}
