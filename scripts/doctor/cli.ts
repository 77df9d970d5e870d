/**
 * `npm run doctor`: looks at a set-up and says in one screen what is wrong and what to do. Changes nothing. Ends with code 1
 * when something is wrong. `-- --json` prints one JSON document.
 */
import { addressCheck } from './address.ts';
import { runChecks } from './check.ts';
import { clockCheck } from './clocks.ts';
import { databaseChecks, type Databases } from './database.ts';
import { environmentCheck, findSubject } from './environment.ts';
import { logtoChecks, logtoSettings } from './logto.ts';
import { migrationChecks } from './migrations.ts';
import { asJson, asText, isWell } from './report.ts';
import { tokenUseCheck } from './token-use.ts';
import { webhookChecks } from './webhook.ts';
import { workChecks } from './work.ts';

const subject = findSubject();
const { values, ownerUrl } = subject;
const logto = logtoSettings(values);
const databases: Databases = {};

const results = await runChecks([
  environmentCheck(subject),
  ...databaseChecks({ app: values.DATABASE_URL, owner: ownerUrl, workers: values.DATABASE_WORKER_URL }, databases),
  ...migrationChecks(databases),
  ...workChecks(databases),
  ...logtoChecks(logto),
  ...webhookChecks(logto.options, values.LOGTO_WEBHOOK_SIGNING_KEY),
  addressCheck(values.APP_URL, values.LOGTO_WEBHOOK_SIGNING_KEY),
  clockCheck(values.LOGTO_ENDPOINT, databases),
  tokenUseCheck(databases),
]);

const print = process.argv.includes('--json') ? asJson : asText;
// Whatever still hangs does not keep the command.
process.stdout.write(`${print(subject.title, results)}\n`, () => process.exit(isWell(results) ? 0 : 1));
