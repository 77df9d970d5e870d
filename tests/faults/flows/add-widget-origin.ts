import { addWidgetOrigin } from '#app/flows/add-widget-origin.server.ts';
import { scenario } from '../scenario.ts';
import { pressedBy } from '../stage.ts';

export default {
  'a site': scenario({
    stage: async ({ organization }) => pressedBy(await organization({ Ada: 'owner' }), 'Ada', {}),
    press: ({ access }) => addWidgetOrigin(access, { origin: 'https://shop.example.com' }),
  }),
};
