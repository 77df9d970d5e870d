'use client';
/** The elements for React 18 and 19. They render on a server, too: the elements’ own code comes in the browser. */
import {
  createContext,
  createElement,
  forwardRef,
  useContext,
  useEffect,
  useImperativeHandle,
  useRef,
  type ForwardRefExoticComponent,
  type HTMLAttributes,
  type ReactElement,
  type ReactNode,
  type RefAttributes,
} from 'react';
import type { Client } from './core/client.ts';
import type { Locale, Messages } from './core/messages.ts';
import type { GetToken } from './core/token.ts';
import type { MemberList as MemberListElement } from './elements/member-list.ts';
import type { MemberListEventMap } from './elements/member-list.events.ts';
import type { OrgSwitcher as OrgSwitcherElement } from './elements/org-switcher.ts';
import type { OrgSwitcherEventMap } from './elements/org-switcher.events.ts';
import type { WidgetFrame as WidgetFrameElement } from './frame.ts';

export type { MemberListElement, MemberListEventMap, OrgSwitcherElement, OrgSwitcherEventMap, WidgetFrameElement };

type Pascal<Name extends string> = Name extends `${infer First}-${infer Rest}`
  ? `${Capitalize<First>}${Pascal<Rest>}`
  : Capitalize<Name>;

/** `onOrgSwitch`, `onOrgBeforeSwitch`, `onWidgetError` … */
type Handlers<Events> = {
  [Name in keyof Events & string as `on${Pascal<Name>}`]?: (event: Events[Name]) => void;
};

/** What the element’s class declares, its events, and what every element of HTML takes. */
type WidgetProps<Class extends { prototype: HTMLElement; props: object }, Events> = Partial<
  Pick<Class['prototype'], keyof Class['props'] & keyof Class['prototype']>
> &
  Handlers<Events> &
  Themed &
  Omit<HTMLAttributes<Class['prototype']>, keyof Class['props'] | keyof Handlers<Events>>;

type Themed = { theme?: 'light' | 'dark' | 'auto' | undefined };

export type OrgSwitcherProps = WidgetProps<typeof OrgSwitcherElement, OrgSwitcherEventMap>;
export type MemberListProps = WidgetProps<typeof MemberListElement, MemberListEventMap>;

/** The widget’s own attributes, beside those of the frame. Events that stand before something cannot be canceled. */
export type WidgetFrameProps = { widget: 'org-switcher' | 'member-list'; getToken?: GetToken | undefined } & Omit<
  OrgSwitcherProps & MemberListProps,
  'client' | 'fetch' | 'messages' | 'getToken'
>;

/** For all widgets inside; what one says itself counts more. */
export type WidgetsProviderProps = Themed & {
  baseUrl?: string | undefined;
  getToken?: GetToken | undefined;
  /** BCP 47, of English and `locales`. */
  locale?: string | undefined;
  /** Beside English: what `@tenantry/widgets/locales/…` exports. */
  locales?: Locale[] | undefined;
  messages?: Messages | undefined;
  client?: Client | undefined;
  fetch?: typeof globalThis.fetch | undefined;
  children?: ReactNode;
};

type Some = Record<string, unknown>;

const Shared = /* @__PURE__ */ createContext<Some>({});

export function WidgetsProvider({ children, ...shared }: WidgetsProviderProps): ReactElement {
  return createElement(Shared.Provider, { value: { ...useContext(Shared), ...shared } }, children);
}

/** What has no attribute. */
const isValue = (name: string) => /^(getToken|client|fetch|messages|locales)$/.test(name);
const isEvent = (name: string) => /^on(Org|Member|Widget)[A-Z]/.test(name);
const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

function attributeOf(name: string): string {
  if (/^(base|hide)[A-Z]/.test(name)) return kebab(name);
  if (/^(children|style|on[A-Z]|suppress|dangerously)/.test(name)) return name; // React’s own
  return name === 'className' ? 'class' : name.toLowerCase();
}

function wrap<Props, Element>(tag: string, load: () => Promise<object>) {
  function Widget(given: object, ref: React.ForwardedRef<unknown>) {
    const element = useRef<HTMLElement>(null);
    const latest = useRef<Some>({});
    const props: Some = { ...useContext(Shared), ...given };
    const attributes: Some = { ref: element };
    for (const [name, value] of Object.entries(props)) {
      if (isValue(name) || isEvent(name)) continue;
      const attribute = attributeOf(name);
      // React 18 would write it out.
      attributes[attribute] = value === false && !/^(aria|data)-/.test(attribute) ? undefined : value;
    }
    useImperativeHandle(ref, () => element.current, []);

    useEffect(() => {
      const before = latest.current;
      latest.current = props;
      for (const name of Object.keys({ ...before, ...props })) {
        if (isValue(name) && props[name] !== before[name]) (element.current as unknown as Some)[name] = props[name];
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

    useEffect(() => {
      load().then((classes) => {
        for (const { locales } of Object.values(classes)) {
          for (const each of (props['locales'] as Locale[] | undefined) ?? []) {
            if (locales && !locales.includes(each)) locales.push(each);
          }
        }
      });
    }, []);

    return createElement(tag, attributes);
  }
  return forwardRef(Widget) as unknown as ForwardRefExoticComponent<Props & RefAttributes<Element>>;
}

const define = () => import('./define.ts');

export const OrgSwitcher = /* @__PURE__ */ wrap<OrgSwitcherProps, OrgSwitcherElement>('org-switcher', define);
export const MemberList = /* @__PURE__ */ wrap<MemberListProps, MemberListElement>('member-list', define);
export const WidgetFrame = /* @__PURE__ */ wrap<WidgetFrameProps, WidgetFrameElement>(
  'widget-frame',
  () => import('./frame.ts'),
);
