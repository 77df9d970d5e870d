import { useT } from '#app/i18n/react.tsx';
import type { Account } from './account-menu.tsx';
import { Avatar } from './avatar.tsx';
import { Button } from './button.tsx';
import { Card, Facts } from './card.tsx';
import { TextInput } from './controls.tsx';
import { Field } from './field.tsx';
import type { FormProblem, FormValues } from './form-state.ts';
import { ImagePicker } from './image-picker.tsx';
import { FormActions, PostForm } from './post-form.tsx';

export type AccountProfileProps = {
  account: Account;
  idempotencyKey: string;
  /** What was refused of one of its forms, by its intent. */
  refusedOf(...intents: string[]): { problems?: readonly FormProblem[]; values?: FormValues };
};

/** How others see somebody: picture and name; and the address they sign in with. */
export function AccountProfile({ account, idempotencyKey, refusedOf }: AccountProfileProps) {
  const t = useT();
  const { id, name, email, avatar } = account;
  return (
    <Card title={t.account.profile}>
      <div className="grid gap-8">
        <PostForm upload {...refusedOf('change-avatar', 'remove-avatar')} idempotencyKey={idempotencyKey}>
          <ImagePicker
            name="avatar"
            label={t.images.avatar.label}
            picture={(chosen) => <Avatar id={id} name={name || email} src={chosen ?? avatar} size="huge" />}
          />
          <FormActions>
            <Button tone="secondary" name="intent" value="change-avatar">
              {t.images.avatar.save}
            </Button>
            {avatar && (
              <Button tone="quiet" name="intent" value="remove-avatar">
                {t.images.avatar.remove}
              </Button>
            )}
          </FormActions>
        </PostForm>
        <PostForm {...refusedOf('name')} idempotencyKey={idempotencyKey}>
          <input type="hidden" name="intent" value="name" />
          <Field name="name" label={t.account.name}>
            <TextInput autoComplete="name" maxLength={128} required defaultValue={name} />
          </Field>
          <FormActions>
            <Button name="save" value="name">
              {t.account.save}
            </Button>
          </FormActions>
        </PostForm>
        {email && (
          <div className="grid max-w-md gap-1">
            <Facts items={[{ label: t.account.email, value: email }]} />
            <p className="text-13 text-muted">{t.account.emailHelp}</p>
          </div>
        )}
      </div>
    </Card>
  );
}
