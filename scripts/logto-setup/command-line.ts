import { parseArgs } from 'node:util';

export const usage = `npm run logto:setup -- [options]

Brings the Logto of LOGTO_ENDPOINT to what the app needs, and writes its credentials into .env.
Shows what it would change and asks first. Running it again changes only what differs.

  --yes, -y      do not ask
  --dry-run      only show what it would change
  --env FILE     read and write FILE instead of .env
  --print        print the credentials, which are secret, instead of writing the file
  --help, -h     this

Reads, from the environment or the file: LOGTO_ENDPOINT, LOGTO_M2M_APP_ID, LOGTO_M2M_APP_SECRET,
APP_URL, and where they are not the usual ones LOGTO_MANAGEMENT_API and LOGTO_API_RESOURCE.`;

export type CommandLine = { yes: boolean; dryRun: boolean; file: string; print: boolean; help: boolean };

export class UnknownOption extends Error {
  override readonly name = 'UnknownOption';
}

export const readCommandLine = (args: string[]): CommandLine => {
  try {
    const { values } = parseArgs({
      args,
      options: {
        yes: { type: 'boolean', short: 'y', default: false },
        'dry-run': { type: 'boolean', default: false },
        env: { type: 'string', default: '.env' },
        print: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    const { yes, env: file, print, help } = values;
    return { yes, dryRun: values['dry-run'], file, print, help };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new UnknownOption(`${error.message.split('. ')[0]}. \`npm run logto:setup -- --help\` lists the options.`);
  }
};
