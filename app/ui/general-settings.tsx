import { useT } from '#app/i18n/react.tsx';
import { paths } from '#app/paths.ts';
import { Button } from './button.tsx';
import { Card } from './card.tsx';
import { TextArea, TextInput } from './controls.tsx';
import { CopyField } from './copy-field.tsx';
import { DangerBox } from './danger-box.tsx';
import { Field } from './field.tsx';
import { FormActions, PostForm, type PostFormProps } from './post-form.tsx';
import { SlugField } from './slug-field.tsx';

/** The forms of the general settings: each is sent by itself, with the `intent` of its button. */
type Form = Pick<PostFormProps, 'problems' | 'values' | 'idempotencyKey'>;

export function AboutCard({ form, name, description }: { form: Form; name: string; description: string | null }) {
  const t = useT();
  return (
    <Card title={t.settings.general.about}>
      {/* Anew after each change, so that the fields show what is so now. */}
      <PostForm key={JSON.stringify([name, description])} {...form}>
        <input type="hidden" name="shownName" value={name} />
        <input type="hidden" name="shownDescription" value={description ?? ''} />
        <Field name="name" label={t.settings.general.name} help={t.workspaces.create.nameHelp}>
          <TextInput maxLength={128} required autoComplete="organization" defaultValue={name} />
        </Field>
        <Field
          name="description"
          label={t.settings.general.description}
          help={t.workspaces.create.descriptionHelp}
          optional
        >
          <TextArea rows={2} maxLength={256} defaultValue={description ?? ''} />
        </Field>
        <FormActions>
          <Button name="intent" value="describe">
            {t.settings.general.save}
          </Button>
        </FormActions>
      </PostForm>
    </Card>
  );
}

type Address = { origin: string; slug: string; oldSlugs: readonly string[]; max: number };

export function AddressCard({ form, origin, slug, oldSlugs, max }: Address & { form: Form }) {
  const t = useT();
  return (
    <Card title={t.settings.general.address}>
      <div className="grid gap-6">
        <CopyField label={t.settings.general.addressNow} value={origin + paths.home(slug)} />
        <PostForm key={slug} {...form}>
          <SlugField prefix="/o/" current={slug} own={oldSlugs} />
          <p className="max-w-prose text-13 text-muted">{t.settings.general.oldLinks({ max })}</p>
          <FormActions>
            <Button name="intent" value="move" tone="secondary">
              {t.settings.general.move}
            </Button>
          </FormActions>
        </PostForm>
        {oldSlugs.length > 0 && (
          <details>
            <summary className="w-fit text-13 font-medium">
              {t.settings.general.oldAddresses({ count: oldSlugs.length })}
            </summary>
            <ul className="mt-2 grid gap-1 font-mono text-13 text-muted wrap-anywhere">
              {oldSlugs.map((old) => (
                <li key={old}>{paths.home(old)}</li>
              ))}
            </ul>
          </details>
        )}
      </div>
    </Card>
  );
}

/** For owners: everything goes, after some days in which it can be taken back. */
export function CloseBox({ form, name, days }: { form: Form; name: string; days: number }) {
  const t = useT();
  return (
    <PostForm {...form}>
      <DangerBox title={t.settings.close.title} text={t.settings.close.text({ days })}>
        <div className="grid w-full gap-4">
          <Field name="confirmation" label={t.settings.close.confirmation({ name })}>
            <TextInput autoComplete="off" autoCapitalize="none" spellCheck={false} required />
          </Field>
          <FormActions>
            <Button tone="danger" name="intent" value="close">
              {t.settings.close.submit}
            </Button>
          </FormActions>
        </div>
      </DangerBox>
    </PostForm>
  );
}
