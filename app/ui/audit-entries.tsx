import { Link } from '@remix-run/react';
import type { ReactNode } from 'react';
import { logtoActor, machineKindOf } from '#app/audit-actions.ts';
import { auditSentence } from '#app/i18n/audit-sentence.ts';
import type { Moment } from '#app/i18n/formats.ts';
import { useFormats, useT } from '#app/i18n/react.tsx';
import { RelativeTime } from '#app/i18n/relative-time.tsx';
import { paths } from '#app/paths.ts';
import { Avatar } from './avatar.tsx';
import { ExactTime } from './exact-time.tsx';
import { Icon } from './icons.tsx';

export type AuditEntryView = {
  id: string;
  at: Moment;
  /** Empty for Logto itself. */
  actorId: string;
  actorName: string;
  action: string;
  targetId: string | null;
  targetName: string | null;
  /** JSON. */
  details: string;
  ip: string;
};

/** What happened, a sentence a row; the rest of it behind the row. `<AuditEntries slug={slug} entries={entries} />` */
export function AuditEntries({ slug, entries }: { slug: string; entries: readonly AuditEntryView[] }) {
  const t = useT();
  return (
    <ol aria-label={t.audit.list} className="border-t border-border">
      {entries.map((entry) => (
        <li key={entry.id} className="border-b border-border">
          <details className="group">
            <summary className="grid min-h-11 grid-cols-[1.75rem_minmax(0,1fr)_1rem] items-center gap-x-3 rounded-md py-2 pr-2 transition-colors hover:bg-hover md:grid-cols-[1.75rem_minmax(0,1fr)_9rem_8rem_1rem] md:pl-2">
              <ActorOf entry={entry} />
              <span className="wrap-anywhere">
                <SentenceOf entry={entry} />
              </span>
              <span className="hidden truncate text-13 text-muted tabular-nums md:block">{entry.ip}</span>
              <RelativeTime
                at={entry.at}
                className="col-start-2 row-start-2 text-13 text-muted md:col-start-4 md:row-start-1 md:text-right md:whitespace-nowrap"
              />
              <Icon
                name="down"
                className="col-start-3 row-start-1 text-muted transition-transform group-open:rotate-180 md:col-start-5"
              />
            </summary>
            <Details slug={slug} entry={entry} />
          </details>
        </li>
      ))}
    </ol>
  );
}

/** Machines have no face: an API key, or an application of Logto. */
function ActorOf({ entry: { actorId, actorName } }: { entry: AuditEntryView }) {
  const t = useT();
  const kind = machineKindOf(actorId);
  if (!kind) return <Avatar id={actorId || logtoActor} name={actorName || '?'} />;
  return (
    <span className="grid size-7 place-items-center rounded-full bg-sunken text-muted">
      <Icon name="key" />
      <span className="sr-only">{t.audit.machineKinds[kind]}</span>
    </span>
  );
}

/** Names are set apart, also from text that runs the other way: Unicode's isolates tell where they are. */
function SentenceOf({ entry }: { entry: AuditEntryView }) {
  const t = useT();
  const { list } = useFormats();
  const event = { ...entry, details: JSON.parse(entry.details) as unknown };
  const sentence = auditSentence(t, list, event, (name) => `\u2068${name}\u2069`);
  return sentence.split(/[\u2068\u2069]/).map((part, index) =>
    index % 2 === 1 ? (
      <bdi key={index} className="font-medium">
        {part}
      </bdi>
    ) : (
      part
    ),
  );
}

function Details({ slug, entry }: { slug: string; entry: AuditEntryView }) {
  const t = useT();
  const { details } = t.audit;
  const log = paths.auditLog(slug);
  const kind = machineKindOf(entry.actorId);
  return (
    <div className="mb-3 grid gap-4 rounded-md bg-sunken p-4 text-13 md:ml-10">
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-6 gap-y-2">
        <Fact label={details.when}>
          <ExactTime at={entry.at} />
        </Fact>
        <Fact label={details.from}>{entry.ip || details.unknownAddress}</Fact>
        <Fact label={details.actor}>
          {entry.actorName} {kind && `(${t.audit.machineKinds[kind]})`} {entry.actorId && <Code>{entry.actorId}</Code>}
        </Fact>
        {entry.targetId && (
          <Fact label={details.target}>
            {entry.targetName} <Code>{entry.targetId}</Code>
          </Fact>
        )}
        <Fact label={details.action}>
          <Code>{entry.action}</Code> {entry.details !== '{}' && <Code>{entry.details}</Code>}
        </Fact>
      </dl>
      <p className="flex flex-wrap gap-x-6 gap-y-2">
        <Link className={quietLink} to={`${log}?${new URLSearchParams({ actor: entry.actorId || logtoActor })}`}>
          {details.allBy({ name: entry.actorName })}
        </Link>
        {entry.targetId && entry.targetName && (
          <Link className={quietLink} to={`${log}?${new URLSearchParams({ target: entry.targetId })}`}>
            {details.allOn({ name: entry.targetName })}
          </Link>
        )}
      </p>
    </div>
  );
}

const quietLink = 'min-h-6 underline decoration-control underline-offset-4 wrap-anywhere hover:decoration-fg';

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{label}</dt>
      <dd className="min-w-0 wrap-anywhere tabular-nums">{children}</dd>
    </>
  );
}

const Code = ({ children }: { children: string }) => <code className="font-mono text-12 text-muted">{children}</code>;
