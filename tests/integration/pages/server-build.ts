/**
 * The app as Vite would build it for the server, without building it: every route of app/routes.ts. Stands in for
 * `virtual:remix/server-build` (vitest.config.ts), so that app/server.ts serves it too.
 */
import type { RouteConfigEntry } from '@remix-run/route-config';
import * as entryServer from '#app/entry.server.tsx';
import * as root from '#app/root.tsx';
import config from '#app/routes.ts';

const files = import.meta.glob<object>('/app/routes/*.tsx', { eager: true });

type Route = { id: string; parentId?: string; path?: string; index?: boolean; module: object };

const flat = (entries: RouteConfigEntry[], parentId: string): Route[] =>
  entries.flatMap(({ file, path, index, children = [] }) => {
    const id = file.replace(/\.tsx$/, '');
    const route: Route = { id, parentId, module: files[`/app/${file}`]! };
    if (path !== undefined) route.path = path;
    if (index) route.index = true;
    return [route, ...flat(children, id)];
  });

const all: Route[] = [{ id: 'root', path: '', module: root }, ...flat(await config, 'root')];
const manifest = all.map(({ module: _, ...route }) => ({ ...route, module: `/${route.id}.js`, imports: [] }));

export const entry = { module: entryServer };
export const routes = Object.fromEntries(all.map((route) => [route.id, route]));
export const assets = {
  entry: { imports: [], module: '/entry.js' },
  routes: Object.fromEntries(manifest.map((route) => [route.id, route])),
  url: '/manifest.js',
  version: 'test',
};
export const basename = '/';
export const publicPath = '/';
export const assetsBuildDirectory = '';
export const isSpaMode = false;
export const mode = 'production';
export const future = {
  v3_fetcherPersist: true,
  v3_singleFetch: true,
  v3_throwAbortReason: true,
  v3_relativeSplatPath: true,
};
