import { useT } from '#app/i18n/react.tsx';
import { Badge } from './badge.tsx';
import { Button, ButtonLink } from './button.tsx';
import { Card } from './card.tsx';
import type { FormAnswer } from '#app/forms.server.ts';
import { FormActions, PostForm } from './post-form.tsx';

type Props = {
  required: boolean;
  /** Where somebody sets up a second step of their own. */
  enrolAt: string;
  idempotencyKey: string;
  answer: FormAnswer | undefined;
};

/** Whether members need a second step, and the button that changes it. Sends `intent=require-mfa`. */
export function MfaSetting({ required, enrolAt, idempotencyKey, answer }: Props) {
  const t = useT();
  const { title, on, off, about, require, stop, enrol } = t.signInSettings.mfa;
  const ownMissing = answer?.problems.some(({ code }) => code === 'own-mfa-missing');
  return (
    <Card title={title} action={<Badge tone={required ? 'success' : 'plain'}>{required ? on : off}</Badge>}>
      <PostForm problems={answer?.problems} idempotencyKey={answer?.key ?? idempotencyKey}>
        <p className="text-muted">{about}</p>
        <input type="hidden" name="required" value={required ? 'no' : 'yes'} />
        <FormActions>
          {ownMissing && (
            <ButtonLink to={enrolAt} document>
              {enrol}
            </ButtonLink>
          )}
          <Button tone={required || ownMissing ? 'secondary' : 'primary'} name="intent" value="require-mfa">
            {required ? stop : require}
          </Button>
        </FormActions>
      </PostForm>
    </Card>
  );
}
