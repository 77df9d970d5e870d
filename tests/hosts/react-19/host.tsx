/**
 * The page as a React app that was rendered on a server: what stands in `<main>` is hydrated, with the widgets in their
 * wrappers. React in development says when the two are not the same, and StrictMode runs every effect twice.
 */
import { createElement, StrictMode, type ComponentType, type ReactNode } from 'react';
import { hydrateRoot } from 'react-dom/client';
import { MemberList, OrgSwitcher, WidgetsProvider } from '@tenantry/widgets/react';
import { es } from '@tenantry/widgets/locales/es';
import { pseudo } from '@tenantry/widgets/locales/pseudo';
import { events, getToken, tell } from '../page.ts';

const widgets: Record<string, ComponentType<object>> = { 'org-switcher': OrgSwitcher, 'member-list': MemberList };

const camel = (name: string) => name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
const handlers = Object.fromEntries(events.map((name) => [camel(`on-${name}`), tell]));

function reactOf(node: Node): ReactNode {
  if (!(node instanceof Element)) return node.textContent;
  const widget = widgets[node.localName];
  const attributes = [...node.attributes].map(({ name, value }) => {
    if (name === 'class') return ['className', value];
    if (!widget || /^(aria|data)-/.test(name)) return [name, value];
    return /^(hide-|readonly)/.test(name) ? [camel(name), true] : [camel(name), value];
  });
  const props = { ...Object.fromEntries(attributes), ...(widget && handlers) } as object;
  return createElement(widget ?? node.localName, props, ...[...node.childNodes].map(reactOf));
}

const main = document.querySelector('main')!;
// The script may be on the page twice.
if (!main.dataset.hydrated) {
  const content = [...main.childNodes].map(reactOf);
  main.dataset.hydrated = 'true';
  hydrateRoot(
    main,
    <StrictMode>
      <WidgetsProvider getToken={getToken} locales={[es, pseudo]}>
        {...content}
      </WidgetsProvider>
    </StrictMode>,
  );
}
