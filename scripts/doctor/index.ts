/** All checks of `npm run doctor`, in the order of its screen. */
import { addressCheck } from './address.ts';
import { runChecks, type Limits, type Result } from './check.ts';
import { clockCheck } from './clocks.ts';
import { databaseChecks, type Databases } from './database.ts';
import { environmentCheck, findSubject } from './environment.ts';
import { logtoChecks, logtoSettings } from './logto.ts';
import { migrationChecks } from './migrations.ts';
import { tokenUseCheck } from './token-use.ts';
import { webhookChecks } from './webhook.ts';
import { workChecks } from './work.ts';

export type Examination = { title: string; results: Result[] };

export async function examine(source: Record<string, string | undefined>, limits?: Limits): Promise<Examination> {
  const subject = findSubject(source);
  const { values, ownerUrl, title } = subject;
  const logto = logtoSettings(values);
  const databases: Databases = {};
  const checks = [
    environmentCheck(subject),
    ...databaseChecks({ app: values.DATABASE_URL, owner: ownerUrl, workers: values.DATABASE_WORKER_URL }, databases),
    ...migrationChecks(databases),
    ...workChecks(databases),
    ...logtoChecks(logto),
    ...webhookChecks(logto.options, values.LOGTO_WEBHOOK_SIGNING_KEY),
    addressCheck(values.APP_URL, values.LOGTO_WEBHOOK_SIGNING_KEY),
    clockCheck(values.LOGTO_ENDPOINT, databases),
    tokenUseCheck(databases),
  ];
  const results = await runChecks(checks, limits);
  for (const made of Object.values(databases)) void made.client.end().catch(() => undefined);
  return { title, results };
}
