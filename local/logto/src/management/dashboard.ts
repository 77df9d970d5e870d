import type { User } from '../store/entities.ts';
import { ok, type Routes } from './route.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** The numbers of the console's first page, as far as users tell them. */
export function registerDashboard(routes: Routes): void {
  routes.add('GET', '/dashboard/users/total', {}, ({ tenant }) => ok({ totalUserCount: tenant.store.users.size }));
  routes.add('GET', '/dashboard/users/new', {}, ({ tenant }) => {
    const users = [...tenant.store.users.values()];
    return ok({ today: grown(users, DAY_MS), last7Days: grown(users, 7 * DAY_MS) });
  });
}

/** How many came in the last while, and how many more that is than in the while before. */
function grown(users: User[], span: number): { count: number; delta: number } {
  const cameBetween = (from: number, to: number) => users.filter(({ createdAt: at }) => at > from && at <= to).length;
  const now = Date.now();
  const count = cameBetween(now - span, now);
  return { count, delta: count - cameBetween(now - 2 * span, now - span) };
}
