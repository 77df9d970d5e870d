/**
 * Request bodies as Logto's Koa reads them: JSON and forms are parsed, text stays text (so every object schema
 * refuses it), anything else counts as an empty object.
 */
export class MalformedBody extends Error {}

export async function readBody(request: Request): Promise<unknown> {
  const type = (request.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  const text = await request.text();
  if (/^application\/([\w.-]+\+)?json$/.test(type) || type === 'application/csp-report') return parseJson(text);
  if (type === 'application/x-www-form-urlencoded') return parseForm(text);
  if (type.startsWith('text/')) return text;
  return {};
}

function parseJson(text: string): unknown {
  if (text === '') return {};
  if (!/^[\x20\x09\x0a\x0d]*[[{]/.test(text)) throw new MalformedBody('invalid JSON, only supports object and array');
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new MalformedBody((error as Error).message);
  }
}

function parseForm(text: string): Record<string, unknown> {
  const form: Record<string, unknown> = {};
  for (const [name, value] of new URLSearchParams(text)) place(form, name, value);
  return form;
}

/** `a=1`, `a=1&a=2`, `a[]=1`, `a[0]=1` and `a[b]=1`. */
function place(form: Record<string, unknown>, name: string, value: string): void {
  const nested = /^([^[\]]+)\[([^[\]]*)\]$/.exec(name);
  const key = nested?.[1] ?? name;
  const inner = nested?.[2];
  if (key === '__proto__' || inner === '__proto__') return;
  const present = form[key];
  if (inner === undefined) form[key] = present === undefined ? value : [present, value].flat();
  else if (inner === '' || /^\d+$/.test(inner))
    form[key] = [...(Array.isArray(present) ? (present as unknown[]) : []), value];
  else form[key] = { ...(present as Record<string, unknown> | undefined), [inner]: value };
}
