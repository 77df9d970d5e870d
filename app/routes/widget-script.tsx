import type { LoaderFunctionArgs } from '@remix-run/node';
import { refuse } from '#app/auth/refuse.server.ts';
import { scriptNamed } from '#app/widget-script.server.ts';

/** A version of the script that pages of others embed, to everybody: it never changes under its name. */
export async function loader({ params, context }: LoaderFunctionArgs) {
  const [, name] = /^(.+)\.js$/.exec(params['file'] ?? '') ?? [];
  const code = name === undefined ? null : await scriptNamed(name);
  if (code === null) throw refuse('not-found', context);
  return new Response(code, {
    headers: {
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
      // With an `integrity` attribute a browser wants to know that the page may read it.
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
    },
  });
}
