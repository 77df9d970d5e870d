import { useT } from '#app/i18n/react.tsx';
import type { MachineRole } from '#app/permissions.ts';
import { RadioCards } from './radio-cards.tsx';

/** What a machine may do, of the roles that may be given to one. */
export function MachineRoleChoice({
  roles,
  chosen = 'member',
}: {
  roles: readonly MachineRole[];
  chosen?: MachineRole;
}) {
  const t = useT().roles;
  const options = roles.map((role) => ({ value: role, label: t.names[role], text: t.about[role] }));
  return <RadioCards name="role" label={t.label} defaultValue={chosen} options={options} />;
}
