import type { LoaderFunctionArgs } from '@remix-run/node';
import { refuse } from '#app/auth/refuse.server.ts';
import { findImage } from '#app/tenants/images.server.ts';

/**
 * A logo or a portrait, to whoever knows what it is called. It never changes under its name, and a browser that opens it by
 * itself runs nothing in it. `cross-origin`: Logto's sign-in page shows logos too.
 */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const hash = /^([0-9a-f]{64})\.png$/.exec(params['file'] ?? '')?.[1];
  const bytes = hash ? await findImage(hash) : null;
  if (!bytes) throw refuse('not-found', context);
  const etag = `"${hash}"`;
  const headers = {
    etag,
    'content-type': 'image/png',
    'content-disposition': 'inline',
    'cache-control': 'public, max-age=31536000, immutable',
    'content-security-policy': "default-src 'none'; sandbox",
    'cross-origin-resource-policy': 'cross-origin',
    'x-content-type-options': 'nosniff',
  };
  if (request.headers.get('if-none-match') === etag) return new Response(null, { status: 304, headers });
  return new Response(new Uint8Array(bytes), { headers });
}
