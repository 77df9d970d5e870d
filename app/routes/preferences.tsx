import { redirect, type ActionFunctionArgs } from '@remix-run/node';
import { safeReturnTo } from '#app/auth/return-to.ts';
import { env } from '#app/env.server.ts';
import { isLanguage } from '#app/i18n/languages.ts';
import { preferenceCookie } from '#app/ui/preferences.server.ts';
import { isTheme } from '#app/ui/theme.tsx';

export const loader = () => redirect('/');

/** Fields `lang` and `theme`, either or both; unknown values change nothing. Leads back to `returnTo`. */
export async function action({ request }: ActionFunctionArgs) {
  const form = await request.formData();
  const [lang, theme] = [form.get('lang'), form.get('theme')];
  const secure = env().APP_URL.startsWith('https:');
  const headers = new Headers();
  if (isLanguage(lang)) headers.append('set-cookie', preferenceCookie('lang', lang, secure));
  if (isTheme(theme)) headers.append('set-cookie', preferenceCookie('theme', theme, secure));
  return redirect(safeReturnTo(String(form.get('returnTo') ?? '')), { headers, status: 303 });
}
