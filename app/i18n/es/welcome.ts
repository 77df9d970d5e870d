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
    invited: 'Tienes una invitación',
    orCreate: 'O empieza por tu cuenta',
    create: 'Crear un espacio de trabajo',
    createText: 'Para tu empresa, tu equipo o para ti.',
    later: 'Más tarde',
  },
};
