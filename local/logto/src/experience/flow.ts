import { LogtoError } from '../errors.ts';
import type { OidcRows } from '../oidc/adapter.ts';
import type { Json } from '../store/entities.ts';
import type { Tenant } from '../tenant.ts';
import type { Identifier } from '../users/users.ts';
import type { Provider } from '../oidc/library.ts';

export type InteractionEvent = 'SignIn' | 'Register' | 'ForgotPassword';

export interface Verification {
  id: string;
  type: 'Password' | 'EmailVerificationCode' | 'OneTimeToken';
  identifier: Identifier;
  verified: boolean;
  code?: string;
  expiresAt?: number;
  failures?: number;
  jitOrganizationIds?: string[];
}

/** How far one sign-in or registration has come. Lives beside the library's interaction, under the same uid. */
export interface Flow {
  uid: string;
  event: InteractionEvent;
  verifications: Record<string, Verification>;
  /** What was typed on the first page. */
  identifier?: Identifier;
  /** The code that the page waits for. */
  codeId?: string;
  /** The verification that names who registers or signs in. */
  proofId?: string;
  userId?: string;
  newUser?: { primaryEmail?: string; username?: string; passwordDigest?: string };
  created?: boolean;
  joined?: string[];
  mfaVerified?: boolean;
  pendingTotp?: string;
  backupCodesShown?: boolean;
}

export interface Client {
  ip: string;
  userAgent: string;
  language: string;
}

type Interaction = InstanceType<Provider['Interaction']>;

export interface Experience {
  tenant: Tenant;
  provider: Provider;
  rows: OidcRows;
}

export interface Running {
  flow: Flow;
  interaction: Interaction;
  params: Record<string, string | undefined>;
  client: Client;
}

const SECONDS = 3600;

/** The running interaction of a browser. 400 session.not_found without one. */
export async function resume(experience: Experience, uid: string | undefined, client: Client): Promise<Running> {
  const interaction = uid ? await experience.provider.Interaction.find(uid) : undefined;
  if (!interaction || interaction.prompt.name !== 'login') throw new LogtoError('session.not_found', 400);
  const stored = experience.rows.get(`Flow:${interaction.uid}`)?.payload as Flow | undefined;
  const flow = stored ?? { uid: interaction.uid, event: 'SignIn' as const, verifications: {} };
  return { flow, interaction, params: interaction.params as Running['params'], client };
}

export function save({ rows }: Experience, { flow }: Running): void {
  rows.set(`Flow:${flow.uid}`, { payload: flow as unknown as Json, expiresAt: Date.now() + SECONDS * 1000 });
}

export function restart(running: Running, event: InteractionEvent): void {
  running.flow = { uid: running.flow.uid, event, verifications: {} };
}

/** `a@b` is an e-mail, digits are a phone, the rest is a user name. */
export function identifierOf(text: string): Identifier {
  const value = text.trim();
  if (value.includes('@')) return { type: 'email', value };
  return /^\+?\d+$/.test(value) ? { type: 'phone', value: value.replace('+', '') } : { type: 'username', value };
}
