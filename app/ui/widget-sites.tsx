import { useT } from '#app/i18n/react.tsx';
import { RelativeTime } from '#app/i18n/relative-time.tsx';
import type { FormAnswer } from '#app/forms.server.ts';
import { Button } from './button.tsx';
import { Card } from './card.tsx';
import { TextInput } from './controls.tsx';
import { Field } from './field.tsx';
import { FormActions, PostForm } from './post-form.tsx';

type Site = { origin: string; addedByName: string; createdAt: string };

type Props = { sites: readonly Site[]; added: FormAnswer | undefined; removed: FormAnswer | undefined };

/** The sites that may show widgets. Sends `intent=add` and `intent=remove`. */
export function WidgetSites({ sites, added, removed }: Props) {
  const t = useT().widgets.sites;
  return (
    <Card title={t.title}>
      <div className="grid grid-cols-1 gap-6">
        <p className="max-w-prose text-muted">{t.about}</p>
        {sites.length === 0 ? (
          <p>{t.none}</p>
        ) : (
          <ul aria-label={t.list} className="grid grid-cols-1 rounded-md border border-border">
            {sites.map((site) => (
              <li key={site.origin} className="border-border px-3 py-2 not-first:border-t">
                <ListedSite {...site} answer={removed?.values['origin'] === site.origin ? removed : undefined} />
              </li>
            ))}
          </ul>
        )}
        <PostForm key={sites.length} problems={added?.problems} values={added?.values}>
          <Field name="origin" label={t.label} help={t.help}>
            <TextInput
              maxLength={255}
              placeholder="https://shop.example.com"
              required
              autoCapitalize="none"
              autoComplete="off"
              spellCheck={false}
              inputMode="url"
            />
          </Field>
          <FormActions>
            <Button name="intent" value="add">
              {t.add}
            </Button>
          </FormActions>
        </PostForm>
      </div>
    </Card>
  );
}

function ListedSite({ origin, addedByName, createdAt, answer }: Site & { answer: FormAnswer | undefined }) {
  const t = useT().widgets.sites;
  return (
    <PostForm problems={answer?.problems} className="gap-2">
      <input type="hidden" name="intent" value="remove" />
      <div className="flex items-center justify-between gap-4">
        <span className="min-w-0 wrap-anywhere">
          <span className="block font-medium">{origin}</span>
          <span className="block text-13 text-muted">
            {t.addedBy({ name: addedByName })} · <RelativeTime at={createdAt} />
          </span>
        </span>
        <Button tone="secondary" size="small" name="origin" value={origin} aria-label={t.removeNamed({ site: origin })}>
          {t.remove}
        </Button>
      </div>
    </PostForm>
  );
}
