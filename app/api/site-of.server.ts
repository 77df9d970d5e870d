import type { Caller } from './caller.server.ts';
import { isOperatorOrigin } from './cors.server.ts';

/** The site whose widget calls, which sees only what allows it. The operator’s own sites see all. */
export const siteOf = ({ kind, origin }: Caller): string | undefined =>
  kind !== 'widget' || origin === null || isOperatorOrigin(origin) ? undefined : origin;
