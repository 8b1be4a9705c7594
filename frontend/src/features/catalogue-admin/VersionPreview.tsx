import type { Service, ServiceTypeVersion } from '~/api/types';
import { useWords } from '~/i18n/useWords';
import { Notice } from '~/ui/Notice';
import { ServiceDetails } from '~/ui/ServiceDetails';
import classes from './VersionPreview.module.css';
import { catalogueWords } from './words';

interface VersionPreviewProps {
  service: Service;
  state: ServiceTypeVersion['state'];
}

/** A version of a service as the public sees it, or would. */
export function VersionPreview({ service, state }: VersionPreviewProps) {
  const w = useWords(catalogueWords);
  return (
    <>
      <Notice tone="info">
        {w('previewNotice', { number: service.definition_version, state: w(`state.${state}`) })}
      </Notice>
      <div className={classes.page}>
        <p className={classes.name}>{service.name}</p>
        <p className={classes.summary}>{service.summary}</p>
        <ServiceDetails service={service} />
      </div>
    </>
  );
}
