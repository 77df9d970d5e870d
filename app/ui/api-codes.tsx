import type { Code } from '#app/api/reference.server.ts';
import { Folded } from './folded.tsx';

/** Codes of refusals with what they say, folded up. */
export function ApiCodes({ title, codes }: { title: string; codes: readonly Code[] }) {
  if (codes.length === 0) return null;
  return (
    <Folded title={title} count={codes.length}>
      <dl className="grid grid-cols-1 gap-3">
        {codes.map(({ code, status, text }) => (
          <div key={code} className="grid grid-cols-1 gap-x-4 gap-y-0.5 sm:grid-cols-[3rem_minmax(0,1fr)]">
            <dt className="font-mono text-13 text-muted tabular-nums">{status}</dt>
            <dd className="min-w-0">
              <code className="font-mono text-13 font-medium wrap-anywhere">{code}</code>
              <span className="block text-13 text-muted">{text}</span>
            </dd>
          </div>
        ))}
      </dl>
    </Folded>
  );
}
