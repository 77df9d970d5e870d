import type { Group } from '#app/api/contract.ts';
import type { EndpointId } from '#app/api/ids.ts';

/**
 * What the reference of the API says. Apart from the catalog, because only the server needs it: no page's scripts carry it.
 */
export type ApiTexts = {
  intro: { title: string; lead: string; longer: string };
  groups: Record<Group, string>;
  operations: Record<EndpointId, { summary: string; description?: string }>;
  /** Who may call, by how they prove who they are. */
  callers: Record<CallerKind, string>;
  callerNames: Record<CallerKind | 'anybody', string>;
  headers: { key: string; rateLimit: string; policy: string; requestId: string };
  /** Of what is sent and answered, by name. */
  fields: Record<string, string>;
  page: {
    contents: string;
    openApi: string;
    base: string;
    authentication: { title: string; text: string; grave: string };
    errors: { title: string; text: string; unauthenticated: string; forbidden: string; notFound: string };
    idempotency: { title: string; text: string; longer: string };
    lists: { title: string; text: string };
    limits: { title: string; text: string };
    calledBy: string;
    scope: string;
    permission: string;
    once: string;
    parameters: string;
    query: string;
    body: string;
    answer: string;
    nothing: string;
    optional: string;
    orNull: string;
    listOf: string;
    example: string;
    answerExample: string;
    codes: string;
    generalCodes: string;
    longer: string;
  };
};

export type CallerKind = 'session' | 'user-token' | 'api-key' | 'machine' | 'widget';
