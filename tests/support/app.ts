/**
 * What the app's modules need to run in a test file: a database and a local Logto of its own, told through the
 * environment. Call it before anything of the app reads it (modules do so at the first request, not when imported).
 *
 *     const { database, logto } = await testApp();
 */
import { randomBytes } from 'node:crypto';
import { afterAll } from 'vitest';
import { closeDatabase } from '#app/tenants/db.server.ts';
import { testDatabase, type TestDatabase } from './database.ts';
import { testLogto, type TestLogto } from './logto.ts';

export async function testApp(appUrl = 'http://localhost:3000'): Promise<{ database: TestDatabase; logto: TestLogto }> {
  const [database, logto] = await Promise.all([testDatabase(), testLogto({ appUrl })]);
  Object.assign(process.env, {
    APP_URL: appUrl,
    DATABASE_URL: database.appUrl,
    DATABASE_OWNER_URL: database.ownerUrl,
    DATABASE_WORKER_URL: database.systemUrl,
    SESSION_SECRET: randomBytes(32).toString('base64url'),
    LOG_LEVEL: 'fatal',
    ...logto.environment,
  });
  afterAll(closeDatabase);
  return { database, logto };
}
