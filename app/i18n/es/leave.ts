import type { Catalog } from '../catalog.ts';

export const leave: Catalog['leave'] = {
  title: ({ workspace }) => `Salir de ${workspace}`,
  context: 'Qué ocurre si te vas.',
  lost: [
    'Pierdes el acceso de inmediato, en todos tus navegadores.',
    'Lo que hayas creado se queda en el espacio de trabajo.',
    'Para volver necesitarás otra invitación.',
  ],
  submit: 'Salir del espacio',
  stay: 'Quedarme',
  lastOwner: {
    title: 'No hay nadie más con la propiedad',
    text: 'Un espacio de trabajo la necesita. Elige a un miembro y cédesela, o compártela con otra persona; después podrás irte.',
    choose: 'Elegir a un miembro',
  },
};
