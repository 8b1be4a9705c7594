import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { deleteView, replaceView, saveView, viewsKey, viewsQuery } from '~/api/inbox';
import type { SavedView } from '~/api/types';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { useReturnFocus } from '~/lib/useReturnFocus';
import { describeError } from '~/ui/describeError';
import { Notice } from '~/ui/Notice';
import { type InboxSearch, isFiltered } from './inboxSearch';
import { inboxWords } from './inboxWords';
import classes from './SavedViews.module.css';

const route = getRouteApi('/signed-in/kotak-masuk');

/** The filters that this person has given a name, and naming the present ones. */
export function SavedViews() {
  const w = useWords(inboxWords);
  const router = useRouter();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const views = useQuery(viewsQuery());
  const [dialog, setDialog] = useState<'save' | 'manage' | null>(null);
  const [said, setSaid] = useState('');
  const present = queryOf(router.options.stringifySearch, search);
  const open = (view: SavedView) =>
    navigate({ search: router.options.parseSearch(`?${view.query}`) as InboxSearch, resetScroll: false });
  const list = views.data ?? [];
  const savable = isFiltered(search) || search.board === true;
  if (list.length === 0 && !savable) return null;
  return (
    <nav aria-label={w('views')} className={`${classes.views} no-print`}>
      {list.length > 0 && <span className={classes.title}>{w('views')}:</span>}
      {list.map((view) => (
        <Button
          key={view.id}
          size="compact-md"
          variant="default"
          aria-current={view.query === present ? 'true' : undefined}
          onClick={() => open(view)}
        >
          {view.name}
        </Button>
      ))}
      {savable && !list.some((view) => view.query === present) && (
        <Button size="compact-md" variant="subtle" onClick={() => setDialog('save')}>
          {w('saveView')}
        </Button>
      )}
      {list.length > 0 && (
        <Button size="compact-md" variant="subtle" onClick={() => setDialog('manage')}>
          {w('manageViews')}
        </Button>
      )}
      <span role="status" className={classes.said}>
        {said}
      </span>
      {dialog === 'save' && (
        <SaveDialog
          query={present}
          onClose={() => setDialog(null)}
          onSaved={(name) => {
            setSaid(w('viewSaved', { name }));
            setDialog(null);
          }}
        />
      )}
      {dialog === 'manage' && <ManageDialog views={list} query={present} onClose={() => setDialog(null)} />}
    </nav>
  );
}

/** What of the address makes the view: everything but the request that happens to be open. */
const queryOf = (stringify: (search: InboxSearch) => string, search: InboxSearch): string =>
  stringify({ ...search, open: undefined }).replace(/^\?/, '');

function SaveDialog({
  query,
  onSaved,
  onClose,
}: {
  query: string;
  onSaved(name: string): void;
  onClose(): void;
}) {
  const { t } = useI18n();
  const w = useWords(inboxWords);
  useReturnFocus();
  const queryClient = useQueryClient();
  const [name, setName] = useState('');
  const save = useMutation({
    mutationFn: () => saveView({ name: name.trim(), query }),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: viewsKey });
      onSaved(name.trim());
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={w('saveView')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form onSubmit={submit}>
        <Stack>
          {save.isError && (
            <Notice tone="negative" live>
              {describeError(save.error, t).text}
            </Notice>
          )}
          <TextInput
            data-autofocus
            label={w('viewName')}
            required
            maxLength={60}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('common.cancel')}
            </Button>
            <Button type="submit" loading={save.isPending}>
              {w('saveView')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

function ManageDialog({
  views,
  query,
  onClose,
}: {
  views: readonly SavedView[];
  query: string;
  onClose(): void;
}) {
  const { t } = useI18n();
  const w = useWords(inboxWords);
  useReturnFocus();
  const queryClient = useQueryClient();
  const change = useMutation({
    mutationFn: async ({ view, remove }: { view: SavedView; remove: boolean }) => {
      if (remove) await deleteView(view);
      else await replaceView(view, query);
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: viewsKey }),
  });
  return (
    <Modal
      opened
      onClose={onClose}
      title={w('manageTitle')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {change.isError && (
        <Notice tone="negative" live>
          {describeError(change.error, t).text}
        </Notice>
      )}
      <ul className={classes.list}>
        {views.map((view) => (
          <li key={view.id}>
            <strong>{view.name}</strong>
            <Group gap="xs">
              {view.query !== query && (
                <Button
                  size="compact-md"
                  variant="default"
                  disabled={change.isPending}
                  aria-label={w('viewReplaceNamed', { name: view.name })}
                  onClick={() => change.mutate({ view, remove: false })}
                >
                  {w('viewReplace')}
                </Button>
              )}
              <Button
                size="compact-md"
                variant="default"
                color="red"
                disabled={change.isPending}
                aria-label={w('viewDeleteNamed', { name: view.name })}
                onClick={() => change.mutate({ view, remove: true })}
              >
                {w('viewDelete')}
              </Button>
            </Group>
          </li>
        ))}
      </ul>
    </Modal>
  );
}
