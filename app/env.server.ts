import { z } from 'zod';
import { widgetOriginOf } from '#app/widget-origin.ts';

/**
 * The environment, read once. `readEnvironment` reports all problems together, each with its remedy.
 * What each variable means for a forker: `.env.example`.
 */
const url = (remedy: string) => z.url({ error: remedy });

/** What is wrong with an address of which only scheme, host and port count, and what to set instead. A slash at its end does no harm. */
export const addressProblem = (name: string, value: string): string | undefined => {
  if (!/^https?:\/\//i.test(value)) {
    const guess = /^[\w.-]+(:\d+)?(\/|$)/.exec(value)?.[0].replace('/', '');
    const scheme = /^(localhost|127\.)/.test(value) ? 'http' : 'https';
    return `${value} has no scheme: ${guess ? `set ${name}=${scheme}://${guess}` : 'begin it with https://'}.`;
  }
  if (!URL.canParse(value)) return `${value} is no address: such as https://example.com.`;
  const { username, password, pathname, search, hash, origin } = new URL(value);
  if (username || password) return `has a user name or password in it: set ${name}=${origin}.`;
  if (pathname === '/' && !search && !hash) return undefined;
  return `${value} has more than scheme, host and port: set ${name}=${origin}.`;
};

const address = (name: string, remedy: string) =>
  z
    .string({ error: remedy })
    .superRefine((value, { addIssue }) => {
      const message = addressProblem(name, value);
      if (message) addIssue({ code: 'custom', message });
    })
    .transform((value) => new URL(value).origin);

/** With commas between; left out, none. */
const list = z
  .string()
  .default('')
  .transform((text) =>
    text
      .split(',')
      .map((each) => each.trim())
      .filter(Boolean),
  );

/** Each that is no site with its remedy. */
const sites = list
  .superRefine((listed, { addIssue }) => {
    const wrong = listed.filter((each) => !widgetOriginOf(each));
    if (wrong.length > 0) addIssue({ code: 'custom', message: wrong.map(siteProblem).join(' ') });
  })
  .transform((listed) => [...new Set(listed.map((each) => widgetOriginOf(each) ?? each))]);

function siteProblem(given: string): string {
  if (!URL.canParse(given)) return `${given} is no address: such as https://shop.example.com.`;
  const origin = new URL(given).origin;
  if (widgetOriginOf(origin)) return `${given} has more than scheme, host and port: write ${origin}.`;
  if (!/^http:/i.test(origin))
    return `${given} is no site: name each by its whole address, such as https://shop.example.com.`;
  const secure = given.replace(/^http:/i, 'https:');
  return `${given} can be changed by anybody on the way: ${widgetOriginOf(secure) ? `write ${secure}` : 'only https, or http of localhost'}.`;
}

/** What Logto's console shows as the app ID, and not its name or its address: a typo would shut an application out in silence. */
const applications = list
  .superRefine((listed, { addIssue }) => {
    const wrong = listed.filter((id) => !/^[a-z0-9]{1,21}$/.test(id));
    const remedies = wrong.map(
      (id) => `${id} is no id of an application: copy the App ID from its page in Logto’s console.`,
    );
    if (wrong.length > 0) addIssue({ code: 'custom', message: remedies.join(' ') });
  })
  .transform((listed) => [...new Set(listed)]);

const postgres = (remedy: string) => z.string({ error: remedy }).regex(/^postgres(ql)?:\/\//, { error: remedy });

const text = (remedy: string) => z.string({ error: remedy }).min(1, { error: remedy });

const fromSetUp = 'run `npm run logto:setup`, which writes it into .env';

/**
 * The indicator of a Logto's Management API: a Cloud tenant's own, without a region that its host may name, and `default`
 * for every open-source server. A Cloud tenant behind a domain of its own cannot be told from an open-source server: there
 * `LOGTO_MANAGEMENT_API` has to be set.
 */
export const managementApiOf = (endpoint: string): string => {
  const [, tenant = 'default'] = /^https:\/\/([a-z0-9-]+)(?:\.[a-z0-9-]+)?\.logto\.app\/?$/.exec(endpoint) ?? [];
  return `https://${tenant}.logto.app/api`;
};

const Environment = z.object({
  APP_URL: address('APP_URL', 'the address people open in the browser, such as https://app.example.com'),
  PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  DATABASE_URL: postgres('postgresql://… of a member of the role tenantry_app'),
  DATABASE_WORKER_URL: postgres('postgresql://… of a member of the role tenantry_system, not through a pooler'),
  SESSION_SECRET: z
    .string({ error: 'at least 32 random characters: openssl rand -base64 32' })
    .min(32, { error: 'at least 32 random characters: openssl rand -base64 32' }),
  LOGTO_ENDPOINT: address('LOGTO_ENDPOINT', 'the address of Logto, such as https://your-tenant.logto.app'),
  LOGTO_APP_ID: text(fromSetUp),
  LOGTO_APP_SECRET: text(fromSetUp),
  LOGTO_M2M_APP_ID: text('the id of a machine-to-machine application with the role “Logto Management API access”'),
  LOGTO_M2M_APP_SECRET: text('the secret of that application'),
  LOGTO_MANAGEMENT_API: url('the Management API’s resource indicator; left out, LOGTO_ENDPOINT tells it'),
  LOGTO_WEBHOOK_SIGNING_KEY: text(fromSetUp),
  LOGTO_API_RESOURCE: text(fromSetUp),
  /** How long one try of a call to Logto waits for the whole answer; with its repetitions, twice as long. */
  LOGTO_TIMEOUT_MS: z.coerce.number().int().min(100).max(60_000).default(10_000),
  /** The operator's own sites: their pages may show widgets for every organization. */
  WIDGET_ORIGINS: sites,
  /** Applications of Logto, other than ours, whose tokens of people open the API. */
  API_CLIENT_IDS: applications,
  /** When the copy is compared with Logto: five fields of cron, in UTC; `off`, never. */
  RECONCILE_CRON: z
    .string()
    .regex(/^(off|\S+( \S+){4})$/, { error: 'five fields of cron in UTC, such as 23 3 * * *, or off' })
    .default('23 3 * * *'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
  /** How many proxies in front of the server set `x-forwarded-for`. */
  TRUSTED_PROXIES: z.coerce.number().int().min(0).max(10).default(0),
  /** Part of cookie names in development, where cookies would mix: they ignore ports. */
  TENANTRY_INSTANCE: z
    .string()
    .regex(/^[a-z0-9]{0,16}$/)
    .default(''),
});

export type Environment = z.infer<typeof Environment>;

export type EnvironmentProblem = { name: string; remedy: string };

/** What is set well, and everything that is not. For who looks at an environment without needing it whole. */
export function inspectEnvironment(source: Record<string, string | undefined>): {
  values: Partial<Environment>;
  problems: EnvironmentProblem[];
} {
  const filled = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''));
  const all: Record<string, string | undefined> = {
    DATABASE_WORKER_URL: filled['DATABASE_OWNER_URL'],
    LOGTO_MANAGEMENT_API: managementApiOf(filled['LOGTO_ENDPOINT'] ?? ''),
    ...filled,
  };
  const values: Record<string, unknown> = {};
  const problems: EnvironmentProblem[] = [];
  for (const [name, schema] of Object.entries(Environment.shape)) {
    const parsed = schema.safeParse(all[name]);
    if (parsed.success) values[name] = parsed.data;
    else problems.push({ name, remedy: parsed.error.issues[0]?.message ?? 'is not valid' });
  }
  return { values: values as Partial<Environment>, problems };
}

/** Throws an error whose message lists every problem and its remedy, one a line. */
export function readEnvironment(source: Record<string, string | undefined> = process.env): Environment {
  const { values, problems } = inspectEnvironment(source);
  if (problems.length === 0) return values as Environment;
  const lines = problems.map(({ name, remedy }) => `  ${name}: ${remedy}`);
  throw new Error(
    `The environment is incomplete:\n${lines.join('\n')}\n.env.example tells what each is; \`npm run doctor\` checks them all.`,
  );
}

let current: Environment | undefined;

export const env = (): Environment => (current ??= readEnvironment());
