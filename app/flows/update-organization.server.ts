import { z } from 'zod';
import { liveCheck } from '#app/auth/live-check.server.ts';
import type { Access } from '#app/auth/organization.server.ts';
import { failure, type Result } from '#app/failures.ts';
import type { OrganizationId } from '#app/logto/ids.ts';
import { logto } from '#app/logto/logto.server.ts';
import {
  type Described,
  type DescribedChange,
  lockDescribed,
  takeBackDescribed,
  writeDescribed,
} from '#app/tenants/describe.server.ts';
import { actorIn } from './actor.server.ts';
import { CreateOrganization } from './create-organization.server.ts';
import { oneAfterAnother } from './one-after-another.server.ts';
import { operation, type Run } from './operation.server.ts';
import { Refusal } from './refusal.server.ts';

/** Browsers send a line's end as two characters, whatever it was. */
const sameLines = (text: string) => text.replace(/\r\n/g, '\n').trim();

export const UpdateOrganization = z.object({
  name: CreateOrganization.shape.name,
  description: z.preprocess(
    (text) => (typeof text === 'string' ? sameLines(text) : text),
    CreateOrganization.shape.description,
  ),
  /** What the form showed. A field that was left as it was is left to whoever changed it meanwhile. */
  shownName: z.string().trim().optional(),
  shownDescription: z.string().transform(sameLines).optional(),
});

export type UpdateOrganization = z.output<typeof UpdateOrganization>;

type Input = UpdateOrganization & { organizationId: OrganizationId };
type Reserved = { before: Described; change: DescribedChange };

const claimOf = (tenantId: string): string => `description:${tenantId}`;

/**
 * Name and description, in Logto and in the copy. Two calls to Logto. Fails with `not-permitted`, `organization-closed`,
 * `settings-busy`, `logto-unreachable`, `rate-limited`, `logto-refused`.
 */
export async function updateOrganization(
  access: Access,
  input: UpdateOrganization,
  key: string,
): Promise<Result<null>> {
  if (!access.permissions.includes('manage:organization')) return failure('not-permitted');
  const live = await liveCheck(access, 'manage:organization');
  if (!live.ok) return live;
  const { tenantId, organizationId } = access;
  return oneAfterAnother(claimOf(tenantId), 'settings-busy', () =>
    perform(actorIn(access), { ...input, organizationId }, key),
  );
}

const perform = operation<Input, Reserved, null>({
  kind: 'update-organization',

  async reserve(db, { actor, input, claim }) {
    // Two at once would be told in one order by Logto and in another by us.
    if (!(await claim(claimOf(actor.tenantId!)))) throw new Refusal('settings-busy');
    const before = await lockDescribed(db, actor.tenantId!);
    if (!before) throw new Refusal('organization-closed');
    return { before, change: changeOf(input, before) };
  },

  async steps(run) {
    const { actor, reserved, step, write } = run;
    if (fieldsOf(reserved.change).length === 0) return null; // which Logto would refuse
    const now = await step('change in Logto', () => changeInLogto(run));
    return write('write it down', async (db) => {
      await writeDescribed(db, actor.tenantId!, { before: reserved.before, now, actor });
      return null;
    });
  },

  async undo({ actor, input, reserved: { before, change }, remembered, write }) {
    if (remembered('write it down') !== undefined) return;
    const now = await logto().organizations.get(input.organizationId);
    const ours = fieldsOf(change).filter((field) => now?.[field] === change[field]);
    if (ours.length > 0) await logto().organizations.update(input.organizationId, pick(before, ours));
    await write('take back', async (db) => {
      await takeBackDescribed(db, actor.tenantId!, change, before);
      return null;
    });
  },
});

function changeOf({ name, description, shownName, shownDescription }: UpdateOrganization, before: Described) {
  const change: DescribedChange = {};
  if (name !== before.name && name !== shownName) change.name = name;
  if (description !== before.description && (description ?? '') !== shownDescription) change.description = description;
  return change;
}

const fieldsOf = (change: DescribedChange) => Object.keys(change) as (keyof Described)[];

const pick = (from: Described, fields: readonly (keyof Described)[]): DescribedChange =>
  Object.fromEntries(fields.map((field) => [field, from[field]]));

/** Answers what Logto has of these fields now. Taken up again, it leaves alone what somebody else has changed since. */
async function changeInLogto({ input, reserved: { before, change }, again }: Run<Input, Reserved>) {
  const { organizations } = logto();
  const found = again ? await organizations.get(input.organizationId) : null;
  const fields = fieldsOf(change).filter((field) => !found || found[field] === before[field]);
  const now =
    found && fields.length === 0
      ? found
      : await organizations.update(input.organizationId, pick(change as Described, fields));
  return pick(now, fieldsOf(change));
}
