import { absentIsNull } from '#app/logto/errors.server.ts';
import { bodyOf, everyPage, type ManagementApi } from '#app/logto/management-api.server.ts';
import { SetupRefusal, type Change, type SetupContext, type SetupStep } from './step.ts';

// Posting an application again makes a second one: ours carries this mark.
const mark = { tenantry: 'web' };

const redirectUri = (appUrl: string) => `${appUrl}/auth/callback`;
const postLogoutUri = (appUrl: string) => `${appUrl}/`;

// The specification describes URIs as objects; they are strings (observed on 1.37 and 1.41).
type SpecifiedUris = Record<string, unknown>[];
const fromSpecified = (uris: SpecifiedUris) => uris as unknown as string[];
const toSpecified = (uris: string[]) => uris as unknown as SpecifiedUris;

/** The one in use, if Logto has it. One of another type is somebody's mistake, which a new one would only hide. */
const applicationInUse = async (api: ManagementApi, id: string) => {
  const found = await bodyOf(api.GET('/api/applications/{id}', { params: { path: { id } } })).catch(absentIsNull);
  if (found && (found.type !== 'Traditional' || found.isThirdParty)) {
    const type = found.isThirdParty ? 'third-party' : found.type;
    throw new SetupRefusal(
      `LOGTO_APP_ID ${id} is a ${type} application, and the app needs a traditional web one: leave it empty to get one.`,
    );
  }
  return found ?? undefined;
};

const markedApplication = async (api: ManagementApi, appUrl: string) => {
  const marked = [];
  const pages = everyPage((page) =>
    api.GET('/api/applications', { params: { query: { ...page, types: 'Traditional' } } }),
  );
  for await (const application of pages) {
    if (application.customData['tenantry'] === mark.tenantry && !application.isThirdParty) marked.push(application);
  }
  marked.sort((one, other) => one.createdAt - other.createdAt);
  const returnsHere = marked.find(({ oidcClientMetadata: { redirectUris } }) =>
    fromSpecified(redirectUris).includes(redirectUri(appUrl)),
  );
  return returnsHere ?? marked[0];
};

export const findApplication = async ({ api, appId, appUrl }: SetupContext) =>
  (appId ? await applicationInUse(api, appId) : undefined) ?? (await markedApplication(api, appUrl));

const listSecrets = (api: ManagementApi, id: string) =>
  bodyOf(api.GET('/api/applications/{id}/secrets', { params: { path: { id } } }));

const isValid = ({ expiresAt }: { expiresAt: number | null }) => expiresAt === null || expiresAt > Date.now();

const creationOf = ({ api, appUrl, appId }: SetupContext): Change => {
  const redirect = redirectUri(appUrl);
  const apply = () =>
    api.POST('/api/applications', {
      body: {
        name: 'Tenantry',
        description: 'The Tenantry web application',
        type: 'Traditional',
        oidcClientMetadata: {
          redirectUris: toSpecified([redirect]),
          postLogoutRedirectUris: toSpecified([postLogoutUri(appUrl)]),
        },
        customClientMetadata: { alwaysIssueRefreshToken: true },
        customData: mark,
      },
    });
  const lost = appId ? ` (LOGTO_APP_ID ${appId} is not on this Logto)` : '';
  return { what: `create web application Tenantry, callback ${redirect}${lost}`, apply };
};

const urisOf = (api: ManagementApi, appUrl: string, application: Application): Change[] => {
  const uris = application.oidcClientMetadata;
  const redirect = redirectUri(appUrl);
  const postLogout = postLogoutUri(appUrl);
  const redirects = fromSpecified(uris.redirectUris);
  const postLogouts = fromSpecified(uris.postLogoutRedirectUris);
  if (redirects.includes(redirect) && postLogouts.includes(postLogout)) return [];
  // Both lists always, and whole: Logto refuses one alone and replaces them.
  const oidcClientMetadata = {
    ...uris,
    redirectUris: toSpecified([...new Set([...redirects, redirect])]),
    postLogoutRedirectUris: toSpecified([...new Set([...postLogouts, postLogout])]),
  };
  const params = { path: { id: application.id } };
  const now = [...redirects, ...postLogouts].join(', ') || 'none';
  return [
    {
      what: `allow callback ${redirect} and return to ${postLogout} (now: ${now})`,
      apply: () => api.PATCH('/api/applications/{id}', { params, body: { oidcClientMetadata } }),
    },
  ];
};

type Application = NonNullable<Awaited<ReturnType<typeof findApplication>>>;

export const webApplication: SetupStep = {
  name: 'web application',
  look: async (context) => {
    const { api, appUrl } = context;
    const application = await findApplication(context);
    if (!application) return [creationOf(context)];

    const params = { path: { id: application.id } };
    const changes = urisOf(api, appUrl, application);
    if (!application.customClientMetadata.alwaysIssueRefreshToken) {
      const body = { customClientMetadata: { ...application.customClientMetadata, alwaysIssueRefreshToken: true } };
      changes.push({
        what: 'always issue refresh tokens (now: only with prompt=consent)',
        apply: () => api.PATCH('/api/applications/{id}', { params, body }),
      });
    }
    const secrets = await listSecrets(api, application.id);
    if (!secrets.some(isValid)) {
      // Names are unique in an application, expired secrets included.
      const name = `Tenantry ${new Date().toISOString()}`;
      changes.push({
        what: `add a secret to application ${application.id} (now: ${secrets.length > 0 ? 'all expired' : 'none'})`,
        apply: () => api.POST('/api/applications/{id}/secrets', { params, body: { name } }),
      });
    }
    return changes;
  },
};

/**
 * Id and secret. The `secret` inside the application itself is a placeholder of Logto's and opens nothing. Of several
 * the one in use, else the one that lasts longest.
 */
export const applicationCredentials = async (
  context: SetupContext,
): Promise<{ appId: string; appSecret: string } | undefined> => {
  const application = await findApplication(context);
  if (!application) return undefined;
  const lasting = ({ expiresAt }: { expiresAt: number | null }) => expiresAt ?? Infinity;
  const valid = (await listSecrets(context.api, application.id))
    .filter(isValid)
    .sort((one, other) => (lasting(one) === lasting(other) ? 0 : lasting(other) - lasting(one)));
  const secret = valid.find(({ value }) => value === context.appSecret) ?? valid[0];
  return secret && { appId: application.id, appSecret: secret.value };
};
