import { useT } from '#app/i18n/react.tsx';
import { paths } from '#app/paths.ts';
import { OrganizationLogo } from './avatar.tsx';
import { Button } from './button.tsx';
import { Card } from './card.tsx';
import type { FormProblem } from './form-state.ts';
import { ImagePicker } from './image-picker.tsx';
import { FormActions, PostForm } from './post-form.tsx';

export type LogoCardProps = {
  workspace: { id: string; name: string; slug: string; logo: string | null };
  idempotencyKey: string;
  problems?: readonly FormProblem[];
};

/**
 * The logo of a workspace: what it is, another one, none. Its forms go to a page of their own (`paths.logo`), which shows
 * this card again when something was refused; so it may stand on any page.
 */
export function LogoCard({ workspace, idempotencyKey, problems }: LogoCardProps) {
  const t = useT();
  const { id, name, slug, logo } = workspace;
  return (
    <Card title={t.images.logo.title}>
      <div className="grid gap-4">
        <p className="max-w-prose text-muted">{t.images.logo.text}</p>
        <PostForm upload action={paths.logo(slug)} problems={problems} idempotencyKey={idempotencyKey}>
          <ImagePicker
            name="logo"
            label={t.images.logo.label}
            picture={(chosen) => <OrganizationLogo id={id} name={name} src={chosen ?? logo} size="huge" />}
          />
          <FormActions>
            <Button name="intent" value="change">
              {t.images.logo.save}
            </Button>
            {logo && (
              <Button tone="secondary" name="intent" value="remove">
                {t.images.logo.remove}
              </Button>
            )}
          </FormActions>
        </PostForm>
      </div>
    </Card>
  );
}
