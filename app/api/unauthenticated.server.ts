import { problem } from './problem.server.ts';

type Asked = Parameters<typeof problem>[0];

const challenge = 'Bearer realm="api"';

/** A 401 says what would open the door (RFC 9110). `invalid_token`: what was presented does not. */
export const unauthenticated = (args: Asked, error?: 'invalid_token'): Response =>
  problem(args, 'unauthenticated', { 'www-authenticate': error ? `${challenge}, error="${error}"` : challenge });
