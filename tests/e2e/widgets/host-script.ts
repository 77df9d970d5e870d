/** What a host does with the widget: registers it, gives it tokens, listens to it. */
import { OrgSwitcher } from '@tenantry/widgets/define';
import { es } from '@tenantry/widgets/locales/es';
import { pseudo } from '@tenantry/widgets/locales/pseudo';

declare global {
  interface Window {
    /** Of a real server; others take any. */
    token?: string;
    /** What the widgets told, in order. */
    told: { type: string; detail: Record<string, unknown> }[];
    /** Types of events that the page does not want. */
    unwanted: string[];
    /** Of the content security policy, among others. */
    violations: string[];
    shifted: number;
  }
}

OrgSwitcher.locales.push(es, pseudo);

window.told = [];
window.unwanted = [];
window.violations = [];
window.shifted = 0;
addEventListener('securitypolicyviolation', ({ violatedDirective }) => window.violations.push(violatedDirective));
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) window.shifted += (entry as unknown as { value: number }).value;
}).observe({ type: 'layout-shift', buffered: true });

const events = ['before-switch', 'switch', 'before-create', 'create', 'before-invitation-accept', 'invitation-accept'];
for (const type of [...events, 'before-invitation-decline', 'invitation-decline'].map((name) => `org-${name}`))
  listen(type);
for (const type of ['widget-error', 'widget-ready']) listen(type);

function listen(type: string): void {
  document.addEventListener(type, (event) => {
    if (window.unwanted.includes(type)) event.preventDefault();
    const { detail } = event as CustomEvent<Record<string, unknown>>;
    window.told.push({ type, detail: JSON.parse(JSON.stringify(detail)) as Record<string, unknown> });
  });
}

for (const switcher of document.querySelectorAll('org-switcher[base-url]')) {
  (switcher as OrgSwitcher).getToken = () => window.token ?? 'a.token.signed';
}
