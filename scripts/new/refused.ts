/** What was asked for cannot be made; nothing was written. The message says what to do instead. */
export class Refused extends Error {
  override readonly name = 'Refused';
}
