import { redirect, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { requireOrganization } from '#app/auth/organization.server.ts';
import { refuse } from '#app/auth/refuse.server.ts';
import { billing } from '#app/billing.server.ts';
import { useFormats, useT } from '#app/i18n/react.tsx';
import { translator } from '#app/i18n/translator.server.ts';
import { paths } from '#app/paths.ts';
import { isPlan, planNames, plans, type Limits, type PlanName } from '#app/plans.ts';
import { readUsage } from '#app/tenants/usage.server.ts';
import { ButtonLink } from '#app/ui/button.tsx';
import { Card } from '#app/ui/card.tsx';
import { Meter } from '#app/ui/meter.tsx';
import { Notice } from '#app/ui/notice.tsx';
import { languageOf } from '#app/ui/preferences.server.ts';
import { SeatsNotice } from '#app/ui/seats-notice.tsx';

/** The plan and what is used of it. `?buy=PLAN` and `?portal` lead on to the billing provider, if there is one. */
export async function loader(args: LoaderFunctionArgs) {
  const access = await requireOrganization(args, 'manage:organization');
  const { tenantId, slug, organizationName: name, userId } = access;
  const query = new URL(args.request.url).searchParams;
  if (query.has('buy') || query.has('portal')) {
    const away = await addressOf(query, { tenantId, slug, name });
    if (!away) throw refuse('not-found', args.context);
    throw redirect(away);
  }
  return {
    ...(await readUsage(tenantId, userId)),
    title: translator(languageOf(args.request)).plans.title,
    workspace: name,
    slug,
    mayPay: billing() !== null,
  };
}

async function addressOf(query: URLSearchParams, organization: { tenantId: string; slug: string; name: string }) {
  const wanted = query.get('buy') ?? '';
  if (query.has('portal')) return billing()?.portalUrl(organization);
  return isPlan(wanted) ? billing()?.checkoutUrl(organization, wanted) : null;
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data && `${data.title} · ${data.workspace}` }];

export default function Plan() {
  const t = useT();
  const { plan, unknown, seats, apiKeys, projects, organizations, slug, mayPay } = useLoaderData<typeof loader>();
  const { limits, about, wayOn, names } = t.plans;
  return (
    <div className="grid max-w-3xl gap-6">
      <SeatsNotice waiting={seats.waiting} limit={seats.limit} to={paths.members(slug)} label={t.plans.toMembers} />
      {unknown !== null && <Notice tone="warning">{t.plans.unknown({ name: unknown, plan: names[plan] })}</Notice>}
      <Card title={t.plans.current({ plan: names[plan] })}>
        <p className="mb-6 text-muted">{t.plans.currentText}</p>
        <ul className="grid max-w-xl gap-6">
          <Meter
            label={limits.seats}
            about={about.seats(seats)}
            used={seats.members + seats.invited}
            limit={seats.limit}
            wayOn={wayOn.seats}
          />
          <Meter {...apiKeys} label={limits.apiKeys} about={about.apiKeys} wayOn={wayOn.apiKeys} />
          <Meter {...projects} label={limits.projects} about={about.projects} wayOn={wayOn.projects} />
          {organizations && (
            <Meter
              {...organizations}
              label={limits.organizations}
              about={about.organizations}
              wayOn={wayOn.organizations}
            />
          )}
        </ul>
        {mayPay && (
          <div className="mt-6">
            <ButtonLink to="?portal" tone="secondary" document>
              {t.plans.portal}
            </ButtonLink>
          </div>
        )}
      </Card>
      <Card title={t.plans.others}>
        <ul className="grid gap-4 sm:grid-cols-2">
          {planNames
            .filter((name) => name !== plan)
            .map((name) => (
              <Offer key={name} name={name} mayPay={mayPay} />
            ))}
        </ul>
        <p className="mt-6 text-muted">
          {mayPay ? '' : `${t.plans.noProvider} `}
          {t.plans.smaller}
        </p>
      </Card>
    </div>
  );
}

/** Another plan, with what it includes. */
function Offer({ name, mayPay }: { name: PlanName; mayPay: boolean }) {
  const t = useT();
  const format = useFormats();
  const called = t.plans.names[name];
  const included: Limits = plans[name];
  return (
    <li className="grid content-start gap-3 rounded-md border border-border p-4">
      <h3 className="font-semibold">{called}</h3>
      <ul className="grid gap-1 text-13 text-muted">
        {(Object.keys(included) as (keyof Limits)[]).map((limit) => {
          const count = included[limit];
          return (
            <li key={limit}>
              {count === null
                ? t.plans.includes.unlimited[limit]
                : t.plans.includes[limit]({ number: format.number(count) })}
            </li>
          );
        })}
      </ul>
      {mayPay && (
        <div>
          <ButtonLink to={`?buy=${name}`} tone="secondary" document>
            {t.plans.choose({ plan: called })}
          </ButtonLink>
        </div>
      )}
    </li>
  );
}
