/** As a page has them: configured once, and the list shows what the switcher is at. */
import { useState } from 'react';
import { MemberList, OrgSwitcher, WidgetsProvider } from '@tenantry/widgets/react';

export type AppProps = {
  baseUrl: string;
  getToken: () => Promise<string>;
  tell: (event: Event) => void;
};

export function App({ baseUrl, getToken, tell }: AppProps) {
  const [current, setCurrent] = useState<string>();
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
