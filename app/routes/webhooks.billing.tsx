import type { ActionFunctionArgs } from '@remix-run/node';
import { refuse } from '#app/auth/refuse.server.ts';
import { billing } from '#app/billing.server.ts';
import { changePlan } from '#app/flows/change-plan.server.ts';

/** Who changes a plan in the audit log when the provider tells us to. */
const provider = { userId: '', name: 'Billing', ip: '' };

/** What a billing provider tells. Answers 204 also to what concerns no plan, and to what is told twice. */
export async function action({ request, context }: ActionFunctionArgs) {
  const { planOf } = billing() ?? {};
  if (!planOf) return refuse('not-found', context);
  const told = await planOf(request);
  if (told) {
    const changed = await changePlan(told.tenantId, told.plan, provider);
    if (!changed.ok) context.log.warn({ ...told }, 'a plan was paid for an organization that is not here');
  }
  return new Response(null, { status: 204 });
}

export const loader = ({ context }: Pick<ActionFunctionArgs, 'context'>) => refuse('not-found', context);
