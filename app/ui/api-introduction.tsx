import type { ReactNode } from 'react';
import type { Code } from '#app/api/reference.server.ts';
import type { ApiTexts, CallerKind } from '#app/i18n/api-texts.ts';
import { ApiCodes } from './api-codes.tsx';
import { CodeBlock } from './code-block.tsx';

const kinds: CallerKind[] = ['session', 'user-token', 'api-key', 'machine', 'widget'];

const example = (title: string) => `HTTP/1.1 403 Forbidden
Content-Type: application/problem+json
RateLimit: "default";r=594;t=42

{
  "type": "urn:tenantry:problem:not-permitted",
  "title": "${title}",
  "status": 403,
  "code": "not-permitted",
  "requestId": "0b5c6f9e-5f0c-4f0e-9c39-6f5a1d2b7e44"
}`;

/** What holds for every address of the API, before the addresses. */
export function ApiIntroduction({ texts, codes }: { texts: ApiTexts; codes: readonly Code[] }) {
  const { page } = texts;
  const refusals = [
    { status: 401, text: page.errors.unauthenticated },
    { status: 403, text: page.errors.forbidden },
    { status: 404, text: page.errors.notFound },
  ];
  return (
    <div className="grid grid-cols-1 gap-12">
      <Chapter id="authentication" {...page.authentication}>
        <dl className="grid gap-px overflow-hidden rounded-lg border border-border bg-border">
          {kinds.map((kind) => (
            <div
              key={kind}
              className="grid grid-cols-1 gap-1 bg-surface p-4 sm:grid-cols-[9rem_minmax(0,1fr)] sm:gap-4"
            >
              <dt className="font-medium">{texts.callerNames[kind]}</dt>
              <dd className="text-muted">{texts.callers[kind]}</dd>
            </div>
          ))}
        </dl>
        <p className="max-w-prose text-muted">{page.authentication.grave}</p>
      </Chapter>
      <Chapter id="errors" {...page.errors}>
        <dl className="grid gap-3">
          {refusals.map(({ status, text }) => (
            <div key={status} className="grid grid-cols-[3rem_minmax(0,1fr)] gap-3">
              <dt className="font-mono text-13 font-semibold">{status}</dt>
              <dd className="max-w-prose text-muted">{text}</dd>
            </div>
          ))}
        </dl>
        <CodeBlock label={page.errors.title}>
          {example(codes.find(({ code }) => code === 'not-permitted')?.text ?? '')}
        </CodeBlock>
        <ApiCodes title={page.generalCodes} codes={codes} />
      </Chapter>
      <Chapter id="idempotency" {...page.idempotency}>
        <p className="max-w-prose text-muted">{page.idempotency.longer}</p>
      </Chapter>
      <Chapter id="lists" {...page.lists} />
      <Chapter id="limits" {...page.limits} />
    </div>
  );
}

function Chapter({ id, title, text, children }: { id: string; title: string; text: string; children?: ReactNode }) {
  return (
    <section aria-labelledby={id} className="grid grid-cols-1 gap-4">
      <h2 id={id} className="scroll-mt-6 text-20 font-semibold">
        {title}
      </h2>
      <p className="max-w-prose text-muted">{text}</p>
      {children}
    </section>
  );
}
