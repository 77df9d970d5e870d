/**
 * The plans an organization can be on, and what each includes. This is the one file to edit to sell others; how the
 * numbers are held to, and how to take money for them: docs/plans.md. Plain data, usable on both sides.
 *
 * A plan's name is stored with the organizations that are on it and stands in the texts (`plan.names` in `app/i18n`),
 * which do not compile until a new plan has one.
 */

/** `null`: as many as they like. */
export type Limits = {
  /** Members. Owners always have a seat; beyond the limit the newest of the others wait for one. */
  seats: number | null;
  /** Organizations that one person may own before they make another: the best of the plans they own decides. */
  organizations: number | null;
  /** API keys that can still be used. */
  apiKeys: number | null;
  projects: number | null;
};

export const plans = {
  free: { seats: 5, organizations: 3, apiKeys: 2, projects: 10 },
  team: { seats: 50, organizations: 10, apiKeys: 20, projects: 200 },
  unlimited: { seats: null, organizations: null, apiKeys: null, projects: null },
} as const satisfies Record<string, Limits>;

export type PlanName = keyof typeof plans;

/** In the order they are shown, the smallest first. */
export const planNames = Object.keys(plans) as PlanName[];

/** Of a new organization. Until somebody sells plans, everybody has everything. */
export const planOfNew: PlanName = 'unlimited';

/** What an organization has whose plan a release took away: nobody is locked out by a new version. */
export const planOfUnknown: PlanName = 'unlimited';

export const isPlan = (name: string): name is PlanName => Object.hasOwn(plans, name);

/** The plan that a name in the database stands for. */
export const planCalled = (name: string): PlanName => (isPlan(name) ? name : planOfUnknown);

export const limitsOf = (name: string): Limits => plans[planCalled(name)];

/** How many organizations somebody may own who owns organizations on these plans. */
export function organizationsFor(owned: readonly string[]): number | null {
  const allowed = [planOfNew, ...owned].map((name) => limitsOf(name).organizations);
  return allowed.includes(null) ? null : Math.max(...(allowed as number[]));
}
