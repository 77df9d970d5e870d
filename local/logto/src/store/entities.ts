/**
 * What a Logto tenant holds, with the field names of the Management API. Times are epoch milliseconds.
 */
export type Json = Record<string, unknown>;

export interface Organization {
  tenantId: string;
  id: string;
  name: string;
  description: string | null;
  customData: Json;
  isMfaRequired: boolean;
  color: Json;
  branding: Json;
  customCss: string | null;
  createdAt: number;
}

export interface OrganizationScope {
  tenantId: string;
  id: string;
  name: string;
  description: string | null;
}

export type RoleType = 'User' | 'MachineToMachine';

export interface OrganizationRole {
  tenantId: string;
  id: string;
  name: string;
  description: string | null;
  type: RoleType;
  scopeIds: string[];
  resourceScopeIds: string[];
}

export interface Invitation {
  tenantId: string;
  id: string;
  inviterId: string | null;
  invitee: string;
  acceptedUserId: string | null;
  organizationId: string;
  status: 'Pending' | 'Accepted' | 'Expired' | 'Revoked';
  createdAt: number;
  updatedAt: number;
  expiresAt: number;
  roleIds: string[];
}

export type MfaVerification =
  | { id: string; type: 'Totp'; key: string; createdAt: string; lastUsedAt?: string }
  | {
      id: string;
      type: 'BackupCode';
      codes: { code: string; usedAt?: string }[];
      createdAt: string;
      lastUsedAt?: string;
    }
  | { id: string; type: 'WebAuthn'; name?: string; createdAt: string; lastUsedAt?: string };

export interface User {
  id: string;
  username: string | null;
  primaryEmail: string | null;
  primaryPhone: string | null;
  name: string | null;
  avatar: string | null;
  customData: Json;
  identities: Json;
  lastSignInAt: number | null;
  createdAt: number;
  updatedAt: number;
  profile: Json;
  applicationId: string | null;
  isSuspended: boolean;
  passwordDigest: string | null;
  mfaVerifications: MfaVerification[];
  mfaSkipped: boolean;
  roleIds: string[];
}

export interface ApplicationSecret {
  tenantId: string;
  applicationId: string;
  name: string;
  value: string;
  createdAt: number;
  expiresAt: number | null;
}

export const applicationTypes = ['Native', 'SPA', 'Traditional', 'MachineToMachine', 'Protected', 'SAML'] as const;

export interface Application {
  tenantId: string;
  id: string;
  name: string;
  secret: string;
  description: string | null;
  type: (typeof applicationTypes)[number];
  oidcClientMetadata: { redirectUris: string[]; postLogoutRedirectUris: string[] } & Json;
  customClientMetadata: Json & {
    alwaysIssueRefreshToken?: boolean;
    rotateRefreshToken?: boolean;
    refreshTokenTtlInDays?: number;
  };
  protectedAppMetadata: null;
  customData: Json;
  isThirdParty: boolean;
  createdAt: number;
  secrets: ApplicationSecret[];
  roleIds: string[];
}

export interface Role {
  tenantId: string;
  id: string;
  name: string;
  description: string;
  type: RoleType;
  isDefault: boolean;
  scopeIds: string[];
}

export interface Resource {
  tenantId: string;
  id: string;
  name: string;
  indicator: string;
  isDefault: boolean;
  accessTokenTtl: number;
}

export interface ResourceScope {
  tenantId: string;
  id: string;
  resourceId: string;
  name: string;
  description: string | null;
  createdAt: number;
}

export interface OneTimeToken {
  tenantId: string;
  id: string;
  email: string;
  token: string;
  context: { jitOrganizationIds?: string[] };
  status: 'active' | 'consumed' | 'expired' | 'revoked';
  createdAt: number;
  expiresAt: number;
}

export interface Hook {
  tenantId: string;
  id: string;
  name: string;
  event: string | null;
  events: string[];
  config: { url: string; headers?: Record<string, string>; retries?: number };
  signingKey: string;
  enabled: boolean;
  createdAt: number;
}

export interface Connector {
  tenantId: string;
  id: string;
  connectorId: string;
  config: Json;
  metadata: Json;
  syncProfile: boolean;
  enableTokenStorage: boolean;
  createdAt: number;
}

/** Enterprise single sign-on. */
export interface SsoConnector {
  tenantId: string;
  id: string;
  providerName: string;
  connectorName: string;
  config: Json;
  domains: string[];
  branding: { displayName?: string; logo?: string; darkLogo?: string };
  syncProfile: boolean;
  enableTokenStorage: boolean;
  createdAt: number;
}

/** Just-in-time provisioning of one organization. */
export interface Jit {
  emailDomains: string[];
  roleIds: string[];
  ssoConnectorIds: string[];
}

export interface Mail {
  to: string;
  type: string;
  payload: Json;
  ip?: string;
  at: string;
}
