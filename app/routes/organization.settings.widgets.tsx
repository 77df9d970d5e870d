import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { z } from 'zod';
import { requireOrganization } from '#app/auth/organization.server.ts';
import { env } from '#app/env.server.ts';
import { AddWidgetOrigin, addWidgetOrigin } from '#app/flows/add-widget-origin.server.ts';
import { RemoveWidgetOrigin, removeWidgetOrigin } from '#app/flows/remove-widget-origin.server.ts';
import { parseForm } from '#app/forms.server.ts';
import { translator } from '#app/i18n/translator.server.ts';
import { paths } from '#app/paths.ts';
import { listWidgetOrigins } from '#app/tenants/widget-origins.server.ts';
import { flash } from '#app/ui/flash.server.ts';
import { languageOf } from '#app/ui/preferences.server.ts';
import { WidgetEmbedding } from '#app/ui/widget-embedding.tsx';
import { WidgetSites } from '#app/ui/widget-sites.tsx';
import { WidgetTrial } from '#app/ui/widget-trial.tsx';
import { latestScript } from '#app/widget-script.server.ts';

/** The sites whose pages may show the workspace's widgets, and how they do. */
export async function loader(args: LoaderFunctionArgs) {
  const { tenantId, organizationId, organizationName } = await requireOrganization(args, 'manage:organization');
  const sites = await listWidgetOrigins(tenantId);
  return {
    title: translator(languageOf(args.request)).settings.tabs.widgets,
    workspace: organizationName,
    organizationId,
    baseUrl: env().APP_URL,
    script: latestScript(),
    sites: sites.map(({ createdAt, ...site }) => ({ ...site, createdAt: createdAt.toISOString() })),
  };
}

const Change = z.discriminatedUnion('intent', [
  AddWidgetOrigin.extend({ intent: z.literal('add') }),
  RemoveWidgetOrigin.extend({ intent: z.literal('remove') }),
]);

export async function action(args: ActionFunctionArgs) {
  const access = await requireOrganization(args, 'manage:organization');
  const form = await parseForm(args.request, Change);
  if (!form.ok) return form.answer;
  const { intent, origin } = form.value;
  const adding = intent === 'add';
  const done = await (adding ? addWidgetOrigin : removeWidgetOrigin)(access, { origin });
  if (!done.ok) return form.refuse(done);
  const said = flash(adding ? 'site-added' : 'site-removed', { site: origin });
  return redirect(paths.widgets(access.slug), { headers: said });
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data && `${data.title} · ${data.workspace}` }];

export default function Widgets() {
  const { sites, organizationId, baseUrl, script } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const answerTo = (intent: string) => (answer?.values['intent'] === intent ? answer : undefined);
  return (
    <div className="grid max-w-3xl grid-cols-1 gap-6">
      <WidgetSites sites={sites} added={answerTo('add')} removed={answerTo('remove')} />
      <WidgetEmbedding
        baseUrl={baseUrl}
        organizationId={organizationId}
        script={script}
        site={sites[0]?.origin ?? 'https://shop.example.com'}
      />
      <WidgetTrial organizationId={organizationId} />
    </div>
  );
}
