import type { Invitation, Organization } from '../core/types.ts';
import type { WidgetFailure, WidgetFailureCode } from '../core/failure.ts';

/** Null: the personal space. */
export type OrgSwitchDetail = {
  organization: Organization | null;
  /** Another tab did it, and this page leaves the choice to the widget. */
  elsewhere?: boolean;
};

export type WidgetErrorDetail = { code: WidgetFailureCode; failure: WidgetFailure; retry: () => void };

/** All bubble and leave the shadow tree. `preventDefault()` on an `org-before-…` stops what it announces. */
export interface OrgSwitcherEventMap {
  'org-before-switch': CustomEvent<OrgSwitchDetail>;
  'org-switch': CustomEvent<OrgSwitchDetail>;
  'org-before-create': CustomEvent<{ name: string }>;
  'org-create': CustomEvent<{ organization: Organization }>;
  'org-before-invitation-accept': CustomEvent<{ invitation: Invitation }>;
  'org-invitation-accept': CustomEvent<{ invitation: Invitation; organization: Organization }>;
  'org-before-invitation-decline': CustomEvent<{ invitation: Invitation }>;
  'org-invitation-decline': CustomEvent<{ invitation: Invitation }>;
  'widget-error': CustomEvent<WidgetErrorDetail>;
  /** Milliseconds from being in the page to showing the organization. */
  'widget-ready': CustomEvent<{ ms: number }>;
}

declare global {
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- the way to add to an interface of the DOM
  interface HTMLElementEventMap extends OrgSwitcherEventMap {}
}

/** False: it was canceled. */
export function emit<Name extends keyof OrgSwitcherEventMap>(
  target: EventTarget,
  name: Name,
  detail: OrgSwitcherEventMap[Name]['detail'],
): boolean {
  const cancelable = name.startsWith('org-before');
  return target.dispatchEvent(new CustomEvent(name, { detail, cancelable, bubbles: true, composed: true }));
}
