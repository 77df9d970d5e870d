import { changeSetting } from '#app/flows/change-setting.server.ts';
import { scenario } from '../scenario.ts';
import { pressedBy } from '../stage.ts';

export default {
  'days of an invitation': scenario({
    stage: async ({ organization }) => pressedBy(await organization({ Ada: 'owner' }), 'Ada', {}),
    press: ({ access }) => changeSetting({ ...access, plan: 'unlimited' }, { setting: 'invitation-days', value: '7' }),
  }),
};
