import type { z } from 'zod';
import type { Failure } from '#app/failures.ts';
import type { Outcome as FlowOutcome } from '#app/flows/outcome.ts';
import { failureText } from '#app/i18n/failure-text.ts';
import { translator } from '#app/i18n/translator.server.ts';
import { languageOf } from '#app/ui/preferences.server.ts';
import type { Outcome } from './shapes.server.ts';

/** What became of each of several people or addresses, with why not in the language of the request. */

type Told = z.input<typeof Outcome>;

export const memberOutcome = (request: Request, { userId, name, refused }: FlowOutcome): Told => ({
  ...{ userId, name },
  ...whether(request, refused),
});

export const addressOutcome = (request: Request, email: string, refused: Failure['code'] | null): Told => ({
  email,
  ...whether(request, refused && { code: refused, values: { email } }),
});

function whether(request: Request, refused: Pick<Failure, 'code' | 'values'> | null) {
  if (!refused) return { ok: true };
  return { ok: false, code: refused.code, detail: failureText(translator(languageOf(request)), refused) };
}
