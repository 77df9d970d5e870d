/**
 * `npm run logto:setup`: prepares the Logto of the environment and prints what `.env` needs of it. `-- --dry-run` only says
 * what it would do.
 */
import { isLogtoError } from '#app/logto/errors.server.ts';
import { planLogtoSetup, setUpLogto } from './index.ts';

const needed = {
  LOGTO_ENDPOINT: 'the address of Logto, such as https://your-tenant.logto.app',
  LOGTO_M2M_APP_ID: 'the id of a machine-to-machine application with the role “Logto Management API access”',
  LOGTO_M2M_APP_SECRET: 'the secret of that application',
  APP_URL: 'the address people open in the browser',
} as const;

const missing = Object.entries(needed).filter(([name]) => !process.env[name]);
if (missing.length > 0) end(missing.map(([name, what]) => `${name} is missing: ${what}.`).join('\n'));

const get = (name: keyof typeof needed) => process.env[name] ?? '';
const options = {
  endpoint: get('LOGTO_ENDPOINT').replace(/\/+$/, ''),
  m2m: { id: get('LOGTO_M2M_APP_ID'), secret: get('LOGTO_M2M_APP_SECRET') },
  managementApi: process.env['LOGTO_MANAGEMENT_API'] || 'https://default.logto.app/api',
  appUrl: get('APP_URL'),
};

try {
  if (process.argv.includes('--dry-run')) {
    const plan = await planLogtoSetup(options);
    console.log(plan.length > 0 ? plan.map(({ step, what }) => `${step}: would ${what}`).join('\n') : 'Nothing to do.');
  } else {
    const made = await setUpLogto({ ...options, log: (line) => console.log(line) });
    console.log(`
For .env, secret:

LOGTO_APP_ID=${made.appId}
LOGTO_APP_SECRET=${made.appSecret}
LOGTO_WEBHOOK_SIGNING_KEY=${made.webhookSigningKey}
LOGTO_API_RESOURCE=${made.apiResource}`);
  }
} catch (error) {
  if (!isLogtoError(error)) throw error;
  end(`${error.message}\n${remedy(error.kind)}`);
}

function remedy(kind: string): string {
  switch (kind) {
    case 'unreachable':
    case 'timeout':
      return `Nothing answers at LOGTO_ENDPOINT (${options.endpoint}).`;
    case 'unauthorized':
      return 'LOGTO_M2M_APP_ID or LOGTO_M2M_APP_SECRET is wrong, or LOGTO_MANAGEMENT_API is not this server’s.';
    case 'forbidden':
      return 'The machine-to-machine application lacks the role “Logto Management API access”.';
    default:
      return 'What was done before stays; run it again when the reason is gone.';
  }
}

function end(message: string): never {
  console.error(message);
  process.exit(1);
}
