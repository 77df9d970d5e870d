/**
 * A local Logto of a test file's own, set up as `npm run logto:setup` would, and stopped after the file.
 *
 *     const logto = await testLogto();
 *     const ada = await logto.createUser({ name: 'Ada' });
 *     const acme = await logto.createOrganization({ name: 'Acme', members: { [ada.id]: 'owner' } });
 */
import { afterAll } from 'vitest';
import { startTestLogto, type TestLogto } from './local-logto.ts';

export type { Mail, TestLogto, TestUser } from './local-logto.ts';

export async function testLogto(options?: { appUrl?: string }): Promise<TestLogto> {
  const logto = await startTestLogto(options);
  afterAll(() => logto.stop());
  return logto;
}
