import type { Access } from '#app/auth/organization.server.ts';
import type { SignedIn } from '#app/auth/session.server.ts';
import type { Result } from '#app/failures.ts';
import type { Stage } from './stage.ts';

/**
 * What a flow is broken on: what is there before, and the press of a button. Nothing more is written by hand. A run
 * without faults tells which calls and commits there are, and how both sides look afterwards; each of them is then broken
 * in each way, and both sides have to look as before or as afterwards, whatever happened. docs/fault-test.md
 *
 * A file of `flows/` is named after a file of `app/flows/` and exports its scenarios, by name.
 */
export type Scenario<Given = unknown> = {
  stage(stage: Stage): Promise<Staged<Given>>;
  /** When nobody can know whether Logto has mailed: it may do so once more. */
  mayMailTwice?: boolean;
  /** In this process, or in one that is about to die. */
  press(given: Given, key: string): Promise<Result<unknown>>;
};

export type Staged<Given> = {
  /** Whatever the press needs. Plain data, because another process may press. */
  given: Given;
  about: About;
};

/** Where to look afterwards. */
export type About = {
  /** Of Logto, that are there before. */
  organizations: string[];
  /** Names and slugs that organizations may have which are made. */
  names: string[];
  /** Whose own account is changed. */
  people: string[];
  /** What each case has of its own, and what every case's picture has in its place. */
  words: Record<string, string>;
};

export const scenario = <Given>(parts: Scenario<Given>): Scenario => parts as Scenario;

/** As they arrive in another process. */
export type GivenAccess = Access;
export type GivenPerson = SignedIn;
