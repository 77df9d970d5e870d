/** Whether Logto's events reach the app that is tested: a server elsewhere knows no way to this machine. */
import type { GivenLogto } from './browser-given-logto.ts';
import { connectLogto, LogtoAnswer } from './browser-logto.ts';

export type Webhooks = { arrive: true } | { arrive: false; why: string };

interface Hook {
  id: string;
  enabled: boolean;
  events: string[];
  config: { url: string };
}

export async function probeWebhook(given: GivenLogto): Promise<Webhooks> {
  const { manage } = connectLogto(given);
  const url = `${given.appUrl}/webhooks/logto`;
  const hook = (await manage<Hook[]>('GET', '/hooks')).find(({ config }) => config.url === url);
  if (!hook?.enabled) return { arrive: false, why: `Logto has no webhook to ${url} that is switched on` };
  try {
    await manage('POST', `/hooks/${hook.id}/test`, { events: ['User.Data.Updated'], config: { url } });
    return { arrive: true };
  } catch (error) {
    if (!(error instanceof LogtoAnswer)) throw error;
    return { arrive: false, why: `${url} did not get Logto’s test (${error.code})` };
  }
}
