/** `<org-switcher>` for React 18 and later. Renders on a server too: the element’s own code comes in the browser. */
import { createElement, forwardRef, useEffect, useRef, type ForwardedRef, type HTMLAttributes } from 'react';
import type { OrgSwitcher as OrgSwitcherElement } from './elements/org-switcher.ts';
import type { OrgSwitcherEventMap } from './elements/org-switcher.events.ts';

export type { OrgSwitcherElement, OrgSwitcherEventMap };

type Pascal<Name extends string> = Name extends `${infer First}-${infer Rest}`
  ? `${Capitalize<First>}${Pascal<Rest>}`
  : Capitalize<Name>;

/** `onOrgSwitch`, `onOrgBeforeSwitch`, `onWidgetError` … */
type Handlers = {
  [Name in keyof OrgSwitcherEventMap as `on${Pascal<Name>}`]?: (event: OrgSwitcherEventMap[Name]) => void;
};

type Own = 'baseUrl' | 'organization' | 'locale' | 'personal' | 'hideCreate' | 'label';
type Values = 'getToken' | 'client' | 'fetch' | 'messages';

export type OrgSwitcherProps = Partial<Pick<OrgSwitcherElement, Own | Values>> &
  Handlers &
  Omit<HTMLAttributes<OrgSwitcherElement>, keyof Handlers>;

/** What React 18 would make an attribute of. */
const values: Record<Values, true> = { getToken: true, client: true, fetch: true, messages: true };

const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
const isEvent = (name: string) => /^on(Org|Widget)[A-Z]/.test(name);

function Switcher(props: OrgSwitcherProps, ref: ForwardedRef<OrgSwitcherElement>) {
  const element = useRef<OrgSwitcherElement | null>(null);
  const latest = useRef<Record<string, unknown>>({});
  const attributes: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(props)) {
    if (name in values || isEvent(name)) continue;
    if (name === 'hideCreate') attributes['hide-create'] = value ? '' : undefined;
    else if (/^(children|style|on[A-Z]|dangerously)/.test(name)) attributes[name] = value;
    else attributes[name === 'className' ? 'class' : kebab(name)] = value;
  }

  useEffect(() => {
    const now = props as Record<string, unknown>;
    const before = latest.current;
    latest.current = now;
    for (const name of Object.keys(values)) {
      if (now[name] !== before[name]) (element.current as unknown as Record<string, unknown>)[name] = now[name];
    }
  });

  const handled = Object.keys(props).filter(isEvent).sort().join();
  useEffect(() => {
    const abort = new AbortController();
    for (const name of handled.split(',').filter(Boolean)) {
      const listener = (event: Event) => (latest.current[name] as ((event: Event) => void) | undefined)?.(event);
      element.current!.addEventListener(kebab(name).slice(3), listener, abort);
    }
    return () => abort.abort();
  }, [handled]);

  useEffect(() => void import('./define.ts'), []);

  return createElement('org-switcher', {
    ...attributes,
    ref: (node: OrgSwitcherElement | null) => {
      element.current = node;
      if (typeof ref === 'function') ref(node);
      else if (ref) ref.current = node;
    },
  });
}

export const OrgSwitcher = /* @__PURE__ */ forwardRef(Switcher);
