/**
 * The routes of signing in as they are, next to an organization's pages reduced to their guards, in Remix's own request
 * handler: parallel loaders, cloned requests and thrown responses are the real ones. Only the rendering is left out.
 */
import {
  type ActionFunctionArgs,
  type AppLoadContext,
  createRequestHandler,
  type EntryContext,
  type LoaderFunctionArgs,
  type ServerBuild,
} from '@remix-run/node';
import { isRouteErrorResponse } from '@remix-run/react';
import { requireOrganization } from '#app/auth/organization.server.ts';
import { getPerson, requirePerson } from '#app/auth/session.server.ts';
import * as callback from '#app/routes/auth.callback.tsx';
import * as mfa from '#app/routes/auth.mfa.tsx';
import * as signIn from '#app/routes/auth.sign-in.tsx';
import * as signOut from '#app/routes/auth.sign-out.tsx';

const page = () => null;

const organization = {
  default: page,
  loader: async (args: LoaderFunctionArgs) => {
    const { slug, permissions, stale, organizationId, userId } = await requireOrganization(args);
    return { slug, permissions, stale, organizationId, userId };
  },
};

/** Each of the nested pages asks on its own, as layouts and pages do. */
const inside = (permission: 'read:data' | 'delete:organization') => ({
  default: page,
  loader: async (args: LoaderFunctionArgs) => (await requireOrganization(args, permission)).permissions,
  action: async (args: ActionFunctionArgs) => ({ written: (await requireOrganization(args, permission)).slug }),
});

const landing = { default: page, loader: async (args: LoaderFunctionArgs) => ({ person: await getPerson(args) }) };
const workspaces = {
  default: page,
  loader: async (args: LoaderFunctionArgs) => ({ person: await requirePerson(args) }),
  action: async (args: ActionFunctionArgs) => ({ person: await requirePerson(args) }),
};

const tree: [id: string, path: string | undefined, parentId: string | undefined, module: object][] = [
  ['landing', '/', undefined, landing],
  ['workspaces', '/workspaces', undefined, workspaces],
  ['sign-in', '/auth/sign-in', undefined, signIn],
  ['callback', '/auth/callback', undefined, callback],
  ['sign-out', '/auth/sign-out', undefined, signOut],
  ['mfa', '/auth/mfa', undefined, mfa],
  ['organization', '/o/:slug', undefined, organization],
  ['members', 'members', 'organization', inside('read:data')],
  ['list', 'list', 'members', inside('read:data')],
  ['danger', 'danger', 'organization', inside('delete:organization')],
];

const build = {
  entry: { module: { default: answer } },
  routes: Object.fromEntries(tree.map(([id, path, parentId, module]) => [id, { id, path, parentId, module }])),
  assets: { entry: { imports: [], module: '' }, routes: {}, url: '', version: '' },
  publicPath: '/',
  assetsBuildDirectory: '',
  isSpaMode: false,
  mode: 'production',
  future: { v3_singleFetch: true, v3_throwAbortReason: true, v3_relativeSplatPath: true },
} as unknown as ServerBuild;

function answer(_: Request, status: number, headers: Headers, { staticHandlerContext }: EntryContext): Response {
  const { loaderData, actionData, errors } = staticHandlerContext;
  const [thrown] = Object.values(errors ?? {});
  const refusal = isRouteErrorResponse(thrown) ? thrown.data : (thrown ?? null);
  return Response.json({ data: { ...loaderData, ...actionData }, refusal }, { status, headers });
}

const handler = createRequestHandler(build, 'production');

export const handle = (request: Request, context: AppLoadContext): Promise<Response> => handler(request, context);
