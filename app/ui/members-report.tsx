import type { Failure } from '#app/failures.ts';
import { failureText } from '#app/i18n/failure-text.ts';
import { useT } from '#app/i18n/react.tsx';
import { useEffect, useRef } from 'react';
import { Button, ButtonLink } from './button.tsx';
import { Notice } from './notice.tsx';
import { FormActions, PostForm } from './post-form.tsx';

type Report = {
  did: 'removed' | 'changed';
  count: number;
  refused: readonly { userId: string; name: string; refused: Pick<Failure, 'code' | 'values'> | null }[];
};

/** What became of several people, of whom some stay as they were. */
export function MembersReport({ did, count, refused }: Report) {
  const t = useT();
  const texts = t.members.report[did];
  const box = useFocus(refused);
  return (
    <div ref={box} tabIndex={-1} className="mb-6 grid max-w-2xl gap-3 outline-none">
      {count > 0 && <Notice tone="success" title={texts.done({ count })} />}
      <Notice tone="warning" title={texts.not({ count: refused.length })}>
        <ul className="grid gap-1">
          {refused.map(({ userId, name, refused: failure }) => (
            <li key={userId} className="wrap-anywhere">
              <strong className="font-medium">{name}</strong>:{' '}
              {failure && (failure.code === 'not-found' ? t.members.gone : failureText(t, failure))}
            </li>
          ))}
        </ul>
      </Notice>
    </div>
  );
}

type Confirm = { people: readonly { userId: string; name: string }[]; idempotencyKey: string | undefined };

/** Before several people are removed: who, and what that does. */
export function MembersConfirm({ people, idempotencyKey }: Confirm) {
  const t = useT();
  const box = useFocus(people);
  const count = people.length;
  if (count === 0) return null;
  return (
    <section
      ref={box}
      tabIndex={-1}
      aria-labelledby="confirm-removal"
      className="mb-6 grid max-w-2xl gap-3 rounded-md border border-danger/40 bg-surface p-4 outline-none"
    >
      <h2 id="confirm-removal" className="font-medium text-danger">
        {t.members.confirm.title({ count })}
      </h2>
      <p className="wrap-anywhere">{people.map(({ name }) => name).join(', ')}</p>
      <p className="text-muted">{t.members.removal.text}</p>
      <PostForm idempotencyKey={idempotencyKey}>
        {people.map(({ userId }) => (
          <input key={userId} type="hidden" name="userIds" value={userId} />
        ))}
        <FormActions>
          <Button tone="danger" name="intent" value="remove">
            {t.members.confirm.submit({ count })}
          </Button>
          <ButtonLink to="?" tone="quiet">
            {t.frame.cancel}
          </ButtonLink>
        </FormActions>
      </PostForm>
    </section>
  );
}

/** What is new on the page is where one reads on. */
function useFocus(of: unknown) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus(), [of]);
  return box;
}
