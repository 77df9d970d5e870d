import { env } from '#app/env.server.ts';
import type { FailureCode } from '#app/failures.ts';
import type { LogtoError } from '#app/logto/errors.server.ts';
import type { InvitationMessage } from '#app/logto/invitations.server.ts';
import { paths } from '#app/paths.ts';
import { makeLinkSecret } from '#app/tenants/invitations.server.ts';
import type { Actor } from './operation.server.ts';

type Mailed = { id: string; tenantId: string; note: string | null; language: string };

/** Each mail carries our link with a secret of its own, which exists nowhere else: not in the operation, not in a log. */
export async function invitationMail({ id, tenantId, note, language }: Mailed, by: Actor): Promise<InvitationMessage> {
  const secret = await makeLinkSecret(tenantId, id);
  return {
    link: `${env().APP_URL}${paths.join(secret)}`,
    inviter: { name: by.name },
    locale: language,
    ...(note !== null && { note }),
  };
}

/** Why Logto sent no mail. Nothing when that was not the matter. */
export function mailFailure({ code }: LogtoError): FailureCode | undefined {
  if (code === 'request.message_rate_limited') return 'mail-limit';
  if (code === 'connector.not_found') return 'no-email-connector';
  return code?.startsWith('connector.') ? 'mail-not-sent' : undefined;
}
