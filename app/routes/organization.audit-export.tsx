import type { LoaderFunctionArgs } from '@remix-run/node';
import { auditQueryOf, readAuditFilter } from '#app/audit-filter.server.ts';
import { requireOrganization } from '#app/auth/organization.server.ts';
import { requireFeature } from '#app/auth/require-feature.server.ts';
import { csvHeaders, type CsvRow, csvStream } from '#app/csv.server.ts';
import { actorOf } from '#app/flows/actor.server.ts';
import { auditSentence } from '#app/i18n/audit-sentence.ts';
import { formatsIn, translator } from '#app/i18n/translator.server.ts';
import { type AuditEntry, beginAuditExport, readAuditLog } from '#app/tenants/audit-log.server.ts';
import { languageOf } from '#app/ui/preferences.server.ts';

/** The same in every language: scripts read them too. */
const columns = [
  'time',
  'action',
  'actor_id',
  'actor_name',
  'target_id',
  'target_name',
  'ip',
  'details',
  'sentence',
] as const satisfies string[];

/** The audit log with the page's filters, newest first, times in ISO 8601 and UTC. Taking it out is an event itself. */
export async function loader(args: LoaderFunctionArgs) {
  const access = await requireOrganization(args, 'read:audit');
  requireFeature(access, 'audit-export', args.context);
  const { tenantId, slug } = access;
  const filter = readAuditFilter(new URL(args.request.url).searchParams);
  const language = languageOf(args.request);
  const place = await beginAuditExport(tenantId, actorOf(access), filter);
  const day = place.at.toISOString().slice(0, 10);

  const t = translator(language);
  const { list } = formatsIn(language);
  async function* rows(): AsyncGenerator<CsvRow[], void> {
    for await (const entries of readAuditLog(tenantId, auditQueryOf(filter), { olderThan: place })) {
      yield entries.map((entry) => rowOf(entry, auditSentence(t, list, entry)));
    }
  }
  return new Response(csvStream(columns, rows()), { headers: csvHeaders(`${slug}-audit-${day}.csv`) });
}

const rowOf = (entry: AuditEntry, sentence: string): CsvRow => [
  entry.at.toISOString(),
  entry.action,
  entry.actorId,
  entry.actorName,
  entry.targetId ?? '',
  entry.targetName ?? '',
  entry.ip,
  JSON.stringify(entry.details),
  sentence,
];
