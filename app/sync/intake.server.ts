import type { Logger } from 'pino';
import { setTimeout as pause } from 'node:timers/promises';
import { asSystem, isDatabaseAway } from '#app/tenants/db.server.ts';
import { Envelope } from './payloads.server.ts';
import { type Reaction, reactions } from './reactions.server.ts';

/**
 * Takes an event whose signature was right. When it returns, the event is in the database: Logto never sends one again.
 * Events that we do not know, or cannot read, are nothing to complain about to Logto. Bodies are never logged.
 */
export async function takeEvent(body: string, log: Logger): Promise<void> {
  const payload = parse(body);
  const envelope = Envelope.safeParse(payload);
  if (!envelope.success) return log.warn('a webhook that is no event');
  const { event, isTest } = envelope.data;
  const read = reactions.get(event);
  if (!read || isTest) return log.debug({ event, isTest }, 'an event without meaning for us');
  const reaction = read(payload);
  if (!reaction.success) {
    return log.warn(
      { event, at: reaction.error.issues.map(({ path }) => path.join('.')) },
      'an event of unknown shape',
    );
  }
  await write(reaction.data);
  log.debug({ event }, 'event taken');
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** Logto waits 10 s for an answer: a moment without PostgreSQL loses no event. */
async function write(react: Reaction): Promise<void> {
  for (const wait of [250, 1_000]) {
    try {
      return void (await asSystem(react));
    } catch (error) {
      if (!isDatabaseAway(error)) throw error;
      await pause(wait);
    }
  }
  await asSystem(react);
}
