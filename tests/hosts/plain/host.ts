/** A page without a bundler: the script file, named with its hash, has registered the elements. */
import type { OrgSwitcher } from '@tenantry/widgets';
import { pseudo } from '@tenantry/widgets/locales/pseudo';
import { events, getToken, tell } from '../page.ts';

for (const tag of ['org-switcher', 'member-list']) {
  const widget = customElements.get(tag) as typeof OrgSwitcher | undefined;
  if (widget && !widget.locales.includes(pseudo)) widget.locales.push(pseudo);
}
for (const type of events) document.addEventListener(type, tell);
for (const element of document.querySelectorAll<OrgSwitcher>('org-switcher[base-url], member-list[base-url]')) {
  element.getToken = getToken;
}
