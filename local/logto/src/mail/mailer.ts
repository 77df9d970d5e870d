import { LogtoError } from '../errors.ts';
import type { Json, Mail } from '../store/entities.ts';
import type { Store } from '../store/store.ts';

const WINDOW_MS = 10 * 60 * 1000;
const MAILS_PER_WINDOW = 10;
const KEPT = 1_000;
/** The factory id of the connector that Logto calls "HTTP Email". */
export const HTTP_EMAIL = 'http-email';

export interface OutgoingMail {
  to: string;
  type: string;
  payload: Json;
  ip?: string;
}

/**
 * Sends mails through the tenant's e-mail connector. Every mail also lands in the mailbox, whatever the connector is;
 * an http-email connector gets it posted to its endpoint as well.
 */
export class Mailer {
  readonly #store: Store;
  readonly #limited: boolean;
  #sent: { to: string; at: number }[] = [];

  constructor(store: Store, limited: boolean) {
    this.#store = store;
    this.#limited = limited;
  }

  async send(mail: OutgoingMail): Promise<void> {
    const connector = [...this.#store.connectors.values()].find(({ metadata }) => metadata.type === 'Email');
    if (!connector)
      throw new LogtoError('connector.not_found', 501, { data: { type: 'Email' }, variables: { type: 'Email' } });
    this.#countOrRefuse(mail.to);
    const kept: Mail = { ...mail, at: new Date().toISOString() };
    this.#store.mails = [...this.#store.mails, kept].slice(-KEPT);
    this.#store.changed();
    const { endpoint, authorization } = connector.config as { endpoint?: string; authorization?: string };
    if (endpoint) await post(endpoint, authorization, mail);
  }

  #countOrRefuse(to: string): void {
    const now = Date.now();
    this.#sent = this.#sent.filter(({ at }) => at > now - WINDOW_MS);
    const recent = this.#sent.filter((sent) => sent.to === to).length;
    if (this.#limited && recent >= MAILS_PER_WINDOW) throw new LogtoError('request.message_rate_limited', 429);
    this.#sent.push({ to, at: now });
  }
}

async function post(endpoint: string, authorization: string | undefined, mail: OutgoingMail): Promise<void> {
  const headers = { 'content-type': 'application/json', ...(authorization && { authorization }) };
  const response = await fetch(endpoint, {
    method: 'POST',
    headers,
    body: JSON.stringify(mail),
    signal: AbortSignal.timeout(10_000),
  }).catch(() => undefined);
  if (!response?.ok) throw new LogtoError('connector.general', 400, { data: { status: response?.status ?? null } });
}
