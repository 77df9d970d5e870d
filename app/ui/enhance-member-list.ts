/** Brings the list of members to its page when that has nothing else to do, and nobody is at work in the table. */
import type { MemberList } from '@tenantry/widgets/member-list';
import type { Speech } from './enhance-switcher.ts';
import { whenIdle } from './idle.ts';

/** `take`: the widget may read and show the list now. Answers what ends it. */
export function enhanceList(list: MemberList, { language, roles }: Speech, take: () => void): () => void {
  let ended = false;
  const stop = whenIdle(() => {
    // Offline, say: the table stays, and the next visit tries again.
    void bring().catch(() => {});
  });
  return () => {
    ended = true;
    stop();
  };

  async function bring(): Promise<void> {
    const [{ MemberList: List }, { clientAtHome }] = await Promise.all([
      import('@tenantry/widgets/member-list'),
      import('./client-at-home.ts'),
    ]);
    const { locales } = List;
    if (language === 'es' && !locales.some(({ locale }) => locale === 'es')) {
      locales.push((await import('@tenantry/widgets/locales/es')).es);
    }
    if (ended || isAtWork(list)) return;
    list.client = clientAtHome(roles);
    if (!customElements.get('member-list')) customElements.define('member-list', List);
    take();
  }
}

/** Something typed, ticked, open or in focus would be lost: then the table stays until the next visit. */
function isAtWork(list: MemberList): boolean {
  const typed = list.querySelector<HTMLInputElement>('input[name=q]')?.value;
  return Boolean(typed) || list.matches(':focus-within') || list.querySelector(':checked:is(input), [open]') !== null;
}
