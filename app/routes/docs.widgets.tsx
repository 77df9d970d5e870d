import type { LoaderFunctionArgs } from '@remix-run/node';
import { type MetaFunction, useLoaderData } from '@remix-run/react';
import { env } from '#app/env.server.ts';
import { widgetDocs as en } from '#app/i18n/en/widget-docs.ts';
import { widgetDocs as es } from '#app/i18n/es/widget-docs.ts';
import { listStates, switcherStates } from '#app/i18n/widget-docs-texts.ts';
import { paths } from '#app/paths.ts';
import { CopyCode } from '#app/ui/copy-code.tsx';
import { languageOf } from '#app/ui/preferences.server.ts';
import { productName } from '#app/ui/product.ts';
import { PublicFrame } from '#app/ui/public-frame.tsx';
import { WidgetAttributes } from '#app/ui/widget-attributes.tsx';
import { WidgetDemo } from '#app/ui/widget-demo.tsx';
import { htmlSnippet, reactSnippet, tokenSnippet } from '#app/ui/widget-snippets.ts';
import { latestScript } from '#app/widget-script.server.ts';

/** The widgets in every state, and how a page gets them. */
export function loader({ request }: LoaderFunctionArgs) {
  return { texts: { en, es }[languageOf(request)], baseUrl: env().APP_URL, script: latestScript() };
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: data && `${data.texts.title} · ${productName}` },
];

export default function WidgetDocs() {
  const { texts, baseUrl, script } = useLoaderData<typeof loader>();
  const { start, states, needsScripts } = texts;
  return (
    <PublicFrame
      width="wide"
      corner={
        <a href={paths.apiReference} className="text-13 font-medium text-accent-strong hover:underline">
          API
        </a>
      }
    >
      <div className="grid grid-cols-1 gap-12 py-8">
        <header className="grid gap-3">
          <h1 className="text-28 font-semibold">{texts.title}</h1>
          <p className="max-w-prose text-16 text-muted">{texts.lead}</p>
          <p className="max-w-prose text-muted">{texts.pretended}</p>
        </header>
        <section aria-labelledby="org-switcher" className="grid grid-cols-1 gap-6">
          <h2 id="org-switcher" className="font-mono text-20 font-semibold">
            {'<org-switcher>'}
          </h2>
          <div className="grid grid-cols-1 gap-6 md:grid-cols-2 lg:grid-cols-3">
            {switcherStates.map((state) => (
              <WidgetDemo key={state} tag="org-switcher" state={state} title={states[state]} fallback={needsScripts} />
            ))}
          </div>
        </section>
        <section aria-labelledby="member-list" className="grid grid-cols-1 gap-6">
          <h2 id="member-list" className="font-mono text-20 font-semibold">
            {'<member-list>'}
          </h2>
          {listStates.map((state) => (
            <WidgetDemo key={state} tag="member-list" state={state} title={states[state]} fallback={needsScripts} />
          ))}
        </section>
        <section aria-labelledby="start" className="grid grid-cols-1 gap-5">
          <h2 id="start" className="text-20 font-semibold">
            {start.title}
          </h2>
          <p className="max-w-prose text-muted">{start.text}</p>
          <CopyCode title={start.page}>{htmlSnippet(baseUrl, script)}</CopyCode>
          <CopyCode title={start.token}>{tokenSnippet}</CopyCode>
          <CopyCode title={start.react}>{reactSnippet(baseUrl)}</CopyCode>
        </section>
        <WidgetAttributes texts={texts} />
      </div>
    </PublicFrame>
  );
}
