import type { ZodTypeAny, TypeOf } from 'zod/v3';
import type { Tenant } from '../tenant.ts';
import type { HookEvent } from '../webhooks/events.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface Reply {
  status: number;
  /** A string is sent as text, undefined as an empty answer. */
  body?: unknown;
  headers?: Record<string, string>;
}

export interface Call<Body = unknown> {
  tenant: Tenant;
  params: Record<string, string>;
  query: URLSearchParams;
  body: Body;
  /** Origin and path without `/api`, as Logto puts them into Link headers. */
  url: URL;
  ip: string;
  userAgent: string;
  /** Queues a webhook that is sent once the answer is out. */
  emit: (event: HookEvent, extra?: Record<string, unknown>, placeFirst?: boolean) => void;
  /** The same without a word about the request. */
  emitBare: (event: HookEvent, extra: Record<string, unknown>) => void;
}

export interface Route {
  method: Method;
  path: string;
  pattern: RegExp;
  names: string[];
  bodySchema: ZodTypeAny | undefined;
  /** A webhook fired on success, with the JSON answer as its data. */
  event: HookEvent | undefined;
  handle: (call: Call<never>) => Reply | Promise<Reply>;
}

type Options<S extends ZodTypeAny> = { body?: S; event?: HookEvent };
type Handler<S extends ZodTypeAny> = (call: Call<TypeOf<S>>) => Reply | Promise<Reply>;

/** The table of routes. The first match of method and path wins, so fixed paths are added before patterns. */
export class Routes {
  readonly #routes: Route[] = [];

  add<S extends ZodTypeAny>(method: Method, path: string, options: Options<S>, handle: Handler<S>): void {
    const names = [...path.matchAll(/:(\w+)/g)].map((match) => match[1] ?? '');
    const pattern = new RegExp(`^${path.replace(/:\w+/g, '([^/]+)')}/?$`);
    this.#routes.push({
      method,
      path,
      pattern,
      names,
      bodySchema: options.body,
      event: options.event,
      handle: handle as Route['handle'],
    });
  }

  all(): readonly Route[] {
    return this.#routes;
  }

  match(method: string, path: string): { route: Route; params: Record<string, string> } | { allowed: string[] } {
    const onPath = this.#routes.filter((route) => route.pattern.test(path));
    const route = onPath.find((candidate) => candidate.method === (method === 'HEAD' ? 'GET' : method));
    if (!route) return { allowed: [...new Set(onPath.flatMap((other) => methodsOf(other)))] };
    const values = route.pattern.exec(path)?.slice(1) ?? [];
    return { route, params: Object.fromEntries(route.names.map((name, i) => [name, decode(values[i] ?? '')])) };
  }
}

const methodsOf = ({ method }: Route): string[] => (method === 'GET' ? ['HEAD', 'GET'] : [method]);

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export const ok = (body: unknown, headers?: Record<string, string>): Reply => ({ status: 200, body, headers });
export const created = (body: unknown): Reply => ({ status: 201, body });
/** Koa's reason phrase as text: what Logto answers where it sets a status but no body. */
export const createdText = (): Reply => ({ status: 201, body: 'Created' });
export const okText = (): Reply => ({ status: 200, body: 'OK' });
export const noContent = (): Reply => ({ status: 204 });
