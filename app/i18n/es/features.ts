import type { Catalog } from '../catalog.ts';

export const features: Catalog['features'] = {
  title: 'Funciones',
  intro: 'Lo que está activado en este espacio y con qué empiezan sus formularios.',
  names: {
    'audit-export': {
      name: 'Descarga del registro de auditoría',
      about: 'Quien puede leer el registro también puede descargarlo como archivo.',
    },
    'invitation-days': {
      name: 'Días que una invitación está abierta',
      about: 'Con lo que empieza el formulario de invitaciones. Quien invita puede elegir otra cosa.',
    },
    'invitation-role': {
      name: 'Rol de las personas invitadas',
      about: 'Con lo que empieza el formulario de invitaciones, para quien puede dar ese rol.',
    },
    'invitations-at-once': {
      name: 'Personas invitadas a la vez',
      about: 'Cuántas direcciones admite un formulario.',
    },
  },
  on: 'Activado',
  off: 'Desactivado',
  range: ({ min, max }) => `Un número entero de ${min} a ${max}.`,
  save: ({ name }) => `Guardar: ${name}`,
  saveShort: 'Guardar',
  notIncluded: ({ plan }) => `No está incluido en el plan ${plan}.`,
  byOperators: 'Lo decide quien administra este servicio.',
};
