import { bodyOf, everyPage, type ManagementApi } from '#app/logto/management-api.server.ts';
import type { Change, SetupContext, SetupStep } from './step.ts';

// Posting an application again makes a second one: ours carries this mark.
const mark = { tenantry: 'web' };

export const isOurs = ({ customData }: { customData: Record<string, unknown> }) =>
  customData.tenantry === mark.tenantry;

const findApplication = async (api: ManagementApi) => {
  const pages = everyPage((page) =>
    api.GET('/api/applications', { params: { query: { ...page, types: 'Traditional' } } }),
  );
  for await (const application of pages) {
    if (isOurs(application)) return application;
  }
  return undefined;
};

// The specification describes URIs as objects; they are strings (observed on 1.37 and 1.41).
type SpecifiedUris = Record<string, unknown>[];
const fromSpecified = (uris: SpecifiedUris) => uris as unknown as string[];
const toSpecified = (uris: string[]) => uris as unknown as SpecifiedUris;

export const webApplication: SetupStep = {
  name: 'web application',
  look: async ({ api, appUrl }) => {
    const redirect = `${appUrl}/auth/callback`;
    const postLogout = `${appUrl}/`;
    const application = await findApplication(api);
    if (!application) {
      const apply = () =>
        api.POST('/api/applications', {
          body: {
            name: 'Tenantry',
            description: 'The Tenantry web application',
            type: 'Traditional',
            oidcClientMetadata: {
              redirectUris: toSpecified([redirect]),
              postLogoutRedirectUris: toSpecified([postLogout]),
            },
            customClientMetadata: { alwaysIssueRefreshToken: true },
            customData: mark,
          },
        });
      return [{ what: `create web application Tenantry, callback ${redirect}`, apply }];
    }

    const params = { path: { id: application.id } };
    const { oidcClientMetadata: uris, customClientMetadata } = application;
    const redirects = fromSpecified(uris.redirectUris);
    const postLogouts = fromSpecified(uris.postLogoutRedirectUris);
    const changes: Change[] = [];
    if (!redirects.includes(redirect) || !postLogouts.includes(postLogout)) {
      // Both lists always, and whole: Logto replaces them.
      const oidcClientMetadata = {
        ...uris,
        redirectUris: toSpecified([...new Set([...redirects, redirect])]),
        postLogoutRedirectUris: toSpecified([...new Set([...postLogouts, postLogout])]),
      };
      const apply = () => api.PATCH('/api/applications/{id}', { params, body: { oidcClientMetadata } });
      changes.push({ what: `allow callback ${redirect} and return to ${postLogout}`, apply });
    }
    if (!customClientMetadata.alwaysIssueRefreshToken) {
      const body = { customClientMetadata: { ...customClientMetadata, alwaysIssueRefreshToken: true } };
      changes.push({
        what: 'always issue refresh tokens',
        apply: () => api.PATCH('/api/applications/{id}', { params, body }),
      });
    }
    return changes;
  },
};

/** Id and secret. The `secret` inside the application itself is a placeholder of Logto's and opens nothing. */
export const applicationCredentials = async ({ api }: SetupContext): Promise<{ appId: string; appSecret: string }> => {
  const application = await findApplication(api);
  if (!application) throw new Error('The web application is not there: its step was not applied.');
  const secrets = await bodyOf(api.GET('/api/applications/{id}/secrets', { params: { path: { id: application.id } } }));
  const valid = secrets.find(({ expiresAt }) => expiresAt === null || expiresAt > Date.now());
  if (!valid) throw new Error(`All secrets of application ${application.id} have expired: add one in Logto’s console.`);
  return { appId: application.id, appSecret: valid.value };
};
