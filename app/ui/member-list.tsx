import { useNavigate, useRevalidator } from '@remix-run/react';
import type { Messages } from '@tenantry/widgets/core';
import type { MemberList } from '@tenantry/widgets/member-list';
import {
  createElement,
  type MouseEvent,
  type ReactNode,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { useLanguage, useT } from '#app/i18n/react.tsx';
import { paths } from '#app/paths.ts';
import { enhanceList } from './enhance-member-list.ts';

type Props = {
  /** Logto's id. */
  organization: string;
  slug: string;
  /** All members from the first on, and no answer of a form: what the widget shows too. */
  isPlain: boolean;
  /** The table, as the server renders it. */
  children: ReactNode;
};

/**
 * The list of members: a table with its filters, without JavaScript and wherever somebody is at work in it; else our own
 * `<member-list>` as other sites embed it, which takes its place. `styles/widgets.css` gives both the same looks.
 */
export function MemberListAtHome({ organization, slug, isPlain, children }: Props) {
  const t = useT();
  const language = useLanguage();
  const messages = useMessages();
  const roles = t.roles.names;
  const element = useRef<MemberList | null>(null);
  const [isTaken, setTaken] = useState(false);
  const [turn, setTurn] = useState(0);
  /** What it would show could not be read: until the next visit the table stays. */
  const [isUnread, setUnread] = useState(false);
  const giveBack = useCallback(() => {
    setTaken(false);
    setTurn((now) => now + 1);
  }, []);
  useEvents(element, turn, () => {
    setUnread(true);
    giveBack();
  });

  // Back to an address that asks for some of them: the widget goes, and the table is what it says.
  if (isTaken && !isPlain) giveBack();

  useEffect(() => {
    if (isPlain && !isUnread) return enhanceList(element.current!, { language, roles }, () => setTaken(true));
    return undefined;
  }, [isPlain, isUnread, language, roles, turn]);

  const ref = useCallback(
    (node: MemberList | null) => {
      element.current = node;
      if (node) Object.assign(node, { messages });
    },
    [messages],
  );
  // Of no organization, a widget that is here already leaves what is inside alone.
  const attributes = { class: 'at-home', organization: isTaken ? organization : '', label: t.members.title };
  const memberUrl = paths.member(slug, '{user}').replace(encodeURIComponent('{user}'), '{user}');
  return createElement('member-list', { key: turn, ref, ...attributes, 'member-url': memberUrl }, children);
}

/** For the page’s link to the form: where the widget is, it asks in place. `part`s are its public names. */
export function inviteInPlace(event: MouseEvent): void {
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const list = document.querySelector<MemberList>('member-list.at-home');
  const button = list?.shadowRoot?.querySelector<HTMLElement>('[part~=invite]');
  if (!button) return;
  event.preventDefault();
  button.click();
}

/** What was done there, the rest of the page learns: how many there are, seats, what one may still do. */
function useEvents(element: { current: MemberList | null }, turn: number, notRead: () => void): void {
  const giveUp = useRef(notRead);
  giveUp.current = notRead;
  const navigate = useNavigate();
  const { revalidate } = useRevalidator();
  useEffect(() => {
    const list = element.current!;
    const listening = new AbortController();
    const on = <Name extends keyof HTMLElementEventMap>(
      name: Name,
      listener: (event: HTMLElementEventMap[Name]) => void,
    ) => list.addEventListener(name, listener, listening);

    let isRead = false;
    on('widget-ready', () => (isRead = true));
    on('member-role-change', () => revalidate());
    on('member-remove', () => revalidate());
    on('member-invite', () => revalidate());
    on('member-revoke', () => revalidate());
    on('member-transfer', () => revalidate());
    on('member-leave', () => location.assign(paths.allWorkspaces));
    on('widget-error', ({ detail: { code } }) => {
      if (code === 'forbidden' || code === 'not-found') revalidate();
      if (!isRead) return giveUp.current();
      // In the background it can wait.
      if (code === 'expired' && list.matches(':focus-within')) location.assign(paths.signIn(location.pathname));
    });
    // Links out of the widget are the page's own, and need no new document.
    on('click', (event) => {
      const isOwn = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
      const link = event.composedPath().find((each) => each instanceof HTMLAnchorElement);
      if (!isOwn || !link || link.getRootNode() === document) return;
      event.preventDefault();
      navigate(link.pathname);
    });
    return () => listening.abort();
  }, [element, navigate, revalidate, turn]);
}

/** Here organizations are workspaces. */
function useMessages(): Messages {
  const { members, roles } = useT();
  return useMemo(
    () => ({
      ...members.list,
      ...roles.names,
      other: members.otherRoles,
      you: members.you,
      invite: members.invite,
      searchMembers: members.search,
    }),
    [members, roles],
  );
}
