import { Link } from '@remix-run/react';
import type { ReactNode } from 'react';
import { useT } from '#app/i18n/react.tsx';
import { RelativeTime } from '#app/i18n/relative-time.tsx';
import { isRole } from '#app/permissions.ts';
import { Badge, type BadgeTone, RoleBadge } from './badge.tsx';
import { Cell, Row, Table } from './table.tsx';

export type KeyState = 'active' | 'expired' | 'revoked';

export type KeyItem = {
  id: string;
  to: string;
  name: string;
  role: string;
  start: string;
  state: KeyState;
  createdByName: string;
  createdAt: string;
  expiresAt: string | null;
  lastUsedAt: string | null;
};

const tones: Record<KeyState, BadgeTone> = { active: 'success', expired: 'warning', revoked: 'plain' };

export function KeyStateBadge({ state }: { state: KeyState }) {
  return <Badge tone={tones[state]}>{useT().machines.keys.states[state]}</Badge>;
}

/** A role of ours by its name, all others as they are called. */
export function AnyRole({ role }: { role: string }) {
  return isRole(role) ? <RoleBadge role={role} /> : <Badge>{role}</Badge>;
}

/** The name leads to the page where the thing is changed. */
function Named({ to, name, under }: { to: string; name: string; under: string }) {
  return (
    <span className="grid min-w-0 py-1">
      <Link to={to} className="truncate font-medium underline-offset-2 hover:underline" title={name}>
        {name}
      </Link>
      <span className="truncate font-mono text-12 text-muted">{under}</span>
    </span>
  );
}

function Plain({ children }: { children: ReactNode }) {
  return <span className="text-muted">{children}</span>;
}

export function LastUsed({ at }: { at: string | null }) {
  const { never } = useT().machines.keys;
  return at ? <RelativeTime at={at} className="whitespace-nowrap text-muted" /> : <Plain>{never}</Plain>;
}

/** API keys, a row each. */
export function KeyTable({ keys }: { keys: readonly KeyItem[] }) {
  const t = useT().machines.keys;
  return (
    <Table
      label={t.title}
      columns={[
        { label: t.name },
        { label: t.role },
        { label: t.state },
        { label: t.createdBy },
        { label: t.lastUsed },
        { label: t.expires },
      ]}
    >
      {keys.map((key) => (
        <Row key={key.id}>
          <Cell kind="main">
            <Named to={key.to} name={key.name} under={`${key.start}…`} />
          </Cell>
          <Cell label={t.role}>
            <AnyRole role={key.role} />
          </Cell>
          <Cell label={t.state}>
            <KeyStateBadge state={key.state} />
          </Cell>
          <Cell label={t.createdBy}>
            <span className="block min-w-0 truncate md:max-w-32" title={key.createdByName}>
              {key.createdByName}
            </span>
          </Cell>
          <Cell label={t.lastUsed} kind="numbers">
            <LastUsed at={key.lastUsedAt} />
          </Cell>
          <Cell label={t.expires} kind="numbers">
            {key.expiresAt ? (
              <RelativeTime at={key.expiresAt} className="whitespace-nowrap text-muted" />
            ) : (
              <Plain>{t.doesNotExpire}</Plain>
            )}
          </Cell>
        </Row>
      ))}
    </Table>
  );
}

export type MachineItem = {
  applicationId: string;
  to: string;
  name: string;
  role: string | null;
  addedByName: string;
  createdAt: string;
  lastUsedAt: string | null;
};

/** Logto's applications, a row each. */
export function MachineTable({ machines }: { machines: readonly MachineItem[] }) {
  const t = useT().machines.apps;
  return (
    <Table
      label={t.title}
      columns={[{ label: t.name }, { label: t.role }, { label: t.addedBy }, { label: t.added }, { label: t.lastUsed }]}
    >
      {machines.map((machine) => (
        <Row key={machine.applicationId}>
          <Cell kind="main">
            <Named to={machine.to} name={machine.name} under={machine.applicationId} />
          </Cell>
          <Cell label={t.role}>{machine.role ? <AnyRole role={machine.role} /> : <Plain>{t.noRole}</Plain>}</Cell>
          <Cell label={t.addedBy}>
            <span className="block min-w-0 truncate md:max-w-32">{machine.addedByName || t.inLogto}</span>
          </Cell>
          <Cell label={t.added} kind="numbers">
            <RelativeTime at={machine.createdAt} className="whitespace-nowrap text-muted" />
          </Cell>
          <Cell label={t.lastUsed} kind="numbers">
            <LastUsed at={machine.lastUsedAt} />
          </Cell>
        </Row>
      ))}
    </Table>
  );
}
