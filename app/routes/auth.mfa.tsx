import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { accountCenterPages } from '#app/auth/account-center.server.ts';
import { pass } from '#app/auth/gate.server.ts';
import { requireMembership } from '#app/auth/membership.server.ts';
import { safeReturnTo } from '#app/auth/return-to.ts';
import { SignInMessage } from '#app/auth/sign-in-message.tsx';
import { mfaPage } from '#app/auth/sign-in-problems.ts';
import { startSignIn } from '#app/auth/sign-in.server.ts';
import { translator } from '#app/i18n/translator.server.ts';
import { useT } from '#app/i18n/react.tsx';
import { paths } from '#app/paths.ts';
import { Button, ButtonLink } from '#app/ui/button.tsx';
import { Notice } from '#app/ui/notice.tsx';
import { PostForm } from '#app/ui/post-form.tsx';
import { languageOf } from '#app/ui/preferences.server.ts';

/**
 * `?organization=<slug>&returnTo=<path>`: where the gate leads members of an organization that requires MFA and who have
 * none. It asks the gate itself, so whoever has a second step now, or needs none any more, goes on to where they were.
 * `tried`: they come from signing in, which does not ask for one unless Logto is set up to; sending them there again and
 * again would never end.
 */
export async function loader(args: LoaderFunctionArgs) {
  const { slug, returnTo, tried } = asked(args.request);
  const { person, organization } = await requireMembership(args, slug);
  const passage = await pass(person, organization, { reading: false, context: args.context });
  if (passage.ok || passage.refusal !== 'mfa-required') return redirect(returnTo);
  return {
    title: translator(languageOf(args.request)).secondStep.title({ workspace: organization.name }),
    tried,
    account: accountCenterPages(mfaPage(slug, returnTo)).authenticator,
    again: mfaPage(slug, returnTo),
  };
}

/** Logto offers the set-up only when it shows its page: `login` (observed on 1.37 and 1.41). */
export async function action(args: ActionFunctionArgs) {
  const { slug, returnTo } = asked(args.request);
  const { person, organization } = await requireMembership(args, slug);
  return startSignIn(args, {
    returnTo: mfaPage(slug, returnTo, true),
    prompt: 'login consent',
    loginHint: person.email ?? undefined,
    organizationId: organization.organizationId,
    locale: languageOf(args.request),
  });
}

function asked(request: Request) {
  const { searchParams } = new URL(request.url);
  const slug = searchParams.get('organization') ?? '';
  const returnTo = safeReturnTo(searchParams.get('returnTo'), paths.home(slug));
  return { slug, returnTo, tried: searchParams.has('tried') };
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }];

export default function SecondStep() {
  const t = useT();
  const { title, tried, account, again } = useLoaderData<typeof loader>();
  const { why, how, enrol, notAsked } = t.secondStep;
  return (
    <SignInMessage title={title} text={why}>
      <div className="grid gap-6">
        {tried ? (
          <Notice tone="warning" title={notAsked.title}>
            {notAsked.text}
          </Notice>
        ) : (
          <ol className="grid list-decimal gap-2 pl-5">
            {how.map((each) => (
              <li key={each}>{each}</li>
            ))}
          </ol>
        )}
        <div className="flex flex-wrap gap-3">
          {tried && (
            <ButtonLink to={account} document>
              {notAsked.account}
            </ButtonLink>
          )}
          {tried && (
            <ButtonLink to={again} tone="secondary" document>
              {notAsked.tryAgain}
            </ButtonLink>
          )}
          <PostForm document>
            <Button tone={tried ? 'quiet' : 'primary'}>{tried ? notAsked.signInAgain : enrol}</Button>
          </PostForm>
          <ButtonLink to={paths.allWorkspaces} tone={tried ? 'quiet' : 'secondary'}>
            {t.frame.allWorkspaces}
          </ButtonLink>
        </div>
      </div>
    </SignInMessage>
  );
}
