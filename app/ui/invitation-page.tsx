import type { ReactNode } from 'react';
import type { FailureCode } from '#app/failures.ts';
import { failureText } from '#app/i18n/failure-text.ts';
import { useT } from '#app/i18n/react.tsx';
import { RelativeTime } from '#app/i18n/relative-time.tsx';
import { paths } from '#app/paths.ts';
import { isRole } from '#app/permissions.ts';
import { OrganizationLogo } from './avatar.tsx';
import { Button, ButtonLink } from './button.tsx';
import { Drawing } from './drawings.tsx';
import type { FormProblem } from './form-state.ts';
import { Notice } from './notice.tsx';
import { FormActions, PostForm } from './post-form.tsx';

/** What the invited person is shown. */
export type Asked = {
  email: string;
  role: string;
  note: string | null;
  inviter: string;
  expiresAt: Date;
  workspace: string;
  logo: string | null;
};

export type InvitationPageProps = {
  /** For whom the page is: `unknown` also stands for what is not theirs to see. */
  state: 'continue' | 'wrong-account' | 'answer' | 'closed' | 'sign-in' | 'unknown';
  invitation: Asked | null;
  closed: FailureCode | null;
  /** Who is signed in. */
  current: string | null;
  formKey: string;
  problems?: readonly FormProblem[] | undefined;
};

/** Who invites whom to what, and the one thing to do next. */
export function InvitationPage({ state, invitation, closed, current, formKey, problems }: InvitationPageProps) {
  const t = useT();
  if (!invitation || state === 'closed')
    return <NotOpen state={state} closed={closed} current={current} problems={problems} />;
  const { email } = invitation;
  return (
    <div className="grid gap-8 wrap-anywhere">
      <Introduction {...invitation} />
      {state === 'wrong-account' && (
        <Notice tone="warning" title={t.join.wrongAccount.title}>
          {t.join.wrongAccount.text({ invited: email, current: current ?? '' })}
        </Notice>
      )}
      {state === 'answer' ? (
        <PostForm problems={problems} idempotencyKey={formKey}>
          <FormActions>
            <Button name="intent" value="accept">
              {t.join.accept}
            </Button>
            <Button name="intent" value="decline" tone="quiet">
              {t.join.decline}
            </Button>
          </FormActions>
        </PostForm>
      ) : (
        <PostForm problems={problems} document>
          <FormActions>
            <Button name="intent" value="continue" size="large" wide>
              {state === 'continue' ? t.join.continueAs({ email }) : t.join.wrongAccount.switch}
            </Button>
            {state === 'wrong-account' && (
              <ButtonLink to={paths.workspaces} tone="quiet">
                {t.join.wrongAccount.stay}
              </ButtonLink>
            )}
          </FormActions>
          {state === 'continue' && <p className="text-13 text-muted">{t.join.continueHelp}</p>}
        </PostForm>
      )}
    </div>
  );
}

function Introduction({ email, role, note, inviter, expiresAt, workspace, logo }: Asked) {
  const t = useT();
  return (
    <div className="grid gap-4">
      <OrganizationLogo id={workspace} name={workspace} src={logo} size="large" />
      <h1 className="text-28 font-semibold">{t.join.title({ workspace })}</h1>
      <p className="text-16">{t.join.invites({ inviter, workspace })}</p>
      {note && (
        <blockquote className="border-l-2 border-accent pl-4 whitespace-pre-line" aria-label={t.join.note}>
          {note}
        </blockquote>
      )}
      <ul className="grid gap-1 text-13 text-muted">
        <li>{t.join.forEmail({ email })}</li>
        <li>{t.join.asRole({ role: isRole(role) ? t.roles.names[role] : role })}</li>
        <li>
          {t.join.expires} <RelativeTime at={expiresAt} />.
        </li>
      </ul>
    </div>
  );
}

function NotOpen({
  state,
  closed,
  current,
  problems,
}: Pick<InvitationPageProps, 'state' | 'closed' | 'current' | 'problems'>) {
  const t = useT();
  if (state === 'closed' && closed) {
    return (
      <Message title={t.join.closed.title} text={failureText(t, { code: closed })}>
        <ButtonLink to={paths.workspaces}>{t.join.closed.action}</ButtonLink>
      </Message>
    );
  }
  const texts = state === 'sign-in' ? t.join.signIn : t.join.unknown;
  const text = state === 'sign-in' ? t.join.signIn.text : t.join.unknown.text({ current: current ?? '' });
  return (
    <Message title={texts.title} text={text}>
      <PostForm problems={problems} document>
        <Button name="intent" value="switch">
          {state === 'sign-in' ? t.frame.signIn : t.join.wrongAccount.switch}
        </Button>
      </PostForm>
    </Message>
  );
}

function Message({ title, text, children }: { title: string; text: string; children: ReactNode }) {
  return (
    <div className="grid gap-6 wrap-anywhere">
      <Drawing name="letter" />
      <div className="grid gap-2">
        <h1 className="text-28 font-semibold">{title}</h1>
        <p className="text-16 text-muted">{text}</p>
      </div>
      <div>{children}</div>
    </div>
  );
}
