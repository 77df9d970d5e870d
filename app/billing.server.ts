import type { PlanName } from './plans.ts';

/**
 * Where a billing provider goes: docs/plans.md. None is built in. Until one is connected, the page of the plan shows no
 * buttons and /webhooks/billing is a 404.
 */
export type Billing = {
  /** The provider's page on which this organization pays for this plan; null when it is not for sale. */
  checkoutUrl(organization: Billed, plan: PlanName): Promise<string | null>;
  /** The provider's page with invoices and means of payment; null when this organization has never paid. */
  portalUrl(organization: Billed): Promise<string | null>;
  /**
   * What an event of the provider's means: which organization is on which plan from now on; null when it means neither.
   * Checks the signature, and throws a `Response` with status 401 when it is not the provider's.
   */
  planOf(event: Request): Promise<{ tenantId: string; plan: PlanName } | null>;
};

export type Billed = { tenantId: string; slug: string; name: string };

let connected: Billing | null = null;

/** Null: not connected. */
export const billing = (): Billing | null => connected;

/** To be called once, when the server starts. */
export function connectBilling(provider: Billing | null): void {
  connected = provider;
}
