import { isLogtoError } from '#app/logto/errors.server.ts';
import type { OrganizationId } from '#app/logto/ids.ts';
import { logto } from '#app/logto/logto.server.ts';

/** From registering to being here: Logto takes people in by their domain at that moment only. */
const justRegisteredMs = 600_000;

export const hasJustRegistered = (at: number): boolean => Date.now() - at < justRegisteredMs;

type Registered = {
  email?: string | null | undefined;
  /** When the account was made; milliseconds since 1970. */
  at: number;
};

/**
 * The domain of their address, when it is why this person is in the organization: to tell them, and the log. One call, for
 * who has just registered. Why somebody is in is nothing to fail of: while Logto does not say, there is no reason.
 */
export async function domainThatTookIn(
  organizationId: OrganizationId,
  { email, at }: Registered,
): Promise<string | undefined> {
  const domain = email?.split('@').at(-1)?.toLowerCase();
  if (!domain || !hasJustRegistered(at)) return undefined;
  const domains = await logto()
    .joining.domains(organizationId)
    .catch((error: unknown): string[] => {
      if (!isLogtoError(error)) throw error;
      return [];
    });
  return domains.includes(domain) ? domain : undefined;
}
