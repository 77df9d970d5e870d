import type { Invitation, Organization } from '../core/types.ts';
import { dispatch, type WidgetEventMap } from './widget-events.ts';

export type { WidgetErrorDetail } from './widget-events.ts';

/** Null: the personal space. */
export type OrgSwitchDetail = {
  organization: Organization | null;
  /** Another tab did it, and this page leaves the choice to the widget. */
  elsewhere?: boolean;
};

/** All bubble and leave the shadow tree. `preventDefault()` on an `org-before-…` stops what it announces. */
export interface OrgSwitcherEventMap extends WidgetEventMap {
  'org-before-switch': CustomEvent<OrgSwitchDetail>;
  'org-switch': CustomEvent<OrgSwitchDetail>;
  'org-before-create': CustomEvent<{ name: string }>;
  'org-create': CustomEvent<{ organization: Organization }>;
  'org-before-invitation-accept': CustomEvent<{ invitation: Invitation }>;
  'org-invitation-accept': CustomEvent<{ invitation: Invitation; organization: Organization }>;
  'org-before-invitation-decline': CustomEvent<{ invitation: Invitation }>;
  'org-invitation-decline': CustomEvent<{ invitation: Invitation }>;
}

declare global {
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- the way to add to an interface of the DOM
  interface HTMLElementEventMap extends OrgSwitcherEventMap {}
}

/** False: it was canceled. */
export const emit = <Name extends keyof OrgSwitcherEventMap>(
  target: EventTarget,
  name: Name,
  detail: OrgSwitcherEventMap[Name]['detail'],
): boolean => dispatch(target, name, detail);
