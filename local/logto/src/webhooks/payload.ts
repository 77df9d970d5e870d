import type { HookEvent } from './events.ts';

export interface QueuedHook {
  event: HookEvent;
  extra: Record<string, unknown>;
  /** Put the extra fields before the description of the request, where the real server has them for User.Deleted. */
  placeFirst?: boolean;
  /** Leave the description of the request out. */
  bare?: boolean;
}

interface Request_ {
  url: URL;
  request: Request;
  ip: string;
  status: number;
  params: Record<string, string>;
  route: string;
}

/** What every event of the Management API tells about the request that caused it. Paths come without `/api`. */
export function managementContext({ url, request, ip, status, params, route }: Request_) {
  return {
    head: { createdAt: new Date().toISOString(), userAgent: request.headers.get('user-agent') ?? undefined, ip },
    tail: { path: url.pathname, method: request.method, status, params, matchedRoute: route },
  };
}

export function payloadOf(
  { extra, placeFirst, bare }: QueuedHook,
  { head, tail }: ReturnType<typeof managementContext>,
): Record<string, unknown> {
  if (bare) return { createdAt: head.createdAt, ...extra };
  return placeFirst ? { ...head, ...extra, ...tail } : { ...head, ...tail, ...extra };
}
