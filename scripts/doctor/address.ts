/** What answers at APP_URL: this app, with the settings that are looked at here, or something else. */
import { createHmac } from 'node:crypto';
import { signatureHeader } from '#app/sync/signature.server.ts';
import { bad, ok, skipped, type Check, type Finding } from './check.ts';

/** On the machine of whoever develops: what only production needs is for later there. */
export const isLocal = (url: string): boolean => ['localhost', '127.0.0.1', '[::1]'].includes(new URL(url).hostname);

const patienceMs = 6_000;

export const addressCheck = (appUrl: string | undefined, signingKey: string | undefined): Check => ({
  name: 'app',
  look: async () => {
    if (!appUrl) return skipped('APP_URL is not set');
    try {
      return await lookAt(appUrl, signingKey);
    } catch (error) {
      const { code } = ((error as Error).cause ?? {}) as { code?: string };
      return bad(
        `nothing answers at APP_URL ${appUrl}${code ? ` (${code})` : ''}`,
        'Start the app (`npm start`), or correct APP_URL: the address people open in the browser.',
      );
    }
  },
});

async function lookAt(appUrl: string, signingKey: string | undefined): Promise<Finding> {
  const health = await ask(`${appUrl}/healthz`);
  if (health.status >= 300 && health.status < 400) return redirected(appUrl, health);
  if (health.status !== 200 || (await health.text()) !== 'ok')
    return stranger(appUrl, `/healthz answers ${health.status}`);

  // An event with the ids of Logto's test button, of which the app makes nothing: only who has the key takes it.
  const refusal = await event(appUrl, 'a key of nobody');
  if (refusal.status !== 401)
    return stranger(appUrl, `a webhook without a right signature is answered ${refusal.status}`);
  if (signingKey && (await event(appUrl, signingKey)).status !== 204) {
    return bad(
      `a Tenantry with another LOGTO_WEBHOOK_SIGNING_KEY answers at APP_URL ${appUrl}`,
      'Restart it if its settings were changed since it started; else APP_URL is that of another deployment.',
    );
  }
  const ready = await ask(`${appUrl}/readyz`);
  if (ready.status !== 200) {
    return bad(`answers at ${appUrl}, but not its database`, 'Its DATABASE_URL, or PostgreSQL; see “database: app”.');
  }
  return ok(`answers at ${appUrl}, and is this one`);
}

const ask = (url: string, init: RequestInit = {}) =>
  fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(patienceMs), ...init });

function event(appUrl: string, key: string): Promise<Response> {
  const body = JSON.stringify({ event: 'User.Data.Updated', path: '/fake-path/:id', params: { id: 'fake-id' } });
  const signature = createHmac('sha256', key).update(body).digest('hex');
  const headers = { 'content-type': 'application/json', [signatureHeader]: signature };
  return ask(`${appUrl}/webhooks/logto`, { method: 'POST', body, headers });
}

function redirected(appUrl: string, answer: Response): Finding {
  const target = new URL(answer.headers.get('location') ?? '/', appUrl).origin;
  return target === appUrl
    ? stranger(appUrl, '/healthz redirects')
    : bad(
        `APP_URL ${appUrl} redirects to ${target}`,
        `If people shall open ${target}: set APP_URL=${target}, run \`npm run logto:setup\`, restart the app.`,
      );
}

const stranger = (appUrl: string, why: string): Finding =>
  bad(
    `what answers at APP_URL ${appUrl} is not this app: ${why}`,
    'Correct APP_URL, or let the proxy at that address lead all paths to the app.',
  );
