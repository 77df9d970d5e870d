import { everyPage } from '#app/logto/management-api.server.ts';
import { SetupRefusal, type SetupStep } from './step.ts';

/** The audience of user tokens for `/api/v1`. */
export const apiResource: SetupStep = {
  name: 'API resource',
  look: async ({ api, apiResource: indicator, managementApi }) => {
    // Tokens of the app's users would name the Management API.
    if (indicator === managementApi) {
      throw new SetupRefusal(
        `LOGTO_API_RESOURCE is Logto’s own Management API: leave it empty, and it becomes APP_URL/api/v1.`,
      );
    }
    for await (const resource of everyPage((query) => api.GET('/api/resources', { params: { query } }))) {
      if (resource.indicator === indicator) return [];
    }
    const apply = () => api.POST('/api/resources', { body: { name: 'Tenantry API', indicator } });
    return [{ what: `create API resource ${indicator}`, apply }];
  },
};
