/** Importing it registers the elements. A tag that is taken, say by another copy of the script, keeps what it has. */
import { MemberList } from './elements/member-list.ts';
import { OrgSwitcher } from './elements/org-switcher.ts';

for (const [tag, element] of Object.entries({ 'org-switcher': OrgSwitcher, 'member-list': MemberList })) {
  if (!customElements.get(tag)) customElements.define(tag, element);
}

export { MemberList, OrgSwitcher };
