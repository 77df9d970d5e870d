/**
 * A local Logto of a test file's own, set up as `npm run logto:setup` would, and stopped after the file.
 *
 *     const logto = await testLogto();
 *     const ada = await logto.createUser({ name: 'Ada' });
 *     const acme = await logto.createOrganization({ name: 'Acme', members: { [ada.id]: 'owner' } });
 */
import { afterAll, inject } from 'vitest';
import { testLogtoAt, type TestLogto, version } from './local-logto.ts';
import type { SetUpLogto } from './set-up-logto.ts';

export type { Mail, TestLogto, TestUser } from './local-logto.ts';

export async function testLogto(options: { appUrl?: string } = {}): Promise<TestLogto> {
  const hosts = inject('logtoHosts');
  const host = hosts[Number(process.env['VITEST_POOL_ID']) % hosts.length]!;
  const started = await ask<SetUpLogto>(host, { method: 'POST', body: JSON.stringify({ ...options, version }) });
  const logto = testLogtoAt(started, async () => {
    await ask(`${host}?${new URLSearchParams({ endpoint: started.endpoint })}`, { method: 'DELETE' });
  });
  afterAll(() => logto.stop());
  return logto;
}

async function ask<T>(url: string, init: RequestInit): Promise<T> {
  const answer = await fetch(url, init);
  if (!answer.ok) throw new Error(`No local Logto: ${await answer.text()}`);
  return (await answer.json()) as T;
}
