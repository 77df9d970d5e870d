import { ok, type Routes } from './route.ts';
import { paged } from './pagination.ts';

/** What a tenant can have and this one never has: lists that are there, and empty. */
export function registerAbsent(routes: Routes): void {
  for (const path of ['/domains', '/custom-phrases', '/custom-profile-fields', '/email-templates'])
    routes.add('GET', path, {}, () => ok([]));
  routes.add('GET', '/logs', {}, (call) => paged(call, []));
  routes.add('GET', '/sso-connector-providers', {}, () => ok([]));
}
