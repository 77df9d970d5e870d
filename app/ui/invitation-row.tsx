import { useT } from '#app/i18n/react.tsx';
import { RelativeTime } from '#app/i18n/relative-time.tsx';
import { isRole } from '#app/permissions.ts';
import { Badge, type BadgeTone, RoleBadge } from './badge.tsx';
import { CopyField } from './copy-field.tsx';
import { MenuButton, RowMenu } from './menu.tsx';
import { Cell, Row } from './table.tsx';

export type InvitationItem = {
  id: string;
  email: string;
  role: string;
  status: 'pending' | 'accepted' | 'declined' | 'revoked' | 'expired';
  invitedBy: string;
  sentAt: Date;
  expiresAt: Date;
  /** Without a secret; only while it is open. */
  link: string | null;
  maySendAgain: boolean;
  mayRevoke: boolean;
  /** For the forms of its actions. */
  key: string;
};

const tones: Record<InvitationItem['status'], BadgeTone> = {
  pending: 'warning',
  accepted: 'success',
  declined: 'plain',
  revoked: 'plain',
  expired: 'plain',
};

/** An invitation in the history, with what can be done about it. */
export function InvitationRow({ item }: { item: InvitationItem }) {
  const t = useT();
  const { email, role, status, invitedBy, sentAt, expiresAt } = item;
  const ends = status === 'pending' || status === 'expired'; // what was answered or withdrawn has no end any more
  return (
    <Row>
      <Cell kind="main">
        <span className="block min-w-0 truncate pr-10 font-medium md:pr-0" title={email}>
          {email}
        </span>
      </Cell>
      <Cell label={t.invitations.role}>
        {isRole(role) ? <RoleBadge role={role} /> : <Badge>{role || t.members.noRole}</Badge>}
      </Cell>
      <Cell label={t.invitations.status}>
        <Badge tone={tones[status]}>{t.invitations.statuses[status]}</Badge>
      </Cell>
      <Cell label={t.invitations.invitedBy} wide>
        <span className="block min-w-0 truncate md:max-w-32" title={invitedBy}>
          {invitedBy}
        </span>
      </Cell>
      <Cell label={t.invitations.sent} kind="numbers">
        <RelativeTime at={sentAt} className="whitespace-nowrap text-muted" />
      </Cell>
      <Cell label={ends && t.invitations.expires} kind="numbers">
        {ends && <RelativeTime at={expiresAt} className="whitespace-nowrap text-muted" />}
      </Cell>
      <Cell kind="menu">
        <Actions item={item} />
      </Cell>
    </Row>
  );
}

function Actions({ item }: { item: InvitationItem }) {
  const t = useT();
  const { id, email, status, link, maySendAgain, mayRevoke, key } = item;
  if (!link && !maySendAgain && !mayRevoke) return null;
  const fields = (intent: string) => ({ id, email, intent, idempotencyKey: `${key}-${intent}` });
  return (
    <RowMenu name={email} wide={link !== null}>
      {link && (
        <div className="p-2">
          <CopyField label={t.invitations.link} value={link} help={t.invitations.linkHelp} />
        </div>
      )}
      {maySendAgain && (
        <MenuButton fields={fields('send-again')} icon="mail">
          {status === 'expired' ? t.invitations.inviteAgain : t.invitations.sendAgain}
        </MenuButton>
      )}
      {mayRevoke && (
        <MenuButton fields={fields('revoke')} icon="close" tone="danger">
          {t.invitations.revoke}
        </MenuButton>
      )}
    </RowMenu>
  );
}
