/**
 * By its looks: the HTTP server puts a class of its own in the place of the platform's `Response`, and a clone of one is
 * of the platform's, so `instanceof` says no to some.
 */
export const isResponse = (thrown: unknown): thrown is Response =>
  typeof thrown === 'object' && thrown !== null && 'status' in thrown && 'headers' in thrown && 'clone' in thrown;
