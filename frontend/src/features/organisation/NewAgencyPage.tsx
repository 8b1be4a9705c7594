import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type AgencyInput, agenciesKey, saveAgency } from '~/api/organisations';
import { useWords } from '~/i18n/useWords';
import { Page } from '~/ui/Page';
import { AgencyForm } from './AgencyForm';
import { organisationWords } from './words';

/** Adds an agency to the tree. */
export function NewAgencyPage() {
  const w = useWords(organisationWords);
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const make = useMutation({
    mutationFn: (input: AgencyInput) => saveAgency(null, input),
    onSuccess: async ({ agency }) => {
      await queryClient.invalidateQueries({ queryKey: agenciesKey });
      await navigate({ to: '/admin/instansi/$id', params: { id: agency.id } });
    },
  });
  return (
    <Page title={w('newTitle')} crumbs={[{ label: w('title'), link: { to: '/admin/instansi' } }]} narrow>
      <AgencyForm
        start={null}
        submitLabel={w('add')}
        pending={make.isPending}
        error={make.error}
        attempt={make.failureCount}
        onSubmit={(input) => make.mutate(input)}
      />
    </Page>
  );
}
