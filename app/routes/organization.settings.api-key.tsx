import { type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { z } from 'zod';
import { requireOrganization } from '#app/auth/organization.server.ts';
import { refuse } from '#app/auth/refuse.server.ts';
import { env } from '#app/env.server.ts';
import { revokeApiKey } from '#app/flows/revoke-api-key.server.ts';
import { keyGraces, RotateApiKey, rotateApiKey } from '#app/flows/rotate-api-key.server.ts';
import { parseForm } from '#app/forms.server.ts';
import { useFormats, useT } from '#app/i18n/react.tsx';
import { RelativeTime } from '#app/i18n/relative-time.tsx';
import { paths } from '#app/paths.ts';
import { byPerson, limits, refuseBeyond } from '#app/rate-limit.server.ts';
import { findApiKey } from '#app/tenants/api-keys.server.ts';
import { Button, ButtonLink } from '#app/ui/button.tsx';
import { Card, Facts } from '#app/ui/card.tsx';
import { Select } from '#app/ui/controls.tsx';
import { DangerBox } from '#app/ui/danger-box.tsx';
import { ErrorSummary } from '#app/ui/error-summary.tsx';
import { Field } from '#app/ui/field.tsx';
import { flash } from '#app/ui/flash.server.ts';
import { AnyRole, KeyStateBadge, LastUsed } from '#app/ui/machine-lists.tsx';
import { Notice } from '#app/ui/notice.tsx';
import { FormActions, PostForm } from '#app/ui/post-form.tsx';
import { KeyShown } from '#app/ui/secret-shown.tsx';

const Change = z.discriminatedUnion('intent', [
  RotateApiKey.extend({ intent: z.literal('rotate') }),
  z.object({ intent: z.literal('revoke') }),
]);

export async function loader(args: LoaderFunctionArgs) {
  const { tenantId, slug, organizationName } = await requireOrganization(args, 'manage:organization');
  const key = await findApiKey(tenantId, args.params['keyId'] ?? '');
  if (!key) throw refuse('not-found', args.context);
  const now = new Date();
  const { expiresAt, revokedAt, previousUntil, createdAt, lastUsedAt, ...plain } = key;
  const expired = expiresAt !== null && expiresAt <= now;
  return {
    workspace: organizationName,
    slug,
    url: `${env().APP_URL}${paths.apiMe}`,
    graces: keyGraces,
    key: {
      ...plain,
      state: revokedAt ? ('revoked' as const) : expired ? ('expired' as const) : ('active' as const),
      createdAt: createdAt.toISOString(),
      expiresAt: expiresAt?.toISOString() ?? null,
      lastUsedAt: lastUsedAt?.toISOString() ?? null,
      previousUntil: previousUntil && previousUntil > now ? previousUntil.toISOString() : null,
    },
  };
}

export async function action(args: ActionFunctionArgs) {
  const access = await requireOrganization(args, 'manage:organization');
  const form = await parseForm(args.request, Change);
  if (!form.ok) return form.answer;
  const id = args.params['keyId'] ?? '';
  if (form.value.intent === 'revoke') {
    const revoked = await revokeApiKey(access, id);
    if (!revoked.ok) return form.refuse(revoked);
    return redirect(paths.machines(access.slug), { headers: flash('key-revoked', { name: revoked.value.name }) });
  }
  const tooOften = await refuseBeyond(limits.apiKeys, byPerson(access.userId));
  if (tooOften) return form.refuse(tooOften);
  const rotated = await rotateApiKey(access, id, form.value);
  return rotated.ok ? { shown: rotated.value } : form.refuse(rotated);
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: data && `${data.key.name} · ${data.workspace}` },
];

export default function ApiKeyPage() {
  const t = useT().machines;
  const { slug, key, url, graces } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const shown = answer && 'shown' in answer ? answer.shown : undefined;
  const refused = answer && 'problems' in answer ? answer : undefined;
  return (
    <div className="grid max-w-prose grid-cols-1 gap-6">
      {shown ? (
        <KeyShown {...shown} url={url} done={paths.machines(slug)} />
      ) : (
        <>
          <Card title={key.name} action={<KeyStateBadge state={key.state} />}>
            <KeyFacts />
          </Card>
          {key.state === 'active' ? (
            <Card title={t.key.rotate.title}>
              <PostForm problems={refused?.problems} values={refused?.values}>
                <p className="text-muted">{t.key.rotate.text}</p>
                <input type="hidden" name="from" value={key.start} />
                <Field name="grace" label={t.key.rotate.grace}>
                  <Select
                    defaultValue="24"
                    options={graces.map((value) => ({ value, label: t.key.rotate.graces[value] }))}
                  />
                </Field>
                <FormActions>
                  <Button name="intent" value="rotate">
                    {t.key.rotate.submit}
                  </Button>
                </FormActions>
              </PostForm>
            </Card>
          ) : (
            <>
              {refused && <ErrorSummary problems={refused.problems} standsAlone />}
              <Notice>{t.key.over}</Notice>
            </>
          )}
          <div>
            <ButtonLink to={paths.machines(slug)} tone="quiet">
              {t.keys.all}
            </ButtonLink>
          </div>
          {key.state !== 'revoked' && (
            <DangerBox title={t.key.revoke.title} text={t.key.revoke.text}>
              <PostForm>
                <Button tone="danger" name="intent" value="revoke">
                  {t.key.revoke.submit}
                </Button>
              </PostForm>
            </DangerBox>
          )}
        </>
      )}
    </div>
  );
}

function KeyFacts() {
  const t = useT().machines;
  const format = useFormats();
  const { key } = useLoaderData<typeof loader>();
  return (
    <div className="grid gap-4">
      <Facts
        items={[
          { label: t.keys.secret, value: <code className="font-mono text-13">{key.start}…</code> },
          { label: t.keys.role, value: <AnyRole role={key.role} /> },
          { label: t.keys.createdBy, value: key.createdByName },
          { label: t.keys.created, value: <RelativeTime at={key.createdAt} /> },
          { label: t.keys.lastUsed, value: <LastUsed at={key.lastUsedAt} /> },
          {
            label: t.keys.expires,
            value: key.expiresAt ? <RelativeTime at={key.expiresAt} /> : t.keys.doesNotExpire,
          },
        ]}
      />
      {key.previousUntil && <Notice>{t.key.previous({ time: format.dateTime(key.previousUntil) })}</Notice>}
    </div>
  );
}
