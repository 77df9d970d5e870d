import { useT } from '#app/i18n/react.tsx';
import type { Role } from '#app/permissions.ts';
import { OrganizationLogo } from './avatar.tsx';
import { Badge, RoleBadge } from './badge.tsx';
import { Person } from './person.tsx';

const people: { name: string; email: string; role: Role }[] = [
  { name: 'Ana Ruiz', email: 'ana@example.com', role: 'owner' },
  { name: 'Tomás Lind', email: 'tomas@example.com', role: 'admin' },
  { name: 'Mei Tanaka', email: 'mei@example.com', role: 'member' },
];

/** What a workspace looks like, drawn with the product's own parts and invented people. */
export function LandingSample() {
  const t = useT();
  const { sample } = t.landing;
  return (
    <figure
      aria-label={sample.label}
      className="overflow-hidden rounded-lg border border-border bg-surface shadow-raised"
    >
      <figcaption className="flex items-center justify-between gap-4 border-b border-border px-4 py-3">
        <span className="flex items-center gap-2.5 font-semibold">
          <OrganizationLogo id="northwind" name={sample.workspace} />
          {sample.workspace}
        </span>
        <span className="text-13 text-muted">{t.members.count({ count: people.length })}</span>
      </figcaption>
      <ul className="px-4">
        {people.map(({ name, email, role }) => (
          <li key={email} className="flex h-13 items-center justify-between gap-4 border-b border-border">
            <Person id={email} name={name} detail={email} />
            <RoleBadge role={role} />
          </li>
        ))}
        <li className="flex h-13 items-center justify-between gap-4">
          <Person id="omar@example.com" name="omar@example.com" detail={sample.waiting} />
          <Badge tone="warning">{sample.invited}</Badge>
        </li>
      </ul>
    </figure>
  );
}
