/** Importing it registers the elements. A tag that is taken, say by another copy of the script, keeps what it has. */
import { OrgSwitcher } from './elements/org-switcher.ts';

if (!customElements.get('org-switcher')) customElements.define('org-switcher', OrgSwitcher);

export { OrgSwitcher };
