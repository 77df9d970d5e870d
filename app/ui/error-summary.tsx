import { failureText } from '#app/i18n/failure-text.ts';
import { useT } from '#app/i18n/react.tsx';
import { fieldId } from './field.tsx';
import type { FormProblem } from './form-state.ts';
import { Notice } from './notice.tsx';

/**
 * What needs a change, on top of a form, with links to the fields. `PostForm` shows it by itself. One problem at a
 * field needs no summary: the field says it and has the focus.
 */
type Props = {
  problems: readonly FormProblem[];
  /** Without a form: what concerns a field is said here too. */
  standsAlone?: boolean;
};

export function ErrorSummary({ problems, standsAlone }: Props) {
  const t = useT();
  const atFields = problems.filter(({ field }) => field !== undefined && !standsAlone);
  const general = problems.filter((problem) => !atFields.includes(problem));
  if (general.length === 0 && atFields.length < 2) return null;
  return (
    <div data-summary tabIndex={-1} className="max-w-md outline-none">
      <Notice
        tone="danger"
        title={general.length > 0 ? t.frame.couldNot : t.frame.problems({ count: atFields.length })}
      >
        <ul className="grid gap-1">
          {general.map((problem) => (
            <li key={problem.code}>{failureText(t, problem)}</li>
          ))}
          {atFields.map((problem, index) => (
            <li key={index}>
              <a className="inline-block py-0.5 underline underline-offset-2" href={`#${fieldId(problem.field ?? '')}`}>
                {failureText(t, problem)}
              </a>
            </li>
          ))}
        </ul>
      </Notice>
    </div>
  );
}
