import type { FailureCode } from '#app/failures.ts';
import { type Contract, scopesOf } from './contract.ts';
import { byStatus } from './failure-examples.ts';

/** Every code that an address can answer, by status: its own, and those of all addresses of its kind. */
export function failuresOf(contract: Contract): FailureCode[] {
  const { caller, method, path, permission, everywhere, grave, query, body, failures } = contract;
  const isWrite = method !== 'GET';
  const isInside = path.includes('{organization}');
  const codes: FailureCode[] = [
    ...failures,
    ...some(caller !== 'anybody', 'unauthenticated', 'rate-limited', 'database-unreachable', 'unexpected'),
    ...some(caller !== 'anybody', 'logto-unreachable', 'origin-not-allowed'),
    ...some(caller !== 'anybody' && scopesOf(contract) !== 'any', 'scope-missing'),
    ...some(caller === 'person', 'people-only'),
    ...some(permission !== undefined || everywhere === true || caller === undefined, 'not-permitted'),
    ...some(grave === true, 'token-used'),
    ...some(isInside, 'not-found', 'mfa-required', 'waits-for-seat', 'organization-closed'),
    ...some(query !== undefined || isWrite, 'value-invalid'),
    ...some(body !== undefined, 'body-invalid', 'body-too-large'),
    ...some(isWrite, 'key-used-differently', 'still-working', 'logto-refused', 'origin-refused'),
  ];
  return [...new Set(codes)].sort(byStatus);
}

const some = (is: boolean, ...codes: FailureCode[]): FailureCode[] => (is ? codes : []);
