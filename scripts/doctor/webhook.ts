/** Whether the events of Logto reach the app: the webhook's settings, a test of Logto's own, and what it sent last. */
import { isLogtoError } from '#app/logto/errors.server.ts';
import { bodyOf, connectManagementApi } from '#app/logto/management-api.server.ts';
import { explainLogtoFailure, webhookFor, type SetupOptions } from '#scripts/logto-setup/index.ts';
import { isLocal } from './address.ts';
import { bad, ok, skipped, warn, type Check, type Finding } from './check.ts';

const setUp = 'Run `npm run logto:setup`.';

type Hook = NonNullable<Awaited<ReturnType<typeof webhookFor>>>;

export function webhookChecks(options: SetupOptions | undefined, signingKey: string | undefined): Check[] {
  let found: Hook | undefined;
  const asked = (look: (options: SetupOptions) => Promise<Finding>) => async () => {
    if (!options) return skipped('the settings of Logto are not complete');
    return look(options).catch((error: unknown) => bad(explainLogtoFailure(error, options)));
  };
  return [
    {
      name: 'webhook',
      needs: ['Management API'],
      look: asked(async (given) => {
        found = await webhookFor(given);
        return settings(found, given.appUrl, signingKey);
      }),
    },
    {
      name: 'webhook arrives',
      needs: ['Management API'],
      look: asked(async (given) => {
        const hook = await webhookFor(given);
        return hook ? arrives(hook, given) : skipped('there is no webhook');
      }),
    },
    {
      name: 'last event',
      needs: ['webhook'],
      look: asked(async (given) => (found ? lastSent(found, given) : skipped('there is no webhook'))),
    },
  ];
}

async function settings(hook: Hook | undefined, appUrl: string, signingKey: string | undefined): Promise<Finding> {
  if (!hook) return bad(`there is none to ${appUrl}/webhooks/logto: the app hears of nothing`, setUp);
  if (!hook.enabled) return bad('it is switched off: the app hears of nothing', setUp);
  if (signingKey === undefined) return bad('LOGTO_WEBHOOK_SIGNING_KEY is not set', setUp);
  if (hook.signingKey !== signingKey) {
    return bad(
      'LOGTO_WEBHOOK_SIGNING_KEY is not the key of the webhook: the app refuses every event',
      `${setUp} It writes the key into .env; then restart the app.`,
    );
  }
  return ok(`sends ${hook.events.length} kinds of events, with the key of LOGTO_WEBHOOK_SIGNING_KEY`);
}

const testEvent = 'User.Data.Updated';

/** Logto sends an event with made-up ids, signed, and tells how it was taken. The app makes nothing of it. */
async function arrives({ id }: Hook, options: SetupOptions): Promise<Finding> {
  const url = `${options.appUrl}/webhooks/logto`;
  try {
    await connectManagementApi({ ...options, timeoutMs: 8_000 }).POST('/api/hooks/{id}/test', {
      params: { path: { id } },
      body: { events: [testEvent], config: { url } },
    });
    return ok('a test event of Logto was taken by the app');
  } catch (error) {
    if (isLogtoError(error, 'hook.endpoint_responded_with_error')) {
      return bad(
        `what Logto reaches at ${url} refuses its event`,
        'See “webhook” and “app”: another signing key, another app at this address, or a proxy that lets nobody in.',
      );
    }
    if (isLogtoError(error, 'hook.send_test_payload_failed') || (isLogtoError(error) && error.kind === 'timeout')) {
      return bad(
        `Logto cannot reach ${url}`,
        'Where Logto runs, APP_URL must lead to the app: Cloud and containers do not reach your localhost, and firewalls ask.',
      );
    }
    throw error;
  }
}

type Delivery = { key: string; createdAt: number; payload: { result?: unknown; response?: { statusCode?: unknown } } };

async function lastSent({ id }: Hook, options: SetupOptions): Promise<Finding> {
  const query = { page: 1, page_size: 20 };
  const recent = connectManagementApi(options).GET('/api/hooks/{id}/recent-logs', { params: { path: { id }, query } });
  const sent = (await bodyOf(recent)) as unknown as Delivery[];
  const [last] = sent;
  if (!last) return ok('Logto had none to send in the last 24 hours');
  const refused = sent.filter(({ payload }) => payload.result !== 'Success');
  const told = `${last.key.replace('TriggerHook.', '')}, ${ago(last.createdAt)}`;
  if (refused.length === 0) return ok(`taken: ${told}`);
  const status = refused[0]?.payload.response?.statusCode;
  const reason = typeof status === 'number' ? `the app answered ${status}` : 'no answer came';
  const what = `${refused.length} of the last ${sent.length} did not arrive (${reason}, ${ago(refused[0]!.createdAt)}); the last: ${told}`;
  if (isLocal(options.appUrl)) return ok(what); // whose app is stopped as often as it is started
  return warn(
    what,
    'Logto does not send them again. What they told comes with the next sign-in or change of the same person or organization.',
  );
}

const ago = (at: number): string => {
  const minutes = Math.round((Date.now() - at) / 60_000);
  if (minutes < 1) return 'just now';
  return minutes < 120 ? `${minutes} minutes ago` : `${Math.round(minutes / 60)} hours ago`;
};
