import { failure, type Result, success } from '#app/failures.ts';
import { audit, type AuditActor } from './audit.server.ts';
import { type Db, forTenant } from './db.server.ts';
import { refuseWhenFull } from './limits.server.ts';

/**
 * The projects of a tenant. Row-level security keeps each tenant's to itself: what belongs to another one is
 * `not-found`, whoever sends its id. Each change is told of in the audit log, in the same transaction.
 */
export type ProjectRow = { id: string; name: string; createdByName: string; createdAt: Date };

const columns = { id: true, name: true, createdByName: true, createdAt: true } as const;

type Page = {
  /** A part of the name, in any case. */
  search?: string | undefined;
  /** The last id of the page before. */
  after?: string | undefined;
  limit?: number;
};

/** A page, newest first. Keyset, so that page 2,000 costs what page 1 does. */
export const listProjects = (
  tenantId: string,
  { search, after, limit = 50 }: Page = {},
): Promise<{ projects: ProjectRow[]; next: string | null }> =>
  forTenant(tenantId, async (db) => {
    const rows = await db.project.findMany({
      where: {
        tenantId,
        ...(search && { name: { contains: literally(search), mode: 'insensitive' } }),
        ...(after && { id: { lt: after } }),
      },
      orderBy: { id: 'desc' },
      take: limit + 1,
      select: columns,
    });
    const shown = rows.slice(0, limit);
    return { projects: shown, next: rows.length > limit ? shown.at(-1)!.id : null };
  });

/** Prisma hands it to LIKE as it is. */
const literally = (text: string) => text.replace(/[\\%_]/g, '\\$&');

/** Pressing twice makes one: `key` is the form's. Fails with `form-used-differently`, `projects-used-up`. */
export const createProject = (
  tenantId: string,
  actor: AuditActor,
  name: string,
  key: string,
): Promise<Result<ProjectRow>> =>
  forTenant(tenantId, async (db) => {
    const full = await refuseWhenFull(db, tenantId, 'projects');
    const pressed = () => db.project.findFirst({ where: { tenantId, formKey: key }, select: columns });
    if (full && !(await pressed())) return full;
    const row = { tenantId, name, formKey: key, createdById: actor.userId, createdByName: actor.name };
    const [made] = await db.project.createManyAndReturn({ data: [row], select: columns, skipDuplicates: true });
    if (made) {
      await audit(db, { tenantId, actor, action: 'project.created', target: made });
      return success(made);
    }
    const before = await pressed();
    return before?.name === name ? success(before) : failure('form-used-differently');
  });

/** Fails with `not-found`. */
export const renameProject = (tenantId: string, actor: AuditActor, id: string, name: string): Promise<Result<null>> =>
  forTenant(tenantId, async (db) => {
    const before = await take(db, id);
    if (!before) return failure('not-found');
    if (before.name === name) return success(null); // pressed twice
    await db.project.updateMany({ where: { id }, data: { name } });
    const details = { from: before.name, to: name };
    await audit(db, { tenantId, actor, action: 'project.renamed', target: { id, name }, details });
    return success(null);
  });

/** Answers its name. Fails with `not-found`. */
export const deleteProject = (tenantId: string, actor: AuditActor, id: string): Promise<Result<{ name: string }>> =>
  forTenant(tenantId, async (db) => {
    const found = await take(db, id);
    if (!found) return failure('not-found');
    await db.project.deleteMany({ where: { id } });
    await audit(db, { tenantId, actor, action: 'project.deleted', target: { id, name: found.name } });
    return success(found);
  });

/** Whoever else changes it waits, so that each change is told of once. */
async function take(db: Db, id: string): Promise<{ name: string } | undefined> {
  const [row] = await db.$queryRaw<{ name: string }[]>`
    SELECT name FROM projects WHERE id = ${id}::uuid FOR UPDATE`;
  return row;
}
