import { addWidgetOrigin } from '#app/flows/add-widget-origin.server.ts';
import { removeWidgetOrigin } from '#app/flows/remove-widget-origin.server.ts';
import { scenario } from '../scenario.ts';
import { pressedBy } from '../stage.ts';

const origin = 'https://shop.example.com';

export default {
  'a site': scenario({
    async stage({ organization }) {
      const party = await organization({ Ada: 'owner' });
      await addWidgetOrigin(await party.access('Ada'), { origin });
      return pressedBy(party, 'Ada', {});
    },
    press: ({ access }) => removeWidgetOrigin(access, { origin }),
  }),
};
