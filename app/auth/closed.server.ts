import { redirect } from '@remix-run/node';
import type { OrganizationId } from '#app/logto/ids.ts';
import { paths } from '#app/paths.ts';
import { isRole, type Permission, roles } from '#app/permissions.ts';
import { requireMembership } from './membership.server.ts';
import { type Person, recognized } from './person.ts';
import type { RequestArgs } from './session.server.ts';

declare const guarded: unique symbol;

/** A member before the closed door of an organization. Only `requireClosed` makes one. */
export type ClosedAccess = Person & {
  machine?: null;
  /** Ours; `organizationId` is Logto's. */
  tenantId: string;
  organizationId: OrganizationId;
  slug: string;
  organizationName: string;
  logoUrl: string | null;
  /** By the roles of our copy, for what the page offers: Logto is asked before anything is done. */
  mayRestore: boolean;
  readonly [guarded]: 'closed';
};

/** The guard of the page of a closed organization. One that is open sends on to it; strangers get the 404. */
export async function requireClosed(
  args: RequestArgs & { params: { slug?: string | undefined } },
): Promise<ClosedAccess> {
  const { person, organization } = await requireMembership(args, args.params.slug ?? '');
  const { tenantId, organizationId, slug, name, logoUrl, deletionDueAt } = organization;
  if (!deletionDueAt) throw redirect(paths.home(slug));
  const permitted = organization.roles.filter(isRole).flatMap((role): readonly Permission[] => roles[role].permissions);
  const mayRestore = permitted.includes('delete:organization');
  const before = { tenantId, organizationId, slug, organizationName: name, logoUrl, mayRestore };
  return { ...recognized(person), ...before } as ClosedAccess;
}
