import type { LoaderFunctionArgs } from '@remix-run/node';
import { refuse } from '#app/auth/refuse.server.ts';

/** Any address that nothing else answers: the root's error page, with status 404. */
export function loader({ context }: LoaderFunctionArgs): never {
  throw refuse('not-found', context);
}

export default function NotFound() {
  return null;
}
