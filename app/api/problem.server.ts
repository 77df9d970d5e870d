import { type Failure, failure, type FailureCode, failureStatus } from '#app/failures.ts';
import { failureText } from '#app/i18n/failure-text.ts';
import { translator } from '#app/i18n/translator.server.ts';
import { languageOf } from '#app/ui/preferences.server.ts';

/**
 * A refusal as the API says it: problem details (RFC 9457) with our codes, which are what programs match on. The title is
 * for people, in the language of the request.
 */
export type Problem = {
  type: string;
  title: string;
  status: number;
  code: FailureCode;
  requestId: string;
  /** Of the body or the query, or the name of a header. */
  field?: string;
  /** What the title names, for a text of one's own. */
  values?: Record<string, string | number>;
  /** All that is wrong with what was sent, the first of them too. */
  errors?: { field: string; code: FailureCode; detail: string }[];
};

type Asked = { request: Request; context: { requestId: string } };

export const problem = (args: Asked, code: FailureCode, headers: Record<string, string> = {}): Response =>
  problemOf(args, [failure(code)], headers);

/** One problem for one or several failures: the first is the answer's, and those with a field are all in `errors`. */
export function problemOf(
  { request, context }: Asked,
  failures: readonly [Failure, ...Failure[]],
  headers: Record<string, string> = {},
): Response {
  const language = languageOf(request);
  const detail = (of: Failure) => failureText(translator(language), of);
  const [{ code, field, values }] = failures;
  const errors = failures.flatMap((each) =>
    each.field === undefined ? [] : [{ field: each.field, code: each.code, detail: detail(each) }],
  );
  const body: Problem = {
    type: `urn:tenantry:problem:${code}`,
    title: detail(failures[0]),
    status: failureStatus[code],
    code,
    requestId: context.requestId,
    ...(field !== undefined && { field }),
    ...(values && Object.keys(values).length > 0 && { values }),
    ...(errors.length > 0 && { errors }),
  };
  return Response.json(body, {
    status: body.status,
    headers: {
      'content-type': 'application/problem+json',
      'content-language': language,
      'cache-control': 'no-store',
      ...whenToTryAgain(failures[0]),
      ...headers,
    },
  });
}

/** What passes by itself says when. */
function whenToTryAgain({ code, values }: Failure): Record<string, string> {
  if (code === 'sent-just-now') return { 'retry-after': String(values?.['seconds'] ?? 60) };
  if (code === 'still-working') return { 'retry-after': '2' };
  return [429, 503].includes(failureStatus[code]) ? { 'retry-after': '30' } : {};
}
