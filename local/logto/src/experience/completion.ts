import { LogtoError } from '../errors.ts';
import type { User } from '../store/entities.ts';
import { userInfo, userProfile } from '../users/profile.ts';
import { save, type Experience, type Running } from './flow.ts';
import { missingProfile, missingProfileError } from './identification.ts';
import { signInExperience } from './settings.ts';

/** Webhooks of a sign-in are awaited this long, so that they are there before the browser is back at the app. */
const HEAD_START_MS = 300;

/** What stands between an identified user and the end of the sign-in. */
export type Step = 'done' | 'verify Totp' | 'bind Totp' | 'bind BackupCode';

export function nextMfaStep({ tenant: { store } }: Experience, { flow }: Running, user: User): Step {
  const { mfa } = signInExperience(store);
  if (!mfa.factors.includes('Totp')) return 'done';
  const enrolled = user.mfaVerifications.some(({ type }) => type === 'Totp');
  if (enrolled) return flow.mfaVerified ? pendingBackupCodes(mfa.factors, flow) : 'verify Totp';
  const organizations = store.members.organizationsOf(user.id).map((id) => store.organizations.get(id));
  const demanded =
    mfa.organizationRequiredMfaPolicy === 'Mandatory' &&
    organizations.some((organization) => organization?.isMfaRequired);
  return demanded || /Mandatory/.test(mfa.policy) ? 'bind Totp' : 'done';
}

const pendingBackupCodes = (factors: string[], flow: Running['flow']): Step =>
  factors.includes('BackupCode') && flow.pendingTotp && !flow.backupCodesShown ? 'bind BackupCode' : 'done';

/** Ends the sign-in: checks what is missing, tells the hooks, and returns the address at which the browser goes on. */
export async function submit(experience: Experience, running: Running): Promise<string> {
  const { tenant } = experience;
  const { flow, interaction } = running;
  const user = tenant.store.users.get(flow.userId ?? '');
  if (!user) throw new LogtoError('session.identifier_not_found', 404);
  if (user.isSuspended) throw new LogtoError('user.suspended', 401);
  const missing = missingProfile(tenant, user);
  if (missing.length > 0) throw missingProfileError(missing);
  const step = nextMfaStep(experience, running, user);
  if (step === 'verify Totp')
    throw new LogtoError('session.mfa.require_mfa_verification', 403, { data: { availableFactors: ['Totp'] } });
  if (step !== 'done')
    throw new LogtoError('user.missing_mfa', 422, {
      data: { availableFactors: signInExperience(tenant.store).mfa.factors },
    });

  const now = Date.now();
  Object.assign(user, { lastSignInAt: now, updatedAt: now });
  interaction.result = { login: { accountId: user.id, ts: Math.floor(now / 1000) } };
  await interaction.save(interaction.exp - Math.floor(now / 1000));
  save(experience, running);
  await Promise.race([announce(experience, running, user), new Promise((done) => setTimeout(done, HEAD_START_MS))]);
  return interaction.returnTo;
}

async function announce(
  { tenant }: Experience,
  { flow, params, interaction, client }: Running,
  user: User,
): Promise<void> {
  const { webhooks, store } = tenant;
  const app = store.applications.get(params.client_id ?? '');
  const application = app && { id: app.id, type: app.type, name: app.name, description: app.description };
  const { ip, userAgent } = client;
  const interactionEvent = flow.created ? 'Register' : 'SignIn';
  const now = () => new Date().toISOString();
  const data = { interactionEvent, sessionId: interaction.uid, applicationId: app?.id, userAgent, ip };
  if (flow.created)
    await webhooks.send('User.Created', { createdAt: now(), ...data, application, data: userProfile(user) });
  for (const organizationId of flow.joined ?? []) {
    const told = tenant.version === '1.37' ? {} : { addedUserIds: [user.id] };
    await webhooks.send('Organization.Membership.Updated', {
      createdAt: now(),
      ...data,
      application,
      organizationId,
      ...told,
    });
  }
  await webhooks.send(flow.created ? 'PostRegister' : 'PostSignIn', {
    interactionEvent,
    createdAt: now(),
    sessionId: interaction.uid,
    userAgent,
    userId: user.id,
    userIp: ip,
    user: userInfo(user),
    application,
  });
}
