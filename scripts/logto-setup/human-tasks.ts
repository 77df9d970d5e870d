/** What the Management API cannot do, or what is the owner's to choose. Only what applies to this Logto now. */
import { absentIsNull } from '#app/logto/errors.server.ts';
import { bodyOf } from '#app/logto/management-api.server.ts';
import { currentAccountCenter } from './account-center.ts';
import { currentExperience, emailConnector } from './sign-in-experience.ts';
import type { SetupContext } from './step.ts';
import { leadsToAnApp, listWebhooks, webhookName, webhookUrl } from './webhook.ts';

export type HumanTask = {
  what: string;
  where: string;
  /** For who likes it: nothing is missing without. */
  optional?: boolean;
};

export const listHumanTasks = async (context: SetupContext): Promise<HumanTask[]> => {
  const tasks = await Promise.all([
    mail(context),
    signInPage(context),
    accountPages(context),
    ownDomain(context),
    oldWebhooks(context),
  ]);
  return [...tasks.flat(), ...address(context)];
};

const isCloud = ({ managementApi }: SetupContext) =>
  /\.logto\.app\/api$/.test(managementApi) && managementApi !== 'https://default.logto.app/api';

const isLocal = (url: string) => ['localhost', '127.0.0.1', '[::1]'].includes(new URL(url).hostname);

const connectors = 'Console → Connectors → Email and SMS';

const mail = async (context: SetupContext): Promise<HumanTask[]> => {
  const connector = await emailConnector(context.api);
  if (!connector) {
    const ready = isCloud(context) ? ' (“Logto email service” needs no account)' : '';
    return [
      {
        what:
          'Add an e-mail connector: without one nobody signs up by e-mail and no invitation is mailed. Then run this ' +
          'again: sign-in and sign-up by e-mail were left as they are.',
        where: `${connectors}${ready}`,
      },
    ];
  }
  // Connectors that mail by templates of their own list them; others leave it to the service behind them.
  const { templates } = connector.config as { templates?: unknown };
  if (!Array.isArray(templates)) return [];
  const usages = templates.map((template: { usageType?: unknown }) => template.usageType);
  if (usages.includes('OrganizationInvitation') || (await hasInvitationTemplate(context))) return [];
  return [
    {
      what: `Add a template with usage type OrganizationInvitation and {{link}} to ${nameOf(connector)}: it mails the invitations.`,
      where: `${connectors} → ${nameOf(connector)}`,
    },
  ];
};

const nameOf = ({ name, connectorId }: { name: unknown; connectorId: string }) => {
  const { en } = (name ?? {}) as { en?: unknown };
  return typeof en === 'string' ? en : connectorId;
};

/** Templates that a tenant keeps by language, which go before the connector's own. */
const hasInvitationTemplate = async ({ api }: SetupContext) => {
  const query = { templateType: 'OrganizationInvitation' } as const;
  const found = await bodyOf(api.GET('/api/email-templates', { params: { query } })).catch(absentIsNull);
  return Boolean(found?.some(({ templateType }) => templateType === 'OrganizationInvitation'));
};

const signInPage = async ({ api }: SetupContext): Promise<HumanTask[]> => {
  const { signInMode, mfa } = await currentExperience(api);
  return [
    ...(signInMode === 'SignIn'
      ? [
          {
            what: 'Registration is off: only invited people get an account. Switch it on if others should.',
            where: 'Console → Sign-in & account → Sign-up and sign-in',
          },
        ]
      : []),
    ...(mfa.factors.includes('WebAuthn')
      ? []
      : [
          {
            what: 'Passkeys as a second factor, beside authenticator apps and backup codes.',
            where: 'Console → Multi-factor auth',
            optional: true,
          },
        ]),
  ];
};

const accountPages = async ({ api }: SetupContext): Promise<HumanTask[]> => {
  if (await currentAccountCenter(api)) return [];
  return [
    {
      what:
        'Update Logto: this one has no account center, where the app’s links to change a password, an e-mail or an ' +
        'authenticator app lead.',
      where: 'the server; 1.37 has it',
    },
  ];
};

const ownDomain = async (context: SetupContext): Promise<HumanTask[]> => {
  const { api, endpoint, appUrl } = context;
  if (!new URL(endpoint).hostname.endsWith('.logto.app') || isLocal(appUrl)) return [];
  const domains = await bodyOf(api.GET('/api/domains')).catch(absentIsNull);
  if (domains === null || domains.length > 0) return [];
  return [
    {
      what:
        'Logto’s pages under a domain of your own. Then LOGTO_ENDPOINT is that domain, and ' +
        `LOGTO_MANAGEMENT_API=${context.managementApi} has to be set.`,
      where: 'Console → Tenant settings → Domains',
      optional: true,
    },
  ];
};

const oldWebhooks = async (context: SetupContext): Promise<HumanTask[]> => {
  const ours = webhookUrl(context.appUrl);
  const hooks = (await listWebhooks(context)).filter(({ name, config }) => name === webhookName || config.url === ours);
  const elsewhere = hooks.filter(({ config: { url }, enabled }) => enabled && url !== ours && leadsToAnApp(url));
  const here = hooks.filter(({ config: { url }, enabled }) => enabled && url === ours);
  return [
    ...elsewhere.map(({ config }) => ({
      what: `Delete the webhook to ${config.url} if no app is there any more.`,
      where: 'Console → Webhooks',
    })),
    ...(here.length > 1
      ? [
          {
            what: `Delete all webhooks to ${ours} but one: each event comes ${here.length} times.`,
            where: 'Console → Webhooks',
          },
        ]
      : []),
  ];
};

const address = ({ appUrl, endpoint }: SetupContext): HumanTask[] => {
  if (isLocal(appUrl)) {
    const unheard = isLocal(endpoint) ? '' : ` No webhook from ${new URL(endpoint).host} arrives at ${appUrl}.`;
    return [
      {
        what: `For production: run this again with the address that people will open.${unheard}`,
        where: 'APP_URL, such as https://app.example.com',
      },
    ];
  }
  if (new URL(appUrl).protocol === 'https:') return [];
  return [
    { what: 'Serve the app over https: browsers keep its session cookie nowhere else.', where: `APP_URL ${appUrl}` },
  ];
};
