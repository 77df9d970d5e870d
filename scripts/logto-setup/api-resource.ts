import { everyPage } from '#app/logto/management-api.server.ts';
import type { SetupStep } from './step.ts';

/** The audience of user tokens for `/api/v1`. */
export const apiResource: SetupStep = {
  name: 'API resource',
  look: async ({ api, apiResource: indicator }) => {
    for await (const resource of everyPage((query) => api.GET('/api/resources', { params: { query } }))) {
      if (resource.indicator === indicator) return [];
    }
    const apply = () => api.POST('/api/resources', { body: { name: 'Tenantry API', indicator } });
    return [{ what: `create API resource ${indicator}`, apply }];
  },
};
