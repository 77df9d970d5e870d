/** What a site's developer copies: the same in every language. */

export const htmlSnippet = (baseUrl: string, script: { url: string; integrity: string }): string => `<script async
  src="${script.url}"
  integrity="${script.integrity}"
  crossorigin="anonymous"
></script>
<org-switcher base-url="${baseUrl}"></org-switcher>
<member-list base-url="${baseUrl}"></member-list>`;

export const tokenSnippet = `for (const widget of document.querySelectorAll('org-switcher, member-list')) {
  widget.getToken = async () => (await (await fetch('/widget-token', { method: 'POST' })).json()).token;
}`;

export const reactSnippet = (
  baseUrl: string,
): string => `import { MemberList, OrgSwitcher, WidgetsProvider } from '@tenantry/widgets/react';

<WidgetsProvider baseUrl="${baseUrl}" getToken={getToken}>
  <OrgSwitcher onOrgSwitch={({ detail }) => open(detail.organization)} />
  <MemberList />
</WidgetsProvider>`;
