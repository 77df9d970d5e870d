import type { Catalog } from '../catalog.ts';

export const audit: Catalog['audit'] = {
  title: 'Registro de actividad',
  context: ({ workspace }) => `Quién ha cambiado qué en ${workspace}, lo más reciente primero.`,
  export: 'Exportar a CSV',
  list: 'Actividad',
  filter: {
    title: 'Filtrar',
    what: 'Qué',
    everything: 'Todo',
    who: 'Quién',
    whoPlaceholder: 'Nombre',
    onWhom: 'A quién',
    onWhomPlaceholder: 'Nombre o correo',
    from: 'Desde',
    to: 'Hasta',
    zone: ({ zone }) => `Los días empiezan y acaban a medianoche en ${zone}.`,
    apply: 'Mostrar',
    clear: 'Mostrar todo',
    only: {
      actor: ({ name }) => `Solo lo que hizo ${name}`,
      target: ({ name }) => `Solo lo que se hizo a ${name}`,
      remove: ({ text }) => `Quitar: ${text}`,
    },
    thisPerson: 'esta persona',
  },
  groups: {
    invitations: 'Invitaciones',
    members: 'Miembros y roles',
    ownership: 'Propiedad',
    workspace: 'Espacio de trabajo',
  },
  details: {
    when: 'Cuándo',
    from: 'Dirección IP',
    unknownAddress: 'no se conoce',
    actor: 'Quién',
    target: 'A quién',
    action: 'Acción',
    allBy: ({ name }) => `Todo lo que hizo ${name}`,
    allOn: ({ name }) => `Todo lo que se hizo a ${name}`,
  },
  empty: {
    title: 'Todavía no ha pasado nada',
    text: 'Aquí aparece cada cambio en miembros, roles e invitaciones, con quién lo hizo y desde dónde.',
  },
  nothingFound: {
    title: 'No hay coincidencias',
    text: 'Nada en el registro cumple todos estos filtros. Amplía los días o quita alguno.',
  },
  nobody: 'alguien',
  noRole: 'sin rol',
  sentences: {
    byPeople: {
      'organization.created': ({ actor, target }) => `${actor} creó el espacio de trabajo ${target}.`,
      'audit.exported': ({ actor }) => `${actor} exportó el registro de actividad.`,
      'invitation.sent': ({ actor, target, role }) => `${actor} invitó a ${target} con el rol: ${role}.`,
      'invitation.sent-again': ({ actor, target }) => `${actor} volvió a enviar la invitación a ${target}.`,
      'invitation.accepted': ({ actor, role }) => `${actor} aceptó una invitación y entró con el rol: ${role}.`,
      'invitation.declined': ({ actor, target }) => `${actor} rechazó la invitación enviada a ${target}.`,
      'invitation.revoked': ({ actor, target }) => `${actor} retiró la invitación enviada a ${target}.`,
      'member.joined': ({ target, role }) => `${target} entró con el rol: ${role}.`,
      'member.roles-changed': ({ actor, target, before, after }) =>
        `${actor} cambió el rol de ${target}: antes ${before}, ahora ${after}.`,
      'member.removed': ({ actor, target }) => `${actor} quitó a ${target}.`,
      'member.left': ({ actor }) => `${actor} salió del espacio de trabajo.`,
      'ownership.transferred': ({ actor, target }) => `${actor} cedió el espacio de trabajo a ${target}.`,
    },
    inLogto: {
      'member.joined': ({ target, role }) => `Desde Logto se añadió a ${target} con el rol: ${role}.`,
      'member.roles-changed': ({ target, before, after }) =>
        `Desde Logto se cambió el rol de ${target}: antes ${before}, ahora ${after}.`,
      'member.removed': ({ target }) => `Desde Logto se quitó a ${target}.`,
    },
    joinedByDomain: ({ target, domain }) => `${target} entró por tener un correo de ${domain}.`,
  },
  unknown: {
    onTarget: ({ actor, target, action }) => `${actor}: «${action}», a ${target}.`,
    plain: ({ actor, action }) => `${actor}: «${action}».`,
  },
};
