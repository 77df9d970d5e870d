import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { z } from 'zod';
import { accountCenterPages } from '#app/auth/account-center.server.ts';
import { type Access, requireOrganization } from '#app/auth/organization.server.ts';
import { env } from '#app/env.server.ts';
import type { Result } from '#app/failures.ts';
import { AddDomain, addDomain } from '#app/flows/add-domain.server.ts';
import { ChangeJoiningRole, changeJoiningRole } from '#app/flows/change-joining-role.server.ts';
import { lookAgain, refreshSignInSettings } from '#app/flows/copy-sign-in-settings.server.ts';
import { suggestedDomain } from '#app/flows/email-domain.server.ts';
import { RemoveDomain, removeDomain } from '#app/flows/remove-domain.server.ts';
import { RequireMfa, requireMfa } from '#app/flows/require-mfa.server.ts';
import { type FormAnswer, formKey, parseForm } from '#app/forms.server.ts';
import { translator } from '#app/i18n/translator.server.ts';
import { useT } from '#app/i18n/react.tsx';
import { paths } from '#app/paths.ts';
import { grantableRoles } from '#app/permissions.ts';
import { readSignInSettings } from '#app/tenants/sign-in-settings.server.ts';
import { Card } from '#app/ui/card.tsx';
import { CopyField } from '#app/ui/copy-field.tsx';
import { flash } from '#app/ui/flash.server.ts';
import { JoiningDomains } from '#app/ui/joining-domains.tsx';
import { JoiningRole } from '#app/ui/joining-role.tsx';
import { LookedAt } from '#app/ui/looked-at.tsx';
import { MfaSetting } from '#app/ui/mfa-setting.tsx';
import { languageOf } from '#app/ui/preferences.server.ts';
import { SsoConnectors } from '#app/ui/sso-connectors.tsx';

/** Shows the copy: Logto is asked behind it, never while somebody waits for the page. */
export async function loader(args: LoaderFunctionArgs) {
  const access = await requireOrganization(args, 'manage:organization');
  const { slug, tenantId, email, permissions } = access;
  const settings = await readSignInSettings(tenantId);
  const { log } = args.context;
  refreshSignInSettings(access, settings.lookedAt, (err) =>
    log.warn({ err }, 'Logto’s sign-in settings are not copied'),
  );
  const has = [...settings.domains.map(({ domain }) => domain), ...settings.domainsInLogto];
  return {
    ...settings,
    title: translator(languageOf(args.request)).signInSettings.title,
    link: env().APP_URL + paths.signInTo(slug),
    enrolAt: accountCenterPages(paths.signInSettings(slug)).authenticator,
    suggested: await suggestedDomain(email, has),
    roles: grantableRoles(permissions).filter((role) => role !== 'owner'),
    key: formKey(),
  };
}

const Change = z.discriminatedUnion('intent', [
  RequireMfa.extend({ intent: z.literal('require-mfa') }),
  AddDomain.extend({ intent: z.literal('add-domain') }),
  RemoveDomain.extend({ intent: z.literal('remove-domain') }),
  ChangeJoiningRole.extend({ intent: z.literal('change-role') }),
  z.object({ intent: z.literal('look-again') }),
]);

type Change = z.output<typeof Change>;

export async function action(args: ActionFunctionArgs) {
  const access = await requireOrganization(args, 'manage:organization');
  const form = await parseForm(args.request, Change);
  if (!form.ok) return form.answer;
  const done = await perform(access, form.value, form.key);
  if (!done.ok) return form.refuse(done);
  return redirect(paths.signInSettings(access.slug), { headers: said(form.value) });
}

function perform(access: Access, change: Change, key: string): Promise<Result<null>> {
  switch (change.intent) {
    case 'require-mfa':
      return requireMfa(access, change, key);
    case 'add-domain':
      return addDomain(access, change, key);
    case 'remove-domain':
      return removeDomain(access, change, key);
    case 'change-role':
      return changeJoiningRole(access, change, key);
    case 'look-again':
      return lookAgain(access);
  }
}

function said(change: Change): Headers {
  switch (change.intent) {
    case 'require-mfa':
      return flash(change.required ? 'mfa-required' : 'mfa-not-required');
    case 'add-domain':
      return flash('domain-added', { domain: change.domain });
    case 'remove-domain':
      return flash('domain-removed', { domain: change.domain });
    case 'change-role':
      return flash('joining-role-changed');
    case 'look-again':
      return flash('looked-again');
  }
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }];

export default function SignInSettings() {
  const t = useT();
  const { link, isMfaRequired, enrolAt, roles, key, lookedAt, ...settings } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const answerTo = (intent: Change['intent']): FormAnswer | undefined =>
    answer?.values['intent'] === intent ? answer : undefined;
  return (
    <div className="grid max-w-3xl grid-cols-1 gap-6">
      <Card title={t.signInSettings.link.title}>
        <CopyField label={t.signInSettings.link.label} value={link} help={t.signInSettings.link.help} />
      </Card>
      <MfaSetting required={isMfaRequired} enrolAt={enrolAt} idempotencyKey={key} answer={answerTo('require-mfa')} />
      <JoiningDomains
        domains={settings.domains}
        domainsInLogto={settings.domainsInLogto}
        suggested={settings.suggested}
        idempotencyKey={key}
        added={answerTo('add-domain')}
        removed={answerTo('remove-domain')}
      >
        <JoiningRole
          roles={roles}
          joiningRoles={settings.joiningRoles}
          idempotencyKey={key}
          answer={answerTo('change-role')}
        />
      </JoiningDomains>
      <SsoConnectors connectors={settings.ssoConnectors} />
      <LookedAt at={lookedAt} answer={answerTo('look-again')} />
    </div>
  );
}
