import { env } from '#app/env.server.ts';
import { type FailureCode, failureStatus } from '#app/failures.ts';
import { failureText } from '#app/i18n/failure-text.ts';
import type { ApiTexts, CallerKind } from '#app/i18n/api-texts.ts';
import { api as en } from '#app/i18n/en/api.ts';
import { api as es } from '#app/i18n/es/api.ts';
import type { Language } from '#app/i18n/languages.ts';
import { translator } from '#app/i18n/translator.server.ts';
import { type Contract, groups, paramsOf, scopesOf, statusOf } from './contract.ts';
import { endpoints } from './endpoints.server.ts';
import { exampleParams, examples } from './examples.ts';
import { byStatus, exampleOf } from './failure-examples.ts';
import { failuresOf } from './failures-of.ts';
import { type FieldRow, fieldsOf } from './fields-of.server.ts';

/** The API as its page shows it, in the language of whoever reads: nothing here but what the contracts say. */

export const apiTexts: Record<Language, ApiTexts> = { en, es };

export type Code = { code: FailureCode; status: number; text: string };

export type OperationView = {
  id: string;
  method: string;
  path: string;
  summary: string;
  description: string | undefined;
  callers: string[];
  scopes: string[];
  permission: string | undefined;
  once: boolean;
  params: FieldRow[];
  query: FieldRow[];
  body: FieldRow[];
  status: number;
  answer: FieldRow[];
  mayTakeLonger: boolean;
  codes: Code[];
  request: string;
  response: string | undefined;
};

export function referenceIn(language: Language): Reference {
  const known = made.get(language) ?? makeReference(language);
  made.set(language, known);
  return known;
}

/** Made once: it is the same for everybody. */
const made = new Map<Language, Reference>();

export type Reference = ReturnType<typeof makeReference>;

function makeReference(language: Language) {
  const texts = apiTexts[language];
  const contracts = endpoints.map(({ contract }) => contract);
  return {
    base: `${env().APP_URL}/api/v1`,
    groups: groups.flatMap((id) => {
      const own = contracts.filter(({ group }) => group === id);
      return own.length === 0
        ? []
        : [{ id, title: texts.groups[id], operations: own.map((contract) => operationView(contract, language)) }];
    }),
    generalCodes: codesIn(language, [...new Set(contracts.flatMap(generalOf))].sort(byStatus)),
  };
}

/** What an address can answer because of its kind. */
const generalOf = (contract: Contract) => failuresOf(contract).filter((code) => !contract.failures.includes(code));

const codesIn = (language: Language, codes: readonly FailureCode[]): Code[] =>
  codes.map((code) => ({
    code,
    status: failureStatus[code],
    text: failureText(translator(language), exampleOf(code)),
  }));

function operationView(contract: Contract, language: Language): OperationView {
  const { id, method, path, permission, grave, query, body, answer, mayTakeLonger = false, failures } = contract;
  const texts = apiTexts[language];
  const { summary, description } = texts.operations[id];
  const scopes = scopesOf(contract);
  const example = examples[id];
  return {
    ...{ id, method, path, summary, description, permission, mayTakeLonger },
    callers: callersOf(contract).map((kind) => texts.callerNames[kind]),
    scopes: scopes === 'any' ? [] : [...scopes],
    once: grave === true,
    params: paramsOf(path).map((name) => ({
      ...{ name, type: 'string', isOptional: false },
      text: texts.fields[name],
    })),
    query: query ? fieldsOf(query, 'input', texts) : [],
    body: body ? fieldsOf(body, 'input', texts) : [],
    status: statusOf(contract),
    answer: answer ? fieldsOf(answer, 'output', texts) : [],
    codes: codesIn(language, [...failures].sort(byStatus)),
    request: curlOf(contract),
    response: example?.answer === undefined ? undefined : JSON.stringify(example.answer, null, 2),
  };
}

function callersOf(contract: Contract): (CallerKind | 'anybody')[] {
  if (contract.caller === 'anybody') return ['anybody'];
  const machines: CallerKind[] = contract.caller === 'person' ? [] : ['api-key', 'machine'];
  return ['session', 'user-token', ...machines, ...(contract.scope === undefined ? [] : (['widget'] as const))];
}

/** As it is typed into a shell. */
function curlOf({ id, method, path, caller }: Contract): string {
  const { query, body } = examples[id] ?? {};
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => exampleParams[name] ?? name);
  const asked = query
    ? `?${new URLSearchParams(Object.entries(query).map(([key, value]) => [key, String(value)]))}`
    : '';
  const lines = [
    `curl '${env().APP_URL}/api/v1${filled}${asked}'`,
    ...(method === 'GET' ? [] : [`-X ${method}`]),
    ...(caller === 'anybody' ? [] : [`-H "Authorization: Bearer $TOKEN"`]),
    ...(method === 'GET' ? [] : [`-H "Idempotency-Key: $(uuidgen)"`]),
    ...(body === undefined ? [] : [`-H 'Content-Type: application/json'`, `-d '${JSON.stringify(body)}'`]),
  ];
  return lines.join(' \\\n  ');
}
