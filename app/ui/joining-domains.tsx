import type { ReactNode } from 'react';
import { useT } from '#app/i18n/react.tsx';
import { RelativeTime } from '#app/i18n/relative-time.tsx';
import { Badge } from './badge.tsx';
import { Button } from './button.tsx';
import { Card } from './card.tsx';
import { TextInput } from './controls.tsx';
import { Field } from './field.tsx';
import type { FormAnswer } from '#app/forms.server.ts';
import { FormActions, PostForm } from './post-form.tsx';

type Props = {
  domains: readonly { domain: string; addedByName: string; createdAt: Date }[];
  /** Set in Logto's console: shown, and not ours to remove. */
  domainsInLogto: readonly string[];
  /** The reader's own, when it may be added. */
  suggested: string | null;
  idempotencyKey: string;
  added: FormAnswer | undefined;
  removed: FormAnswer | undefined;
  /** What those become who join. */
  children: ReactNode;
};

/** The domains whose people join by themselves. Sends `intent=add-domain` and `intent=remove-domain`. */
export function JoiningDomains(props: Props) {
  const t = useT();
  const { domains, domainsInLogto, suggested, idempotencyKey, added, removed, children } = props;
  const texts = t.signInSettings.domains;
  return (
    <Card title={texts.title}>
      <div className="grid grid-cols-1 gap-6">
        <p className="text-muted">{texts.about}</p>
        {domains.length + domainsInLogto.length === 0 ? (
          <p>{texts.none}</p>
        ) : (
          <ul aria-label={texts.list} className="grid grid-cols-1 rounded-md border border-border">
            {domains.map((each, index) => (
              <li key={each.domain} className="border-border px-3 py-2 not-first:border-t">
                <OwnDomain
                  {...each}
                  idempotencyKey={`${idempotencyKey}-${index}`}
                  answer={removed?.values['domain'] === each.domain ? removed : undefined}
                />
              </li>
            ))}
            {domainsInLogto.map((domain) => (
              <li
                key={domain}
                className="flex min-h-11 flex-wrap items-center gap-x-3 border-border px-3 py-2 not-first:border-t"
              >
                <span className="min-w-0 flex-1 basis-48 font-medium wrap-anywhere">{domain}</span>
                <Badge>{texts.inLogto}</Badge>
                <span className="w-full text-13 text-muted">{texts.inLogtoHelp}</span>
              </li>
            ))}
          </ul>
        )}
        <PostForm
          key={`add ${domains.length}`}
          problems={added?.problems}
          values={added?.values}
          idempotencyKey={added?.key ?? idempotencyKey}
        >
          <Field name="domain" label={texts.label} help={texts.help}>
            <TextInput
              defaultValue={suggested ?? ''}
              maxLength={253}
              placeholder="example.com"
              required
              autoCapitalize="none"
              autoComplete="off"
              spellCheck={false}
              inputMode="url"
            />
          </Field>
          <FormActions>
            <Button name="intent" value="add-domain">
              {texts.add}
            </Button>
          </FormActions>
        </PostForm>
        {children}
      </div>
    </Card>
  );
}

type Own = Props['domains'][number] & { idempotencyKey: string; answer: FormAnswer | undefined };

function OwnDomain({ domain, addedByName, createdAt, idempotencyKey, answer }: Own) {
  const t = useT();
  const { addedBy, remove, removeNamed } = t.signInSettings.domains;
  return (
    <PostForm problems={answer?.problems} idempotencyKey={answer?.key ?? idempotencyKey} className="gap-2">
      <input type="hidden" name="intent" value="remove-domain" />
      <div className="flex items-center justify-between gap-4">
        <span className="min-w-0 wrap-anywhere">
          <span className="block font-medium">{domain}</span>
          <span className="block text-13 text-muted">
            {addedBy({ name: addedByName })} · <RelativeTime at={createdAt} />
          </span>
        </span>
        <Button tone="secondary" size="small" name="domain" value={domain} aria-label={removeNamed({ domain })}>
          {remove}
        </Button>
      </div>
    </PostForm>
  );
}
