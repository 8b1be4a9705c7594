import { Button } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { definitionFile } from '~/api/catalogueAdmin';
import { useWords } from '~/i18n/useWords';
import { DownloadButton } from '~/ui/DownloadButton';
import { builderWords } from './form/builderWords';
import classes from './PreviewPage.module.css';
import { type ServiceContext, ServiceFrame } from './ServiceFrame';
import { VersionPreview } from './VersionPreview';
import { catalogueWords } from './words';

const route = getRouteApi('/signed-in/admin/layanan/$code/versi/$number');

/** One version of a service as the public sees it; a draft can be published from here. */
export function PreviewPage() {
  const w = useWords(catalogueWords);
  const { code, number } = route.useParams();
  return (
    <ServiceFrame key={code} code={code} title={(name) => w('previewTitle', { name })}>
      {(context) => <Preview {...context} number={Number(number)} />}
    </ServiceFrame>
  );
}

function Preview({ kept, mayManage, publish, number }: ServiceContext & { number: number }) {
  const w = useWords(catalogueWords);
  const wb = useWords(builderWords);
  const { history } = kept;
  const state = history.items.find((item) => item.number === number)?.state ?? 'superseded';
  return (
    <>
      {mayManage && state === 'draft' && (
        <Button size="sm" className={classes.publish} onClick={() => publish(number)}>
          {w('publish')}
        </Button>
      )}
      <DownloadButton file={definitionFile(history.code, number)} variant="default" size="sm" mb="md">
        {wb('exportFile')}
      </DownloadButton>
      <VersionPreview code={history.code} number={number} state={state} />
    </>
  );
}
