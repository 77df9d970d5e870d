/** The pages for what went wrong: what happened, what is safe, what to do. */
export const errors = {
  reference: 'Reference',
  referenceHelp: 'Quote it when you write to us.',
  back: 'Back to where you were',
  home: 'Go to the start page',
  workspaces: 'Go to your workspaces',
  retry: 'Try again',
  pages: {
    400: {
      title: 'We could not read that request',
      happened: 'Something in the address or the form is missing or damaged.',
      safe: 'Nothing was changed.',
      action: 'Go back, reload the page and send it again.',
    },
    403: {
      title: 'Your role does not reach here',
      happened: 'This page exists, and the role you have in this workspace does not open it.',
      safe: 'Nothing was changed.',
      action: 'An owner or admin of the workspace can give you another role.',
    },
    404: {
      title: 'There is nothing here',
      happened: 'The address is wrong, the page is gone, or it belongs to a workspace you are not a member of.',
      safe: 'Nothing was changed.',
      action: 'If someone sent you this link, ask them for an invitation.',
    },
    429: {
      title: 'A little too fast',
      happened: 'There were more requests from you than we answer in a short time.',
      safe: 'What you sent before is done; this last request is not.',
      action: 'Wait a minute, then try again.',
    },
    500: {
      title: 'Something failed on our side',
      happened: 'An error we did not expect. It is on record with the reference below.',
      safe: 'What was saved before is safe. The last step may not have been carried out.',
      action: 'Try again. If it stays, write to us with the reference.',
    },
    503: {
      title: 'Back in a moment',
      happened: 'A service we depend on does not answer.',
      safe: 'Your data is safe. If you have just sent something, it is done once or not at all.',
      action: 'Try again in a minute.',
    },
  },
};
