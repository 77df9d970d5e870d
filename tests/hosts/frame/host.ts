/** The widgets on Tenantry's own origin, in frames: nothing of them runs in this page. */
import type { OrgSwitcherEventMap } from '@tenantry/widgets';
import '@tenantry/widgets/frame';
import { events, getToken, tell } from '../page.ts';

for (const type of events) document.addEventListener(type, tell);
document.addEventListener('org-switch', (event) => {
  const { detail } = event as OrgSwitcherEventMap['org-switch'];
  for (const frame of document.querySelectorAll('widget-frame')) {
    frame.setAttribute('organization', detail.organization?.id ?? '');
  }
});
const app = document.querySelector<HTMLElement>('#app')!;
const { baseUrl = '' } = app.dataset;
for (const widget of ['org-switcher', 'member-list']) {
  const frame = document.createElement('widget-frame');
  Object.entries({ 'base-url': baseUrl, widget }).forEach(([name, value]) => frame.setAttribute(name, value));
  frame.getToken = getToken;
  app.append(frame);
}
