import { useFormats, useT } from '#app/i18n/react.tsx';
import { Card } from './card.tsx';

/** Single sign-on by which people join: shown only, since setting it up is an administrator's of Logto. */
export function SsoConnectors({
  connectors,
}: {
  connectors: readonly { id: string; name: string; domains: string[] }[];
}) {
  const t = useT();
  const { list } = useFormats();
  const texts = t.signInSettings.sso;
  return (
    <Card title={texts.title}>
      <div className="grid grid-cols-1 gap-4">
        {connectors.length === 0 ? (
          <p>{texts.none}</p>
        ) : (
          <ul aria-label={texts.list} className="grid grid-cols-1 rounded-md border border-border">
            {connectors.map(({ id, name, domains }) => (
              <li key={id} className="border-border px-3 py-2 wrap-anywhere not-first:border-t">
                <span className="block font-medium">{name}</span>
                <span className="block text-13 text-muted">{list(domains) || texts.noDomains}</span>
              </li>
            ))}
          </ul>
        )}
        <p className="text-13 text-muted">{texts.about}</p>
      </div>
    </Card>
  );
}
