import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { z } from 'zod';
import { requireOrganization } from '#app/auth/organization.server.ts';
import { leaveOrganization } from '#app/flows/leave-organization.server.ts';
import { formKey, parseForm } from '#app/forms.server.ts';
import { translator } from '#app/i18n/translator.server.ts';
import { useT } from '#app/i18n/react.tsx';
import { refusalFor } from '#app/member-rules.ts';
import { paths } from '#app/paths.ts';
import { findMember } from '#app/tenants/members.server.ts';
import { countWorkspaces } from '#app/tenants/tenants.server.ts';
import { Button, ButtonLink } from '#app/ui/button.tsx';
import { flash } from '#app/ui/flash.server.ts';
import { Notice } from '#app/ui/notice.tsx';
import { PageHeader } from '#app/ui/page-header.tsx';
import { FormActions, PostForm } from '#app/ui/post-form.tsx';
import { languageOf } from '#app/ui/preferences.server.ts';

export async function loader(args: LoaderFunctionArgs) {
  const { tenantId, userId, roles: has, permissions: held, organizationName, slug } = await requireOrganization(args);
  const anotherOwner = (await findMember(tenantId, userId))?.anotherOwner ?? false;
  return {
    title: translator(languageOf(args.request)).leave.title({ workspace: organizationName }),
    slug,
    lastOwner: refusalFor('leave', { held, self: true, has, gets: [], anotherOwner }) === 'last-owner',
    key: formKey(),
  };
}

export async function action(args: ActionFunctionArgs) {
  const access = await requireOrganization(args);
  const form = await parseForm(args.request, z.object({}));
  if (!form.ok) return form.answer;
  const left = await leaveOrganization(access, form.key);
  const goesOn = !left.ok && left.code === 'still-working';
  if (!left.ok && !goesOn) return form.refuse(left);
  const elsewhere = (await countWorkspaces(access.userId)) > (goesOn ? 1 : 0);
  const said = flash(goesOn ? 'leaving' : 'left', { name: access.organizationName });
  return redirect(elsewhere || goesOn ? paths.workspaces : paths.welcome, { headers: said });
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }];

export default function Leave() {
  const t = useT();
  const { title, slug, lastOwner, key } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const stay = (
    <ButtonLink to={paths.members(slug)} tone="quiet">
      {t.leave.stay}
    </ButtonLink>
  );
  return (
    <>
      <PageHeader title={title} context={t.leave.context} />
      <div className="grid max-w-prose gap-6">
        {lastOwner && !answer ? (
          <>
            <Notice tone="warning" title={t.leave.lastOwner.title}>
              {t.leave.lastOwner.text}
            </Notice>
            <FormActions>
              <ButtonLink to={paths.members(slug)}>{t.leave.lastOwner.choose}</ButtonLink>
            </FormActions>
          </>
        ) : (
          <PostForm problems={answer?.problems} idempotencyKey={answer?.key ?? key}>
            <ul className="grid list-disc gap-2 pl-5">
              {t.leave.lost.map((each) => (
                <li key={each}>{each}</li>
              ))}
            </ul>
            <FormActions>
              <Button tone="danger">{t.leave.submit}</Button>
              {stay}
            </FormActions>
          </PostForm>
        )}
      </div>
    </>
  );
}
