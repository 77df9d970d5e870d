import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { auditQueryOf, auditSearch, decodePlace, encodePlace, readAuditFilter } from '#app/audit-filter.server.ts';
import { requireOrganization } from '#app/auth/organization.server.ts';
import { translator } from '#app/i18n/translator.server.ts';
import { useT } from '#app/i18n/react.tsx';
import { settingOf } from '#app/organization-settings.ts';
import { paths } from '#app/paths.ts';
import { listAuditLog, nameInAuditLog } from '#app/tenants/audit-log.server.ts';
import { AuditEntries } from '#app/ui/audit-entries.tsx';
import { AuditFilterForm } from '#app/ui/audit-filter-form.tsx';
import { ButtonLink } from '#app/ui/button.tsx';
import { EmptyState } from '#app/ui/empty-state.tsx';
import { PageHeader } from '#app/ui/page-header.tsx';
import { Pagination } from '#app/ui/pagination.tsx';
import { languageOf } from '#app/ui/preferences.server.ts';

export async function loader(args: LoaderFunctionArgs) {
  const access = await requireOrganization(args, 'read:audit');
  const { tenantId, organizationName, slug } = access;
  const search = new URL(args.request.url).searchParams;
  const filter = readAuditFilter(search);
  const olderThan = decodePlace(search.get('after'));
  const newerThan = decodePlace(search.get('before'));
  const place = newerThan ? { newerThan } : olderThan ? { olderThan } : {};
  const { actor, target } = filter;
  const [{ entries, newer, older }, actorName, targetName] = await Promise.all([
    listAuditLog(tenantId, auditQueryOf(filter), place),
    actor === undefined ? null : nameInAuditLog(tenantId, { actor }),
    target === undefined ? null : nameInAuditLog(tenantId, { target }),
  ]);
  return {
    title: translator(languageOf(args.request)).audit.title,
    workspace: organizationName,
    slug,
    entries: entries.map(({ details, ...entry }) => ({ ...entry, details: JSON.stringify(details) })),
    filter,
    names: { actor: actorName, target: targetName },
    newer: newer && auditSearch(filter, { before: encodePlace(newer) }),
    older: older && auditSearch(filter, { after: encodePlace(older) }),
    exported: settingOf(access, 'audit-export') && paths.auditExport(slug) + auditSearch(filter),
  };
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data && `${data.title} · ${data.workspace}` }];

export default function AuditLog() {
  const t = useT();
  const { workspace, slug, entries, filter, names, newer, older, exported } = useLoaderData<typeof loader>();
  const filtered = Object.keys(filter).length > 0;
  return (
    <>
      <PageHeader
        title={t.audit.title}
        context={t.audit.context({ workspace })}
        action={
          exported && (
            <ButtonLink to={exported} tone="secondary" document>
              {t.audit.export}
            </ButtonLink>
          )
        }
      />
      <AuditFilterForm slug={slug} filter={filter} names={names} />
      {entries.length > 0 ? (
        <AuditEntries slug={slug} entries={entries} />
      ) : filtered ? (
        <EmptyState
          drawing="search"
          title={t.audit.nothingFound.title}
          text={t.audit.nothingFound.text}
          action={
            <ButtonLink to={paths.auditLog(slug)} tone="secondary">
              {t.audit.filter.clear}
            </ButtonLink>
          }
        />
      ) : (
        <EmptyState drawing="path" title={t.audit.empty.title} text={t.audit.empty.text} />
      )}
      <Pagination previous={newer} next={older} />
    </>
  );
}
