/** Whether a case ended whole: what is wrong with it, in words; nothing when all is well. */
import type { Failure, Result } from '#app/failures.ts';
import type { Recording } from './cases.ts';
import type { Picture } from './picture.ts';
import { databaseAway } from './told.ts';

/** What whoever pressed saw. */
export type Told = { answer: Result<unknown> } | { threw: string } | { killed: true };

const sides = ['logto', 'copy', 'ours'] as const;

const isLike = (one: Picture, two: Picture): boolean => sides.every((side) => one[side] === two[side]);

/** Of a flow that changes nothing but sends a mail, the mail tells. */
const mailsTell = ({ before, after }: Recording): boolean => isLike(before, after);

/** Once workers and reconcile are through. */
export function complaintsOf(recording: Recording, told: Told, now: Picture): string[] {
  const { before, after } = recording;
  const done = isLike(now, after) && (!mailsTell(recording) || now.mails >= after.mails);
  const undone = isLike(now, before) && (!mailsTell(recording) || now.mails <= before.mails);
  const complaints = now.loose.map((end) => `left behind: ${end}`);
  if (JSON.stringify(after.logto) === JSON.stringify(after.copy) && now.logto !== now.copy) {
    complaints.push(`the copy is not Logto’s:\n  Logto ${now.logto}\n  copy  ${now.copy}`);
  }
  if (!done && !undone) complaints.push(`neither done nor as before: ${differences(now, after)}`);
  if (done && !isSame(now.events, after.events)) complaints.push(`done, but the log says: ${list(now.events)}`);
  if (undone && !done && !isTakenBack(now.events.slice(before.events.length))) {
    complaints.push(`not done, but the log says: ${list(now.events)}`);
  }
  const most = after.mails + (recording.mayMailTwice ? 1 : 0);
  if (now.mails > most || (done && now.mails < after.mails)) complaints.push(`${now.mails} mails`);
  const lie = lieOf(told, { done, undone });
  if (lie) complaints.push(lie);
  return complaints;
}

/** Whoever is told that it is done sees it on the next page. */
export const complaintsAtOnce = ({ atOnce }: Recording, now: Picture): string[] =>
  isLike(now, atOnce) ? [] : [`told it was done, but at that moment: ${differences(now, atOnce)}`];

/** The same press once more, with nothing wrong: now it is done, once. */
export function complaintsAfterAll({ before, after }: Recording, again: Told, now: Picture): string[] {
  const complaints = now.loose.map((end) => `left behind by the second press: ${end}`);
  if (!isLike(now, after)) complaints.push(`pressed again (${say(again)}): ${differences(now, after)}`);
  const extra = withoutTakenBack(now.events.slice(before.events.length));
  if (!isSame(extra, after.events.slice(before.events.length))) {
    complaints.push(`pressed again, and the log says: ${list(now.events)}`);
  }
  return complaints;
}

function lieOf(told: Told, { done, undone }: { done: boolean; undone: boolean }): string | undefined {
  if ('threw' in told && told.threw !== databaseAway) return `told that nobody expected this: ${told.threw}`;
  if (!('answer' in told)) return undefined;
  if (told.answer.ok) return done ? undefined : 'told that it is done, and it is not';
  const { code } = told.answer as Failure;
  return code === 'still-working' || undone ? undefined : `told ${code}, and it was done`;
}

export const say = (told: Told): string => {
  if ('killed' in told) return 'killed';
  if ('threw' in told) return told.threw;
  return told.answer.ok ? 'done' : told.answer.code;
};

const isSame = (one: string[], two: string[]) => list(one.toSorted()) === list(two.toSorted());
const list = (all: string[]) => JSON.stringify(all);

/** What was done and undone stands twice in the log. */
const isTakenBack = (events: string[]): boolean => withoutTakenBack(events).length === 0;

function withoutTakenBack(events: string[]): string[] {
  const left: string[] = [];
  for (const event of events) {
    const twin = left.lastIndexOf(event);
    if (twin >= 0) left.splice(twin, 1);
    else left.push(event);
  }
  return left;
}

const differences = (now: Picture, wanted: Picture): string =>
  sides
    .filter((side) => now[side] !== wanted[side])
    .map((side) => `\n  ${side} is     ${now[side]}\n  ${side} should ${wanted[side]}`)
    .join('');
