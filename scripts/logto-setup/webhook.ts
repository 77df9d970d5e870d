import { everyPage } from '#app/logto/management-api.server.ts';
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

const path = '/webhooks/logto';

export const webhookName = 'Tenantry';

export const webhookUrl = (appUrl: string) => `${appUrl}${path}`;

export const leadsToAnApp = (url: string) => url.endsWith(path);

export const listWebhooks = async ({ api }: SetupContext) => {
  const hooks = [];
  for await (const hook of everyPage((query) => api.GET('/api/hooks', { params: { query } }))) hooks.push(hook);
  return hooks.sort((one, other) => one.createdAt - other.createdAt);
};

/** Posting a webhook again makes a second one: ours is the one with this URL; of several, one that is on. */
export const findWebhook = async (context: SetupContext) => {
  const ours = (await listWebhooks(context)).filter(({ config }) => config.url === webhookUrl(context.appUrl));
  return ours.find(({ enabled }) => enabled) ?? ours[0];
};

export const webhook: SetupStep = {
  name: 'webhook',
  look: async (context) => {
    const { api, appUrl } = context;
    const url = webhookUrl(appUrl);
    const hook = await findWebhook(context);
    if (!hook) {
      const body = { name: webhookName, events: [...events], config: { url } };
      return [{ what: `create webhook to ${url}`, apply: () => api.POST('/api/hooks', { body }) }];
    }
    const params = { path: { id: hook.id } };
    const missing = events.filter((event) => !hook.events.includes(event));
    return [
      ...(missing.length > 0
        ? [
            {
              what: `send ${missing.join(', ')} to ${url} (now: ${hook.events.join(', ') || 'nothing'})`,
              apply: () => api.PATCH('/api/hooks/{id}', { params, body: { events: [...hook.events, ...missing] } }),
            },
          ]
        : []),
      ...(hook.enabled
        ? []
        : [
            {
              what: `switch on the webhook to ${url} (now: off)`,
              apply: () => api.PATCH('/api/hooks/{id}', { params, body: { enabled: true } }),
            },
          ]),
    ];
  },
};
