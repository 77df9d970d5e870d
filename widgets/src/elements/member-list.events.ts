import type { Member, Role, SentInvitation } from '../core/types.ts';
import { dispatch, type WidgetEventMap } from './widget-events.ts';

/** `preventDefault()` on a `member-before-…` stops what it announces; without `before` it has been done. */
export interface MemberListEventMap extends WidgetEventMap {
  'member-before-role-change': CustomEvent<{ members: readonly Member[]; role: Role }>;
  'member-role-change': CustomEvent<{ members: readonly Member[]; role: Role }>;
  'member-before-remove': CustomEvent<{ members: readonly Member[] }>;
  /** When it cannot be undone any more, and was done. */
  'member-remove': CustomEvent<{ members: readonly Member[] }>;
  'member-before-leave': CustomEvent<null>;
  'member-leave': CustomEvent<null>;
  'member-before-transfer': CustomEvent<{ member: Member }>;
  'member-transfer': CustomEvent<{ member: Member }>;
  'member-before-invite': CustomEvent<{ emails: readonly string[]; role: Role }>;
  'member-invite': CustomEvent<{ emails: readonly string[]; role: Role }>;
  'member-before-resend': CustomEvent<{ invitation: SentInvitation }>;
  'member-resend': CustomEvent<{ invitation: SentInvitation }>;
  'member-before-revoke': CustomEvent<{ invitation: SentInvitation }>;
  'member-revoke': CustomEvent<{ invitation: SentInvitation }>;
}

declare global {
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- the way to add to an interface of the DOM
  interface HTMLElementEventMap extends MemberListEventMap {}
}

type Before = Extract<keyof MemberListEventMap, `member-before-${string}`>;

/** Asks the page, does it, and tells the page when it was done. */
export async function withEvents<Name extends Before>(
  target: EventTarget,
  name: Name,
  detail: MemberListEventMap[Name]['detail'],
  work: () => Promise<boolean>,
): Promise<boolean> {
  if (!dispatch(target, name, detail) || !(await work())) return false;
  dispatch(target, name.replace('-before', ''), detail);
  return true;
}
