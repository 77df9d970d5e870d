import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { Outlet, useLoaderData } from '@remix-run/react';
import { requireOrganization } from '#app/auth/organization.server.ts';
import { translator } from '#app/i18n/translator.server.ts';
import { useT } from '#app/i18n/react.tsx';
import { paths } from '#app/paths.ts';
import { PageHeader } from '#app/ui/page-header.tsx';
import { languageOf } from '#app/ui/preferences.server.ts';
import { Tabs } from '#app/ui/tabs.tsx';

/** What an organization decides about itself: a page each, under one title. */
export async function loader(args: LoaderFunctionArgs) {
  const { slug, organizationName } = await requireOrganization(args, 'manage:organization');
  return { title: translator(languageOf(args.request)).settings.title, name: organizationName, slug };
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }];

export default function Settings() {
  const t = useT();
  const { name, slug } = useLoaderData<typeof loader>();
  const { tabs } = t.settings;
  return (
    <>
      <PageHeader title={t.settings.title} context={t.settings.context({ workspace: name })} />
      <Tabs
        label={t.settings.pages}
        items={[
          { to: paths.settings(slug), label: tabs.general, end: true },
          { to: paths.signInSettings(slug), label: tabs.signIn },
          { to: paths.machines(slug), label: tabs.machines },
          { to: paths.widgets(slug), label: tabs.widgets },
          { to: paths.plan(slug), label: tabs.plan },
          { to: paths.features(slug), label: tabs.features },
        ]}
      />
      <Outlet />
    </>
  );
}
