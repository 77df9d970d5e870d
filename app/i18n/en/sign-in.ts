/** Where a sign-in ends that did not succeed: each page has a way on. */
export const signIn = {
  again: 'Sign in again',
  home: 'Go to the start page',
  cancelled: {
    title: 'You are not signed in',
    text: 'The sign-in was cancelled. Nothing was changed.',
  },
  lost: {
    title: 'This sign-in has ended',
    text: 'It was finished before, took too long, or began in another browser. Sign in once more.',
  },
  failed: {
    title: 'Signing in did not work',
    text: 'The sign-in service gave an answer we cannot use. Sign in once more.',
  },
  unreachable: {
    title: 'Signing in is not possible right now',
    text: 'The sign-in service does not answer. Your data is safe. Try again in a few minutes.',
  },
  cookies: {
    title: 'Your browser kept no cookie',
    text: 'You are signed in, and your browser did not keep that. Allow cookies for this site, then sign in again.',
  },
  suspended: {
    title: 'This account is suspended',
    text: 'Ask the people who run your workspace to reinstate it.',
  },
  ended: {
    title: 'Your session has ended',
    text: 'Sign in again and you come back to the same page.',
  },
};
