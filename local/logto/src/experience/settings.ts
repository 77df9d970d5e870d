import type { Json } from '../store/entities.ts';
import { TENANT, type Store } from '../store/store.ts';

export interface SignInMethod {
  identifier: 'username' | 'email' | 'phone';
  password: boolean;
  verificationCode: boolean;
  isPasswordPrimary: boolean;
}

export interface SignInExperience {
  color: { primaryColor: string; isDarkModeEnabled: boolean; darkPrimaryColor: string };
  branding: { logoUrl?: string; darkLogoUrl?: string; favicon?: string };
  signIn: { methods: SignInMethod[] };
  signUp: { identifiers: SignInMethod['identifier'][]; password: boolean; verify: boolean };
  signInMode: 'SignIn' | 'Register' | 'SignInAndRegister';
  mfa: { factors: string[]; policy: string; organizationRequiredMfaPolicy?: 'NoPrompt' | 'Mandatory' };
  sentinelPolicy: { maxAttempts?: number; lockoutDuration?: number };
  supportEmail: string | null;
  supportWebsiteUrl: string | null;
  unknownSessionRedirectUrl: string | null;
  forgotPasswordMethods: string[] | null;
  passwordPolicy: Json;
}

/** The seeded colour; pages that nobody branded use their own, which knows light and dark. */
export const SEED_COLOR = '#2E7D5B';

/** What an open-source server is seeded with: user name and password, nothing else. */
const seed = {
  tenantId: TENANT,
  id: 'default',
  color: { primaryColor: SEED_COLOR, isDarkModeEnabled: true, darkPrimaryColor: '#6CC79D' },
  branding: {},
  hideLogtoBranding: false,
  languageInfo: { autoDetect: true, fallbackLanguage: 'en' },
  termsOfUseUrl: null,
  privacyPolicyUrl: null,
  agreeToTermsPolicy: 'Automatic',
  signIn: { methods: [{ identifier: 'username', password: true, verificationCode: false, isPasswordPrimary: true }] },
  signUp: { identifiers: ['username'], password: true, verify: false },
  socialSignIn: {},
  socialSignInConnectorTargets: [],
  signInMode: 'SignInAndRegister',
  customCss: null,
  customContent: {},
  customUiAssets: null,
  customUiCsp: {},
  passwordPolicy: {},
  mfa: { factors: [], policy: 'UserControlled' },
  adaptiveMfa: {},
  singleSignOnEnabled: true,
  supportEmail: null,
  supportWebsiteUrl: null,
  unknownSessionRedirectUrl: null,
  captchaPolicy: {},
  sentinelPolicy: {},
  emailBlocklistPolicy: {},
  verificationCodePolicy: {},
  forgotPasswordMethods: null,
  passkeySignIn: {},
  signUpProfileFields: null,
  passwordExpiration: {},
  usernamePolicy: {},
} satisfies SignInExperience & Json as SignInExperience;

/** E-mail with password or code, sign-up by e-mail code plus password: what a fresh instance that is not `--empty` offers. */
export const emailSignIn: Pick<SignInExperience, 'signIn' | 'signUp'> = {
  signIn: {
    methods: [
      { identifier: 'email', password: true, verificationCode: true, isPasswordPrimary: true },
      { identifier: 'username', password: true, verificationCode: false, isPasswordPrimary: true },
    ],
  },
  signUp: { identifiers: ['email'], password: true, verify: true },
};

export const signInExperience = (store: Store): SignInExperience => ({
  ...seed,
  ...(store.documents.get('signInExperience') as Partial<SignInExperience> | undefined),
});
