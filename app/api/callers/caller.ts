import type { Machine } from '#app/auth/machine.ts';
import type { Person } from '#app/auth/person.ts';
import type { SignedIn } from '#app/auth/session.server.ts';
import type { OrganizationId } from '#app/logto/ids.ts';
import type { Permission } from '#app/permissions.ts';
import type { WidgetScope } from '#app/widget-scopes.ts';

/** Who calls the API: told apart by what they present (docs/decisions/0080-who-may-call-the-api.md). */
export type Caller = {
  kind: 'session' | 'user-token' | 'widget' | 'api-key' | 'machine';
  /** Null for a machine. */
  person: Person | null;
  machine: Machine | null;
  /** The only one it may act in; null: any of the person's. */
  organizationId: OrganizationId | null;
  /** What a widget token covers; null for everybody else. */
  scopes: readonly WidgetScope[] | null;
  /** The site whose page presents a widget token. */
  origin: string | null;
  /** Before what a widget token is good for only once: false when that was so already. */
  spend(): Promise<boolean>;
  /** What only the guard reads. */
  readonly proof: Proof;
};

export type Proof = {
  session?: SignedIn;
  /** Our id of a machine's organization. */
  tenantId?: string;
  /** The most that the credential covers in its organization, whatever a role permits; left out: no such limit. */
  permissions?: readonly Permission[];
  /** Logto's gate let the token's bearer into its organization: membership and second step were seen there. */
  passedGate?: boolean;
};

const unlimited = { organizationId: null, scopes: null, origin: null, spend: async () => true } as const;

export const callerOf = (
  of: Pick<Caller, 'kind' | 'proof'> & Partial<Caller> & ({ person: Person } | { machine: Machine }),
): Caller => ({ ...unlimited, person: null, machine: null, ...of });
