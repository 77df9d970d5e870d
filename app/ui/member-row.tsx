import { useT } from '#app/i18n/react.tsx';
import { RelativeTime } from '#app/i18n/relative-time.tsx';
import { type MemberOffers, offersAnything } from '#app/member-offers.ts';
import { paths } from '#app/paths.ts';
import { isRole, roleNames } from '#app/permissions.ts';
import { Badge, RoleBadge } from './badge.tsx';
import { MenuLink, RowMenu } from './menu.tsx';
import { PersonLink } from './person.tsx';
import { SelectOne } from './selection.tsx';
import { Cell, Row } from './table.tsx';

export type MemberInRow = {
  userId: string;
  name: string | null;
  email: string | null;
  avatarUrl: string | null;
  roles: readonly string[];
  joinedAt: Date | string;
  lastSeenAt: Date | string | null;
  waitsForSeat: boolean;
  self: boolean;
  offers: MemberOffers;
};

/** Somebody in the list of members, with what may be done to them. */
export function MemberRow({ member, slug, selectable }: { member: MemberInRow; slug: string; selectable: boolean }) {
  const t = useT();
  const { userId, name, email, avatarUrl, roles, joinedAt, lastSeenAt, waitsForSeat, self, offers } = member;
  const called = name ?? email ?? t.members.nameless;
  const page = paths.member(slug, userId);
  return (
    <Row>
      <Cell kind="main">
        <span className="flex min-w-0 items-center gap-3 pr-10 md:pr-0">
          {selectable && <SelectOne value={userId} name={called} disabled={!offersAnything(offers)} />}
          <PersonLink
            to={page}
            id={userId}
            name={called}
            detail={name && email}
            src={avatarUrl}
            mark={self && t.members.you}
          />
        </span>
      </Cell>
      <Cell label={t.members.roles}>
        <Roles names={roles} />
        {waitsForSeat && (
          <span className="ml-1">
            <Badge tone="warning">{t.plans.short.mark}</Badge>
          </span>
        )}
      </Cell>
      <Cell label={t.members.joined} kind="numbers" wide>
        <RelativeTime at={joinedAt} className="whitespace-nowrap text-muted" />
      </Cell>
      <Cell label={t.members.lastSeen} kind="numbers">
        {lastSeenAt ? (
          <RelativeTime at={lastSeenAt} className="whitespace-nowrap text-muted" />
        ) : (
          <span className="text-muted">{t.members.never}</span>
        )}
      </Cell>
      <Cell kind="menu">
        <RowMenu name={called}>
          <MenuLink to={page} icon="person">
            {t.members.see}
          </MenuLink>
          {offers.roles.length > 0 && (
            <MenuLink to={`${page}#role`} icon="key">
              {t.members.changeRole}
            </MenuLink>
          )}
          {offers.own && (
            <MenuLink to={`${page}#own`} icon="right">
              {t.members.makeOwner}
            </MenuLink>
          )}
          {offers.remove && (
            <MenuLink to={`${page}#remove`} icon="close">
              {t.members.remove}
            </MenuLink>
          )}
          {self && (
            <MenuLink to={paths.leave(slug)} icon="signOut">
              {t.members.leave}
            </MenuLink>
          )}
        </RowMenu>
      </Cell>
    </Row>
  );
}

/** All roles that somebody has: ours first and as badges, then those of Logto that we do not know. */
export function Roles({ names }: { names: readonly string[] }) {
  const t = useT();
  const ours = roleNames.filter((role) => names.includes(role));
  const others = names.filter((name) => !isRole(name));
  if (names.length === 0) return <span className="text-muted">{t.members.noRole}</span>;
  return (
    <span className="inline-flex flex-wrap justify-end gap-1 md:justify-start">
      {ours.map((role) => (
        <RoleBadge key={role} role={role} />
      ))}
      {others.map((name) => (
        <Badge key={name}>{name}</Badge>
      ))}
    </span>
  );
}
