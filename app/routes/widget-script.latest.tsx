import { latestScript } from '#app/widget-script.server.ts';

/** `{version, url, integrity}` of the script that this server brings: for builds of others, which write it into their pages. */
export const loader = () =>
  Response.json(latestScript(), {
    headers: {
      'cache-control': 'public, max-age=300',
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
    },
  });
