/**
 * A site's origin as its browsers send it, of what a person types; null for what is none. Only sites that nobody on the
 * way can change: https, or a developer's own machine.
 */
export function widgetOriginOf(text: string): string | null {
  const typed = text.trim();
  // `URL` forgives more than an allow-list should: backslashes, tabs, one slash, a path that leads back.
  if (!/^https?:\/\/[^\s/\\?#@*]+\/?$/i.test(typed) || !URL.canParse(typed)) return null;
  const { protocol, hostname, origin } = new URL(typed);
  if (hostname.endsWith('.') || origin.length > mostCharacters) return null;
  return protocol === 'https:' || isOwnMachine(hostname) ? origin : null;
}

const mostCharacters = 255;

const isOwnMachine = (hostname: string): boolean =>
  hostname === 'localhost' || hostname.endsWith('.localhost') || hostname === '127.0.0.1' || hostname === '[::1]';
