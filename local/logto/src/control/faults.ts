import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';

/** A way to fail, for tests of what an app does then. */
export const Fault = z.strictObject({
  method: z.string().optional(),
  /** `/organizations/:id/users` (Management API, without `/api`), `/oidc/token`, or a prefix ending in `*`. */
  path: z.string(),
  status: z.number().int().min(200).max(599).optional(),
  body: z.unknown().optional(),
  headers: z.record(z.string(), z.string()).optional(),
  delayMs: z.number().min(0).optional(),
  /** Close the connection before the request has an effect, or after. */
  drop: z.enum(['before', 'after']).optional(),
  times: z.number().int().min(1).optional(),
  /** Let so many through first. */
  skip: z.number().int().min(0).optional(),
});
export type Fault = z.infer<typeof Fault>;

interface Armed extends Fault {
  pattern: RegExp;
  left: number;
  toSkip: number;
}

export class Faults {
  #armed: Armed[] = [];

  arm(fault: Fault): void {
    const source = fault.path
      .replace(/[.+?^${}()|[\]\\]/g, '\\$&')
      .replace(/\*$/, '.*')
      .replace(/:\w+/g, '[^/]+');
    const pattern = new RegExp(`^(?:/api)?${source}/?$`);
    this.#armed.push({ ...fault, pattern, left: fault.times ?? Infinity, toSkip: fault.skip ?? 0 });
  }

  clear(): void {
    this.#armed = [];
  }

  list(): Fault[] {
    return this.#armed.map(({ pattern: _, left, toSkip: _skipped, ...fault }) => ({
      ...fault,
      ...(Number.isFinite(left) && { times: left }),
    }));
  }

  /** The fault that this request runs into, if any; uses it up. */
  take(method: string, path: string): Fault | undefined {
    const fault = this.#armed.find(
      (armed) => (!armed.method || armed.method.toUpperCase() === method) && armed.pattern.test(path),
    );
    if (!fault) return undefined;
    if (fault.toSkip > 0) {
      fault.toSkip -= 1;
      return undefined;
    }
    fault.left -= 1;
    if (fault.left <= 0) this.#armed = this.#armed.filter((armed) => armed !== fault);
    return fault;
  }
}

/** Fails as told. Returns whether the request still has to be handled. */
export async function fail(fault: Fault, req: IncomingMessage, res: ServerResponse): Promise<boolean> {
  if (fault.delayMs) await new Promise((done) => setTimeout(done, fault.delayMs));
  if (fault.drop === 'before') {
    req.socket.destroy();
    return false;
  }
  if (fault.drop === 'after') {
    swallow(req, res);
    return true;
  }
  if (fault.status === undefined) return true;
  const text = typeof fault.body === 'string';
  const body = text
    ? String(fault.body)
    : JSON.stringify(fault.body ?? { code: 'local.fault', message: 'A fault that a test asked for.' });
  res.writeHead(fault.status, {
    'content-type': text ? 'text/plain; charset=utf-8' : 'application/json; charset=utf-8',
    ...fault.headers,
  });
  res.end(body);
  return false;
}

/** Lets the request have its effect and closes the connection instead of answering. */
function swallow(req: IncomingMessage, res: ServerResponse): void {
  const hangUp = () => {
    req.socket.destroy();
    return res;
  };
  Object.assign(res, { writeHead: () => res, flushHeaders: () => undefined, write: () => true, end: hangUp });
}
