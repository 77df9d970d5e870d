import { Link } from '@remix-run/react';
import { useT } from '#app/i18n/react.tsx';
import { paths } from '#app/paths.ts';
import { Card } from './card.tsx';
import { CopyCode } from './copy-code.tsx';

type Props = {
  /** Where Tenantry is. */
  baseUrl: string;
  organizationId: string;
  /** Whose pages show it. */
  site: string;
};

/** What a site's developer copies: the element, its script, and how their server gets tokens. */
export function WidgetEmbedding({ baseUrl, organizationId, site }: Props) {
  const t = useT().widgets.embed;
  return (
    <Card title={t.title}>
      <div className="grid grid-cols-1 gap-5">
        <p className="max-w-prose text-muted">{t.about}</p>
        <CopyCode title={t.page}>{elementOf(baseUrl, organizationId)}</CopyCode>
        <CopyCode title={t.script}>{script}</CopyCode>
        <CopyCode title={t.server}>{serverOf(baseUrl, site)}</CopyCode>
        <p className="max-w-prose text-muted">
          {t.tokens}{' '}
          <Link to={paths.apiReference} className="underline underline-offset-2">
            {t.reference}
          </Link>
        </p>
      </div>
    </Card>
  );
}

const elementOf = (baseUrl: string, organizationId: string): string => `<org-switcher
  base-url="${baseUrl}"
  organization="${organizationId}"
></org-switcher>`;

const script = `import '@tenantry/widgets/define';

document.querySelector('org-switcher').getToken = async () => {
  const answer = await fetch('/widget-token', { method: 'POST' });
  return (await answer.json()).token;
};`;

/** For a shell, so that it can be tried before it is written in whatever language the server has. */
const serverOf = (baseUrl: string, site: string): string => `curl ${baseUrl}${paths.api('/widget-tokens')} \\
  -H "Authorization: Bearer $TENANTRY_API_KEY" \\
  -H "Content-Type: application/json" \\
  -d '{"origin": "${site}", "user": "<id of the person in Logto>"}'`;
