import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { z } from 'zod';
import { requireOrganization } from '#app/auth/organization.server.ts';
import { changeLogo, removeLogo } from '#app/flows/change-logo.server.ts';
import { formKey, parseUpload } from '#app/forms.server.ts';
import { useT } from '#app/i18n/react.tsx';
import { paths } from '#app/paths.ts';
import { byPerson, limits, refuseBeyond } from '#app/rate-limit.server.ts';
import { ButtonLink } from '#app/ui/button.tsx';
import { flash } from '#app/ui/flash.server.ts';
import { LogoCard } from '#app/ui/logo-card.tsx';

/** Where the logo's form goes. Shown by itself when something was refused. */
export async function loader(args: LoaderFunctionArgs) {
  const access = await requireOrganization(args, 'manage:organization');
  const { organizationId: id, organizationName: name, slug, logoUrl: logo } = access;
  return { workspace: { id, name, slug, logo }, key: formKey() };
}

const Logo = z.object({ intent: z.enum(['change', 'remove']) });

export async function action(args: ActionFunctionArgs) {
  const access = await requireOrganization(args, 'manage:organization');
  const form = await parseUpload(args.request, Logo, 'logo');
  if (!form.ok) return form.answer;
  const removing = form.value.intent === 'remove';
  const tooOften = removing ? null : await refuseBeyond(limits.uploads, byPerson(access.userId));
  if (tooOften) return form.refuse(tooOften);
  const changed = await (removing ? removeLogo(access, form.key) : changeLogo(access, form.file, form.key));
  if (!changed.ok) return form.refuse(changed);
  return redirect(paths.settings(access.slug), { headers: flash(removing ? 'logo-removed' : 'logo-changed') });
}

export default function LogoPage() {
  const t = useT();
  const { workspace, key } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <div className="grid max-w-3xl gap-6">
      <LogoCard workspace={workspace} idempotencyKey={answer?.key ?? key} problems={answer?.problems} />
      <p>
        <ButtonLink to={paths.settings(workspace.slug)} tone="quiet">
          {t.images.logo.back}
        </ButtonLink>
      </p>
    </div>
  );
}
