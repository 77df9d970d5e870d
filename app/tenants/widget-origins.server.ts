import { failure, type Failure } from '#app/failures.ts';
import { asOrganizationId, type OrganizationId, type UserId } from '#app/logto/ids.ts';
import { audit, type AuditActor } from './audit.server.ts';
import { type Db, forKey, forTenant, forUser } from './db.server.ts';
import { lockPlan } from './limits.server.ts';

/**
 * The sites whose pages may show an organization's widgets. Asked on every call, never remembered: what is removed stops
 * at once. Origins are as `widgetOriginOf` makes them, and compared letter by letter.
 */
export type WidgetOrigin = { origin: string; addedByName: string; createdAt: Date };

export const mostWidgetOrigins = 20;

export const listWidgetOrigins = (tenantId: string): Promise<WidgetOrigin[]> =>
  forTenant(tenantId, (db) =>
    db.widgetOrigin.findMany({
      where: { tenantId },
      select: { origin: true, addedByName: true, createdAt: true },
      orderBy: { origin: 'asc' },
    }),
  );

type Change = { tenantId: string; origin: string; actor: AuditActor };

/** One that is there already is no mistake. Fails with `origins-too-many`. */
export const addWidgetOrigin = ({ tenantId, origin, actor }: Change): Promise<Failure | null> =>
  forTenant(tenantId, async (db) => {
    await lockPlan(db, tenantId); // two at once would both be the last one
    const there = await db.widgetOrigin.findMany({ where: { tenantId }, select: { origin: true } });
    if (there.some((each) => each.origin === origin)) return null;
    if (there.length >= mostWidgetOrigins) {
      return failure('origins-too-many', { field: 'origin', values: { limit: mostWidgetOrigins } });
    }
    await writeWidgetOrigin(db, { tenantId, origin, actor });
    return null;
  });

/** For who stands in the tenant's door and knows that it is not there. */
export async function writeWidgetOrigin(db: Db, { tenantId, origin, actor }: Change): Promise<void> {
  await db.widgetOrigin.create({ data: { tenantId, origin, addedByName: actor.name }, select: { origin: true } });
  await audit(db, { tenantId, actor, action: 'widget-origin.added', details: { origin } });
}

/** One that is gone already is removed. */
export const removeWidgetOrigin = ({ tenantId, origin, actor }: Change): Promise<void> =>
  forTenant(tenantId, async (db) => {
    const { count } = await db.widgetOrigin.deleteMany({ where: { tenantId, origin } });
    if (count > 0) await audit(db, { tenantId, actor, action: 'widget-origin.removed', details: { origin } });
  });

export const allowsOrigin = (tenantId: string, origin: string): Promise<boolean> =>
  forTenant(tenantId, async (db) => (await db.widgetOrigin.count({ where: { tenantId, origin } })) > 0);

/** Of some open organization. Tells no more than that: this is asked before anybody says who they are. */
export async function isWidgetOrigin(origin: string): Promise<boolean> {
  if (origin.length > 255 || origin.includes('\0')) return false;
  const [row] = await forKey(
    '',
    (db) => db.$queryRaw<{ known: boolean }[]>`SELECT is_widget_origin(${origin}) AS known`,
  );
  return row?.known ?? false;
}

/** Of this organization, by Logto's id. One that does not exist, is closed or lists nobody is the same answer. */
export async function isWidgetOriginOf(organizationId: string, origin: string): Promise<boolean> {
  if ([organizationId, origin].some((text) => text.length > 255 || text.includes('\0'))) return false;
  const [row] = await forKey(
    '',
    (db) => db.$queryRaw<{ known: boolean }[]>`SELECT is_widget_origin_of(${organizationId}, ${origin}) AS known`,
  );
  return row?.known ?? false;
}

export type AllowingOrganization = { tenantId: string; organizationId: OrganizationId };

/** The open organizations of this person whose widgets this site may show. */
export const organizationsAllowing = (userId: UserId, origin: string): Promise<AllowingOrganization[]> =>
  forUser(userId, async (db: Db) => {
    const rows = await db.tenant.findMany({
      where: {
        state: 'active',
        deletionDueAt: null,
        logtoOrgId: { not: null },
        members: { some: { userId } },
        widgetOrigins: { some: { origin } },
      },
      select: { id: true, logtoOrgId: true },
    });
    return rows.map(({ id, logtoOrgId }) => ({ tenantId: id, organizationId: asOrganizationId(logtoOrgId!) }));
  });
