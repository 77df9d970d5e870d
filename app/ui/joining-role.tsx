import { useFormats, useT } from '#app/i18n/react.tsx';
import { highestRole, isRole, type Role } from '#app/permissions.ts';
import { Button } from './button.tsx';
import { Select } from './controls.tsx';
import { Field } from './field.tsx';
import type { FormAnswer } from '#app/forms.server.ts';
import { FormActions, PostForm } from './post-form.tsx';

type Props = {
  /** That the reader may give. */
  roles: readonly Role[];
  /** As Logto has them, by name, some of which may not be ours. */
  joiningRoles: readonly string[];
  idempotencyKey: string;
  answer: FormAnswer | undefined;
};

/** What those become who join by themselves. Sends `intent=change-role`. */
export function JoiningRole({ roles, joiningRoles, idempotencyKey, answer }: Props) {
  const t = useT();
  const { list } = useFormats();
  const texts = t.signInSettings.role;
  const now = highestRole(joiningRoles);
  const others = joiningRoles.filter((name) => !isRole(name));
  return (
    <PostForm
      key={`role ${now}`}
      problems={answer?.problems}
      values={answer?.values}
      idempotencyKey={answer?.key ?? idempotencyKey}
    >
      <Field name="role" label={texts.label} help={texts.help}>
        <Select
          defaultValue={now && roles.includes(now) ? now : 'member'}
          options={roles.map((role) => ({ value: role, label: t.roles.names[role] }))}
        />
      </Field>
      {now === undefined && <p className="text-13 text-muted">{texts.none}</p>}
      {now && !roles.includes(now) && <p className="text-13 text-muted">{texts.above({ role: t.roles.names[now] })}</p>}
      {others.length > 0 && <p className="text-13 text-muted">{texts.other({ roles: list(others) })}</p>}
      <FormActions>
        <Button tone="secondary" name="intent" value="change-role">
          {texts.save}
        </Button>
      </FormActions>
    </PostForm>
  );
}
