import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { requireOrganization } from '#app/auth/organization.server.ts';
import { translator } from '#app/i18n/translator.server.ts';
import { useT } from '#app/i18n/react.tsx';
import { paths } from '#app/paths.ts';
import { machineRoleOf } from '#app/permissions.ts';
import { type ApiKey, listApiKeys } from '#app/tenants/api-keys.server.ts';
import { listMachines } from '#app/tenants/machines.server.ts';
import { ButtonLink } from '#app/ui/button.tsx';
import { EmptyState } from '#app/ui/empty-state.tsx';
import { KeyTable, MachineTable } from '#app/ui/machine-lists.tsx';
import { languageOf } from '#app/ui/preferences.server.ts';
import { SettingsSection } from '#app/ui/settings-section.tsx';

/** API keys, and the applications of Logto that act in the workspace. */
export async function loader(args: LoaderFunctionArgs) {
  const { tenantId, slug, organizationName } = await requireOrganization(args, 'manage:organization');
  const [keys, machines] = await Promise.all([listApiKeys(tenantId), listMachines(tenantId)]);
  return {
    title: translator(languageOf(args.request)).settings.tabs.machines,
    workspace: organizationName,
    slug,
    keys: keys.map((key) => ({ ...toItem(key), to: paths.apiKey(slug, key.id) })),
    machines: machines.map(({ roles, createdAt, lastUsedAt, ...machine }) => ({
      ...machine,
      to: paths.machine(slug, machine.applicationId),
      role: machineRoleOf(roles) ?? roles[0] ?? null,
      createdAt: createdAt.toISOString(),
      lastUsedAt: lastUsedAt?.toISOString() ?? null,
    })),
  };
}

function toItem({ id, name, role, start, createdByName, createdAt, expiresAt, lastUsedAt, revokedAt }: ApiKey) {
  const expired = expiresAt !== null && expiresAt <= new Date();
  const state = revokedAt ? ('revoked' as const) : expired ? ('expired' as const) : ('active' as const);
  return {
    ...{ id, name, role, start, state, createdByName },
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt?.toISOString() ?? null,
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
  };
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data && `${data.title} · ${data.workspace}` }];

export default function Machines() {
  const t = useT().machines;
  const { slug, keys, machines } = useLoaderData<typeof loader>();
  const newKey = <ButtonLink to={paths.newApiKey(slug)}>{t.keys.create}</ButtonLink>;
  const newMachine = (
    <ButtonLink to={paths.newMachine(slug)} tone="secondary">
      {t.apps.create}
    </ButtonLink>
  );
  return (
    <div className="grid grid-cols-1 gap-12">
      <SettingsSection title={t.keys.title} text={t.keys.context} action={keys.length > 0 && newKey}>
        {keys.length > 0 ? (
          <KeyTable keys={keys} />
        ) : (
          <EmptyState drawing="search" title={t.keys.empty.title} text={t.keys.empty.text} action={newKey} />
        )}
      </SettingsSection>
      <SettingsSection title={t.apps.title} text={t.apps.context} action={machines.length > 0 && newMachine}>
        {machines.length > 0 ? (
          <MachineTable machines={machines} />
        ) : (
          <EmptyState drawing="search" title={t.apps.empty.title} text={t.apps.empty.text} action={newMachine} />
        )}
      </SettingsSection>
      <p>
        <a href={paths.apiReference} className="font-medium text-accent-strong hover:underline">
          {t.reference}
        </a>
      </p>
    </div>
  );
}
