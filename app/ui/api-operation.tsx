import type { ReactNode } from 'react';
import type { FieldRow } from '#app/api/fields-of.server.ts';
import type { OperationView } from '#app/api/reference.server.ts';
import type { ApiTexts } from '#app/i18n/api-texts.ts';
import { ApiCodes } from './api-codes.tsx';
import { Badge, type BadgeTone } from './badge.tsx';
import { CodeBlock } from './code-block.tsx';
import { Folded } from './folded.tsx';

type Texts = ApiTexts['page'];

const tones: Record<string, BadgeTone> = { GET: 'plain', DELETE: 'danger' };

/** One address of the API: what it is for, who may call it, what it takes and answers, and a call to copy. */
export function ApiOperation({ operation, texts }: { operation: OperationView; texts: Texts }) {
  const { id, method, path, summary, description, status, answer, mayTakeLonger, codes, request, response } = operation;
  return (
    <article aria-labelledby={id} className="grid grid-cols-1 gap-5">
      <header className="grid gap-2">
        <h3 id={id} className="scroll-mt-6 text-16 font-semibold">
          <a href={`#${id}`} className="hover:underline">
            {summary}
          </a>
        </h3>
        <p className="flex flex-wrap items-center gap-2">
          <Badge tone={tones[method] ?? 'accent'}>
            <span className="font-mono">{method}</span>
          </Badge>
          <code className="font-mono text-13 wrap-anywhere">{path}</code>
        </p>
        {description && <p className="max-w-prose text-muted">{description}</p>}
      </header>
      <div className="grid grid-cols-1 items-start gap-6 xl:grid-cols-2">
        <div className="grid min-w-0 grid-cols-1 gap-6">
          <Rules operation={operation} texts={texts} />
          <Fields title={texts.parameters} fields={operation.params} texts={texts} />
          <Fields title={texts.query} fields={operation.query} texts={texts} />
          <Fields title={texts.body} fields={operation.body} texts={texts} />
          {answer.length === 0 ? (
            <Titled title={texts.answer}>
              <p className="text-13 text-muted">{texts.nothing}</p>
            </Titled>
          ) : (
            <Fields title={`${texts.answer} · ${status}`} fields={answer} texts={texts} folded />
          )}
          {mayTakeLonger && <p className="text-13 text-muted">{texts.longer}</p>}
          <ApiCodes title={texts.codes} codes={codes} />
        </div>
        <div className="grid min-w-0 grid-cols-1 gap-4">
          <Titled title={texts.example}>
            <CodeBlock label={`${texts.example}: ${summary}`}>{request}</CodeBlock>
          </Titled>
          {response !== undefined && (
            <Titled title={texts.answerExample}>
              <CodeBlock label={`${texts.answerExample}: ${summary}`}>{response}</CodeBlock>
            </Titled>
          )}
        </div>
      </div>
    </article>
  );
}

function Rules({ operation, texts }: { operation: OperationView; texts: Texts }) {
  const { callers, scopes, permission, once } = operation;
  const rules = [
    { label: texts.calledBy, value: callers.join(' · ') },
    ...(scopes.length > 0 ? [{ label: texts.scope, value: <Codes names={scopes} /> }] : []),
    ...(permission === undefined ? [] : [{ label: texts.permission, value: <Codes names={[permission]} /> }]),
  ];
  return (
    <div className="grid grid-cols-1 gap-2 text-13">
      <dl className="grid grid-cols-1 gap-2">
        {rules.map(({ label, value }) => (
          <div key={label} className="grid grid-cols-1 gap-x-4 sm:grid-cols-[9rem_minmax(0,1fr)]">
            <dt className="text-muted">{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {once && <p className="font-medium">{texts.once}</p>}
    </div>
  );
}

const Codes = ({ names }: { names: readonly string[] }) => (
  <span className="flex flex-wrap gap-x-2">
    {names.map((name) => (
      <code key={name} className="font-mono">
        {name}
      </code>
    ))}
  </span>
);

/** So many are shown at once, at most. */
const many = 8;

function Fields({
  title,
  fields,
  texts,
  folded = false,
}: {
  title: string;
  fields: readonly FieldRow[];
  texts: Texts;
  folded?: boolean;
}) {
  if (fields.length === 0) return null;
  const rows = (
    <dl className="grid divide-y divide-border text-13">
      {fields.map(({ name, type, isOptional, text }) => (
        <div key={name} className="grid gap-0.5 py-2">
          <dt className="flex flex-wrap items-baseline gap-x-2">
            <code className="font-mono font-medium wrap-anywhere">{name}</code>
            <span className="text-12 text-muted">
              {type}
              {isOptional && `, ${texts.optional}`}
            </span>
          </dt>
          {text !== undefined && <dd className="text-muted">{text}</dd>}
        </div>
      ))}
    </dl>
  );
  if (!folded || fields.length <= many) return <Titled title={title}>{rows}</Titled>;
  return (
    <Folded title={title} count={fields.length}>
      {rows}
    </Folded>
  );
}

function Titled({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="grid min-w-0 grid-cols-1 gap-1.5">
      <h4 className="font-medium">{title}</h4>
      {children}
    </div>
  );
}
