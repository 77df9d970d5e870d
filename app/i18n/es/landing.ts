import type { Catalog } from '../catalog.ts';

export const landing: Catalog['landing'] = {
  title: 'Espacios de trabajo para tu equipo',
  lead: 'Reúne a tus colegas en un solo lugar, decide qué puede hacer cada uno y pasa de un equipo a otro sin volver a iniciar sesión.',
  createAccount: 'Crear cuenta',
  signIn: 'Iniciar sesión',
  signedIn: 'Abrir tus espacios de trabajo',
  sample: {
    label: 'Así se ve un espacio de trabajo',
    workspace: 'Estudio Norte',
    invited: 'Con invitación',
    waiting: 'A la espera de respuesta',
  },
  points: {
    invite: {
      title: 'Invita por correo',
      text: 'Envía una invitación o cien. Cada enlace sirve durante 14 días y puedes retirarlo cuando quieras.',
    },
    roles: {
      title: 'Tres roles, nada que configurar',
      text: 'Propietarios, administradores y miembros. Cada cual ve lo que su rol permite, y nadie puede dar más de lo que tiene.',
    },
    apart: {
      title: 'Cada espacio, por separado',
      text: 'Los miembros y los datos de un espacio nunca se ven en otro, ni siquiera cuando una persona está en los dos.',
    },
  },
  steps: {
    title: 'De cero a un equipo',
    one: { title: 'Crea tu cuenta', text: 'Basta con un correo.' },
    two: { title: 'Pon nombre a tu espacio', text: 'Tendrá su propia dirección.' },
    three: { title: 'Invita a tus colegas', text: 'Entran desde el correo en dos clics.' },
  },
};
