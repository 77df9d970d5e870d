import { useNavigate, useRevalidator } from '@remix-run/react';
import type { Messages } from '@tenantry/widgets/core';
import type { OrgSwitcher } from '@tenantry/widgets/org-switcher';
import { useCallback, useEffect, useMemo, useRef } from 'react';
import { useLanguage, useT } from '#app/i18n/react.tsx';
import { paths } from '#app/paths.ts';
import { enhance, prepare } from './enhance-switcher.ts';

/** For the `<org-switcher>` of the frame: answers its ref. Until the page is idle, nothing of the widget is loaded. */
export function useSwitcherWidget() {
  const language = useLanguage();
  const messages = useMessages();
  const roles = useT().roles.names;
  const navigate = useNavigate();
  const { revalidate } = useRevalidator();
  const element = useRef<OrgSwitcher | null>(null);

  useEffect(() => enhance(element.current!, { language, roles }), [language, roles]);

  useEffect(() => {
    const switcher = element.current!;
    const listening = new AbortController();
    const on = <Name extends keyof HTMLElementEventMap>(
      name: Name,
      listener: (event: HTMLElementEventMap[Name]) => void,
    ) => switcher.addEventListener(name, listener, listening);

    /** All loaders of the page run, as with a link. */
    const goTo = (organization: { slug: string; closed: boolean } | null) => {
      popoverOf(switcher)?.hidePopover();
      if (!organization) return;
      navigate(organization.closed ? paths.closed(organization.slug) : paths.home(organization.slug));
    };
    on('org-switch', ({ detail }) => goTo(detail.organization));
    on('org-create', ({ detail }) => goTo(detail.organization));
    on('org-invitation-accept', ({ detail }) => goTo(detail.organization));
    on('org-invitation-decline', () => revalidate());
    on('widget-error', ({ detail }) => {
      // In the background it can wait: a page with a form half filled in is not left without being asked.
      if (detail.code !== 'expired' || !switcher.matches(':focus-within')) return;
      location.assign(paths.signIn(location.pathname + location.search));
    });
    on('widget-ready', () => {
      // Somebody opened the list just before: it is open again.
      const list = switcher.querySelector<HTMLDetailsElement>('details[open]');
      if (!list) return;
      list.open = false;
      popoverOf(switcher)?.showPopover();
    });
    return () => listening.abort();
  }, [navigate, revalidate]);

  // Not in an effect: the widget may be here already, and begins as soon as it is in the page.
  return useCallback(
    (node: OrgSwitcher | null) => {
      element.current = node;
      if (node) prepare(node, messages);
    },
    [messages],
  );
}

/** `part`s are the widget's public names. */
const popoverOf = (switcher: OrgSwitcher) => switcher.root.querySelector<HTMLElement>('[part=popover]');

/** Here organizations are workspaces. */
function useMessages(): Messages {
  const { frame } = useT();
  return useMemo(
    () => ({
      ...frame.switcher,
      label: frame.switchWorkspace,
      choose: frame.yourWorkspaces,
      create: frame.newWorkspace,
    }),
    [frame],
  );
}
