import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { z } from 'zod';
import { requireOrganization } from '#app/auth/organization.server.ts';
import { env } from '#app/env.server.ts';
import { ChangeSlug, changeSlug } from '#app/flows/change-slug.server.ts';
import { CloseOrganization, closeOrganization } from '#app/flows/close-organization.server.ts';
import { UpdateOrganization, updateOrganization } from '#app/flows/update-organization.server.ts';
import { formKey, parseForm } from '#app/forms.server.ts';
import { translator } from '#app/i18n/translator.server.ts';
import { paths } from '#app/paths.ts';
import { daysToRestore } from '#app/tenants/closing.server.ts';
import { readDescribed } from '#app/tenants/describe.server.ts';
import { listOldSlugs, mostOldSlugs } from '#app/tenants/slugs.server.ts';
import { ErrorSummary } from '#app/ui/error-summary.tsx';
import { flash } from '#app/ui/flash.server.ts';
import { AboutCard, AddressCard, CloseBox } from '#app/ui/general-settings.tsx';
import { LogoCard } from '#app/ui/logo-card.tsx';
import { languageOf } from '#app/ui/preferences.server.ts';

const Intent = z.discriminatedUnion('intent', [
  UpdateOrganization.extend({ intent: z.literal('describe') }),
  ChangeSlug.extend({ intent: z.literal('move') }),
  CloseOrganization.extend({ intent: z.literal('close') }),
]);

export async function loader(args: LoaderFunctionArgs) {
  const { tenantId, organizationId, slug, permissions, logoUrl } = await requireOrganization(
    args,
    'manage:organization',
  );
  const [about, oldSlugs] = await Promise.all([readDescribed(tenantId), listOldSlugs(tenantId)]);
  return {
    title: translator(languageOf(args.request)).settings.title,
    about,
    logo: { id: organizationId, name: about.name, slug, logo: logoUrl },
    address: { origin: env().APP_URL, slug, oldSlugs, max: mostOldSlugs },
    days: permissions.includes('delete:organization') ? daysToRestore : null,
    key: formKey(),
  };
}

export async function action(args: ActionFunctionArgs) {
  const access = await requireOrganization(args, 'manage:organization');
  const form = await parseForm(args.request, Intent);
  if (!form.ok) return form.answer;
  switch (form.value.intent) {
    case 'describe': {
      const { intent: _, ...input } = form.value;
      const updated = await updateOrganization(access, input, form.key);
      if (!updated.ok) return form.refuse(updated);
      return redirect(paths.settings(access.slug), { headers: flash('workspace-updated') });
    }
    case 'move': {
      const moved = await changeSlug(access, form.value);
      if (!moved.ok) return form.refuse(moved);
      const to = paths.home(moved.value.slug);
      return redirect(paths.settings(moved.value.slug), { headers: flash('workspace-moved', { address: to }) });
    }
    case 'close': {
      const closed = await closeOrganization(access, form.value);
      if (!closed.ok) return form.refuse(closed);
      const { slug, organizationName: name } = access;
      return redirect(paths.closed(slug), { headers: flash('workspace-closed', { name }) });
    }
  }
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }];

export default function GeneralSettings() {
  const { about, logo, address, days, key } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const forms = ['describe', 'move', ...(days === null ? [] : ['close'])];
  const unplaced = answer && !forms.includes(String(answer.values['intent'])) ? answer.problems : [];
  /** Each form has its own problems, and its own key for the next try. */
  const formOf = (intent: string) => {
    const own = answer?.values['intent'] === intent ? answer : undefined;
    return { problems: own?.problems, values: own?.values, idempotencyKey: own?.key ?? key };
  };
  return (
    <div className="grid max-w-3xl grid-cols-1 gap-6">
      <ErrorSummary problems={unplaced} standsAlone />
      <AboutCard form={formOf('describe')} {...about} />
      <LogoCard workspace={logo} idempotencyKey={key} />
      <AddressCard form={formOf('move')} {...address} />
      {days !== null && <CloseBox form={formOf('close')} name={about.name} days={days} />}
    </div>
  );
}
