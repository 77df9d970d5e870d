/**
 * `npm run doctor`: looks at a set-up and says in one screen what is wrong and what to do. Changes nothing. Ends with code 1
 * when something is wrong. `-- --json` prints one JSON document.
 */
import { examine } from './index.ts';
import { asJson, asText, isWell } from './report.ts';

const { title, results } = await examine(process.env);
const print = process.argv.includes('--json') ? asJson : asText;
process.stdout.on('error', () => process.exit(isWell(results) ? 0 : 1)); // a reader such as `head` that has gone
// Whatever still hangs does not keep the command.
process.stdout.write(`${print(title, results)}\n`, () => process.exit(isWell(results) ? 0 : 1));
