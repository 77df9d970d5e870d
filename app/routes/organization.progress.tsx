import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { Link, useLoaderData, useRevalidator } from '@remix-run/react';
import { useEffect } from 'react';
import { requireOrganization } from '#app/auth/organization.server.ts';
import { refuse } from '#app/auth/refuse.server.ts';
import { type ProgressKind, readProgress } from '#app/flows/progress.server.ts';
import { failureText } from '#app/i18n/failure-text.ts';
import { translator } from '#app/i18n/translator.server.ts';
import { useFormats, useT } from '#app/i18n/react.tsx';
import { paths } from '#app/paths.ts';
import { Badge } from '#app/ui/badge.tsx';
import { ButtonLink } from '#app/ui/button.tsx';
import { Notice } from '#app/ui/notice.tsx';
import { PageHeader } from '#app/ui/page-header.tsx';
import { languageOf } from '#app/ui/preferences.server.ts';

const everyMs = 1_500;

export async function loader(args: LoaderFunctionArgs) {
  const access = await requireOrganization(args);
  const progress = await readProgress(access, args.params['id'] ?? '');
  if (!progress) throw refuse('not-found', args.context);
  const { title } = translator(languageOf(args.request)).progress.kinds[progress.kind];
  return { ...progress, title, workspace: access.organizationName, slug: access.slug };
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data && `${data.title} · ${data.workspace}` }];

/** Where to go from here. */
const onwards: Record<ProgressKind, (slug: string) => string> = {
  'invite-members': paths.invitations,
  'change-member-roles': paths.members,
  'remove-members': paths.members,
  'leave-organization': () => paths.workspaces,
  'transfer-ownership': paths.members,
};

export default function ProgressPage() {
  const t = useT();
  const format = useFormats();
  const { title, slug, kind, state, total, rows, failure } = useLoaderData<typeof loader>();
  useLooksAgain(state === 'working');
  const texts = t.progress.kinds[kind];
  const refused = rows.filter((row) => row.refused !== null).length;
  const done = rows.length - refused;
  return (
    <>
      <PageHeader title={title} context={state === 'working' ? t.progress.working : t.progress.over} />
      <div className="grid max-w-2xl gap-6">
        {state === 'failed' && failure && (
          <Notice tone="danger" title={t.frame.couldNot}>
            {failureText(t, failure)}
          </Notice>
        )}
        {state !== 'failed' && (
          <div className="grid gap-2">
            <p role="status" className="text-16 font-medium tabular-nums">
              {state === 'working'
                ? t.progress.far({ done: format.number(rows.length), total: format.number(total) })
                : texts.done({ count: done })}
            </p>
            {state === 'working' && (
              <progress className="progress" value={rows.length} max={total} aria-label={title} />
            )}
            {state === 'done' && refused > 0 && <p className="text-muted">{texts.not({ count: refused })}</p>}
          </div>
        )}
        <div className="flex flex-wrap gap-3">
          {state === 'working' ? (
            <span className="needs-no-script">
              <ButtonLink to="." document>
                {t.progress.lookAgain}
              </ButtonLink>
            </span>
          ) : (
            <ButtonLink to={onwards[kind](slug)}>{texts.onwards}</ButtonLink>
          )}
        </div>
        {rows.length > 0 && (
          <ul
            aria-label={t.progress.results}
            className="divide-y divide-border rounded-md border border-border bg-surface"
          >
            {rows.map((row) => (
              <li
                key={row.id}
                className="flex min-h-11 flex-wrap items-center justify-between gap-x-4 gap-y-1 px-4 py-2"
              >
                <span className="min-w-0 font-medium wrap-anywhere">{row.name}</span>
                {row.refused ? (
                  <span className="text-13 text-danger wrap-anywhere">
                    {kind !== 'invite-members' && row.refused.code === 'not-found'
                      ? t.members.gone
                      : failureText(t, row.refused)}
                  </span>
                ) : (
                  <Badge tone="success">{texts.one}</Badge>
                )}
              </li>
            ))}
          </ul>
        )}
        {state === 'working' && (
          <p className="text-13 text-muted">
            {t.progress.leave} <Link to={onwards[kind](slug)}>{texts.onwards}</Link>
          </p>
        )}
      </div>
    </>
  );
}

/** As long as it goes on and somebody looks. */
function useLooksAgain(working: boolean) {
  const { revalidate, state } = useRevalidator();
  useEffect(() => {
    if (!working || state !== 'idle') return;
    const timer = setTimeout(() => document.hidden || revalidate(), everyMs);
    const returned = () => document.hidden || revalidate();
    document.addEventListener('visibilitychange', returned);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', returned);
    };
  }, [working, state, revalidate]);
}
