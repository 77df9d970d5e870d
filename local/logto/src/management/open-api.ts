import type { Routes } from './route.ts';

/** A description of the routes that are here, open to everybody: paths and methods, no schemas. */
export function openApi(routes: Routes, endpoint: string) {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const { method, path, names } of routes.all()) {
    const template = `/api${path.replace(/:(\w+)/g, '{$1}')}`;
    const parameters = names.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } }));
    paths[template] = { ...paths[template], [method.toLowerCase()]: { parameters, responses: {} } };
  }
  // The real server calls itself "Cloud" whatever its version (observed).
  return {
    openapi: '3.0.1',
    info: { title: 'Logto API references', version: 'Cloud' },
    servers: [{ url: endpoint }],
    paths,
  };
}
