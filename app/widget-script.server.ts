import { createHash } from 'node:crypto';
import made from '#app/generated/widget-script.json';
import { env } from '#app/env.server.ts';
import { paths } from '#app/paths.ts';
import { findWidgetScript, keepWidgetScript } from '#app/tenants/widget-scripts.server.ts';

/**
 * The script file that pages of others embed, made by widgets/script.mjs. Its name holds version and hash, so that whoever
 * names it gets that one or none. docs/decisions/0087-script-file.md
 */
const { version, name, integrity, code } = made;

/** What the page in a frame adds. */
export const frameScript: string = made.inside;

/** Where the latest one is, and what an `integrity` attribute says of it. */
export const latestScript = () => ({ version, url: env().APP_URL + paths.widgetScript(name), integrity });

/** At the start of a server, before anybody can learn its name from it: the instances beside it may be of another version. */
export const keepLatestScript = () => keepWidgetScript(name, code);

/** Of any version that was ever served. What is kept is what its name says, or it is nothing. */
export async function scriptNamed(asked: string): Promise<string | null> {
  if (asked === name) return code;
  const hash = /^[\w.-]{1,60}-([0-9a-f]{32})$/.exec(asked)?.[1];
  if (hash === undefined) return null;
  const kept = await findWidgetScript(asked);
  return kept !== null && createHash('sha384').update(kept).digest('hex').startsWith(hash) ? kept : null;
}
