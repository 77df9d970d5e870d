import type { AppLoadContext } from '@remix-run/node';
import { type FeatureName, settingOf } from '#app/organization-settings.ts';
import type { Access } from './organization.server.ts';
import { refuse } from './refuse.server.ts';

/** The guard of pages and actions of a feature that organizations switch on and off: while it is off they are a 404. */
export function requireFeature(access: Access, feature: FeatureName, context: AppLoadContext): void {
  if (!settingOf(access, feature)) throw refuse('not-found', context);
}
