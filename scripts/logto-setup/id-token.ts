import { absentIsNull } from '#app/logto/errors.server.ts';
import { bodyOf } from '#app/logto/management-api.server.ts';
import type { SetupStep } from './step.ts';

/** What a server does that was never told otherwise, and one before 1.37, which cannot be told (404). */
const defaults = ['roles', 'organizations', 'organization_roles'] as const;

/**
 * The ID token names the person's organizations: at sign-in the app compares them with its copy, and asks the Management
 * API only when they differ (docs/decisions/0007-adopting-memberships.md). The setting counts for the whole Logto tenant,
 * so a claim is added and none is taken away.
 */
export const namedOrganizations: SetupStep = {
  name: 'ID token with organizations',
  look: async ({ api }) => {
    const current = await bodyOf(api.GET('/api/configs/id-token')).catch(absentIsNull);
    if (current === null) return [];
    const claims = current.enabledExtendedClaims ?? [...defaults];
    if (claims.includes('organizations')) return [];
    const enabledExtendedClaims = [...claims, 'organizations' as const];
    const apply = () => api.PUT('/api/configs/id-token', { body: { enabledExtendedClaims } });
    return [{ what: `name the organizations in ID tokens (now: ${claims.join(', ') || 'nothing'})`, apply }];
  },
};
