import { describe, expect, it } from 'vitest';
import {
  isPlan,
  limitsOf,
  organizationsFor,
  planCalled,
  planNames,
  planOfNew,
  planOfUnknown,
  plans,
} from '#app/plans.ts';

describe('plans', () => {
  it('begin without a limit, so that nothing is refused before somebody sells plans', () => {
    expect(limitsOf(planOfNew)).toEqual({ seats: null, organizations: null, apiKeys: null, projects: null });
  });

  it.each(['gone', '', 'constructor', '__proto__', 'toString'])('have something for the name %j', (name) => {
    expect(isPlan(name)).toBe(false);
    expect(planCalled(name)).toBe(planOfUnknown);
    expect(limitsOf(name)).toBe(plans[planOfUnknown]);
  });

  it('fit the column they are stored in, and have whole numbers', () => {
    for (const name of planNames) {
      expect(name.length).toBeLessThanOrEqual(32);
      for (const limit of Object.values(plans[name])) expect(limit === null || Number.isInteger(limit)).toBe(true);
    }
  });

  it('let somebody own as many organizations as the best of theirs allows', () => {
    expect(organizationsFor([])).toBe(plans[planOfNew].organizations);
    expect(organizationsFor(['free', 'unlimited'])).toBeNull();
    const unlimited = plans.unlimited as { organizations: number | null };
    unlimited.organizations = 1; // as a forker would in app/plans.ts
    expect([organizationsFor([]), organizationsFor(['free', 'team']), organizationsFor(['gone'])]).toEqual([1, 10, 1]);
    unlimited.organizations = null;
  });
});
