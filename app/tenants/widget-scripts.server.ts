import { asSystem, forKey } from './db.server.ts';

/**
 * Script files of the widgets, by name: those that this version of the app does not bring any more, or not yet. Nobody
 * removes them, because pages of others name them with their hash. app/widget-script.server.ts holds them to it.
 */

export const findWidgetScript = (name: string): Promise<string | null> =>
  forKey(
    '',
    async (db) => (await db.widgetScript.findUnique({ where: { name }, select: { code: true } }))?.code ?? null,
  );

/** Once for all instances. */
export const keepWidgetScript = (name: string, code: string): Promise<unknown> =>
  asSystem((db) =>
    db.widgetScript.upsert({ where: { name }, create: { name, code }, update: { code }, select: { name: true } }),
  );
