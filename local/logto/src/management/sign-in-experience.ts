import { z } from 'zod/v3';
import { LogtoError, nothingToUpdate } from '../errors.ts';
import type { Store } from '../store/store.ts';
import { signInExperience, type SignInExperience } from '../experience/settings.ts';
import { hasEmailConnector } from './connectors.ts';
import { branding, jsonObject } from './guards.ts';
import { ok, type Routes } from './route.ts';

const identifier = z.enum(['username', 'email', 'phone']);
const mfaPolicies = [
  'UserControlled',
  'Mandatory',
  'PromptOnlyAtSignIn',
  'PromptAtSignInAndSignUp',
  'NoPrompt',
  'PromptAtSignInAndSignUpMandatory',
  'PromptOnlyAtSignInMandatory',
] as const;
const UpdateSignInExperience = z
  .object({
    color: z.object({ primaryColor: z.string(), isDarkModeEnabled: z.boolean(), darkPrimaryColor: z.string() }),
    branding,
    hideLogtoBranding: z.boolean(),
    languageInfo: z.object({ autoDetect: z.boolean(), fallbackLanguage: z.string() }),
    termsOfUseUrl: z.string().nullable(),
    privacyPolicyUrl: z.string().nullable(),
    agreeToTermsPolicy: z.enum(['Automatic', 'ManualRegistrationOnly', 'Manual']),
    signIn: z.object({
      methods: z
        .object({ identifier, password: z.boolean(), verificationCode: z.boolean(), isPasswordPrimary: z.boolean() })
        .array(),
    }),
    signUp: z.object({
      identifiers: identifier.array(),
      password: z.boolean(),
      verify: z.boolean(),
      secondaryIdentifiers: z
        .object({ identifier: z.string().or(z.string().array()), verify: z.boolean().optional() })
        .array()
        .optional(),
    }),
    socialSignIn: jsonObject,
    socialSignInConnectorTargets: z.string().array(),
    signInMode: z.enum(['SignIn', 'Register', 'SignInAndRegister']),
    customCss: z.string().nullable(),
    customContent: z.record(z.string()),
    customUiAssets: jsonObject.nullable(),
    passwordPolicy: jsonObject,
    mfa: z.object({
      factors: z.enum(['Totp', 'WebAuthn', 'BackupCode', 'EmailVerificationCode', 'PhoneVerificationCode']).array(),
      policy: z.enum(mfaPolicies),
      organizationRequiredMfaPolicy: z.enum(['NoPrompt', 'Mandatory']).optional(),
    }),
    singleSignOnEnabled: z.boolean(),
    supportEmail: z.string().nullable(),
    supportWebsiteUrl: z.string().nullable(),
    unknownSessionRedirectUrl: z.string().nullable(),
    captchaPolicy: jsonObject,
    sentinelPolicy: z.object({
      maxAttempts: z.number().min(1).optional(),
      lockoutDuration: z.number().min(1).optional(),
    }),
    emailBlocklistPolicy: jsonObject,
    forgotPasswordMethods: z.enum(['EmailVerificationCode', 'PhoneVerificationCode']).array().nullable(),
    passkeySignIn: jsonObject,
    customUiCsp: jsonObject,
    adaptiveMfa: jsonObject,
    verificationCodePolicy: jsonObject,
    signUpProfileFields: z.object({ name: z.string() }).array().nullable(),
    passwordExpiration: jsonObject,
    usernamePolicy: jsonObject,
  })
  .partial();

export function registerSignInExperience(routes: Routes): void {
  routes.add('GET', '/sign-in-exp', {}, ({ tenant: { store } }) => ok(signInExperience(store)));

  // Any subset of the top-level keys; each is replaced as a whole.
  routes.add('PATCH', '/sign-in-exp', { body: UpdateSignInExperience }, ({ tenant: { store }, body }) => {
    const changes = body as Partial<SignInExperience>;
    if (Object.keys(changes).length === 0) throw nothingToUpdate();
    requireConnector(store, changes);
    requireConsistentSignUp(changes);
    requireConsistentSignIn({ ...signInExperience(store), ...changes }, changes);
    const updated = { ...signInExperience(store), ...changes };
    store.documents.set('signInExperience', updated as unknown as Record<string, unknown>);
    return ok(updated);
  });
}

function requireConnector(store: Store, { signUp, signIn }: Partial<SignInExperience>): void {
  const wants = (type: 'email' | 'phone') =>
    (signUp?.verify && signUp.identifiers.includes(type)) ||
    signIn?.methods.some((method) => method.identifier === type && method.verificationCode);
  if (wants('email') && !hasEmailConnector(store)) refuse('enabled_connector_not_found', { type: 'Email' });
  if (wants('phone')) refuse('enabled_connector_not_found', { type: 'Sms' });
}

function requireConsistentSignUp({ signUp }: Partial<SignInExperience>): void {
  if (!signUp) return;
  const passwordless = signUp.identifiers.some((name) => name !== 'username');
  if (passwordless && !signUp.verify) refuse('passwordless_requires_verify');
  if (signUp.identifiers.includes('username') && !signUp.password) refuse('username_requires_password');
}

/** Every way to sign in needs a factor; those who signed up without a password need a code. */
function requireConsistentSignIn({ signIn, signUp }: SignInExperience, changes: Partial<SignInExperience>): void {
  if (!changes.signIn && !changes.signUp) return;
  if (!signIn.methods.every(({ password, verificationCode }) => password || verificationCode))
    refuse('at_least_one_authentication_factor');
  const passwordless = signUp.verify && !signUp.password;
  if (passwordless && !signIn.methods.every((method) => method.verificationCode || method.identifier === 'username'))
    refuse('code_sign_in_must_be_enabled');
}

function refuse(code: string, variables: Record<string, string> = {}): never {
  throw new LogtoError(`sign_in_experiences.${code}`, 400, {
    variables,
    ...(variables.type && { data: { type: variables.type } }),
  });
}
