/**
 * So old, or so far ahead, an event is no news: whoever sends it was held up, or sends again what was recorded. Logto is
 * asked about what it names, and nothing is done on its word. Clocks may differ by less.
 */
const freshMs = 300_000;

/** `createdAt` in ms since 1970, by Logto's clock; not fresh when that is not a number. */
export const isFresh = (createdAt: number): boolean => Math.abs(Date.now() - createdAt) < freshMs;

/** From now on so long, nothing that happened before now is believed any more. */
export const untilStaleMs = 2 * freshMs;
