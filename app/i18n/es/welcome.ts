import type { Catalog } from '../catalog.ts';

export const welcome: Catalog['welcome'] = {
  title: 'Te damos la bienvenida',
  context: 'Dos pasos y listo.',
  nameStep: {
    title: '¿Cómo te llamas?',
    name: 'Tu nombre',
    nameHelp: 'Tus colegas lo verán en la lista de miembros.',
    submit: 'Continuar',
  },
  nextStep: {
    title: '¿Dónde quieres trabajar?',
    orCreate: 'O empieza por tu cuenta',
    create: 'Crear un espacio de trabajo',
    createText: 'Para tu empresa, tu equipo o para ti.',
  },
  nowhere: {
    title: 'Empieza con un espacio de trabajo',
    text: 'Un espacio de trabajo reúne a un equipo y todo lo que hace. Se entra con una invitación y nadie más ve lo que hay dentro.',
    invited: {
      title: '¿Te han invitado?',
      text: ({ email }) =>
        `No hay ninguna invitación pendiente para ${email}. Cada invitación vale para el correo al que se envió: pide una para este, o cambia a la cuenta que tiene el otro.`,
      textWithoutEmail:
        'Las invitaciones se envían a un correo y esta cuenta no tiene ninguno. Cambia a la cuenta que tiene ese correo.',
      lookAgain: 'Mirar de nuevo',
      switch: 'Cambiar de cuenta',
    },
  },
};
