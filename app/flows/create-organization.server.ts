import { z } from 'zod';
import type { Person } from '#app/auth/person.ts';
import type { Result } from '#app/failures.ts';
import { logto } from '#app/logto/logto.server.ts';
import type { OrganizationId } from '#app/logto/ids.ts';
import { isDeletingAccount } from '#app/tenants/account.server.ts';
import { refuseOrganization } from '#app/tenants/limits.server.ts';
import { slugProblem } from '#app/tenants/slug.ts';
import { activateTenant, releaseTenant, reserveTenant } from '#app/tenants/tenants.server.ts';
import { actorOf } from './actor.server.ts';
import { operation } from './operation.server.ts';
import { Refusal, refuseIf } from './refusal.server.ts';

/** Limits are Logto's: name 1–128, description up to 256. The slug is ours. */
export const CreateOrganization = z.object({
  name: z.string().trim().min(1, 'name-missing').max(128, 'name-too-long'),
  slug: z
    .string()
    .trim()
    .toLowerCase()
    .superRefine((slug, context) => {
      const problem = slugProblem(slug);
      if (problem) context.addIssue({ code: 'custom', message: problem });
    }),
  description: z
    .string()
    .trim()
    .max(256, 'description-too-long')
    .default('')
    .transform((text) => text || null),
});

export type CreateOrganization = z.output<typeof CreateOrganization>;

/** `origin`: of the site whose widget makes it, which may show it then. */
type Input = CreateOrganization & { origin?: string };

type Created = { slug: string };

/**
 * Makes an organization whose only member and owner is this person. Anyone who is signed in may: they have no
 * organization yet in which they could hold a permission to.
 *
 * Three calls to Logto. Fails with `slug-taken`, `organizations-used-up`, `account-being-deleted`, `logto-unreachable`,
 * `logto-refused`, `rate-limited`.
 */
export const createOrganization = (person: Person, input: Input, key: string): Promise<Result<Created>> =>
  perform(actorOf(person), input, key);

const perform = operation<Input, { tenantId: string }, Created>({
  kind: 'create-organization',

  async reserve(db, { actor, input }) {
    refuseIf(await refuseOrganization(db, actor.userId));
    if (await isDeletingAccount(db, actor.userId)) throw new Refusal('account-being-deleted');
    const { name, slug, description } = input;
    const tenant = await reserveTenant(db, { name, slug, description, createdById: actor.userId });
    if (!tenant) throw new Refusal('slug-taken', { field: 'slug', values: { slug: input.slug } });
    return { tenantId: tenant.id };
  },

  async steps({ id, actor, input, reserved, again, step }) {
    const organizationId = await step('create in Logto', () => make(id, input, again));
    await step('add the creator', () => logto().members.add(organizationId, actor.userId));
    await step('make the creator owner', () => logto().members.setRoles(organizationId, actor.userId, ['owner']));
    return step('open the workspace', () => activateTenant(reserved.tenantId, organizationId, actor, input.origin));
  },

  async undo({ id, input, reserved, remembered }) {
    const made =
      remembered<OrganizationId>('create in Logto') ??
      (await logto().organizations.findByOperation(input.name, id))?.id;
    if (made) await logto().organizations.delete(made);
    await releaseTenant(reserved.tenantId);
  },
});

async function make(operationId: string, { name, description }: CreateOrganization, resumed: boolean) {
  const organization = await logto().organizations.findOrCreate({ name, description, operationId, resumed });
  return organization.id;
}
