import { useT } from '#app/i18n/react.tsx';
import { RelativeTime } from '#app/i18n/relative-time.tsx';
import { Button } from './button.tsx';
import type { FormAnswer } from '#app/forms.server.ts';
import { PostForm } from './post-form.tsx';

/** How old the copy on the page is, and a way to have it looked at now. Sends `intent=look-again`. */
export function LookedAt({ at, answer }: { at: Date | null; answer: FormAnswer | undefined }) {
  const t = useT();
  const { at: asOf, never, again } = t.signInSettings.looked;
  return (
    <PostForm problems={answer?.problems} className="gap-2">
      <p className="flex flex-wrap items-center gap-3 text-13 text-muted">
        <span>
          {at ? (
            <>
              {asOf} <RelativeTime at={at} />
            </>
          ) : (
            never
          )}
        </span>
        <Button tone="quiet" size="small" name="intent" value="look-again">
          {again}
        </Button>
      </p>
    </PostForm>
  );
}
