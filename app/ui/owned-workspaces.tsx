import { useT } from '#app/i18n/react.tsx';
import { paths } from '#app/paths.ts';
import { OrganizationLogo } from './avatar.tsx';
import { ButtonLink } from './button.tsx';
import { Card } from './card.tsx';

export type OwnedWorkspaceItem = { id: string; name: string; slug: string; logo: string | null };

/** What somebody owns who wants to go, each with its ways on: to another owner, or to its end. */
export function OwnedWorkspaces({ workspaces }: { workspaces: readonly OwnedWorkspaceItem[] }) {
  const t = useT();
  const { owned } = t.account.remove;
  return (
    <Card title={owned.title}>
      <p className="mb-4 max-w-prose text-muted">{owned.text}</p>
      <ul className="grid grid-cols-1 gap-3">
        {workspaces.map(({ id, name, slug, logo }) => (
          <li key={id} className="flex flex-wrap items-center gap-3">
            <OrganizationLogo id={id} name={name} src={logo} />
            <span className="min-w-0 flex-1 truncate font-medium">{name}</span>
            <ButtonLink
              to={paths.members(slug)}
              tone="secondary"
              size="small"
              label={owned.handOverOne({ workspace: name })}
            >
              {owned.handOver}
            </ButtonLink>
            <ButtonLink to={paths.settings(slug)} tone="quiet" size="small" label={owned.closeOne({ workspace: name })}>
              {owned.close}
            </ButtonLink>
          </li>
        ))}
      </ul>
    </Card>
  );
}
