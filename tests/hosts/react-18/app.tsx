/** As a page has them: configured once, told apart by the organization that the page is about. */
import { useState } from 'react';
import { MemberList, OrgSwitcher, WidgetsProvider } from '@tenantry/widgets/react';

export type AppProps = {
  baseUrl: string;
  organization: string;
  getToken: () => Promise<string>;
  tell: (event: Event) => void;
};

export function App({ baseUrl, organization, getToken, tell }: AppProps) {
  const [current, setCurrent] = useState<string | undefined>(organization);
  return (
    <WidgetsProvider baseUrl={baseUrl} getToken={getToken} locale="en">
      <OrgSwitcher
        organization={current}
        className="switcher"
        onOrgSwitch={(event) => {
          tell(event);
          setCurrent(event.detail.organization?.id);
        }}
        onWidgetError={tell}
      >
        <a href={baseUrl}>Organizations</a>
      </OrgSwitcher>
      <MemberList organization={current} onMemberRoleChange={tell} onWidgetError={tell}>
        <a href={baseUrl}>Members</a>
      </MemberList>
    </WidgetsProvider>
  );
}
