import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import type { ReactNode } from 'react';
import { z } from 'zod';
import { requireClosed } from '#app/auth/closed.server.ts';
import { restoreOrganization } from '#app/flows/restore-organization.server.ts';
import { parseForm } from '#app/forms.server.ts';
import { failureText } from '#app/i18n/failure-text.ts';
import { useFormats, useT } from '#app/i18n/react.tsx';
import { translator } from '#app/i18n/translator.server.ts';
import { paths } from '#app/paths.ts';
import { readClosing } from '#app/tenants/closing.server.ts';
import { listOrganizations } from '#app/tenants/organization-list.server.ts';
import { accountOf } from '#app/ui/account-menu.tsx';
import { AppFrame } from '#app/ui/app-frame.tsx';
import { Button, ButtonLink } from '#app/ui/button.tsx';
import { Card, Facts } from '#app/ui/card.tsx';
import { flash } from '#app/ui/flash.server.ts';
import { Notice } from '#app/ui/notice.tsx';
import { PageHeader } from '#app/ui/page-header.tsx';
import { FormActions, PostForm } from '#app/ui/post-form.tsx';
import { languageOf } from '#app/ui/preferences.server.ts';
import { useTimeZone } from '#app/ui/time-zone.ts';
import { toWorkspaceLink } from '#app/ui/workspace-link.ts';

/** Where everything of a closed workspace leads: until when it is there, and for its owners the way back. */
export async function loader(args: LoaderFunctionArgs) {
  const access = await requireClosed(args);
  const [closing, { organizations }] = await Promise.all([
    readClosing(access.tenantId),
    listOrganizations(access.userId, { limit: 12 }),
  ]);
  const { organizationName: workspace, mayRestore } = access;
  return {
    title: translator(languageOf(args.request)).settings.closed.title({ workspace }),
    ...closing,
    mayRestore,
    account: accountOf(access),
    workspaces: organizations.map(toWorkspaceLink),
  };
}

export async function action(args: ActionFunctionArgs) {
  const access = await requireClosed(args);
  const form = await parseForm(args.request, z.object({}));
  if (!form.ok) return form.answer;
  const restored = await restoreOrganization(access);
  if (!restored.ok) return form.refuse(restored);
  const { slug, organizationName: name } = access;
  return redirect(paths.home(slug), { headers: flash('workspace-restored', { name }) });
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }];

export default function Closed() {
  const t = useT();
  const { title, deletionByName, deletionDueAt, erasing, account, workspaces } = useLoaderData<typeof loader>();
  const { closed } = t.settings;
  const elsewhere = (
    <ButtonLink to={paths.allWorkspaces} tone="secondary">
      {closed.elsewhere}
    </ButtonLink>
  );
  return (
    <AppFrame workspaces={workspaces} items={[]} account={account}>
      <PageHeader title={title} context={erasing ? undefined : closed.context} />
      <div className="grid max-w-2xl grid-cols-1 gap-6">
        {erasing ? (
          <Notice tone="danger" title={closed.beingDeleted}>
            {failureText(t, { code: 'too-late-to-restore' })}
          </Notice>
        ) : (
          <Card>
            <Facts
              items={[
                { label: closed.by, value: deletionByName },
                { label: closed.deletedOn, value: deletionDueAt && <Due at={deletionDueAt} /> },
              ]}
            />
            <p className="mt-4 max-w-prose text-muted">{closed.safe}</p>
          </Card>
        )}
        {erasing ? <FormActions>{elsewhere}</FormActions> : <WayBack>{elsewhere}</WayBack>}
      </div>
    </AppFrame>
  );
}

/** The owner's button, or whom to ask; beside it the way to other workspaces. */
function WayBack({ children: elsewhere }: { children: ReactNode }) {
  const { closed } = useT().settings;
  const format = useFormats();
  const { mayRestore, owners } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  if (!mayRestore) {
    return (
      <>
        <p>{owners.length > 0 ? closed.ask({ owners: format.list(owners) }) : closed.askNobody}</p>
        <FormActions>{elsewhere}</FormActions>
      </>
    );
  }
  return (
    <PostForm problems={answer?.problems}>
      <p className="text-muted">{closed.restoreText}</p>
      <FormActions>
        <Button>{closed.restore}</Button>
        {elsewhere}
      </FormActions>
    </PostForm>
  );
}

/** To the minute, in the reader's time zone once the page is awake. */
function Due({ at }: { at: Date | string }) {
  const format = useFormats();
  const zone = useTimeZone();
  return <time dateTime={new Date(at).toISOString()}>{format.dateTime(at, zone)}</time>;
}
