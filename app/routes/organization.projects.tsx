import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { Form, useActionData, useLoaderData, useSearchParams } from '@remix-run/react';
import { z } from 'zod';
import { requireOrganization } from '#app/auth/organization.server.ts';
import { actorIn } from '#app/flows/actor.server.ts';
import { formKey, parseForm } from '#app/forms.server.ts';
import { useT } from '#app/i18n/react.tsx';
import { RelativeTime } from '#app/i18n/relative-time.tsx';
import { translator } from '#app/i18n/translator.server.ts';
import { paths } from '#app/paths.ts';
import { createProject, deleteProject, listProjects, renameProject } from '#app/tenants/projects.server.ts';
import { Button, ButtonLink } from '#app/ui/button.tsx';
import { Card } from '#app/ui/card.tsx';
import { TextInput } from '#app/ui/controls.tsx';
import { EmptyState } from '#app/ui/empty-state.tsx';
import { ErrorSummary } from '#app/ui/error-summary.tsx';
import { Field } from '#app/ui/field.tsx';
import { flash } from '#app/ui/flash.server.ts';
import { MenuLink, RowMenu } from '#app/ui/menu.tsx';
import { PageHeader } from '#app/ui/page-header.tsx';
import { Pagination } from '#app/ui/pagination.tsx';
import { FormActions, PostForm } from '#app/ui/post-form.tsx';
import { languageOf } from '#app/ui/preferences.server.ts';
import { SearchBox } from '#app/ui/search-box.tsx';
import { Cell, Row, Table } from '#app/ui/table.tsx';

const Name = z.string().trim().min(1, 'name-missing').max(128, 'name-too-long');
const Id = z.uuid('not-found');

const Change = z.discriminatedUnion('intent', [
  z.object({ intent: z.literal('create'), name: Name }),
  z.object({ intent: z.literal('rename'), id: Id, name: Name }),
  z.object({ intent: z.literal('delete'), id: Id }),
]);

export async function loader(args: LoaderFunctionArgs) {
  const { tenantId, organizationName, slug, permissions } = await requireOrganization(args, 'read:data');
  const query = new URL(args.request.url).searchParams;
  const search = query.get('q')?.trim().slice(0, 128).replaceAll('\0', '') || undefined;
  const after = Id.safeParse(query.get('after')).data;
  return {
    ...(await listProjects(tenantId, { search, after })),
    title: translator(languageOf(args.request)).projects.title,
    workspace: organizationName,
    slug,
    search,
    isFirst: after === undefined,
    mayWrite: permissions.includes('write:data'),
    mayDelete: permissions.includes('delete:data'),
    key: formKey(),
  };
}

export async function action(args: ActionFunctionArgs) {
  await requireOrganization(args, 'read:data');
  const form = await parseForm(args.request, Change);
  if (!form.ok) return form.answer;
  const input = form.value;
  const access = await requireOrganization(args, input.intent === 'delete' ? 'delete:data' : 'write:data');
  const { tenantId, slug } = access;
  const list = paths.projects(slug) + searchWith(new URL(args.request.url).searchParams);
  switch (input.intent) {
    case 'create': {
      const made = await createProject(tenantId, actorIn(access), input.name, form.key);
      if (!made.ok) return form.refuse(made);
      return redirect(paths.projects(slug), { headers: flash('created', { name: input.name }) });
    }
    case 'rename': {
      const renamed = await renameProject(tenantId, actorIn(access), input.id, input.name);
      return renamed.ok ? redirect(list, { headers: flash('renamed', { name: input.name }) }) : form.refuse(renamed);
    }
    case 'delete': {
      const deleted = await deleteProject(tenantId, actorIn(access), input.id);
      return deleted.ok ? redirect(list, { headers: flash('deleted', deleted.value) }) : form.refuse(deleted);
    }
  }
}

/** The same list, with another of its forms open, or none: which one is in the address, so it needs no JavaScript. */
function searchWith(query: URLSearchParams, open: { new?: ''; rename?: string; delete?: string } = {}): string {
  const kept = [...query].filter(([key]) => key === 'q' || key === 'after');
  return `?${new URLSearchParams([...kept, ...Object.entries(open)])}`;
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data && `${data.title} · ${data.workspace}` }];

export default function Projects() {
  const t = useT();
  const { projects, next, search, isFirst, mayWrite } = useLoaderData<typeof loader>();
  const [query] = useSearchParams();
  const answer = useActionData<typeof action>();
  const isEmpty = projects.length === 0 && isFirst && !search;
  const creates = mayWrite && query.has('new');
  const formIsOpen = creates || projects.some(({ id }) => id === query.get('rename') || id === query.get('delete'));
  const create = mayWrite && <ButtonLink to={searchWith(query, { new: '' })}>{t.projects.create}</ButtonLink>;
  return (
    <>
      <PageHeader title={t.projects.title} context={t.projects.context} action={!isEmpty && !creates && create} />
      {answer && !formIsOpen && (
        <div className="mb-6">
          <ErrorSummary problems={answer.problems} standsAlone />
        </div>
      )}
      {creates && <CreateForm />}
      {isEmpty && !creates && (
        <EmptyState drawing="path" title={t.projects.empty.title} text={t.projects.empty.text} action={create} />
      )}
      {!isEmpty && (
        <>
          <Form method="get" role="search" className="w-full pb-4 sm:w-80">
            <SearchBox label={t.projects.search} defaultValue={search} />
          </Form>
          {projects.length === 0 ? <NothingFound /> : <List />}
          <Pagination
            previous={isFirst ? null : `?${new URLSearchParams({ ...(search && { q: search }) })}`}
            next={next && `?${new URLSearchParams({ ...(search && { q: search }), after: next })}`}
          />
        </>
      )}
    </>
  );
}

function CreateForm() {
  const t = useT();
  const { key } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <div className="mb-6">
      <Card title={t.projects.create}>
        <PostForm problems={answer?.problems} values={answer?.values} idempotencyKey={answer?.key ?? key}>
          <input type="hidden" name="intent" value="create" />
          <Field name="name" label={t.projects.name}>
            <TextInput maxLength={128} required autoFocus autoComplete="off" />
          </Field>
          <FormActions>
            <Button>{t.projects.create}</Button>
            <Cancel />
          </FormActions>
        </PostForm>
      </Card>
    </div>
  );
}

function List() {
  const t = useT();
  const { projects, mayWrite, mayDelete } = useLoaderData<typeof loader>();
  const [query] = useSearchParams();
  return (
    <Table
      label={t.projects.title}
      columns={[
        { label: t.projects.name },
        { label: t.projects.createdBy },
        { label: t.projects.createdAt },
        { label: t.projects.actions, hidden: true },
      ]}
    >
      {projects.map(({ id, name, createdByName, createdAt }) => (
        <Row key={id}>
          <Cell kind="main">
            {mayWrite && query.get('rename') === id ? (
              <RenameForm id={id} name={name} />
            ) : mayDelete && query.get('delete') === id ? (
              <DeleteForm id={id} name={name} />
            ) : (
              <span className="block min-w-0 truncate pr-10 font-medium md:pr-0" title={name}>
                {name}
              </span>
            )}
          </Cell>
          <Cell label={t.projects.createdBy}>
            <span className="block min-w-0 truncate md:max-w-48" title={createdByName}>
              {createdByName}
            </span>
          </Cell>
          <Cell label={t.projects.createdAt} kind="numbers">
            <RelativeTime at={createdAt} className="whitespace-nowrap text-muted" />
          </Cell>
          <Cell kind="menu">
            {(mayWrite || mayDelete) && (
              <RowMenu name={name}>
                {mayWrite && <MenuLink to={searchWith(query, { rename: id })}>{t.projects.rename}</MenuLink>}
                {mayDelete && <MenuLink to={searchWith(query, { delete: id })}>{t.projects.delete}</MenuLink>}
              </RowMenu>
            )}
          </Cell>
        </Row>
      ))}
    </Table>
  );
}

function RenameForm({ id, name }: { id: string; name: string }) {
  const t = useT();
  const answer = useActionData<typeof action>();
  return (
    <PostForm problems={answer?.problems} values={answer?.values} className="w-full gap-3 py-3">
      <input type="hidden" name="intent" value="rename" />
      <input type="hidden" name="id" value={id} />
      <Field name="name" label={t.projects.name}>
        <TextInput defaultValue={name} maxLength={128} required autoFocus autoComplete="off" />
      </Field>
      <FormActions>
        <Button>{t.projects.save}</Button>
        <Cancel />
      </FormActions>
    </PostForm>
  );
}

function DeleteForm({ id, name }: { id: string; name: string }) {
  const t = useT();
  const answer = useActionData<typeof action>();
  return (
    <PostForm problems={answer?.problems} className="w-full gap-3 py-3">
      <input type="hidden" name="intent" value="delete" />
      <input type="hidden" name="id" value={id} />
      <div className="wrap-anywhere">
        <p className="font-medium">{t.projects.confirm.title({ name })}</p>
        <p className="text-13 text-muted">{t.projects.confirm.text}</p>
      </div>
      <FormActions>
        <Button tone="danger">{t.projects.confirm.delete}</Button>
        <Cancel />
      </FormActions>
    </PostForm>
  );
}

function Cancel() {
  const [query] = useSearchParams();
  return (
    <ButtonLink to={searchWith(query)} tone="quiet">
      {useT().frame.cancel}
    </ButtonLink>
  );
}

function NothingFound() {
  const t = useT();
  const { slug, search } = useLoaderData<typeof loader>();
  return (
    <EmptyState
      drawing="search"
      title={t.projects.nothingFound.title}
      text={t.projects.nothingFound.text({ search: search ?? '' })}
      action={
        <ButtonLink to={paths.projects(slug)} tone="secondary">
          {t.projects.nothingFound.action}
        </ButtonLink>
      }
    />
  );
}
