import { createHmac } from 'node:crypto';
import { LogtoError } from '../errors.ts';
import type { Hook } from '../store/entities.ts';
import type { Store } from '../store/store.ts';
import type { HookEvent } from './events.ts';
import { DeliveryLog } from './log.ts';

const TIMEOUT_MS = 10_000;

/** Hex HMAC-SHA256 of the raw body: the header `logto-signature-sha-256`. */
export const sign = (signingKey: string, rawBody: string): string =>
  createHmac('sha256', signingKey).update(rawBody).digest('hex');

/** Sends events to the hooks that subscribed, once each: like the real server it never tries again. */
export class Webhooks {
  readonly log = new DeliveryLog();
  readonly #store: Store;
  readonly #pending = new Set<Promise<unknown>>();

  constructor(store: Store) {
    this.#store = store;
  }

  /** After the answer has gone out. */
  sendSoon(event: HookEvent, payload: Record<string, unknown>): void {
    setTimeout(() => void this.send(event, payload), 1);
  }

  /** Resolves when every receiver has answered, refused or timed out. */
  async send(event: HookEvent, payload: Record<string, unknown>): Promise<void> {
    const hooks = [...this.#store.hooks.values()].filter((hook) => hook.enabled && subscribed(hook, event));
    const deliveries = hooks.map((hook) => this.#deliver(hook, event, { event, ...payload, hookId: hook.id }));
    for (const delivery of deliveries) {
      this.#pending.add(delivery);
      void delivery.finally(() => this.#pending.delete(delivery));
    }
    await Promise.all(deliveries);
  }

  async #deliver(hook: Hook, event: HookEvent, payload: Record<string, unknown>): Promise<void> {
    const request = { body: payload };
    try {
      const response = await deliver(hook, payload);
      const answer = { statusCode: response.status, body: await response.text() };
      this.log.add(hook.id, event, response.ok ? 'Success' : 'Error', { hookRequest: request, response: answer });
    } catch (error) {
      this.log.add(hook.id, event, 'Error', { hookRequest: request, error: String(error) });
    }
  }

  async idle(): Promise<void> {
    await Promise.all(this.#pending);
  }
}

const subscribed = (hook: Hook, event: HookEvent) =>
  hook.events.length > 0 ? hook.events.includes(event) : hook.event === event;

function deliver(hook: Pick<Hook, 'config' | 'signingKey'>, payload: Record<string, unknown>): Promise<Response> {
  const body = JSON.stringify(payload);
  const headers = {
    'user-agent': 'Logto (https://logto.io/)',
    ...hook.config.headers,
    'content-type': 'application/json',
    'logto-signature-sha-256': sign(hook.signingKey, body),
  };
  return fetch(hook.config.url, { method: 'POST', body, headers, signal: AbortSignal.timeout(TIMEOUT_MS) });
}

/** `POST /hooks/:id/test`: made-up payloads to the endpoint named in the request, and its refusals told. */
export async function sendTest(hook: Hook, events: string[], config: Hook['config']): Promise<void> {
  for (const event of events) {
    const response = await deliver({ config, signingKey: hook.signingKey }, fake(event, hook.id)).catch(
      (error: unknown) => {
        throw new LogtoError('hook.send_test_payload_failed', 422, { variables: { message: String(error) } });
      },
    );
    if (!response.ok) {
      const body = await response.text();
      throw new LogtoError('hook.endpoint_responded_with_error', 422, {
        data: { responseStatus: response.status, responseBody: body },
      });
    }
  }
}

const fakeUser = {
  id: 'fake-id',
  username: 'fake-user',
  primaryEmail: 'fake-user@fake-service.com',
  primaryPhone: '12345678901',
  name: 'Fake User',
  avatar: null,
  customData: { theme: 'light' },
  identities: {},
  profile: {},
  applicationId: 'fake-application-id',
  isSuspended: false,
};

function fake(event: string, hookId: string): Record<string, unknown> {
  const common = { event, hookId, createdAt: new Date().toISOString() };
  if (event.startsWith('Post')) {
    const interactionEvent = { PostRegister: 'Register', PostResetPassword: 'ForgotPassword' }[event] ?? 'SignIn';
    const application = {
      id: 'fake-spa-application-id',
      type: 'SPA',
      name: 'Fake Application',
      description: 'Fake application for testing',
    };
    return {
      ...common,
      interactionEvent,
      sessionId: 'fake-session-id',
      userAgent: 'fake-user-agent',
      userId: 'fake-id',
      userIp: '127.0.0.1',
      user: fakeUser,
      application,
    };
  }
  return {
    ...common,
    userAgent: 'fake-user-agent',
    path: '/fake-path/:id',
    method: 'POST',
    status: 200,
    params: { id: 'fake-id' },
    data: { result: 'success' },
  };
}
