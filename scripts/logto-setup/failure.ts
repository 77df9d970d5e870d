/** What the command says when it fails: a line for each thing that is wrong, and where it stands. */
import { isLogtoError } from '#app/logto/errors.server.ts';
import { explainLogtoFailure } from '#app/logto/explain.server.ts';
import { UnknownOption } from './command-line.ts';
import { UneditableFile } from './environment-file.ts';
import type { PlannedChange } from './plan.ts';
import { WrongSettings } from './settings.ts';
import { SetupRefusal, type SetupOptions } from './step.ts';

/** A failure half way, which says where things stand. */
export class Stopped extends Error {
  readonly done: number;
  readonly left: PlannedChange[];

  constructor(done: number, left: PlannedChange[], cause: unknown) {
    super('The set-up stopped half way.', { cause });
    this.done = done;
    this.left = left;
  }
}

/** A bug, which has no words, is thrown again. */
export const inWords = (error: unknown, settings: SetupOptions | undefined): string => {
  if (error instanceof Stopped) {
    const { done, left, cause } = error;
    const lines = left.map(({ step, what }) => `  ${step}: ${what}`);
    const standing =
      left.length > 0
        ? [`Done: ${done} of ${done + left.length}. Not done:`, ...lines]
        : ['Logto has what it needs; its credentials were not written.'];
    return [
      '',
      inWords(cause, settings),
      '',
      ...standing,
      'Run it again when the reason is gone: it goes on from here.',
    ].join('\n');
  }
  if (error instanceof WrongSettings || error instanceof UnknownOption || error instanceof UneditableFile) {
    return error.message;
  }
  if (settings && (isLogtoError(error) || error instanceof SetupRefusal)) return explainLogtoFailure(error, settings);
  throw error;
};
