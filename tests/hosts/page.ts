/** What every host here does beside showing widgets: it keeps what they tell, for the tests. */

declare global {
  interface Window {
    /** Of a real server; others take any. */
    token?: string;
    /** What the widgets told, in order. */
    told: { type: string; detail: Record<string, unknown> }[];
    /** Types of events that the page does not want. */
    unwanted: string[];
    /** Of the content security policy, among others. */
    violations: string[];
    shifted: number;
  }
}

window.told = [];
window.unwanted = [];
window.violations = [];
window.shifted = 0;
addEventListener('securitypolicyviolation', ({ violatedDirective }) => window.violations.push(violatedDirective));
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) window.shifted += (entry as unknown as { value: number }).value;
}).observe({ type: 'layout-shift', buffered: true });

const invitations = ['invitation-accept', 'invitation-decline'].map((name) => `org-${name}`);
const members = ['role-change', 'remove', 'leave', 'transfer', 'invite', 'resend', 'revoke'];
const done = ['org-switch', 'org-create', ...invitations, ...members.map((name) => `member-${name}`)];

/** All that the widgets may tell. */
export const events = [
  ...done.flatMap((name) => [name.replace('-', '-before-'), name]),
  ...['widget-error', 'widget-ready'],
];

export function tell(event: Event): void {
  if (window.unwanted.includes(event.type)) event.preventDefault();
  const { detail } = event as CustomEvent<Record<string, unknown>>;
  window.told.push({ type: event.type, detail: JSON.parse(JSON.stringify(detail)) as Record<string, unknown> });
}

export const getToken = async () => window.token ?? 'a.token.signed';
