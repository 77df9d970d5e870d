import { type FailureCode, failureStatus } from '#app/failures.ts';
import { failureText } from '#app/i18n/failure-text.ts';
import { translator } from '#app/i18n/translator.server.ts';
import { languageOf } from '#app/ui/preferences.server.ts';

/**
 * A refusal as the API says it: problem details (RFC 9457) with our codes, which are what programs match on. The title is
 * for people, in the language of the request.
 */
export type Problem = { type: string; title: string; status: number; code: FailureCode; requestId: string };

type Asked = { request: Request; context: { requestId: string } };

export function problem(
  { request, context }: Asked,
  code: FailureCode,
  headers: Record<string, string> = {},
): Response {
  const language = languageOf(request);
  const body: Problem = {
    type: `urn:tenantry:problem:${code}`,
    title: failureText(translator(language), { code }),
    status: failureStatus[code],
    code,
    requestId: context.requestId,
  };
  return Response.json(body, {
    status: body.status,
    headers: { 'content-type': 'application/problem+json', 'content-language': language, ...headers },
  });
}
