import { redirect, type LoaderFunctionArgs } from '@remix-run/node';
import type { MetaFunction } from '@remix-run/react';
import { getPerson } from '#app/auth/session.server.ts';
import { useT } from '#app/i18n/react.tsx';
import { paths } from '#app/paths.ts';
import { ButtonLink } from '#app/ui/button.tsx';
import { LandingSample } from '#app/ui/landing-sample.tsx';
import { productName } from '#app/ui/product.ts';
import { PublicFrame } from '#app/ui/public-frame.tsx';

/** Who is signed in has seen it: the way from the brand leads home. */
export async function loader(args: LoaderFunctionArgs) {
  if (await getPerson(args)) throw redirect(paths.workspaces);
  return null;
}

/** Nothing on this page needs a script. */
export const handle = { static: true };

export const meta: MetaFunction = () => [{ title: productName }];

const signIn = paths.signIn(paths.workspaces);
const register = paths.signUp(paths.workspaces);

export default function Landing() {
  const t = useT();
  const { points, steps } = t.landing;
  return (
    <PublicFrame
      width="wide"
      corner={
        <ButtonLink to={signIn} tone="quiet" document>
          {t.landing.signIn}
        </ButtonLink>
      }
    >
      <section className="grid items-center gap-12 py-12 sm:py-20 lg:grid-cols-[minmax(0,5fr)_minmax(0,6fr)] lg:gap-16">
        <div className="grid gap-6">
          <h1 className="text-40 font-semibold tracking-tight">{t.landing.title}</h1>
          <p className="max-w-lg text-16 text-muted">{t.landing.lead}</p>
          <div className="flex flex-wrap gap-3">
            <ButtonLink to={register} size="large" document>
              {t.landing.createAccount}
            </ButtonLink>
            <ButtonLink to={signIn} size="large" tone="secondary" document>
              {t.landing.signIn}
            </ButtonLink>
          </div>
        </div>
        <LandingSample />
      </section>
      <section className="grid gap-8 border-t border-border py-12 sm:grid-cols-3 sm:gap-12">
        {[points.invite, points.roles, points.apart].map(({ title, text }) => (
          <div key={title} className="grid content-start gap-2">
            <h2 className="text-16 font-semibold">{title}</h2>
            <p className="text-muted">{text}</p>
          </div>
        ))}
      </section>
      <section className="grid gap-6 border-t border-border py-12">
        <h2 className="text-20 font-semibold">{steps.title}</h2>
        <ol className="grid gap-6 sm:grid-cols-3 sm:gap-12">
          {[steps.one, steps.two, steps.three].map(({ title, text }, index) => (
            <li key={title} className="flex gap-3">
              <span className="grid size-6 shrink-0 place-items-center rounded-full bg-accent-soft text-12 font-semibold text-accent-strong">
                {index + 1}
              </span>
              <span>
                <span className="block font-medium">{title}</span>
                <span className="block text-muted">{text}</span>
              </span>
            </li>
          ))}
        </ol>
      </section>
    </PublicFrame>
  );
}
