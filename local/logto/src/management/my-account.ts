import type { Provider } from '../oidc/library.ts';
import { LogtoError } from '../errors.ts';
import { languageOf } from '../messages.ts';
import type { Tenant } from '../tenant.ts';
import { userProfile } from '../users/profile.ts';
import { accountCenter } from './account-center.ts';
import { refusal } from './api.ts';
import { bearer } from './auth.ts';

/** `GET /api/my-account` with a person's own opaque token. Off until the account centre is switched on. */
export function myAccount(tenant: Tenant, provider: Provider): (request: Request) => Promise<Response> {
  return async (request) => {
    try {
      const token = await provider.AccessToken.find(bearer(request.headers.get('authorization')));
      const user = token?.accountId ? tenant.store.users.get(token.accountId) : undefined;
      if (!token || !user || user.isSuspended) throw new LogtoError('auth.unauthorized', 401);
      const { enabled, fields } = accountCenter(tenant.store) as { enabled: boolean; fields: Record<string, string> };
      if (!enabled) throw new LogtoError('account_center.not_enabled', 400);
      const { id, ...profile } = userProfile(user);
      const visible = Object.entries(profile).filter(([name]) => ['ReadOnly', 'Edit'].includes(fields[name] ?? 'Off'));
      return Response.json({ id, ...Object.fromEntries(visible) });
    } catch (error) {
      return refusal(error, languageOf(request.headers.get('accept-language')));
    }
  };
}
