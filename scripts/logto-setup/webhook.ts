import { bodyOf } from '#app/logto/management-api.server.ts';
import type { SetupContext, SetupStep } from './step.ts';

/**
 * What the copy follows. All are known to Logto 1.37; one that a server does not know would be refused with the whole
 * webhook. Role assignments and invitations fire none.
 */
const events = [
  'User.Created',
  'User.Data.Updated',
  'User.Deleted',
  'User.SuspensionStatus.Updated',
  'Organization.Created',
  'Organization.Data.Updated',
  'Organization.Deleted',
  'Organization.Membership.Updated',
  'OrganizationRole.Deleted',
  'OrganizationRole.Data.Updated',
  'OrganizationRole.Scopes.Updated',
  'OrganizationScope.Deleted',
  'OrganizationScope.Data.Updated',
] as const;

const urlOf = (appUrl: string) => `${appUrl}/webhooks/logto`;

// Posting a webhook again makes a second one: ours is the one with this URL.
const findWebhook = async ({ api, appUrl }: SetupContext) =>
  (await bodyOf(api.GET('/api/hooks'))).find(({ config }) => config.url === urlOf(appUrl));

export const webhook: SetupStep = {
  name: 'webhook',
  look: async (context) => {
    const { api, appUrl } = context;
    const url = urlOf(appUrl);
    const hook = await findWebhook(context);
    if (!hook) {
      const apply = () => api.POST('/api/hooks', { body: { name: 'Tenantry', events: [...events], config: { url } } });
      return [{ what: `create webhook to ${url}`, apply }];
    }
    const missing = events.filter((event) => !hook.events.includes(event));
    if (missing.length === 0) return [];
    const params = { path: { id: hook.id } };
    const apply = () => api.PATCH('/api/hooks/{id}', { params, body: { events: [...hook.events, ...missing] } });
    return [{ what: `send ${missing.join(', ')} to ${url}`, apply }];
  },
};

export const webhookSigningKey = async (context: SetupContext): Promise<string> => {
  const hook = await findWebhook(context);
  if (!hook) throw new Error('The webhook is not there: its step was not applied.');
  return hook.signingKey;
};
