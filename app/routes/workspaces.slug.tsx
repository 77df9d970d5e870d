import type { LoaderFunctionArgs } from '@remix-run/node';
import { refuse } from '#app/auth/refuse.server.ts';
import { requirePerson } from '#app/auth/session.server.ts';
import { byPerson, limits, refuseBeyond } from '#app/rate-limit.server.ts';
import { slugIsFree } from '#app/tenants/tenants.server.ts';
import { type SlugAnswer, slugProblem } from '#app/tenants/slug.ts';

/** The live check of the form. Only a hint: the slug is taken when the form is sent. */
export async function loader(args: LoaderFunctionArgs): Promise<Response> {
  const { userId } = await requirePerson(args);
  if (await refuseBeyond(limits.slugChecks, byPerson(userId))) throw refuse('rate-limited', args.context);
  const slug = (new URL(args.request.url).searchParams.get('slug') ?? '').trim().toLowerCase().slice(0, 64);
  const problem = slugProblem(slug) ?? ((await slugIsFree(slug)) ? null : 'slug-taken');
  return Response.json({ slug, problem } satisfies SlugAnswer);
}
