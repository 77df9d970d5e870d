import type { LoaderFunctionArgs } from '@remix-run/node';
import { type MetaFunction, useLoaderData } from '@remix-run/react';
import { apiTexts, referenceIn } from '#app/api/reference.server.ts';
import { paths } from '#app/paths.ts';
import { ApiIntroduction } from '#app/ui/api-introduction.tsx';
import { ApiOperation } from '#app/ui/api-operation.tsx';
import { Folded } from '#app/ui/folded.tsx';
import { productName } from '#app/ui/product.ts';
import { languageOf } from '#app/ui/preferences.server.ts';
import { PublicFrame } from '#app/ui/public-frame.tsx';

/** What the API takes and answers, from the same contracts that it runs on. */
export function loader({ request }: LoaderFunctionArgs) {
  const language = languageOf(request);
  return { texts: apiTexts[language], reference: referenceIn(language) };
}

/** A page to read needs no scripts. */
export const handle = { static: true };

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: data && `${data.texts.intro.title} · ${productName}` },
];

export default function ApiReference() {
  const { texts, reference } = useLoaderData<typeof loader>();
  const { intro, page } = texts;
  const chapters = ['authentication', 'errors', 'idempotency', 'lists', 'limits'] as const;
  return (
    <PublicFrame
      width="wide"
      corner={
        <span className="flex gap-6 text-13 font-medium text-accent-strong">
          <a href={paths.widgetDocs} className="hover:underline">
            Widgets
          </a>
          <a href={paths.openapi} className="hover:underline">
            {page.openApi}
          </a>
        </span>
      }
    >
      <div className="grid grid-cols-1 gap-x-12 py-8 lg:grid-cols-[14rem_minmax(0,1fr)]">
        <nav
          aria-label={page.contents}
          className="pb-8 lg:sticky lg:top-0 lg:max-h-dvh lg:self-start lg:overflow-y-auto lg:py-4"
        >
          <div className="lg:hidden">
            <Folded title={page.contents}>
              <Contents />
            </Folded>
          </div>
          <div className="hidden lg:block">
            <Contents />
          </div>
        </nav>
        <div className="grid min-w-0 grid-cols-1 gap-16">
          <header className="grid gap-3">
            <h1 className="text-28 font-semibold">{intro.title}</h1>
            <p className="max-w-prose text-16 text-muted">{intro.lead}</p>
            <p className="text-muted">
              {page.base} <code className="font-mono text-13 wrap-anywhere text-fg">{reference.base}</code>
            </p>
          </header>
          <ApiIntroduction texts={texts} codes={reference.generalCodes} />
          {reference.groups.map(({ id, title, operations }) => (
            <section key={id} aria-labelledby={id} className="grid grid-cols-1 gap-12">
              <h2 id={id} className="scroll-mt-6 border-b border-border pb-3 text-20 font-semibold">
                {title}
              </h2>
              {operations.map((operation) => (
                <ApiOperation key={operation.id} operation={operation} texts={page} />
              ))}
            </section>
          ))}
        </div>
      </div>
    </PublicFrame>
  );

  function Contents() {
    const groups = reference.groups.map(({ id, title, operations }) => ({ id, title, links: operations }));
    return (
      <ul className="grid gap-5 text-13">
        <li>
          <ul className="grid gap-0.5">
            {chapters.map((id) => (
              <ContentsLink key={id} id={id} text={page[id].title} />
            ))}
          </ul>
        </li>
        {groups.map(({ id, title, links }) => (
          <li key={id}>
            <a href={`#${id}`} className="block py-1 font-medium hover:underline">
              {title}
            </a>
            <ul className="grid gap-0.5">
              {links.map((each) => (
                <ContentsLink key={each.id} id={each.id} text={each.summary} />
              ))}
            </ul>
          </li>
        ))}
      </ul>
    );
  }
}

const ContentsLink = ({ id, text }: { id: string; text: string }) => (
  <li>
    <a href={`#${id}`} className="block py-1 text-muted hover:text-fg">
      {text}
    </a>
  </li>
);
