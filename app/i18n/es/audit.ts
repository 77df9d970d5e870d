import type { Catalog } from '../catalog.ts';
import { projects } from './projects.ts';

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
    projects: projects.title,
    invitations: 'Invitaciones',
    members: 'Miembros y roles',
    ownership: 'Propiedad',
    workspace: 'Espacio de trabajo',
    signIn: 'Formas de entrar',
    machines: 'Claves de API y máquinas',
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
  machineKinds: { key: 'Clave de API', machine: 'Máquina' },
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
      ...projects.events,
      'organization.created': ({ actor, target }) => `${actor} creó el espacio de trabajo ${target}.`,
      'organization.renamed': ({ actor, from, to }) =>
        `${actor} cambió el nombre del espacio: antes ${from}, ahora ${to}.`,
      'organization.described': ({ actor }) => `${actor} cambió la descripción del espacio de trabajo.`,
      'organization.moved': ({ actor, from, to }) =>
        `${actor} cambió la dirección del espacio: antes ${from}, ahora ${to}.`,
      'organization.logo-changed': ({ actor }) => `${actor} cambió el logotipo.`,
      'organization.logo-removed': ({ actor }) => `${actor} quitó el logotipo.`,
      'organization.closed': ({ actor }) => `${actor} cerró el espacio de trabajo, que se eliminará a los siete días.`,
      'organization.restored': ({ actor }) => `${actor} restauró el espacio de trabajo.`,
      'plan.changed': ({ actor, from, to }) => `${actor} cambió el plan: antes ${from}, ahora ${to}.`,
      'setting.changed': ({ actor, setting, from, to }) =>
        `${actor} cambió el ajuste «${setting}»: antes ${from}, ahora ${to}.`,
      'mfa.required': ({ actor }) => `${actor} hizo obligatoria la verificación en dos pasos.`,
      'mfa.not-required': ({ actor }) => `${actor} dejó de exigir la verificación en dos pasos.`,
      'widget-origin.added': ({ actor, origin }) => `${actor} permite que ${origin} muestre widgets.`,
      'widget-origin.removed': ({ actor, origin }) => `${actor} ya no permite que ${origin} muestre widgets.`,
      'domain.added': ({ actor, domain }) => `${actor} deja entrar a quien se registre con un correo de ${domain}.`,
      'domain.removed': ({ actor, domain }) => `${actor} ya no deja entrar con correos de ${domain}.`,
      'domain.roles-changed': ({ actor, before, after }) =>
        `${actor} cambió el rol de quien entra por un dominio: antes ${before}, ahora ${after}.`,
      'api-key.created': ({ actor, target, role }) => `${actor} creó la clave de API ${target} con el rol: ${role}.`,
      'api-key.rotated': ({ actor, target }) => `${actor} cambió el secreto de la clave de API ${target}.`,
      'api-key.revoked': ({ actor, target }) => `${actor} revocó la clave de API ${target}.`,
      'machine.added': ({ actor, target, role }) => `${actor} añadió la máquina ${target} con el rol: ${role}.`,
      'machine.roles-changed': ({ actor, target, before, after }) =>
        `${actor} cambió el rol de la máquina ${target}: antes ${before}, ahora ${after}.`,
      'machine.removed': ({ actor, target }) => `${actor} quitó la máquina ${target}.`,
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
      'machine.added': ({ target, role }) => `Desde Logto se añadió la máquina ${target} con el rol: ${role}.`,
      'machine.roles-changed': ({ target, before, after }) =>
        `Desde Logto se cambió el rol de la máquina ${target}: antes ${before}, ahora ${after}.`,
      'machine.removed': ({ target }) => `Desde Logto se quitó la máquina ${target}.`,
      'domain.removed': ({ domain }) => `Desde Logto se quitó el dominio ${domain}: sus correos ya no dan paso.`,
      'domain.roles-changed': ({ before, after }) =>
        `Desde Logto cambió el rol de quienes entran por un dominio, de ${before} a ${after}.`,
    },
    joinedByDomain: ({ target, domain }) => `${target} entró por tener un correo de ${domain}.`,
  },
  unknown: {
    onTarget: ({ actor, target, action }) => `${actor}: «${action}», a ${target}.`,
    plain: ({ actor, action }) => `${actor}: «${action}».`,
  },
};
