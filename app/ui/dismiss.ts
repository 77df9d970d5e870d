import { useLocation } from '@remix-run/react';
import { useEffect, useRef } from 'react';

/**
 * Gives a `<details>` the manners of a menu: it closes on Escape (focus goes back to its button), on a press outside,
 * and when the page changes. Without JavaScript it stays a plain `<details>`.
 */
export function useDismiss() {
  const details = useRef<HTMLDetailsElement>(null);
  const { key } = useLocation();
  const shown = useRef(key);
  useEffect(() => {
    if (shown.current === key) return; // a menu that was opened before the scripts came stays open
    shown.current = key;
    details.current?.removeAttribute('open');
  }, [key]);
  useEffect(() => {
    const close = (event: Event) => {
      const element = details.current;
      const { target, type } = event;
      if (!element?.open || !(target instanceof Node) || element.contains(target)) return;
      if (type === 'focusin' && target.contains(element)) return; // a widget around it, which takes its place
      element.open = false;
    };
    const escape = (event: KeyboardEvent) => {
      const element = details.current;
      if (event.key !== 'Escape' || event.defaultPrevented || !element?.open) return;
      if (event.composedPath().some((each) => each instanceof Element && each.matches(':popover-open'))) return; // closes itself
      element.open = false;
      element.querySelector('summary')?.focus();
    };
    document.addEventListener('pointerdown', close);
    document.addEventListener('focusin', close);
    document.addEventListener('keydown', escape);
    return () => {
      document.removeEventListener('pointerdown', close);
      document.removeEventListener('focusin', close);
      document.removeEventListener('keydown', escape);
    };
  }, []);
  return details;
}
