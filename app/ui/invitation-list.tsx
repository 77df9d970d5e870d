import type { InvitationView } from '#app/tenants/invitations.server.ts';
import { useT } from '#app/i18n/react.tsx';
import { paths } from '#app/paths.ts';
import { OrganizationLogo } from './avatar.tsx';
import { ButtonLink } from './button.tsx';
import { Card } from './card.tsx';

export type InvitationCard = { id: string; workspace: string; logo: string | null; inviter: string };

export const toInvitationCard = (invitation: InvitationView): InvitationCard => ({
  id: invitation.id,
  workspace: invitation.tenant.name,
  logo: invitation.tenant.logoUrl,
  inviter: invitation.invitedByName,
});

/** What waits for the person, found without the mail. `<InvitationList invitations={mine} />` */
export function InvitationList({ invitations }: { invitations: readonly InvitationCard[] }) {
  const t = useT();
  return (
    <Card title={t.join.pending.title}>
      <ul className="grid grid-cols-1 gap-4">
        {invitations.map(({ id, workspace, logo, inviter }) => (
          <li key={id} className="flex items-center gap-3">
            <OrganizationLogo id={id} name={workspace} src={logo} />
            <span className="min-w-0 flex-1 wrap-anywhere">{t.join.invites({ inviter, workspace })}</span>
            <ButtonLink to={paths.invitation(id)} tone="secondary" size="small">
              {t.join.pending.see}
            </ButtonLink>
          </li>
        ))}
      </ul>
    </Card>
  );
}
