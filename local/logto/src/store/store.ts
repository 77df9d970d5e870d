import { Memberships } from './memberships.ts';
import { StateFile } from './persistence.ts';
import { Users } from './users.ts';
import type {
  Application,
  Connector,
  Hook,
  Invitation,
  Jit,
  Json,
  Mail,
  OneTimeToken,
  Organization,
  OrganizationRole,
  OrganizationScope,
  Resource,
  ResourceScope,
  Role,
  SsoConnector,
} from './entities.ts';

export interface OidcRow {
  payload: Json;
  /** Epoch ms; undefined = never. */
  expiresAt?: number;
}

export const TENANT = 'default';

/**
 * Everything the local Logto knows, in memory. Whoever changes something calls `changed()`, which writes the state
 * file a moment later when there is one.
 */
export class Store {
  readonly organizations = new Map<string, Organization>();
  readonly organizationScopes = new Map<string, OrganizationScope>();
  readonly organizationRoles = new Map<string, OrganizationRole>();
  readonly invitations = new Map<string, Invitation>();
  readonly jit = new Map<string, Jit>();
  readonly users = new Users();
  readonly applications = new Map<string, Application>();
  readonly roles = new Map<string, Role>();
  readonly resources = new Map<string, Resource>();
  readonly resourceScopes = new Map<string, ResourceScope>();
  readonly oneTimeTokens = new Map<string, OneTimeToken>();
  readonly hooks = new Map<string, Hook>();
  readonly connectors = new Map<string, Connector>();
  readonly ssoConnectors = new Map<string, SsoConnector>();
  /** OIDC artifacts, `Model:id` → row. */
  readonly oidc = new Map<string, OidcRow>();
  readonly members = new Memberships();
  readonly machineMembers = new Memberships();
  /** signInExperience, idToken, accountCenter, keys, credentials: single documents. */
  readonly documents = new Map<string, Json>();
  mails: Mail[] = [];

  #file: StateFile | undefined;

  constructor(stateFile?: string) {
    if (!stateFile) return;
    const state = StateFile.read(stateFile) as Record<string, unknown> | undefined;
    if (state) this.#load(state);
    this.#file = new StateFile(stateFile, () => this.#snapshot());
  }

  changed(): void {
    this.#file?.changed();
  }

  async close(): Promise<void> {
    await this.#file?.flush();
  }

  get #maps(): Record<string, Map<string, unknown>> {
    const { organizations, organizationScopes, organizationRoles, invitations, jit, users, applications } = this;
    const { roles, resources, resourceScopes, oneTimeTokens, hooks, connectors, ssoConnectors, oidc, documents } = this;
    return {
      organizations,
      organizationScopes,
      organizationRoles,
      invitations,
      jit,
      users,
      applications,
      roles,
      resources,
      resourceScopes,
      oneTimeTokens,
      hooks,
      connectors,
      ssoConnectors,
      oidc,
      documents,
    };
  }

  #snapshot(): unknown {
    const now = Date.now();
    for (const [key, row] of this.oidc) if (row.expiresAt !== undefined && row.expiresAt < now) this.oidc.delete(key);
    const maps = Object.fromEntries(Object.entries(this.#maps).map(([name, map]) => [name, [...map]]));
    return { version: 1, ...maps, members: this.members, machineMembers: this.machineMembers, mails: this.mails };
  }

  #load(state: Record<string, unknown>): void {
    for (const [name, map] of Object.entries(this.#maps)) {
      for (const [key, value] of (state[name] ?? []) as [string, unknown][]) map.set(key, value);
    }
    this.members.load((state.members ?? []) as [string, string, string[]][]);
    this.machineMembers.load((state.machineMembers ?? []) as [string, string, string[]][]);
    this.mails = (state.mails ?? []) as Mail[];
  }
}
