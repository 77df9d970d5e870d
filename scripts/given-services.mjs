/** The services that the environment or `.env` names are somebody's: tests touch them only when they are told to. */
import { existsSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';

/** From here on, everything uses services of its own. */
export function forgetServices() {
  for (const name of Object.keys(process.env)) {
    if (/^(LOGTO|DATABASE)_|^(APP_URL|PORT|SESSION_SECRET|TRUSTED_PROXIES|E2E_MAILBOX_URL)$/.test(name))
      delete process.env[name];
  }
}

/** Whoever has set a Logto up may think that these tests use it. */
export function tellOfDotenv() {
  const named = existsSync('.env') && parseEnv(readFileSync('.env', 'utf8')).LOGTO_ENDPOINT;
  if (!named || process.env.LOGTO_ENDPOINT) return;
  console.log(`.env names the Logto at ${named}; these tests use a local one. With --dotenv they use that of .env:`);
  console.log('npm run test:e2e -- --dotenv');
}
