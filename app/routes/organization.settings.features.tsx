import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { requireOrganization } from '#app/auth/organization.server.ts';
import { ChangeSetting, changeSetting } from '#app/flows/change-setting.server.ts';
import { parseForm } from '#app/forms.server.ts';
import { useT } from '#app/i18n/react.tsx';
import { translator } from '#app/i18n/translator.server.ts';
import { chosenIn, includes, settingNames } from '#app/organization-settings.ts';
import { paths } from '#app/paths.ts';
import { planCalled } from '#app/plans.ts';
import { ErrorSummary } from '#app/ui/error-summary.tsx';
import { flash } from '#app/ui/flash.server.ts';
import { languageOf } from '#app/ui/preferences.server.ts';
import { mayBeSet, SettingForm } from '#app/ui/setting-form.tsx';

export async function loader(args: LoaderFunctionArgs) {
  const { organizationName, plan, settings } = await requireOrganization(args, 'manage:organization');
  return {
    title: translator(languageOf(args.request)).features.title,
    workspace: organizationName,
    plan: planCalled(plan),
    settings: settingNames.map((name) => ({
      name,
      value: chosenIn(settings, name),
      included: includes(plan, name),
    })),
  };
}

export async function action(args: ActionFunctionArgs) {
  const access = await requireOrganization(args, 'manage:organization');
  const form = await parseForm(args.request, ChangeSetting);
  if (!form.ok) return form.answer;
  const changed = await changeSetting(access, form.value);
  if (!changed.ok) return form.refuse(changed);
  const { name } = translator(languageOf(args.request)).features.names[form.value.setting];
  return redirect(paths.features(access.slug), { headers: flash('setting-saved', { name }) });
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data && `${data.title} · ${data.workspace}` }];

export default function Features() {
  const t = useT();
  const { plan, settings } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const sent = answer?.values['setting'];
  const hasForm = settings.some(({ name, included }) => name === sent && mayBeSet(name, included));
  return (
    <div className="grid max-w-3xl gap-6">
      <p className="text-muted">{t.features.intro}</p>
      {answer && !hasForm && <ErrorSummary problems={answer.problems} standsAlone />}
      <ul className="grid divide-y divide-border rounded-lg border border-border bg-surface">
        {settings.map((setting) => (
          <li key={setting.name} className="px-5 py-5 sm:px-6">
            <SettingForm {...setting} plan={plan} answer={sent === setting.name ? answer : undefined} />
          </li>
        ))}
      </ul>
    </div>
  );
}
