/** Brings the widget to the page when the page has nothing else to do. */
import type { Client, Messages } from '@tenantry/widgets/core';
import type { OrgSwitcher } from '@tenantry/widgets/org-switcher';
import type { Language } from '#app/i18n/languages.ts';
import { whenIdle } from './idle.ts';

/** `roles`: what they are called. */
export type Speech = { language: Language; roles: Record<string, string> };

/** The rail and a phone's sheet each have one. */
const switchers = new Set<OrgSwitcher>();
let client: Client | undefined;
let coming: Promise<void> | undefined;

/** The element takes over what is set before its class is there. */
export function prepare(switcher: OrgSwitcher, messages: Messages): void {
  Object.assign(switcher, { messages, client });
}

/** Answers what ends it. */
export function enhance(switcher: OrgSwitcher, speech: Speech): () => void {
  switchers.add(switcher);
  const stop = whenIdle(() => {
    // Offline, say: the links stay, and the next page tries again.
    coming ??= bring(speech).catch(() => (coming = undefined));
  });
  return () => {
    stop();
    switchers.delete(switcher);
  };
}

async function bring({ language, roles }: Speech): Promise<void> {
  const [{ OrgSwitcher }, { clientAtHome }] = await Promise.all([
    import('@tenantry/widgets/org-switcher'),
    import('./client-at-home.ts'),
  ]);
  const { locales } = OrgSwitcher; // the list of members has the same
  if (language === 'es' && !locales.some(({ locale }) => locale === 'es')) {
    locales.push((await import('@tenantry/widgets/locales/es')).es);
  }
  client = clientAtHome(roles);
  for (const switcher of switchers) switcher.client = client;
  await closed();
  // Not by `define`, which would bring the list of members to every page.
  if (!customElements.get('org-switcher')) customElements.define('org-switcher', OrgSwitcher);
}

/** Nobody’s open list is taken out of their hands. */
async function closed(): Promise<void> {
  const open = [...switchers].map((each) => each.querySelector('details[open]')).find((list) => list !== null);
  if (!open) return;
  await new Promise((resolve) => open.addEventListener('toggle', resolve, { once: true }));
  return closed();
}
