import { Form, useFormAction, useNavigation, type Fetcher, type FetcherWithComponents } from '@remix-run/react';
import { useEffect, useRef, type ReactNode } from 'react';
import { classes } from './classes.ts';
import { ErrorSummary } from './error-summary.tsx';
import { FormStateContext, type FormProblem, type FormValues } from './form-state.ts';

const nothing: readonly FormProblem[] = [];

export type PostFormProps = {
  children: ReactNode;
  /** What the action refused, first thing first. Each `Field` shows its own; those without a field stand on top. */
  problems?: readonly FormProblem[];
  /** What was typed, so that a refusal without JavaScript loses nothing. */
  values?: FormValues;
  /** The name of this submission, so that pressing twice does it once (hidden field `idempotencyKey`). */
  idempotencyKey?: string;
  action?: string;
  /** A fetcher from `useFetcher()`: the page stays where it is. */
  fetcher?: FetcherWithComponents<unknown>;
  /** Leaves the app's own navigation, for answers that redirect to another server. */
  document?: boolean;
  /** Holds a file. Leaves the app's own navigation too: a file beyond all limits is answered by a page of the server's. */
  upload?: boolean;
  /** For controls that stand elsewhere on the page (`form="…"`). */
  id?: string;
  className?: string;
};

/**
 * A form that posts, with and without JavaScript. It hands problems and typed values to the fields inside, tells its
 * buttons that it is on its way, and moves the focus to the first field that needs a change.
 *
 *     const answer = useActionData<typeof action>();
 *     <PostForm problems={answer?.problems} values={answer?.values} idempotencyKey={key}>
 *       <Field name="name" label={t.workspaces.create.name}><TextInput maxLength={128} required /></Field>
 *       <FormActions><Button>{t.workspaces.create.submit}</Button></FormActions>
 *     </PostForm>
 */
export function PostForm(props: PostFormProps) {
  const {
    children,
    problems = nothing,
    values = {},
    idempotencyKey,
    action,
    fetcher,
    document,
    upload,
    id,
    className,
  } = props;
  const sent = useSent(action, fetcher);
  const form = useFocusOnProblems(problems);
  const Component = fetcher?.Form ?? Form;
  return (
    <FormStateContext.Provider value={{ problems, values, sent }}>
      <Component
        ref={form}
        id={id}
        method="post"
        action={action}
        reloadDocument={document || upload}
        encType={upload ? 'multipart/form-data' : undefined}
        noValidate
        className={classes('grid gap-6', className)}
      >
        {idempotencyKey && <input type="hidden" name="idempotencyKey" value={idempotencyKey} />}
        <ErrorSummary problems={problems} />
        {children}
      </Component>
    </FormStateContext.Provider>
  );
}

/** The row of buttons at the end: the main one first, so that Enter presses it. */
export function FormActions({ children }: { children: ReactNode }) {
  return <div className="flex flex-wrap items-center gap-3">{children}</div>;
}

function useSent(action: string | undefined, fetcher: Fetcher | undefined): FormData | undefined {
  const navigation = useNavigation();
  const target = useFormAction(action);
  if (fetcher) return fetcher.state === 'idle' ? undefined : fetcher.formData;
  return navigation.formAction === target ? navigation.formData : undefined;
}

function useFocusOnProblems(problems: readonly FormProblem[]) {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (problems.length === 0) return;
    const first = form.current?.querySelector<HTMLElement>('[aria-invalid="true"], [data-summary]');
    const field = form.current?.querySelector<HTMLElement>('[aria-invalid="true"]');
    (field ?? first)?.focus();
  }, [problems]);
  return form;
}
