import { type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { z } from 'zod';
import { machineAccess } from '#app/api/machine-access.server.ts';
import { requireOrganization } from '#app/auth/organization.server.ts';
import { refuse } from '#app/auth/refuse.server.ts';
import { ChangeMachineRole, changeMachineRole } from '#app/flows/change-machine-role.server.ts';
import { removeMachine } from '#app/flows/remove-machine.server.ts';
import { formKey, parseForm } from '#app/forms.server.ts';
import { useT } from '#app/i18n/react.tsx';
import { RelativeTime } from '#app/i18n/relative-time.tsx';
import { paths } from '#app/paths.ts';
import { grantableMachineRoles, machineRoleOf } from '#app/permissions.ts';
import { findMachine } from '#app/tenants/machines.server.ts';
import { Button, ButtonLink } from '#app/ui/button.tsx';
import { Card, Facts } from '#app/ui/card.tsx';
import { DangerBox } from '#app/ui/danger-box.tsx';
import { ErrorSummary } from '#app/ui/error-summary.tsx';
import { flash } from '#app/ui/flash.server.ts';
import { AnyRole, LastUsed } from '#app/ui/machine-lists.tsx';
import { MachineRoleChoice } from '#app/ui/machine-role-choice.tsx';
import { MachineToken } from '#app/ui/machine-token.tsx';
import { FormActions, PostForm } from '#app/ui/post-form.tsx';

const Change = z.discriminatedUnion('intent', [
  ChangeMachineRole.extend({ intent: z.literal('change-role') }),
  z.object({ intent: z.literal('remove') }),
]);

export async function loader(args: LoaderFunctionArgs) {
  const access = await requireOrganization(args, 'manage:organization');
  const machine = await findMachine(access.tenantId, args.params['applicationId'] ?? '');
  if (!machine) throw refuse('not-found', args.context);
  const { roles, createdAt, lastUsedAt, ...plain } = machine;
  return {
    workspace: access.organizationName,
    slug: access.slug,
    roles: grantableMachineRoles(access.permissions),
    access: machineAccess(access.organizationId, roles),
    machine: {
      ...plain,
      role: machineRoleOf(roles) ?? null,
      roles,
      createdAt: createdAt.toISOString(),
      lastUsedAt: lastUsedAt?.toISOString() ?? null,
    },
    key: formKey(),
  };
}

export async function action(args: ActionFunctionArgs) {
  const access = await requireOrganization(args, 'manage:organization');
  const form = await parseForm(args.request, Change);
  if (!form.ok) return form.answer;
  const id = args.params['applicationId'] ?? '';
  const name = (await findMachine(access.tenantId, id))?.name ?? '';
  if (form.value.intent === 'remove') {
    const removed = await removeMachine(access, id, form.key);
    // It is cut off here, and a worker tells Logto.
    if (!removed.ok && removed.code !== 'still-working') return form.refuse(removed);
    return redirect(paths.machines(access.slug), { headers: flash('machine-removed', { name }) });
  }
  const changed = await changeMachineRole(access, id, form.value, form.key);
  if (!changed.ok) return form.refuse(changed);
  return redirect(paths.machine(access.slug, id), { headers: flash('machine-role-changed', { name }) });
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: data && `${data.machine.name} · ${data.workspace}` },
];

export default function MachinePage() {
  const t = useT().machines;
  const { slug, machine, roles, access, key } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { changeRole, remove } = t.app;
  return (
    <div className="grid max-w-prose grid-cols-1 gap-6">
      {answer && <ErrorSummary problems={answer.problems} standsAlone />}
      <Card title={machine.name}>
        <Facts
          items={[
            { label: t.apps.id, value: <code className="font-mono text-13">{machine.applicationId}</code> },
            {
              label: t.apps.role,
              value: machine.roles.length > 0 ? <AnyRole role={machine.role ?? machine.roles[0]!} /> : t.apps.noRole,
            },
            { label: t.apps.addedBy, value: machine.addedByName || t.apps.inLogto },
            { label: t.apps.added, value: <RelativeTime at={machine.createdAt} /> },
            { label: t.apps.lastUsed, value: <LastUsed at={machine.lastUsedAt} /> },
          ]}
        />
      </Card>
      <MachineToken access={access} id={machine.applicationId} />
      <Card title={changeRole.title}>
        <PostForm idempotencyKey={answer?.key ?? key}>
          <p className="text-muted">{changeRole.text}</p>
          <MachineRoleChoice roles={roles} {...(machine.role && { chosen: machine.role })} />
          <FormActions>
            <Button name="intent" value="change-role">
              {changeRole.submit}
            </Button>
          </FormActions>
        </PostForm>
      </Card>
      <div>
        <ButtonLink to={paths.machines(slug)} tone="quiet">
          {t.keys.all}
        </ButtonLink>
      </div>
      <DangerBox title={remove.title} text={`${remove.text} ${machine.madeHere ? remove.deletes : remove.stays}`}>
        <PostForm idempotencyKey={answer?.key ?? key}>
          <Button tone="danger" name="intent" value="remove">
            {remove.submit}
          </Button>
        </PostForm>
      </DangerBox>
    </div>
  );
}
