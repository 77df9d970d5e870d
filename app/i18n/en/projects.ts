import type { Sentence } from '../audit-sentence.ts';

export const projects = {
  title: 'Projects',
  context: 'Everyone in the workspace sees them, newest first.',
  create: 'Create project',
  name: 'Name',
  createdBy: 'Created by',
  createdAt: 'Created',
  actions: 'Actions',
  search: 'Search by name',
  rename: 'Rename',
  save: 'Save name',
  delete: 'Delete…',
  confirm: {
    title: ({ name }: { name: string }) => `Delete ${name}?`,
    text: 'It is gone for everyone in the workspace, and there is no way back.',
    delete: 'Delete for good',
  },
  empty: {
    title: 'No projects yet',
    text: 'They belong to the workspace, not to one person: what you create here, everyone in it sees.',
  },
  nothingFound: {
    title: 'Nothing found',
    text: ({ search }: { search: string }) => `No name contains “${search}”.`,
    action: 'Show all projects',
  },
  /** What the audit log says. */
  events: {
    'project.created': ({ actor, target }) => `${actor} created the project ${target}.`,
    'project.renamed': ({ actor, from, to }) => `${actor} renamed the project ${from} to ${to}.`,
    'project.deleted': ({ actor, target }) => `${actor} deleted the project ${target}.`,
  } satisfies Record<string, Sentence>,
};
