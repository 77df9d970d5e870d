import { Link } from '@remix-run/react';
import { useT } from '#app/i18n/react.tsx';
import { paths } from '#app/paths.ts';
import { Card } from './card.tsx';
import { CopyCode } from './copy-code.tsx';
import { Folded } from './folded.tsx';

type Props = {
  /** Where Tenantry is. */
  baseUrl: string;
  organizationId: string;
  /** Whose pages show it. */
  site: string;
  /** The file that brings it. */
  script: { url: string; integrity: string };
};

/** What a site's developer copies: the element and its script, how their server gets tokens, and the same in a frame. */
export function WidgetEmbedding({ baseUrl, organizationId, site, script }: Props) {
  const t = useT().widgets.embed;
  return (
    <Card title={t.title}>
      <div className="grid grid-cols-1 gap-5">
        <p className="max-w-prose text-muted">{t.about}</p>
        <CopyCode title={t.page}>
          {[scriptOf(script), ...widgets.map((tag) => elementOf(tag, baseUrl, organizationId))].join('\n')}
        </CopyCode>
        <CopyCode title={t.script}>{tokensFor(widgets.join(', '))}</CopyCode>
        <CopyCode title={t.server}>{serverOf(baseUrl, site)}</CopyCode>
        <p className="max-w-prose text-muted">
          {t.tokens}{' '}
          <Link to={paths.apiReference} className="underline underline-offset-2">
            {t.reference}
          </Link>
          {' · '}
          <Link to={paths.widgetDocs} className="underline underline-offset-2">
            {t.docs}
          </Link>
        </p>
        <Folded title={t.frame.title}>
          <div className="grid grid-cols-1 gap-5">
            <p className="max-w-prose text-muted">{t.frame.about({ address: baseUrl })}</p>
            <CopyCode title={t.frame.page}>
              {`${scriptOf(script)}\n${elementOf('widget-frame', baseUrl, organizationId, 'widget="org-switcher"')}`}
            </CopyCode>
            <CopyCode title={t.frame.script}>{tokensFor('widget-frame')}</CopyCode>
            <CopyCode title={t.frame.server}>{serverOf(baseUrl, baseUrl)}</CopyCode>
          </div>
        </Folded>
      </div>
    </Card>
  );
}

const scriptOf = ({ url, integrity }: Props['script']): string => `<script async
  src="${url}"
  integrity="${integrity}"
  crossorigin="anonymous"
></script>`;

/** Either may be left out. */
const widgets = ['org-switcher', 'member-list'];

const elementOf = (tag: string, baseUrl: string, organizationId: string, more?: string): string => `<${tag}
  base-url="${baseUrl}"${more ? `\n  ${more}` : ''}
  organization="${organizationId}"
></${tag}>`;

/** Before or after the script has come: it takes over what is set. */
const tokensFor = (tags: string): string => `for (const widget of document.querySelectorAll('${tags}')) {
  widget.getToken = async () => {
    const answer = await fetch('/widget-token', { method: 'POST' });
    return (await answer.json()).token;
  };
}`;

/** For a shell, so that it can be tried before it is written in whatever language the server has. */
const serverOf = (baseUrl: string, site: string): string => `curl ${baseUrl}${paths.api('/widget-tokens')} \\
  -H "Authorization: Bearer $TENANTRY_API_KEY" \\
  -H "Content-Type: application/json" \\
  -d '{"origin": "${site}", "user": "<id of the person in Logto>",
       "scopes": ["organizations:read", "members:read"]}'`;
