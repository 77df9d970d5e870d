/** The widgets on Tenantry's own origin, in frames: nothing of them runs in this page. */
import '@tenantry/widgets/frame';
import { events, getToken, tell } from '../page.ts';

for (const type of events) document.addEventListener(type, tell);
const app = document.querySelector<HTMLElement>('#app')!;
const { baseUrl = '' } = app.dataset;
for (const widget of ['org-switcher', 'member-list']) {
  const frame = document.createElement('widget-frame');
  Object.entries({ 'base-url': baseUrl, widget }).forEach(([name, value]) => frame.setAttribute(name, value));
  frame.getToken = getToken;
  frame.addEventListener('org-switch', ({ detail }) => {
    for (const each of app.children) each.setAttribute('organization', detail.organization?.id ?? '');
  });
  app.append(frame);
}
