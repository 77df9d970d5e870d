import type { WidgetFailure } from '../core/failure.ts';
import type { Translate } from '../core/messages.ts';
import type { OrganizationsState } from '../core/organizations-store.ts';

/** What the server says of a refusal is more exact than we can be; of everything else it knows less. */
export const failureText = (t: Translate, { code, problem, retryable }: WidgetFailure): string =>
  (!retryable && problem?.title) || t(code);

/** Nothing is known; or something is, but not all went well. */
export function failureIn(state: OrganizationsState): WidgetFailure | null {
  if (state.type === 'ready') return state.failure ?? state.invitationsFailure;
  return state.type === 'failed' ? state.failure : null;
}
