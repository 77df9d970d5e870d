import type { en } from './en.ts';

/**
 * What every language says. English is the source: another catalog with a missing key, one too many, or a message that
 * wants other values does not compile.
 */
export type Catalog = typeof en;
